"""The register of branches with their secretaries, and the weak-unit list: each sign by its rule, with n of N."""

import io
import re
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, make_officer, make_unit, sign_in
from tests.organisation.working import work
from tests.people.cadres import form, give
from tests.people.members import make_member
from viecthat.organisation.models import UnitRating
from viecthat.organisation.queries import branches as units_judged
from viecthat.organisation.queries.branches import found, judged_units, standing_of
from viecthat.people.commands.body import record_session
from viecthat.people.models import FeeMonth

SIGNS = ("too_few", "no_secretary", "no_activity", "no_fee", "not_met", "not_rated")


@pytest.fixture(autouse=True)
def officer(tree, client):
    return sign_in(client, make_officer("secretary", tree.city))


def reasons(unit) -> set[str]:
    (row,) = standing_of([unit.pk], TODAY)
    return {reason.code for reason in row.reasons}


class TestSigns:
    def test_a_branch_of_which_nothing_is_known_shows_all(self, tree):
        assert reasons(tree.branch) == set(SIGNS)
        assert reasons(tree.commune) == {"no_secretary", "not_met", "not_rated"}

    def test_each_goes_when_its_cause_goes(self, tree, officer):
        people = [make_member(tree.branch, f"Người {n}") for n in range(3)]
        assert "too_few" not in reasons(tree.branch)
        body = form(tree.branch, officer)
        give(tree.branch, officer, "secretary", people[0])
        assert "no_secretary" not in reasons(tree.branch)
        record_session(body=body, day=date(2026, 3, 1), title="Họp tháng 3", absent={}, actor=officer, at=AT)
        assert "not_met" not in reasons(tree.branch)
        work(tree.branch, day=date(2026, 2, 1))
        assert "no_activity" not in reasons(tree.branch)
        FeeMonth.objects.create(
            person=people[0], unit=tree.branch, month=date(2026, 2, 1), amount=2000, paid_on=date(2026, 2, 10),
            recorded_by=officer, recorded_at=AT,
        )  # fmt: skip
        assert "no_fee" not in reasons(tree.branch)
        UnitRating.objects.create(
            unit=tree.branch, year=2025, state="decided", proposed_class="good", proposed_on=TODAY, given_class="good",
            decided_on=TODAY, decision="03-QĐ/ĐTN",
        )  # fmt: skip
        assert reasons(tree.branch) == set()

    def test_what_was_long_ago_does_not_count(self, tree):
        work(tree.branch, day=date(2025, 12, 27))
        assert "no_activity" in reasons(tree.branch)
        work(tree.branch, day=date(2025, 12, 28), title="Một ngày sau")
        assert "no_activity" not in reasons(tree.branch)

    def test_a_young_unit_is_not_judged_by_months(self, tree):
        young = make_unit("Chi đoàn Mới", parent=tree.commune, kind="branch", day=date(2026, 2, 1))
        assert reasons(young) == {"too_few", "no_secretary"}


class TestPages:
    def test_the_register_names_secretaries_and_counts(self, client, tree, officer):
        make_member(tree.branch, "Đỗ Văn Nam")
        form(tree.branch, officer)
        give(tree.branch, officer, "secretary", name="Phùng Thị Lan")
        work(tree.branch, day=date(2026, 2, 1))
        html = client.get(reverse("organisation:branches")).content.decode()
        assert "Phùng Thị Lan" in html
        assert "1/2 có bí thư" in html
        assert "1/2 có hoạt động trong 12 tháng" in html
        assert "Đỗ Văn Nam" not in html
        only = client.get(reverse("organisation:branches"), {"q": "phung thi"}).content.decode()
        assert "Đô Trám" in only
        assert "Hát Giang" not in only

    def test_the_weak_list_says_why_and_what_to_do(self, client):
        html = client.get(reverse("organisation:weak"), {"don-vi": "hn-suoi-hai"}).content.decode()
        assert "3/3 chi đoàn, cơ sở có dấu hiệu yếu" in html
        assert "Dưới 3 đoàn viên" in html
        assert "Kết nạp, nhận đoàn viên chuyển đến" in html
        one = client.get(reverse("organisation:weak"), {"vi": "too_few"}).content.decode()
        assert "Đoàn xã Tản Lĩnh</a></b>" not in one
        assert "Đô Trám" in one

    def test_strangers_see_none(self, client, tree):
        make_member(tree.branch)
        sign_in(client, make_officer("secretary", tree.stranger))
        for name in ("branches", "weak"):
            for query in ({}, {"don-vi": "hn-suoi-hai"}):
                assert "Đô Trám" not in client.get(reverse(f"organisation:{name}"), query).content.decode()
            assert "Đô Trám".encode() not in client.get(reverse(f"organisation:{name}-file")).content

    def test_nonsense_is_told_at_the_box(self, client):
        for name in ("branches", "weak"):
            page = client.get(reverse(f"organisation:{name}"), {"don-vi": "không có", "o-dau": "trăng", "xep": "x"})
            assert page.status_code == 200
            assert "Không có đơn vị nào tên hoặc mã là" in page.content.decode()

    def test_workbooks(self, client, tree):
        make_member(tree.branch)
        for name, wanted in (("branches", "Chi đoàn thôn Đô Trám"), ("weak", "Chưa có bí thư trong sổ")):
            content = client.get(reverse(f"organisation:{name}-file")).content
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            cells = " ".join(str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row)
            assert wanted in cells

    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize(("name", "queries"), [("branches", 22), ("weak", 22)])
    def test_asks_as_much_for_one_as_for_three(self, client, tree, name, queries, count, django_assert_num_queries):
        for n in range(count):
            unit = make_unit(f"Chi đoàn {n}", parent=tree.commune, kind="branch")
            make_member(unit, f"Người {n}")
        address = reverse(f"organisation:{name}")
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize("name", ["branches", "branches-file", "weak", "weak-file", "ratings", "initiatives"])
    def test_of_too_many_units_a_part_is_chosen(self, client, tree, monkeypatch, name):
        codes = ("commune", "base_union") if name == "initiatives" else ()
        monkeypatch.setattr(units_judged, "MOST_JUDGED", 0)
        page = client.get(reverse(f"organisation:{name}"), {"q": "đô", "trang": "2"}).content.decode()
        assert "quá nhiều để xem một lúc" in page
        parts = dict(re.findall(r'href="\?don-vi=([\w-]+)&amp;q=%C4%91%C3%B4">.*?<td class="num">(\d+)</td>', page))
        monkeypatch.undo()
        here = judged_units(make_officer("secretary", tree.city), AT, within=tree.commune.pk, codes=codes)
        assert parts[tree.commune.code] == str(len(here))
        assert tree.neighbour.code not in parts or parts[tree.neighbour.code] != "0"

    def test_in_order(self, tree, officer):
        make_member(tree.sister)
        rows = standing_of(judged_units(officer, AT, codes=["branch"]), TODAY)
        assert [row.members for row in found(rows, order="-nguoi")] == [1, 0]
        assert [row.unit.code for row in found(rows)] == ["hn-do-tram", "hn-hat-giang"]
