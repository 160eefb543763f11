"""Clubs: entered, corrected, resting or ended; members and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import ClubState
from viecthat.courses.commands.shared import WHY, check_may_keep
from viecthat.courses.models import Club, ClubMeeting, ClubMember
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line, person_sort_key
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.people.commands.person import plain_phone
from viecthat.people.queries import people_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def enter_club(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Club:
    """A club of the unit, from the day it was founded in the stock of clubs. Raises Refused."""
    check_may_keep(actor, unit, at)
    club = Club(unit_id=unit)
    _fill(club, facts, at)
    club.state_on = club.founded_on
    save_checked(club)
    club.opened = post_counted(unit, [("clubs", 1, None)], club.founded_on, reason=_about(club), actor=actor, at=at)
    save_checked(club)
    return club


@transaction.atomic
def correct_club(*, club: Club, facts: Mapping[str, Any], actor: Account, at: datetime) -> Club:
    """What was entered wrongly or changed since; another day of founding is posted anew. Raises Refused."""
    row = _locked(club, actor, at)
    before = row.founded_on
    _fill(row, facts, at)
    if row.founded_on != before:
        if row.state_on == before:
            row.state_on = row.founded_on
        take_back(row.opened_id, f"Sửa ngày thành lập: {_about(row)}", actor, at)
        row.opened = post_counted(
            row.unit_id, [("clubs", 1, None)], row.founded_on, reason=_about(row), actor=actor, at=at
        )
    save_checked(row)
    return row


@transaction.atomic
def change_club_state(*, club: Club, state: str, day: date, reason: str, actor: Account, at: datetime) -> Club:
    """It rests, works again or is no more; the stock of clubs at work follows. Raises Refused."""
    row = _locked(club, actor, at)
    check_done(day, at)
    if day < row.state_on:
        raise Refused(gettext_noop("Ngày không được trước lần đổi trước ({day})."), field="day", day=row.state_on)
    if state == row.state:
        raise Refused(gettext_noop("Câu lạc bộ đang ở tình trạng này."), field="state")
    worked = row.state == ClubState.ACTIVE
    row.state = ClubState(state)
    row.state_on = day
    row.state_why = "" if row.state == ClubState.ACTIVE else needed(reason, 300, "reason", WHY)
    if worked != (row.state == ClubState.ACTIVE):
        step = post_counted(
            row.unit_id, [("clubs", -1 if worked else 1, None)], day, reason=_about(row), actor=actor, at=at
        )
        row.closed = step if worked else None
    save_checked(row)
    return row


@transaction.atomic
def add_club_member(
    *, club: Club, person: int | None, name: str, since: date, actor: Account, at: datetime
) -> ClubMember:
    """Somebody joins: a member of the Union, or anybody by name. Raises Refused."""
    row = _locked(club, actor, at)
    check_done(since, at, field="since")
    if since < row.founded_on:
        raise Refused(gettext_noop("Ngày vào không được trước ngày thành lập."), field="since")
    member = people_by_id([person]).get(person) if person else None
    if person and member is None:
        raise Refused(gettext_noop("Không tìm thấy người này; chọn lại."), field="person")
    joined = ClubMember(
        club=row,
        person=member,
        name="" if member else needed(name, 120, "name", gettext_noop("Ghi họ và tên, hoặc chọn đoàn viên.")),
        since=since,
    )
    joined.sort_key = member.sort_key if member else person_sort_key(joined.name)
    save_checked(joined)
    return joined


@transaction.atomic
def end_club_member(*, member: ClubMember, day: date, actor: Account, at: datetime) -> None:
    """Somebody leaves. Raises Refused."""
    _locked(member.club, actor, at)
    check_done(day, at)
    row = ClubMember.objects.select_for_update().get(pk=member.pk)
    if row.until is not None:
        raise Refused(gettext_noop("Người này đã thôi từ trước."))
    row.until = day
    save_checked(row)


@transaction.atomic
def record_club_meeting(*, club: Club, day: date, topic: str, came: int, actor: Account, at: datetime) -> ClubMeeting:
    """A meeting with how many came, posted at once. Raises Refused."""
    row = _locked(club, actor, at)
    check_done(day, at)
    if row.state != ClubState.ACTIVE:
        raise Refused(gettext_noop("Câu lạc bộ đang nghỉ; đổi tình trạng rồi mới ghi buổi sinh hoạt."))
    if day < row.founded_on:
        raise Refused(gettext_noop("Ngày không được trước ngày thành lập."), field="day")
    meeting = ClubMeeting(
        club=row, day=day, came=came, topic=needed(topic, 200, "topic", gettext_noop("Ghi nội dung sinh hoạt."))
    )
    save_checked(meeting)
    counted: list[tuple[str, int, int | None]] = [("club_meetings", 1, None), ("club_turns", came, None)]
    meeting.posting = post_counted(row.unit_id, counted, day, reason=_about(row), actor=actor, at=at)
    save_checked(meeting)
    return meeting


@transaction.atomic
def undo_club_meeting(*, meeting: ClubMeeting, reason: str, actor: Account, at: datetime) -> None:
    """The meeting was recorded by mistake: its line is reversed. Raises Refused."""
    _locked(meeting.club, actor, at)
    row = ClubMeeting.objects.select_for_update().get(pk=meeting.pk)
    if row.undone_why:
        raise Refused(gettext_noop("Buổi này đã lấy lại."))
    row.undone_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, row.undone_why, actor, at)
    save_checked(row)


def _locked(club: Club, actor: Account, at: datetime) -> Club:
    row = Club.objects.select_for_update().get(pk=club.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.state == ClubState.ENDED:
        raise Refused(gettext_noop("Câu lạc bộ này đã giải thể."))
    return row


def _fill(club: Club, facts: Mapping[str, Any], at: datetime) -> None:
    club.name = needed(facts["name"], 200, "name", gettext_noop("Ghi tên câu lạc bộ."))
    club.folded_name = fold(club.name)[:200]
    club.field = facts["field"]
    club.leader = needed(facts["leader"], 120, "leader", gettext_noop("Ghi tên chủ nhiệm."))
    club.leader_phone = plain_phone(facts.get("leader_phone") or "", field="leader_phone")
    club.place = one_line(facts.get("place") or "", 200, field="place")
    club.decision = one_line(facts.get("decision") or "", 120, field="decision")
    club.founded_on = facts["founded_on"]
    check_done(club.founded_on, at, field="founded_on")


def _about(club: Club) -> str:
    return f"Câu lạc bộ “{club.name}”"
