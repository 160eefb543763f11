"""The ledger through a filter: its postings page by page, its lines one after the other, its sums."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Window,
)
from django.db.models.functions import Abs, RowNumber

from viecthat.kernel.made_up import MadeUp
from viecthat.ledger.choices import Grade
from viecthat.ledger.models import Dataset, Entry, Indicator, Posting, UnitDay
from viecthat.rollup.answer import Grades
from viecthat.units.queries import UnitRow, units_then
from viecthat.units.queries.scope import Units, among

LINES_SHOWN = 4  # of one posting in a list; its own page shows all
BATCH = 2_000  # lines held at a time while a file is written


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines: of these units as recorded (None: any), this indicator, kind of posting, grade, within [start, end).

    `as_known` leaves out what was recorded after that moment.
    """

    units: Units | None = None
    indicator: int | None = None
    kind: str = ""
    grade: int | None = None
    start: date | None = None
    end: date | None = None
    as_known: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line as a list shows it; `unit` as it was on the day of the work."""

    entry: Entry
    unit: UnitRow


@dataclass(frozen=True, slots=True)
class ListedPosting:
    """A posting with the first lines that pass the filter, and how many more do.

    `undone`: a reversal took it back (by the moment asked for). `made_up`: what of it is.
    """

    posting: Posting
    lines: tuple[ListedLine, ...]
    more: int
    undone: bool
    made_up: MadeUp


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as a file shows it: plain values, `unit` as it was on the day, `source` of what was brought in."""

    day: date
    unit: UnitRow
    indicator: Indicator
    quantity: int
    grade: int
    posting: int
    kind: str
    recorded_at: datetime
    reason: str
    source: Dataset | None


@dataclass(frozen=True, slots=True)
class FilterSum:
    """All lines of one indicator that pass the filter, added up as they are: no target, no person counted once."""

    indicator: Indicator
    quantity: int
    grades: Grades
    lines: int


def lines_found(wanted: LineFilter) -> "QuerySet[Entry]":
    """Every line that passes the filter."""
    found = _passing(wanted)
    return found if wanted.units is None else found.filter(posting__in=_postings_of_units(wanted))


def _passing(wanted: LineFilter) -> "QuerySet[Entry]":
    # The same lines, for who comes by their postings: no index leads to them from their units.
    found = Entry.objects.all()
    if wanted.units is not None:
        found = found.filter(among(wanted.units))
    if wanted.indicator is not None:
        found = found.filter(indicator=wanted.indicator)
    if wanted.grade is not None:
        found = found.filter(grade=wanted.grade)
    if wanted.start is not None:
        found = found.filter(day__gte=wanted.start)
    if wanted.end is not None:
        found = found.filter(day__lt=wanted.end)
    if wanted.kind:
        found = found.filter(posting__kind=wanted.kind)
    if wanted.as_known is not None:
        found = found.filter(posting__recorded_at__lte=wanted.as_known)
    return found


def _postings_of_units(wanted: LineFilter) -> "QuerySet[UnitDay, int]":
    found = days_of_units(wanted.units or (), wanted.start, wanted.end)
    return found.values_list("posting_id", flat=True)


def days_of_units(units: Units, start: date | None, end: date | None) -> "QuerySet[UnitDay]":
    """On which days within [start, end) these units have lines, and in which postings."""
    found = UnitDay.objects.filter(among(units))
    if start is not None:
        found = found.filter(day__gte=start)
    return found if end is None else found.filter(day__lt=end)


ORDERS = ("-recorded", "recorded", "-day", "day", "-quantity", "quantity")


def postings_found(wanted: LineFilter, order: str = "-recorded") -> "QuerySet[Posting]":
    """Postings with a line that passes the filter, the newest first.

    `order` is one of ORDERS: when recorded, the last day of work, the largest quantity on a line, of the lines that
    pass.
    """
    found = Posting.objects.select_related("actor", "dataset", "reverses__dataset", "reversed_by", "replaced_by")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.as_known is not None:
        found = found.filter(recorded_at__lte=wanted.as_known)
    if wanted.units is not None:
        found = found.filter(pk__in=_postings_of_units(wanted))
    passing = _passing(wanted).filter(posting=OuterRef("pk"))
    found = found.filter(Exists(passing))
    direction = "-" if order.startswith("-") else ""
    match order.lstrip("-"):
        case "day":
            found = found.annotate(by=_of_lines(passing, Max("day")))
        case "quantity":
            found = found.annotate(by=_of_lines(passing, Max(Abs("quantity"))))
        case _:
            return found.order_by(f"{direction}recorded_at", f"{direction}pk")
    return found.order_by(f"{direction}by", "-pk")


def _of_lines(passing: "QuerySet[Entry]", value: Max) -> Subquery:
    return Subquery(passing.order_by().values("posting").annotate(by=value).values("by"))


def listed(found: Sequence[Posting], wanted: LineFilter) -> list[ListedPosting]:
    """The postings of one page with their first passing lines. Three queries, however many there are."""
    ids = [posting.pk for posting in found]
    of_page = _passing(wanted).filter(posting__in=ids)
    counts = dict(of_page.order_by().values_list("posting").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by=F("posting"), order_by=F("pk").asc())
    first = list(
        of_page.annotate(place=place).filter(place__lte=LINES_SHOWN).select_related("indicator").order_by("pk")
    )
    units = units_then((e.unit_id, e.day) for e in first)
    of_posting: dict[int, list[ListedLine]] = {}
    for entry in first:
        of_posting.setdefault(entry.posting_id, []).append(ListedLine(entry, units[entry.unit_id, entry.day]))
    return [
        ListedPosting(
            posting=posting,
            lines=tuple(of_posting.get(posting.pk, ())),
            more=counts.get(posting.pk, 0) - len(of_posting.get(posting.pk, ())),
            undone=is_undone(posting, wanted.as_known),
            made_up=made_up_in(posting),
        )
        for posting in found
    ]


def is_undone(posting: Posting, as_known: datetime | None = None) -> bool:
    """Whether a reversal took the posting back, by the moment asked for."""
    reversal = getattr(posting, "reversed_by", None)
    return reversal is not None and (as_known is None or reversal.recorded_at <= as_known)


def made_up_in(posting: Posting) -> MadeUp:
    """What of the posting, or of the one it takes back, is made up."""
    original = posting if posting.reverses is None else posting.reverses
    return MadeUp.NOTHING if original.dataset is None else original.dataset.made_up


def sums_found(wanted: LineFilter) -> list[FilterSum]:
    """What the lines that pass add up to, indicator by indicator in the order of a report. Two queries."""
    declared, evidenced, verified = (Sum("quantity", filter=Q(grade=grade), default=0) for grade in Grade)
    rows = (
        lines_found(wanted)
        .order_by()
        .values("indicator")
        .annotate(declared=declared, evidenced=evidenced, verified=verified, lines=Count("pk"))
    )
    summed = {
        indicator: (Grades(int(d), int(e), int(v)), lines)
        for indicator, d, e, v, lines in rows.values_list("indicator", "declared", "evidenced", "verified", "lines")
    }
    known = Indicator.objects.filter(pk__in=summed).order_by("area", "pk")
    return [FilterSum(i, summed[i.pk][0].total, summed[i.pk][0], summed[i.pk][1]) for i in known]


_COLUMNS = (
    "day",
    "unit_id",
    "indicator_id",
    "quantity",
    "grade",
    "posting_id",
    "posting__kind",
    "posting__recorded_at",
    "posting__reason",
    "posting__dataset_id",
    "posting__reverses__dataset_id",
)


def lines_in_order(wanted: LineFilter) -> Iterator[WrittenLine]:
    """Every line that passes, the oldest first, read from a server-side cursor and never held whole."""
    known = {indicator.pk: indicator for indicator in Indicator.objects.all()}
    sources = {dataset.pk: dataset for dataset in Dataset.objects.all()}
    rows = lines_found(wanted).order_by("posting__recorded_at", "pk").values_list(*_COLUMNS)
    for batch in _batches(rows.iterator(chunk_size=BATCH)):
        units = units_then((row[1], row[0]) for row in batch)
        for day, unit, indicator, quantity, grade, posting, kind, recorded_at, reason, brought, reversed_from in batch:
            source = sources.get(brought or reversed_from or 0)
            yield WrittenLine(
                day, units[unit, day], known[indicator], quantity, grade, posting, kind, recorded_at, reason, source
            )


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    all_rows = iter(rows)
    while batch := list(islice(all_rows, BATCH)):
        yield batch
