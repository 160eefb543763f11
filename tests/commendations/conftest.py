"""A city that commends its communes: who proposes, who passes on, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.factories import SmallTree, make_indicator, make_officer, make_person, make_tree

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person


@dataclass(frozen=True)
class Commending:
    """The tree and its people."""

    tree: SmallTree
    base: Account  # of the commune, proposes
    city: Account  # decides
    lan: Person  # of the branch


@pytest.fixture
def commending(db) -> Commending:
    tree = make_tree()
    for code in ("commended_collectives", "commended_individuals", "merit_province_given", "praise_given"):
        make_indicator(code, name=code, unit="lượt", area=6, register="commendations")
    return Commending(
        tree,
        make_officer("base_officer", tree.commune, full_name="Phùng Văn Ba"),
        make_officer("secretary", tree.city, full_name="Nguyễn Thu Hà"),
        make_person(unit=tree.branch),
    )
