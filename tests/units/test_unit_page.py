"""One unit on a day of the reader's choice."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, LONG_AGO, TODAY, give_role, make_account, make_officer, make_unit, sign_in
from viecthat.units.commands import (
    UnitSpan,
    form_bloc,
    found_unit,
    import_tree,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
)
from viecthat.units.models import UnitVersion

pytestmark = pytest.mark.django_db
BY = {"decision": "12-QĐ/TĐTN", "actor": None, "at": AT}
YEAR_AGO = date(2025, 3, 27)


@pytest.fixture
def reader(tree, client):
    return sign_in(client, make_account(full_name="Người Đọc"))


def html_of(client, code, **query):
    response = client.get(reverse("units:unit", args=[code]), query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    return " ".join(html.split())


@pytest.mark.usefixtures("reader")
class TestPage:
    def test_name_kind_chain_children_and_counts(self, client):
        html = html_of(client, "hn")
        for words in (
            "<h1>Thành đoàn Hà Nội</h1>",
            "Trung ương Đoàn",
            "Đoàn xã Suối Hai",
            "Đoàn xã Tản Lĩnh",
            "2 commune · 2 branch",
        ):
            assert words in html
        assert html.index("Đoàn xã Suối Hai") < html.index("Đoàn xã Tản Lĩnh")

    def test_a_unit_with_nothing_below(self, client):
        assert "Không có đơn vị trực thuộc" in html_of(client, "hn-do-tram")

    @pytest.mark.parametrize("code", ["khong-co", "hn-SUOI-hai"])
    def test_no_such_unit(self, client, code):
        assert client.get(reverse("units:unit", args=[code])).status_code == 404

    def test_a_very_long_name_stands_whole(self, client, tree):
        name = "Ban Chấp hành Đoàn " + "Trường Đại học Khoa học Xã hội và Nhân văn " * 4
        make_unit(name, parent=tree.city, code="dai")
        assert name.strip() in html_of(client, "dai")

    def test_a_name_is_never_markup(self, client, tree):
        make_unit("<script>alert(1)</script>", parent=tree.city, code="x")
        assert "<script>alert" not in html_of(client, "x")
        assert "&lt;script&gt;alert" in html_of(client, "hn")

    def test_hundreds_of_children_are_paged(self, client):
        spans = [UnitSpan(f"m-{n}", f"Chi đoàn số {n}", "branch", "hn-suoi-hai", LONG_AGO, None) for n in range(300)]
        import_tree(spans=spans, successions=[], decision="x")
        html = html_of(client, "hn-suoi-hai")
        assert html.count('class="tree-row"') == 50
        assert "1 – 50 trong 302" in html
        assert "Chi đoàn số 299" in html_of(client, "hn-suoi-hai", trang="6")

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_children_as_for_one(self, client, tree, django_assert_num_queries, count):
        top = make_unit("Đoàn xã mẫu", parent=tree.city, code="mau")
        for n in range(count):
            make_unit(f"Chi đoàn {n}", parent=top, kind="branch")
        html_of(client, "mau")
        with django_assert_num_queries(21):
            html_of(client, "mau")


@pytest.mark.usefixtures("reader")
class TestHistory:
    def test_every_version_with_its_decision_newest_first(self, client, tree):
        rename_unit(unit=tree.commune, name="Đoàn xã Mới", day=date(2024, 1, 1), **BY)
        move_unit(unit=tree.commune, parent=tree.stranger.pk, day=date(2025, 1, 1), **BY)
        html = text_of(html_of(client, "hn-suoi-hai"))
        assert html.index("từ 01/01/2025") < html.index("từ 01/01/2024") < html.index("từ 01/01/2000")
        for words in ("<b>Chuyển cấp trên</b>", "<b>Đổi tên</b>: Đoàn xã Mới", "<b>Thành lập</b>: Đoàn xã Suối Hai"):
            assert words in html
        assert html.count("12-QĐ/TĐTN") == 2

    def test_then_and_now(self, client, tree):
        rename_unit(unit=tree.commune, name="Đoàn xã Mới", day=TODAY, **BY)
        move_unit(unit=tree.sister, parent=tree.neighbour.pk, day=TODAY, **BY)
        now, then = html_of(client, "hn-suoi-hai"), html_of(client, "hn-suoi-hai", ngay="26/03/2026")
        assert "<h1>Đoàn xã Mới</h1>" in now
        assert "Hát Giang" not in now
        assert "<h1>Đoàn xã Suối Hai</h1>" in then
        assert "Hát Giang" in then
        assert "/don-vi/hn-do-tram/?ngay=2026-03-26" in then
        assert "?ngay=2026-03-26" in now  # offered as a day worth a look
        assert "Đơn vị kết thúc" not in then

    def test_before_it_was_founded(self, client, tree):
        found_unit(code="moi", name="Đoàn xã Mới", kind="commune", parent=tree.city.pk, day=TODAY, **BY)
        html = html_of(client, "moi", ngay="01/01/2020")
        assert "Ngày 01/01/2020 đơn vị chưa thành lập" in html
        assert "thành lập 27/03/2026" in html

    @pytest.mark.parametrize(
        ("day", "sentence"), [("31/02/2020", "Không có ngày 31/2/2020"), ("abc", "không phải là ngày")]
    )
    def test_a_day_that_is_none(self, client, day, sentence):
        html = html_of(client, "hn", ngay=day)
        assert sentence in html
        assert f'value="{day}"' in html


@pytest.mark.usefixtures("reader")
class TestSuccession:
    def test_merged_both_ways(self, client, tree):
        merge_units(units=[tree.branch], into=tree.sister, day=YEAR_AGO, **BY)
        ended = text_of(html_of(client, "hn-do-tram"))
        assert "Đơn vị kết thúc ngày 27/03/2025." in ended
        assert "Số liệu cũ nay đứng ở" in ended
        assert "đơn vị đã kết thúc, tính vào đơn vị kế thừa" in ended
        assert "/don-vi/hn-hat-giang/" in ended
        assert "<b>Kết thúc hoạt động</b><time>27/03/2025</time>" in ended
        heir = text_of(html_of(client, "hn-hat-giang"))
        assert "Kế thừa từ" in heir
        assert "Chi đoàn thôn Đô Trám" in heir

    def test_an_ended_unit_on_its_last_day(self, client, tree):
        merge_units(units=[tree.branch, tree.sister], into=tree.neighbour, day=YEAR_AGO, **BY)
        merge_units(units=[tree.commune], into=tree.neighbour, day=YEAR_AGO, **BY)
        now, then = html_of(client, "hn-suoi-hai"), html_of(client, "hn-suoi-hai", ngay="26/03/2025")
        assert "Ngày này đơn vị không hoạt động" in now
        assert "?ngay=2025-03-26" in now
        assert "Chi đoàn thôn Đô Trám" in then

    def split(self, tree, heir):
        parts = [
            found_unit(code=f"p{n}", name=f"Phần {n}", kind="commune", parent=tree.city.pk, day=YEAR_AGO, **BY)
            for n in (1, 2)
        ]
        split_unit(unit=tree.neighbour, into=parts, heir=parts[0] if heir else None, day=YEAR_AGO, **BY)

    def test_split_with_an_heir(self, client, tree):
        self.split(tree, heir=True)
        html = text_of(html_of(client, "hn-tan-linh"))
        assert "đơn vị đã chia tách, tính vào đơn vị giữ lịch sử" in html
        assert html.count('<span class="tag">giữ lịch sử</span>') == 1
        assert "Đoàn xã Tản Lĩnh" in html_of(client, "p2")

    def test_split_without_an_heir_is_kept_apart_and_said_so_where_it_stands(self, client, tree):
        self.split(tree, heir=False)
        assert "để riêng ở cấp trên chung" in html_of(client, "hn-tan-linh")
        html = html_of(client, "hn")
        assert "Số liệu để riêng ở đây" in html
        assert "Đoàn xã Tản Lĩnh" in html

    def test_a_unit_that_ended_without_a_successor(self, client, tree):
        UnitVersion.objects.filter(unit=tree.branch).update(end=YEAR_AGO)
        rename_unit(unit=tree.sister, name="B", day=TODAY, **BY)  # tells every process that the tree has changed
        assert "Không tìm được chỗ trong bản đồ ngày này" in html_of(client, "hn-do-tram")

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_as_for_one(self, client, tree, django_assert_num_queries, count):
        top = make_unit("Đoàn xã mẫu", parent=tree.city, code="mau")
        for n in range(count):
            old = make_unit(f"Chi đoàn {n}", parent=tree.commune, kind="branch")
            merge_units(units=[old], into=top, day=TODAY, **BY)
        html_of(client, "mau")
        with django_assert_num_queries(22):
            html_of(client, "mau")


@pytest.mark.usefixtures("reader")
class TestPeopleAndBlocs:
    def test_who_holds_which_role_today_and_only_here(self, client, tree):
        make_officer("base_officer", tree.commune, full_name="Nguyễn Đang Giữ")
        gone = make_account(full_name="Trần Đã Thôi")
        give_role(gone, "base_officer", tree.commune, end=TODAY)
        make_officer("secretary", tree.city, full_name="Lê Cấp Trên")
        html = html_of(client, "hn-suoi-hai")
        assert "Nguyễn Đang Giữ" in html
        assert "Cán bộ Đoàn cơ sở" in html
        assert "Trần Đã Thôi" not in html
        assert "Lê Cấp Trên" not in html
        assert "Hôm nay chưa ai giữ vai trò" in html_of(client, "hn-tan-linh")

    def test_blocs_with_their_head(self, client, tree):
        form_bloc(
            name="Cụm số 3",
            year=2026,
            head=tree.neighbour.pk,
            deputy=None,
            members=[tree.commune.pk],
            actor=None,
            at=AT,
        )
        html = html_of(client, "hn-suoi-hai")
        assert "Cụm số 3 (2026)" in html
        assert "Khối trưởng" in html
        assert "Đoàn xã Tản Lĩnh" in html
        assert "Cụm số 3" not in html_of(client, "hn")


class TestWays:
    """To the unit's work, cadres, decisions, blocs and reviews: shown to those who may go there."""

    def test_from_within_its_reach(self, client, tree):
        self.form_bloc(tree)
        sign_in(client, make_officer("secretary", tree.city))
        for path in [*self.shut(client, "hn-suoi-hai"), "/so-viec/?don-vi=hn-suoi-hai"]:
            assert client.get(path).status_code == 200, path

    def test_from_beside_and_below(self, client, tree):
        self.form_bloc(tree)
        for unit, code in ((tree.stranger, "hn-suoi-hai"), (tree.branch, "hn-suoi-hai"), (tree.branch, "hn")):
            sign_in(client, make_officer("secretary", unit))
            assert self.shut(client, code) == []

    def test_reviews_of_an_ended_unit_are_of_periods_it_lived_to_the_end_of(self, client, tree):
        sign_in(client, make_officer("secretary", tree.city))
        merge_units(units=[tree.branch], into=tree.sister, day=date(2025, 7, 1), **BY)
        html = html_of(client, "hn-do-tram")
        assert "/so-ket/hn-do-tram/2025-H1/" in html
        assert "/so-ket/hn-do-tram/2024/" in html
        assert "/so-ket/hn-do-tram/2025/" not in html
        merge_units(units=[tree.sister], into=tree.neighbour, day=date(2026, 1, 1), **BY)
        assert "/so-ket/hn-suoi-hai/2026/" in html_of(client, "hn-suoi-hai")

    @staticmethod
    def form_bloc(tree):
        form_bloc(
            name="Cụm số 3",
            year=2026,
            head=tree.neighbour.pk,
            deputy=None,
            members=[tree.commune.pk],
            actor=None,
            at=AT,
        )

    @staticmethod
    def shut(client, code):
        """Ways to pages that are shut to others."""
        ways = (f"/can-bo/don-vi/{code}/", f"/don-vi/{code}/xep-loai/", f"/don-vi/{code}/quyet-dinh/", "/khoi-thi-dua/")
        found = re.findall(r'href="([^"]+)"', html_of(client, code))
        return [path for path in found if any(way in path for way in ways) or path.startswith(f"/so-ket/{code}/")]


class TestOrganise:
    def test_offered_to_whoever_may(self, client, tree):
        sign_in(client, make_officer("secretary", tree.city))
        assert reverse("organisation:merge", args=["hn-suoi-hai"]) in html_of(client, "hn-suoi-hai")
        assert reverse("units:rename", args=["na"]) not in html_of(client, "na")

    def test_not_for_a_unit_that_has_ended(self, client, tree):
        sign_in(client, make_officer("secretary", tree.city))
        merge_units(units=[tree.branch], into=tree.sister, day=YEAR_AGO, **BY)
        assert reverse("units:rename", args=["hn-do-tram"]) not in html_of(client, "hn-do-tram")

    @pytest.mark.usefixtures("reader")
    def test_not_to_a_reader(self, client):
        assert "Sắp xếp tổ chức" not in html_of(client, "hn-suoi-hai")


def test_signed_out(client, tree):
    assert client.get(reverse("units:unit", args=["hn"])).status_code == 302


def test_in_english(client, reader):
    client.cookies["django_language"] = "en"
    assert "Thành đoàn Hà Nội" in html_of(client, "hn")


def test_a_day_in_the_future(client, reader, tree):
    rename_unit(unit=tree.commune, name="Đoàn xã Mai Sau", day=TODAY + timedelta(days=9), **BY)
    assert "<h1>Đoàn xã Suối Hai</h1>" in html_of(client, "hn-suoi-hai")
    assert "<h1>Đoàn xã Mai Sau</h1>" in html_of(client, "hn-suoi-hai", ngay="2026-04-05")
