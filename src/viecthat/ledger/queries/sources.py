"""The outside sources behind figures."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from viecthat.ledger.models import Dataset, Entry


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
