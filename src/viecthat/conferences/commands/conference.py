"""Conferences set up, put right, held."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.conferences.choices import ConferenceState, Quorum
from viecthat.conferences.commands.shared import check_keeps, held
from viecthat.conferences.models import Conference, ReviewedThere
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.kernel.rotating_codes import SERIAL_BITS

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.reviews.models import Review


@dataclass(frozen=True)
class ConferenceFacts:
    """What is noted of a conference."""

    title: str
    held_on: date
    begins: time
    chairs: str
    ends: time | None = None
    place: str = ""
    link: str = ""
    secretary: str = ""
    quorum: str = Quorum.TWO_THIRDS
    source: str = ""


@transaction.atomic
def open_conference(
    *, unit: int, facts: ConferenceFacts, reviews: Sequence[Review], actor: Account | None, at: datetime
) -> Conference:
    """A conference of the unit on these reviews of its own.

    Raises Refused when the actor may not, a review is another unit's or dealt with at another conference.
    """
    check_keeps(actor, unit, at)
    conference = Conference(
        unit_id=unit,
        serial=secrets.randbits(SERIAL_BITS),
        key=secrets.token_hex(16),
        made_by=actor,
        made_at=at,
    )
    _write(conference, facts)
    _deal_with(conference, reviews)
    return conference


@transaction.atomic
def correct_conference(
    *, conference: Conference, facts: ConferenceFacts, reviews: Sequence[Review], actor: Account | None, at: datetime
) -> Conference:
    """Put right what is noted; of a concluded one too, its conclusions excepted."""
    conference = held(conference, actor, at)
    _write(conference, facts)
    _deal_with(conference, reviews)
    return conference


@transaction.atomic
def hold_conference(*, conference: Conference, actor: Account | None, at: datetime) -> Conference:
    """It took place."""
    conference = held(conference, actor, at)
    if conference.concluded:
        raise Refused(gettext_noop("Hội nghị đã kết luận."))
    if conference.held_on > localdate(at):
        raise Refused(gettext_noop("Chưa đến ngày họp {day}."), day=conference.held_on)
    conference.state = ConferenceState.HELD
    save_checked(conference)
    return conference


@transaction.atomic
def unhold_conference(*, conference: Conference, actor: Account | None, at: datetime) -> Conference:
    """It did not take place after all: put off, or marked by mistake."""
    conference = held(conference, actor, at)
    if conference.state != ConferenceState.HELD:
        raise Refused(gettext_noop("Chỉ ghi lại “chưa họp” khi hội nghị đã họp mà chưa kết luận."))
    invited = conference.invitees.filter(sent_at__isnull=False).exists()
    conference.state = ConferenceState.INVITED if invited else ConferenceState.PLANNED
    save_checked(conference)
    return conference


def _write(conference: Conference, facts: ConferenceFacts) -> None:
    for name, value in asdict(facts).items():
        setattr(conference, name, normalise(value) if isinstance(value, str) else value)
    conference.folded = fold(f"{conference.title} {conference.place} {conference.chairs}")
    save_checked(conference)


def _deal_with(conference: Conference, reviews: Sequence[Review]) -> None:
    if not reviews:
        raise Refused(gettext_noop("Chọn ít nhất một cuộc sơ kết, tổng kết."), field="reviews")
    wanted = {review.pk for review in reviews}
    if any(review.unit_id != conference.unit_id for review in reviews):
        raise Refused(gettext_noop("Chỉ chọn sơ kết, tổng kết của chính đơn vị tổ chức."), field="reviews")
    if ReviewedThere.objects.filter(review__in=wanted).exclude(conference=conference).exists():
        raise Refused(
            gettext_noop("Có cuộc sơ kết, tổng kết đã được đưa vào hội nghị khác; mỗi cuộc họp một hội nghị."),
            field="reviews",
        )
    ReviewedThere.objects.filter(conference=conference).exclude(review__in=wanted).delete()
    have = set(conference.reviewed.values_list("review", flat=True))
    for review in reviews:
        if review.pk not in have:
            save_checked(ReviewedThere(conference=conference, review_id=review.pk))
