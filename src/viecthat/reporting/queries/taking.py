"""Reports that wait to be taken in, with what is doubtful and what differs from the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.ledger.queries import indicators, measure_of
from viecthat.reporting.choices import ReportState
from viecthat.reporting.models import Edition, Report, ReportCall
from viecthat.reporting.queries.content import ContentLine, EditionContent, content_of
from viecthat.reporting.queries.expected import Expected, expected_for_each
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.feed import HeldLedger

NOTABLE = Fraction(1, 2)  # a change by half or more is told
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside that of the year before; `grown` is a part of the older one, 0 where there was none."""

    line: ContentLine
    before: int
    grown: Fraction


@dataclass(frozen=True)
class Waiting:
    """A report sent up and not yet taken in. late: days past its due day when it was first sent."""

    report: Report
    unit: UnitRow
    edition: Edition
    content: EditionContent
    due: date
    changes: tuple[Change, ...]

    @property
    def late_days(self) -> int:
        """Days past its due day when it was first sent."""
        return max(0, (localdate(self.report.sent_at) - self.due).days) if self.report.sent_at else 0

    @property
    def figures(self) -> int:
        """Lines with a figure."""
        return sum(line.has_figure for line in self.content.lines)


def reports_to_take(actor: Account, at: datetime) -> QuerySet[Report]:
    """Reports sent up to units where the actor accepts, oldest first; none that they signed themselves.

    The report of the unit that called is taken there. Two queries and one for the maps, before the list's own.
    """
    held = authority_of(actor, at).units_for(Capability.ACCEPT)
    calls = list(
        ReportCall.objects.filter(reports__state=ReportState.SENT).select_related("form").distinct() if held else []
    )
    sent = Report.objects.filter(state=ReportState.SENT)
    if not calls:
        return sent.none()
    today = map_on(localdate(at))
    mine = {stands for stands in (today.stands_at(unit)[0] for unit in held) if stands is not None}
    wanted = Q()
    owing = expected_for_each(calls, at)
    for call in calls:
        expected = owing[call.pk]
        below = {one for unit in mine for one in expected.below(unit)}
        if expected.caller in mine:
            below.add(call.unit_id)
        if below:
            wanted |= Q(call=call, unit__in=below)
    if not wanted:
        return sent.none()
    last = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    signed = sent.filter(wanted).annotate(
        last=Subquery(last.values("pk")[:1]),
        signer=Subquery(last.values("signed_by")[:1]),
        whose=Subquery(last.values("signed_for")[:1]),
    )
    return (
        signed.exclude(signer=actor.pk)
        .filter(Q(whose=None) | ~Q(whose=actor.pk))
        .select_related("call__form")
        .order_by("sent_at", "pk")
    )


def waiting_shown(reports: Sequence[Report], at: datetime, source: HeldLedger) -> list[Waiting]:
    """These reports, annotated with their `last` edition, as a list shows them; one question for each call."""
    editions = {
        edition.pk: edition
        for edition in Edition.objects.filter(pk__in=[_last(one) for one in reports]).select_related(
            "signed_by", "signed_for"
        )
    }
    owing = expected_for_each({one.call for one in reports}, at)
    contents = {one.pk: content_of(editions[_last(one)].content) for one in reports}
    names = units_by_id({one.unit_id for one in reports}, localdate(at))
    changes: dict[int, tuple[Change, ...]] = {}
    for call in {one.call for one in reports}:
        of_call = [one for one in reports if one.call_id == call.pk]
        changes |= _changes(call, owing[call.pk], {one.unit_id: contents[one.pk] for one in of_call}, source)
    return [
        Waiting(
            report=one,
            unit=names[one.unit_id],
            edition=editions[_last(one)],
            content=contents[one.pk],
            due=contents[one.pk].due,
            changes=changes.get(one.unit_id, ()),
        )
        for one in reports
    ]


def _last(report: Report) -> int:
    return int(getattr(report, "last"))  # noqa: B009 - an annotation, which the model does not know


def _changes(
    call: ReportCall, expected: Expected, contents: dict[int, EditionContent], source: HeldLedger
) -> dict[int, tuple[Change, ...]]:
    """The largest notable changes against the year before, by unit."""
    known = {one.code: one for one in indicators().values()}
    codes = {line.code for content in contents.values() for line in content.lines if line.code in known}
    units = [unit for unit in contents if unit in expected.tree]
    before = call.period.year_before()
    if not codes or not units:
        return {}
    measures: dict[Any, Any] = {code: measure_of(known[code]) for code in codes}
    table = ask(measures, units=units, periods=[before], by=By.NONE, map=expected.unit_map, source=source)
    found: dict[int, tuple[Change, ...]] = {}
    for unit in units:
        told: list[Change] = []
        for line in contents[unit].lines:
            if line.code not in measures or line.is_share:
                continue
            then = table.one(unit, line.code, before)
            now = line.value or 0
            if not then.entries or not then.value or abs(now - then.value) < NOTABLE * abs(then.value):
                continue
            told.append(Change(line, then.value, Fraction(now - then.value, abs(then.value))))
        found[unit] = tuple(sorted(told, key=lambda one: -abs(one.grown))[:MOST_TOLD])
    return found


def takes_anything(actor: Account, at: datetime) -> bool:
    """Whether the actor accepts reports anywhere. One query."""
    return bool(authority_of(actor, at).units_for(Capability.ACCEPT))
