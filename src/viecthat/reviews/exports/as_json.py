"""A review as data for programs: the shape of docs/json.md, version 1. Whole numbers exact, nothing divided."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from viecthat.kernel.periods import Period
from viecthat.ledger.choices import WorkArea
from viecthat.reviews.queries.findings import NestedPair, nested_pairs, silent_children

if TYPE_CHECKING:
    from viecthat.ledger.models import Dataset, Indicator
    from viecthat.plans.models import Target
    from viecthat.reviews.queries import Figure, ReviewTable, SumCheck, YearResult
    from viecthat.rollup.answer import Row
    from viecthat.units.queries import UnitRow

VERSION = 1
Data = dict[str, Any]


def review_data(table: ReviewTable, at: datetime) -> Data:
    """The review as it stands at `at`, ready for `json.dumps`."""
    review, term = table.review, table.term
    return {
        "schema": "viecthat.review",
        "version": VERSION,
        "asked_at": localtime(at).isoformat(),
        "unit": unit_data(table.unit),
        "period": period_data(table.period),
        "review": None
        if review is None
        else {
            "slug": review.slug,
            "kind": review.kind,
            "title": review.title,
            "conference_on": None if review.conference_on is None else review.conference_on.isoformat(),
        },
        "term": None if term is None else {"ordinal": term.ordinal, **days_of(Period(term.start, term.end))},
        "map": {
            "name": table.map_name,
            "day": table.map_day.isoformat(),
            "children": table.children,
            "children_reporting": table.children_reporting,
            "units_below": dict(sorted(table.kinds_below.items())),
        },
        "as_known": None if table.as_known is None else localtime(table.as_known).isoformat(),
        "judged_on": table.judged_on.isoformat(),
        "lines_read": table.lines_read,
        "synthetic": bool(table.made_up),
        "areas": [
            {
                "area": int(block.area),
                "code": WorkArea(block.area).name.lower(),
                "figures": [_figure(figure) for figure in block.figures],
            }
            for block in table.areas
        ],
        "verdicts": {verdict.value: count for verdict, count in table.verdicts.items()},
        "nested": [_nested(pair) for pair in nested_pairs(table)],
        "checks": [_check(check) for check in table.checks],
        "silent_children": [unit.code for unit in silent_children(table)],
        "datasets": [_dataset(dataset) for dataset in table.datasets],
    }


def unit_data(unit: UnitRow) -> Data:
    """A unit as it was named on the map's day."""
    return {"code": unit.code, "name": unit.name, "kind": unit.kind}


def period_data(period: Period) -> Data:
    """A period by its code, its Vietnamese name and its first and last day."""
    return {"code": period.code, "name": period.name(), **days_of(period)}


def days_of(period: Period) -> Data:
    """First and last day, both inside."""
    return {"first_day": period.start.isoformat(), "last_day": period.last_day.isoformat()}


def indicator_data(indicator: Indicator) -> Data:
    """What is counted."""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "measure": indicator.measure,
        "unit_of_measure": indicator.unit_of_measure,
        "decimals": indicator.decimals,
    }


def row_data(row: Row) -> Data:
    """One figure; what nothing was recorded for is null, which is not zero."""
    told = row.entries > 0
    return {
        "value": row.value if told else None,
        "n": row.n if told else None,
        "of": row.of,
        "people": row.people if told else None,
        "turns": row.turns if told else None,
        "grades": {
            "declared": row.grades.declared,
            "evidenced": row.grades.evidenced,
            "verified": row.grades.verified,
        },
        "reported_by": row.reported_by,
        "entries": row.entries,
    }


def fraction_data(part: Fraction | None) -> Data | None:
    """A share as the two whole numbers it is exactly."""
    return None if part is None else {"n": part.numerator, "of": part.denominator}


def _figure(figure: Figure) -> Data:
    targeted = figure.target is not None
    return {
        "indicator": indicator_data(figure.indicator),
        "period": days_of(figure.period),
        **row_data(figure.row),
        "target": None if figure.target is None else _target(figure.target),
        "reached": fraction_data(figure.reached),
        "elapsed": fraction_data(figure.elapsed) if targeted else None,
        "verdict": figure.verdict.value if targeted else None,
        "goal_far_too_low": figure.goal_far_too_low,
        "years": [_year(year) for year in figure.years],
    }


def _year(year: YearResult) -> Data:
    return {
        "year": year.period.start.year,
        **row_data(year.row),
        "reached": fraction_data(year.reached),
        "verdict": year.verdict.value,
    }


def _target(target: Target) -> Data:
    return {
        "goal": target.goal,
        "goal_of": target.goal_of,
        **days_of(Period(target.start, target.end)),
        "cadence": target.cadence,
        "direction": target.direction,
        "illustrative": target.illustrative,
        "follows": None if target.follows is None else target.follows.indicator.code,
        "directive": None if target.directive is None else (target.directive.number or target.directive.subject),
        "source": target.source,
    }


def _nested(pair: NestedPair) -> Data:
    return {
        "first": pair.first.indicator.code,
        "then": pair.then.indicator.code,
        "passed_on": fraction_data(pair.passed_on),
    }


def _check(check: SumCheck) -> Data:
    return {
        "code": check.code,
        "rule": check.rule,
        "left": [figure.indicator.code for figure in check.left],
        "left_sum": check.left_sum,
        "relation": check.relation,
        "right": check.right.indicator.code,
        "right_value": check.right.row.value or 0,
        "n": check.n,
        "of": check.of,
        "holds": check.holds,
    }


def _dataset(dataset: Dataset) -> Data:
    return {
        "code": dataset.code,
        "title": dataset.title,
        "source": dataset.source,
        "source_date": None if dataset.source_date is None else dataset.source_date.isoformat(),
        "synthetic": dataset.synthetic,
        "totals_published": dataset.totals_published,
        "note": dataset.note,
    }
