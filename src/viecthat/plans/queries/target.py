"""Targets: what is in force, what was adopted when, which documents they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet

from viecthat.kernel.periods import Period
from viecthat.plans.models import Explanation, Target
from viecthat.plans.rules import may_adopt_target, may_see_target
from viecthat.prepared import prepared
from viecthat.rollup.placement import How
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import owned_for
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_IN_FORCE = Q(draft=False, superseded_on=None)
_ORDER = ("indicator__area", "position", "indicator__code", F("end") - F("start"))


def targets_under_review(unit: int, period: Period, known: Mapping[int, Any] | None = None) -> list[Target]:
    """The targets a review of `period` answers for: those of the period itself and of whatever longer span holds it.

    A target that was over, or had not begun, on the period's last day belongs to another review. Drafts bind nobody;
    of a revised target the latest version counts. One query.

    known: every indicator, where they are at hand: read again with each target they would take longer than the
    targets. Then documents and targets followed take a query each, where there are any.
    """
    if known is None:
        return _targets_with_all(unit, period.start, period.end)
    targets = _targets_bare(unit, period.start, period.end)
    for target in targets:
        target.indicator = known[target.indicator_id]
        if target.follows is not None:
            target.follows.indicator = known[target.follows.indicator_id]
    return targets


@prepared
def _targets_with_all(unit: int, start: date, end: date) -> QuerySet[Target]:
    return _under_review(unit, start, end).select_related("indicator", "directive", "follows")


@prepared
def _targets_bare(unit: int, start: date, end: date) -> QuerySet[Target]:
    return _under_review(unit, start, end).prefetch_related("directive", "follows")


def _under_review(unit: int, start: date, end: date) -> QuerySet[Target]:
    within, holding = Q(start__gte=start, end__lte=end), Q(start__lte=start, end__gte=end)
    return Target.objects.filter(_IN_FORCE, unit=unit).filter(within | holding).order_by(*_ORDER)


def targets_in_force(units: list[int], period: Period) -> QuerySet[Target]:
    """Targets of these units whose period overlaps."""
    return (
        Target.objects.filter(_IN_FORCE, unit__in=units, start__lt=period.end, end__gt=period.start)
        .select_related("indicator")
        .order_by("end", "position", "indicator__code")
    )


def merged_with_targets(unit: int, day: date) -> list[tuple[UnitRow, int]]:
    """Units that were merged into this one and have targets in force on the day, with how many of them.

    Whoever goes on judges them and sets its own: a goal is no figure that could be added. No query where none was
    merged, two at most.
    """
    today = map_on(day)
    if unit not in today.tree:
        return []
    here = today.known[today.places == today.tree.position(unit)].tolist()
    ended = [one for one in here if today.stands_at(one)[1] in {How.SUCCESSOR, How.HEIR}]
    if not ended:
        return []
    found = Target.objects.filter(_IN_FORCE, unit__in=ended, start__lte=day, end__gt=day).order_by()
    counts = dict(found.values_list("unit").annotate(n=Count("pk")))
    names = units_by_id(set(counts), day)
    return sorted(((names[one], n) for one, n in counts.items()), key=lambda row: row[0].name)


def targets_of(unit: int, *, as_of: date | None = None, drafts: bool = False) -> QuerySet[Target]:
    """The unit's own targets, those that end last first: the versions in force, or those adopted by the end of day
    `as_of`; drafts too when asked for.
    """
    if as_of is None:
        chosen = _IN_FORCE | Q(draft=True) if drafts else _IN_FORCE
    else:
        chosen = Q(draft=False) & (Q(adopted_on__lte=as_of) | Q(adopted_on=None, start__lte=as_of))
        chosen &= Q(superseded_on=None) | Q(superseded_on__gt=as_of)
    return (
        Target.objects.filter(chosen, unit=unit)
        .select_related("indicator", "directive", "clause", "follows__indicator")
        .order_by(F("end").desc(), F("start"), *_ORDER[:3])
    )


def target_shown(pk: int, actor: Account, at: datetime) -> Target | None:
    """The target, when the reader may see it."""
    found = (
        Target.objects.filter(pk=pk)
        .select_related("indicator", "directive", "clause__directive", "follows__indicator", "first")
        .first()
    )
    return found if found is not None and may_see_target(actor, found, at) else None


def versions_of(target: Target) -> list[Target]:
    """Every version, the newest first."""
    rows = Target.objects.filter(Q(pk=target.root) | Q(first=target.root))
    return list(rows.select_related("directive", "indicator").order_by("-version"))


def current_version(root: int) -> Target | None:
    """The version in force of the target whose first version this is."""
    rows = Target.objects.filter(_IN_FORCE).filter(Q(pk=root) | Q(first=root)).select_related("indicator", "directive")
    return rows.first()


def current_versions(roots: Collection[int]) -> dict[int, Target]:
    """The versions in force, by first version. One query."""
    rows = Target.objects.filter(_IN_FORCE).filter(Q(pk__in=roots) | Q(first__in=roots)).select_related("indicator")
    return {row.root: row for row in rows}


def explanations_of(target: Target) -> QuerySet[Explanation]:
    """What the unit said about it, the latest first."""
    return Explanation.objects.filter(target=target.root).select_related("by").order_by("-at", "-pk")


def latest_explanations(roots: Collection[int]) -> dict[int, Explanation]:
    """The latest words for each of these first versions. One query."""
    rows = Explanation.objects.filter(target__in=roots).order_by("target", "-at", "-pk").distinct("target")
    return {row.target_id: row for row in rows}


@dataclass(frozen=True)
class IndicatorChoice:
    """What a target may be set for."""

    pk: int
    label: str
    is_share: bool
    decimals: int
    area: str


def indicator_choices(unit: int, day: date) -> list[IndicatorChoice]:
    """Everything that the unit reports, in the order of a report, in the reader's language. One query.

    Its own indicators and those of units above it are among them, which takes a query more where there are any.
    """
    rows = owned_for(_indicators().filter(Q(end=None) | Q(end__gt=day), listed=True), [unit], day)
    return [
        IndicatorChoice(row.pk, f"{row} ({row.measured_in})", row.is_share, row.decimals, row.get_area_display())
        for row in rows
    ]


def may_use_indicator(unit: int, indicator: int, day: date) -> bool:
    """Whether the unit may have a target of it: not of another unit's own."""
    return bool(owned_for(_indicators().filter(pk=indicator), [unit], day))


def _indicators() -> QuerySet[Any]:
    # Indicators stand a floor above; the foreign key knows their table.
    model: Any = Target._meta.get_field("indicator").related_model
    found: QuerySet[Any] = model.objects.order_by("area", "pk")
    return found


def editable_targets(unit: int, actor: Account, at: datetime) -> bool:
    """Whether the reader may change this unit's targets: the page shows the buttons then."""
    return may_adopt_target(actor, unit, at)
