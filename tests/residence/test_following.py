"""Letters and stays follow communes and branches that are merged, split or moved; undoing leads back."""

from datetime import date

import pytest

from tests.factories import AT, make_officer, make_unit, stop_clock
from tests.people.members import make_member
from tests.residence.residents import Place, introduce, make_place, receive, registered
from viecthat.ledger.models import Entry
from viecthat.organisation.choices import ReorganisationKind
from viecthat.organisation.commands.reorganisation import carry_out, undo_reorganisation
from viecthat.organisation.queries.effects import effects_of
from viecthat.organisation.queries.plan import EndingUnit, NewUnit, Plan
from viecthat.residence.models import Following, Registration
from viecthat.units.queries import unit_with_code
from viecthat.units.tree import map_on

DAY, LATER = date(2026, 3, 20), date(2026, 3, 25)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def place(db) -> Place:
    return make_place()


@pytest.fixture
def boss(place):
    return make_officer("secretary", place.tree.city)


def merge(place, boss, **changed):
    """Tản Lĩnh, where people live, becomes a new commune; its branches go along."""
    tree = place.tree
    below = (place.village, place.other_village, place.school)
    plan = Plan(
        kind=ReorganisationKind.MERGED, unit=tree.city.pk, day=DAY, decision="12-QĐ/TĐTN",
        founded=(NewUnit("hn-moi", "Đoàn xã Mới", "commune", tree.city.pk),),
        moved=tuple((unit.pk, "hn-moi") for unit in below),
        ended=(EndingUnit(tree.neighbour.pk, ("hn-moi",), "hn-moi"),),
        **changed,
    )  # fmt: skip
    return plan, carry_out(plan=plan, actor=boss, at=AT).reorganisation


def stock_at(unit) -> int:
    unit_map = map_on(LATER)
    rows = Entry.objects.filter(indicator__code="residence_registered").values_list("unit", "quantity")
    return sum(quantity for where, quantity in rows if unit_map.stands_at(where)[0] == unit)


def test_what_waits_is_counted_beforehand(place, boss):
    introduce(place, make_member(place.tree.branch, "Chờ Trả Lời"))
    registered(place, "Đang Sinh Hoạt", "Cũng Sinh Hoạt")
    tree = place.tree
    plan = Plan(
        kind=ReorganisationKind.MERGED, unit=tree.city.pk, day=DAY, decision="12-QĐ/TĐTN",
        ended=(EndingUnit(tree.neighbour.pk, (tree.commune.pk,), tree.commune.pk),),
    )  # fmt: skip
    said = {held.what: held.count for held in effects_of(plan, AT).work}
    assert said["Giấy giới thiệu nơi cư trú chờ trả lời: chuyển sang đơn vị nhận"] == 1
    assert said["Đoàn viên đang sinh hoạt nơi cư trú: theo sang đơn vị nhận"] == 2


def test_a_letter_to_a_merged_commune_waits_at_its_successor_and_is_received_there(place, boss):
    (letter,) = introduce(place, make_member(place.tree.branch))
    (stay,) = registered(place, "Đang Sinh Hoạt")
    merge(place, boss)
    new = unit_with_code("hn-moi", DAY)
    letter.refresh_from_db()
    stay.refresh_from_db()
    assert (letter.commune_id, letter.state) == (new.id, "waiting")
    assert (stay.commune_id, stay.branch_id) == (new.id, place.village.pk)
    (taken,) = receive(place, letter, day=LATER, actor=make_officer("base_officer", unit_of(new.id)))
    assert taken.branch_id == place.village.pk
    assert stock_at(place.village.pk) == 2


def unit_of(pk):
    from viecthat.units.models import Unit

    return Unit.objects.get(pk=pk)


def test_undoing_leads_back_and_takes_what_came_since_along(place, boss):
    (letter,) = introduce(place, make_member(place.tree.branch))
    _plan, done = merge(place, boss)
    new = unit_with_code("hn-moi", DAY)
    (since,) = introduce(place, make_member(place.tree.branch, "Đến Sau"), commune=new.id, day=DAY)
    undo_reorganisation(reorganisation=done, day=LATER, decision="13-QĐ/TĐTN", actor=boss, at=AT)
    letter.refresh_from_db()
    since.refresh_from_db()
    assert letter.commune_id == since.commune_id == place.tree.neighbour.pk


def test_what_somebody_changed_since_is_left_alone(place, boss):
    from viecthat.residence.commands.registration import decline_member

    (letter,) = introduce(place, make_member(place.tree.branch))
    _plan, done = merge(place, boss)
    decline_member(registration=Registration.objects.get(pk=letter.pk), answer="Không ở đây", actor=boss, at=AT)
    undo_reorganisation(reorganisation=done, day=LATER, decision="13-QĐ/TĐTN", actor=boss, at=AT)
    letter.refresh_from_db()
    assert (letter.state, letter.commune_id) == ("declined", unit_with_code("hn-moi", DAY).id)


def test_a_branch_that_is_merged_takes_its_residents_along_once(place, boss):
    (stay,) = registered(place, "Đang Sinh Hoạt")
    plan = Plan(
        kind=ReorganisationKind.MERGED, unit=place.tree.neighbour.pk, day=DAY, decision="12-QĐ/TĐTN",
        ended=(EndingUnit(place.village.pk, (place.other_village.pk,), place.other_village.pk),),
        branches=((place.village.pk, place.other_village.pk),),
    )  # fmt: skip
    done = carry_out(plan=plan, actor=boss, at=AT).reorganisation
    stay.refresh_from_db()
    assert stay.branch_id == place.other_village.pk
    assert stock_at(place.other_village.pk) == 1, "the map took it there; nothing is posted twice"
    undo_reorganisation(reorganisation=done, day=LATER, decision="13-QĐ/TĐTN", actor=boss, at=AT)
    stay.refresh_from_db()
    assert stay.branch_id == place.village.pk
    assert stock_at(place.village.pk) == 1


def test_where_the_history_is_kept_apart_the_stock_is_posted_along(place, boss):
    """Closed, the superior keeps the figures; who lives there now takes part in the branch that received them."""
    (stay,) = registered(place, "Đang Sinh Hoạt")
    tree = place.tree
    plan = Plan(
        kind=ReorganisationKind.CLOSED, unit=place.village.pk, day=DAY, decision="12-QĐ/TĐTN",
        ended=(EndingUnit(place.village.pk, (tree.neighbour.pk,), tree.neighbour.pk),),
        branches=((place.village.pk, place.other_village.pk),),
    )  # fmt: skip
    carry_out(plan=plan, actor=boss, at=AT)
    stay.refresh_from_db()
    assert stay.branch_id == place.other_village.pk
    assert (stock_at(tree.neighbour.pk), stock_at(place.other_village.pk)) == (0, 1)
    assert Following.objects.get(registration=stay).stock


def test_a_branch_under_another_commune_takes_its_residents_there(place, boss):
    (stay,) = registered(place, "Đang Sinh Hoạt")
    plan = Plan(
        kind=ReorganisationKind.MOVED, unit=place.village.pk, day=DAY, decision="12-QĐ/TĐTN",
        moved=((place.village.pk, place.tree.commune.pk),),
    )  # fmt: skip
    carry_out(plan=plan, actor=boss, at=AT)
    stay.refresh_from_db()
    assert (stay.commune_id, stay.branch_id) == (place.tree.commune.pk, place.village.pk)


def test_members_who_change_their_branch_keep_their_place_of_residence(place, boss):
    member = make_member(place.tree.branch)
    (letter,) = introduce(place, member)
    plan = Plan(
        kind=ReorganisationKind.MERGED, unit=place.tree.commune.pk, day=DAY, decision="12-QĐ/TĐTN",
        ended=(EndingUnit(place.tree.branch.pk, (place.tree.sister.pk,), place.tree.sister.pk),),
        branches=((place.tree.branch.pk, place.tree.sister.pk),),
    )  # fmt: skip
    carry_out(plan=plan, actor=boss, at=AT)
    letter.refresh_from_db()
    assert (letter.home_id, letter.commune_id) == (place.tree.sister.pk, place.tree.neighbour.pk)


def test_who_does_not_concern_it_stays(place, boss):
    (letter,) = introduce(place, make_member(place.tree.branch))
    other = make_unit("Chi đoàn Khác", parent=place.tree.commune, kind="branch")
    plan = Plan(
        kind=ReorganisationKind.MOVED, unit=other.pk, day=DAY, decision="12-QĐ/TĐTN",
        moved=((other.pk, place.tree.neighbour.pk),),
    )  # fmt: skip
    carry_out(plan=plan, actor=boss, at=AT)
    letter.refresh_from_db()
    assert letter.commune_id == place.tree.neighbour.pk
    assert not Following.objects.exists()
