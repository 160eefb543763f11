"""Open registrations follow their units when these are merged, split, moved or closed; called by the organisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from viecthat.residence.choices import OPEN_LETTERS, RegistrationState
from viecthat.residence.commands.posting import STOCK, post, stock_grade
from viecthat.residence.models import Following, Registration
from viecthat.residence.rules import COMMUNE, residential_branches
from viecthat.units.tree import map_on, tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_OPEN = (*OPEN_LETTERS, RegistrationState.REGISTERED)
_WHY = "Theo đơn vị sau quyết định về tổ chức"


@transaction.atomic
def follow_units(
    *,
    decision: int,
    successors: Mapping[int, int],
    moved: Collection[int],
    homes: Mapping[int, int],
    day: date,
    actor: Account | None,
    at: datetime,
) -> int:
    """Letters go on to the commune that carries theirs on, stays to the branch; returns how many followed.

    A branch decides its commune. Where nobody carries a unit on as a commune or as a branch where people live, the
    registration stays as it is: somebody must answer it or end it. The floor below has asked who may.
    """
    tree = tree_on(day)
    concerned = set(successors)
    for unit in moved:
        if unit in tree:
            lo, hi = tree.span(unit)
            concerned |= set(tree.units[lo:hi].tolist())
    found = Registration.objects.select_for_update(of=("self",)).filter(state__in=_OPEN)
    here = Q(commune__in=concerned) | Q(branch__in=concerned) | Q(person__in=list(homes)) | Q(home__in=concerned)
    followed = []
    living: dict[int, frozenset[int]] = {}
    for row in found.filter(here).order_by("pk"):
        home = homes.get(row.person_id, row.home_id)
        commune, branch = _place_of(row, successors, day, living)
        if (home, commune, branch) == (row.home_id, row.commune_id, row.branch_id):
            continue
        moves = row.state == RegistrationState.REGISTERED and branch != row.branch_id
        stock = moves and _move_stock(row, row.branch_id, branch, day, actor, at)
        followed.append(
            Following(
                decision_id=decision, registration=row, home_id=row.home_id, commune_id=row.commune_id,
                branch_id=row.branch_id, new_home_id=home, new_commune_id=commune, new_branch_id=branch, stock=stock,
            )
        )  # fmt: skip
        row.home_id, row.commune_id, row.branch_id = home, commune, branch
    Registration.objects.bulk_update([one.registration for one in followed], ["home", "commune", "branch"])
    Following.objects.bulk_create(followed)
    return len(followed)


@transaction.atomic
def come_back(*, undone: int, day: date, actor: Account, at: datetime) -> int:
    """What followed the decision stands again as before it; what somebody changed since is left as it is."""
    found = Following.objects.filter(decision=undone, registration__state__in=_OPEN).select_related("registration")
    back = []
    for one in found.order_by("pk"):
        row = one.registration
        if (row.commune_id, row.branch_id) != (one.new_commune_id, one.new_branch_id):
            continue
        if one.stock:
            _move_stock(row, row.branch_id, one.branch_id, day, actor, at)
        row.commune_id, row.branch_id = one.commune_id, one.branch_id
        if row.home_id == one.new_home_id:
            row.home_id = one.home_id
        back.append(row)
    Registration.objects.bulk_update(back, ["home", "commune", "branch"])
    return len(back)


def _place_of(
    row: Registration, successors: Mapping[int, int], day: date, living: dict[int, frozenset[int]]
) -> tuple[int, int | None]:
    """The commune and the branch that carry those of the registration on; the old ones where nobody does.

    `living` keeps the branches where people live, by commune: most rows are of one.
    """
    tree = tree_on(day)
    branch = row.branch_id if row.branch_id is None else successors.get(row.branch_id, row.branch_id)
    if branch is not None and branch in tree:
        above = next((unit for unit in reversed(tree.ancestors(branch)) if _is_commune(unit, day)), None)
        if above is not None:
            if above not in living:
                living[above] = frozenset(residential_branches(above, day))
            if branch in living[above]:
                return above, branch
    commune = successors.get(row.commune_id, row.commune_id)
    return (commune if _is_commune(commune, day) else row.commune_id), row.branch_id


def _is_commune(unit: int, day: date) -> bool:
    tree = tree_on(day)
    return unit in tree and str(tree.kind_names[tree.kind_codes[tree.position(unit)]]) == COMMUNE


def _move_stock(
    row: Registration, old: int | None, new: int | None, day: date, actor: Account | None, at: datetime
) -> bool:
    """Take the member's stock to another branch; nothing where the map does so by itself. Whether it was posted."""
    if old is None or new is None:
        return False
    stands, _how = map_on(day).stands_at(old)
    if stands is None or stands == new:
        return False
    grade = stock_grade(row.received_posting_id, row.person_id)
    for unit, quantity in ((stands, -1), (new, 1)):
        post(unit, [(STOCK, quantity)], day, person=row.person_id, grade=grade, reason=_WHY, actor=actor, at=at)
    return True
