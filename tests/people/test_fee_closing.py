"""The fee book closed: a third goes up and is confirmed, what is taken back later is taken off later, who owes what."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import (
    AT,
    TODAY,
    give_role,
    make_indicator,
    make_officer,
    make_tree,
    make_unit,
    sign_in,
    stop_clock,
)
from tests.people.members import figure, make_member, make_member_indicators, secretary_of
from tests.people.test_register_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.people.commands.fee import collect_fees, exempt_from_fee, take_back_fee
from viecthat.people.commands.fee_closing import close_fees, confirm_passed, undo_closing
from viecthat.people.commands.rows import RowsRefused
from viecthat.people.models import FeeClosing, FeeClosingLine, FeeMonth
from viecthat.people.queries.fee_closing import arrears_of, open_book
from viecthat.people.rules.fee import closing_rule
from viecthat.units.commands import merge_units
from viecthat.units.queries import units_by_id

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
LATER = datetime(2026, 4, 2, 3, 0, tzinfo=UTC)  # 02/04/2026 at home


@pytest.fixture
def tree():
    make_member_indicators()
    for code in ("fees_collected", "fees_passed_up"):
        make_indicator(code, register="memberships", unit="đồng", area=6)
    return make_tree()


@pytest.fixture
def secretary(tree):
    return secretary_of(tree.branch)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune, full_name="Trần Văn Nam")


@pytest.fixture
def three(tree):
    return [make_member(tree.branch, f"Người {n}") for n in range(3)]


def pay(people, actor, month=FEBRUARY, day=date(2026, 2, 20)):
    return collect_fees(people=[one.pk for one in people], month=month, day=day, actor=actor, at=AT)


def close(unit, actor, end=MARCH, at=AT):
    return close_fees(unit=unit.pk, end=end, actor=actor, at=at)


def opened(unit, today=TODAY):
    return open_book(units_by_id({unit.pk}, today)[unit.pk], today)


def test_by_levels_and_by_the_end_of_the_year():
    branch, base, province = (closing_rule(kind, TODAY) for kind in ("branch", "commune", "province"))
    assert branch.period_with(TODAY) == (MARCH, APRIL)
    assert base.period_with(TODAY) == (date(2026, 1, 1), APRIL)
    assert province.period_with(date(2026, 8, 9)) == (date(2026, 7, 1), date(2027, 1, 1))
    assert (branch.opens_on(APRIL), branch.due_on(APRIL)) == (APRIL, date(2026, 4, 6))
    # The last transfer of a year is made by 30 December.
    assert (branch.opens_on(date(2027, 1, 1)), branch.due_on(date(2027, 1, 1))) == (date(2026, 12, 30),) * 2
    with pytest.raises(LookupError):
        closing_rule("branch", date(2010, 1, 1))


def test_a_third_goes_up_and_is_confirmed_by_the_superior(tree, secretary, officer, three):
    pay(three, secretary)
    pay(three[:1], secretary, MARCH, TODAY)
    made = close(tree.branch, secretary)
    assert (made.start, made.total, made.passed, made.superior_id) == (FEBRUARY, 6000, 2000, tree.commune.pk)
    assert figure(tree.branch, "fees_passed_up") == 0  # the superior has not said yet that it came
    with pytest.raises(RowsRefused):
        confirm_passed(closings=[made.pk], day=TODAY, actor=secretary, at=AT)
    with pytest.raises(RowsRefused):
        confirm_passed(closings=[made.pk], day=TODAY, actor=make_officer("base_officer", tree.neighbour), at=AT)
    with pytest.raises(Refused, match="Chưa chọn dòng"):
        confirm_passed(closings=[], day=TODAY, actor=officer, at=AT)
    with pytest.raises(RowsRefused):
        confirm_passed(closings=[made.pk], day=date(2026, 3, 1), actor=officer, at=AT)
    confirm_passed(closings=[made.pk], day=TODAY, actor=officer, at=AT)
    assert figure(tree.branch, "fees_passed_up") == 2000
    with pytest.raises(RowsRefused):
        confirm_passed(closings=[made.pk], day=TODAY, actor=officer, at=AT)
    assert FeeClosing.objects.get().posting is not None
    assert (opened(tree.branch).start, opened(tree.branch).total) == (MARCH, 2000)
    above = opened(tree.commune)
    assert (above.start, above.end, above.total, above.passed) == (date(2026, 1, 1), APRIL, 2000, 666)


def test_the_money_goes_on_upward(tree, secretary, officer, three):
    pay(three, secretary)
    made = close(tree.branch, secretary)
    confirm_passed(closings=[made.pk], day=TODAY, actor=officer, at=AT)
    with pytest.raises(Refused, match="chưa hết"):
        close(tree.commune, officer, APRIL)
    up = close(tree.commune, officer, APRIL, LATER)
    assert (up.total, up.passed, up.superior_id) == (2000, 666, tree.city.pk)
    city = make_officer("secretary", tree.city)
    confirm_passed(closings=[up.pk], day=date(2026, 4, 2), actor=city, at=LATER)
    assert figure(tree.commune, "fees_passed_up", date(2026, 4, 2)) == 666
    assert opened(tree.commune, date(2026, 4, 2)).total == 0
    pay(three[:1], secretary, MARCH, TODAY)
    own = close(tree.branch, officer, APRIL, LATER)
    with pytest.raises(RowsRefused):  # nobody confirms their own
        confirm_passed(closings=[own.pk], day=date(2026, 4, 2), actor=officer, at=LATER)


def test_only_the_next_period_and_only_ones_own(tree, secretary, three):
    pay(three, secretary)
    with pytest.raises(Refused, match="tải lại trang"):
        close(tree.branch, secretary, APRIL)
    for stranger in (secretary_of(tree.sister), make_officer("inspector", tree.city)):
        with pytest.raises(Refused, match="chưa được giao quyền"):
            close(tree.branch, stranger)
    close(tree.branch, secretary)
    with pytest.raises(Refused, match="tải lại trang"):
        close(tree.branch, secretary)
    with pytest.raises(Refused, match="01/04/2026"):
        close(tree.branch, secretary, APRIL)
    assert FeeClosing.objects.count() == 1


def test_what_is_taken_back_later_is_taken_off_later(tree, secretary, three):
    first, *_rest = pay(three, secretary)
    february = close(tree.branch, secretary)
    take_back_fee(fee=first, reason="Thu nhầm", actor=secretary, at=AT)
    assert figure(tree.branch, "fees_collected") == 4000
    pay(three[:1], secretary, FEBRUARY, TODAY)  # and paid anew
    pay(three[1:], secretary, MARCH, TODAY)
    book = opened(tree.branch)
    assert ([fee.amount for fee in book.fees], [fee.pk for fee in book.backs]) == ([2000] * 3, [first.pk])
    assert book.total == 4000
    march = close(tree.branch, secretary, APRIL, LATER)
    february.refresh_from_db()
    assert (february.total, march.total) == (6000, 4000)
    assert opened(tree.branch, date(2026, 4, 2)).backs == ()


def test_more_taken_back_than_came_in(tree, secretary, three):
    (row,) = pay(three[:1], secretary)
    close(tree.branch, secretary)
    take_back_fee(fee=row, reason="Thu nhầm", actor=secretary, at=AT)
    with pytest.raises(Refused, match="nhiều hơn số thu"):
        close(tree.branch, secretary, APRIL, LATER)


def test_opened_again_until_it_is_confirmed(tree, secretary, officer, three):
    pay(three, secretary)
    made = close(tree.branch, secretary)
    with pytest.raises(Refused, match="vì sao"):
        undo_closing(closing=made.pk, reason=" ", actor=secretary, at=AT)
    with pytest.raises(Refused, match="không thuộc"):
        undo_closing(closing=made.pk, reason="x", actor=secretary_of(tree.sister), at=AT)
    undo_closing(closing=made.pk, reason="Thiếu tiền mặt", actor=officer, at=AT)  # returned by the superior
    assert opened(tree.branch).total == 6000
    again = close(tree.branch, secretary)
    confirm_passed(closings=[again.pk], day=TODAY, actor=officer, at=AT)
    with pytest.raises(Refused, match="đã xác nhận"):
        undo_closing(closing=again.pk, reason="x", actor=secretary, at=AT)
    assert [one.undone_reason for one in FeeClosing.objects.order_by("pk")] == ["Thiếu tiền mặt", ""]


def test_a_later_period_is_opened_first(tree, secretary, three):
    pay(three, secretary)
    february = close(tree.branch, secretary)
    march = close(tree.branch, secretary, APRIL, LATER)
    assert (march.total, march.passed) == (0, 0)  # a month without money is closed too
    with pytest.raises(Refused, match="kỳ sau trước"):
        undo_closing(closing=february.pk, reason="x", actor=secretary, at=LATER)


def test_what_was_signed_stays(tree, secretary, three):
    pay(three, secretary)
    made = close(tree.branch, secretary)
    for change in (
        lambda: FeeClosing.objects.filter(pk=made.pk).update(total=7000),
        lambda: FeeClosing.objects.filter(pk=made.pk).update(passed=1),
        lambda: FeeClosing.objects.all()._raw_delete("default"),
        lambda: FeeClosingLine.objects.update(back=True),
        FeeClosingLine.objects.all().delete,
    ):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            change()


def test_money_of_a_branch_that_went_into_another_is_closed_there(tree, secretary, three):
    pay(three, secretary)
    merge_units(units=[tree.branch], into=tree.sister, day=MARCH, decision="7-QĐ", actor=None, at=AT)
    made = close(tree.sister, secretary_of(tree.sister))
    assert (made.total, made.passed) == (6000, 2000)


def test_who_owes_what(tree, secretary, three):
    pay(three[:2], secretary, date(2026, 1, 1))
    pay(three[:1], secretary)
    exempt_from_fee(person=three[2].pk, month=FEBRUARY, months=1, decision="1", actor=secretary, at=AT)
    make_member(tree.branch, "Mới vào", since=date(2026, 3, 5))
    found = [(one.person.full_name, one.months, one.due) for one in arrears_of(tree.branch.pk, 2026, TODAY)]
    assert found == [("Người 1", (FEBRUARY,), 2000), ("Người 2", (date(2026, 1, 1),), 2000)]
    assert [len(one.months) for one in arrears_of(tree.branch.pk, 2025, TODAY)] == [12, 12, 12]


def test_on_its_pages(client, tree, secretary, officer, three, monkeypatch):
    stop_clock(monkeypatch)
    pay(three, secretary)
    sign_in(client, secretary)
    code = tree.branch.code
    book, page = reverse("people:fees", args=[code]), reverse("keeping:fee-closings", args=[code])
    assert "Khoá sổ" in text_of(client.get(book))
    assert "6.000 đồng" in text_of(client.get(page))
    assert client.post(page, {"end": "2026-04-01"}).status_code == 422
    assert client.post(page, {"end": "2026-03-01"}).status_code == 302
    assert "chờ Đoàn xã Suối Hai xác nhận" in text_of(client.get(page))
    assert "đã khoá sổ" in text_of(client.get(book, {"thang": "2/2026"}))
    made = FeeClosing.objects.get()
    for kind in ("pdf", "docx"):
        paper = client.get(reverse("keeping:fee-closing-paper", args=[code, made.pk, kind]))
        assert paper.content[:4] in {b"%PDF", b"PK\x03\x04"}
    sheet = client.get(reverse("keeping:fee-book-file", args=[code]), {"nam": "2026"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows if str(row[0]).startswith("Người")] == [2000.0] * 3
    owing = reverse("keeping:fee-arrears", args=[code])
    assert "3 người, 6.000 đồng" in text_of(client.get(owing))
    assert client.get(reverse("keeping:fee-arrears-file", args=[code])).status_code == 200
    up = reverse("keeping:fees-handed-up")
    assert "Không có khoản nào" in text_of(client.get(up))
    assert client.post(up, {"dong": [str(made.pk)], "day": "27/03/2026"}).status_code == 422
    sign_in(client, officer)
    assert "2.000 đồng chờ xác nhận" in text_of(client.get(up))
    assert "1 khoản chờ xác nhận" in text_of(client.get(reverse("people:fee-branches")))
    back = reverse("keeping:reopen-fees", args=[code, made.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(up, {"dong": [str(made.pk)], "day": "27/03/2026"}).status_code == 302
    assert "2.000" in text_of(client.get(reverse("keeping:fee-closings", args=[tree.commune.code])))
    assert client.post(back, {"reason": "x"}).status_code == 422


def test_nobody_else_sees_the_book_closed(client, tree, secretary, three, monkeypatch):
    stop_clock(monkeypatch)
    pay(three, secretary)
    made = close(tree.branch, secretary)
    code = tree.branch.code
    addresses = [reverse(f"keeping:{name}", args=[code]) for name in ("fee-closings", "fee-arrears", "fee-book-file")]
    addresses += [reverse("keeping:reopen-fees", args=[code, made.pk])]
    addresses += [reverse("keeping:fee-closing-paper", args=[code, made.pk, "pdf"])]
    for stranger in (secretary_of(tree.sister), make_officer("keeper", tree.city)):
        sign_in(client, stranger)
        assert [client.get(one).status_code for one in addresses] == [404] * 5
    sister = secretary_of(tree.sister)
    sign_in(client, sister)
    assert client.get(reverse("keeping:fee-closing-paper", args=[tree.sister.code, made.pk, "pdf"])).status_code == 404
    sign_in(client, make_officer("inspector", tree.city))
    assert client.get(addresses[0]).status_code == 200
    assert client.post(addresses[0], {"end": "2026-04-01"}).status_code == 403
    assert client.get(reverse("keeping:fee-arrears", args=[tree.commune.code])).status_code == 404
    give_role(sister, "branch_secretary", tree.branch)
    sign_in(client, sister)
    assert client.get(addresses[0]).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(
    client, tree, secretary, officer, count, django_assert_num_queries, monkeypatch
):
    stop_clock(monkeypatch)
    for number in range(count):
        unit = make_unit(f"Chi đoàn {number}", parent=tree.commune, kind="branch")
        keeper = secretary_of(unit)
        collect_fees(people=[make_member(unit, "Lan").pk], month=FEBRUARY, day=date(2026, 2, 20), actor=keeper, at=AT)
        close(unit, keeper)
    assert FeeMonth.objects.count() == count
    sign_in(client, officer)
    there = reverse("keeping:fees-handed-up")
    client.get(there)
    with django_assert_num_queries(7):
        assert client.get(there).content.decode().count('type="checkbox"') == count
