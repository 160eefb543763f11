"""Membership cards: whose, in which state, and what a stranger who scans one is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.timezone import localdate

from viecthat.people.models import MemberCard, Membership, Person
from viecthat.people.queries.membership import open_members
from viecthat.people.rules.card import is_signed, read_token
from viecthat.people.rules.charter import is_child
from viecthat.units.queries import UnitRow, ancestors_of, kinds, units_by_id

_PROVINCE_LEVEL = 2


@dataclass(frozen=True)
class Verified:
    """What a valid card tells whoever scans it, and no more: enough to see that it is not somebody else's.

    `initial` is the first letter of the given name; of a child nothing of the name is told.
    """

    initial: str
    province: str


@dataclass(frozen=True)
class CardFace:
    """What stands on a printed card."""

    person: Person
    card: MemberCard
    branch: str
    above: str


def card_of(person: int) -> MemberCard | None:
    """The person's card that was not revoked."""
    return MemberCard.objects.filter(person=person, revoked_at__isnull=True).select_related("person").first()


def cards_at(unit: int) -> list[tuple[Person, MemberCard | None]]:
    """The members of a branch by name, each with their card. Two queries."""
    people = [row.person for row in open_members([unit])]
    held = MemberCard.objects.filter(person__in=people, revoked_at__isnull=True)
    cards = {card.person_id: card for card in held}
    return [(person, cards.get(person.pk)) for person in people]


def handed_over_on(wanted: Collection[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """How many cards members of these units got on these days. One query."""
    units, days = {unit for unit, _day in wanted}, {day for _unit, day in wanted}
    found = MemberCard.objects.filter(person__unit__in=units, handed_over_on__in=days)
    rows = found.values_list("person__unit", "handed_over_on").annotate(n=Count("pk")).order_by()
    return {(unit, day): n for unit, day, n in rows if (unit, day) in set(wanted)}


def verified(text: str, at: datetime) -> Verified | None:
    """What the token tells; None for every token that does not hold, whatever the reason."""
    token = read_token(text)
    if token is None:
        return None
    card = MemberCard.objects.filter(serial=token.serial).select_related("person").first()
    if card is None or not is_signed(token, card.key, at) or card.revoked_at is not None:
        return None
    membership = Membership.objects.filter(person=card.person_id, end__isnull=True).first()
    if membership is None:
        return None
    today = localdate(at)
    initial = "" if is_child(card.person.birth_date, today) else f"{card.person.full_name.split()[-1][0].upper()}."
    return Verified(initial, _province(membership.unit_id, today))


def faces_of(cards: Sequence[MemberCard], day: date) -> list[CardFace]:
    """What stands on these cards, all of one branch."""
    people = {p.pk: p for p in Person.objects.select_related("photo").filter(pk__in=[c.person_id for c in cards])}
    units: dict[int, tuple[str, str]] = {}
    faces = []
    for card in cards:
        person = people[card.person_id]
        unit = person.unit_id or 0
        if unit not in units:
            row, above = units_by_id({unit}, day).get(unit), ancestors_of(unit, day)
            units[unit] = (row.name if row else "", above[-1].name if above else "")
        faces.append(CardFace(person, card, *units[unit]))
    return faces


def _province(unit: int, day: date) -> str:
    levels = kinds()
    found: list[UnitRow] = [row for row in ancestors_of(unit, day) if levels[row.kind].level == _PROVINCE_LEVEL]
    return found[0].name if found else ""
