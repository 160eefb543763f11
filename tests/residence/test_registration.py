"""A member takes part where they live: letter, answer, arrival, moving on; never in two places, counted once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import AT, TODAY, make_officer, make_unit
from tests.people.members import figure, make_member, secretary_of
from tests.residence.residents import JANUARY, MARCH, introduce, make_place, receive, registered
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import FileAccess
from viecthat.residence.commands.registration import (
    change_branch,
    confirm_arrival,
    decline_member,
    end_registration,
    record_arrival,
    take_back_reception,
    withdraw_letter,
)
from viecthat.residence.models import Registration
from viecthat.residence.rules import residential_branches

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def lan(place):
    return make_member(place.tree.branch, "Phùng Thị Lan", card="HN-000123", phone="0912345678")


def why(refused, row=0) -> str:
    return str(refused.value.rows[row])


def test_thirty_at_once_are_introduced_and_received(place):
    people = [make_member(place.tree.branch, f"Người {n}") for n in range(3)]
    letters = introduce(place, *people, group="pupils")
    assert [row.state for row in letters] == ["waiting"] * 3
    assert figure(place.tree.branch, "residence_introduced") == 3
    assert figure(place.village, "residence_received") == 0
    rows = receive(place, *letters)
    assert {(row.state, row.branch_id, row.start) for row in rows} == {("registered", place.village.pk, MARCH)}
    counted = ("residence_registered", "residence_received", "residence_pupils", "residence_workers")
    assert [figure(place.village, code) for code in counted] == [3, 3, 3, 0]
    # The commune checked what the home branch wrote.
    assert set(Entry.objects.filter(unit=place.village).values_list("grade", flat=True)) == {3}


def test_a_letter_needs_what_it_needs(place, lan):
    for changed, sentence in (
        ({"letter": " "}, "số giấy giới thiệu"),
        ({"commune": place.tree.city.pk}, "Đoàn xã, phường"),
        ({"commune": place.school.pk}, "Đoàn xã, phường"),
        ({"kind": "temporary"}, "Tạm trú thì ghi"),
        ({"kind": "temporary", "until": date(2029, 1, 1)}, "không quá ngày"),
        ({"until": date(2026, 6, 1)}, "thường trú thì không ghi"),
    ):
        with pytest.raises(Refused, match=sentence):
            introduce(place, lan, **changed)
    for changed, sentence in (
        ({"group": "farmers"}, "Chọn đối tượng"),
        ({"day": date(2026, 3, 28)}, "chưa tới"),
        ({"commune": place.tree.commune.pk}, "không cần giới thiệu"),
        ({"actor": secretary_of(place.tree.sister)}, "không phải đoàn viên của chi đoàn bạn"),
        ({"actor": place.commune}, "không phải đoàn viên của chi đoàn bạn"),
    ):
        with pytest.raises(RowsRefused) as wrong:
            introduce(place, lan, **changed)
        assert sentence in why(wrong)
    assert not Registration.objects.exists()
    assert figure(place.tree.branch, "residence_introduced") == 0


def test_one_letter_at_a_time(place, lan):
    introduce(place, lan)
    with pytest.raises(RowsRefused) as wrong:
        introduce(place, lan)
    assert "chờ trả lời" in why(wrong)


def test_only_the_commune_receives_and_only_into_a_residential_branch(place, lan):
    (letter,) = introduce(place, lan)
    for actor in (place.secretary, place.there, make_officer("base_officer", place.tree.commune)):
        with pytest.raises(RowsRefused):
            receive(place, letter, actor=actor)
    for branch in (place.class_branch, place.tree.sister, place.tree.neighbour):
        with pytest.raises(RowsRefused) as wrong:
            receive(place, letter, branch=branch)
        assert "thôn, khu dân cư" in why(wrong)
    with pytest.raises(RowsRefused) as wrong:
        receive(place, letter, day=date(2026, 1, 9))
    assert "trước ngày" in why(wrong)
    assert figure(place.village, "residence_registered") == 0


def test_branches_of_schools_are_not_where_people_live(place):
    # An apartment block founded later counts from its day.
    block = make_unit("Chi đoàn chung cư", parent=place.tree.neighbour, kind="branch", day=date(2026, 2, 1))
    found = residential_branches(place.tree.neighbour.pk, TODAY)
    assert set(found) == {place.village.pk, place.other_village.pk, block.pk}
    assert block.pk not in residential_branches(place.tree.neighbour.pk, JANUARY)


def test_a_refusal_says_why_and_the_letter_may_be_written_anew(place, lan):
    (letter,) = introduce(place, lan)
    with pytest.raises(Refused, match="lý do"):
        decline_member(registration=letter, answer="", actor=place.commune, at=AT)
    declined = decline_member(registration=letter, answer="Không cư trú ở xã", actor=place.commune, at=AT)
    assert (declined.state, declined.answer) == ("declined", "Không cư trú ở xã")
    (again,) = introduce(place, lan)
    with pytest.raises(Refused, match="nơi giới thiệu"):
        withdraw_letter(registration=again, answer="Nhầm xã", actor=place.commune, at=AT)
    withdraw_letter(registration=again, answer="Nhầm xã", actor=place.secretary, at=AT)
    # The declined letter was written; the one taken back was not.
    assert figure(place.tree.branch, "residence_introduced") == 1
    with pytest.raises(RowsRefused):
        receive(place, again)


def test_moving_on_ends_the_stay_before_on_the_same_day(place, lan):
    (first,) = receive(place, *introduce(place, lan))
    elsewhere = make_unit("Đoàn xã Ba Trại", parent=place.tree.city, kind="commune")
    hamlet = make_unit("Chi đoàn thôn Trung Sơn", parent=elsewhere, kind="branch")
    (letter,) = introduce(place, lan, commune=elsewhere.pk, day=date(2026, 3, 15), letter="09")
    (second,) = receive(
        place, letter, branch=hamlet, day=date(2026, 3, 20), actor=make_officer("base_officer", elsewhere)
    )
    first.refresh_from_db()
    assert (first.state, first.end, first.end_reason) == ("ended", date(2026, 3, 20), "moved")
    assert (figure(place.village, "residence_registered"), figure(hamlet, "residence_registered")) == (0, 1)
    with pytest.raises(IntegrityError, match="residence_one"), transaction.atomic():
        Registration.objects.filter(pk=first.pk).update(state="registered", end=None, end_reason="")
    with pytest.raises(IntegrityError, match="residence_one_at_a_time"), transaction.atomic():
        Registration.objects.filter(pk=first.pk).update(end=date(2026, 3, 21))
    assert second.state == "registered"


def test_received_twice_in_a_year_is_one_person(place, lan):
    from viecthat.kernel.periods import Period
    from viecthat.ledger.feed import LedgerSource
    from viecthat.ledger.models import Indicator
    from viecthat.ledger.queries import measure_of
    from viecthat.rollup.ask import ask
    from viecthat.units.tree import map_on

    (first,) = receive(place, *introduce(place, lan))
    end_registration(registration=first, reason="moved", day=date(2026, 3, 12), actor=place.there, at=AT)
    receive(place, *introduce(place, lan, day=date(2026, 3, 13)), branch=place.other_village, day=date(2026, 3, 15))
    indicator = Indicator.objects.get(code="residence_received")
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    table = ask(
        {"r": measure_of(indicator)},
        units=[place.tree.city.pk],
        periods=[year],
        map=map_on(TODAY),
        source=LedgerSource().hold(),
    )
    assert [row.value for row in table] == [1]
    assert Entry.objects.filter(indicator=indicator).count() == 2


def test_another_branch_of_the_commune_is_no_new_reception(place, lan):
    (row,) = receive(place, *introduce(place, lan))
    with pytest.raises(Refused, match="chính chi đoàn ấy"):
        change_branch(registration=row, branch=place.village.pk, day=TODAY, actor=place.commune, at=AT)
    new = change_branch(registration=row, branch=place.other_village.pk, day=TODAY, actor=place.commune, at=AT)
    assert new.continues_id == row.pk
    assert (figure(place.village, "residence_registered"), figure(place.other_village, "residence_registered")) == (
        0,
        1,
    )
    assert (figure(place.village, "residence_received"), figure(place.other_village, "residence_received")) == (1, 0)


def arrive(place, **changed):
    given = {
        "name": "phùng thị LAN", "birth_date": date(2005, 5, 4), "number": "hn-000123",
        "commune": place.tree.neighbour.pk, "branch": place.village.pk, "group": "students", "kind": "temporary",
        "until": date(2026, 12, 31), "address": "Nhà trọ số 7", "day": MARCH, "actor": place.commune,
    }  # fmt: skip
    return record_arrival(**{**given, **changed}, at=AT)


def test_who_comes_without_a_letter_is_confirmed_by_their_home(place, lan):
    row = arrive(place, number="0912 345 678")
    assert (row.state, row.home_id) == ("arrived", place.tree.branch.pk)
    assert figure(place.village, "residence_registered") == 0
    assert FileAccess.objects.get().person_id == lan.pk
    with pytest.raises(Refused, match="nơi giới thiệu"):
        confirm_arrival(registration=row, letter="11", day=TODAY, actor=place.commune, at=AT)
    confirmed = confirm_arrival(registration=row, letter="11", day=TODAY, actor=place.secretary, at=AT)
    assert (confirmed.state, confirmed.start) == ("registered", MARCH)
    assert figure(place.village, "residence_students") == 1
    assert figure(place.tree.branch, "residence_introduced") == 1


@pytest.mark.parametrize(
    "wrong", [{"name": "Phùng Thị Lạn Anh"}, {"birth_date": date(2005, 5, 5)}, {"number": "1"}, {"number": ""}]
)
def test_a_guess_finds_nobody(place, lan, wrong):
    with pytest.raises(Refused, match="đúng cả họ tên"):
        arrive(place, **wrong)
    assert not Registration.objects.exists()
    assert not FileAccess.objects.exists()


def test_the_home_may_say_that_it_is_not_so(place, lan):
    row = arrive(place)
    with pytest.raises(Refused):
        decline_member(registration=row, answer="Không phải", actor=place.commune, at=AT)
    decline_member(registration=row, answer="Đã chuyển sinh hoạt", actor=place.secretary, at=AT)
    assert figure(place.village, "residence_received") == 0


def test_ended_by_either_side(place, lan):
    (row,) = receive(place, *introduce(place, lan))
    for actor in (secretary_of(place.tree.sister), secretary_of(place.other_village)):
        with pytest.raises(Refused):
            end_registration(registration=row, reason="moved", day=TODAY, actor=actor, at=AT)
    with pytest.raises(Refused, match="vì sao thôi"):
        end_registration(registration=row, reason="other_branch", day=TODAY, actor=place.there, at=AT)
    with pytest.raises(Refused, match="trước ngày"):
        end_registration(registration=row, reason="moved", day=MARCH, actor=place.there, at=AT)
    end_registration(registration=row, reason="back_home", day=TODAY, actor=place.secretary, at=AT)
    assert figure(place.village, "residence_registered") == 0
    assert figure(place.village, "residence_received") == 1


def test_taken_in_by_mistake(place, lan):
    (row,) = receive(place, *introduce(place, lan))
    take_back_reception(registration=row, reason="Nhầm người", actor=place.commune, at=AT)
    row.refresh_from_db()
    assert (row.state, row.branch_id) == ("waiting", None)
    assert figure(place.village, "residence_received") == figure(place.village, "residence_registered") == 0
    receive(place, row)


def test_who_left_the_union_is_not_received(place, lan):
    from viecthat.people.commands.life import record_death

    (letter,) = introduce(place, lan)
    record_death(person=lan.pk, day=TODAY, actor=place.secretary, at=AT)
    with pytest.raises(RowsRefused) as wrong:
        receive(place, letter)
    assert "không còn là đoàn viên" in why(wrong)


def test_registered_again_next_to_others(place):
    rows = registered(place, "An", "Bình", group="officials")
    assert len(rows) == 2
    assert figure(place.village, "residence_officials") == 2
