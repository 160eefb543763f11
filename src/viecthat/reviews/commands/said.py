"""Words as they are kept, and who is told of a matter of reviews."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import NoticeKind
from viecthat.plans.commands.notice import Told, tell_of_pages
from viecthat.plans.commands.steps import officers_at
from viecthat.plans.queries.notice import DAYS_BEFORE
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST = 5000
_LATE_EVERY = 7  # days, as of tasks


def said(words: str, field: str, missing: str = "") -> str:
    """The words line by line, their spaces put right. Refused when too long, or, with a sentence `missing`, empty."""
    told = "\n".join(normalise(line) for line in words.replace("\r\n", "\n").strip().split("\n"))
    if len(told) > LONGEST:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field=field, most=LONGEST)
    if not told and missing:
        raise Refused(missing, field=field)
    return told


def tell_officers(
    *,
    units: Collection[int],
    kind: NoticeKind,
    words: str,
    page: str,
    day: date | None,
    actor: Account | None,
    at: datetime,
    person: int | None = None,
) -> None:
    """The officers of these units, or the one who answers, are told; whoever did it is not."""
    officers = {one for found in officers_at(units, at).values() for one in found}
    accounts = {person} if person is not None else officers
    told = (Told(one, kind, words, page, day) for one in sorted(accounts) if actor is None or one != actor.pk)
    tell_of_pages(told=told, at=at)


def reminders(
    accounts: Iterable[int], wishes: dict[int, int], soon: NoticeKind, late: NoticeKind, due: date, today: date
) -> Iterable[tuple[int, NoticeKind, date]]:
    """Whom to remind of a day that comes, and week by week of one that is over: account, kind, the day it is about."""
    left = (due - today).days
    for account in sorted(accounts):
        if left < 0:
            yield account, late, due + timedelta(days=(-left - 1) // _LATE_EVERY * _LATE_EVERY)
        elif left <= wishes.get(account, DAYS_BEFORE):
            yield account, soon, due


def standing(units: Iterable[int], day: date) -> dict[int, int]:
    """Where each unit stands on the map of the day, itself if it is still there; those kept apart are left out."""
    today = map_on(day)
    found = {unit: today.stands_at(unit)[0] for unit in units}
    return {unit: place for unit, place in found.items() if place is not None}
