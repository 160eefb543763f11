"""What the register of posts puts into the ledger: the posts of a person in a unit, as stocks that rise and fall.

The register says what the figures should be on every day; the ledger says what was put there before; the difference
is posted. So a correction, a post recorded late and a degree that turns up later all come right by the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.timezone import localdate

from viecthat.catalogue.posts import PostFigure, post_figures, qualification_levels
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import entries_of, indicators
from viecthat.people.models.post import Post, PostMovement
from viecthat.people.models.qualification import Qualification
from viecthat.people.queries.post import UNION_POSTS
from viecthat.units.queries import units_then
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Dataset

Key = tuple[int, date]


@dataclass(frozen=True)
class _Span:
    """Half-open days on which one post counts for one figure."""

    start: date
    end: date | None
    grade: Grade


def settle_posts(
    *,
    pairs: Iterable[tuple[int, int]],
    actor: Account | None,
    at: datetime,
    reason: str,
    dataset: Dataset | None = None,
) -> None:
    """Post what the posts of each (person, unit) now mean for the ledger, up to the day of `at`; called by commands.

    A unit that ends takes its people with it: its stock falls where its history stands from that day on.
    """
    known = {indicator.code: indicator.pk for indicator in indicators().values()}
    for person, unit in dict.fromkeys(pairs):
        wanted, grades = _wanted(person, unit, known)
        difference = wanted.copy()
        difference.subtract(_posted(person, unit))
        today = localdate(at)
        lines = [
            Line(_stands(unit, day), indicator, day, count, grades.get((indicator, day), Grade.DECLARED), person)
            for (indicator, day), count in sorted(difference.items())
            if count and day <= today
        ]
        if lines:
            posting = post_entries(
                kind=PostingKind.REGISTER, unit=unit, lines=lines, reason=reason, actor=actor, at=at, dataset=dataset
            )
            PostMovement.objects.create(posting=posting, unit_id=unit, person_id=person)


def movements_of(
    posts: Sequence[Post], degrees: dict[int, date], unit_kinds: dict[int, str], known: dict[str, int]
) -> tuple[Counter[Key], dict[Key, Grade]]:
    """How much each figure rises or falls on which day by the posts of one person in one unit."""
    wanted: Counter[Key] = Counter()
    grades: dict[Key, Grade] = {}
    for figure in post_figures():
        if figure.indicator not in known:
            continue
        spans = [_span(post, figure, degrees) for post in posts if _counts(post, figure, unit_kinds[post.pk])]
        for span in _joined([span for span in spans if span is not None]):
            key = (known[figure.indicator], span.start)
            wanted[key] += 1
            grades[key] = span.grade
            if span.end is not None:
                key = (known[figure.indicator], span.end)
                wanted[key] -= 1
                grades[key] = span.grade
    return wanted, grades


def first_degrees(people: Iterable[int]) -> dict[int, date]:
    """The day of each person's first degree. One query."""
    levels = [code for code, level in qualification_levels().items() if level.degree]
    found: dict[int, date] = {}
    rows = Qualification.objects.filter(person__in=list(people), level__in=levels, withdrawn=False)
    for person, day in rows.values_list("person", "day"):
        found[person] = min(day, found.get(person, day))
    return found


def _wanted(person: int, unit: int, known: dict[str, int]) -> tuple[Counter[Key], dict[Key, Grade]]:
    posts = list(Post.objects.filter(person=person, unit=unit).order_by("start", "pk"))
    then = units_then((unit, post.start) for post in posts)
    kinds = {post.pk: then[unit, post.start].kind for post in posts}
    return movements_of(posts, first_degrees([person]), kinds, known)


def _posted(person: int, unit: int) -> Counter[Key]:
    made = list(PostMovement.objects.filter(person=person, unit=unit).values_list("posting", flat=True))
    rows = entries_of(made).order_by().values_list("indicator", "day").annotate(total=Sum("quantity"))
    return Counter({(indicator, day): total for indicator, day, total in rows})


def _counts(post: Post, figure: PostFigure, unit_kind: str) -> bool:
    if unit_kind not in figure.units:
        return False
    if figure.posts:
        return post.kind in figure.posts
    return post.full_time and post.kind in UNION_POSTS


def _span(post: Post, figure: PostFigure, degrees: dict[int, date]) -> _Span | None:
    start = post.start
    if figure.degree:
        degree = degrees.get(post.person_id)
        if degree is None or (post.end is not None and degree >= post.end):
            return None
        start = max(start, degree)
    return _Span(start, post.end, Grade.EVIDENCED if post.decision else Grade.DECLARED)


def _joined(spans: list[_Span]) -> list[_Span]:
    """Spans that touch or overlap, as one: whoever holds two posts of a figure is one person."""
    joined: list[_Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is not None and (last.end is None or span.start <= last.end):
            end = None if last.end is None or span.end is None else max(last.end, span.end)
            joined[-1] = _Span(last.start, end, last.grade)
        else:
            joined.append(span)
    return joined


def _stands(unit: int, day: date) -> int:
    """The unit itself while it exists, else the one its history goes on in; else it keeps its own last day's place."""
    unit_map = map_on(day)
    if unit in unit_map.tree:
        return unit
    place, _how = unit_map.stands_at(unit)
    return unit if place is None else place
