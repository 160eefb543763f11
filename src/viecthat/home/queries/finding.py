"""What the search finds of commendations, ideas, contests, opinions, inspections, congresses and news.

One query a kind, by the kind's own rules of who sees what; then one for all the units named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.commendations.queries.book import book_found
from viecthat.commendations.queries.drive import drives_found
from viecthat.congress.queries.congress import congresses_found
from viecthat.contests.choices import ContestState
from viecthat.contests.queries.listing import contests_found
from viecthat.ideas.choices import PUBLIC_STATES
from viecthat.ideas.queries.bank import ideas_sought
from viecthat.inspections.queries.inspection import inspections_found
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.names import fold
from viecthat.news.queries.desk import articles_sought
from viecthat.news.rules import is_public
from viecthat.opinion.queries.consultation import drafts_found
from viecthat.opinion.queries.survey import surveys_sought
from viecthat.plans.rules import units_above
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope


@dataclass(frozen=True)
class Seeker:
    """Who looks for what, when, and the units whose work they see."""

    actor: Account
    at: datetime
    text: str
    seen: UnitScope


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, the unit it is of and what tells it from others of that name."""

    title: str
    address: str
    unit: str
    note: str
    day: date | None


class _Told(NamedTuple):
    address: str
    title: str
    unit: int
    note: str = ""
    day: date | None = None


@dataclass(frozen=True)
class FoundKind:
    """What was found of a kind; `more`: the page that goes on where the list was cut."""

    key: str
    title: str
    icon: str
    hits: tuple[Hit, ...]
    more: str


@dataclass(frozen=True)
class _Kind:
    """folded: its words without marks, the name first. recent: what tells the newest."""

    key: str
    title: str
    icon: str
    folded: str
    recent: tuple[str, ...]
    more: str
    find: Callable[[Seeker], QuerySet[Any]]
    tell: Callable[[Any, Seeker], _Told]


def kinds_found(seeker: Seeker, *, most: int) -> list[FoundKind]:
    """Up to `most` of each kind: those whose name begins with the words first, then the newest."""
    wanted = fold(seeker.text)
    told = []
    for kind in _KINDS:
        begins = Case(When(Q(**{f"{kind.folded}__startswith": wanted}), then=Value(0)), default=Value(1))
        newest = [F(name.lstrip("-")).desc(nulls_last=True) for name in kind.recent]
        rows = list(kind.find(seeker).order_by(begins, *newest, "-pk")[: most + 1])
        told.append((kind, [kind.tell(row, seeker) for row in rows[:most]], len(rows) > most))
    units = units_by_id({row.unit for _kind, rows, _more in told for row in rows}, localdate(seeker.at))
    return [
        FoundKind(
            kind.key,
            gettext(kind.title),
            kind.icon,
            tuple(Hit(row.title, row.address, units[row.unit].name, row.note, row.day) for row in rows),
            reverse(kind.more) if more and kind.more else "",
        )
        for kind, rows, more in told
        if rows
    ]


def seeker_of(text: str, actor: Account, at: datetime) -> Seeker:
    """Who looks, with the units they see."""
    return Seeker(actor, at, text, units_seen(actor, at))


def _drive(row: Any, _seeker: Seeker) -> _Told:
    return _Told(reverse("commendations:drive", args=[row.pk]), row.title, row.unit_id, str(row.get_kind_display()))


def _commendation(row: Any, _seeker: Seeker) -> _Told:
    return _Told(reverse("commendations:commendation", args=[row.pk]), row.name, row.giver_id, day=row.day)


def _ideas(seeker: Seeker) -> QuerySet[Any]:
    return ideas_sought(seeker.seen, seeker.text)


def _idea(row: Any, _seeker: Seeker) -> _Told:
    page = "ideas:idea" if row.state in PUBLIC_STATES else "ideas:desk"
    return _Told(reverse(page, args=[row.pk]), row.title, row.unit_id, str(row.get_state_display()))


def _contests(seeker: Seeker) -> QuerySet[Any]:
    return contests_found(~Q(state=ContestState.DRAFT) | seeker.seen.of("unit"), text=seeker.text, state="", during=Q())


def _contest(row: Any, _seeker: Seeker) -> _Told:
    page = "contests:desk" if row.state == ContestState.DRAFT else "contests:contest"
    return _Told(reverse(page, args=[row.pk]), row.title, row.unit_id, str(row.get_state_display()))


def _drafts(seeker: Seeker) -> QuerySet[Any]:
    return drafts_found(seeker.actor, None, seeker.at, text=seeker.text, kind="", state="", during=Q())


def _draft(row: Any, _seeker: Seeker) -> _Told:
    return _Told(reverse("opinion:draft", args=[row.pk]), row.title, row.unit_id, str(row.get_state_display()))


def _surveys(seeker: Seeker) -> QuerySet[Any]:
    return surveys_sought(seeker.seen, seeker.text)


def _survey(row: Any, _seeker: Seeker) -> _Told:
    page = "opinion:survey" if row.in_reach else "opinion:results"
    return _Told(reverse(page, args=[row.pk]), row.title, row.unit_id, str(row.get_state_display()))


def _inspections(seeker: Seeker) -> QuerySet[Any]:
    return inspections_found(seeker.seen, text=seeker.text, kind="", state="", during=Q())


def _inspection(row: Any, _seeker: Seeker) -> _Told:
    return _Told(
        reverse("inspections:inspection", args=[row.pk]), row.subject, row.unit_id, str(row.get_state_display())
    )


def _congresses(seeker: Seeker) -> QuerySet[Any]:
    where = seeker.seen.of("unit") | Q(unit__in=units_above(seeker.actor, seeker.at))
    return congresses_found(where, localdate(seeker.at), text=seeker.text)


def _congress(row: Any, _seeker: Seeker) -> _Told:
    address = reverse("congress:congress", args=[row.pk])
    return _Told(address, row.name, row.unit_id, day=row.held_on or row.planned_on)


def _articles(seeker: Seeker) -> QuerySet[Any]:
    return articles_sought(seeker.actor, seeker.seen, seeker.at, text=seeker.text)


def _article(row: Any, seeker: Seeker) -> _Told:
    if is_public(row, seeker.at):
        address = reverse("news:article", args=[row.portal.code, row.pk, row.slug])
        return _Told(address, row.title, row.unit_id, day=localdate(row.publish_at))
    return _Told(reverse("news:desk-article", args=[row.pk]), row.title, row.unit_id, str(row.get_state_display()))


_KINDS = (
    _Kind(
        "drives", gettext_noop("Đợt thi đua, khen thưởng"), "award", "folded", ("due",), "commendations:drives",
        lambda seeker: drives_found(seeker.actor, seeker.at, text=seeker.text), _drive,
    ),
    _Kind(
        "commendations", gettext_noop("Khen thưởng"), "award", "folded", ("day",), "commendations:book",
        lambda seeker: book_found(seeker.actor, seeker.at, text=seeker.text), _commendation,
    ),
    _Kind("ideas", gettext_noop("Ý tưởng"), "idea", "folded", ("sent_on",), "ideas:list", _ideas, _idea),
    _Kind("contests", gettext_noop("Cuộc thi"), "award", "folded", ("year",), "contests:list", _contests, _contest),
    _Kind(
        "drafts", gettext_noop("Dự thảo lấy ý kiến"), "shield", "folded", ("due",), "opinion:drafts",
        _drafts, _draft,
    ),
    _Kind(
        "surveys", gettext_noop("Khảo sát"), "shield", "folded_title", ("last_day",), "opinion:surveys",
        _surveys, _survey,
    ),
    _Kind(
        "inspections", gettext_noop("Giám sát"), "shield", "folded", ("start",), "inspections:list",
        _inspections, _inspection,
    ),
    _Kind(
        "congresses", gettext_noop("Đại hội"), "check", "folded", ("planned_on",), "congress:list",
        _congresses, _congress,
    ),
    _Kind("news", gettext_noop("Tin, bài"), "news", "folded", ("publish_at",), "news:front", _articles, _article),
)  # fmt: skip
