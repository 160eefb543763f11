"""Lists brought in from files: what reading one needs, who of it is in the register already, how far it has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.documents.sheets import ReadFile, ReadRow, open_sheets
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.names import fold
from viecthat.people.choices.intake import AT_WORK, Verdict
from viecthat.people.models import ColumnHabit, Intake, IntakeRow
from viecthat.people.queries.register import Reach, reach_of
from viecthat.people.rules.cells import DayColumn, DayEvidence, Problem, shown
from viecthat.people.rules.charter import setting, years_later
from viecthat.people.rules.columns import DAYS, Headings, find_headings
from viecthat.people.rules.intake import Branch, Branches, Context, Row, above_key, branch_key
from viecthat.people.rules.membership import kinds_with_members
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import UnitScope, units_where
from viecthat.units.rules import may
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

SAMPLES = 3
_HEAD_ROWS = 60
Twins = dict[int, list[Problem]]


@dataclass(frozen=True)
class Sample:
    """A column as the page of columns shows it: what stands above, the first values, the field guessed."""

    place: int
    head: str
    values: tuple[str, ...]
    field: str


def intakes_of(actor: Account, at: datetime) -> QuerySet[Intake]:
    """Lists brought in for units whose books the actor keeps, newest first; without their bytes."""
    kept = units_where(actor, Capability.FILES, at) & units_where(actor, Capability.RECORD, at)
    found = Intake.objects.filter(kept.of("unit")).select_related("uploaded_by", "undone_by")
    return found.defer("content").order_by("-uploaded_at", "-pk")


def intake_with_id(pk: int) -> Intake | None:
    """The list, without its bytes."""
    return Intake.objects.select_related("uploaded_by", "undone_by").defer("content").filter(pk=pk).first()


def lists_at_work(account: int | None = None) -> int:
    """How many lists the background has in hand; of one account when given."""
    found = Intake.objects.filter(state__in=AT_WORK)
    return (found if account is None else found.filter(uploaded_by=account)).count()


def counts_by_verdict(intake: Intake) -> dict[str, int]:
    """How many rows are fine, warned of, refused, skipped."""
    found = IntakeRow.objects.filter(intake=intake).order_by().values_list("verdict").annotate(count=Count("pk"))
    return {verdict.value: 0 for verdict in Verdict} | dict(found)


def rows_of(intake: Intake, verdict: str = "") -> QuerySet[IntakeRow]:
    """The list's rows in order; of one verdict when given."""
    found = IntakeRow.objects.filter(intake=intake)
    return (found.filter(verdict=verdict) if verdict else found).order_by("number")


def people_of(intake: Intake) -> QuerySet[IntakeRow]:
    """The rows that became people."""
    return IntakeRow.objects.filter(intake=intake, person__isnull=False).order_by("number")


def file_of(intake: Intake) -> ReadFile | None:
    """The file's bytes, opened; None when they are gone."""
    content = Intake.objects.filter(pk=intake.pk).values_list("content", flat=True).first()
    return None if content is None else open_sheets(bytes(content))


def habits_of(unit: int) -> dict[str, str]:
    """What the unit took headings for before."""
    return dict(ColumnHabit.objects.filter(unit=unit).values_list("heading", "field"))


def headings_in(file: ReadFile, sheet: int, unit: int) -> Headings:
    """Where the headings stand and what they name."""
    return find_headings(list(islice(file.rows(sheet), _HEAD_ROWS)), habits_of(unit))


def samples_of(intake: Intake, file: ReadFile) -> list[Sample]:
    """The columns with their first values."""
    values: dict[int, list[str]] = defaultdict(list)
    for row in islice(file.rows(intake.sheet), _HEAD_ROWS):
        if row.number >= intake.first_row:
            for place, cell in enumerate(map(shown, row.cells)):
                if cell and len(values[place]) < SAMPLES:
                    values[place].append(cell[:40])
    return [
        Sample(place, head, tuple(values[place]), field)
        for place, (head, field) in enumerate(zip(intake.heads, intake.columns, strict=True))
    ]


def data_rows(intake: Intake, file: ReadFile) -> Iterator[ReadRow]:
    """The rows below the headings."""
    return (row for row in file.rows(intake.sheet) if row.number >= intake.first_row)


def survey(intake: Intake, file: ReadFile) -> tuple[int, dict[str, DayColumn]]:
    """How many rows there are, and how each column of days is written. Reads the file once."""
    places = {place: name for place, name in enumerate(intake.columns) if name in DAYS}
    evidence = {name: DayEvidence() for name in places.values()}
    count = 0
    for row in data_rows(intake, file):
        count += 1
        for place, name in places.items():
            if place < len(row.cells):
                evidence[name].add(row.cells[place])
    return count, {name: found.column(intake.day_order) for name, found in evidence.items()}


def context_of(intake: Intake, days: Mapping[str, DayColumn], actor: Account | None, at: datetime) -> Context:
    """All that reading the rows needs. `actor` None is the installation itself."""
    today = localdate(at)
    return Context(
        heads=intake.heads,
        columns=intake.columns,
        branches=branches_under(intake.unit_id, today),
        days=days,
        default_since=intake.default_since or today,
        today=today,
        sensitive=actor is None or may(actor, Capability.SENSITIVE, intake.unit_id, at),
    )


def branches_under(unit: int, today: date) -> Branches:
    """The branches of today at and under the unit, by folded name and code. Two queries."""
    tree = tree_on(today)
    if unit not in tree:
        return Branches({})
    lo, hi = tree.span(unit)
    ids = tree.units[lo:hi].tolist()
    inside = set(tree.units[tree.positions_of(kinds_with_members(), within=unit)].tolist())
    now, first = units_by_id(set(ids), today), units_by_id(inside, date.min)
    by_name: dict[str, list[Branch]] = defaultdict(list)
    only = None
    for one in inside:
        row = now[one]
        above = frozenset(above_key(now[up].name) for up in tree.ancestors(one) if up in now)
        branch = Branch(one, row.name, first[one].start, above)
        for key in {branch_key(row.name), row.code}:
            by_name[key].append(branch)
        if one == unit:
            only = branch
    return Branches(by_name, only)


# Who of a list is in the register already. The reach is looked at last: "+ 0" keeps the planner from reading all people
# of a province for each two thousand rows.

_BY_NAME = """
    SELECT w.row, p.unit_id, p.phone FROM unnest(%s::int[], %s::date[], %s::text[]) AS w(row, born, name)
    JOIN people_person p ON p.birth_date = w.born AND p.folded_name = w.name
    WHERE (p.unit_id + 0 = ANY(%s)) <> %s
"""
_BY_CARD = """
    SELECT w.row, p.unit_id, p.folded_name FROM unnest(%s::int[], %s::text[]) AS w(row, card)
    JOIN people_person p ON p.card_number = w.card
    WHERE (p.unit_id + 0 = ANY(%s)) <> %s
"""
_BY_PHONE = """
    SELECT w.row, p.unit_id, p.folded_name FROM unnest(%s::int[], %s::text[]) AS w(row, phone)
    JOIN people_person p ON p.phone = w.phone
    WHERE ((p.unit_id + 0 = ANY(%s)) <> %s AND p.birth_date <= %s) OR (p.unit_id + 0 = ANY(%s)) <> %s
"""
_BY_ID = """
    SELECT w.row, p.unit_id, p.folded_name FROM unnest(%s::int[], %s::text[]) AS w(row, id_number)
    JOIN people_sensitivefacts s ON s.id_number = w.id_number
    JOIN people_person p ON p.id = s.person_id
    WHERE (p.unit_id + 0 = ANY(%s)) <> %s
"""


class Register:
    """The register within one reader's reach: of people beyond it nothing is asked, so nothing can be told."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.grown_up = years_later(reach.today, -setting("child_under", reach.today))

    def twins_of(self, rows: Sequence[Row]) -> Twins:
        """What is to be said of each row (by its number) whose person seems to be in the register. Four queries."""
        told: Twins = defaultdict(list)
        facts = {row.number: row.facts for row in rows}
        files, contacts, sensitive = (
            _scope(scope) for scope in (self.reach.files, self.reach.contacts, self.reach.sensitive)
        )
        named = [(n, f["born"], fold(f["name"])) for n, f in facts.items() if "born" in f and f.get("name")]
        elsewhere: dict[int, int] = {}
        for number, unit, _phone in _asked(_BY_NAME, named, files):
            if unit == facts[number].get("unit"):
                told[number].append(_said("full_name", True, gettext_noop("Đã có trong sổ của chi đoàn này.")))
            else:
                elsewhere[number] = unit
        units = units_by_id(set(elsewhere.values()), self.reach.today)
        for number, unit in elsewhere.items():
            message = gettext_noop(
                "Cùng tên, cùng ngày sinh với một người ở {unit}; nếu là một người thì chuyển sinh hoạt."
            )
            told[number].append(_said("full_name", False, message, unit=units[unit].name))
        cards = [(n, f["card"]) for n, f in facts.items() if f.get("card")]
        for number, _unit, _name in _asked(_BY_CARD, cards, files):
            told[number].append(_said("card_number", True, gettext_noop("Số thẻ này đã có trong sổ.")))
        phones = [(n, f["phone"]) for n, f in facts.items() if f.get("phone")]
        for number, _unit, name in _asked(_BY_PHONE, phones, (*contacts, self.grown_up, *sensitive)):
            same = name == fold(facts[number].get("name", ""))
            message = (
                gettext_noop("Cùng tên, cùng số điện thoại với người đã có trong sổ.")
                if same
                else gettext_noop("Số điện thoại này đã ghi cho người khác trong sổ.")
            )
            told[number].append(_said("phone", same, message))
        numbers = [(n, f["id_number"]) for n, f in facts.items() if f.get("id_number")]
        for number, _unit, _name in _asked(_BY_ID, numbers, sensitive):
            told[number].append(_said("id_number", True, gettext_noop("Số định danh này đã có trong sổ.")))
        # Two twins of one kind are said once.
        return {n: list({(p.field, p.message): p for p in problems}.values()) for n, problems in told.items()}


def register_seen_by(actor: Account, at: datetime) -> Register:
    """The register as far as the actor sees files."""
    return Register(reach_of(actor, at))


def whole_register(today: date) -> Register:
    """The register to the installation itself."""
    everything = UnitScope((), left_out=True)
    return Register(Reach(everything, everything, everything, today))


def _scope(scope: UnitScope) -> tuple[list[int], bool]:
    return list(scope.ids), scope.left_out


def _asked(statement: str, wanted: Sequence[tuple[Any, ...]], given: Sequence[Any]) -> list[tuple[int, int, str]]:
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [*map(list, zip(*wanted, strict=True)), *given])
        return cursor.fetchall()


def _said(name: str, refused: bool, message: str, **params: str | int) -> Problem:
    return Problem(name, refused, message, params)


class SheetTwins:
    """Rows of one list that seem to be one person; fed row by row, it remembers the first of each."""

    def __init__(self) -> None:
        self.people: dict[tuple[str, str], tuple[int, int | None]] = {}
        self.numbers: dict[tuple[str, str], int] = {}

    def also(self, row: Row) -> Row:
        """The row, with what earlier rows say of it."""
        if row.verdict == Verdict.SKIPPED:
            return row
        facts, told = row.facts, []
        if facts.get("name") and "born" in facts:
            key = (fold(facts["name"]), facts["born"])
            first, unit = self.people.setdefault(key, (row.number, facts.get("unit")))
            if first != row.number:
                same = unit == facts.get("unit")
                message = (
                    gettext_noop("Trùng với dòng {row}: cùng tên, cùng ngày sinh.")
                    if same
                    else gettext_noop("Cùng tên, cùng ngày sinh với dòng {row} ở chi đoàn khác; xem có phải một người.")
                )
                told.append(_said("full_name", same, message, row=first))
        for name, value in (
            ("card_number", facts.get("card", "")),
            ("id_number", facts.get("id_number", "")),
            ("phone", facts.get("phone", "")),
        ):
            if value and (first := self.numbers.setdefault((name, value), row.number)) != row.number:
                message = gettext_noop("Trùng số với dòng {row}.")
                told.append(_said(name, name != "phone", message, row=first))
        return row.also(*told) if told else row
