"""The council meets: who sat in it, how the secret ballots on each nominee were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import DossierState, NomineeState, StepKind
from viecthat.commendations.commands.dossier import note_step
from viecthat.commendations.models import Ballot, CouncilMeeting, CouncilSeat, Dossier, Nominee
from viecthat.commendations.queries.council import waiting_for_council
from viecthat.commendations.rules import form_kinds, may_decide, passes, quorum_of
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.ledger.commands.registers import check_done
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

NOT_COUNCIL = gettext_noop("Bạn chưa được giao quyền ghi hội đồng thi đua, khen thưởng của đơn vị này.")
MOST_SEATS = 60


@dataclass(frozen=True)
class Seat:
    """A member of the council: name, post in it, whether they came."""

    name: str
    post: str = ""
    present: bool = True


@transaction.atomic
def hold_meeting(
    *, unit: int, day: date, place: str, seats: Sequence[Seat], minutes: str = "", actor: Account, at: datetime
) -> CouncilMeeting:
    """A meeting of the unit's council. Raises Refused without a quorum of its members."""
    if not may_decide(actor, unit, at):
        raise Refused(NOT_COUNCIL, field="unit")
    meeting = CouncilMeeting(unit_id=unit, recorded_by=actor, recorded_at=at)
    return _filled(meeting, day, place, seats, minutes, at)


@transaction.atomic
def correct_meeting(
    *, meeting: CouncilMeeting, day: date, place: str, seats: Sequence[Seat], minutes: str = "", actor: Account,
    at: datetime,
) -> CouncilMeeting:  # fmt: skip
    """What was written down of a meeting is put right until its minutes are closed. Raises Refused as `hold_meeting`.

    How many sit and how many came stays once ballots were counted against it.
    """
    row = _open(meeting, actor, at)
    before = [one.present for one in row.seats.all()]
    if row.ballots.exists() and (len(before), sum(before)) != (len(seats), sum(one.present for one in seats)):
        raise Refused(
            gettext_noop("Đã kiểm phiếu với {present} người có mặt trong {members}; bỏ kết quả phiếu rồi sửa."),
            field="members",
            present=sum(before),
            members=len(before),
        )
    row.seats.all().delete()
    return _filled(row, day, place, seats, minutes, at)


def _filled(
    meeting: CouncilMeeting, day: date, place: str, seats: Sequence[Seat], minutes: str, at: datetime
) -> CouncilMeeting:
    check_done(day, at)
    if not 3 <= len(seats) <= MOST_SEATS:
        raise Refused(gettext_noop("Hội đồng có từ 3 đến {most} thành viên."), field="members", most=MOST_SEATS)
    present, quorum = sum(seat.present for seat in seats), quorum_of(len(seats), day)
    if present < quorum:
        raise Refused(
            gettext_noop("Có mặt {present} trong {members} người, cần ít nhất {quorum}; chưa họp được."),
            field="members", present=present, members=len(seats), quorum=quorum,
        )  # fmt: skip
    meeting.day, meeting.place = day, needed(place, 200, "place", gettext_noop("Ghi nơi họp."))
    meeting.minutes = one_line(minutes, 120, field="minutes")
    save_checked(meeting)
    for place_at, seat in enumerate(seats, 1):
        save_checked(
            CouncilSeat(
                meeting=meeting,
                position=place_at,
                name=one_line(seat.name, 120, field="members"),
                post=one_line(seat.post, 120, field="members"),
                present=seat.present,
            )
        )
    return meeting


@transaction.atomic
def count_ballots(
    *,
    meeting: CouncilMeeting,
    nominee: Nominee,
    votes_for: int,
    votes_against: int,
    votes_blank: int,
    actor: Account,
    at: datetime,
) -> Ballot:
    """Enter the count of the secret ballots on a nominee; counted again, it is corrected until the minutes are closed.

    Raises Refused for more ballots than people present, or a nominee that does not wait for this council.
    """
    row = _open(meeting, actor, at)
    held = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    ballot = row.ballots.filter(nominee=held).first()
    if ballot is None and not waiting_for_council(row.unit_id).filter(pk=held.pk).exists():
        raise Refused(gettext_noop("Đề nghị này không chờ hội đồng này xét."))
    _not_about_oneself(held, actor)
    members, present = row.seats.count(), row.seats.filter(present=True).count()
    if votes_for + votes_against + votes_blank != present:
        raise Refused(
            gettext_noop("Số phiếu phải bằng số người có mặt ({present}); phiếu không thu về ghi vào phiếu trắng."),
            field="votes_for",
            present=present,
        )
    ballot = ballot or Ballot(meeting=row, nominee=held)
    ballot.votes_for, ballot.votes_against, ballot.votes_blank = votes_for, votes_against, votes_blank
    ballot.passed = passes(votes_for, members, form_kinds()[held.form])
    save_checked(ballot)
    held.state = NomineeState.PASSED if ballot.passed else NomineeState.FAILED
    save_checked(held)
    return ballot


@transaction.atomic
def drop_ballot(*, meeting: CouncilMeeting, nominee: Nominee, actor: Account, at: datetime) -> None:
    """The nominee was not voted on in this meeting; they wait for the council again. Raises Refused."""
    row = _open(meeting, actor, at)
    held = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    _not_about_oneself(held, actor)
    ballot = row.ballots.filter(nominee=held).first()
    if ballot is None:
        raise Refused(gettext_noop("Phiên họp này không bỏ phiếu về đề nghị ấy."))
    ballot.delete()
    held.state = NomineeState.PROPOSED
    save_checked(held)


@transaction.atomic
def reopen_meeting(*, meeting: CouncilMeeting, actor: Account, at: datetime) -> None:
    """The minutes were closed too soon: counts are put right still. Raises Refused once a decision stands on them."""
    row = CouncilMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not may_decide(actor, row.unit_id, at):
        raise Refused(NOT_COUNCIL)
    if row.closed_at is None:
        raise Refused(gettext_noop("Biên bản họp này chưa chốt."))
    if row.decisions.exists():
        raise Refused(gettext_noop("Đã có quyết định theo biên bản này; đính chính hoặc thu hồi ở sổ khen thưởng."))
    row.closed_at = None
    save_checked(row)
    voted = row.ballots.values("nominee__dossier")
    closed = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=voted, state=DossierState.CLOSED)
    for dossier in closed.order_by("pk"):
        dossier.state = DossierState.SENT
        save_checked(dossier)
        note_step(dossier, StepKind.REOPENED, "", actor, at)


@transaction.atomic
def close_meeting(*, meeting: CouncilMeeting, actor: Account, at: datetime) -> None:
    """The minutes are closed: counts can't be changed any more. Dossiers of which nothing passed are done."""
    row = _open(meeting, actor, at)
    voted = list(row.ballots.values_list("nominee__dossier", flat=True).distinct())
    if not voted:
        raise Refused(gettext_noop("Chưa ghi kết quả bỏ phiếu nào."))
    row.closed_at = at
    save_checked(row)
    close_when_done(voted, actor, at)


def close_when_done(dossiers: Sequence[int], actor: Account, at: datetime) -> None:
    """Dossiers in which nobody waits any more are closed. Called within the transaction of what decided."""
    waiting = {NomineeState.PROPOSED, NomineeState.PASSED}
    found = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=set(dossiers), state=DossierState.SENT)
    for dossier in found.order_by("pk"):
        if dossier.nominees.filter(state__in=waiting).exists():
            continue
        dossier.state = DossierState.CLOSED
        save_checked(dossier)
        note_step(dossier, StepKind.DECIDED, "", actor, at)


def _open(meeting: CouncilMeeting, actor: Account, at: datetime) -> CouncilMeeting:
    row = CouncilMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not may_decide(actor, row.unit_id, at):
        raise Refused(NOT_COUNCIL)
    if row.closed_at is not None:
        raise Refused(gettext_noop("Biên bản họp đã chốt."))
    return row


def _not_about_oneself(nominee: Nominee, actor: Account) -> None:
    own = person_of(actor)
    if own is not None and nominee.person_id == own.pk:
        raise Refused(gettext_noop("Người được đề nghị không tự ghi kết quả của mình; nhờ người khác."))
