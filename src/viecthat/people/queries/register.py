"""The register of people and members: found by what one types, narrowed, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from viecthat.accounts.choices import Capability
from viecthat.catalogue.readers import rows
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused
from viecthat.kernel.names import fold
from viecthat.people.choices.membership import MemberState, TransferState
from viecthat.people.models import Membership, Person, Transfer
from viecthat.people.rules.charter import comes_of_age_on, is_child, setting, years_later
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

BY_NAME = "ten"
ORDERS = {
    "ten": ("sort_key", "pk"),
    "-ten": ("-sort_key", "-pk"),
    "sinh": ("birth_date", "sort_key", "pk"),
    "-sinh": ("-birth_date", "sort_key", "pk"),
    "vao": ("member_since", "sort_key", "pk"),
    "-vao": ("-member_since", "sort_key", "pk"),
}
_SHORTEST_NUMBER = 6
_LAST_DIGITS = 3
_CHUNK = 500
_FEW_UNITS = 2_000  # of so many units the planner may well begin with the units


class NamePart(Enum):
    """Where in a name the words stand: at either end an index leads to them at once."""

    BEGINNING = auto()
    END = auto()
    INSIDE = auto()


@dataclass(frozen=True)
class AgeGroup:
    """Whole years from … to, both inclusive."""

    code: str
    name: str
    least: int
    most: int

    def born(self, today: date) -> tuple[date, date]:
        """Born on one of these days [first, last], somebody is of this group on `today`."""
        return years_later(today, -self.most - 1) + timedelta(days=1), years_later(today, -self.least)


@dataclass(frozen=True)
class Reach:
    """Whose files, whose phones, whose children's phones the reader may see."""

    files: UnitScope
    contacts: UnitScope
    sensitive: UnitScope
    today: date

    def phone_of(self, person: Person) -> str:
        """The phone as the reader may see it: whole, or its last digits."""
        scope = self.sensitive if is_child(person.birth_date, self.today) else self.contacts
        return person.phone if not person.phone or scope.has(person.unit_id) else f"••• {person.phone[-_LAST_DIGITS:]}"


@dataclass(frozen=True)
class ListedPerson:
    """A person as the register shows them."""

    person: Person
    unit: UnitRow | None
    state: MemberState
    since: date | None
    phone: str
    due: date | None  # over 30 since this day, and still a member
    leaving: bool  # a letter of transfer waits for an answer


def age_groups() -> list[AgeGroup]:
    """The age groups of the catalogue, in the reader's language."""
    name = "name_en" if get_language() == "en" else "name"
    return [AgeGroup(row["code"], row[name], row["from"], row["to"]) for row in rows("age_groups")]


def reach_of(actor: Account, at: datetime, *, within: int | None = None) -> Reach:
    """What `actor` may see of people; only of those under the unit `within` when given."""
    return Reach(
        files=units_where(actor, Capability.FILES, at, within=within),
        contacts=units_where(actor, Capability.RECORD, at, within=within),
        sensitive=units_where(actor, Capability.SENSITIVE, at, within=within),
        today=localdate(at),
    )


def members_found(
    reach: Reach,
    *,
    text: str = "",
    state: str = "",
    sex: str = "",
    age: AgeGroup | None = None,
    order: str = BY_NAME,
    most: int | None = None,
) -> QuerySet[Person]:
    """People within reach that fit all that is asked, with `member_since`, `last_ended_by`, `member_now`, `leaving`.

    text: parts of a name with or without marks, a birth date or year, a phone, a card number, in any order.
    most: of those a text finds no more than so many, whichever come first, are put in order: to sort seventy thousand
    of one given name takes seconds, and nobody reads them.
    """
    if most is not None and text.strip():
        found = Person.objects.filter(pk__in=_first_found(text, _Narrow(state, sex, age, reach.today), reach, most))
    else:
        found = _Narrow(state, sex, age, reach.today).of(Person.objects.filter(_asked(text)))
        found = found.filter(reach.files.of("unit"))
        if numbers_in(text):
            found = found.filter(Q(card_number__in=numbers_in(text)) | _phones_open(reach))
    return _with_membership(found).order_by(*ORDERS[order])


def _with_membership(people: QuerySet[Person]) -> QuerySet[Person]:
    latest = Membership.objects.filter(person=OuterRef("pk")).order_by("-start")
    return people.annotate(
        member_since=Subquery(latest.values("start")[:1]),
        last_ended_by=Subquery(latest.values("ended_by")[:1]),
        member_now=Exists(Membership.objects.filter(person=OuterRef("pk"), end__isnull=True)),
        leaving=Exists(Transfer.objects.filter(person=OuterRef("pk"), state=TransferState.OPEN)),
    )


@dataclass(frozen=True)
class _Narrow:
    """What is asked of people besides the text."""

    state: str
    sex: str
    age: AgeGroup | None
    today: date

    def of(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Those of the people who fit."""
        memberships = Membership.objects.filter(person=OuterRef("pk"))
        if self.state == MemberState.MEMBER:
            people = people.filter(Exists(memberships.filter(end__isnull=True)))
        elif self.state == MemberState.NEVER:
            people = people.filter(~Exists(memberships))
        elif self.state:
            ended = Subquery(memberships.order_by("-start").values("ended_by")[:1])
            people = people.alias(ended_last_by=ended).filter(ended_last_by=self.state)
        if self.sex:
            people = people.filter(sex=self.sex)
        return people if self.age is None else people.filter(birth_date__range=self.age.born(self.today))


def _first_found(text: str, narrow: _Narrow, reach: Reach, most: int) -> list[int]:
    """The first so many within reach, in no order: whose name begins or ends so; where nobody's does, holds it."""

    def read(part: NamePart, most: int) -> list[int]:
        people = narrow.of(_named(part).filter(_asked(text, part), unit__isnull=False)).order_by()
        people = people.filter(_inside(reach.files))
        if numbers_in(text):
            return _with_open_numbers(people, text, reach, most)
        return list(people.values_list("pk", flat=True)[:most])

    found = dict.fromkeys(read(NamePart.BEGINNING, most))
    if len(found) < most and any(letter.isalpha() for letter in text):
        found |= dict.fromkeys(read(NamePart.END, most - len(found)))
    return list(found or read(NamePart.INSIDE, most))


def _inside(scope: UnitScope) -> RawSQL:
    """The condition that a person is of one of these units, told as one array: a list would be read id by id.

    Told thousands of units, the planner goes through them one by one in the index by unit: a sum is in no index, so it
    goes by the name, and looks each unit up in a table it makes of them once.
    """
    few = not scope.left_out and len(scope.ids) <= _FEW_UNITS
    column = '"people_person"."unit_id"' if few else '("people_person"."unit_id" + 0)'
    asked = f"{'NOT ' if scope.left_out else ''}({column} = ANY(%s::bigint[]))"
    return RawSQL(asked, [scope.as_array], output_field=BooleanField())  # noqa: S611 - nothing that anybody typed


def _with_open_numbers(people: QuerySet[Person], text: str, reach: Reach, most: int) -> list[int]:
    """Of people found by a number those whose card it is, or whose phone the reader may see."""
    numbers = numbers_in(text)
    found: list[int] = []
    rows = people.values_list("pk", "unit_id", "birth_date", "card_number")
    # In a transaction, or the cursor would first be filled to its end.
    with transaction.atomic():
        for pk, unit, born, card in rows.iterator(chunk_size=most * 2):
            opened = reach.sensitive if is_child(born, reach.today) else reach.contacts
            if card in numbers or opened.has(unit):
                found.append(pk)
                if len(found) == most:
                    break
    return found


def _named(part: NamePart) -> QuerySet[Person]:
    return Person.objects.annotate(backwards=Reverse("folded_name")) if part == NamePart.END else Person.objects.all()


def numbers_in(text: str) -> list[str]:
    """The tokens that may be a phone's: by one that is masked nobody is found, or guessing would unmask it."""
    return [token for token in text.split() if _is_number(token)]


def _is_number(token: str) -> bool:
    digits = re.sub(r"[.\-()]", "", token)
    return re.fullmatch(r"\+?[0-9]+", digits) is not None and len(digits) >= _SHORTEST_NUMBER and _day(token) is None


def _asked(text: str, part: NamePart | None = None) -> Q:
    """What the text asks of a person, whoever asks; its words of that part of the name."""
    asked, words = Q(), []
    for token in text.split():
        digits = re.sub(r"[.\-()]", "", token)
        if (born := _day(token)) is not None:
            asked &= Q(birth_date=born)
        elif re.fullmatch(r"(19|20)[0-9]{2}", token):
            asked &= Q(birth_date__year=int(token))
        elif _is_number(token):
            asked &= Q(card_number=token) | Q(phone__startswith=digits)
        else:
            words.append(token)
    if wanted := fold(" ".join(words)):
        # No name has a digit and no card is without one: each way by its own index.
        card = "".join(words).upper()
        has_digit = any(letter.isdigit() for letter in card)
        if has_digit:
            asked &= Q(card_number=card)
        elif part == NamePart.BEGINNING:
            asked &= Q(folded_name__startswith=wanted)
        elif part == NamePart.END:
            asked &= Q(backwards__startswith=f" {wanted}"[::-1])
        else:
            asked &= Q(folded_name__contains=wanted)
    return asked


def _phones_open(reach: Reach) -> Q:
    # Of those of age whoever keeps the books sees the phone, of children whoever needs the restricted part.
    grown_up = years_later(reach.today, -setting("child_under", reach.today))
    return (reach.contacts.of("unit") & Q(birth_date__lte=grown_up)) | reach.sensitive.of("unit")


def _day(token: str) -> date | None:
    try:
        return parse_date(token)
    except Refused:
        return None


def listed_people(people: Sequence[Person], reach: Reach) -> list[ListedPerson]:
    """These people of `members_found` as a list shows them. One query for any number."""
    units = units_by_id({p.unit_id for p in people if p.unit_id is not None}, reach.today)
    return [_listed(person, units, reach) for person in people]


def listed_people_in_chunks(people: QuerySet[Person], ids: Sequence[int], reach: Reach) -> Iterator[ListedPerson]:
    """Those of these ids, in their order, a few hundred at a time, for a file of any length."""
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        # By id: an offset would read everybody before them again, for every chunk.
        found = {person.pk: person for person in people.filter(pk__in=part).order_by()}
        yield from listed_people([found[pk] for pk in part if pk in found], reach)


def _listed(person: Person, units: dict[int, UnitRow], reach: Reach) -> ListedPerson:
    since: date | None = getattr(person, "member_since", None)
    now = bool(getattr(person, "member_now", False))
    due = comes_of_age_on(person.birth_date, reach.today) if now and person.birth_date else None
    return ListedPerson(
        person=person,
        unit=units.get(person.unit_id or 0),
        state=state_of(since, now=now, ended_by=str(getattr(person, "last_ended_by", "") or "")),
        since=since if now else None,
        phone=reach.phone_of(person),
        due=due if due is not None and due <= reach.today else None,
        leaving=bool(getattr(person, "leaving", False)),
    )


def state_of(since: date | None, *, now: bool, ended_by: str) -> MemberState:
    """Where somebody stands: since when, whether a membership is open, and what closed the last one."""
    if now:
        return MemberState.MEMBER
    return MemberState.NEVER if since is None else MemberState(ended_by)


def count_up_to(people: QuerySet[Person], most: int) -> int:
    """How many there are, counted no further than `most`: nobody reads the last of a million."""
    return people.order_by()[:most].count()
