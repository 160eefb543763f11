"""A table of figures brought in: found, settled, checked by cell, written, taken back; our own form out and in."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import AT, TODAY, declare, make_account, make_indicator, make_officer, make_unit, sign_in
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
        f"D{at['unknown'] + 1}": "Tổng ghi 745, cộng 31 dòng",
    }
    for address, words in expected.items():
        assert any(one.startswith(words) for one in faults.get(address, [])), (address, faults.get(address))
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


LIST, NEW = reverse("tables:list"), reverse("tables:new")
PASTED = """STT\tĐơn vị\tCây xanh được trồng\tĐoàn viên mới kết nạp
1\tXã Suối Hai\t120\t5
2\tX. Tản Lĩnh\t80\t6
\tTổng\t200\t11
"""


def upload(content, name="bieu.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return file


class TestPages:
    def test_from_the_clipboard_to_the_ledger_and_back(self, tree, client, django_assert_num_queries):
        officer = sign_in(client, make_officer("department_officer", tree.city))
        sent = {"unit": "hn", "period": "quý I năm 2026", "text": PASTED}
        assert "không có ô nào cạnh nhau" in client.post(NEW, sent | {"text": "một dòng"}).content.decode()
        page = client.post(NEW, sent).url
        html = client.get(page).content.decode()
        assert 'value="Cây xanh được trồng" list="column-names"' in html
        assert "do sổ quản lý giữ, không kê khai được" in html
        assert f'<a href="{reverse("people:register")}">Mở sổ</a>' in html
        settle = reverse("tables:columns", args=[FigureTable.objects.get().pk])
        refused = client.post(settle, {"cot-2": "Cây xanh được trồng", "cot-3": "Đoàn viên mới kết nạp", "way": "fill"})
        assert refused.status_code == 422
        assert "do sổ quản lý giữ" in refused.content.decode()
        declare(tree.commune, officer, 100, day=date(2026, 3, 1))
        assert client.post(settle, {"cot-2": "cay xanh duoc trong", "cot-3": "", "way": "fill"}).url == page
        html = client.get(page + "?loai=tat-ca").content.decode()
        assert "sổ có 100, ghi 20" in html
        assert client.post(reverse("tables:write", args=[FigureTable.objects.get().pk])).url == page
        assert sorted(Entry.objects.values_list("unit__code", "quantity")) == [
            ("hn-suoi-hai", 20),
            ("hn-suoi-hai", 100),
            ("hn-tan-linh", 80),
        ]
        assert "chứng từ" in client.get(page).content.decode()
        back = reverse("tables:take-back", args=[FigureTable.objects.get().pk])
        assert client.post(back, {"reason": " "}).status_code == 422
        assert client.post(back, {"reason": "Gửi nhầm"}).url == page
        assert sum(Entry.objects.values_list("quantity", flat=True)) == 100
        again = reverse("tables:again", args=[FigureTable.objects.get().pk])
        assert client.post(again).url == page
        client.post(NEW, sent)
        last = FigureTable.objects.order_by("-pk").first()
        assert "như lần trước" in client.get(reverse("tables:table", args=[last.pk])).content.decode()
        with django_assert_num_queries(8):
            client.get(LIST)
        client.post(NEW, sent)
        with django_assert_num_queries(8):
            client.get(LIST)

    @pytest.mark.parametrize("many", [1, 3])
    def test_a_table_costs_the_same_for_one_line_and_for_three(self, tree, client, many, django_assert_num_queries):
        sign_in(client, make_officer("department_officer", tree.city))
        make_indicator("trees_cared", name="Cây xanh được chăm sóc", unit="lượt cây")
        make_indicator()
        names = ["Đoàn xã Tản Lĩnh", "Chi đoàn thôn Đô Trám", "Chi đoàn thôn Hát Giang"][:many]
        text = "Đơn vị\tCây xanh được trồng\tCây xanh được chăm sóc\n" + "".join(
            f"{name}\t{12 + place}\t{3 + place}\n" for place, name in enumerate(names)
        )
        page = client.post(NEW, {"unit": "hn", "period": "2025", "text": text}).url
        table = FigureTable.objects.get()
        columns = {"cot-1": "Cây xanh được trồng", "cot-2": "Cây xanh được chăm sóc", "way": "fill"}
        client.post(reverse("tables:columns", args=[table.pk]), columns)
        client.get(page)
        with django_assert_num_queries(12):
            answer = client.get(page + "?loai=tat-ca")
        assert len(answer.context["rows"]) == many
        # Two figures in each line, counted where they lie.
        assert answer.context["figures"] == 2 * many

    def test_only_for_units_one_declares_for(self, tree, client):
        table = brought(tree, make_officer("department_officer", tree.city), PASTED.encode(), "dan.txt")
        sign_in(client, make_officer("base_officer", tree.neighbour))
        address = reverse("tables:table", args=[table.pk])
        assert client.get(address).status_code == 404
        assert "dan.txt" not in client.get(LIST).content.decode()
        refused = client.post(NEW, {"unit": "hn", "period": "2025", "text": PASTED})
        assert "chưa được giao quyền kê khai" in refused.content.decode()
        sign_in(client, make_account())
        assert [client.get(one).status_code for one in (LIST, NEW, reverse("tables:form"), address)] == [
            403,
            403,
            403,
            404,
        ]


class TestOwnForm:
    def test_it_goes_out_comes_back_and_what_was_changed_is_noticed(self, tree, client):
        officer = sign_in(client, make_officer("department_officer", tree.city))
        wanted = {"unit": "hn", "period": "2025", "indicators": ["trees_planted", "cadres_trained"]}
        response = client.post(reverse("tables:form"), wanted)
        assert response["Content-Disposition"] == 'attachment; filename="mau-hn-2025.xlsx"'
        form = b"".join(response)
        assert "dataValidation" in sheet_xml(form)
        assert "sheetProtection" in sheet_xml(form)
        table = brought(tree, officer, filled(form, {"C7": 5, "D7": 3, "E7": 4, "C8": 7}), period=Period.year(2025))
        assert table.state == TableState.CHECKED
        rows = TableRow.objects.filter(table=table, role="unit").order_by("number")
        assert [(row.unit.code, row.figures) for row in rows] == [
            ("hn-suoi-hai", {"trees_planted": [5], "cadres_trained": [3, 4]}),
            ("hn-tan-linh", {"trees_planted": [7]}),
        ]
        changed = filled(form, {"C7": 5, "B8": "Đoàn xã Khác", "C6": "Cây đã chết", "D7": 9, "E7": 4})
        table = brought(tree, officer, changed, period=Period.year(2025))
        found = " ".join(one for found in said(table).values() for one in found)
        assert "Ô tên đơn vị đã bị sửa, mẫu ghi “Đoàn xã Tản Lĩnh”" in found
        assert "Tiêu đề bị khoá đã đổi, mẫu ghi “Cây xanh được trồng (cây)”" in found
        assert "Số đạt 9 lớn hơn tổng số 4" in found
        with pytest.raises(Refused, match="Mẫu này lập cho kỳ 2025"):
            brought(tree, officer, form, period=Period.year(2024))


def sheet_xml(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("xl/worksheets/sheet1.xml").decode()


def filled(content, cells):
    """The form with some cells typed over, as Excel would save them: numbers plain, text inline."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {one.filename: packed.read(one.filename) for one in packed.infolist()}
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    for address, value in cells.items():
        typed = f't="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"><v>{value}</v></c>"
        xml, count = re.subn(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)', rf'<c r="{address}"\1 {typed}', xml)
        assert count == 1, address
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    packed_again = io.BytesIO()
    with zipfile.ZipFile(packed_again, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return packed_again.getvalue()


def test_brought_in_from_the_terminal(tree, capsys, tmp_path):
    officer = make_officer("department_officer", tree.city)
    file = tmp_path / "quy-1.csv"
    file.write_text(PASTED, encoding="utf-8")
    words = [str(file), "--unit", "hn", "--period", "2026-Q1", "--as", officer.username]

    def said(*more):
        call_command("bring_table", *words, *more)
        return capsys.readouterr().out

    assert "Chưa ghi gì" in said("--dry-run")
    assert not Entry.objects.exists()
    assert not FigureTable.objects.exists()
    told = json.loads(said("--json"))
    assert told["columns"][0]["indicator"] == "trees_planted"
    assert told["written"] == Entry.objects.count() > 0
    with pytest.raises(Refused, match="giao quyền"):
        said("--as", make_account().username)
