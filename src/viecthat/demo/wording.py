"""Titles, places, captions and findings of made-up work, from the words in data/."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from viecthat.catalogue.areas import Area
from viecthat.demo.grounds import Spot
from viecthat.demo.published import read
from viecthat.kernel.numbers import format_number

_SEASON = re.compile(r"\[(\d+)-(\d+)\] ")
_SIZE = re.compile(r"\[\.\.(\d+)\] ")
_SCHOOLS = {
    "commune": ("Trường THCS {}", "Trường Tiểu học {}", "Trường THCS {}"),
    "district": (
        "Trường THPT {}",
        "Trường THPT {} A",
        "Trường THPT {} B",
        "Trung tâm GDNN – GDTX {}",
        "Trường THCS {}",
    ),
}


@dataclass(frozen=True)
class Look:
    """How a kind of work looks: one row of data/kinds.yaml."""

    where: str
    months: Sequence[float]
    weekend: float
    urban: float
    people: Mapping[str, float]
    scene: str
    titles: Mapping[str, Sequence[str]]
    findings: Sequence[str]
    captions: Sequence[str]
    favours: Mapping[str, float]
    years: Mapping[int, float]

    def head_count(self, quantity: int, random: Random) -> int:
        """How many people were there for this much work."""
        rule = self.people
        if not rule["per"]:
            return int(min(max(quantity + rule["base"], rule["least"]), rule["most"]))
        count = (rule["base"] + quantity / rule["per"]) * random.uniform(0.75, 1.3)
        return int(min(max(count, rule["least"]), rule["most"]))


@cache
def look_of(kind: str) -> Look:
    """The look of an activity kind."""
    row = read("kinds")[kind]
    return Look(**({"favours": {}, "years": {}} | row))


class Words:
    """The words for one activity: drawn once, so that its title, place and note speak of the same hamlet."""

    def __init__(self, spot: Spot, districts: Sequence[Spot], random: Random) -> None:
        self._spot, self._random = spot, random
        words = read("words")
        here = spot if spot.level != "province" else random.choice(districts)
        district = here if here.level == "district" else next((d for d in districts if d.code == here.district), here)
        self._fields = {
            "noi": here.area.full_name,
            "ten": here.area.name,
            "huyen": district.area.full_name,
            "thon": _hamlet(here.area, random, words),
            "thcs": f"Trường THCS {here.area.name}",
            "truong": random.choice(_SCHOOLS[here.level]).format(here.area.name),
            "duong": random.choice(words["ward_roads" if here.is_ward else "roads"]),
            "so": random.randint(1, 6),
        }

    def title_and_place(self, look: Look, day: date, size: int) -> tuple[str, str]:
        """A title fit for the level, the season and what came of it, and the place that goes with it."""
        level = self._spot.level
        kind = "ward" if self._spot.is_ward else "rural"
        offered = [*look.titles[level], *look.titles.get(f"{level}_{kind}", ())]
        fitting = [text for text in offered if _fits(text, day, size)]
        template = _SIZE.sub("", _SEASON.sub("", self._random.choice(fitting)))
        return template.format(**self._fields, nam=day.year), self._place(template, look, kind)

    def _place(self, template: str, look: Look, kind: str) -> str:
        level, words = self._spot.level, read("words")
        named = (place for mark, place in words["places_named"].items() if mark in template)
        usual = words["places"][look.where][kind if level == "commune" else level]
        place = (next(named, "") or self._random.choice(usual)).format(**self._fields)
        return place[0].upper() + place[1:]

    def note(self, look: Look) -> str:
        """A remark, for some."""
        if self._spot.level != "commune" or self._random.random() > 0.25:
            return ""
        return str(
            self._random.choice(read("words")["notes"]["indoors" if look.where == "indoors" else "outdoors"]).format(
                **self._fields
            )
        )

    def finding(self, look: Look, quantity: int) -> str:
        """How it was checked and what was found."""
        return self._random.choice(look.findings).format(sl=format_number(quantity))


def _fits(text: str, day: date, size: int) -> bool:
    season, most = _SEASON.match(text), _SIZE.match(text)
    in_season = season is None or int(season[1]) <= day.month <= int(season[2])
    return in_season and (most is None or size <= int(most[1]))


def _hamlet(area: Area, random: Random, words: Any) -> str:
    if area.kind in {"phuong", "quan", "thi_tran"}:
        return f"tổ dân phố số {random.randint(1, 18)}"
    return f"thôn {random.choice(words['hamlets'])}"
