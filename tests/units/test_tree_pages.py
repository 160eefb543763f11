"""All units: found by what is typed, opened branch by branch, on any day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, LONG_AGO, TODAY, make_account, make_officer, make_unit, sign_in
from viecthat.units.commands import UnitSpan, import_tree, merge_units, rename_unit
from viecthat.units.pages.tree import IN_BRANCH, ON_PAGE

pytestmark = pytest.mark.django_db
LIST = reverse("units:list")


@pytest.fixture
def reader(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))


def html_of(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


def found(client, **query):
    return [version.unit.code for version, _above in client.get(LIST, query).context["found"]]


def many(tree, count, code="many"):
    """So many branches under the commune, at once."""
    spans = [
        UnitSpan(f"{code}-{n:05}", f"Chi đoàn số {n}", "branch", "hn-suoi-hai", LONG_AGO, None) for n in range(count)
    ]
    import_tree(spans=spans, successions=[], decision="x")


def test_signed_out(client):
    assert client.get(LIST).status_code == 302


def test_everybody_signed_in_sees_the_organisation(client, tree):
    sign_in(client, make_account())
    assert "Thành đoàn Hà Nội" in html_of(client)


@pytest.mark.usefixtures("reader")
class TestSearch:
    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("Suối Hai", ["hn-suoi-hai"]),
            ("suoi hai", ["hn-suoi-hai"]),
            ("  SUỐI   hai ", ["hn-suoi-hai"]),
            ("đô trám", ["hn-do-tram"]),
            ("do tram", ["hn-do-tram"]),
            ("doan xa", ["hn-suoi-hai", "hn-tan-linh"]),
            ("hn-tan-linh", ["hn-tan-linh"]),
            ("không có", []),
            ("100%_", []),
        ],
    )
    def test_with_and_without_marks(self, client, text, codes):
        assert found(client, q=text) == codes

    def test_says_what_and_where_each_is(self, client):
        html = html_of(client, q="suoi hai")
        assert reverse("units:unit", args=["hn-suoi-hai"]) in html
        assert "Thành đoàn Hà Nội" in html
        assert "Không có đơn vị nào khớp" in html_of(client, q="không có")

    def test_within_a_unit(self, client):
        assert found(client, q="doan", trong="hn-suoi-hai") == ["hn-suoi-hai", "hn-do-tram", "hn-hat-giang"]
        assert found(client, trong="na") == ["na"]

    def test_on_another_day(self, client, tree):
        rename_unit(unit=tree.commune, name="Đoàn xã Khác", day=TODAY, decision="x", actor=None, at=AT)
        assert found(client, q="suoi hai") == []
        assert found(client, q="suoi hai", ngay="26/03/2026") == ["hn-suoi-hai"]
        html = html_of(client, q="suoi hai", ngay="26/03/2026")
        assert "/don-vi/hn-suoi-hai/?ngay=2026-03-26" in html

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ({"ngay": "31/02/2026"}, "Không có ngày 31/2/2026"),
            ({"q": "x" * 500}, "500"),
            ({"q": "a", "trong": "nơi nào đó"}, "Không có đơn vị nào tên hoặc mã là “nơi nào đó”"),
        ],
    )
    def test_what_can_not_be(self, client, query, sentence):
        assert sentence in html_of(client, **query)

    def test_pages(self, client, tree):
        many(tree, ON_PAGE + 1)
        assert len(found(client, q="chi doan so")) == ON_PAGE
        assert len(found(client, q="chi doan so", trang="2")) == 1

    def test_a_part_for_htmx_is_the_part_of_the_page(self, client):
        part = client.get(LIST, {"q": "doan"}, headers={"HX-Request": "true"})
        assert "<html" not in part.content.decode()
        assert part.content.decode().strip() in html_of(client, q="doan")
        assert part["Vary"].startswith("HX-Request") or "HX-Request" in part["Vary"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_as_for_one(self, client, tree, django_assert_num_queries, count):
        for n in range(count):
            make_unit(f"Chi đoàn mẫu {n}", parent=[tree.commune, tree.city, tree.neighbour][n], kind="branch")
        html_of(client, q="chi doan mau")
        with django_assert_num_queries(6):
            assert len(found(client, q="chi doan mau")) == count


@pytest.mark.usefixtures("reader")
class TestBrowse:
    def test_the_top_is_open_with_counts_of_what_is_below(self, client):
        html = html_of(client)
        assert "Trung ương Đoàn" in html
        assert "Thành đoàn Hà Nội" in html
        assert "2 commune · 2 branch" in html
        assert "Đoàn xã Suối Hai" in html  # my own unit, as a short cut
        assert "Chi đoàn thôn Đô Trám" not in html

    def test_opened_by_a_link_down_to_a_unit(self, client):
        html = html_of(client, mo="hn-suoi-hai")
        assert "Chi đoàn thôn Đô Trám" in html
        assert 'aria-expanded="true"' in html

    def test_opened_by_htmx_and_closed_again(self, client):
        address = reverse("units:children", args=["hn-suoi-hai"])
        opened = client.get(address).content.decode()
        assert opened.strip().startswith('<li id="nhanh-hn-suoi-hai" class="open">')
        assert "Chi đoàn thôn Đô Trám" in opened
        closed = client.get(address, {"dong": "1"}).content.decode()
        assert "Chi đoàn thôn Đô Trám" not in closed
        assert closed.strip() in html_of(client, mo="hn")

    def test_what_htmx_opens_is_what_the_link_opens(self, client):
        opened = client.get(reverse("units:children", args=["hn-suoi-hai"])).content.decode()
        assert "".join(opened.split()) in "".join(html_of(client, mo="hn-suoi-hai").split())

    def test_as_it_was(self, client, tree):
        merge_units(units=[tree.branch], into=tree.sister, day=TODAY, decision="x", actor=None, at=AT)
        assert "Chi đoàn thôn Đô Trám" not in html_of(client, mo="hn-suoi-hai")
        html = html_of(client, mo="hn-suoi-hai", ngay="26/03/2026")
        assert "Chi đoàn thôn Đô Trám" in html
        assert "Theo bản đồ ngày 26/03/2026" in html
        assert "cap-duoi/?ngay=2026-03-26" in html
        part = client.get(reverse("units:children", args=["hn-suoi-hai"]), {"ngay": "2026-03-26"})
        assert "Chi đoàn thôn Đô Trám" in part.content.decode()

    def test_before_everything(self, client):
        assert "Ngày này chưa có đơn vị nào" in html_of(client, ngay="01/01/1990")

    @pytest.mark.parametrize("code", ["khong-co", "hn-do-tram"])
    def test_what_is_not_there(self, client, tree, code):
        merge_units(units=[tree.branch], into=tree.sister, day=TODAY, decision="x", actor=None, at=AT)
        assert client.get(reverse("units:children", args=[code])).status_code == 404
        assert client.get(LIST, {"mo": code}).status_code == 200

    def test_hundreds_of_children_come_a_hundred_at_a_time(self, client, tree, django_assert_max_num_queries):
        many(tree, 300)
        address = reverse("units:children", args=["hn-suoi-hai"])
        with django_assert_max_num_queries(14):
            html = client.get(address).content.decode()
        assert html.count("<li id=") == IN_BRANCH + 1
        assert "Xem tiếp, còn 202 đơn vị" in html
        more = client.get(address, {"trang": "2"}).content.decode()
        assert more.count("<li id=") == IN_BRANCH
        assert "Xem tiếp, còn 102 đơn vị" in more
        last = client.get(address, {"trang": "4"}).content.decode()
        assert last.count("<li id=") == 2
        assert "Xem tiếp" not in last
        assert "Chi đoàn số 277" in html_of(client, mo="many-00277")

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
    def test_pages_that_are_none(self, client, page):
        assert client.get(reverse("units:children", args=["hn-suoi-hai"]), {"trang": page}).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_as_for_one(self, client, tree, django_assert_num_queries, count):
        for n in range(count):
            make_unit(f"Chi đoàn {n}", parent=tree.neighbour, kind="branch")
        html_of(client, mo="hn-tan-linh")
        with django_assert_num_queries(20):
            html_of(client, mo="hn-tan-linh")


@pytest.mark.usefixtures("reader")
class TestNames:
    def names(self, client, typed, name="unit"):
        response = client.get(
            reverse("units:suggest"), {name: typed}, headers={"HX-Request": "true", "HX-Trigger-Name": name}
        )
        return response.content.decode()

    def test_offered_while_one_types_in_any_box(self, client):
        for box in ("unit", "don-vi", "parent"):
            assert '<option value="Đoàn xã Suối Hai (hn-suoi-hai)">Thành đoàn Hà Nội</option>' in self.names(
                client, "suoi", box
            )

    @pytest.mark.parametrize("typed", ["", "s", "x" * 300])
    def test_nothing_for_too_little_or_too_much(self, client, typed):
        assert "<option" not in self.names(client, typed)

    def test_twelve_at_most(self, client, tree):
        many(tree, 20)
        assert self.names(client, "chi doan so").count("<option") == 12


def test_days_beyond_the_calendar(client, reader):
    for day in (date.max, date.min + timedelta(days=1)):
        assert client.get(LIST, {"ngay": day.isoformat()}).status_code == 200
