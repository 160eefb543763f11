"""Conclusions 07 and 08 from the register: cadres of a unit and below it, by level, on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from viecthat.catalogue.posts import qualification_levels
from viecthat.kernel.quantities import Share
from viecthat.people.models.body import Body
from viecthat.people.models.planning import Candidate
from viecthat.people.models.post import Post, Secondment
from viecthat.people.models.qualification import Qualification
from viecthat.people.queries.over_age import age_alerts
from viecthat.people.queries.planning import went_where
from viecthat.people.queries.post import UNION_POSTS, in_force
from viecthat.people.rules.charter import age_on
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.any_of import any_of
from viecthat.units.queries.scope import among
from viecthat.units.tree import tree_on

# Kinds of units that a report tells together, highest first; "own" is the unit itself.
GROUPS = {
    "province": ("province", "attached_central"),
    "district": ("district",),
    "attached": ("attached", "bloc_union"),
    "base": ("commune", "base_union", "base_branch"),
    "branch": (
        "inter_branch",
        "branch",
        "apartment_branch",
        "residential_branch",
        "firm_branch",
        "dormitory_branch",
        "team_branch",
    ),
}
DEPUTIES = ("first_deputy", "deputy")
LEADERS = ("secretary", *DEPUTIES)


class _Held(NamedTuple):
    unit: int
    kind: str
    person: int
    full_time: bool
    sex: str
    born: date | None


@dataclass(frozen=True)
class Learning:
    """Of some people, how many have a degree, and political theory from the intermediate level up."""

    degree: Share
    theory: Share


@dataclass(frozen=True)
class LevelFigures:
    """Cadres of a group of units on the day. Everybody is counted once in each figure."""

    group: str
    units: int
    with_committee: int
    committee: int
    standing: int
    inspection: int
    secretaries: int
    deputies: int
    leaders: int
    full_time: int
    vacancies: int
    women: Share
    average_age: Decimal | None
    learning: Learning
    graduates: Share


@dataclass(frozen=True)
class SumCheck:
    """A sum that the figures must bear out; `left` and `right` are what stands on either side."""

    code: str
    left: int
    relation: str
    right: int

    @property
    def holds(self) -> bool:
        """Whether it comes out."""
        return self.left == self.right if self.relation == "=" else self.left <= self.right


@dataclass(frozen=True)
class CadreReport:
    """What the register says of the cadres of a unit on a day, and of the span before it."""

    unit: UnitRow
    day: date
    since: date
    own: LevelFigures
    levels: tuple[LevelFigures, ...]
    checks: tuple[SumCheck, ...]
    over: int
    soon: int
    planned: int
    seconded: int
    went: tuple[tuple[str, int], ...]
    given: tuple[tuple[str, int], ...]
    made_up: bool
    by_group: dict[str, LevelFigures] = field(default_factory=dict)


def cadre_report(unit: int, day: date, since: date) -> CadreReport:
    """The report on the unit and everything below it as the register has them on `day`.

    since: first day of the span in which posts given and left are counted. A dozen queries, whatever the size.
    """
    tree = tree_on(day)
    kinds = {unit: units_by_id([unit], day)[unit].kind}
    kinds |= {u: kind for codes in GROUPS.values() for kind in codes for u in tree.units_of_kind(kind, within=unit)}
    held = _held_on(kinds, day)
    learned = _learned({post.person for post in held}, day)
    bodies = set(Body.objects.filter(among(kinds), in_force(day), kind="committee").values_list("unit", flat=True))
    own = _figures("own", [unit], held, bodies, learned, day)
    levels = []
    for group, codes in GROUPS.items():
        units = [u for u, kind in kinds.items() if kind in codes and u != unit]
        if units:
            levels.append(_figures(group, units, held, bodies, learned, day))
    alerts = age_alerts(list(kinds), day)
    return CadreReport(
        unit=units_by_id([unit], day)[unit],
        day=day,
        since=since,
        own=own,
        levels=tuple(levels),
        checks=tuple(_checks(own, levels)),
        over=sum(1 for alert in alerts if alert.over),
        soon=sum(1 for alert in alerts if not alert.over),
        planned=Candidate.objects.filter(among(kinds), in_force(day)).count(),
        seconded=Secondment.objects.filter(among(kinds, "home"), start__gte=since, start__lte=day).count(),
        went=tuple(went_where(list(kinds), since, day)),
        given=tuple(_given(kinds, since, day)),
        made_up=Post.objects.filter(among(kinds), in_force(day), person__example=True).exists(),
        by_group={level.group: level for level in levels},
    )


def _held_on(units: Collection[int], day: date) -> list[_Held]:
    rows = Post.objects.filter(among(units), in_force(day), kind__in=UNION_POSTS)
    return [
        _Held(*row)
        for row in rows.values_list("unit", "kind", "person", "full_time", "person__sex", "person__birth_date")
    ]


def _learned(people: Iterable[int], day: date) -> tuple[set[int], set[int]]:
    """Who has a degree, and who has political theory from the intermediate level up, by `day`."""
    levels = qualification_levels()
    degrees = {code for code, level in levels.items() if level.degree}
    least = levels["theory_intermediate"].rank
    theory = {code for code, level in levels.items() if level.kind == "theory" and level.rank >= least}
    rows = Qualification.objects.filter(any_of("person", people), withdrawn=False, day__lte=day)
    with_degree, with_theory = set(), set()
    for person, level in rows.values_list("person", "level"):
        if level in degrees:
            with_degree.add(person)
        if level in theory:
            with_theory.add(person)
    return with_degree, with_theory


def _figures(
    group: str, units: list[int], held: list[_Held], bodies: set[int], learned: tuple[set[int], set[int]], day: date
) -> LevelFigures:
    here = set(units)
    by_post: dict[str, set[tuple[int, int]]] = defaultdict(set)
    people: dict[int, _Held] = {}
    full_time: set[int] = set()
    for post in held:
        if post.unit not in here:
            continue
        by_post[post.kind].add((post.unit, post.person))
        people[post.person] = post
        if post.full_time:
            full_time.add(post.person)
    leaders = {person for kind in LEADERS for _unit, person in by_post[kind]}
    ages = [age_on(born, day) for p in leaders if (born := people[p].born) is not None]
    with_secretary = {unit for unit, _person in by_post["secretary"]}
    degree, theory = learned
    return LevelFigures(
        group=group,
        units=len(here),
        with_committee=len(here & bodies),
        committee=len({person for _u, person in by_post["committee_member"]}),
        standing=len({person for _u, person in by_post["standing_member"]}),
        inspection=len({person for _u, person in by_post["inspection_member"]}),
        secretaries=len(by_post["secretary"]),
        deputies=len({pair for kind in DEPUTIES for pair in by_post[kind]}),
        leaders=len(leaders),
        full_time=len(full_time),
        vacancies=len((here & bodies) - with_secretary),
        women=Share(sum(1 for p in leaders if people[p].sex == "female"), len(leaders)),
        average_age=Decimal(sum(ages)) / len(ages) if ages else None,
        learning=Learning(Share(len(leaders & degree), len(leaders)), Share(len(leaders & theory), len(leaders))),
        graduates=Share(len(full_time & degree), len(full_time)),
    )


def _checks(own: LevelFigures, levels: list[LevelFigures]) -> Iterable[SumCheck]:
    if own.standing:
        yield SumCheck("standing_third", own.standing * 3, "≤", own.committee)
    if own.inspection:
        yield SumCheck("inspection_standing", own.inspection, "≤", own.standing)
    if own.full_time:
        yield SumCheck("graduates_full_time", own.graduates.n, "≤", own.full_time)
    for level in levels:
        yield SumCheck(f"one_secretary:{level.group}", level.secretaries + level.vacancies, "=", level.with_committee)
        yield SumCheck(f"leaders_sum:{level.group}", level.secretaries + level.deputies, "=", level.leaders)
        if level.group == "district":
            yield SumCheck("district_full_time", level.secretaries + level.deputies, "≤", level.full_time)


def _given(units: Collection[int], since: date, day: date) -> list[tuple[str, int]]:
    """How many people were given a leading post in the span, by how they came to it."""
    rows = Post.objects.filter(among(units), kind__in=LEADERS, start__gte=since, start__lte=day)
    people: dict[str, set[int]] = defaultdict(set)
    for basis, person in rows.values_list("basis", "person"):
        people[basis].add(person)
    return sorted(((basis, len(who)) for basis, who in people.items()), key=lambda pair: (-pair[1], pair[0]))
