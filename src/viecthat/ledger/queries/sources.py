"""The outside sources behind figures."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from viecthat.ledger.models import Dataset, Entry
from viecthat.prepared import prepared


def datasets_behind(indicator_ids: Collection[int], start: date | None, end: date) -> list[Dataset]:
    """The outside sources behind figures of these indicators in [start, end). One query."""
    return _behind(tuple(sorted(set(indicator_ids))), start or date.min, end)


def made_up_behind(indicator_ids: Collection[int], start: date, end: date) -> list[Dataset]:
    """Of these the made-up ones; where nothing was ever made up, nothing has to be looked for. One query."""
    return _made_up_behind(tuple(sorted(set(indicator_ids))), start, end)


@prepared
def _behind(indicators: tuple[int, ...], start: date, end: date) -> "QuerySet[Dataset]":
    lines = Entry.objects.filter(posting__dataset=OuterRef("pk"), indicator__in=indicators, day__gte=start, day__lt=end)
    return Dataset.objects.filter(Exists(lines)).order_by("source_date", "code")


@prepared
def _made_up_behind(indicators: tuple[int, ...], start: date, end: date) -> "QuerySet[Dataset]":
    return _behind.queryset(indicators, start, end).filter(synthetic=True)


def datasets() -> "QuerySet[Dataset]":
    """Every dataset with how many postings it brought."""
    return Dataset.objects.annotate(posting_count=Count("postings")).order_by("source_date", "code")


def dataset_with_code(code: str) -> Dataset | None:
    """The dataset with this code, if it was loaded."""
    return Dataset.objects.filter(code=code).first()
