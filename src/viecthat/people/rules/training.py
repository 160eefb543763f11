"""Contents of the training programme and classes of the rating, as the catalogue has them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from viecthat.catalogue.readers import day as day_in, rows


@dataclass(frozen=True)
class Named:
    """A row of the catalogue in both languages."""

    code: str
    vietnamese: str
    english: str

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.vietnamese


@dataclass(frozen=True)
class MemberClass(Named):
    """A class of the yearly rating; rank 1 is the top. `posts` is the indicator that counts it."""

    rank: int
    posts: str


def training_contents(day: date) -> dict[str, Named]:
    """The groups of contents known on the day, by code."""
    return {row["code"]: Named(row["code"], row["name"], row["name_en"]) for row in _on(day, "training_contents")}


def member_classes(day: date) -> dict[str, MemberClass]:
    """The classes of the rating known on the day, best first, by code."""
    return {
        row["code"]: MemberClass(row["code"], row["name"], row["name_en"], row["rank"], row["posts"])
        for row in _on(day, "member_ratings")
    }


def _on(day: date, name: str) -> list[dict[str, Any]]:
    known = rows(name)
    return [row for row in known if (day_in(row, "start") or day) <= day < (day_in(row, "end") or date.max)]
