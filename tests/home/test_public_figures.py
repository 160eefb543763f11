"""Figures of the whole organisation for everybody: true ones, of whole months, few people never."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, sign_in, stop_clock
from viecthat.home.queries.public_figures import public_period
from viecthat.kernel.periods import Period
from viecthat.ledger.commands import declare_figure

FRONT, ALL = reverse("root"), reverse("home:figures")
LAST_MONTH = TODAY.replace(day=1, month=TODAY.month - 1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def trees(tree):
    return make_indicator("trees_planted")


@pytest.fixture
def children(tree):
    return make_indicator("needy_children_helped", name="Thiếu nhi được giúp", unit="em", measure="flow")


def count(indicator, unit, quantity, day=LAST_MONTH):
    keeper = make_officer("base_officer", unit)
    declare_figure(unit=unit.pk, indicator=indicator, quantity=quantity, day=day, reason="Kê khai", actor=keeper, at=AT)


def page_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2026, 11, 23), Period(date(2026, 1, 1), date(2026, 11, 1))),
        (date(2026, 2, 1), Period(date(2026, 1, 1), date(2026, 2, 1))),
        (date(2026, 1, 31), Period.year(2025)),
    ],
)
def test_whole_months_of_the_year_are_counted(today, period) -> None:
    assert public_period(today) == period


def test_everybody_reads_what_all_units_did_to_the_end_of_last_month(tree, trees) -> None:
    count(trees, tree.commune, 1200)
    count(trees, tree.stranger, 34)
    count(trees, tree.commune, 5000, TODAY)
    own = make_indicator("own_thing", name="Không công khai")
    count(own, tree.commune, 77)

    for path in (FRONT, ALL):
        page = Client().get(path)
        assert "1.234 cây" in page_of(page), path
        assert f'href="{reverse("home:figure", args=["trees_planted"])}"' in page.content.decode()
        assert "77" not in page_of(page)
    opened = page_of(Client().get(reverse("home:figure", args=["trees_planted"])))
    assert "1.234 cây" in opened
    assert "Trung ương Đoàn và các đơn vị cấp dưới" in opened
    assert "Đơn vị có ghi 2" in opened
    assert Client().get(reverse("home:figure", args=["own_thing"])).status_code == 404


def test_few_people_are_not_told_of(tree, children) -> None:
    count(children, tree.commune, 4)

    assert "Thiếu nhi được giúp" not in page_of(Client().get(FRONT))
    for path in (ALL, reverse("home:figure", args=["needy_children_helped"])):
        page = page_of(Client().get(path))
        assert "dưới 5 em" in page
        assert "4 em" not in page


def test_nothing_is_invented_where_nothing_is_counted(tree, trees, children) -> None:
    assert "Con số của cả tổ chức" not in page_of(Client().get(FRONT))
    assert "Chưa có số nào của năm nay" in page_of(Client().get(ALL))
    assert Client().get(reverse("home:figure", args=["trees_planted"])).status_code == 404


def test_who_may_goes_on_to_the_ledger(tree, trees, client) -> None:
    count(trees, tree.commune, 12)
    opened = reverse("home:figure", args=["trees_planted"])
    assert "/so-lieu/?" not in Client().get(opened).content.decode()
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "/so-lieu/?" not in client.get(opened).content.decode()
    sign_in(client, make_officer("department_officer", tree.centre))
    assert f"/so-lieu/?cs=trees_planted&amp;dv={tree.centre.code}" in client.get(opened).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_more_figures_cost_no_more_queries(tree, many, django_assert_num_queries) -> None:
    for code in ("trees_planted", "youth_works", "blood_units")[:many]:
        count(make_indicator(code), tree.commune, 10)
    Client().get(ALL)
    with django_assert_num_queries(6):
        Client().get(ALL)
