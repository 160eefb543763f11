"""What the record form offers to tick: kinds, units, people, partners. What was ticked before stays, on top."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from viecthat.activities.choices import KindGroup
from viecthat.activities.commands.presence_ledger import SERVED
from viecthat.activities.queries import people_nameable, people_offered, units_in_order, units_offered
from viecthat.activities.queries.recording import MOST_OFFERED
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.forms.record import RecordForm
    from viecthat.activities.queries import KindVersion
    from viecthat.ledger.models import Indicator
    from viecthat.people.models import Person
    from viecthat.units.queries import UnitRow
    from viecthat.units.queries.scope import UnitScope

MOST_IN_SELECT = 30
_GROUPS = list(KindGroup.values)
TILES = 6  # kinds shown at once; the others wait under "Loại khác"
SHORTEST_SEARCH = 2
_DIGITS_OF_AN_ID = 19


@dataclass(frozen=True)
class Choice:
    """One thing to tick. `value` is text, so that no template writes an id as 1.234."""

    value: str
    label: str
    note: str = ""
    icon: str = ""
    chosen: bool = False
    example: bool = False


@dataclass(frozen=True)
class ResultBox:
    """A box for a number, with what it counts."""

    label: str
    unit: str
    field_id: str
    control: SafeString
    errors: tuple[str, ...]


def ids_in(values: object) -> list[int]:
    """The whole numbers among what a form or an address carries; anything else is passed over."""
    given = [str(one) for one in (values if isinstance(values, list | tuple) else [values])]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < _DIGITS_OF_AN_ID]


def kind_choices(kinds: Iterable[KindVersion], chosen: str) -> tuple[list[Choice], list[Choice]]:
    """The tiles shown at once, and the rest."""
    rows = list(kinds)
    others = sorted(rows[TILES:], key=lambda k: (_GROUPS.index(k.kind.group), k.kind.position))
    return [_kind(k, chosen) for k in rows[:TILES]], [_kind(k, chosen) for k in others]


def _kind(version: KindVersion, chosen: str) -> Choice:
    group = KindGroup(version.kind.group).label
    return Choice(version.code, str(version), str(group), version.icon, chosen=version.code == chosen)


def unit_choices(text: str, chosen: int | None, among: UnitScope, at: datetime) -> list[Choice]:
    """Units that may be recorded for; with a search for those who have many."""
    today = localdate(at)
    rows = units_in_order([chosen], today) if chosen is not None else []
    rows += [row for row in units_offered(text, today, among=among) if row.id != chosen]
    above = _names_above(rows, at)
    return [Choice(str(row.id), row.name, above.get(row.parent or 0, ""), chosen=row.id == chosen) for row in rows]


def people_choices(
    actor: Account, unit: int | None, text: str, ticked: Sequence[int], at: datetime, *, most: int = MOST_OFFERED
) -> list[Choice]:
    """The ticked ones first, then people of the unit whose name holds the text."""
    before = list(people_nameable(actor, ticked, at).values())
    found = people_offered(actor, unit, text, at, most=most) if unit is not None else []
    units = units_by_id({p.unit_id for p in [*before, *found] if p.unit_id is not None}, localdate(at))
    ticked_ids = {person.pk for person in before}
    others = [person for person in found if person.pk not in ticked_ids]
    return [_person(p, units, chosen=True) for p in before] + [_person(p, units, chosen=False) for p in others]


def partner_choices(lead: int | None, text: str, ticked: Sequence[int], at: datetime) -> list[Choice]:
    """The ticked ones first, then units whose name holds the text; nothing is offered before two letters are typed."""
    today = localdate(at)
    before = list(units_by_id(set(ticked), today).values()) if ticked else []
    found = units_offered(text, today, among=None) if len(text.strip()) >= SHORTEST_SEARCH else []
    others = [row for row in found if row.id not in {lead, *ticked}]
    above = _names_above([*before, *others], at)
    return [
        Choice(str(row.id), row.name, note=above.get(row.parent or 0, ""), chosen=row.id in ticked)
        for row in [*before, *others]
    ]


def result_boxes(fields: Iterable[tuple[BoundField, Indicator]]) -> list[ResultBox]:
    """Boxes for numbers as the page draws them, each with what it counts."""
    return [
        ResultBox(
            str(indicator),
            indicator.measured_in,
            box.id_for_label,
            _number_box(box),
            tuple(str(error) for error in box.errors),
        )
        for box, indicator in fields
    ]


def boxes_of_effort(form: RecordForm, *, counted: bool) -> list[tuple[BoundField, Indicator]]:
    """The boxes for whom the work reached and what it cost; `counted`: roll calls counted whom, so nobody types it."""
    return [(box, indicator) for box, indicator in form.effort_fields if not (counted and indicator.code == SERVED)]


def _number_box(box: BoundField) -> SafeString:
    attrs: dict[str, str | bool] = {"class": "input num"}
    if box.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{box.id_for_label}_error"}
    return box.as_widget(attrs=attrs)


def _person(person: Person, units: dict[int, UnitRow], *, chosen: bool) -> Choice:
    born = str(person.birth_date.year) if person.birth_date else ""
    unit = units[person.unit_id].name if person.unit_id in units else ""
    note = " · ".join(filter(None, [born, unit]))
    return Choice(str(person.pk), person.full_name, note, chosen=chosen, example=person.example)


def _names_above(rows: Collection[UnitRow], at: datetime) -> dict[int, str]:
    parents = {row.parent for row in rows if row.parent is not None}
    return {pk: row.name for pk, row in units_by_id(parents, localdate(at)).items()} if parents else {}
