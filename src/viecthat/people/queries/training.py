"""The training programme of a branch for a year: who has registered, reviewed themselves, been rated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from viecthat.people.models import Membership, MemberYear, Person


@dataclass(frozen=True)
class YearRow:
    """A member of the branch and their year; None when they have not registered."""

    person: Person
    year: MemberYear | None

    @property
    def step(self) -> str:
        """What comes next: register, review, rate, or rated."""
        if self.year is None:
            return "register"
        if self.year.given_class:
            return "rated"
        return "rate" if self.year.own_class else "review"


def training_of(unit: int, year: int) -> list[YearRow]:
    """Members of today and whoever registered here, by name. Two queries."""
    years = {row.person_id: row for row in MemberYear.objects.filter(unit=unit, year=year).select_related("person")}
    members = Membership.objects.filter(unit=unit, end__isnull=True).select_related("person")
    people = {row.person_id: row.person for row in members} | {pk: row.person for pk, row in years.items()}
    ordered = sorted(people.values(), key=lambda person: (person.sort_key, person.pk))
    return [YearRow(person, years.get(person.pk)) for person in ordered]


def classes_given(rows: list[YearRow]) -> Counter[str]:
    """How many of each class."""
    return Counter(row.year.given_class for row in rows if row.year is not None and row.year.given_class)


def year_of_member(pk: int, unit: int) -> MemberYear | None:
    """The year of a member of this branch."""
    return MemberYear.objects.select_related("person").filter(pk=pk, unit=unit).first()
