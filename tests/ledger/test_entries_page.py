"""The ledger's list: what it shows, filters, adds up, takes along, and hides."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import (
    AT,
    TODAY,
    declare,
    make_account,
    make_indicator,
    make_officer,
    make_person,
    make_ratio,
    sign_in,
)
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import (
    Draft,
    Line,
    declare_figure,
    import_postings,
    open_dataset,
    post_entries,
    reverse_posting,
)
from viecthat.units.commands import merge_units

pytestmark = pytest.mark.django_db
ENTRIES = reverse("ledger:entries")
HOUR = timedelta(hours=1)


@pytest.fixture
def secretary(tree, client):
    return sign_in(client, make_officer("secretary", tree.city))


def page(client, **query):
    response = client.get(ENTRIES, query)
    assert response.status_code == 200
    return response


def shown(client, **query):
    """Quantities on the page, in order."""
    rows = page(client, **query).context["rows"]
    return [line.entry.quantity for row in rows for line in row.lines]


def made_up(tree, quantity=77):
    dataset, _new = open_dataset(
        code="d", title="Báo cáo 2022", source="Thành đoàn", source_date=TODAY, synthetic=True, note="", at=AT
    )
    line = Line(tree.branch.pk, make_indicator().pk, TODAY, quantity, Grade.EVIDENCED)
    import_postings(drafts=[Draft(tree.branch.pk, PostingKind.IMPORT, (line,), AT, "k")], dataset=dataset, at=AT)


def test_signed_out_readers_are_asked_to_sign_in(client):
    assert client.get(ENTRIES).status_code == 302


def test_empty(client, secretary):
    html = page(client).content.decode()
    assert "Không có dòng nào" in html
    assert "Kê khai một số" in html


def test_newest_first_with_unit_kind_and_proof(client, tree, secretary):
    declare(tree.branch, secretary, 1234)
    declare(tree.sister, secretary, 2, at=AT + HOUR)
    assert shown(client) == [2, 1234]
    html = page(client).content.decode()
    for words in ("1.234", "Chi đoàn thôn Đô Trám", "Kê khai", "27/03/2026 16:00", "2 chứng từ"):
        assert words in html


@pytest.mark.parametrize(
    ("role", "unit", "expected"),
    [
        ("secretary", "city", [3, 2, 1]),
        ("base_officer", "commune", [2, 1]),
        ("branch_secretary", "branch", [1]),
        ("inspector", "stranger", [4]),
        ("secretary", "centre", [4, 3, 2, 1]),
    ],
)
def test_everyone_sees_what_is_below_them_and_no_more(client, tree, role, unit, expected):
    top = make_officer("secretary", tree.centre)
    for place, one in enumerate((tree.branch, tree.sister, tree.neighbour, tree.stranger), 1):
        declare(one, top, place, at=AT + place * HOUR)
    sign_in(client, make_officer(role, getattr(tree, unit)))
    assert shown(client) == expected
    assert sum(one.lines for one in page(client).context["sums"]) == len(expected)
    exported = client.get(reverse("ledger:download", args=["csv"])).getvalue().decode()
    assert exported.count("Tổng hợp từ sổ tay") == len(expected)


def test_asking_for_a_unit_out_of_reach_shows_nothing_of_it(client, tree):
    top = make_officer("secretary", tree.centre)
    declare(tree.stranger, top, 4)
    sign_in(client, make_officer("secretary", tree.city))
    for asked in ("na", "tw", "Tỉnh đoàn Nghệ An"):
        assert shown(client, **{"don-vi": asked}) == []


def test_an_account_without_a_role_sees_nothing(client, tree):
    declare(tree.branch, make_officer("secretary", tree.city), 5)
    sign_in(client, make_account())
    assert shown(client) == []
    assert "Kê khai một số" not in page(client).content.decode()


class TestFilters:
    @pytest.fixture(autouse=True)
    def _entries(self, tree, secretary):
        works = make_indicator("youth_works", name="Công trình thanh niên", unit="công trình")
        declare(tree.branch, secretary, 1, day=TODAY - timedelta(days=9))
        declare(tree.neighbour, secretary, 2, indicator=works, at=AT + HOUR)
        line = Line(tree.sister.pk, make_indicator().pk, TODAY, 3, Grade.EVIDENCED)
        post_entries(kind=PostingKind.REGISTER, unit=tree.sister.pk, lines=[line], actor=secretary, at=AT + 2 * HOUR)

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, [3, 2, 1]),
            ({"don-vi": "hn-suoi-hai"}, [3, 1]),
            ({"don-vi": "doan xa suoi hai"}, [3, 1]),
            ({"don-vi": "Đoàn xã Suối Hai (hn-suoi-hai)"}, [3, 1]),
            ({"chi-so": "youth_works"}, [2]),
            ({"loai": "register"}, [3]),
            ({"muc": "2"}, [3]),
            ({"tu": "19/03/2026"}, [3, 2]),
            ({"den": "18/03/2026"}, [1]),
            ({"tu": "18/03/2026", "den": "2026-03-18"}, [1]),
            ({"biet-den": "27/03/2026 16:30"}, [1]),
            ({"biet-den": "27/03/2026 17:00"}, [2, 1]),
            ({"biet-den": "27/03/2026"}, [3, 2, 1]),
            ({"biet-den": "26/03/2026"}, []),
            ({"xep": "ghi"}, [1, 2, 3]),
            ({"xep": "ngay"}, [1, 3, 2]),
            ({"xep": "-so"}, [3, 2, 1]),
            ({"xep": "nonsense"}, [3, 2, 1]),
            ({"chi-so": "trees_planted", "muc": "1", "don-vi": "hn"}, [1]),
        ],
    )
    def test_each(self, client, query, expected):
        assert shown(client, **query) == expected

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ({"don-vi": "không có đơn vị này"}, "Không có đơn vị nào tên hoặc mã là"),
            ({"don-vi": "x" * 2000}, "Tên đơn vị dài quá"),
            ({"don-vi": "a\x00b"}, "ký tự lạ"),
            ({"chi-so": "không có"}, "Không có “không có”; chọn một mục trong danh sách."),
            ({"tu": "31/02/2026"}, "Không có ngày 31/2/2026"),
            ({"den": "hôm qua"}, "không phải là ngày"),
            ({"tu": "02/01/2026", "den": "01/01/2026"}, "Ngày cuối trước ngày đầu"),
            ({"biet-den": "27/03/2026 25:61"}, "Giờ chưa đúng"),
            ({"muc": "9"}, "Không có “9”"),
        ],
    )
    def test_what_can_not_be_is_said_at_its_box_and_kept(self, client, query, sentence):
        response = page(client, **query)
        html = response.content.decode()
        assert sentence in html
        assert "Bộ lọc chưa đúng" in html
        assert response.context["rows"] == []
        assert client.get(reverse("ledger:download", args=["csv"]), query).status_code == 404

    def test_what_was_asked_stays_in_the_boxes_and_in_the_links(self, client):
        html = page(client, **{"don-vi": "hn-suoi-hai", "muc": "2", "tu": "1/3/2026"}).content.decode()
        assert 'value="Đoàn xã Suối Hai (hn-suoi-hai)"' in html
        assert 'value="1/3/2026"' in html
        assert '<option value="2" selected>' in html
        assert "tai/csv/?don-vi=hn-suoi-hai&amp;muc=2&amp;tu=1%2F3%2F2026" in html

    def test_an_ended_unit_and_what_became_of_it(self, client, tree):
        merge_units(units=[tree.branch], into=tree.neighbour, day=TODAY, decision="x", actor=None, at=AT)
        assert shown(client, **{"don-vi": "hn-do-tram"}) == [1]
        assert shown(client, **{"don-vi": "hn-tan-linh"}) == [2, 1]
        assert shown(client, **{"don-vi": "hn-suoi-hai"}) == [3]


class TestSums:
    def test_what_the_filter_adds_up_to(self, client, tree, secretary):
        posting = declare(tree.branch, secretary, 1000)
        declare(tree.sister, secretary, 34)
        reverse_posting(posting=posting, reason="x", actor=secretary, at=AT)
        html = page(client).content.decode()
        assert "Tổng của bộ lọc: 1 chỉ số, 3 dòng" in html
        (one,) = page(client).context["sums"]
        assert (one.quantity, one.grades.declared) == (34, 34)

    def test_people_are_not_counted_once_here_and_it_says_so(self, client, tree, secretary):
        declare(tree.branch, secretary, 5)
        assert "ai dự nhiều lần" not in page(client).content.decode()
        declare(tree.branch, secretary, 5, indicator=make_indicator("p", measure="people"))
        assert "ai dự nhiều lần" in page(client).content.decode()

    def test_a_ratio_shows_its_two_numbers(self, client, tree, secretary):
        declare_figure(
            unit=tree.branch.pk, indicator=make_ratio(), quantity=Share(7, 9), day=TODAY, reason="x",
            actor=secretary, at=AT,
        )  # fmt: skip
        assert shown(client) == [7, 9]
        assert "cùng chứng từ" in page(client).content.decode()


class TestSynthetic:
    def test_says_so_wherever_it_is_shown(self, client, tree, secretary):
        declare(tree.branch, secretary, 5)
        assert "minh hoạ" not in page(client).content.decode().lower()
        made_up(tree)
        html = page(client).content.decode()
        assert "Dữ liệu minh hoạ." in html
        assert '<span class="tag">minh hoạ</span>' in html

    def test_its_reversal_too(self, client, tree, secretary):
        made_up(tree)
        (row,) = page(client).context["rows"]
        reverse_posting(posting=row.posting, reason="x", actor=secretary, at=AT)
        assert [row.made_up for row in page(client).context["rows"]] == [MadeUp.SPLIT] * 2


def test_fifty_a_page_and_the_filter_goes_along(client, tree, secretary):
    line = Line(tree.branch.pk, make_indicator().pk, TODAY, 5, Grade.DECLARED)
    for n in range(51):
        post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=[line], actor=secretary, at=AT + n * HOUR)
    first = page(client, muc="1")
    assert len(first.context["rows"]) == 50
    assert "?muc=1&amp;trang=2" in first.content.decode()
    assert len(page(client, muc="1", trang="2").context["rows"]) == 1
    assert len(page(client, trang="999").context["rows"]) == 1
    assert len(page(client, trang="abc").context["rows"]) == 50


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(client, tree, secretary, django_assert_num_queries, count):
    for unit in (tree.branch, tree.sister, tree.neighbour)[:count]:
        posting = declare(unit, secretary, 5)
        reverse_posting(posting=posting, reason="x", actor=secretary, at=AT)
    page(client)  # the tree is in memory from here on
    with django_assert_num_queries(13):
        assert len(page(client).context["rows"]) == 2 * count


@pytest.mark.usefixtures("secretary")
class TestFiles:
    def csv(self, client, **query):
        response = client.get(reverse("ledger:download", args=["csv"]), query)
        assert response.streaming
        assert response["Content-Disposition"] == 'attachment; filename="so-viec-2026-03-27.csv"'
        text = response.getvalue().decode()
        assert text.startswith("\ufeffNgày làm,")
        return list(csv.DictReader(io.StringIO(text[1:])))

    def xlsx(self, client, **query):
        response = client.get(reverse("ledger:download", args=["xlsx"]), query)
        assert response.status_code == 200
        return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()

    def test_csv_holds_every_line_plainly(self, client, tree, secretary):
        posting = declare(tree.branch, secretary, 12345, reason="Nguồn: sổ tay, trang 3")
        reverse_posting(posting=posting, reason="Ghi nhầm", actor=secretary, at=AT + HOUR)
        first, second = self.csv(client)
        assert first == {
            "Ngày làm": "2026-03-27",
            "Mã đơn vị": "hn-do-tram",
            "Đơn vị": "Chi đoàn thôn Đô Trám",
            "Mã chỉ số": "trees_planted",
            "Chỉ số": "Cây xanh được trồng",
            "Số lượng": "12345",
            "Đơn vị tính": "cây",
            "Mức chứng minh": "kê khai",
            "Loại chứng từ": "Kê khai",
            "Chứng từ số": str(posting.pk),
            "Ghi lúc": "2026-03-27T16:00:00+07:00",
            "Lý do": "Nguồn: sổ tay, trang 3",
            "Nguồn": "",
        }
        assert second["Số lượng"] == "-12345"

    @pytest.mark.parametrize("reason", ["=HYPERLINK(1)", "+84", "-1+1", "@sum"])
    def test_csv_text_is_never_a_formula(self, client, tree, secretary, reason):
        declare(tree.branch, secretary, 5, reason=reason)
        assert self.csv(client)[0]["Lý do"] == f"'{reason}"

    def test_csv_is_filtered(self, client, tree, secretary):
        declare(tree.branch, secretary, 5)
        declare(tree.neighbour, secretary, 6)
        assert [row["Số lượng"] for row in self.csv(client, **{"don-vi": "hn-tan-linh"})] == ["6"]

    def test_csv_says_what_is_made_up(self, client, tree):
        made_up(tree)
        assert self.csv(client)[0]["Nguồn"] == "Báo cáo 2022 · minh hoạ, do máy chia"

    def test_csv_names_nobody(self, client, tree, secretary):
        """Who took part is for whoever opens a posting, not for a file that is sent around."""
        person = make_person("Phùng Thị Lan", unit=tree.branch)
        line = Line(tree.branch.pk, make_indicator().pk, TODAY, 1, Grade.EVIDENCED, person.pk)
        post_entries(kind=PostingKind.REGISTER, unit=tree.branch.pk, lines=[line], actor=secretary, at=AT)
        assert "Lan" not in str(self.csv(client))

    def test_csv_in_english_though_it_is_written_after_the_page_is_over(self, client, tree, secretary):
        declare(tree.branch, secretary, 5)
        client.cookies["django_language"] = "en"
        text = client.get(reverse("ledger:download", args=["csv"])).getvalue().decode()
        assert not text.startswith("\ufeffNgày làm")
        assert ",declared," in text.lower()

    def test_csv_without_lines_has_its_head(self, client):
        assert self.csv(client) == []

    def test_workbook_holds_the_same_with_real_numbers(self, client, tree, secretary):
        declare(tree.branch, secretary, 12345)
        made_up(tree, 10**15)
        rows = self.xlsx(client, muc="1")
        head = next(i for i, row in enumerate(rows) if row[0] == "Ngày làm")
        assert rows[head + 1][0] == TODAY
        assert rows[head + 1][5] == 12345
        assert any("kê khai" in str(row[0]) for row in rows[:head])
        assert self.xlsx(client)[-1][5] == str(10**15)

    def test_workbook_in_english(self, client, tree, secretary):
        declare(tree.branch, secretary, 5)
        client.cookies["django_language"] = "en"
        assert self.xlsx(client)

    @pytest.mark.parametrize("kind", ["pdf", "exe"])
    def test_other_kinds(self, client, kind):
        assert client.get(reverse("ledger:download", args=[kind])).status_code == 404

    def test_as_many_queries_for_a_file_of_three_as_of_one(self, client, tree, secretary, django_assert_num_queries):
        for unit in (tree.branch, tree.sister, tree.neighbour):
            declare(unit, secretary, 5)
        self.csv(client)
        with django_assert_num_queries(9):
            assert len(self.csv(client)) == 3
