"""Indicators from the catalogue, and datasets brought in from outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from viecthat.ledger.models import Dataset, Indicator


@transaction.atomic
def open_dataset(
    *,
    code: str,
    title: str,
    source: str,
    source_date: date | None,
    synthetic: bool,
    note: str,
    at: datetime,
    totals_published: bool = True,
) -> tuple[Dataset, bool]:
    """The dataset with this code and whether it came new just now."""
    return Dataset.objects.get_or_create(
        code=code,
        defaults={
            "title": title,
            "source": source,
            "source_date": source_date,
            "synthetic": synthetic,
            "totals_published": totals_published,
            "note": note,
            "loaded_at": at,
        },
    )


@transaction.atomic
def load_indicators(*, indicators: Sequence[tuple[Indicator, str, str]]) -> None:
    """Take over the catalogue's indicators: (indicator, numerator code, denominator code). Known codes are updated.

    What units have of their own stays as it is: their codes are none that a catalogue may hold.
    """
    fields = [
        "name", "name_en", "measure", "unit_of_measure", "unit_of_measure_en", "decimals", "area", "register",
        "listed", "numerator", "denominator", "covers_kinds", "at_least", "note",
    ]  # fmt: skip
    for indicator, numerator, denominator in indicators:
        codes = {"numerator": numerator, "denominator": denominator}
        for part, code in codes.items():
            setattr(indicator, part, Indicator.objects.get(code=code) if code else None)
        Indicator.objects.update_or_create(code=indicator.code, defaults={f: getattr(indicator, f) for f in fields})
