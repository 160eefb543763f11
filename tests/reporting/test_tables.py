"""A table of figures brought in: found, settled, checked by cell, written, taken back; our own form out and in."""

import pytest

from tests.factories import AT, TODAY, declare, make_indicator, make_officer, make_unit
from tests.reporting.sheets import messy_sheet, units_in_sheet
from viecthat.kernel.errors import Refused, Sentence
from viecthat.kernel.periods import Period
from viecthat.ledger.models import Entry, Posting
from viecthat.reporting.choices import TableState
from viecthat.reporting.commands import table as commands
from viecthat.reporting.models import FigureTable, TableRow

pytestmark = pytest.mark.django_db
HALF = Period.half(2025, 1)


@pytest.fixture
def districts(tree):
    make_indicator("trees_cared", name="Cây xanh được chăm sóc", unit="lượt cây")
    make_indicator("gifts_given", name="Suất quà trao tặng", unit="suất")
    make_indicator("gift_value", name="Trị giá quà trao tặng", unit="đồng")
    return [make_unit(name, parent=tree.city, kind="district") for name in units_in_sheet()]


@pytest.fixture
def city_officer(tree):
    return make_officer("department_officer", tree.city)


def brought(tree, actor, content, name="bieu-6-thang.xlsx", period=HALF, unit=None):
    table = commands.read_table(
        unit=(unit or tree.city).pk, period=period, file_name=name, content=content, actor=actor, at=AT
    )
    table.refresh_from_db()
    return table


def settled(table, actor, columns=None, way="fill"):
    commands.settle_mapping(table=table, columns=columns or table.columns, way=way, actor=actor, at=AT)
    table.refresh_from_db()
    return table


def said(table):
    """Every fault by the address of its cell."""
    found = {}
    for row in TableRow.objects.filter(table=table):
        for place, _refused, message, params in row.faults:
            address = row.address if place is None else f"{chr(65 + place)}{row.address}"
            found.setdefault(address, []).append(str(Sentence(message, **params)))
    return found


def test_a_messy_sheet_gives_its_faults_and_the_right_figures(tree, districts, city_officer):
    content, at = messy_sheet()
    table = brought(tree, city_officer, content)
    assert table.columns == [
        "",
        "",
        "trees_planted",
        "trees_cared",
        "gifts_given",
        "gift_value",
        "",
        "cadres_trained",
        "",
    ]
    declare(districts[0], city_officer, 60, day=HALF.last_day)
    table = settled(table, city_officer)
    faults = said(table)
    expected = {
        f"C{at[11] + 1}": "Tổng ghi 1.271, cộng 12 dòng từ 10 đến 21 được",
        f"C{at[2]}": "“~300” là số ước chừng",
        f"C{at[3]}": "“x” là dấu đánh",
        f"C{at[4]}": "“86,7%” là phần trăm",
        f"C{at[5]}": "Ô báo lỗi công thức #REF!",
        f"H{at[6]}": "“15.190/18.1887” có dấu ngăn hàng nghìn sai chỗ",
        f"C{at[7]}": "Excel đọc ô này là 1,234; nếu là 1.234",
        f"H{at[8]}": "“5/4”: số đạt lớn hơn tổng số",
        f"E{at[10]}": "Đã bỏ chữ “suất” sau số",
        f"E{at[11]}": "“1,250” hiểu là 1.250",
        f"B{at[18]}": "“Huyện Bà Vỳ” có phải là Huyện đoàn Ba Vì?",
        f"B{at[28]}": f"Đơn vị này còn ở dòng {at[29]}",
        f"B{at[29]}": f"Đơn vị này còn ở dòng {at[28]}",
        f"B{at['unknown']}": "Không có đơn vị nào tên “Đoàn trường Quốc tế”",
        f"D{at['unknown'] + 1}": "Tổng ghi 742",
    }
    assert {address: [one for one in faults.get(address, [""]) if one.startswith(words)] for address, words in expected.items()} == {
        address: faults.get(address, [])[:1] for address in expected
    }  # fmt: skip
    assert set(faults) - set(expected) == {str(at["unknown"])}
    with pytest.raises(Refused, match="Còn 10 dòng có ô cần sửa"):
        commands.do_table(table=table, leave_out=False, actor=city_officer, at=AT)
    commands.settle_cells(
        table=table, typed={f"C{at[2]}": "312"}, chosen={str(at[29]): districts[29].code},
        way="fill", actor=city_officer, at=AT,
    )  # fmt: skip
    before = Posting.objects.count()
    commands.do_table(table=table, leave_out=True, actor=city_officer, at=AT)
    assert Posting.objects.count() == before + 30
    trees = dict(Entry.objects.filter(indicator__code="trees_planted").values_list("unit", "quantity"))
    wanted = {unit.pk: 100 + index for index, unit in enumerate(districts) if index not in {3, 4, 5, 7}}
    wanted |= {districts[1].pk: 1234, districts[2].pk: 312}
    had = Entry.objects.filter(unit=districts[0], indicator__code="trees_planted").order_by("posting")
    assert [entry.quantity for entry in had] == [60, 40]
    assert trees | {districts[0].pk: 100} == wanted
    assert set(Entry.objects.filter(indicator__code="gift_value").values_list("quantity", flat=True)) == {1_500_000}
    parts = Entry.objects.filter(unit=districts[0], indicator__code__startswith="cadres_trained").order_by("indicator")
    assert [entry.quantity for entry in parts] == [3, 4]
    commands.take_table_back(table=table, reason="Gửi nhầm kỳ", actor=city_officer, at=AT)
    left = {}
    for unit, code, quantity in Entry.objects.values_list("unit", "indicator__code", "quantity"):
        left[unit, code] = left.get((unit, code), 0) + quantity
    assert {pair: n for pair, n in left.items() if n} == {(districts[0].pk, "trees_planted"): 60}
    table.refresh_from_db()
    assert table.state == TableState.UNDONE
    assert FigureTable.objects.get().day == HALF.last_day < TODAY
