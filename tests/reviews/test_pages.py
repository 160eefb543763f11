"""The pages of reviews: what they ask, show and hide."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests import factories as make
from viecthat.kernel.periods import Period
from viecthat.reviews.cli.asking import asked_for
from viecthat.reviews.commands import open_review
from viecthat.reviews.exports.annexes import notices
from viecthat.reviews.exports.sentences import Speaker
from viecthat.units.commands import merge_units

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 5)


@pytest.fixture
def work(client):
    tree, trees = make.make_tree(), make.make_indicator()
    secretary = make.make_officer("secretary", tree.city)
    for unit, quantity in [(tree.branch, 100), (tree.neighbour, 4000)]:
        make.make_activity(unit, secretary, title=f"Trồng {quantity}", results={trees: quantity}, day=MARCH)
    make.sign_in(client, secretary)
    return tree, trees


def address(unit="hn", slug="2025", **query):
    return reverse("reviews:review", args=[unit, slug], query=query)


def hold(tree, number):
    return open_review(
        unit=tree.city.pk, slug=f"nam-{number}", kind="year", title=f"Tổng kết năm {number}",
        period=Period.year(number), conference_on=None, directives=(), source="", actor=None, at=make.AT,
    )  # fmt: skip


def test_the_page_shows_the_figure_its_children_and_their_sum(client, work):
    html = client.get(address()).content.decode()
    assert "4.100" in html
    assert html.index("Đoàn xã Suối Hai") < html.index("Đoàn xã Tản Lĩnh")


def test_units_below_open_in_the_same_period_though_they_hold_no_review_of_that_name(client, work):
    tree, _trees = work
    hold(tree, 2025)
    html = client.get(address(slug="nam-2025")).content.decode()
    links = set(re.findall(r'href="(/so-ket/(?!hn/)[\w-]+/[\w-]+/\?ban-do=[\w-]+)"', html))
    assert len(links) == 2
    assert {client.get(link).status_code for link in links} == {200}


SPLIT, WHOLE = "Tổng số là số đã công bố", "Mọi số, cả tổng"


@pytest.mark.parametrize(
    ("sets", "notice", "drawer"),
    [
        ([True], [SPLIT], ["tổng là số đã công bố"]),
        ([False], [WHOLE], ["Cả tổng, phần chia"]),
        ([True, False], [SPLIT, "ở đó tổng cũng do máy tạo"], ["tổng là số đã công bố", "tổng cũng do máy tạo"]),
    ],
)
def test_page_drawer_and_document_say_what_is_made_up_of_these_very_figures(client, work, sets, notice, drawer):
    tree, trees = work
    for published in sets:
        make.make_imported(tree.branch, totals_published=published, day=MARCH, title=f"Bộ {published}")
    page = client.get(address()).content.decode()
    opened = client.get(
        address(so=trees.code), headers={"HX-Request": "true", "HX-Target": "drawer-place"}
    ).content.decode()
    assert all(words in page for words in notice)
    assert all(words in opened for words in drawer)
    if True not in sets:
        assert "số đã công bố" not in page
        assert "số đã công bố" not in opened
    table = asked_for("hn", "2025", map="then", as_known=None, at=make.AT).table()
    said = " ".join(notices(Speaker(table, "vi")))
    assert ("Chỉ tổng số nêu trong nguồn là số đã công bố" in said) == (True in sets)
    assert ("tổng cũng là minh hoạ" in said) == (sets == [True, False])
    assert ("Mọi số, cả tổng, là minh hoạ" in said) == (sets == [False])


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_three_children_as_for_one(client, work, django_assert_num_queries, more):
    tree, trees = work
    officer = make.make_officer("secretary", tree.city)
    for number in range(more):
        unit = make.make_unit(f"Đoàn xã Số {number}", parent=tree.city)
        make.declare(unit, officer, 5, indicator=trees, day=MARCH)
    client.get(address())  # the tree and the settled entries are in memory from here on
    with django_assert_num_queries(11):
        client.get(address())


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_a_figure_opened_to_three_lines_as_to_one(client, work, django_assert_num_queries, more):
    tree, trees = work
    officer = make.make_officer("secretary", tree.city)
    for number in range(more):
        make.make_activity(tree.branch, officer, title=f"Việc {number}", results={trees: 1}, day=MARCH)
    there = address("hn-do-tram", so=trees.code)
    client.get(there)
    with django_assert_num_queries(16):
        client.get(there)


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_three_reviews_as_for_one(client, work, django_assert_num_queries, more):
    for number in range(2020, 2021 + more):
        hold(work[0], number)
    client.get(reverse("reviews:list"))
    with django_assert_num_queries(7):
        client.get(reverse("reviews:list"))


def test_the_drawer_alone_is_the_drawer_of_the_whole_page(client, work):
    there = address(so=work[1].code, mo="hn-suoi-hai")
    whole = client.get(there).content.decode()
    alone = client.get(there, headers={"HX-Request": "true", "HX-Target": "drawer-place"})
    assert alone.content.decode().strip() in whole
    assert "HX-Target" in alone.headers["Vary"]
    assert "Chi đoàn thôn Đô Trám" in whole


def test_another_unit_s_figures_stay_closed(client, work):
    tree, trees = work
    officer = make.make_officer("secretary", tree.stranger)
    make.declare(tree.stranger, officer, 777, indicator=trees, day=MARCH)
    answer = client.get(address("na"))
    assert answer.status_code == 403
    assert "777" not in answer.content.decode()
    make.sign_in(client, make.make_officer("base_officer", tree.commune))
    assert client.get(address()).status_code == 403
    assert client.get(address("hn-suoi-hai", so=trees.code, mo="hn-tan-linh")).status_code == 404
    assert client.get(reverse("reviews:download", args=["hn", "2025", "docx"])).status_code == 403


@pytest.mark.parametrize(
    ("unit", "slug", "query"),
    [
        ("khong-co", "2025", {}),
        ("hn", "hom-kia", {}),
        ("hn", "2025", {"so": "khong-co"}),
        ("hn", "2025", {"so": "trees_planted", "mo": "x"}),
    ],
)
def test_what_is_not_there_is_not_found(client, work, unit, slug, query):
    assert client.get(address(unit, slug, **query)).status_code == 404


def test_a_wrong_day_is_told_at_its_field_and_the_page_still_stands(client, work):
    html = client.get(address(**{"biet-den": "31/02/2026"})).content.decode()
    assert 'class="error"' in html
    assert "4.100" in html


def test_as_known_before_anything_was_recorded(client, work):
    html = client.get(address(**{"biet-den": "01/01/2026"})).content.decode()
    assert "4.100" not in html
    assert "Kỳ này chưa có số liệu nào" in html


def test_a_unit_outside_the_map_is_told_so_with_the_other_map_at_hand(client, work):
    tree, _ = work
    make.make_unit("Đoàn xã Mới", parent=tree.city, code="hn-moi", day=date(2026, 1, 1))
    answer = client.get(address("hn-moi"))
    assert answer.status_code == 404
    assert "ban-do=hom-nay" in answer.content.decode()
    assert client.get(address("hn-moi", **{"ban-do": "hom-nay"})).status_code == 200


def test_a_unit_in_neither_map_leads_to_who_carries_it_on(client, work):
    tree, _ = work
    old = [make.make_unit(f"Đoàn xã Cũ {n}", parent=tree.city, code=f"hn-cu-{n}", day=date(2010, 1, 1)) for n in "ab"]
    new = make.make_unit("Đoàn xã Nối", parent=tree.city, code="hn-noi", day=date(2010, 1, 1))
    merge_units(units=old, into=new, day=date(2015, 1, 1), decision="NQ 1", actor=None, at=make.AT)
    for query in ({}, {"ban-do": "hom-nay"}):
        answer = client.get(address("hn-cu-a", **query))
        html = answer.content.decode()
        assert answer.status_code == 404
        assert 'href="?ban-do=' not in html
        assert "Nay thuộc Đoàn xã Nối" in html
        assert client.get(reverse("units:unit", args=["hn-noi"])).status_code == 200
    html = client.get(address("hn-cu-a", "2014", **{"ban-do": "hom-nay"})).content.decode()
    assert 'href="?ban-do=khi-do' in html


def test_the_list_opens_any_period_of_any_unit(client, work):
    there = reverse("reviews:list")
    answer = client.get(there, {"don-vi": "thanh doan ha noi", "ky": "6 tháng đầu năm 2025"})
    assert answer.headers["Location"] == address(slug="2025-H1")
    html = client.get(there, {"don-vi": "Tỉnh đoàn Nào", "ky": "2025"}).content.decode()
    assert "Không có đơn vị nào" in html


def test_nothing_yet_is_said_kindly(client, work):
    make.sign_in(client, make.make_officer("inspector", work[0].stranger))
    assert "Chưa có cuộc sơ kết, tổng kết nào" in client.get(reverse("reviews:list")).content.decode()


def test_a_target_s_way_is_drawn(client, work):
    tree, trees = work
    make.make_target(tree.city, trees, goal=8200, start=date(2025, 1, 1), end=date(2026, 1, 1))
    html = client.get(address()).content.decode()
    assert 'class="chart"' in html
    assert "8.200" in html
