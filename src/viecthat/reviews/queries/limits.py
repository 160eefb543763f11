"""Limits: those of a review, those that come back in it, the register of all, what the figures suggest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.figures.queries import words
from viecthat.kernel.judging import Verdict
from viecthat.kernel.names import fold
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.ledger.choices import WorkArea
from viecthat.prepared import prepared
from viecthat.reviews.asides import Aside
from viecthat.reviews.models import (
    STILL_THERE,
    CauseKind,
    Limit,
    LimitFile,
    LimitState,
    LimitStep,
    LimitStepKind,
    Review,
)
from viecthat.reviews.queries.findings import declared_share, judged, silent_children, weakly_proved
from viecthat.reviews.rules import limits_visible
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.figures.queries.targets import Figure
    from viecthat.reviews.queries.review import ReviewTable

ORDERS: dict[str, tuple[str, ...]] = {
    "han": ("due", "pk"),
    "-han": ("-due", "-pk"),
    "moi": ("-made_at", "-pk"),
    "-moi": ("made_at", "pk"),
    "tinh-trang": ("state", "due", "pk"),
    "-tinh-trang": ("-state", "due", "pk"),
}
FIRST = "han"
MOST_SUGGESTED = 20
MOST_NAMED = 5
_BECOMES = {
    LimitStepKind.OPENED: LimitState.OPEN,
    LimitStepKind.REOPENED: LimitState.OPEN,
    LimitStepKind.MENDING: LimitState.MENDING,
    LimitStepKind.MENDED: LimitState.MENDED,
    LimitStepKind.DROPPED: LimitState.DROPPED,
}


@dataclass(frozen=True)
class ListedLimit:
    """A limit as a list or a document shows it.

    state: as it stood on the last day asked about. last: what was said of it last by then; `answered`: in the very
    review asked about. files: those kept with `last`.
    """

    limit: Limit
    unit: UnitRow
    owner: UnitRow | None
    state: LimitState
    last: LimitStep | None
    answered: bool = False
    days_left: int | None = None
    files: tuple[LimitFile, ...] = ()

    @property
    def mended(self) -> bool:
        """It was mended by then."""
        return self.state == LimitState.MENDED

    @property
    def open_still(self) -> bool:
        """It is neither mended nor dropped today."""
        return self.limit.state in STILL_THERE

    @property
    def late(self) -> bool:
        """Its day is over and it is still there."""
        return self.days_left is not None and self.days_left < 0 and self.open_still

    @property
    def closed_since(self) -> date | None:
        """The day on which it was mended or dropped, where that was later than the day asked about."""
        return self.limit.closed_on if self.state in STILL_THERE else None

    @property
    def cause_words(self) -> str:
        """The kind of cause, where it is known."""
        return str(CauseKind(self.limit.cause_kind).label) if self.limit.cause_kind else ""


@dataclass(frozen=True)
class ReviewLimits:
    """The limits of a review: those of earlier ones that came back by themselves, and those found in it."""

    came_back: tuple[ListedLimit, ...]
    found: tuple[ListedLimit, ...]

    @property
    def mended(self) -> int:
        """How many of those that came back were mended by the end of the review's period, or in it."""
        return sum(one.mended for one in self.came_back)

    @property
    def to_answer(self) -> int:
        """How many of those that came back nobody has said anything of in this review."""
        return sum(not one.answered and one.state in STILL_THERE for one in self.came_back)

    @property
    def of(self) -> int:
        """How many came back."""
        return len(self.came_back)


@dataclass(frozen=True)
class Suggested:
    """A limit that the figures suggest; `key` names it within its review."""

    key: str
    words: str
    area: int | None = None
    indicator: int | None = None


@dataclass(frozen=True)
class LimitFilter:
    """What is looked for; empty parts ask for nothing. `units`: those the reader holds, meant with `whose`."""

    text: str = ""
    whose: str = ""  # "toi": for the reader and the units they hold to mend
    state: str = ""  # "": still there, "tat-ca": all, "qua-han": late, or a LimitState
    area: int | None = None
    unit: int | None = None
    units: tuple[int, ...] = ()


def limits_of_review(review: Review, today: date) -> ReviewLimits:
    """The limits found in the review, and those of the unit's earlier ones that were still there when its period began.

    Asked for, never copied: a limit follows its unit to whoever carries that on. Three queries, one without limits.
    """
    listed = _listed(_in_review(review.pk, review.unit_id, review.start, review.end), today, review)
    return ReviewLimits(
        came_back=tuple(one for one in listed if one.limit.review_id != review.pk),
        found=tuple(one for one in listed if one.limit.review_id == review.pk),
    )


@prepared
def _in_review(review: int, unit: int, start: date, end: date) -> QuerySet[Limit]:
    # Earlier reviews are those that end before this one: a year's review asks for its half-year's limits too.
    of_unit = Q(unit=unit) | Q(followed__unit=unit)
    came_back = of_unit & Q(review__end__lt=end) & (Q(closed_on=None) | Q(closed_on__gte=start))
    found = Limit.objects.filter(Q(review=review) | came_back).distinct()
    return found.select_related("review", "indicator", "person").order_by("area", "pk")


def told_beside(review: Review, unit: UnitRow, today: date) -> Aside | None:
    """How many limits of earlier reviews are mended, on the review's own page. One query where there are none."""
    limits = limits_of_review(review, today)
    if not limits.of:
        return None
    said = gettext("Đã khắc phục {done}/{of} hạn chế kỳ trước").format(done=limits.mended, of=limits.of)
    return Aside(said, reverse("reviews:limits", args=[unit.code, review.slug]))


def limits_found(wanted: LimitFilter, actor: Account, at: datetime, order: str = FIRST) -> QuerySet[Limit]:
    """Limits the reader may see, as asked for."""
    found = Limit.objects.filter(limits_visible(actor, at))
    for word in fold(wanted.text).split():
        found = found.filter(folded__contains=word)
    if wanted.whose == "toi":
        found = found.filter(_mine(actor, wanted.units))
    match wanted.state:
        case "":
            found = found.filter(state__in=STILL_THERE)
        case "tat-ca":
            pass
        case "qua-han":
            found = found.filter(state__in=STILL_THERE, due__lt=localdate(at))
        case state:
            found = found.filter(state=state)
    if wanted.area is not None:
        found = found.filter(area=wanted.area)
    if wanted.unit is not None:
        found = found.filter(unit=wanted.unit)
    first, *rest = ORDERS[order]
    column = F(first.lstrip("-"))
    lead = column.desc(nulls_last=True) if first.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(lead, *rest).select_related("review", "indicator", "person")


def listed_limits(rows: Iterable[Limit], today: date) -> list[ListedLimit]:
    """The rows of a list, which come with review and indicator, as they stand today. Three queries."""
    return _listed(list(rows), today, None)


def limit_shown(pk: int, actor: Account, at: datetime) -> Limit | None:
    """The limit, when the reader may see it."""
    seen = Limit.objects.filter(limits_visible(actor, at), pk=pk)
    return seen.select_related("review", "indicator", "person").first()


def steps_of_limit(limit: Limit) -> QuerySet[LimitStep]:
    """What happened to the limit, the newest first."""
    return limit.steps.select_related("by", "review").prefetch_related("files").order_by("-day", "-pk")


def limit_file(pk: int, actor: Account, at: datetime) -> LimitFile | None:
    """A file that shows a step of a limit the reader may see."""
    seen = Limit.objects.filter(limits_visible(actor, at)).values("pk")
    return LimitFile.objects.filter(pk=pk, step__limit__in=seen).select_related("file").first()


def limits_due(actor: Account, units: Sequence[int], until: date) -> QuerySet[Limit]:
    """Limits still there whose day comes by then, that units the reader holds are to mend, or the reader."""
    return Limit.objects.filter(_mine(actor, units), state__in=STILL_THERE, due__lte=until)


def _mine(actor: Account, units: Sequence[int]) -> Q:
    return Q(person=actor) | Q(person=None) & (Q(owner__in=units) | Q(owner=None, unit__in=units))


def reviews_to_answer_in(limit: Limit) -> QuerySet[Review]:
    """Reviews of the limit's unit, later than the one it was found in, the latest first."""
    return Review.objects.filter(unit=limit.unit_id, end__gt=limit.review.end).order_by("-end", "-pk")


def suggested_limits(table: ReviewTable, taken: Iterable[str] = ()) -> list[Suggested]:
    """What the figures say of limits, in Vietnamese: targets behind, weak proof, units without figures. Takes none that
    is `taken`.
    """
    found = [_behind(f) for f in judged(table, Verdict.PUSH, Verdict.PROMISING)]
    found += [_not_yet(f) for f in judged(table, Verdict.NOT_YET)]
    found += [_weak(f) for f in weakly_proved(table)]
    if silent := silent_children(table):
        named = ", ".join(unit.name for unit in silent[:MOST_NAMED])
        more = len(silent) - MOST_NAMED
        named += f" và {format_number(more)} đơn vị khác" if more > 0 else ""
        told = f"{format_number(len(silent))}/{format_number(table.children)} đơn vị trực thuộc chưa có số liệu"
        found.append(Suggested("silent", f"{told}: {named}.", WorkArea.DIRECTION))
    known = set(taken)
    return [one for one in found if one.key not in known][:MOST_SUGGESTED]


def suggestions_taken(review: Review) -> list[str]:
    """Suggestions that are limits of the review by now."""
    return list(Limit.objects.filter(review=review).exclude(suggested="").values_list("suggested", flat=True))


def _behind(figure: Figure) -> Suggested:
    target, indicator = figure.target, figure.indicator
    if target is None or figure.reached is None:
        raise ValueError(f"a verdict without a target: {indicator.code}")
    result, goal = words.full_result_words(figure.row, indicator), words.full_goal_words(target, indicator)
    told = f"{indicator.name}: mới đạt {result} trên mức đề ra {goal} ({format_percent(figure.reached, 1)})"
    gone = f"khi đã qua {format_percent(figure.elapsed, 0)} thời gian"
    return _of_figure("behind", figure, f"{told} {gone}; {words.verdict_words(figure.verdict)}.")


def _not_yet(figure: Figure) -> Suggested:
    return _of_figure("none", figure, f"{figure.indicator.name}: đã giao chỉ tiêu nhưng chưa có số liệu nào.")


def _weak(figure: Figure) -> Suggested:
    share = format_percent(declared_share(figure), 0)
    return _of_figure("weak", figure, f"{figure.indicator.name}: {share} số liệu mới kê khai, chưa có minh chứng.")


def _of_figure(what: str, figure: Figure, told: str) -> Suggested:
    target = figure.target
    key = f"{what}:{figure.indicator.code}" + (f":{target.pk}" if target is not None and what != "weak" else "")
    return Suggested(key, told.replace("\u00a0", " "), figure.indicator.area, figure.indicator.pk)


def _listed(rows: Sequence[Limit], today: date, review: Review | None) -> list[ListedLimit]:
    if not rows:
        return []
    steps: dict[int, list[LimitStep]] = {}
    said = LimitStep.objects.filter(limit__in=[row.pk for row in rows]).select_related("by").prefetch_related("files")
    if review is not None:
        said = said.filter(day__lt=review.end)
    for step in said.order_by("day", "pk"):
        steps.setdefault(step.limit_id, []).append(step)
    units = {row.unit_id for row in rows} | {row.owner_id for row in rows if row.owner_id}
    names = units_by_id(units, today)
    return [_one(row, steps.get(row.pk, []), names, today, review) for row in rows]


def _one(
    row: Limit, steps: Sequence[LimitStep], names: dict[int, UnitRow], today: date, review: Review | None
) -> ListedLimit:
    state = LimitState(row.state)
    if review is not None:
        became = [_BECOMES[step.kind] for step in steps if step.kind in _BECOMES]  # type: ignore[index]
        state = became[-1] if became else LimitState.OPEN
    said = [step for step in steps if step.words or step.proof]
    last: Any = said[-1] if said else None
    answered = review is not None and any(step.review_id == review.pk for step in steps)
    return ListedLimit(
        row,
        names[row.unit_id],
        names.get(row.owner_id or 0),
        state,
        last,
        answered,
        None if row.due is None else (row.due - today).days,
        tuple(last.files.all()) if last is not None else (),
    )
