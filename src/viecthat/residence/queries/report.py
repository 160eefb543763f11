"""The yearly report on members where they live, in the shape provinces send it (Vĩnh Long, 10/2021): counted once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q

from viecthat.kernel.quantities import Share
from viecthat.residence.choices import TAKEN_IN, RegistrationState
from viecthat.residence.models import Commendation, Registration, Remark, ResidentRequest
from viecthat.residence.rules import Group, groups, levels
from viecthat.units.queries import UnitRow, subtree_of, units_by_id
from viecthat.units.tree import map_on

# The units that must have begun, group by group, by kind.
COVERED = {
    "district": ("district",),
    "attached": ("attached", "bloc_union"),
    "base": ("commune", "base_union"),
}


@dataclass(frozen=True)
class GroupLine:
    """One group, or all: people, each once. `active` = the three levels and those without a remark yet."""

    group: Group | None
    received: int
    active: int
    by_level: dict[str, int]

    @property
    def unremarked(self) -> int:
        """Active in the year, and no remark confirmed yet."""
        return self.active - sum(self.by_level.values())

    @property
    def remarked(self) -> int:
        """Those with a confirmed remark: what the shares are of."""
        return sum(self.by_level.values())

    def share(self, level: str) -> Share:
        """The part of those remarked that took part so."""
        return Share(self.by_level[level], self.remarked)


@dataclass(frozen=True)
class CoverageLine:
    """Units of a group of kinds that have begun, of all there are, and those that have not."""

    code: str
    begun: int
    all: int
    missing: tuple[UnitRow, ...]

    @property
    def share(self) -> Share:
        return Share(self.begun, self.all)


@dataclass(frozen=True)
class ResidenceReport:
    """A unit's year: people by group and level, coverage, requests, commendations."""

    unit: UnitRow
    year: int
    day: date  # of the map and of what is known
    lines: tuple[GroupLine, ...]
    total: GroupLine
    introduced: int
    coverage: tuple[CoverageLine, ...]
    requests: int
    answered: int
    overdue: int
    helped: int
    commended: int
    made_up: bool

    @property
    def checks(self) -> list[tuple[str, int, int]]:
        """The sums that must hold: code, one side, the other."""
        return [
            ("received", sum(line.received for line in self.lines), self.total.received),
            ("active", sum(line.active for line in self.lines), self.total.active),
            ("levels", self.total.remarked + self.total.unremarked, self.total.active),
        ]


def residence_report(unit: int, year: int, today: date) -> ResidenceReport:
    """The report of a unit and everything below it on the map of the year's end, or of today."""
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    day = min(today, date(year, 12, 31))
    under = subtree_of(unit, day)
    stays = list(
        Registration.objects.filter(branch__in=under, state__in=TAKEN_IN, start__lt=ends)
        .exclude(end__lte=begins)
        .order_by("start", "pk")
        .values_list("pk", "person_id", "group", "start", "continues_id", "person__example")
    )
    # A person counts once, in the group of their last stay of the year.
    group_of = {person: group for _pk, person, group, _start, _continues, _example in stays}
    received = {
        person
        for _pk, person, _group, start, continues, _example in stays
        if start is not None and start >= begins and continues is None
    }
    remarks = Remark.objects.filter(person__in=list(group_of), year=year, confirmed_on__isnull=False, unit__in=under)
    level_of = dict(remarks.values_list("person_id", "level"))
    known, codes = groups(day), list(levels(day))
    lines = tuple(_line(group_of, received, level_of, group, codes) for group in known.values())
    requests = list(
        ResidentRequest.objects.filter(
            Q(undone_at__isnull=True) | Q(own=True), registration__branch__in=under, day__gte=begins, day__lt=ends
        ).values_list("answered_on", "due", "help_given", "undone_at")
    )
    commended = Commendation.objects.filter(unit__in=under, undone_at__isnull=True, day__gte=begins, day__lt=ends)
    letters = Registration.objects.filter(
        home__in=under, introduced_on__gte=begins, introduced_on__lt=ends, continues__isnull=True
    ).exclude(state=RegistrationState.WITHDRAWN)
    return ResidenceReport(
        unit=units_by_id([unit], day)[unit],
        year=year,
        day=day,
        lines=lines,
        total=_line(group_of, received, level_of, None, codes),
        introduced=letters.count(),
        coverage=_coverage(unit, year, day),
        requests=len(requests),
        answered=sum(answered is not None for answered, _due, _help, _undone in requests),
        overdue=sum(answered is undone is None and due < today for answered, due, _help, undone in requests),
        helped=sum(bool(given) for _answered, _due, given, _undone in requests),
        commended=commended.count(),
        made_up=any(example for *_rest, example in stays),
    )


def _line(
    group_of: dict[int, str], received: set[int], level_of: dict[int, str], group: Group | None, codes: list[str]
) -> GroupLine:
    people = {person for person, code in group_of.items() if group is None or code == group.code}
    counted = Counter(level_of[person] for person in people if person in level_of)
    return GroupLine(group, len(people & received), len(people), {code: counted[code] for code in codes})


def _coverage(unit: int, year: int, day: date) -> tuple[CoverageLine, ...]:
    """A unit has begun when it or one below it introduced somebody, or somebody took part there, in the year."""
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    unit_map = map_on(day)
    tree = unit_map.tree
    if unit not in tree:
        return ()
    homes = Registration.objects.filter(introduced_on__gte=begins, introduced_on__lt=ends).exclude(
        state=RegistrationState.WITHDRAWN
    )
    there = Registration.objects.filter(state__in=TAKEN_IN, start__lt=ends).exclude(end__lte=begins)
    units = {*homes.values_list("home_id", flat=True).distinct(), *there.values_list("branch_id", flat=True).distinct()}
    stood = (unit_map.stands_at(one)[0] for one in units if one is not None)
    places = np.unique(np.array([tree.position(one) for one in stood if one is not None], dtype=np.int64))
    lines = []
    for code, kinds in COVERED.items():
        found = tree.units[tree.positions_of(kinds, within=unit)].tolist()
        missing = [one for one in found if not _any_within(places, *tree.span(one))]
        rows = units_by_id(set(missing), day)
        lines.append(CoverageLine(code, len(found) - len(missing), len(found), tuple(rows[one] for one in missing)))
    return tuple(line for line in lines if line.all)


def _any_within(places: np.ndarray, lo: int, hi: int) -> bool:
    return bool(np.searchsorted(places, lo) < np.searchsorted(places, hi))
