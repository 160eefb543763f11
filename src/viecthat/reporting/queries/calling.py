"""Which period a form is called for, and by when; which version of a form holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from viecthat.catalogue.holidays import working_days
from viecthat.kernel.periods import Period
from viecthat.plans.queries.term import term_of
from viecthat.reporting.choices import FormCadence
from viecthat.reporting.models import ReportForm
from viecthat.units.tree import map_on

_DAY = timedelta(days=1)


def forms_on(day: date) -> QuerySet[ReportForm]:
    """The versions in force on a day."""
    return ReportForm.objects.filter(Q(end__isnull=True) | Q(end__gt=day), start__lte=day)


def version_on(code: str, day: date) -> ReportForm | None:
    """The version of a form that holds on a day."""
    return forms_on(day).filter(code=code).first()


def forms_for(units: list[int], day: date) -> QuerySet[ReportForm]:
    """The forms that may be called for by a unit, given with those above it: the organisation's own and theirs."""
    return forms_on(day).filter(Q(unit=None) | Q(unit__in=units)).order_by("unit_id", "name")


def forms_owed(unit: int, forms: Iterable[ReportForm], day: date) -> list[ReportForm]:
    """Those of the forms that the unit or some unit below it is of a kind to send."""
    tree = map_on(day).tree
    if unit not in tree:
        return []
    lo, hi = tree.span(unit)
    owing = [(form, tree.positions_of(form.kinds)) for form in forms]
    return [form for form, found in owing if ((found >= lo) & (found < hi)).any()]


def due_by_rule(form: ReportForm, period: Period) -> date:
    """The day by which whoever called has the report: so many days after the period, then the next working day."""
    return working_days().from_on(period.last_day + timedelta(days=form.due_days))


def period_around(form: ReportForm, day: date, unit: int) -> Period | None:
    """The form's period that holds a day, for the unit that calls; None where its kind of period has none.

    A week counts only while the form's programme runs, a term is the unit's own congress term.
    """
    match form.cadence:
        case FormCadence.WEEK:
            return _week_of_programme(form, day)
        case FormCadence.MONTH:
            return Period.month(day.year, day.month)
        case FormCadence.QUARTER:
            return Period.quarter(day.year, (day.month + 2) // 3)
        case FormCadence.HALF:
            return Period.half(day.year, 1 if day.month <= 6 else 2)
        case FormCadence.YEAR:
            return Period.year(day.year)
        case FormCadence.SCHOOL_YEAR:
            return Period.school_year(day.year if day.month >= 9 else day.year - 1)
        case FormCadence.MID_TERM | FormCadence.TERM:
            return _of_term(form.cadence, unit, day)
        case _:
            return None


def period_before(form: ReportForm, period: Period, unit: int) -> Period | None:
    """The form's period that ended when this one began."""
    found = period_around(form, period.start - _DAY, unit)
    return found if found is not None and found.end == period.start else None


def _week_of_programme(form: ReportForm, day: date) -> Period | None:
    if form.programme is None:
        return None
    running = Period(form.programme.start, form.programme.end)
    monday = day - timedelta(days=day.weekday())
    week = Period(monday, monday + timedelta(days=7))
    return week if running.overlaps(week) else None


def _of_term(cadence: str, unit: int, day: date) -> Period | None:
    term = term_of(unit, Period(day, day + _DAY))
    if term is None:
        return None
    if cadence == FormCadence.TERM:
        return Period(term.start, term.end)
    half = (term.end - term.start).days // 2
    # To the end of the month in which half of the term is gone, as mid-term reviews count.
    first = (term.start + timedelta(days=half - 1)).replace(day=1)
    period = Period(term.start, Period.of_months(first.year, first.month, 1).end)
    return period if day in period else None
