"""Who may do what about members where they live; the settings, groups and levels of the catalogue as on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.catalogue.readers import day as day_in, rows, setting_on
from viecthat.kernel.names import fold
from viecthat.people.rules.charter import is_child
from viecthat.people.rules.membership import kinds_with_members, may_keep_members
from viecthat.people.rules.training import Named
from viecthat.residence.choices import OPEN_LETTERS, RegistrationState
from viecthat.units.rules import may
from viecthat.units.tree import map_on, tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.residence.models import Registration, Remark, ResidentRequest

COMMUNE, BASE = "commune", "base_union"
BASE_LEVEL_KINDS = frozenset({COMMUNE, BASE})


@dataclass(frozen=True)
class Group(Named):
    """Whom the report counts apart. `posts`: the indicator that counts those received; `words`: occupations of it."""

    posts: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Level(Named):
    """How a member took part in a year. `posts`: the indicator that counts it."""

    posts: str
    took_part: bool


def setting(code: str, day: date) -> int:
    """The value of a setting of residence on a day (`catalogue/residence_rules.yaml`). KeyError when it had none."""
    return setting_on("residence_rules", code, day)


def groups(day: date) -> dict[str, Group]:
    """The groups of the report known on the day, in its order, by code."""
    return {
        row["code"]: Group(row["code"], row["name"], row["name_en"], row["posts"], tuple(row["words"]))
        for row in _on(day, "residence_groups")
    }


def levels(day: date) -> dict[str, Level]:
    """The levels of taking part known on the day, best first, by code."""
    return {
        row["code"]: Level(row["code"], row["name"], row["name_en"], row["posts"], bool(row["took_part"]))
        for row in _on(day, "residence_levels")
    }


def likeliest_group(occupation: str, day: date) -> str:
    """The group an occupation in the file points to; empty when it points to none."""
    said = fold(occupation)
    return next((code for code, one in groups(day).items() if any(said.startswith(word) for word in one.words)), "")


def _on(day: date, name: str) -> list[dict[str, Any]]:
    return [row for row in rows(name) if (day_in(row, "start") or day) <= day < (day_in(row, "end") or date.max)]


def residential_branches(commune: int, day: date) -> list[int]:
    """Branches of a commune where people live: all below it but those of a school's, a firm's own base union."""
    tree = tree_on(day)
    if commune not in tree:
        return []
    places = tree.positions_of(kinds_with_members(), within=commune)
    for base in tree.units_of_kind(BASE, within=commune):
        if base != commune:
            lo, hi = tree.span(base)
            places = places[(places <= lo) | (places >= hi)]
    return [unit for unit in tree.units[places].tolist() if unit != commune]


# who


def may_introduce(actor: Account, home: int, at: datetime) -> bool:
    """Write letters for the members of this branch."""
    return may_keep_members(actor, home, at)


def may_receive(actor: Account, commune: int, at: datetime) -> bool:
    """Answer letters for the commune, assign a branch, register who came by themselves."""
    return may_keep_members(actor, commune, at)


def may_keep_residents(actor: Account, registration: Registration, at: datetime) -> bool:
    """Log, remark, commend where the member lives."""
    return registration.branch_id is not None and may_keep_members(actor, registration.branch_id, at)


def is_home(actor: Account, registration: Registration, at: datetime) -> bool:
    """Keeps the books of the branch the member belongs to today; a former one has nothing to say any more."""
    home = registration.person.unit_id
    return home is not None and may_keep_members(actor, home, at)


def may_see_registration(actor: Account, registration: Registration, at: datetime) -> bool:
    """Both sides read it, nobody else: the branch the member belongs to today, and where they live.

    Of somebody who came by themselves the place of residence knows only what it was told until their home confirms.
    """
    sides = {registration.person.unit_id, registration.branch_id or registration.commune_id}
    return any(side is not None and may(actor, Capability.FILES, side, at) for side in sides)


def may_confirm_remark(actor: Account, remark: Remark, at: datetime) -> bool:
    """Confirm for the commune; nobody confirms what they wrote."""
    return remark.given_by_id != actor.pk and may(actor, Capability.ACCEPT, remark.registration.commune_id, at)


@dataclass(frozen=True)
class Near:
    """Units at which somebody holds a role of their own: not above, not elsewhere.

    A request is no matter for a province: only those at the two units read it. `bases`: also the branches right below.
    """

    here: frozenset[int]
    homes: frozenset[int]

    def of_requests(self) -> Q:
        """The condition on requests whose words may be read."""
        there = Q(registration__branch__in=self.here) | Q(registration__commune__in=self.here)
        return there | Q(registration__person__unit__in=self.homes)

    def sees(self, registration: Registration) -> bool:
        """The same for the requests of one registration."""
        sides = {registration.branch_id, registration.commune_id}
        return bool(sides & self.here) or registration.person.unit_id in self.homes


def near(actor: Account, at: datetime) -> Near:
    """Where `actor` may read requests of members."""
    unit_map = map_on(localdate(at))
    tree = unit_map.tree
    held = {unit_map.stands_at(unit)[0] for unit in authority_of(actor, at).units_for(Capability.FILES)}
    own = [unit for unit in held if unit is not None and unit in tree]
    below = [child for unit in own if tree.kind(unit) in BASE_LEVEL_KINDS for child in tree.children(unit)]

    def standing(units: list[int]) -> frozenset[int]:
        places = [tree.position(unit) for unit in units]
        return frozenset(unit_map.known[np.isin(unit_map.places, places)].tolist())

    return Near(standing(own), standing([*own, *below]))


def may_send_request(actor: Account, registration: Registration, own: int | None, at: datetime) -> bool:
    """Write down what the member asks: they themselves (`own`: the actor's person), or either side for them."""
    if registration.state != RegistrationState.REGISTERED:
        return False
    if own == registration.person_id:
        return True
    keeps = may_keep_residents(actor, registration, at) or is_home(actor, registration, at)
    return keeps and near(actor, at).sees(registration)


def may_answer_request(actor: Account, request: ResidentRequest, at: datetime) -> bool:
    """Answer for the place of residence; nobody answers what they asked themselves."""
    if request.answered_on is not None or request.undone_at is not None:
        return False
    own = request.own and request.recorded_by_id == actor.pk
    registration = request.registration
    there = {registration.branch_id, registration.commune_id} & near(actor, at).here
    return not own and bool(there) and may_keep_residents(actor, registration, at)


def is_waiting(registration: Registration) -> bool:
    """Somebody has yet to answer."""
    return registration.state in OPEN_LETTERS


def may_see_contact(actor: Account, registration: Registration, at: datetime) -> bool:
    """Phone and address, while the member takes part there: for those who keep the books; of a child for fewer."""
    if registration.state not in (RegistrationState.WAITING, RegistrationState.REGISTERED):
        return False
    needed = Capability.RECORD
    if is_child(registration.person.birth_date, localdate(at)):
        needed = Capability.SENSITIVE
    sides = {registration.person.unit_id, registration.branch_id or registration.commune_id}
    return any(side is not None and may(actor, needed, side, at) for side in sides)


def knows_home(actor: Account, registration: Registration, at: datetime) -> bool:
    """Whose member somebody is: not told to the place they came to by themselves until their home confirms."""
    home = registration.person.unit_id
    if registration.introduced_on is not None:
        return True
    return home is not None and may(actor, Capability.FILES, home, at)
