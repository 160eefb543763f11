"""What happens to a member: the event, the membership it opens or closes, and its posting, together or not at all."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, post_entries, reverse_posting
from viecthat.ledger.queries import entries_of, indicators, posting_by_id
from viecthat.people.choices.membership import (
    CLOSING,
    DISCIPLINE,
    OPENING,
    STOCK,
    AdmissionStep,
    EventKind,
    TransferState,
)
from viecthat.people.commands.reorganisation import settle_stock_of_members
from viecthat.people.models import Admission, MemberEvent, Membership, Person, Transfer
from viecthat.people.rules.membership import may_keep_members, may_undo_event
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.accounts.models import Account

FLOWS = {
    EventKind.ADMITTED: "members_admitted",
    EventKind.READMITTED: "members_readmitted",
    EventKind.TRANSFERRED_IN: "members_transferred_in",
    EventKind.TRANSFERRED_OUT: "members_transferred_out",
    EventKind.MATURED: "members_matured",
    EventKind.STRUCK_OFF: "members_struck_off",
    EventKind.REPRIMANDED: "members_disciplined",
    EventKind.WARNED: "members_disciplined",
    EventKind.EXPELLED: "members_disciplined",
    EventKind.CONSIDERED: "outstanding_considered",
    EventKind.INTRODUCED: "outstanding_introduced",
    EventKind.PARTY_ADMITTED: "outstanding_admitted",
}


def membership_to_change(person: int, actor: Account, at: datetime) -> Membership:
    """The person's membership of today, locked until the transaction is over.

    Raises Refused when there is none, or the actor may not keep the members of its branch.
    """
    membership = Membership.objects.select_for_update().filter(person=person, end__isnull=True).first()
    if membership is None or not may_keep_members(actor, membership.unit_id, at):
        raise Refused(gettext_noop("Người này không phải đoàn viên của chi đoàn bạn phụ trách."), field="person")
    return membership


def check_day(day: date, at: datetime, *, not_before: date | None = None, field: str = "day") -> None:
    """Raises Refused for a day to come, or before what must have come first."""
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày này chưa tới; việc xong rồi mới ghi vào sổ."), field=field)
    if not_before is not None and day < not_before:
        raise Refused(
            gettext_noop("Ngày này trước ngày {before}, là ngày của bước trước; xem lại."),
            field=field,
            before=not_before,
        )


def check_branch(unit: int, day: date, *, field: str = "unit") -> None:
    """Raises Refused when the unit did not stand on the day."""
    if unit not in tree_on(day):
        raise Refused(
            gettext_noop("Vào ngày {day} đơn vị chưa thành lập hoặc đã kết thúc; xem lại ngày."), field=field, day=day
        )


def open_membership(event: MemberEvent, *, actor: Account | None, at: datetime, grade: Grade) -> MemberEvent:
    """The event opens a membership at its unit. Raises Refused when the person is a member somewhere then."""
    membership = Membership(person=event.person, unit_id=event.unit_id, start=event.day)
    save_checked(membership)
    event.membership = membership
    Person.objects.filter(pk=event.person_id).update(unit=event.unit_id)
    return record_event(event, actor=actor, at=at, grade=grade)


def close_membership(event: MemberEvent, *, actor: Account, at: datetime, grade: Grade) -> MemberEvent:
    """The event ends its membership on its day: from that day on the person belongs to it no longer."""
    membership = event.membership
    if membership is None:
        raise TypeError("a closing event names its membership")
    membership.end, membership.ended_by = event.day, EventKind(event.kind)
    if event.day <= membership.start:
        raise Refused(
            gettext_noop("Ngày này phải sau ngày vào chi đoàn ({start})."), field="day", start=membership.start
        )
    save_checked(membership)
    return record_event(event, actor=actor, at=at, grade=grade)


def record_event(event: MemberEvent, *, actor: Account | None, at: datetime, grade: Grade) -> MemberEvent:
    """Write the event and its posting. What it opens or closes lets the stock of members rise or fall by one."""
    check_day(event.day, at)
    event.recorded_by, event.recorded_at = actor, at
    known = {indicator.code: indicator.pk for indicator in indicators().values()}
    lines = []
    if (flow := FLOWS.get(EventKind(event.kind))) is not None and flow in known:
        # Who was punished stands in the member's file, not in a list of figures.
        named = None if event.kind in DISCIPLINE else event.person_id
        lines.append(Line(event.unit_id, known[flow], event.day, 1, grade, named))
    if event.kind in OPENING and STOCK in known:
        lines.append(Line(event.unit_id, known[STOCK], event.day, 1, grade, event.person_id))
    if event.kind in CLOSING and STOCK in known:
        # At the grade at which the member came in, or the parts by grade would drift apart.
        came_in = _grade_of(event.person_id, known[STOCK]) or grade
        lines.append(Line(event.unit_id, known[STOCK], event.day, -1, came_in, event.person_id))
    if lines:
        event.posting = post_entries(
            kind=PostingKind.REGISTER, unit=event.unit_id, lines=lines, reason=event.decision, actor=actor, at=at
        )
    save_checked(event, exclude=["recorded_by"])
    return event


def _grade_of(person: int, stock: int) -> Grade | None:
    # A unit that was merged took its members with it without a posting: the line that counts may be an older one.
    opening = MemberEvent.objects.filter(person=person, kind__in=OPENING, undone_at__isnull=True, posting__isnull=False)
    postings = list(opening.values_list("posting_id", flat=True))
    line = entries_of(postings).filter(indicator=stock, person=person, quantity__gt=0).order_by("-day", "-pk").first()
    return Grade(line.grade) if line else None


@transaction.atomic
def undo_event(*, event: MemberEvent, reason: str, actor: Account, at: datetime) -> None:
    """Take back what was recorded wrongly: the posting is reversed, the membership is as before, both stay readable.

    Of a transfer both sides are taken back, and the letter waits again. Where decisions about units took the member
    along since, those steps of theirs fall with it. Raises Refused when the actor may not, no reason is given, or
    something else that stands on the event happened later.
    """
    event = MemberEvent.objects.select_for_update().get(pk=event.pk)
    if event.undone_at is not None:
        raise Refused(gettext_noop("Sự kiện này đã được lấy lại từ trước."))
    transfer = Transfer.objects.filter(left=event).first() or Transfer.objects.filter(joined=event).first()
    together = [event] if transfer is None else [transfer.joined, transfer.left]
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi vì sao lấy lại để người sau hiểu."), field="reason")
    if transfer is not None:
        Transfer.objects.filter(pk=transfer.pk).update(
            state=TransferState.OPEN, branch=None, received_on=None, left=None, joined=None
        )
    for one in together:
        if one is not None:
            _undo(one, reason, actor, at)


def _undo(event: MemberEvent, reason: str, actor: Account, at: datetime) -> None:
    if not may_undo_event(actor, event, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính sổ đoàn viên của đơn vị này."))
    along = _taken_along(event)
    _check_last(event, along)
    membership = event.membership
    event.undone_at, event.undone_by, event.undone_reason = at, actor, reason
    if event.kind in OPENING:
        event.membership = None
    save_checked(event, exclude=["recorded_by"])
    if membership is not None and event.kind in OPENING:
        held = {membership.pk, *(one.membership_id for one in along if one.membership_id)}
        MemberEvent.objects.filter(pk__in=[one.pk for one in along]).update(
            undone_at=at, undone_by=actor, undone_reason=reason
        )
        MemberEvent.objects.filter(membership__in=held).update(membership=None)
        Membership.objects.filter(pk__in=held).delete()
        Admission.objects.filter(event=event).update(event=None, step=AdmissionStep.APPROVED)
    elif membership is not None and event.kind in CLOSING:
        membership.end, membership.ended_by = None, ""
        save_checked(membership)
        Person.objects.filter(pk=event.person_id).update(unit=membership.unit_id)
    take_posting_back(event, actor, at)
    if along:
        # What a split or a closing posted for this member stands without them now.
        why = f"Lấy lại trong sổ đoàn viên: {EventKind(event.kind).label}"
        settle_stock_of_members(
            people=[event.person_id], unit=along[-1].unit_id, day=localdate(at), reason=why, actor=actor, at=at
        )


def _taken_along(event: MemberEvent) -> list[MemberEvent]:
    """The steps by which decisions about units took the membership that the event opened to other branches."""
    steps: list[MemberEvent] = []
    if event.kind not in OPENING:
        return steps
    moved = MemberEvent.objects.filter(person=event.person_id, undone_at__isnull=True)
    here = event.membership_id
    while here is not None:
        out = moved.filter(kind=EventKind.REORGANISED_OUT, membership=here).first()
        into = (
            out
            and moved.filter(
                kind=EventKind.REORGANISED_IN, day=out.day, unit=out.other_unit_id, other_unit=out.unit_id
            ).first()
        )
        if out is None or into is None:
            break
        steps += [out, into]
        here = into.membership_id
    return steps


def _check_last(event: MemberEvent, along: Sequence[MemberEvent]) -> None:
    """An opening can be taken back while nothing stands on it; a closing while the person is a member nowhere else."""
    known = [event.pk, *(one.pk for one in along)]
    later = MemberEvent.objects.filter(person=event.person_id, undone_at__isnull=True).exclude(pk__in=known)
    if event.kind in OPENING:
        later = later.filter(membership__in={event.membership_id, *(one.membership_id for one in along)})
    elif event.kind in CLOSING:
        later = later.filter(kind__in=OPENING, day__gte=event.day)
    elif event.kind == EventKind.CONSIDERED:
        later = later.filter(kind=EventKind.INTRODUCED, day__gte=event.day)
    elif event.kind == EventKind.INTRODUCED:
        later = later.filter(kind__in=[EventKind.PARTY_ADMITTED, EventKind.PARTY_DECLINED], day__gte=event.day)
    else:
        return
    if later.exists():
        raise Refused(gettext_noop("Sau việc này đã có việc khác được ghi; lấy lại việc sau trước."))


def take_posting_back(event: MemberEvent, actor: Account, at: datetime) -> None:
    """What the event put into the ledger falls away: its posting is reversed, or of one of many only their line.

    The ledger never forgets: what is written there is said of the register; why, of whom, stands with the event.
    """
    reason = f"Lấy lại trong sổ đoàn viên: {EventKind(event.kind).label}"
    if event.posting_id is None or (posting := posting_by_id(event.posting_id)) is None:
        return
    others = MemberEvent.objects.filter(posting=event.posting_id, undone_at__isnull=True).exclude(pk=event.pk)
    if not others.exists():
        reverse_posting(posting=posting, reason=reason, actor=actor, at=at)
        return
    # One of many who came into the book together: only theirs falls.
    lines: Sequence[Line] = [
        Line(line.unit_id, line.indicator_id, line.day, -line.quantity, Grade(line.grade), line.person_id)
        for line in entries_of([posting.pk]).filter(person=event.person_id)
    ]
    post_entries(kind=PostingKind.REGISTER, unit=event.unit_id, lines=lines, reason=reason, actor=actor, at=at)
