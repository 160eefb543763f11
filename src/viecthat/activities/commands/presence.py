"""Who came: open a roll call, check in and out by a rotating code or by the list, witness, excuse, count.

How codes are told apart from pictures of them, and what is believed of a phone that had no network:
docs/decisions/0034-presence-and-clocks.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from viecthat.activities.choices import TAKEN_BACK, PresenceWay, State
from viecthat.activities.commands.minors import check_minors
from viecthat.activities.commands.presence_ledger import settle_presence
from viecthat.activities.models import (
    ActivityKind,
    Apology,
    Participation,
    Presence,
    PresentGroup,
    RollCall,
)
from viecthat.activities.queries.guardian import consented_at, is_minor
from viecthat.activities.queries.kinds import kind_book
from viecthat.activities.queries.presence import counts_served, roll_call_numbered, roll_call_of_serial
from viecthat.activities.queries.recording import people_nameable
from viecthat.activities.rules import may_record_activity
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.kernel.rotating_codes import SERIAL_BITS, RotatingCode, digits_hold, is_of, is_signed, read_code
from viecthat.people.queries.own import person_of
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

COMING, LEAVING = b"i", b"o"  # what a code is shown for
LATE_AFTER = timedelta(minutes=10)  # told later than this, somebody must have seen them
LATEST = timedelta(hours=12)  # told later than this, it is the holder of the meeting who notes it
BESIDE = timedelta(hours=1)  # before the meeting begins and after it ends
CLOCKS_OFF = timedelta(minutes=2)
LONGEST_MEETING = timedelta(days=1)
_LONGEST, _LONGEST_REASON = 200, 300


class WrongCodeError(Refused):
    """A code that no key of ours made: counted, so that nobody tries digits until some hold."""


@dataclass(frozen=True)
class CheckedIn:
    """What came of a code. `already`: it was noted before; `left`: it is the leaving that was noted."""

    presence: Presence
    roll_call: RollCall
    already: bool = False
    left: bool = False


@transaction.atomic
def open_roll_call(
    *,
    unit: int,
    kind: ActivityKind,
    title: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    actor: Account,
    at: datetime,
    activity: int | None = None,
    guardians: bool = False,
) -> RollCall:
    """A roll call for a meeting of the unit, with a key of its own. Raises Refused.

    guardians: those under eighteen need a guardian's consent, also where the kind of work does not ask for it.
    """
    if not may_record_activity(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."), field="unit")
    if unit not in tree_on(localdate(at)):
        raise Refused(gettext_noop("Đơn vị này không còn hoạt động; chọn đơn vị khác."), field="unit")
    if ends_at - starts_at > LONGEST_MEETING:
        raise Refused(gettext_noop("Một buổi dài nhất 24 giờ; việc nhiều ngày thì mỗi ngày một buổi."), field="ends_at")
    call = RollCall(
        unit_id=unit,
        kind=kind,
        title=one_line(title, _LONGEST, field="title"),
        place=one_line(place, _LONGEST, field="place"),
        starts_at=starts_at,
        ends_at=ends_at,
        serial=secrets.randbits(SERIAL_BITS),
        key=secrets.token_hex(16),
        opened_by=actor,
        opened_at=at,
        activity_id=activity,
        guardians=guardians,
    )
    save_checked(call)
    return call


@transaction.atomic
def close_roll_call(*, roll_call: RollCall, actor: Account, at: datetime) -> None:
    """Codes made from now on hold no more; what a phone noted before still comes in. Raises Refused."""
    call = _held(roll_call, actor, at)
    if call.closed_at is None:
        RollCall.objects.filter(pk=call.pk).update(closed_at=at)


def check_in(*, code: str, claimed_at: datetime | None, actor: Account, at: datetime) -> CheckedIn:
    """Note that the actor stands before the screen that shows the code, or stood there at `claimed_at`.

    The same person once: a second time is told as `already`. Raises WrongCodeError for what no roll call of ours made,
    Refused for a code that is too old, a meeting that is over, an account without a file.
    """
    read = read_code(code.strip())
    call = roll_call_of_serial(read.serial) if read is not None and read.purpose in {COMING, LEAVING} else None
    if read is None or call is None or not is_signed(read, call.key):
        raise WrongCodeError(gettext_noop("Đây không phải mã điểm danh. Quét mã đang hiện trên màn hình của buổi."))
    claimed = _believed(claimed_at, at)
    _check_fresh(read, claimed, at)
    return _noted(call, read.purpose, PresenceWay.SCAN, claimed, actor, at)


def check_in_by_digits(*, number: int, digits: str, actor: Account, at: datetime) -> CheckedIn:
    """The same by the six digits below the QR and the number of the meeting. Raises as `check_in`."""
    call = roll_call_numbered(number)
    typed = digits.replace(" ", "")
    purposes = (COMING, LEAVING)
    found = next((p for p in purposes if call and digits_hold(typed, p, call.serial, call.key, at)), None)
    if call is None or found is None:
        raise WrongCodeError(
            gettext_noop("Số buổi hoặc mã chưa đúng. Mã 6 số đổi mỗi 30 giây; gõ mã đang hiện."), field="digits"
        )
    return _noted(call, found, PresenceWay.DIGITS, at, actor, at)


def check_in_seen(*, number: int, purpose: bytes, seen_at: datetime, actor: Account, at: datetime) -> CheckedIn:
    """The actor opened a code's link at `seen_at`, when the server found it fresh, and says so now, signed in."""
    call = roll_call_numbered(number)
    if call is None or at - seen_at > LATE_AFTER:
        raise Refused(gettext_noop("Mã đã quét quá 10 phút trước; quét lại mã đang hiện."))
    return _noted(call, purpose, PresenceWay.SCAN, seen_at, actor, at)


def see_code(*, code: str, at: datetime) -> tuple[RollCall, bytes]:
    """The roll call whose code this is, fresh at this moment, and what the code is for. Raises as `check_in`."""
    read = read_code(code)
    call = roll_call_of_serial(read.serial) if read is not None and read.purpose in {COMING, LEAVING} else None
    if read is None or call is None or not is_signed(read, call.key):
        raise WrongCodeError(gettext_noop("Đây không phải mã điểm danh. Quét mã đang hiện trên màn hình của buổi."))
    _check_fresh(read, at, at)
    return call, read.purpose


@transaction.atomic
def tick_present(*, roll_call: RollCall, people: Sequence[int], actor: Account, at: datetime) -> int:
    """The holder of the meeting saw these people; who was noted before stays as noted. Returns how many came new."""
    call = _held(roll_call, actor, at)
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."), field="people")
    named = people_nameable(actor, people, at)
    if len(named) < len(set(people)):
        raise Refused(
            gettext_noop("Có người không nằm trong các đơn vị bạn phụ trách; bỏ chọn rồi tìm lại."), field="people"
        )
    if call.starts_at > at + BESIDE:
        raise Refused(gettext_noop("Buổi này chưa bắt đầu."))
    known = {row.person_id: row for row in Presence.objects.select_for_update().filter(roll_call=call)}
    own = person_of(actor)
    new = 0
    _check_young(call, named.values())
    for person in named.values():
        seen = own is None or own.pk != person.pk
        row = known.get(person.pk)
        if row is not None:
            if row.witness_id is None and seen:
                _witness(row, actor, at)
            continue
        save_checked(
            Presence(
                roll_call=call,
                person=person,
                unit_id=person.unit_id,
                way=PresenceWay.LIST,
                came_at=at if call.starts_at <= at <= call.ends_at else call.starts_at,
                told_by=actor,
                told_at=at,
                witness=actor if seen else None,
                witnessed_at=at if seen else None,
            )
        )
        new += 1
    Apology.objects.filter(roll_call=call, person__in=list(named)).delete()
    settle_presence(roll_call=call, actor=actor, at=at)
    return new


@transaction.atomic
def witness_present(*, roll_call: RollCall, presences: Sequence[int], actor: Account, at: datetime) -> int:
    """A second person saw them there. Returns how many. Raises Refused for one's own presence."""
    call = _held(roll_call, actor, at)
    own = person_of(actor)
    rows = list(Presence.objects.select_for_update().filter(roll_call=call, pk__in=list(presences), witness=None))
    if own is not None and any(row.person_id == own.pk for row in rows):
        raise Refused(gettext_noop("Không ai tự làm chứng cho mình; nhờ người khác có mặt xác nhận."))
    for row in rows:
        _witness(row, actor, at)
    settle_presence(roll_call=call, actor=actor, at=at)
    return len(rows)


@transaction.atomic
def note_leaving(
    *, roll_call: RollCall, presences: Sequence[int], left_at: datetime, actor: Account, at: datetime
) -> None:
    """These people left at that moment. Raises Refused."""
    call = _held(roll_call, actor, at)
    if left_at > at:
        raise Refused(gettext_noop("Giờ về chưa tới."), field="left_at")
    for row in Presence.objects.select_for_update().filter(roll_call=call, pk__in=list(presences)):
        row.left_at = max(left_at, row.came_at)
        save_checked(row)


@transaction.atomic
def take_off(*, roll_call: RollCall, presences: Sequence[int], actor: Account, at: datetime) -> int:
    """These were noted and were not there; the history keeps them. Returns how many. Raises Refused."""
    call = _held(roll_call, actor, at)
    rows = Presence.objects.filter(roll_call=call, pk__in=list(presences))
    people = list(rows.values_list("person", flat=True))
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    rows.delete()
    if call.activity_id is not None:
        Participation.objects.filter(activity=call.activity_id, person__in=people).delete()
    settle_presence(roll_call=call, actor=actor, at=at)
    return len(people)


@transaction.atomic
def count_group(
    *, roll_call: RollCall, role: str, name: str, count: int, age_group: str, actor: Account, at: datetime
) -> PresentGroup:
    """People who stay without names: so many of such a group. Raises Refused."""
    call = _held(roll_call, actor, at)
    group = PresentGroup(
        roll_call=call,
        role=role,
        name=one_line(name, _LONGEST, field="name"),
        count=count,
        age_group=age_group,
        told_by=actor,
        told_at=at,
    )
    save_checked(group)
    settle_presence(roll_call=call, actor=actor, at=at)
    return group


@transaction.atomic
def drop_group(*, roll_call: RollCall, group: int, actor: Account, at: datetime) -> None:
    """The group was counted wrongly. Raises Refused."""
    call = _held(roll_call, actor, at)
    served = call.activity_id is not None and counts_served(call.activity_id)
    PresentGroup.objects.filter(roll_call=call, pk=group).delete()
    settle_presence(roll_call=call, actor=actor, at=at, served_before=served)


@transaction.atomic
def excuse(*, roll_call: RollCall, people: Sequence[int], reason: str, actor: Account, at: datetime) -> None:
    """These cannot come and said why, to the holder of the meeting. Raises Refused."""
    call = _held(roll_call, actor, at)
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."), field="people")
    if len(people_nameable(actor, people, at)) < len(set(people)):
        raise Refused(
            gettext_noop("Có người không nằm trong các đơn vị bạn phụ trách; bỏ chọn rồi tìm lại."), field="people"
        )
    if Presence.objects.filter(roll_call=call, person__in=list(people)).exists():
        raise Refused(gettext_noop("Người này đã điểm danh buổi này."), field="people")
    why = one_line(reason, _LONGEST_REASON, field="reason")
    for person in dict.fromkeys(people):
        save_checked(Apology(roll_call=call, person_id=person, reason=why, told_by=actor, told_at=at))


def _held(roll_call: RollCall, actor: Account, at: datetime) -> RollCall:
    """The roll call, locked, for somebody who may hold it and as long as its presence is not in the ledger."""
    if not may_record_activity(actor, roll_call.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    call = RollCall.objects.select_for_update(of=("self",)).select_related("activity").get(pk=roll_call.pk)
    if call.activity is not None and call.activity.state in {State.VERIFIED, *TAKEN_BACK}:
        raise Refused(gettext_noop("Việc này đã xác minh hoặc đã huỷ; danh sách có mặt không đổi được nữa."))
    return call


def _believed(claimed_at: datetime | None, at: datetime) -> datetime:
    if claimed_at is None:
        return at
    if claimed_at > at + CLOCKS_OFF:
        raise Refused(gettext_noop("Đồng hồ của điện thoại chạy nhanh; chỉnh giờ tự động rồi quét lại."))
    if at - claimed_at > LATEST:
        raise Refused(
            gettext_noop("Lượt quét lúc {time} gửi muộn quá {hours} giờ; nhờ người giữ buổi đánh dấu tên bạn."),
            time=localtime(claimed_at).strftime("%H:%M %d/%m"),
            hours=int(LATEST.total_seconds() // 3600),
        )
    return min(claimed_at, at)


def _check_fresh(code: RotatingCode, claimed: datetime, at: datetime) -> None:
    if not is_of(code, claimed):
        raise Refused(
            gettext_noop("Mã này hiện lúc {time}, đã cũ: mã đổi mỗi 30 giây. Quét lại mã đang hiện trên màn hình."),
            time=localtime(code.made_at).strftime("%H:%M:%S"),
        )


def _noted(
    call: RollCall, purpose: bytes, way: PresenceWay, claimed: datetime, actor: Account, at: datetime
) -> CheckedIn:
    person = person_of(actor)
    if person is None:
        raise Refused(
            gettext_noop("Tài khoản này chưa gắn với hồ sơ của ai. Nhờ người giữ buổi đánh dấu tên bạn vào danh sách.")
        )
    before = Presence.objects.filter(roll_call=call, person=person).first()
    if purpose == LEAVING:
        return _left(call, before, claimed, actor, at)
    if before is not None:
        return CheckedIn(before, call, already=True)
    if claimed < call.starts_at - BESIDE:
        raise Refused(
            gettext_noop("Buổi này bắt đầu lúc {time}; điểm danh sớm nhất trước một giờ."),
            time=localtime(call.starts_at).strftime("%H:%M %d/%m"),
        )
    if claimed > call.ends_at + BESIDE or (call.closed_at is not None and claimed > call.closed_at):
        raise Refused(gettext_noop("Buổi này đã thôi điểm danh; nhờ người giữ buổi đánh dấu tên bạn."))
    _check_young(call, [person])
    row = Presence(
        roll_call=call,
        person=person,
        unit_id=person.unit_id,
        way=way,
        came_at=claimed,
        late=at - claimed > LATE_AFTER,
        told_by=actor,
        told_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Apology.objects.filter(roll_call=call, person=person).delete()
    except IntegrityError:
        # The same scan, sent twice at once by a bad network: the other one was a moment quicker.
        return CheckedIn(Presence.objects.get(roll_call=call, person=person), call, already=True)
    return CheckedIn(row, call)


def _left(call: RollCall, row: Presence | None, claimed: datetime, actor: Account, at: datetime) -> CheckedIn:
    if row is None:
        raise Refused(gettext_noop("Bạn chưa điểm danh lúc đến; nhờ người giữ buổi đánh dấu tên bạn."))
    if row.left_at is not None:
        return CheckedIn(row, call, already=True, left=True)
    row.left_at = max(claimed, row.came_at)
    row.save(update_fields=["left_at"])
    return CheckedIn(row, call, left=True)


def _check_young(call: RollCall, people: Collection[Person]) -> None:
    """Work that minors keep away from, keeps them away; where a guardian must have agreed, one has."""
    day = localdate(call.starts_at)
    young = [person for person in people if is_minor(person, day)]
    if young:  # most people are of age, and nothing is asked
        version = kind_book([call.kind_id]).on(call.kind_id, day)
        check_minors(version, young, day, asked=call.guardians, consented=consented_at(call))


def _witness(row: Presence, actor: Account, at: datetime) -> None:
    row.witness, row.witnessed_at = actor, at
    row.save(update_fields=["witness", "witnessed_at"])
