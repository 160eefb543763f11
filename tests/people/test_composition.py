"""Members by sex and age: counted once, on any day, under its map, and never telling of one person."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, make_officer, make_tree, make_unit, sign_in, stop_clock
from tests.figures.asking import table
from tests.people.members import make_member, make_member_indicators, other_branch, secretary_of
from tests.people.test_register_pages import text_of
from viecthat.figures.cli import Wish, answer_data, question_of
from viecthat.figures.queries.answer import answer_of
from viecthat.figures.queries.question import FigureQuestion
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import indicator_named
from viecthat.people.choices.file import GroupedBy
from viecthat.people.commands.transfer import receive_transfer, send_transfer
from viecthat.people.models import Person
from viecthat.people.queries.composition import composition_of
from viecthat.people.rules.groups import groups_kept_back
from viecthat.units.queries import units_by_id

pytestmark = pytest.mark.django_db
PAGE = reverse("people:composition")


@pytest.fixture
def tree():
    make_member_indicators()
    return make_tree()


def composed(unit, day=TODAY, **more):
    return composition_of(units_by_id({unit.pk}, day)[unit.pk], day, **more)


def told(row):
    """What is not nought, by the key of its group; "?" for whom none can be told."""
    return {key: n for key, n in zip(KEYS, row.counts, strict=True) if n} | ({"?": row.unknown} if row.unknown else {})


KEYS = [f"{s}.{a}" for s in ("female", "male") for a in ("under-16", "16-17", "18-22", "23-30", "over-30")]


def test_by_unit_sex_and_age(tree):
    for name, born, sex in (
        ("Lan", date(2005, 5, 4), "female"),
        ("An", date(2009, 5, 4), "male"),
        ("Hà", None, "female"),
        ("Bình", date(2000, 1, 1), ""),
    ):
        make_member(tree.branch, name, born=born, sex=sex)
    make_member(tree.sister, "Mai")
    found = composed(tree.commune)
    assert [(row.unit.id, row.total, told(row)) for row in found.rows] == [
        (tree.branch.pk, 4, {"female.18-22": 1, "male.16-17": 1, "?": 2}),
        (tree.sister.pk, 1, {"female.18-22": 1}),
    ]
    assert (found.whole.total, told(found.whole)) == (5, {"female.18-22": 2, "male.16-17": 1, "?": 2})
    assert composed(tree.stranger).whole.total == 0


def test_whoever_moves_is_counted_once_and_stays_in_the_past(tree):
    there = other_branch(tree)
    lan = make_member(tree.branch, "Lan")
    secretary = secretary_of(tree.branch)
    letter = send_transfer(
        person=lan.pk, destination=there.pk, day=TODAY, letter="1", remark="Tốt", fee_paid_until=date(2026, 4, 1),
        reason="", actor=secretary, at=AT,
    )  # fmt: skip
    before = composed(tree.city)
    receive_transfer(transfer=letter, branch=there.pk, day=TODAY, actor=secretary_of(there), at=AT)
    after = composed(tree.city)
    assert (before.whole.total, after.whole.total) == (1, 1)
    assert [row.unit.id for row in after.rows if row.total] == [tree.neighbour.pk]
    yesterday = composed(tree.city, TODAY - timedelta(days=1))
    assert [row.unit.id for row in yesterday.rows if row.total] == [tree.commune.pk]
    long_ago = composed(tree.city, known=date(2020, 1, 1))
    assert long_ago.whole.total == 0  # nobody had been recorded yet


def test_age_is_of_the_day_and_a_birth_date_put_right_counts_at_once(tree):
    lan = make_member(tree.branch, "Lan", born=date(2008, 3, 27), since=date(2024, 3, 28))
    assert told(composed(tree.branch, date(2026, 3, 26)).whole) == {"female.16-17": 1}
    assert told(composed(tree.branch, date(2026, 3, 27)).whole) == {"female.18-22": 1}
    facts = {"birth_date": date(2002, 3, 27), "sex": "male"}
    Person.objects.filter(pk=lan.pk).update(**facts)
    assert told(composed(tree.branch, date(2026, 3, 27)).whole) == {"male.23-30": 1}


def test_the_same_in_the_explorer(tree):
    make_member(tree.branch, "Lan")
    make_member(tree.sister, "An", sex="male", born=date(2009, 5, 4))
    question = FigureQuestion(
        indicators=(indicator_named("members"),),
        units=tuple(units_by_id({tree.commune.pk}, TODAY).values()),
        periods=(Period(TODAY, TODAY + timedelta(days=1)),),
        map_day=TODAY,
        groups=GroupedBy.SEX,
    )
    answer = answer_of(question, today=TODAY)
    whole, women, men, unknown = question.shown
    assert [one.name.rpartition(": ")[2] for one in (women, men, unknown)] == ["Nữ", "Nam", "chưa rõ"]
    at = (f"{tree.commune.code}", 0)
    assert [table(answer, one).get(at, (0, None))[0] for one in question.shown] == [2, 1, 1, 0]
    assert whole.pk > 0 > women.pk


def test_the_same_in_the_program(tree):
    make_member(tree.branch, "Lan")
    make_member(tree.sister, "An", sex="male", born=date(2009, 5, 4))
    wish = Wish(tree.commune.code, ("members",), "2026", groups="sex")
    data = answer_data(answer_of(question_of(wish, TODAY), today=TODAY), AT)
    assert data["groups"] == "sex"
    assert [(one["indicator"], one["value"]) for one in data["figures"]] == [
        ("members", 2),
        ("members.female", 1),
        ("members.male", 1),
        ("members.unknown", None),
    ]


def test_nothing_is_kept_back_from_those_who_open_the_files_and_every_group_from_others():
    few, many, none = [3, 9], [40, 50], [0, 0]
    assert groups_kept_back([few, many], [False, False]).rows == frozenset()
    kept = groups_kept_back([few, none, many], [True, True, True])
    assert (kept.rows, kept.whole) == ({0, 2}, True)
    kept = groups_kept_back([few, many], [True, False])
    assert (kept.rows, kept.whole) == ({0}, True)


def test_two_days_of_many_do_not_tell_of_one(client, tree, monkeypatch):
    stop_clock(monkeypatch)
    for number in range(6):
        make_member(tree.branch, f"Lan {number}")
    make_member(tree.branch, "Lê Đức An", sex="male", born=date(2009, 5, 4), since=TODAY)
    sign_in(client, make_officer("keeper", tree.city))
    for day, total in ((TODAY - timedelta(days=1), 6), (TODAY, 7)):
        found = client.get(PAGE, {"don-vi": tree.branch.code, "ngay": f"{day:%d/%m/%Y}"}).context["found"]
        assert (found.whole.total, found.whole.counts, found.whole.unknown) == (total, None, None)


def test_on_its_page(client, tree, monkeypatch):
    stop_clock(monkeypatch)
    make_member(tree.branch, "Phùng Thị Lan")
    make_member(tree.sister, "Lê Đức An", sex="male")
    sign_in(client, make_officer("secretary", tree.city))
    page = client.get(PAGE, {"don-vi": tree.commune.code})
    assert page.status_code == 200
    assert [told(row) for row in page.context["found"].rows] == [{"female.18-22": 1}, {"male.18-22": 1}]
    assert "2 đoàn viên" in text_of(page)
    assert "không nêu" not in text_of(page)
    for wrong in ({"ngay": "hom qua"}, {"ngay": "01/01/2030"}, {"biet-den": "01/01/2030"}, {"don-vi": "khong-co"}):
        refused = client.get(PAGE, wrong)
        assert refused.status_code == 422
        assert "error" in refused.content.decode()
    assert "Chưa có đoàn viên nào" in text_of(client.get(PAGE, {"ngay": "01/01/2020"}))
    sheet = client.get(reverse("people:composition-file"), {"don-vi": tree.commune.code})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    whole = next(row for row in rows if row[1] == tree.commune.code)
    assert whole[2:5] == [2.0, 1.0, 1.0]


def test_one_person_of_another_branch_is_not_told(client, tree, monkeypatch):
    stop_clock(monkeypatch)
    make_member(tree.branch, "Phùng Thị Lan")
    make_member(tree.sister, "Lê Đức An", sex="male", born=date(2009, 5, 4))
    keeper = make_officer("keeper", tree.city)
    sign_in(client, keeper)
    page = client.get(PAGE, {"don-vi": tree.commune.code})
    found = page.context["found"]
    assert [(row.total, row.counts) for row in (*found.rows, found.whole)] == [(1, None), (1, None), (2, None)]
    assert "không nêu theo nhóm" in text_of(page)
    explorer = client.get(
        reverse("figures:explorer"),
        {"cs": "members", "dv": tree.commune.code, "chia": "truc-thuoc", "nhom": "gioi-tuoi", "ky": "2026"},
    )
    assert "không nêu" in text_of(explorer)
    sheet = client.get(reverse("people:composition-file"), {"don-vi": tree.commune.code})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert next(row for row in rows if row[1] == tree.commune.code)[3] == ""
    sign_in(client, secretary_of(tree.branch))
    own = client.get(PAGE)
    assert (own.context["unit"].id, told(own.context["found"].whole)) == (tree.branch.pk, {"female.18-22": 1})
    for other in (tree.sister, tree.commune, tree.city):
        assert client.get(PAGE, {"don-vi": other.code}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_units_as_for_one(client, tree, count, django_assert_num_queries, monkeypatch):
    stop_clock(monkeypatch)
    for number in range(count):
        make_member(make_unit(f"Chi đoàn {number}", parent=tree.neighbour, kind="branch"), "Lan")
    sign_in(client, make_officer("secretary", tree.neighbour))
    client.get(PAGE)
    with django_assert_num_queries(19):
        assert len(client.get(PAGE).context["found"].rows) == count
