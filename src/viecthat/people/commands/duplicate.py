"""Two files become one person's, both histories kept; or it is remembered that they are two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from viecthat.audit.rows import check_references_at_once
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.commands import LONGEST_REASON, rename_person, restore_postings
from viecthat.ledger.queries import entries_of, posting_by_id
from viecthat.people.choices.file import AccessKind
from viecthat.people.choices.membership import AdmissionStep, EventKind, TransferState
from viecthat.people.commands.event import take_posting_back
from viecthat.people.commands.file import SENSITIVE_FIELDS, note_access
from viecthat.people.models import (
    Admission,
    Consent,
    CorrectionRequest,
    Erasure,
    FileAccess,
    IntakeRow,
    Invitation,
    MemberAccount,
    MemberCard,
    MemberEvent,
    Membership,
    NotSame,
    Person,
    PersonMerge,
    SensitiveFacts,
    Transfer,
)
from viecthat.people.rules.duplicate import may_merge, may_part

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

# Stay with the file they were made of: sign-ins and what was said through them, cards, the log, and what is told here.
_STAYS = frozenset(
    {
        Consent, CorrectionRequest, Erasure, FileAccess, IntakeRow, Invitation, MemberAccount, MemberCard, Membership,
        NotSame, PersonMerge, SensitiveFacts,
    }
)  # fmt: skip
_FILLED = ("birth_date", "sex", "card_number", "phone", "hometown", "residence", "occupation", "schooling",
           "youth_group")  # fmt: skip
# Of what opened a membership, these are taken back by themselves; a transfer has another side.
_PLAIN_OPENINGS = frozenset({EventKind.BROUGHT_IN, EventKind.ADMITTED, EventKind.READMITTED})


@transaction.atomic
def tell_apart(*, first: int, second: int, actor: Account, at: datetime) -> None:
    """Remember that two who look alike are two. Raises Refused."""
    people = _both(first, second)
    if not may_merge(actor, *people, at):
        raise _not_yours()
    low, high = sorted((first, second))
    NotSame.objects.get_or_create(first_id=low, second_id=high, defaults={"told_by": actor, "told_at": at})


@transaction.atomic
def merge_people(*, keep: int, absorb: int, reason: str, actor: Account, at: datetime) -> PersonMerge:
    """Everything said of `absorb` is said of `keep` from now on; in the ledger by reversal and recording anew.

    Where both are members of a time, the membership of `absorb` is taken back. Raises Refused.
    """
    kept, gone = _both(keep, absorb)
    if keep == absorb or not may_merge(actor, kept, gone, at):
        raise _not_yours()
    line = one_line(reason, LONGEST_REASON, field="reason")
    if not line:
        raise Refused(gettext_noop("Ghi vì sao biết là một người để người sau hiểu."), field="reason")
    _check_free(kept, gone, actor)
    check_references_at_once()
    said = f"Nhập hồ sơ trùng: {line}"[:LONGEST_REASON]
    final = _take_back_twice(kept, gone, said, actor, at)
    before = _fill(kept, gone)
    # Postings first: the rows that lead to them are still where they were.
    postings = rename_person(old=gone.pk, new=kept.pk, reason="Nhập hồ sơ trùng", actor=actor, at=at)
    moved = _move(gone.pk, kept.pk)
    before["sensitive"] = _fill_sensitive(kept, gone)
    merge = PersonMerge.objects.create(
        kept=kept, absorbed=gone, reason=line, merged_by=actor, merged_at=at, moved=moved, postings=postings,
        before=before, final=final,
    )  # fmt: skip
    for person, other in ((kept, gone), (gone, kept)):
        note_access(people=[person.pk], kind=AccessKind.CHANGED, detail=f"nhập hồ sơ {other.pk}", actor=actor, at=at)
    return merge


@transaction.atomic
def part_people(*, merge: PersonMerge, reason: str, actor: Account, at: datetime) -> None:
    """Take a merge back while nothing stands on it. Raises Refused."""
    merge = PersonMerge.objects.select_for_update().select_related("kept", "absorbed").get(pk=merge.pk)
    line = one_line(reason, LONGEST_REASON, field="reason")
    if merge.final:
        raise Refused(
            gettext_noop("Một lần vào chi đoàn ghi trùng đã được lấy lại, hoặc hồ sơ đã xoá; không tách lại được.")
        )
    if not may_part(actor, merge, at):
        raise _not_yours()
    if not line:
        raise Refused(gettext_noop("Ghi vì sao tách lại để người sau hiểu."), field="reason")
    check_references_at_once()
    made = [(old, _standing(new)) for old, new in merge.postings]
    restore_postings(made=made, reason="Tách lại hồ sơ", actor=actor, at=at)
    for name, rows in merge.moved.items():
        model, column = next((m, c) for m, c in _columns() if _key(m, c) == name)
        held = model._default_manager.filter(pk__in=rows, **{column: merge.kept_id})
        if held.count() != len(rows):
            raise Refused(gettext_noop("Sau khi nhập, hồ sơ đã có việc khác được ghi; không tách lại được nữa."))
        held.update(**{column: merge.absorbed_id})
    before = dict(merge.before)
    if filled := before.pop("sensitive", None):
        SensitiveFacts.objects.filter(person=merge.kept).update(**filled)
    for pk, facts in before.items():
        if facts:
            Person.objects.filter(pk=int(pk)).update(**facts)
    merge.undone_at, merge.undone_by, merge.undone_reason = at, actor, line
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])


def _standing(made: int) -> int:
    """The posting that says today what this one said: a later merge that was parted since recorded it anew, twice.

    One that says something else, a correction, stands in nobody's place; the ledger then refuses to pass over it.
    """
    found = made
    while (following := posting_by_id(found)) is not None and hasattr(following, "replaced_by"):
        found = following.replaced_by.pk
    return found if found == made or _said(found) == _said(made) else made


def _said(posting: int) -> list[tuple[Any, ...]]:
    return sorted(
        entries_of([posting]).values_list("unit", "indicator", "day", "quantity", "grade", "person"), key=repr
    )


def _both(first: int, second: int) -> tuple[Person, Person]:
    found = Person.objects.select_for_update().order_by("pk").in_bulk([first, second])
    if first not in found or second not in found:
        raise _not_yours()
    return found[first], found[second]


def _not_yours() -> Refused:
    return Refused(gettext_noop("Chỉ người được sửa và đính chính cả hai hồ sơ mới nhập hoặc tách được."))


def _check_free(kept: Person, gone: Person, actor: Account) -> None:
    """Raises Refused for what must end first, and for what would let rights pass from one to the other."""
    accounts = MemberAccount.objects.filter(ended_at__isnull=True)
    if accounts.filter(person__in=[kept, gone], account=actor).exists():
        raise Refused(gettext_noop("Không ai tự nhập hồ sơ của mình; nhờ người khác giữ sổ làm."))
    if accounts.filter(person=gone).exists():
        raise Refused(
            gettext_noop(
                "{name} đang có tài khoản; tài khoản không nhập được: giữ lại hồ sơ này, hoặc gỡ tài khoản trước."
            ),
            name=gone.full_name,
        )
    if Transfer.objects.filter(person=gone, state=TransferState.OPEN).exists():
        raise Refused(gettext_noop("Hồ sơ bị nhập đang có giấy chuyển sinh hoạt chưa xong; xử lý xong rồi nhập."))
    done = [AdmissionStep.ADMITTED, AdmissionStep.NOT_PASSED, AdmissionStep.CLOSED]
    if Admission.objects.filter(person=gone).exclude(step__in=done).exists():
        raise Refused(gettext_noop("Hồ sơ bị nhập đang có đơn xin vào Đoàn chưa xong; xử lý xong rồi nhập."))


def _take_back_twice(kept: Person, gone: Person, reason: str, actor: Account, at: datetime) -> bool:
    """End the being twice a member: of `gone`, whatever overlaps a membership of `kept`. True when there was one."""
    ours = list(Membership.objects.filter(person=kept))
    twice = [
        one
        for one in Membership.objects.filter(person=gone)
        if any((m.end is None or one.start < m.end) and (one.end is None or m.start < one.end) for m in ours)
    ]
    for membership in twice:
        opening = MemberEvent.objects.filter(
            membership=membership, kind__in=_PLAIN_OPENINGS, undone_at__isnull=True
        ).first()
        if opening is None or membership.end is not None:
            raise Refused(
                gettext_noop("Cả hai từng là đoàn viên cùng một lúc và đã chuyển hoặc thôi; giữ lại hồ sơ kia.")
            )
        take_posting_back(opening, actor, at)
        MemberEvent.objects.filter(membership=membership).update(membership=None)
        MemberEvent.objects.filter(pk=opening.pk).update(undone_at=at, undone_by=actor, undone_reason=reason)
        membership.delete()
    for membership in Membership.objects.filter(person=gone):
        membership.person = kept
        membership.save(update_fields=["person"])
    return bool(twice)


def _fill(kept: Person, gone: Person) -> dict[str, dict[str, Any]]:
    """What the kept file leaves open comes from the other; returns how both were, by id."""
    before: dict[str, dict[str, Any]] = {str(kept.pk): {}, str(gone.pk): {"unit_id": gone.unit_id}}
    for name in _FILLED:
        value = getattr(gone, name)
        if value and not getattr(kept, name):
            before[str(kept.pk)][name] = getattr(kept, name)
            setattr(kept, name, value)
    if gone.unit_id and not Membership.objects.filter(person=kept, end__isnull=True, unit=kept.unit_id).exists():
        open_now = Membership.objects.filter(person=kept, end__isnull=True).values_list("unit", flat=True).first()
        if open_now is not None:
            before[str(kept.pk)]["unit_id"] = kept.unit_id
            kept.unit_id = open_now
    kept.save()
    # Of no unit it is nobody's to open; whoever asks for it is led to the other.
    Person.objects.filter(pk=gone.pk).update(unit=None)
    return before


def _fill_sensitive(kept: Person, gone: Person) -> dict[str, Any]:
    """The same of the restricted part; returns the names filled, never what they say."""
    theirs = SensitiveFacts.objects.filter(person=gone).first()
    if theirs is None:
        return {}
    facts = SensitiveFacts.objects.filter(person=kept).first() or SensitiveFacts(person=kept)
    filled = [name for name in SENSITIVE_FIELDS if getattr(theirs, name) and not getattr(facts, name)]
    for name in filled:
        setattr(facts, name, getattr(theirs, name))
    facts.save()
    return dict.fromkeys(filled, "")


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of every floor that names a person and goes along with a merge."""
    for relation in Person._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not relation.auto_created or relation.concrete or not isinstance(model, type):
            continue
        if model in _STAYS or model._meta.app_label == "ledger" or hasattr(model, "pgh_tracked_model"):
            continue
        yield model, relation.field.name  # type: ignore[union-attr]


def _key(model: type[models.Model], column: str) -> str:
    return f"{model._meta.label}.{column}"


def _move(old: int, new: int) -> dict[str, list[Any]]:
    """Every row that says something of `old` says it of `new`. What both have (a month's fee) stays as it was."""
    moved: dict[str, list[Any]] = {}
    for model, column in _columns():
        for pk in model._default_manager.filter(**{column: old}).order_by("pk").values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=pk).update(**{column: new})
            except IntegrityError:
                continue
            moved.setdefault(_key(model, column), []).append(pk)
    return moved
