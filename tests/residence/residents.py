"""Small true residents for tests, made by the project's own commands."""

from dataclasses import dataclass
from datetime import date

from tests.factories import AT, SmallTree, make_indicator, make_officer, make_tree, make_unit
from tests.people.members import make_member, make_member_indicators, secretary_of
from viecthat.catalogue.readers import rows
from viecthat.people.models import Person
from viecthat.residence.commands.registration import Introduced, Placed, introduce_members, receive_members
from viecthat.residence.models import Registration

JANUARY, MARCH = date(2026, 1, 10), date(2026, 3, 10)


@dataclass
class Place:
    """Đô Trám is the home branch; the members live at Tản Lĩnh, in its branch Hà Tân."""

    tree: SmallTree
    village: object
    other_village: object
    school: object
    class_branch: object
    secretary: object  # of the home branch
    there: object  # of the village
    commune: object  # officer of the commune of residence


def make_residence_indicators() -> None:
    for row in rows("indicators"):
        if row["code"].startswith("residence_") and row["measure"] != "coverage":
            make_indicator(row["code"], name=row["name"], measure=row["measure"], register="residence", area=6)


def make_place() -> Place:
    make_member_indicators()
    make_residence_indicators()
    tree = make_tree()
    village = make_unit("Chi đoàn thôn Hà Tân", parent=tree.neighbour, kind="branch", code="hn-ha-tan")
    other = make_unit("Chi đoàn thôn Yên Thành", parent=tree.neighbour, kind="branch", code="hn-yen-thanh")
    school = make_unit("Đoàn trường THPT Ba Vì", parent=tree.neighbour, kind="base_union", code="hn-thpt")
    form = make_unit("Chi đoàn 12A1", parent=school, kind="branch", code="hn-12a1")
    return Place(
        tree, village, other, school, form, secretary_of(tree.branch), secretary_of(village),
        make_officer("base_officer", tree.neighbour),
    )  # fmt: skip


def introduce(
    place: Place, *people: Person, group: str = "workers", day: date = JANUARY, **changed
) -> list[Registration]:
    given = {"commune": place.tree.neighbour.pk, "kind": "permanent", "until": None, "letter": "03-GT/CĐ", **changed}
    actor = given.pop("actor", place.secretary)
    return introduce_members(
        people=[Introduced(person.pk, group, "Thôn Hà Tân") for person in people], **given, day=day, actor=actor, at=AT
    )


def receive(place: Place, *rows: Registration, day: date = MARCH, branch=None, actor=None) -> list[Registration]:
    placed = [Placed(row.pk, (branch or place.village).pk) for row in rows]
    return receive_members(placed=placed, day=day, actor=actor or place.commune, at=AT)


def registered(place: Place, *names: str, group: str = "workers", **facts) -> list[Registration]:
    """Members of the home branch who take part in the village since 10/03/2026."""
    people = [make_member(place.tree.branch, name, **facts) for name in names]
    return receive(place, *introduce(place, *people, group=group))
