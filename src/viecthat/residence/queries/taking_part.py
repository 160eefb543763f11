"""What registered members took part in where they live, and the remarks of their years."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from viecthat.activities.queries.attendance import attended_by
from viecthat.kernel.periods import Period
from viecthat.residence.models import LogEntry, Registration, Remark
from viecthat.residence.queries.registration import residents_in
from viecthat.units.queries import subtree_of


@dataclass(frozen=True)
class Took:
    """One time somebody took part: an activity of the commune or its branches, or a line of the branch's log."""

    day: date
    what: str
    activity: int | None = None
    entry: LogEntry | None = None


@dataclass(frozen=True)
class YearOfResident:
    """A member's year where they live: how often they took part, and the remark when there is one."""

    registration: Registration
    times: int
    remark: Remark | None

    @property
    def step(self) -> str:
        """What comes next: give, confirm or done."""
        if self.remark is None or self.remark.returned:
            return "give"
        return "done" if self.remark.confirmed_on else "confirm"


def took_part(rows: Collection[Registration], year: int, today: date) -> dict[int, list[Took]]:
    """What each of these took part in that year while registered, newest first, by registration. Two queries a commune.

    Activities count where the commune or a unit below it led; whoever was there and is named in it.
    """
    period = Period(date(year, 1, 1), date(year + 1, 1, 1))
    found: dict[int, list[Took]] = {row.pk: [] for row in rows}
    for commune in {row.commune_id for row in rows}:
        here = [row for row in rows if row.commune_id == commune]
        by_person = {row.person_id: row for row in here}
        for one in attended_by(by_person.keys(), subtree_of(commune, today), period):
            row = by_person[one.person]
            if _while_there(row, one.day):
                found[row.pk].append(Took(one.day, one.title, activity=one.activity))
    lines = LogEntry.objects.filter(
        registration__in=list(found), undone_at__isnull=True, day__gte=period.start, day__lt=period.end
    )
    for line in lines:
        found[line.registration_id].append(Took(line.day, line.what, entry=line))
    return {pk: sorted(took, key=lambda one: one.day, reverse=True) for pk, took in found.items()}


def _while_there(row: Registration, day: date) -> bool:
    return row.start is not None and row.start <= day and (row.end is None or day < row.end)


def years_of(rows: Sequence[Registration], year: int, today: date) -> list[YearOfResident]:
    """The year of each of these registrations."""
    took = took_part(rows, year, today)
    remarks = Remark.objects.filter(registration__in=[row.pk for row in rows], year=year)
    given = {one.registration_id: one for one in remarks.select_related("given_by", "confirmed_by", "posting")}
    return [YearOfResident(row, len(took[row.pk]), given.get(row.pk)) for row in rows]


def year_of_branch(branch: int, year: int, today: date) -> list[YearOfResident]:
    """The year of everybody who took part in this branch, by name."""
    return years_of(list(residents_in(branch, year)), year, today)


def remarks_in(commune: int, year: int) -> list[Remark]:
    """Remarks of the commune's branches for a year, those that wait first, by branch and name. One query."""
    found = Remark.objects.filter(registration__commune=commune, year=year)
    found = found.select_related("person", "registration", "given_by", "confirmed_by")
    return sorted(found, key=lambda one: (one.confirmed_on is not None, one.unit_id, one.person.sort_key, one.pk))


def remark_with_id(pk: int) -> Remark | None:
    """A remark with its registration."""
    return Remark.objects.select_related("registration__person", "person").filter(pk=pk).first()


def remarks_of(registration: Registration) -> list[Remark]:
    """The remarks of one stay, newest first."""
    return list(registration.remarks.select_related("given_by", "confirmed_by").order_by("-year"))


def lines_of_branch(branch: int, most: int) -> list[tuple[date, str, list[LogEntry]]]:
    """The newest lines of a branch's log, each with those who took part. One query."""
    found = LogEntry.objects.filter(registration__branch=branch, undone_at__isnull=True)
    together: dict[tuple[date, str], list[LogEntry]] = {}
    for entry in found.select_related("registration__person").order_by(
        "-day", "folded", "registration__person__sort_key"
    )[:most]:
        together.setdefault((entry.day, entry.what), []).append(entry)
    return [(day, what, entries) for (day, what), entries in together.items()]


def log_entry(pk: int) -> LogEntry | None:
    """A line of the log with its registration."""
    return LogEntry.objects.select_related("registration__person").filter(pk=pk, undone_at__isnull=True).first()
