"""Who is asked, what they answer, who came."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import copy_rows, save_checked
from viecthat.conferences.choices import Answer, CheckInWay, ConferenceState, InviteePart
from viecthat.conferences.commands.shared import check_keeps, held
from viecthat.conferences.models import Conference, Invitee
from viecthat.conferences.queries.calling import called_by_rule
from viecthat.conferences.queries.presence import conference_of_serial
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.kernel.rotating_codes import is_of, is_signed, read_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_INVITEES = 3000
PURPOSE = b"h"  # what the code on the screen in the hall is for
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class InviteeFacts:
    """Who is asked by hand."""

    part: str = InviteePart.DELEGATE
    name: str = ""
    post: str = ""
    unit: int | None = None
    body: str = ""
    contact: str = ""
    person: int | None = None


@transaction.atomic
def invite_by_rule(
    *,
    conference: Conference,
    kinds: Collection[str],
    posts: Sequence[str],
    below: bool,
    unnamed: bool,
    part: str = InviteePart.DELEGATE,
    actor: Account | None,
    at: datetime,
) -> int:
    """Whoever holds one of these posts in the units of these kinds: directly below the conference's unit, or anywhere.

    Somebody with several posts is asked once, by the highest. `unnamed`: a unit of which the register knows nobody in
    the first of these posts is asked to send them. Who was asked before stays. Returns how many came new.
    """
    conference = held(conference, actor, at)
    _check_open(conference)
    if not kinds:
        raise Refused(gettext_noop("Chọn ít nhất một loại đơn vị."), field="kinds")
    if not posts:
        raise Refused(gettext_noop("Chọn ít nhất một chức vụ."), field="posts")
    asked = list(conference.invitees.values_list("person", "unit", "post"))
    people = {person for person, _unit, _post in asked if person is not None}
    places = {(unit, post) for person, unit, post in asked if person is None}
    new = []
    found = called_by_rule(conference, kinds=kinds, posts=posts, below=below, unnamed=unnamed, actor=actor, at=at)
    for one in found:
        if one.person in people or (one.person is None and (one.unit, one.post) in places):
            continue
        row = Invitee(
            conference=conference, part=part, unit_id=one.unit, person_id=one.person, name=one.name, post=one.post
        )
        _fill(row)
        new.append(row)
    if len(asked) + len(new) > MOST_INVITEES:
        raise Refused(
            gettext_noop("Một hội nghị mời nhiều nhất {most} người; chọn ít loại đơn vị, chức vụ hơn."),
            field="kinds",
            most=MOST_INVITEES,
        )
    copy_rows(new)
    return len(new)


@transaction.atomic
def keep_invitee(
    *,
    conference: Conference,
    facts: InviteeFacts,
    row: Invitee | None = None,
    actor: Account | None,
    at: datetime,
) -> Invitee:
    """Somebody asked by hand: a person, a unit that sends somebody, a body outside; or put `row` right."""
    conference = held(conference, actor, at)
    if row is None:
        _check_open(conference)
        if conference.invitees.count() >= MOST_INVITEES:
            raise Refused(gettext_noop("Một hội nghị mời nhiều nhất {most} người."), most=MOST_INVITEES)
        row = Invitee(conference=conference)
    row.part, row.unit_id = facts.part, facts.unit
    row.person_id = facts.person or row.person_id
    row.name, row.post = normalise(facts.name), normalise(facts.post)
    row.body, row.contact = normalise(facts.body), normalise(facts.contact)
    _fill(row)
    save_checked(row)
    return row


@transaction.atomic
def drop_invitee(*, row: Invitee, actor: Account | None, at: datetime) -> None:
    """Taken off the list; not who came."""
    held(row.conference, actor, at)
    row.refresh_from_db()
    if row.came_at is not None:
        raise Refused(gettext_noop("Người này đã đến dự nên không đưa ra khỏi danh sách được."))
    row.delete()


@transaction.atomic
def send_invitations(*, conference: Conference, actor: Account | None, at: datetime) -> int:
    """The letters go out: to those who have none yet; returns how many."""
    conference = held(conference, actor, at)
    _check_open(conference)
    sent = conference.invitees.filter(sent_at=None).update(sent_at=at)
    if not sent:
        raise Refused(gettext_noop("Mọi người trong danh sách đều đã được mời; thêm người rồi gửi."))
    if conference.state == ConferenceState.PLANNED:
        conference.state = ConferenceState.INVITED
        save_checked(conference)
    return sent


@transaction.atomic
def answer_invitation(*, row: Invitee, answer: str, reason: str = "", stand_in: str = "", at: datetime) -> Invitee:
    """What whoever holds the letter says; again and again until the day is over. No account is asked for."""
    row = Invitee.objects.select_for_update(of=("self",)).select_related("conference").get(pk=row.pk)
    day = row.conference.held_on
    if localdate(at) > day:
        raise Refused(gettext_noop("Hội nghị đã họp ngày {day}."), day=format_date(day))
    if answer not in {Answer.CONFIRMED, Answer.DECLINED}:
        raise Refused(gettext_noop("Chọn dự hay không dự được."), field="answer")
    declined = answer == Answer.DECLINED
    row.answer, row.answered_at = answer, at
    row.reason = normalise(reason) if declined else ""
    row.stand_in = normalise(stand_in) if declined else ""
    _fill(row)
    save_checked(row)
    return row


@transaction.atomic
def note_answer(
    *, row: Invitee, answer: str, reason: str = "", stand_in: str = "", actor: Account | None, at: datetime
) -> Invitee:
    """The same, told to the keeper by telephone."""
    check_keeps(actor, row.conference.unit_id, at)
    return answer_invitation(row=row, answer=answer, reason=reason, stand_in=stand_in, at=at)


@transaction.atomic
def check_in(*, row: Invitee, way: CheckInWay = CheckInWay.LIST, actor: Account | None, at: datetime) -> bool:
    """The keeper of the door saw them, or their letter; False when it was noted before."""
    check_keeps(actor, row.conference.unit_id, at)
    return _came(row, way, actor, at)


@transaction.atomic
def check_in_by_screen(*, row: Invitee, seen_at: datetime, at: datetime) -> bool:
    """They opened the code of the hall at `seen_at`, when `conference_on_screen` found it fresh, and say so now.

    False when it was noted before.
    """
    if at - seen_at > LATE_AFTER:
        raise Refused(gettext_noop("Mã đã quét quá 10 phút trước; quét lại mã đang hiện."))
    return _came(row, CheckInWay.SCREEN, None, at)


def conference_on_screen(*, code: str, at: datetime) -> Conference:
    """The conference whose screen shows this code at this moment. Raises Refused for any other and for an old one."""
    read = read_code(code)
    found = conference_of_serial(read.serial) if read is not None and read.purpose == PURPOSE else None
    if read is None or found is None or not is_signed(read, found.key):
        raise Refused(gettext_noop("Đây không phải mã điểm danh của hội nghị nào."))
    if not is_of(read, at):
        raise Refused(gettext_noop("Mã đã đổi; quét lại mã đang hiện trên màn hình."))
    return found


@transaction.atomic
def take_back_check_in(*, row: Invitee, actor: Account | None, at: datetime) -> None:
    """Ticked by mistake."""
    held(row.conference, actor, at)
    Invitee.objects.filter(pk=row.pk).update(came_at=None, came_by="", noted_by=None)


def _came(row: Invitee, way: CheckInWay, actor: Account | None, at: datetime) -> bool:
    row = Invitee.objects.select_for_update(of=("self",)).select_related("conference").get(pk=row.pk)
    if row.came_at is not None:
        return False
    day = row.conference.held_on
    if not day <= localdate(at) <= day + timedelta(days=7):
        raise Refused(
            gettext_noop("Điểm danh trong ngày họp {day}, hoặc ghi bù trong bảy ngày sau."), day=format_date(day)
        )
    row.came_at, row.came_by, row.noted_by = at, way, actor
    save_checked(row)
    return True


def _check_open(conference: Conference) -> None:
    if conference.concluded:
        raise Refused(gettext_noop("Hội nghị đã kết luận nên không mời thêm được."))


def _fill(row: Invitee) -> None:
    if not row.code:
        row.code = secrets.token_urlsafe(12)
    row.folded = fold(" ".join(part for part in (row.name, row.post, row.body, row.stand_in) if part))
