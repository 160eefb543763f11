"""What else happens in a membership: away for a while, over 30, struck off, punished, died."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade
from viecthat.people.choices.membership import DISCIPLINE, EventKind, StayReason
from viecthat.people.commands.event import check_branch, check_day, close_membership, membership_to_change, record_event
from viecthat.people.commands.rows import each_row
from viecthat.people.models import MemberEvent, Membership
from viecthat.people.rules.charter import comes_of_age_on, months_later, passes, setting, stays_until
from viecthat.people.rules.membership import holds_members, may_decide_above
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Count:
    """A secret ballot of the branch's meeting."""

    present: int
    votes_for: int
    votes_against: int
    votes_blank: int


@transaction.atomic
def mature_members(
    *, people: Sequence[int], day: date, decision: str, actor: Account, at: datetime
) -> list[MemberEvent]:
    """The ceremony of maturity for members over 30: from this day they are members no longer."""
    number = one_line(decision, 120, field="decision")

    def mature(person: int) -> MemberEvent:
        membership = membership_to_change(person, actor, at)
        born = membership.person.birth_date
        if born is not None and day < (due := comes_of_age_on(born, day)):
            raise Refused(
                gettext_noop("{name} đến ngày {due} mới quá 30 tuổi."),
                field="day",
                name=membership.person.full_name,
                due=due,
            )
        return _close(membership, EventKind.MATURED, day, actor, at, decision=number)

    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    return each_row(dict.fromkeys(people), mature)


@transaction.atomic
def stay_on(
    *, person: int, day: date, until: date, reason: str, decision: str, actor: Account, at: datetime
) -> MemberEvent:
    """A member over 30 goes on: by request with the branch's consent until 35 at most; cadres while they are such."""
    membership = membership_to_change(person, actor, at)
    born = membership.person.birth_date
    if reason == StayReason.REQUEST and born is not None and until > (last := stays_until(born, day)):
        raise Refused(
            gettext_noop("Ở lại theo nguyện vọng không quá 35 tuổi: nhiều nhất đến trước ngày {last}."),
            field="until",
            last=last,
        )
    event = _event(membership, EventKind.STAYED_ON, day, until=until, stay_reason=reason, decision=_needed(decision))
    return record_event(event, actor=actor, at=at, grade=Grade.EVIDENCED)


@transaction.atomic
def grant_leave(*, person: int, day: date, until: date, note: str, actor: Account, at: datetime) -> MemberEvent:
    """Away with leave, a year at most: reports, pays, and is not struck off for it."""
    membership = membership_to_change(person, actor, at)
    _check_length(day, until, "leave_most_months")
    event = _event(membership, EventKind.ON_LEAVE, day, until=until, note=_why(note))
    return record_event(event, actor=actor, at=at, grade=Grade.EVIDENCED)


@transaction.atomic
def start_temporary_activity(
    *, person: int, host: int, day: date, until: date, decision: str, actor: Account, at: datetime
) -> MemberEvent:
    """Takes part in another branch for a while and stays a member of their own."""
    membership = membership_to_change(person, actor, at)
    _check_length(day, until, "temporary_most_months")
    check_branch(host, day, field="other_unit")
    if host == membership.unit_id or not holds_members(units_by_id([host], day)[host].kind):
        raise Refused(gettext_noop("Chọn một chi đoàn khác, nơi người này sinh hoạt tạm thời."), field="other_unit")
    event = _event(membership, EventKind.TEMPORARY, day, until=until, other_unit_id=host, decision=_needed(decision))
    return record_event(event, actor=actor, at=at, grade=Grade.EVIDENCED)


@transaction.atomic
def strike_off(
    *, person: int, day: date, idle_months: int, note: str, decision: str, actor: Account, at: datetime
) -> MemberEvent:
    """Struck off for no activity or no fee over three months of a year without good reason; it is no discipline."""
    membership = membership_to_change(person, actor, at)
    needed = setting("idle_months", day)
    if idle_months < needed:
        raise Refused(
            gettext_noop("Chỉ xoá tên khi bỏ sinh hoạt hoặc không đóng đoàn phí từ {needed} tháng trở lên trong năm."),
            field="idle_months",
            needed=needed,
        )
    away = MemberEvent.objects.filter(
        membership=membership, kind=EventKind.ON_LEAVE, undone_at__isnull=True, day__lte=day, until__gt=day
    )
    if away.exists():
        raise Refused(gettext_noop("Người này đang vắng mặt có phép, không xoá tên được."), field="day")
    return _close(membership, EventKind.STRUCK_OFF, day, actor, at, decision=_needed(decision), note=_why(note))


@transaction.atomic
def discipline_member(
    *, person: int, kind: str, day: date, count: Count, note: str, decision: str, actor: Account, at: datetime
) -> MemberEvent:
    """Discipline by secret ballot: more than half of those present; from a warning up the superior decides.

    Charter, chapter on discipline (articles 28 and 29 of the text that was read). Removal from a post concerns posts.
    """
    if kind not in DISCIPLINE:
        raise Refused(gettext_noop("Chọn hình thức kỷ luật."), field="kind")
    membership = membership_to_change(person, actor, at)
    if count.votes_for + count.votes_against + count.votes_blank > count.present:
        raise Refused(gettext_noop("Số phiếu nhiều hơn số người có mặt; đếm lại phiếu."), field="votes_for")
    if not passes(count.votes_for, count.present, day, rule="discipline_over_percent"):
        raise Refused(
            gettext_noop("Chưa quá nửa số người có mặt đồng ý ({votes}/{present}); chi đoàn không thi hành được."),
            field="votes_for",
            votes=count.votes_for,
            present=count.present,
        )
    if kind != EventKind.REPRIMANDED and not may_decide_above(actor, membership.unit_id, at):
        raise Refused(gettext_noop("Từ cảnh cáo trở lên do Đoàn cấp trên trực tiếp quyết định và ghi."), field="kind")
    facts: dict[str, object] = {
        "present": count.present,
        "votes_for": count.votes_for,
        "votes_against": count.votes_against,
        "votes_blank": count.votes_blank,
        "note": _why(note),
        "decision": _needed(decision),
    }
    if kind == EventKind.EXPELLED:
        return _close(membership, EventKind.EXPELLED, day, actor, at, **facts)
    event = _event(membership, EventKind(kind), day, **facts)
    return record_event(event, actor=actor, at=at, grade=Grade.EVIDENCED)


@transaction.atomic
def record_death(*, person: int, day: date, actor: Account, at: datetime) -> MemberEvent:
    """A member died; the file stays."""
    return _close(membership_to_change(person, actor, at), EventKind.DIED, day, actor, at)


def _event(membership: Membership, kind: EventKind, day: date, **facts: object) -> MemberEvent:
    if day < membership.start:
        raise Refused(gettext_noop("Ngày này trước ngày vào chi đoàn ({start})."), field="day", start=membership.start)
    return MemberEvent(
        person=membership.person, membership=membership, unit_id=membership.unit_id, kind=kind, day=day, **facts
    )


def _close(
    membership: Membership, kind: EventKind, day: date, actor: Account, at: datetime, **facts: object
) -> MemberEvent:
    check_day(day, at)
    event = _event(membership, kind, day, **facts)
    return close_membership(event, actor=actor, at=at, grade=Grade.EVIDENCED)


def _check_length(day: date, until: date, rule: str) -> None:
    months = setting(rule, day)
    if until <= day:
        raise Refused(gettext_noop("Ngày kết thúc phải sau ngày bắt đầu."), field="until")
    if until > (last := months_later(day, months)):
        raise Refused(
            gettext_noop("Không quá {months} tháng: nhiều nhất đến trước ngày {last}."),
            field="until",
            months=months,
            last=last,
        )


def _needed(decision: str) -> str:
    number = one_line(decision, 120, field="decision")
    if not number:
        raise Refused(gettext_noop("Ghi số quyết định hoặc số nghị quyết của chi đoàn."), field="decision")
    return number


def _why(note: str) -> str:
    line = one_line(note, 500, field="note")
    if not line:
        raise Refused(gettext_noop("Ghi lý do để người sau hiểu."), field="note")
    return line
