"""A unit opens a dossier, names collectives and individuals in it with what they did, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import NomineeKind, StepKind
from viecthat.commendations.models import Dossier, DossierStep, Drive, Nominee, NomineeFile
from viecthat.commendations.rules import (
    FormKind,
    form_kinds,
    forms_given_by,
    level_of,
    may_change_dossier,
    may_propose,
    path_up,
)
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.people.queries.beside import nameable_beside
from viecthat.people.queries.person import people_by_id, people_found
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

NOT_PROPOSER = gettext_noop("Bạn chưa được giao quyền lập hồ sơ khen thưởng cho đơn vị này.")
NOT_OPEN = gettext_noop("Hồ sơ này đã gửi hoặc đã xong, không sửa được nữa.")
MOST_NOMINEES = 300
MOST_FILES = 10


@dataclass(frozen=True)
class Nominated:
    """Whom a dossier puts forward: a unit of the tree, a person of the register, or by name somebody outside both.

    `place`: post and workplace as the paper names them. `collective` counts only for a name. A person under 16 may be
    put forward as any other; nothing but the name reaches the public page.
    """

    achievement: str
    unit: int | None = None
    person: int | None = None
    name: str = ""
    place: str = ""
    collective: bool = False

    @property
    def to(self) -> str:
        """Collective or individual."""
        several = self.unit is not None or (self.person is None and self.collective)
        return NomineeKind.COLLECTIVE if several else NomineeKind.INDIVIDUAL

    @property
    def word(self) -> object:
        """The same as one says it."""
        return NomineeKind(self.to).label


@transaction.atomic
def open_dossier(
    *,
    unit: int,
    title: str,
    origin: str = "",
    origin_address: str = "",
    nominees: Sequence[Nominated] = (),
    form: str = "",
    drive: Drive | None = None,
    decider: int | None = None,
    minutes: str = "",
    actor: Account,
    at: datetime,
) -> Dossier:
    """Open a dossier of `unit` as a draft, with these nominees for one form; from there it goes the usual way.

    For the floors above too (winners of a contest, authors of an idea): `origin` says in a few words what it comes
    from, `origin_address` is the address within the site where that is read (a path, "/cuoc-thi/…"); an address has one
    dossier of a unit at a time. `form` is a code of `rules.form_kinds()`; may be left out while nobody is named.
    `decider` is the unit that gives the form: by default the drive's, else the nearest at or above `unit` whose level
    gives it. The nominees must be within the actor's sight, or outsiders by name.

    Raises Refused when the actor may not record for the unit, no unit above gives the form, the form is not for such
    nominees, or the same origin has a dossier. Returns the dossier: its page is `commendations:dossier` by `pk`.
    """
    if not may_propose(actor, unit, at):
        raise Refused(NOT_PROPOSER, field="unit")
    today = localdate(at)
    if drive is not None:
        if drive.closed_on is not None or drive.due < today:
            raise Refused(gettext_noop("Đợt này đã hết hạn nhận hồ sơ."))
        decider = drive.unit_id
    kind = form_kinds().get(form)
    if form and kind is None:
        raise Refused(gettext_noop("Chọn hình thức khen thưởng trong danh mục."), field="form")
    if decider is None:
        decider = _nearest_giver(unit, kind, at)
    if not path_up(unit, decider, today):
        raise Refused(gettext_noop("Đơn vị không thuộc nơi xét khen thưởng này."), field="unit")
    address = one_line(origin_address, 300)
    if address and not (address.startswith("/") and not address.startswith("//")):
        raise Refused(gettext_noop("Địa chỉ nguồn phải là một trang của hệ thống này."))
    words = needed(title, 200, "title", gettext_noop("Ghi tên hồ sơ, ví dụ “Đề nghị khen thưởng năm 2020”."))
    dossier = Dossier(
        unit_id=unit, decider_id=decider, desk_id=unit, drive=drive, title=words, folded=fold(words),
        origin=one_line(origin, 200, field="origin"), origin_address=address,
        minutes=one_line(minutes, 120, field="minutes"), opened_by=actor, opened_at=at,
    )  # fmt: skip
    save_checked(dossier)
    note_step(dossier, StepKind.OPENED, dossier.origin, actor, at)
    for one in nominees:
        nominate(dossier=dossier, form=form, facts=one, actor=actor, at=at)
    return dossier


@transaction.atomic
def nominate(*, dossier: Dossier, form: str, facts: Nominated, actor: Account, at: datetime) -> Nominee:
    """Put a collective or an individual forward in a dossier. Raises Refused."""
    row = changeable(dossier, actor, at)
    if row.nominees.count() >= MOST_NOMINEES:
        raise Refused(gettext_noop("Một hồ sơ có nhiều nhất {most} đề nghị; lập hồ sơ nữa."), most=MOST_NOMINEES)
    kind = offered_forms(row, at).get(form)
    if kind is None:
        raise Refused(gettext_noop("Nơi xét không có hình thức này trong đợt; chọn lại."), field="form")
    if facts.to not in kind.to:
        raise Refused(gettext_noop("“{form}” không dành cho {to} như vậy."), field="form", form=kind, to=facts.word)
    person = _person(facts.person, actor, at) if facts.person is not None else None
    if facts.unit is not None and not units_seen(actor, at).has(facts.unit):
        raise Refused(gettext_noop("Tập thể này không nằm trong các đơn vị bạn phụ trách."), field="collective")
    named = facts.unit is None and facts.person is None
    missing = gettext_noop("Ghi tên người hoặc tập thể được đề nghị.")
    done = needed_text(facts.achievement, gettext_noop("Ghi thành tích: đã làm gì, kết quả thế nào."))
    nominee = Nominee(
        dossier=row, form=form, to=facts.to, unit_id=facts.unit, person=person,
        name=needed(facts.name, 200, "name", missing) if named else "",
        place=one_line(facts.place, 200, field="place"), achievement=done,
    )  # fmt: skip
    save_checked(nominee)
    return nominee


@transaction.atomic
def change_nominee(*, nominee: Nominee, achievement: str, place: str, actor: Account, at: datetime) -> Nominee:
    """Write the achievement and the place anew, while the dossier is with the proposing unit."""
    changeable(nominee.dossier, actor, at)
    row = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    row.achievement = needed_text(achievement, gettext_noop("Ghi thành tích: đã làm gì, kết quả thế nào."))
    row.place = one_line(place, 200, field="place")
    save_checked(row)
    return row


@transaction.atomic
def leave_out(*, nominee: Nominee, actor: Account, at: datetime) -> None:
    """Take a nominee out again, while the dossier is with the proposing unit; nobody has voted on it yet."""
    changeable(nominee.dossier, actor, at)
    nominee.opinions.all().delete()
    Nominee.objects.filter(pk=nominee.pk).delete()


@transaction.atomic
def attach_file(*, nominee: Nominee, content: bytes, name: str, actor: Account, at: datetime) -> NomineeFile:
    """Keep a document that shows the achievement."""
    changeable(nominee.dossier, actor, at)
    if nominee.files.count() >= MOST_FILES:
        raise Refused(gettext_noop("Mỗi đề nghị kèm nhiều nhất {most} tệp."), field="attached", most=MOST_FILES)
    kind = kind_of(content, field="attached")
    kept = keep_document(content=content, content_type=kind, at=at, field="attached")
    row = NomineeFile(nominee=nominee, file=kept, name=one_line(name, 200, field="attached"), added_at=at)
    save_checked(row)
    return row


def offered_forms(dossier: Dossier, at: datetime) -> dict[str, FormKind]:
    """The forms one may ask for in this dossier: those of its drive, else those its decider gives today."""
    if dossier.drive_id is not None:
        known = form_kinds()
        codes = dossier.drive.forms.values_list("form", flat=True)  # type: ignore[union-attr]
        return {code: known[code] for code in dict.fromkeys(codes) if code in known}
    today = localdate(at)
    return forms_given_by(units_by_id({dossier.decider_id}, today)[dossier.decider_id].kind, today)


def changeable(dossier: Dossier, actor: Account, at: datetime) -> Dossier:
    """The dossier, locked, for whoever may write in it. Raises Refused."""
    row = Dossier.objects.select_for_update(of=("self",)).select_related("drive").get(pk=dossier.pk)
    if not may_propose(actor, row.unit_id, at):
        raise Refused(NOT_PROPOSER)
    if not may_change_dossier(actor, row, at):
        raise Refused(NOT_OPEN)
    return row


def note_step(dossier: Dossier, kind: StepKind, words: str, actor: Account, at: datetime) -> None:
    """Say what happened to it."""
    save_checked(DossierStep(dossier=dossier, kind=kind, unit_id=dossier.desk_id, words=words, by=actor, at=at))


def needed_text(text: str, missing: str) -> str:
    """Several lines, trimmed. Raises Refused with the sentence when nothing is left."""
    said = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if not said:
        raise Refused(missing, field="achievement")
    return said


def _nearest_giver(unit: int, kind: FormKind | None, at: datetime) -> int:
    if kind is None:
        raise Refused(gettext_noop("Chọn hình thức khen thưởng trong danh mục."), field="form")
    today = map_on(localdate(at))
    here = today.stands_at(unit)[0]
    if here is not None:
        chain = (here, *reversed(today.tree.ancestors(here)))
        kinds = {pk: row.kind for pk, row in units_by_id(set(chain), localdate(at)).items()}
        for one in chain:
            if level_of(kinds[one]) in kind.levels:
                return one
    raise Refused(gettext_noop("Không có đơn vị nào ở trên được tặng “{form}”."), field="form", form=kind)


def _person(pk: int, actor: Account, at: datetime) -> Person:
    found = people_by_id([pk]).get(pk)
    scope = units_seen(actor, at)
    if found is not None and (scope.has(found.unit_id) or people_found("").filter(nameable_beside(scope), pk=pk)):
        return found
    raise Refused(gettext_noop("Người này không nằm trong các đơn vị bạn phụ trách."), field="person")
