"""Calls for reports: found, how far each has come, who stands how; what waits for the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.kernel.names import fold
from viecthat.kernel.periods import Period
from viecthat.reporting.choices import ReportState, Standing
from viecthat.reporting.models import Report, ReportCall, ReportForm
from viecthat.reporting.queries.expected import Expected, expected_for, expected_for_each
from viecthat.reporting.rules import calls_visible_to
from viecthat.units.queries import UnitRow, units_by_id, units_found
from viecthat.units.queries.scope import UnitScope, units_seen
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

NEWEST = "-ky"
LATE = "tre"
ORDERS = {
    "ky": ("end", "start", "pk"),
    "-ky": ("-end", "-start", "-pk"),
    "han": ("due", "pk"),
    "-han": ("-due", "-pk"),
    "mau": ("form__name", "-end", "pk"),
    "-mau": ("-form__name", "-end", "pk"),
}
ROW_ORDERS = ("cay", "han", "-han", "tinh-trang", "-tinh-trang")
_STANDINGS = {
    ReportState.DRAFT: Standing.WRITING,
    ReportState.CHECKED: Standing.WRITING,
    ReportState.SIGNED: Standing.WRITING,
    ReportState.SENT: Standing.SENT,
    ReportState.RETURNED: Standing.RETURNED,
    ReportState.ACCEPTED: Standing.ACCEPTED,
}
_IN = frozenset({Standing.SENT, Standing.ACCEPTED})
_ORDER = list(Standing)


def standing_of(state: str | None) -> Standing:
    """How a unit stands by the state of its report; None: nobody has begun."""
    return Standing.MISSING if state is None else _STANDINGS[ReportState(state)]


@dataclass(frozen=True)
class Progress:
    """So many of those who owe a report have sent it, so many were taken in; the rest is missing or given back."""

    of: int
    counts: Mapping[Standing, int]

    @property
    def accepted(self) -> int:
        """How many were taken in."""
        return self.counts.get(Standing.ACCEPTED, 0)

    @property
    def sent(self) -> int:
        """How many are out of their unit's hands, those taken in among them."""
        return self.accepted + self.counts.get(Standing.SENT, 0)

    @property
    def missing(self) -> int:
        """How many are still to send."""
        return self.of - self.sent

    @property
    def waiting(self) -> int:
        """How many wait to be taken in."""
        return self.counts.get(Standing.SENT, 0)


@dataclass(frozen=True)
class CallFilter:
    """Which calls; `opened` None: open and closed ones."""

    text: str = ""
    form: str = ""
    period: Period | None = None
    opened: bool | None = None


@dataclass(frozen=True)
class ListedCall:
    """A call with whose it is and how far it has come among the units in the reader's reach."""

    call: ReportCall
    unit: UnitRow
    progress: Progress


@dataclass(frozen=True)
class OwnReport:
    """What one of the reader's own units owes for a call."""

    call: ReportCall
    unit: UnitRow
    due: date
    standing: Standing
    report: int | None
    late: bool


@dataclass(frozen=True)
class CallRow:
    """A unit that owes a report."""

    unit: int
    due: date
    standing: Standing
    late: bool
    superior: int | None
    report: int | None
    sent_at: datetime | None
    name: str = ""
    code: str = ""
    above: str = ""

    @property
    def sent_late(self) -> bool:
        """It was sent after its day."""
        return self.sent_at is not None and localdate(self.sent_at) > self.due


@dataclass(frozen=True)
class OpenCall:
    """A call as the reader sees it: the units in reach that owe a report, all of them and those asked for."""

    call: ReportCall
    unit: UnitRow
    expected: Expected
    progress: Progress
    late: int
    rows: tuple[CallRow, ...]
    superiors: tuple[UnitRow, ...]


def call_with_id(pk: int, actor: Account, at: datetime) -> ReportCall | None:
    """The call, when the reader may know of it."""
    return calls_visible_to(actor, ReportCall.objects.filter(pk=pk), at).select_related("form").first()


def calls_found(wanted: CallFilter, actor: Account, at: datetime, order: str = NEWEST) -> QuerySet[ReportCall]:
    """Calls the reader may know of."""
    found = calls_visible_to(actor, ReportCall.objects.all(), at).select_related("form")
    if wanted.text:
        text = fold(wanted.text)
        named = ReportForm.objects.filter(pk__in=found.order_by().values("form"))
        hits = [form.pk for form in named if text in fold(f"{form.name} {form.name_en} {form.code}")]
        found = found.filter(form__in=hits)
    if wanted.form:
        found = found.filter(form__code=wanted.form)
    if wanted.period is not None:
        found = found.filter(start__lt=wanted.period.end, end__gt=wanted.period.start)
    if wanted.opened is not None:
        found = found.filter(closed_at__isnull=wanted.opened)
    return found.order_by(*ORDERS[order])


def forms_called_for(actor: Account, at: datetime) -> list[ReportForm]:
    """The forms of the calls that the reader may know of, the newest version of each."""
    calls = calls_visible_to(actor, ReportCall.objects.all(), at).order_by()
    return list(ReportForm.objects.filter(pk__in=calls.values("form")).order_by("name", "start"))


def listed_calls(calls: Iterable[ReportCall], actor: Account, at: datetime) -> list[ListedCall]:
    """These calls with their units and how far they have come in the reader's reach."""
    rows = list(calls)
    if not rows:
        return []
    today = localdate(at)
    expected = expected_for_each(rows, at)
    tops = _held(actor, Capability.SEE, at)
    seen = units_seen(actor, at)
    counts = _counts([call.pk for call in rows], seen)
    names = units_by_id({call.unit_id for call in rows}, today)
    listed = []
    for call in rows:
        owing = _reached(expected[call.pk], tops)
        progress = Progress(len(owing), counts.get(call.pk, {}))
        listed.append(ListedCall(call, names[call.unit_id], progress))
    return listed


def own_reports_due(actor: Account, at: datetime) -> list[OwnReport]:
    """What the reader's own units have still to send for open calls: what came back first, then by the nearest day."""
    opened = ReportCall.objects.filter(closed_at=None)
    if not opened.exists():  # asked on everybody's first page: between two calls it shall cost one query
        return []
    calls = list(calls_visible_to(actor, opened, at).select_related("form"))
    rows = _own_reports(calls, expected_for_each(calls, at), actor, at)
    due = (row for row in rows if row.standing not in _IN)
    return sorted(due, key=lambda row: (row.standing != Standing.RETURNED, row.due, row.call.pk))


def open_call_of(call: ReportCall, actor: Account, at: datetime) -> OpenCall:
    """The call with every unit in reach that owes a report, in tree order. Four queries."""
    today = localdate(at)
    expected = expected_for(call, at)
    owing = _reached(expected, _held(actor, Capability.SEE, at))
    reports = {
        unit: (pk, state, sent_at)
        for pk, unit, state, sent_at in Report.objects.filter(call=call).values_list("pk", "unit", "state", "sent_at")
    }
    rows = []
    for unit in owing:
        pk, state, sent_at = reports.get(unit, (None, None, None))
        standing, due = standing_of(state), expected.due(unit)
        late = standing not in _IN and due < today
        rows.append(CallRow(unit, due, standing, late, expected.superior(unit), pk, sent_at))
    above = {row.superior for row in rows if row.superior is not None}
    names = units_by_id({call.unit_id, *above}, expected.unit_map.day)
    superiors = sorted((names[unit] for unit in above), key=lambda row: expected.tree.position(row.id))
    progress = Progress(len(rows), Counter(row.standing for row in rows))
    late_count = sum(row.late for row in rows)
    return OpenCall(call, names[call.unit_id], expected, progress, late_count, tuple(rows), tuple(superiors))


def rows_asked(
    opened: OpenCall, *, text: str = "", standing: str = "", superior: int | None = None, order: str = "cay"
) -> list[CallRow]:
    """Those of the rows that are asked for: by name, by standing ("tre": late), right below a unit; in an order."""
    rows: Sequence[CallRow] = opened.rows
    if standing == LATE:
        rows = [row for row in rows if row.late]
    elif standing:
        rows = [row for row in rows if row.standing == standing]
    if superior is not None:
        rows = [row for row in rows if superior in {row.superior, row.unit}]
    if text:
        hits = set(units_found(text, opened.expected.unit_map.day).values_list("unit_id", flat=True))
        rows = [row for row in rows if row.unit in hits]
    if order in {"han", "-han"}:
        return sorted(rows, key=lambda row: row.due, reverse=order.startswith("-"))
    if order in {"tinh-trang", "-tinh-trang"}:
        return sorted(rows, key=lambda row: _ORDER.index(row.standing), reverse=order.startswith("-"))
    return list(rows)


def named_rows(rows: Iterable[CallRow], opened: OpenCall) -> list[CallRow]:
    """The rows with their names and that of the unit above. One query."""
    found = list(rows)
    names = units_by_id({row.unit for row in found}, opened.expected.unit_map.day)
    above = {row.id: row.name for row in opened.superiors}
    return [
        replace(row, name=names[row.unit].name, code=names[row.unit].code, above=above.get(row.superior or 0, ""))
        for row in found
    ]


def _held(actor: Account, capability: Capability, at: datetime) -> set[int]:
    today = map_on(localdate(at))
    stand = (today.stands_at(unit)[0] for unit in authority_of(actor, at).units_for(capability))
    return {unit for unit in stand if unit is not None}


def _reached(expected: Expected, tops: Iterable[int]) -> list[int]:
    """Of those who owe a report those at or below the reader's units, each once, in tree order."""
    if expected.caller is None:
        return []
    found: dict[int, None] = {}
    known = [unit for unit in tops if unit in expected.tree]
    for top in sorted(known, key=expected.tree.position):
        found.update(dict.fromkeys(expected.under(top)))
    return list(found)


def _counts(calls: list[int], seen: UnitScope) -> dict[int, dict[Standing, int]]:
    counts: dict[int, dict[Standing, int]] = {}
    states = Report.objects.filter(seen.of("unit") if seen else Q(pk=None), call__in=calls).values("call", "state")
    for row in states.annotate(n=Count("pk")).order_by():
        held = counts.setdefault(row["call"], {})
        standing = standing_of(row["state"])
        held[standing] = held.get(standing, 0) + row["n"]
    return counts


def _own_reports(
    calls: Sequence[ReportCall], expected: Mapping[int, Expected], actor: Account, at: datetime
) -> list[OwnReport]:
    today = localdate(at)
    own = _held(actor, Capability.DECLARE, at)
    owed = [(call, unit) for call in calls for unit in sorted(own) if unit in expected[call.pk]]
    if not owed:
        return []
    reports = {
        (call, unit): (pk, state)
        for pk, call, unit, state in Report.objects.filter(
            call__in={call.pk for call, _unit in owed}, unit__in={unit for _call, unit in owed}
        ).values_list("pk", "call", "unit", "state")
    }
    names = units_by_id({unit for _call, unit in owed}, today)
    rows = []
    for call, unit in owed:
        pk, state = reports.get((call.pk, unit), (None, None))
        due, standing = expected[call.pk].due(unit), standing_of(state)
        rows.append(OwnReport(call, names[unit], due, standing, pk, standing not in _IN and due < today))
    return rows
