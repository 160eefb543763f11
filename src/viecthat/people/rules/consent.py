"""What a person may allow, as the catalogue has it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from viecthat.catalogue.readers import day as day_in, rows
from viecthat.people.rules.training import Named


@dataclass(frozen=True)
class ConsentKind(Named):
    """Something beyond what membership needs, and what it is for (Law 91/2025/QH15: by purpose, and provable)."""

    purpose_vi: str
    purpose_en: str

    @property
    def purpose(self) -> str:
        """What it is for, in the reader's language."""
        return self.purpose_en if get_language() == "en" else self.purpose_vi


def consent_kinds(day: date) -> dict[str, ConsentKind]:
    """The consents that may be given on the day, by code."""
    return {
        row["code"]: ConsentKind(row["code"], row["name"], row["name_en"], row["purpose"], row["purpose_en"])
        for row in rows("consents")
        if (day_in(row, "start") or day) <= day < (day_in(row, "end") or date.max)
    }
