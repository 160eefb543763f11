"""What was published, as the files in data/ hold it: figures with their source, goals, and how they are split up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from viecthat.catalogue.readers import read_yaml
from viecthat.kernel.periods import Period

# In the order in which they are loaded: later ones refer to terms and directives of earlier ones.
DATASETS = ("centre_2018", "hanoi_2017_2020", "hanoi_2022", "province_002")


@dataclass(frozen=True)
class Figure:
    """One published figure: a count `value`, or n of N, or n of N for each year; `said` is the source's own words."""

    indicator: str
    said: str
    derived: str = ""
    value: int | None = None
    n: int | None = None
    of: int | None = None
    years: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    every_unit: bool = False
    goal: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Works:
    """How figures are split over activities of one kind; `counted`: what each counts when that is not the figure."""

    kind: str
    figures: Sequence[str]
    levels: Mapping[str, Mapping[str, Any]]
    counted: str = ""
    step: int = 1
    pinned: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Register:
    """How a figure is split over the units' registers, by quarter or month; `levels` are shares of the total."""

    figure: str
    by: str
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Published:
    """One dataset."""

    code: str
    title: str
    source: str
    source_date: date | None
    synthetic: bool
    note: str
    unit: str
    period: Period
    known_by: date
    figures: Mapping[str, Figure]
    works: Sequence[Works]
    registers: Sequence[Register]
    posted_on: date | None
    term: Mapping[str, Any]
    directives: Sequence[Mapping[str, Any]]
    goals: Mapping[str, Any]
    review: Mapping[str, Any]


@cache
def published(name: str) -> Published:
    """The dataset of data/<name>.yaml."""
    row = read(name)
    figures = [Figure(**figure) for figure in row["figures"]]
    return Published(
        code=row["code"],
        title=row["title"],
        source=row["source"],
        source_date=row["source_date"],
        synthetic=row["synthetic"],
        note=row["note"].strip(),
        unit=row["unit"],
        period=Period(row["start"], row["end"]),
        known_by=row["known_by"],
        figures={figure.indicator: figure for figure in figures},
        works=[Works(**works) for works in row["works"]],
        registers=[Register(**register) for register in row["registers"]],
        posted_on=row.get("posted_on"),
        term=row.get("term") or {},
        directives=row.get("directives", ()),
        goals=row.get("goals") or {},
        review=row["review"],
    )


@cache
def read(name: str) -> Any:
    """The content of data/<name>.yaml."""
    return read_yaml((files("viecthat.demo") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))
