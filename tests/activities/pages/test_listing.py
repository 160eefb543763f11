"""The list of activities: only what the reader may see, narrowed by what they ask, fifty to a page, and as a file."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_activity,
    make_imported,
    make_indicator,
    make_kind,
    make_officer,
    make_person,
    make_photo,
    make_unit,
    sign_in,
)
from viecthat.activities.commands import cancel_activity, verify_activity
from viecthat.units.commands import merge_units
from viecthat.units.models import Unit

LIST = reverse("activities:list")
CSV = reverse("activities:csv")


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def titles(response) -> list[str]:
    return [row.activity.title for row in response.context["rows"]]


def lines_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def work(tree):
    """One activity at each place, so that something could leak."""
    recorder = make_officer("secretary", tree.centre)
    places = {"branch": "Của chi đoàn", "sister": "Của bên cạnh", "commune": "Của xã", "stranger": "Của tỉnh khác"}
    return {
        place: make_activity(getattr(tree, place), recorder, title=title, day=TODAY - timedelta(days=n))
        for n, (place, title) in enumerate(places.items())
    }


def test_the_list_holds_what_the_reader_may_see_and_nothing_else(tree, client, work) -> None:
    sign_in(client, make_officer("branch_secretary", tree.branch))
    assert titles(client.get(LIST)) == ["Của chi đoàn"]
    sign_in(client, make_officer("inspector", tree.commune))
    assert titles(client.get(LIST)) == ["Của chi đoàn", "Của bên cạnh", "Của xã"]
    sign_in(client, make_officer("inspector", tree.centre))
    assert len(titles(client.get(LIST))) == 4
    sign_in(client, make_account())
    page = client.get(LIST)
    assert titles(page) == []
    assert "Chưa có hoạt động nào trong sổ" in text_of(page)


def test_a_unit_stands_for_all_below_it(tree, client, work) -> None:
    sign_in(client, make_officer("inspector", tree.city))

    assert titles(client.get(LIST, {"don-vi": tree.commune.code})) == ["Của chi đoàn", "Của bên cạnh", "Của xã"]
    assert titles(client.get(LIST, {"don-vi": tree.sister.code})) == ["Của bên cạnh"]
    page = client.get(LIST, {"don-vi": tree.commune.code})
    assert [label.strip() for _code, label in page.context["form"].fields["unit"].choices][1:] == [
        "Thành đoàn Hà Nội", "Đoàn xã Suối Hai", "Chi đoàn thôn Đô Trám", "Chi đoàn thôn Hát Giang",
    ]  # fmt: skip


def test_a_unit_outside_is_as_unknown_as_one_that_never_was(tree, client, work) -> None:
    sign_in(client, make_officer("branch_secretary", tree.branch))

    for code in (tree.sister.code, tree.stranger.code, "no-such-unit"):
        assert client.get(LIST, {"don-vi": code}).status_code == 404
        assert client.get(CSV, {"don-vi": code}).status_code == 404


def test_work_of_a_unit_that_ended_is_found_under_its_heir(tree, client, work) -> None:
    day = date(2026, 3, 26)
    heir = make_unit("Chi đoàn Đô Trám – Hát Giang", parent=tree.neighbour, kind="branch", day=day)
    merge_units(
        units=[Unit.objects.get(pk=tree.sister.pk)],
        into=Unit.objects.get(pk=heir.pk),
        day=day,
        decision="QĐ 02",
        actor=None,
        at=AT,
    )
    sign_in(client, make_officer("inspector", tree.neighbour))

    assert titles(client.get(LIST, {"don-vi": tree.neighbour.code})) == ["Của bên cạnh"]
    assert titles(client.get(LIST, {"don-vi": tree.sister.code})) == ["Của bên cạnh"]


def test_each_filter_narrows_and_together_they_narrow_more(tree, client) -> None:
    officer = sign_in(client, make_officer("secretary", tree.city))
    inspector = make_officer("inspector", tree.city)
    lan = make_person("Phùng Thị Lan", unit=tree.branch)
    advice = make_kind("career_advice", name="Tư vấn", indicators=[make_indicator("career_advised")])
    make_activity(tree.branch, officer, title="Trồng cây ven hồ", people=[lan])
    make_activity(
        tree.branch, officer, title="Tư vấn lớp 9", kind=advice, results={make_indicator("career_advised"): 30},
        photos=[make_photo()], day=date(2026, 2, 10),
    )  # fmt: skip
    checked = make_activity(tree.branch, officer, title="Trồng cây đồi Ba Trại", day=date(2025, 3, 1))
    verify_activity(activity=checked, finding="Đúng", actor=inspector, at=AT)
    dropped = make_activity(tree.branch, officer, title="Đường hoa Đô Trám", day=date(2025, 12, 1))
    cancel_activity(activity=dropped, reason="Nhầm", actor=officer, at=AT)

    def found(**asked: str) -> list[str]:
        return titles(client.get(LIST, {name.replace("_", "-"): value for name, value in asked.items()}))

    assert found(q="trong cay") == found(q="Trồng CÂY") == ["Trồng cây ven hồ", "Trồng cây đồi Ba Trại"]
    assert found(q="duong hoa") == ["Đường hoa Đô Trám"]
    assert found(loai="career_advice") == ["Tư vấn lớp 9"]
    assert found(trang_thai="verified") == ["Trồng cây đồi Ba Trại"]
    assert found(trang_thai="cancelled") == ["Đường hoa Đô Trám"]
    assert found(minh_chung="co") == ["Trồng cây ven hồ", "Tư vấn lớp 9"]
    assert found(minh_chung="chua", trang_thai="verified") == ["Trồng cây đồi Ba Trại"]
    assert found(ky="tháng 2 năm 2026") == ["Tư vấn lớp 9"]
    assert found(ky="2026-Q1", q="cay") == ["Trồng cây ven hồ"]
    assert found(nguoi=str(lan.pk)) == ["Trồng cây ven hồ"]
    assert found(q="khong co") == []


def test_a_filter_that_cannot_be_read_finds_nothing_and_says_why(tree, client, work) -> None:
    sign_in(client, make_officer("inspector", tree.city))

    page = client.get(LIST, {"ky": "hôm kia"})

    assert titles(page) == []
    assert "không phải là một kỳ" in text_of(page)
    assert "Không có hoạt động nào như vậy" in text_of(page)
    assert titles(client.get(LIST, {"loai": "no_such_kind"})) == []


def test_nobody_is_named_to_those_who_may_not_see_them(tree, client, work) -> None:
    stranger = make_person("Hồ Thị Nghệ", unit=tree.stranger)
    sign_in(client, make_officer("inspector", tree.city))

    for number in (stranger.pk, 10**9):
        hidden = client.get(LIST, {"nguoi": str(number)})
        assert hidden.status_code == 404
        assert "Nghệ" not in text_of(hidden)


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("-ngay", "Một"),
        ("ngay", "Ba"),
        ("ten", "Ba"),
        ("-ten", "Một"),
        ("-nguoi", "Hai"),
        ("nguoi", "Một"),
        ("x", "Một"),
    ],
)
def test_the_list_is_sorted_as_asked(tree, client, order, first) -> None:
    officer = sign_in(client, make_officer("secretary", tree.city))
    for n, (title, heads) in enumerate([("Một", 1), ("Hai", 90), ("Ba", 20)]):
        make_activity(tree.branch, officer, title=title, head_count=heads, day=TODAY - timedelta(days=n))

    assert titles(client.get(LIST, {"xep": order}))[0] == first


def test_fifty_stand_on_a_page(tree, client) -> None:
    officer = sign_in(client, make_officer("secretary", tree.city))
    for n in range(52):
        make_activity(tree.branch, officer, title=f"Việc {n}")

    first, last = client.get(LIST), client.get(LIST, {"trang": "2", "q": "viec"})

    assert (len(titles(first)), len(titles(last))) == (50, 2)
    assert "52 hoạt động" in text_of(first)
    assert "?q=viec&amp;trang=1" in last.content.decode().replace("trang=1&amp;q=viec", "q=viec&amp;trang=1")


def test_the_file_holds_the_whole_list_a_line_for_each_result(tree, client) -> None:
    officer = sign_in(client, make_officer("secretary", tree.city))
    road = make_indicator("roads_cleaned", name="Đường được dọn", unit="km", decimals=1)
    make_activity(
        tree.branch, officer, title="=SUM(A1)", results={make_indicator(): 1200, road: 24}, photos=[make_photo()]
    )
    make_activity(tree.sister, officer, title="Không hợp bộ lọc")

    answer = client.get(CSV, {"q": "sum"})
    head, *lines = lines_of(answer)

    assert answer.streaming
    assert 'filename="hoat-dong-2026-03-27.csv"' in answer.headers["Content-Disposition"]
    assert head[:3] == ["Ngày", "Đơn vị", "Mã đơn vị"]
    shown = ["2026-03-27", "Chi đoàn thôn Đô Trám", "hn-do-tram"]
    assert [line[:3] for line in lines] == [shown, shown]
    assert lines[0][4] == "'=SUM(A1)"
    assert [line[9:] for line in lines] == [
        ["Cây xanh được trồng", "1200", "cây", "có minh chứng", ""],
        ["Đường được dọn", "2.4", "km", "có minh chứng", ""],
    ]


def test_the_file_speaks_the_readers_language_to_its_last_line(tree, client) -> None:
    officer = sign_in(client, make_officer("secretary", tree.city))
    cancelled = make_activity(tree.branch, officer)
    cancel_activity(activity=cancelled, reason="Nhầm", actor=officer, at=AT)
    make_activity(tree.branch, officer, title="Khác")

    with override("vi"):
        lines = lines_of(client.get(CSV))

    assert [line[7] for line in lines[1:]] == ["đã ghi", "đã huỷ"]
    assert lines[2][9:] == ["", "", "", "", ""]


@pytest.mark.parametrize("synthetic", [True, False])
def test_made_up_work_is_labelled_on_the_page_and_in_the_file(tree, client, synthetic) -> None:
    make_imported(tree.branch, synthetic=synthetic)
    sign_in(client, make_officer("inspector", tree.city))

    page, (head, line) = client.get(LIST), lines_of(client.get(CSV))

    assert ("Dữ liệu minh hoạ." in text_of(page)) == synthetic
    assert (head[-1], line[-1]) == ("Dữ liệu minh hoạ", "x" if synthetic else "")


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(tree, client, many, django_assert_num_queries) -> None:
    officer = sign_in(client, make_officer("secretary", tree.city))
    for n, unit in enumerate([tree.branch, tree.sister, tree.commune][:many]):
        make_activity(unit, officer, title=f"Việc {n}", photos=[make_photo((n, n, n))])
    client.get(LIST)

    with django_assert_num_queries(14):
        client.get(LIST)
    with django_assert_num_queries(13):
        b"".join(client.get(CSV).streaming_content)
