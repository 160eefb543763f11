"""One posting: what it shows, to whom, and taking it back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    declare,
    make_account,
    make_activity,
    make_indicator,
    make_officer,
    make_person,
    sign_in,
)
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, open_dataset, post_entries, regrade_posting, reverse_posting
from viecthat.ledger.models import Entry, Posting
from viecthat.units.commands import merge_units, rename_unit

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def officer(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))


def address(posting, name="posting"):
    return reverse(f"ledger:{name}", args=[posting.pk])


def html_of(client, posting, status=200):
    response = client.get(address(posting))
    assert response.status_code == status
    return response.content.decode()


class TestPage:
    def test_everything_that_was_written(self, client, tree, officer):
        posting = declare(tree.branch, officer, 1234, day=date(2026, 3, 1))
        html = html_of(client, posting)
        for words in (
            f"Chứng từ {posting.pk}",
            "1.234",
            "Cây xanh được trồng",
            "Chi đoàn thôn Đô Trám",
            "01/03/2026",
            "27/03/2026 16:00",
            "Nguyễn Thu Hà",
            "Tổng hợp từ sổ tay của chi đoàn",
            "Kê khai",
            address(posting, "reverse"),
        ):
            assert words in html

    def test_the_unit_as_it_was_then_and_where_it_stands_now(self, client, tree, officer):
        posting = declare(tree.branch, officer, 5, day=date(2026, 1, 5))
        rename_unit(unit=tree.branch, name="Chi đoàn mới", day=date(2026, 2, 1), decision="x", actor=None, at=AT)
        html = html_of(client, posting)
        assert "Chi đoàn thôn Đô Trám" in html
        assert "Chi đoàn mới" not in html
        merge_units(units=[tree.branch], into=tree.sister, day=TODAY, decision="x", actor=None, at=AT)
        html = html_of(client, posting)
        assert "nay tính vào" in html
        assert "Chi đoàn thôn Hát Giang" in html

    def test_the_chain_both_ways(self, client, tree, officer):
        posting = declare(tree.branch, officer, 5)
        inspector = make_officer("inspector", tree.city, full_name="Trần Minh Đức")
        new = regrade_posting(posting=posting, grade=Grade.VERIFIED, reason="Đã đếm", actor=inspector, at=AT + HOUR)
        reversal = Posting.objects.get(reverses=posting)
        old_page, new_page, between = (html_of(client, one) for one in (posting, new, reversal))
        assert "đã đảo, không còn tính" in old_page
        assert address(new) in old_page
        assert address(reversal) in old_page
        assert "Trần Minh Đức: Đã đếm" in old_page
        assert address(posting, "reverse") not in old_page
        assert address(posting) in new_page
        assert "Thay cho" in new_page
        assert address(posting) in between
        assert "trừ đi chứng từ gốc" in between
        assert "−5" in between

    def test_people_are_named(self, client, tree, officer):
        person = make_person("Phùng Thị Lan", unit=tree.branch)
        line = Line(tree.branch.pk, make_indicator().pk, TODAY, 1, Grade.EVIDENCED, person.pk)
        posting = post_entries(kind=PostingKind.REGISTER, unit=tree.branch.pk, lines=[line], actor=officer, at=AT)
        assert "Phùng Thị Lan" in html_of(client, posting)

    def test_where_it_comes_from_and_that_it_is_made_up(self, client, tree, officer):
        dataset, _new = open_dataset(
            code="d", title="Báo cáo năm 2022", source="Thành đoàn Hà Nội", source_date=date(2022, 12, 20),
            synthetic=True, note="Chia theo số dân.", at=AT,
        )  # fmt: skip
        line = Line(tree.branch.pk, make_indicator().pk, TODAY, 5, Grade.EVIDENCED)
        posting = post_entries(
            kind=PostingKind.IMPORT, unit=tree.branch.pk, lines=[line], actor=None, at=AT, dataset=dataset
        )
        html = html_of(client, posting)
        for words in ("Dữ liệu minh hoạ.", "Báo cáo năm 2022", "20/12/2022", "Chia theo số dân.", "do máy tạo"):
            assert words in html
        reversal = reverse_posting(posting=posting, reason="x", actor=officer, at=AT)
        assert "Dữ liệu minh hoạ." in html_of(client, reversal)

    def test_a_dataset_made_up_whole_calls_no_total_published(self, client, tree, officer):
        dataset, _new = open_dataset(
            code="d", title="Việc của năm, minh hoạ", source="không", source_date=None, synthetic=True,
            totals_published=False, note="", at=AT,
        )  # fmt: skip
        line = Line(tree.branch.pk, make_indicator().pk, TODAY, 5, Grade.EVIDENCED)
        posting = post_entries(
            kind=PostingKind.IMPORT, unit=tree.branch.pk, lines=[line], actor=officer, at=AT, dataset=dataset
        )
        html = html_of(client, posting)
        assert "số đã công bố" not in html
        assert "Cả tổng lẫn phần của đơn vị này do máy tạo" in html
        assert "Mọi số, cả tổng" in html

    def test_many_lines_are_paged(self, client, tree, officer):
        lines = [Line(tree.branch.pk, make_indicator().pk, TODAY, n + 1, Grade.DECLARED) for n in range(101)]
        posting = post_entries(kind=PostingKind.REGISTER, unit=tree.branch.pk, lines=lines, actor=officer, at=AT)
        assert len(client.get(address(posting)).context["lines"]) == 100
        assert len(client.get(address(posting), {"trang": "2"}).context["lines"]) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_queries_for_three_lines_as_for_one(self, client, tree, officer, django_assert_num_queries, count):
        lines = [Line(tree.branch.pk, make_indicator(f"i{n}").pk, TODAY, 5, Grade.DECLARED) for n in range(count)]
        posting = post_entries(
            kind=PostingKind.DECLARED, unit=tree.branch.pk, lines=lines, actor=officer, at=AT, reason="x"
        )
        client.get(address(posting))
        with django_assert_num_queries(15):
            client.get(address(posting))


class TestReach:
    def test_out_of_reach(self, client, tree):
        posting = declare(tree.stranger, make_officer("secretary", tree.centre), 987654)
        sign_in(client, make_officer("secretary", tree.city))
        html = html_of(client, posting, 403)
        assert "987.654" not in html
        assert client.get(address(posting, "reverse")).status_code == 403

    def test_nobody_and_nothing(self, client, tree, officer):
        posting = declare(tree.branch, officer, 5)
        assert client.get("/so-viec/chung-tu/999999/").status_code == 404
        sign_in(client, make_account())
        html_of(client, posting, 403)
        client.logout()
        assert client.get(address(posting)).status_code == 302

    def test_of_an_upper_unit_everyone_sees_their_own_lines(self, client, tree):
        top = make_officer("secretary", tree.centre)
        lines = [
            Line(unit.pk, make_indicator().pk, TODAY, quantity, Grade.DECLARED)
            for unit, quantity in ((tree.branch, 1111), (tree.neighbour, 2222))
        ]
        posting = post_entries(kind=PostingKind.REGISTER, unit=tree.city.pk, lines=lines, actor=top, at=AT)
        sign_in(client, make_officer("base_officer", tree.commune))
        html = html_of(client, posting)
        assert "1.111" in html
        assert "2.222" not in html


class TestReverse:
    def send(self, client, posting, status=422, **given):
        response = client.post(address(posting, "reverse"), {"reason": "Ghi nhầm", "sure": "on"} | given)
        assert response.status_code == status
        return response

    def test_shows_what_will_be_taken_back_first(self, client, tree, officer):
        posting = declare(tree.branch, officer, 1234)
        response = client.get(address(posting, "reverse"))
        assert response.status_code == 200
        assert "1.234" in response.content.decode()
        assert Entry.objects.count() == 1

    def test_takes_it_back_with_the_reason(self, client, tree, officer):
        posting = declare(tree.branch, officer, 5)
        response = self.send(client, posting, 302, reason="Số này của chi đoàn Hát Giang")
        reversal = Posting.objects.get(reverses=posting)
        assert (reversal.reason, reversal.actor, reversal.recorded_at) == ("Số này của chi đoàn Hát Giang", officer, AT)
        assert response["Location"] == address(reversal)
        assert "Đã đảo chứng từ" in client.get(address(reversal)).content.decode()

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"reason": "  "}, "Ghi lý do đảo chứng từ để người sau hiểu."),
            ({"reason": "x" * 501}, "Lý do dài quá 500 ký tự (đang có 501)"),
            ({"sure": ""}, "Đánh dấu vào đây nếu chắc chắn muốn đảo."),
        ],
    )
    def test_refusals_at_their_boxes(self, client, tree, officer, given, sentence):
        posting = declare(tree.branch, officer, 5)
        html = self.send(client, posting, **given).content.decode()
        assert sentence in html
        assert ("Ghi nhầm" in html) == ("reason" not in given)
        assert Posting.objects.count() == 1

    def test_twice(self, client, tree, officer):
        posting = declare(tree.branch, officer, 5)
        self.send(client, posting, 302)
        assert "đã được đảo từ trước" in self.send(client, posting, 409).content.decode()
        assert Posting.objects.count() == 2

    def test_of_a_reversal_an_activity_and_a_register(self, client, tree, officer):
        reversal = reverse_posting(posting=declare(tree.branch, officer, 5), reason="x", actor=officer, at=AT)
        activity = make_activity(tree.branch, officer)
        worked = Posting.objects.get(kind="activity")
        line = Line(tree.branch.pk, make_indicator().pk, TODAY, 1, Grade.EVIDENCED)
        held = post_entries(kind=PostingKind.REGISTER, unit=tree.branch.pk, lines=[line], actor=officer, at=AT)
        before = Posting.objects.count()
        for posting, words in (
            (reversal, "Đây đã là bút toán đảo"),
            (worked, "huỷ hoạt động đó"),
            (held, "sửa ở sổ quản lý"),
        ):
            assert words in self.send(client, posting, 409).content.decode()
            assert address(posting, "reverse") not in html_of(client, posting)
        assert Posting.objects.count() == before
        activity.refresh_from_db()
        assert activity.state == "recorded"

    def test_whoever_may_look_but_not_correct(self, client, tree, officer):
        posting = declare(tree.branch, officer, 5)
        sign_in(client, make_officer("inspector", tree.city))
        assert address(posting, "reverse") not in html_of(client, posting)
        self.send(client, posting, 403)
        assert Posting.objects.count() == 1
