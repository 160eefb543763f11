"""Reads of the ledger: indicators and what they measure, postings, entries, the datasets behind figures."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.models import Dataset, Entry, Indicator, Posting
from viecthat.rollup import measures


def indicators() -> dict[int, Indicator]:
    """Every indicator by id, in the order of a report. One query."""
    return {i.pk: i for i in Indicator.objects.order_by("area", "pk")}


def declarable_indicators() -> "QuerySet[Indicator]":
    """Those that a person may type: no register holds them and nothing counts them."""
    return (
        Indicator.objects.filter(register="", listed=True).exclude(measure=MeasureKind.COVERAGE).order_by("area", "pk")
    )


def indicator_named(text: str) -> Indicator:
    """The indicator with this code or name. Raises Refused when there is none."""
    wanted = text.strip()
    found = Indicator.objects.filter(code=wanted).first()
    if found is None:
        found = next(
            (i for i in Indicator.objects.order_by("pk") if fold(wanted) in {fold(i.name), fold(i.name_en)}), None
        )
    if found is None:
        raise Refused(
            gettext_noop("Không có chỉ số nào tên hoặc mã là “{text}”."),
            field="indicator",
            text=wanted,
        )
    return found


def measure_of(indicator: Indicator) -> measures.Measure:
    """What the roll-up is to be asked for this indicator."""
    match indicator.measure:
        case MeasureKind.STOCK:
            return measures.Stock(indicator.pk)
        case MeasureKind.PEOPLE:
            return measures.People(indicator.pk)
        case MeasureKind.TURNS:
            return measures.Turns(indicator.pk)
        case MeasureKind.COVERAGE:
            return measures.Coverage(_id(indicator.numerator_id), tuple(indicator.covers_kinds), indicator.at_least)
        case MeasureKind.RATIO:
            return measures.Ratio(
                measures.Flow(_id(indicator.numerator_id)), measures.Flow(_id(indicator.denominator_id))
            )
        case _:
            return measures.Flow(indicator.pk)


def _id(part: int | None) -> int:
    if part is None:
        raise ValueError("a ratio or coverage without its parts: the database forbids it")
    return part


def postings(
    *,
    units: Collection[int] | None = None,
    indicator: int | None = None,
    kind: str = "",
    grade: int | None = None,
    start: date | None = None,
    end: date | None = None,
    as_known: datetime | None = None,
) -> "QuerySet[Posting]":
    """Postings, newest first, that have an entry of that indicator, grade and half-open span of days."""
    found = Posting.objects.select_related("actor", "dataset", "reverses", "reversed_by", "replaced_by")
    if units is not None:
        found = found.filter(unit__in=list(units))
    if kind:
        found = found.filter(kind=kind)
    if as_known is not None:
        found = found.filter(recorded_at__lte=as_known)
    lines = Q()
    if indicator is not None:
        lines &= Q(indicator=indicator)
    if grade is not None:
        lines &= Q(grade=grade)
    if start is not None:
        lines &= Q(day__gte=start)
    if end is not None:
        lines &= Q(day__lt=end)
    if lines:
        found = found.filter(Exists(Entry.objects.filter(lines, posting=OuterRef("pk"))))
    return found.order_by("-recorded_at", "-pk")


def entries_of(posting_ids: Collection[int]) -> "QuerySet[Entry]":
    """The entries of these postings with their indicators."""
    return Entry.objects.filter(posting__in=list(posting_ids)).select_related("indicator", "person").order_by("pk")


def entries_behind(
    *, indicator: int, units: Collection[int], start: date | None, end: date, as_known: datetime | None = None
) -> "QuerySet[Entry]":
    """The very lines that add up to a figure: of these units (as recorded), dated within [start, end)."""
    found = Entry.objects.filter(indicator=indicator, unit__in=list(units), day__lt=end)
    if start is not None:
        found = found.filter(day__gte=start)
    if as_known is not None:
        found = found.filter(posting__recorded_at__lte=as_known)
    return found.select_related("posting", "person").order_by("-day", "pk")


def posting_by_id(pk: int) -> Posting | None:
    """One posting with what it reverses, replaces, and is reversed or replaced by."""
    related = ("actor", "dataset", "reverses", "replaces", "reversed_by", "replaced_by")
    return Posting.objects.select_related(*related).filter(pk=pk).first()


def datasets_behind(indicator_ids: Collection[int], start: date | None, end: date) -> "QuerySet[Dataset]":
    """The outside sources behind figures of these indicators in [start, end)."""
    lines = Entry.objects.filter(posting__dataset=OuterRef("pk"), indicator__in=list(indicator_ids), day__lt=end)
    if start is not None:
        lines = lines.filter(day__gte=start)
    return Dataset.objects.filter(Exists(lines)).order_by("source_date", "code")


def datasets() -> "QuerySet[Dataset]":
    """Every dataset with how many postings it brought."""
    return Dataset.objects.annotate(posting_count=Count("postings")).order_by("source_date", "code")


def dataset_with_code(code: str) -> Dataset | None:
    """The dataset with this code, if it was loaded."""
    return Dataset.objects.filter(code=code).first()
