"""Somebody's file: change it, open its restricted part, and note who did what with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.accounts.choices import Capability
from viecthat.audit.rows import save_checked
from viecthat.files.commands import keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, person_sort_key
from viecthat.people.choices.file import AccessKind, MemberGroup
from viecthat.people.commands.person import plain_phone
from viecthat.people.models import FileAccess, Person, SensitiveFacts
from viecthat.people.queries.person import card_is_taken
from viecthat.people.rules.file import may_change_file, may_see_sensitive
from viecthat.units.queries.scope import units_where
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

PLAIN_FIELDS = (
    "full_name", "birth_date", "sex", "card_number", "phone", "hometown", "residence", "occupation", "paid",
    "schooling", "youth_group",
)  # fmt: skip
SENSITIVE_FIELDS = ("ethnicity", "religion", "id_number", "family_contact", "family_phone")
_BATCH = 2000
MOST_GROUPED = 5_000


def note_access(*, people: Iterable[int], kind: AccessKind, detail: str = "", actor: Account, at: datetime) -> None:
    """Note that `actor` opened, took along or changed these files."""
    rows = [FileAccess(person_id=person, account=actor, kind=kind, at=at, detail=detail[:200]) for person in people]
    FileAccess.objects.bulk_create(rows, batch_size=_BATCH)


@transaction.atomic
def change_file(
    *, person: Person, facts: Mapping[str, object], photo: bytes | None = None, actor: Account, at: datetime
) -> Person:
    """Correct a file; `facts` by field. The database keeps what it said before. Raises Refused."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not may_change_file(actor, person, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sửa hồ sơ của người này."))
    for name in PLAIN_FIELDS:
        if name in facts:
            value = facts[name]
            setattr(person, name, normalise(value) if isinstance(value, str) else value)
    person.phone = plain_phone(person.phone)
    person.card_number = person.card_number or None
    if person.card_number and card_is_taken(
        person.card_number, units_where(actor, Capability.FILES, at), other_than=person.pk
    ):
        raise Refused(gettext_noop("Số thẻ này đã cấp cho người khác; xem lại thẻ."), field="card_number")
    person.folded_name, person.sort_key = fold(person.full_name), person_sort_key(person.full_name)
    if photo is not None:
        person.photo = keep_image(content=photo, at=at, field="photo")
    save_checked(person)
    note_access(people=[person.pk], kind=AccessKind.CHANGED, actor=actor, at=at)
    return person


@transaction.atomic
def group_members(*, unit: int, group: str, everybody: bool, actor: Account, at: datetime) -> int:
    """Note where the members of a unit and of those below it live and work; how many files were changed.

    Those already noted stay as they are unless `everybody` is meant. Raises Refused.
    """
    if not (may(actor, Capability.FILES, unit, at) and may(actor, Capability.RECORD, unit, at)):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sửa hồ sơ đoàn viên của đơn vị này."))
    if group not in MemberGroup.values:
        raise Refused(gettext_noop("Chọn một nhóm đối tượng."), field="group")
    found = Person.objects.filter(units_where(actor, Capability.FILES, at, within=unit).of("unit"))
    found = found.exclude(youth_group=group) if everybody else found.filter(youth_group="")
    people = list(found.values_list("pk", flat=True)[: MOST_GROUPED + 1])
    if len(people) > MOST_GROUPED:
        raise Refused(
            gettext_noop("Đơn vị có hơn {most} đoàn viên; ghi nhóm ở từng đoàn cơ sở, chi đoàn."), most=MOST_GROUPED
        )
    Person.objects.filter(pk__in=people).update(youth_group=group)
    note_access(people=people, kind=AccessKind.CHANGED, detail=gettext_noop("nhóm đối tượng"), actor=actor, at=at)
    return len(people)


@transaction.atomic
def open_sensitive_facts(*, person: Person, actor: Account, at: datetime) -> SensitiveFacts:
    """The restricted part, and a note that it was opened; empty when nothing was ever asked. Raises Refused."""
    if not may_see_sensitive(actor, person, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở phần hạn chế của hồ sơ này."))
    note_access(people=[person.pk], kind=AccessKind.SENSITIVE, actor=actor, at=at)
    return SensitiveFacts.objects.filter(person=person).first() or SensitiveFacts(person=person)


@transaction.atomic
def change_sensitive_facts(*, person: Person, facts: Mapping[str, str], actor: Account, at: datetime) -> SensitiveFacts:
    """Write the restricted part; an emptied field is gone for good. Raises Refused."""
    if not may_see_sensitive(actor, person, at) or not may_change_file(actor, person, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sửa phần hạn chế của hồ sơ này."))
    row = SensitiveFacts.objects.select_for_update().filter(person=person).first() or SensitiveFacts(person=person)
    for name in SENSITIVE_FIELDS:
        setattr(row, name, normalise(facts.get(name, "")))
    row.family_phone = plain_phone(row.family_phone, field="family_phone")
    save_checked(row, exclude=["person"])
    note_access(people=[person.pk], kind=AccessKind.CHANGED, detail=gettext_noop("phần hạn chế"), actor=actor, at=at)
    return row
