"""Postings and their entries, one by one."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from viecthat.kernel.periods import Period
from viecthat.ledger.models import Entry, Posting
from viecthat.ledger.queries.lines import LineFilter, ListedLine, days_of_units, lines_found, postings_found
from viecthat.units.queries import units_then
from viecthat.units.queries.scope import Units


def postings(
    *,
    units: Units | None = None,
    indicator: int | None = None,
    kind: str = "",
    grade: int | None = None,
    start: date | None = None,
    end: date | None = None,
    as_known: datetime | None = None,
) -> "QuerySet[Posting]":
    """Postings, newest first, that have an entry of one of these units, that indicator, grade and half-open span."""
    return postings_found(LineFilter(units, indicator, kind, grade, start, end, as_known))


def entries_of(posting_ids: Collection[int]) -> "QuerySet[Entry]":
    """The entries of these postings with their indicators."""
    return Entry.objects.filter(posting__in=list(posting_ids)).select_related("indicator", "person").order_by("pk")


def entries_naming(people: Collection[int]) -> "QuerySet[Entry]":
    """Every line that counts one of these people by name."""
    return Entry.objects.filter(person__in=list(people))


def with_units_then(entries: Collection[Entry]) -> list[ListedLine]:
    """The entries in their order, each with its unit as it was that day. One query."""
    rows = units_then((e.unit_id, e.day) for e in entries)
    return [ListedLine(entry, rows[entry.unit_id, entry.day]) for entry in entries]


def entries_behind(
    *, indicator: int, units: Units, start: date | None, end: date, as_known: datetime | None = None
) -> "QuerySet[Entry]":
    """The very lines that add up to a figure: of these units (as recorded), dated within [start, end)."""
    found = lines_found(LineFilter(units, indicator, start=start, end=end, as_known=as_known))
    return found.select_related("posting", "person").order_by("-day", "pk")


def posting_by_id(pk: int) -> Posting | None:
    """One posting with what it reverses, replaces, and is reversed or replaced by, each with who recorded it."""
    around = ("reverses", "replaces", "reversed_by", "replaced_by")
    actors = [f"{other}__actor" for other in around]
    found = Posting.objects.select_related("actor", "dataset", *around, *actors, "reverses__dataset")
    return found.filter(pk=pk).first()


def last_posting() -> int:
    """The number of the newest posting, 0 for an empty ledger: where the ledger stood. One query."""
    return Posting.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def stock_of_people(indicator: int, people: Collection[int], until: date) -> list[tuple[int, int, int, int]]:
    """Of each person, what their own lines of a stock come to by the end of the day: (person, unit, grade, quantity).

    Lines that cancel out are left away. One query.
    """
    lines = Entry.objects.filter(indicator=indicator, person__in=list(people), day__lte=until).order_by()
    sums = lines.values_list("person", "unit", "grade").annotate(total=Sum("quantity")).exclude(total=0)
    return list(sums.order_by("person", "unit", "grade"))


def recordings_of(units: Units, period: Period, most: int = 20_000) -> list[tuple[int, datetime, date]]:
    """Unit, moment of recording and day of work of each posting of these units in the period, reversals left out.

    One query; what was recorded at one moment for one day is told once.
    """
    rows = days_of_units(units, period.start, period.end).filter(posting__reverses__isnull=True)
    told = rows.values_list("unit_id", "posting__recorded_at", "day").distinct()
    return list(told.order_by("posting__recorded_at", "unit_id", "day")[:most])
