"""Any two side by side: differences, what is on one side only, goals of both, what was signed; polite refusals."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    TODAY,
    declare,
    make_indicator,
    make_officer,
    make_target,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.reviews.helpers import plain, sheet_rows
from viecthat.kernel.periods import Period
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.comparing import BOTH, ONLY_A, ONLY_B, compared_reviews
from viecthat.units.queries import unit_with_code

LAST = date(2025, 3, 20)
THEN, NOW = Period(date(2025, 1, 1), date(2025, 7, 1)), Period(date(2026, 1, 1), date(2026, 7, 1))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def city(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def figures(tree):
    """Trees in both halves, volunteers in the first, ideas in the second only."""
    officer = make_officer("base_officer", tree.commune)
    trees, turns = make_indicator(), make_indicator("turns", name="Lượt tình nguyện", measure="turns")
    ideas = make_indicator("ideas", name="Ý tưởng")
    declare(tree.commune, officer, 200, indicator=trees, day=LAST)
    declare(tree.commune, officer, 40, indicator=turns, day=LAST)
    declare(tree.commune, officer, 250, indicator=trees)
    declare(tree.commune, officer, 7, indicator=ideas)
    return trees


def tables(code="hn-suoi-hai"):
    unit = unit_with_code(code, TODAY)
    return [review_table(unit, period, map_name="then", today=TODAY) for period in (THEN, NOW)]


def test_figure_by_figure(tree, figures):
    a, b = tables()
    found = compared_reviews(a, b, beyond_a=False, beyond_b=False)
    rows = {row.indicator.code: row for row in found.rows}
    assert (rows["trees_planted"].difference, rows["trees_planted"].change) == (50, Fraction(1, 4))
    assert {code: row.state for code, row in rows.items()} == {"trees_planted": BOTH, "turns": ONLY_A, "ideas": ONLY_B}
    assert rows["ideas"].difference is None, "nothing recorded is not the figure zero"
    assert not found.spans_differ
    order = [row.indicator.code for row in compared_reviews(a, b, beyond_a=False, beyond_b=False, order="ten").rows]
    assert order == ["trees_planted", "turns", "ideas"]


def test_the_page_its_pickers_and_the_file(tree, city, figures, client):
    make_target(tree.commune, figures, goal=1000)
    sign_in(client, city)
    url = reverse("reviews:compare")
    assert client.get(url).status_code == 200
    assert "Đoàn xã Suối Hai (hn-suoi-hai)" in client.get(url, {"a": "hn-suoi-hai/2026-H1"}).content.decode()
    chosen = {
        "don-vi-a": "Đoàn xã Suối Hai",
        "ky-a": "6 tháng đầu năm 2025",
        "don-vi-b": "hn-suoi-hai",
        "ky-b": "2026-H1",
    }
    response = client.get(url, chosen)
    assert response.status_code == 302
    with CaptureQueriesContext(connection) as three:
        page = plain(client.get(response.url))
    assert "1 số có ở cả hai bên, 1 chỉ có ở A, 1 chỉ có ở B." in page
    assert "Cây xanh được trồng 200 250 trên 1.000 Đúng tiến độ +50 +25,0 %" in page
    assert "Ý tưởng chỉ có ở B, mới chưa có 7" in page
    rows = sheet_rows(client.get(response.url.replace("so-sanh/", "so-sanh/tai/xlsx/")).content)["So sánh"]
    assert next(row for row in rows if row[0] == "Cây xanh được trồng")[4:6] == [50, 0.25]
    declare(tree.commune, make_officer("base_officer", tree.commune), 3, indicator=make_indicator("more", name="Thêm"))
    with CaptureQueriesContext(connection) as four:
        client.get(response.url)
    assert len(four) <= len(three), "as many queries however many figures"


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("hn/2026-H1", "hn/2026-H1", "Hai bên là cùng một đơn vị và một kỳ"),
        ("hn/2026-H1", "na/2026-H1", "Bạn chưa được giao quyền xem số liệu của Tỉnh đoàn Nghệ An"),
        ("hn/2026-H1", "khong-co/2026", "Không có đơn vị mã “khong-co”"),
        ("hn/2026-H1", "hn/2031", "Kỳ này chưa bắt đầu"),
        ("hn/2026-H1", "hn/năm nào đó", "“năm nào đó”"),
    ],
)
def test_what_cannot_be_compared_is_said(tree, city, client, a, b, why):
    sign_in(client, city)
    response = client.get(reverse("reviews:compare"), {"a": a, "b": b})
    assert response.status_code == 422
    assert why in plain(response)


def test_figures_of_few_people_of_a_unit_that_went_elsewhere_are_kept_back(tree, figures):
    people = make_indicator("donors", name="Người hiến máu", measure="people")
    declare(tree.commune, make_officer("base_officer", tree.commune), 3, indicator=people, day=LAST)
    a, b = tables()
    row = next(row for row in compared_reviews(a, b, beyond_a=True, beyond_b=False).rows if row.indicator == people)
    assert row.a.hidden
    assert row.a.size is None
    whole = next(row for row in compared_reviews(a, b, beyond_a=False, beyond_b=False).rows if row.indicator == people)
    assert whole.a.size == 3
