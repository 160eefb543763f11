"""The explorer's pages: what they ask, show and hide."""

import csv
import io
import re
from html import unescape

import pytest
from django.urls import reverse

from tests import factories as make
from tests.figures.asking import MARCH

pytestmark = pytest.mark.django_db


def address(**query):
    return reverse("figures:explorer", query={"cs": "trees_planted", "ky": "2025"} | query)


def page(client, **query):
    return unescape(client.get(address(**query)).content.decode())


def rows_of(html):
    """The cells of the table, row by row, as text."""
    body = re.search(r"<table class=\"table compare figures\".*?</table>", html, re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[re.sub(r"<small>.*?</small>|<[^>]+>", "", c) for c in re.findall(r"<t[hd].*?</t[hd]>", r)] for r in rows]


def test_my_unit_opened_to_its_children(client, work):
    html = page(client, chia="truc-thuoc")
    assert rows_of(html) == [
        ["Đơn vị", "Cây xanh được trồng"],
        ["Đoàn xã Suối Hai", "100"],
        ["Đoàn xã Tản Lĩnh", "4.000"],
        ["Thành đoàn Hà Nội", "4.100"],
    ]
    assert '<a href="?so=trees_planted&mo=hn-tan-linh&nam=2025">4.000</a>' in html


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_three_rows_as_for_one(client, work, django_assert_num_queries, more):
    for number in range(more):
        unit = make.make_unit(f"Đoàn xã Số {number}", parent=work.tree.city)
        make.declare(unit, work.secretary, 5, indicator=work.trees, day=MARCH)
    there = address(chia="truc-thuoc", ss=["chi-tieu", "nam-truoc"])
    client.get(there)  # the tree and the settled entries are in memory from here on
    with django_assert_num_queries(18):
        client.get(there)


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_three_ratios_as_for_one(client, work, django_assert_num_queries, more):
    ratios = [make.make_ratio(f"ratio_{number}", name=f"Tỷ lệ {number}").code for number in range(1 + more)]
    there = address(cs=ratios)
    client.get(there)
    with django_assert_num_queries(17):
        client.get(there)


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_three_picked_units_as_for_one(client, work, django_assert_num_queries, more):
    units = ["hn-suoi-hai", "hn-tan-linh", "hn-do-tram"][: 1 + more]
    there = address(dv=units)
    client.get(there)
    with django_assert_num_queries(18):
        client.get(there)


def test_another_unit_s_figures_stay_closed(client, work):
    officer = make.make_officer("secretary", work.tree.stranger)
    make.declare(work.tree.stranger, officer, 777, indicator=work.trees, day=MARCH)
    for path in (
        address(dv="na"),
        reverse("figures:download", args=["csv"], query={"cs": "trees_planted", "dv": "na", "ky": "2025"}),
        reverse("figures:sql", query={"cs": "trees_planted", "dv": "na", "ky": "2025"}),
    ):
        answer = client.get(path)
        assert answer.status_code == 403
        text = answer.content.decode()
        assert "777" not in text
        assert "Bạn chưa được giao quyền xem số liệu của Tỉnh đoàn Nghệ An" in text
    make.sign_in(client, make.make_officer("base_officer", work.tree.commune))
    assert client.get(address(dv="hn")).status_code == 403
    assert client.get(address(so="trees_planted", mo="hn-tan-linh", nam="2025", dv="hn-suoi-hai")).status_code == 404


def test_who_reaches_nothing_is_told_so(client, work):
    make.sign_in(client, make.make_account())
    assert "Bạn chưa được giao quyền xem số liệu của đơn vị nào" in page(client)


def test_nobody_asks_without_signing_in(client):
    assert client.get(address()).status_code == 302


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"dv": "không có"}, "Không có đơn vị nào tên hoặc mã là “không có”"),
        ({"ky": "hôm nọ"}, "không phải là một kỳ"),
        ({"ban-do": "31/02/2026"}, "Không có ngày 31/2/2026"),
        ({"biet-den": "01/01/2199"}, "Chưa đến ngày đó nên chưa thể biết"),
        ({"ban-do": "01/01/1950"}, "không có trong bản đồ"),
        ({"cs": "khong-co"}, "khong-co"),
        ({"ky": "2001-01-01..2030-12-31", "theo": "thang"}, "Có 360 kỳ, nhiều nhất 120"),
        ({"dv": [f"x{n}" for n in range(101)]}, "nhiều nhất 100 đơn vị"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_page_still_stands(client, work, query, says):
    answer = client.get(address(**query))
    html = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert any(says in error for error in re.findall(r'class="error".*?</p>', html, re.DOTALL))
    assert "<table" not in html


def test_a_unit_is_found_by_its_name_without_marks(client, work):
    assert ["Cây xanh được trồng", "4.000"] in rows_of(page(client, dv="doan xa tan linh"))


def test_nothing_recorded_and_nothing_chosen_are_told(client, work):
    assert "Sổ việc chưa có số liệu nào cho câu hỏi này" in page(client, ky="2011")
    assert "Bắt đầu từ một mặt công tác" in unescape(client.get(reverse("figures:explorer")).content.decode())
    assert "Không có đơn vị nào tên như vậy" not in page(client, chia="truc-thuoc", tim="tan linh")


def test_as_known_before_anything_was_recorded(client, work):
    assert "Sổ việc chưa có số liệu nào" in page(client, **{"biet-den": "01/01/2026"})


def test_a_whole_area_is_one_word_of_the_address(client, work):
    there = reverse("figures:explorer", query={"mat": "2", "ky": "2025", "chia": "truc-thuoc"})
    html = unescape(client.get(there).content.decode())
    assert ["Đoàn xã Tản Lĩnh", "4.000"] in rows_of(html)
    assert "mat=2&dv=hn&ky=2025" in html


def test_the_lasting_address_asks_the_same(client, work):
    html = page(client, chia="truc-thuoc", muc="xac-minh", xep="-trees_planted", ss="nam-truoc", hang="dv", cot="ky")
    lasting = re.search(r'href="(/so-lieu/\?[^"]*)">[^<]*<i[^>]*></i>Đường dẫn cố định', html)[1]
    for part in ("cs=trees_planted", "dv=hn", "ky=2025", "chia=truc-thuoc", "muc=xac-minh", "ss=nam-truoc", "cot=ky"):
        assert part in lasting
    assert re.search(r"ban-do=\d{4}-\d\d-\d\d", lasting)
    again = unescape(client.get(lasting).content.decode())
    assert rows_of(again) == rows_of(html)


def test_the_drawer_alone_is_the_drawer_of_the_whole_page(client, work):
    there = reverse("figures:explorer", query={"so": "trees_planted", "mo": "hn-suoi-hai", "nam": "2025"})
    whole = client.get(there).content.decode()
    alone = client.get(there, headers={"HX-Request": "true", "HX-Target": "drawer-place"})
    assert alone.content.decode().strip() in whole
    assert "HX-Target" in alone.headers["Vary"]
    assert "Chi đoàn thôn Đô Trám" in whole
    # Without script the page beneath is the figure's own question.
    assert ["Chi đoàn thôn Đô Trám", "100"] in rows_of(unescape(whole))


@pytest.mark.parametrize("query", [{"so": "khong-co"}, {"mo": "x"}, {"nam": "hôm kia"}])
def test_a_figure_that_is_not_there_is_not_found(client, work, query):
    asked = {"so": "trees_planted", "mo": "hn", "nam": "2025"} | query
    assert client.get(reverse("figures:explorer", query=asked)).status_code == 404


def test_only_what_is_seen_is_drawn(client, work, monkeypatch):
    from viecthat.figures.pages import explorer

    for number in range(4):
        unit = make.make_unit(f"Đoàn xã Số {number}", parent=work.tree.city)
        make.declare(unit, work.secretary, number + 1, indicator=work.trees, day=MARCH)
    monkeypatch.setattr(explorer, "MOST_ROWS", 5)
    first, second = page(client, chia="truc-thuoc"), page(client, chia="truc-thuoc", trang="2")
    assert (len(rows_of(first)), len(rows_of(second))) == (1 + 5 + 1, 1 + 1 + 1)
    assert "Bảng số liệu: 6 hàng" in first


def test_the_head_says_the_order_and_turns_it(client, work):
    html = page(client, chia="truc-thuoc", xep="trees_planted")
    assert [row[0] for row in rows_of(html)][1:3] == ["Đoàn xã Tản Lĩnh", "Đoàn xã Suối Hai"]
    assert 'aria-sort="descending"' in html
    assert "xep=-trees_planted#bang" in html


def test_against_target_and_last_year(client, work):
    make.make_target(
        work.tree.city, work.trees, goal=8200, start=MARCH.replace(month=1, day=1), end=MARCH.replace(2026, 1, 1)
    )
    html = page(client, ss=["chi-tieu", "nam-truoc"])
    (row,) = [row for row in rows_of(html) if row[0].startswith("Cây xanh")]
    assert row[1:] == ["4.100", "8.200", "50,0\u00a0%", "—", ""]


def test_sql_is_told_as_plain_text(client, work):
    answer = client.get(reverse("figures:sql", query={"cs": "trees_planted", "ky": "2025"}))
    assert answer["content-type"] == "text/plain; charset=utf-8"
    assert "Thành đoàn Hà Nội (hn)" in answer.content.decode()
    assert client.get(reverse("figures:sql", query={"ky": "2025"})).status_code == 422


def test_csv_has_a_line_per_figure_that_says_how_it_was_asked(client, work):
    query = {"cs": "trees_planted", "ky": "2025", "chia": "truc-thuoc", "biet-den": "27/03/2026"}
    answer = client.get(reverse("figures:download", args=["csv"], query=query))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["unit"], line["row"], line["figure"]) for line in lines] == [
        ("hn-suoi-hai", "unit", "100"),
        ("hn-tan-linh", "unit", "4000"),
        ("hn", "whole", "4100"),
    ]
    assert lines[0]["as_known"].startswith("2026-03-27T23:59:59")
    assert int(lines[0]["last_posting"]) > 0
    assert 'filename="so-lieu-hn-trees-planted-2025.csv"' in answer["content-disposition"]


def test_a_name_is_no_formula_in_csv(client, work):
    make.make_unit("=1+1", parent=work.tree.city)
    query = {"cs": "trees_planted", "ky": "2025", "chia": "truc-thuoc"}
    answer = client.get(reverse("figures:download", args=["csv"], query=query))
    assert "'=1+1" in b"".join(answer.streaming_content).decode()


def test_no_other_file_is_made(client, work):
    assert client.get(reverse("figures:download", args=["pdf"], query={"cs": "trees_planted"})).status_code == 404
    assert client.get(reverse("figures:download", args=["csv"])).status_code == 422


def test_an_indicators_own_meaning_stands_with_how_it_is_counted(client, work):
    assert "Chỉ cây còn sống" not in page(client)
    work.trees.note = "Chỉ cây còn sống sau một tháng."
    work.trees.save()
    assert '<small lang="vi">Chỉ cây còn sống sau một tháng.</small>' in page(client)
