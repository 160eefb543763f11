"""Made-up people, marked as such: adult members and officers of every union of Hà Nội on both maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from viecthat.demo.chance import chance
from viecthat.demo.grounds import Ground
from viecthat.demo.published import read
from viecthat.demo.tree import CENTRE
from viecthat.people.commands import PersonDraft, register_people
from viecthat.people.queries import people_found

_PER_UNIT = {"commune": 4, "district": 8, "province": 60}
_PER_UNIT_TODAY = 2
_AT_CENTRE = 6
# Of age when the demonstration begins, young enough to be members then.
_BORN_FROM, _BORN_UNTIL = date(1986, 1, 1), date(1999, 9, 30)
# The first names of the example that all drawings of the product show.
_GIVEN = {"xa-cu-09694": (("Nguyễn Văn Hùng", "male"), ("Phùng Thị Lan", "female"), ("Đinh Quốc Việt", "male"))}

Team = dict[int, list[tuple[int, str]]]


def settle_people(then: Ground, today: Ground) -> Team:
    """Register the people unless they are there; returns (id, name) of each unit's people, by unit id."""
    drafts = [
        *_drafts(then, _PER_UNIT),
        *_drafts(today, {"commune": _PER_UNIT_TODAY}),
        *_people_of(CENTRE, then.centre, _AT_CENTRE),
    ]
    counts = Counter(draft.unit for draft in drafts if draft.unit is not None)
    if not people_found("", [then.spots["province"][0].unit]).filter(example=True).exists():
        register_people(drafts=drafts)
    return _team(counts)


def _team(counts: Mapping[int, int]) -> Team:
    """The people settled here first; whom other registers bring to the same units later is none of theirs."""
    team: Team = {}
    people = people_found("", counts.keys()).filter(example=True).order_by("pk")
    for pk, name, unit in people.values_list("pk", "full_name", "unit_id"):
        settled = team.setdefault(unit, [])
        if len(settled) < counts[unit]:
            settled.append((pk, name))
    return team


def _drafts(ground: Ground, per_unit: dict[str, int]) -> Iterator[PersonDraft]:
    for level, count in per_unit.items():
        for spot in ground.spots[level]:
            yield from _people_of(spot.code, spot.unit, count)


def _people_of(code: str, unit: int, count: int) -> Iterator[PersonDraft]:
    random = chance("people", code)
    given = _GIVEN.get(code, ())
    for number in range(count):
        name, sex = given[number] if number < len(given) else made_up_name(random)
        born = _BORN_FROM + timedelta(days=random.randrange((_BORN_UNTIL - _BORN_FROM).days))
        yield PersonDraft(full_name=name, sex=sex, birth_date=born, unit=unit, example=True)


def made_up_name(random: Random) -> tuple[str, str]:
    """A full name and its sex."""
    words, surnames, weights = _names()
    sex = random.choice(("male", "female"))
    surname = random.choices(surnames, cum_weights=weights)[0]
    return f"{surname} {random.choice(words['middles'][sex])} {random.choice(words['given'][sex])}", sex


@cache
def _names() -> tuple[Any, list[str], list[int]]:
    words = read("words")
    return words, list(words["surnames"]), list(accumulate(words["surnames"].values()))
