"""What a cell says, which unit a name is, how a sheet lies: rules that hold for any table of figures."""

import io
import zipfile

import pytest

from viecthat.documents.grids import Grid, open_grids, pasted_grid
from viecthat.documents.sheets import CellError
from viecthat.kernel.errors import Refused, Sentence
from viecthat.reading.tables.amounts import Wanted, read_amount
from viecthat.reading.tables.columns import Choice, factor_in, guess_columns
from viecthat.reading.tables.layout import Role, find_layout, lines_below
from viecthat.reading.tables.names import How, NamedUnit, UnitNames
from viecthat.reading.tables.sheet import Sheet


@pytest.mark.parametrize(
    ("cell", "wanted", "value"),
    [
        (12.0, Wanted(), 12),
        ("1.234", Wanted(), 1234),
        ("1,234", Wanted(), 1234),
        ("1 234", Wanted(), 1234),
        ("1234.0", Wanted(), 1234),
        ("'1.234.567", Wanted(), 1_234_567),
        ("45 công trình", Wanted(), 45),
        ("1,2 tỷ", Wanted(), 1_200_000_000),
        ("150,5", Wanted(factor=10**6), 150_500_000),
        ("1.500", Wanted(factor=10**6), 1_500_000_000),
        (1.5, Wanted(decimals=2), 1.5),
        ("24/28", Wanted(share=True), 24),
        ("không", Wanted(), 0),
        *((nothing, Wanted(), None) for nothing in (None, "-", "–", " ", "…")),
    ],
)
def test_numbers_are_read_however_they_are_typed(cell, wanted, value):
    amount = read_amount(cell, wanted)
    assert (amount.value, amount.refused) == (value, False)


@pytest.mark.parametrize(
    ("cell", "share", "sentence"),
    [
        ("~300", False, "số ước chừng"),
        ("hơn 300", False, "số ước chừng"),
        ("x", False, "dấu đánh"),
        (True, False, "dấu đánh"),
        ("86,7%", False, "phần trăm"),
        (CellError("#REF!"), False, "Ô báo lỗi công thức #REF!"),
        ("15.190/18.1887", True, "dấu ngăn hàng nghìn sai chỗ"),
        ("28/24", True, "số đạt lớn hơn tổng số"),
        ("24/28", False, "cột này cần một số"),
        (24.0, True, "cần số đạt và tổng số"),
        (1.234, False, "nếu là 1.234 thì gõ lại"),
        ("1.23.4", False, "sai chỗ"),
        ("12,5", False, "sai chỗ"),
        ("-5", False, "số âm"),
        (1e16, False, "lớn quá mức"),
        ("ba mươi", False, "không phải là số"),
    ],
)
def test_what_is_no_number_is_said(cell, share, sentence):
    amount = read_amount(cell, Wanted(share=share))
    assert amount.refused
    assert sentence in str(Sentence(amount.message, **amount.params))


@pytest.fixture(scope="module")
def names():
    """Before a reform: a city, a town and a district; after it: a ward, and a commune of two that were."""
    given = [
        (1, "Thành đoàn Hạ Long", None, 1),
        (2, "Đoàn phường Hạ Long", 2, 1),
        (3, "Đoàn xã Tản Lĩnh", 3, 1),
        (4, "Đoàn xã Ba Trại", 3, 1),
        (5, "Huyện đoàn Đông Anh", 5, 1),
        (6, "Đoàn phường 12", 6, 1),
        (7, "Chi đoàn thôn Đô Trám", 7, 2),
        (8, "Đoàn xã Phú Lộc", 8, 1),
        (9, "Đoàn xã Phú Lộc", 9, 1),
        (10, "Đoàn xã Phú Lọc", 10, 1),
    ]
    return UnitNames(NamedUnit(unit, f"don-vi-{unit}", name, at, depth) for unit, name, at, depth in given)


@pytest.mark.parametrize(
    ("text", "how", "unit"),
    [
        ("P. Hạ Long", How.SAME, 2),
        ("phuong ha long", How.SAME, 2),
        ("TP. Hạ Long", How.MANY, None),  # split among several
        ("Xã Ba Trại", How.SAME, 3),  # merged into one
        ("H. Đông Anh", How.SAME, 5),
        ("3. Đông Anh", How.SAME, 5),
        ("Huyện đoàn Đông Anh, Hà Nội", How.SAME, 5),
        ("P12", How.SAME, 6),
        ("Phường 012", How.SAME, 6),
        ("CĐ Đô Trám", How.SAME, 7),
        ("BCH Đoàn TNCS Hồ Chí Minh xã Tản Lĩnh", How.SAME, 3),
        ("anything (don-vi-5)", How.SAME, 5),
        ("Xã Tản Lịnh", How.SAME, 3),  # the marks alone are wrong
        ("Xã Tàn Linhh", How.NEAR, 3),
        ("Quận Đông Anh", How.NEAR, 5),
        ("Xã Phú Lọc", How.SAME, 10),
        ("Xã Phú Lộc", How.MANY, None),
        ("Xã Không Có Đâu", How.NONE, None),
    ],
)
def test_units_are_told_by_any_name(names, text, how, unit):
    found = names.found(text)
    assert (found.how, found.unit) == (how, unit)


def test_headings_are_guessed_and_what_was_settled_is_remembered():
    choices = [
        Choice("trees", "Cây xanh được trồng", "cây"),
        Choice("gifts", "Suất quà trao tặng", "suất"),
        Choice("value", "Trị giá quà trao tặng", "đồng"),
    ]
    heads = [
        "Đơn vị",
        "Trồng cây xanh",
        "Số suất quà trao tặng",
        "Trị giá quà (triệu đồng)",
        "Tỷ lệ cây xanh (%)",
        "Mục A",
    ]
    guesses = guess_columns(heads, choices, {"muc a": "trees"})
    assert [one.key for one in guesses] == ["", "", "gifts", "value", "", "trees"]
    assert guess_columns(heads, choices, {})[1].key == "trees"
    assert [factor_in(heads[3], "đồng"), factor_in(heads[3], "suất"), factor_in("Kinh phí (tỷ)", "đồng")] == [
        10**6,
        1,
        10**9,
    ]


def laid(rows, names):
    content = "\n".join("\t".join(row) for row in rows)
    sheet, layout = find_layout(Sheet.of(open_grids(pasted_grid(content)).grid()), names.holds)
    return sheet, layout, [(line.role, line.name) for line in lines_below(sheet, layout, names.holds)]


def test_a_table_that_lies_across_is_turned(names):
    sheet, layout, lines = laid(
        [
            ["TT", "Nội dung", "P. Hạ Long", "H. Đông Anh", "Tổng"],
            ["1", "Cây xanh được trồng", "10", "20", "30"],
            ["2", "Suất quà trao tặng", "3", "4", "7"],
        ],
        names,
    )
    assert layout.turned
    assert layout.heads[1:] == ("Cây xanh được trồng", "Suất quà trao tặng")
    assert lines == [(Role.UNIT, "P. Hạ Long"), (Role.UNIT, "H. Đông Anh"), (Role.TOTAL, "Tổng")]
    assert sheet.address(layout.first, 1) == "C2"


def test_a_units_own_table_has_its_figures_under_a_word_for_them(names):
    _sheet, layout, lines = laid(
        [["STT", "Nội dung", "ĐVT", "Kết quả"], ["1", "Trồng cây", "cây", "10"], ["2", "Tặng quà", "suất", "3"]], names
    )
    assert layout.turned
    assert layout.own
    assert layout.heads == ("Nội dung › ĐVT", "Trồng cây › cây", "Tặng quà › suất")
    assert lines == [(Role.UNIT, "Kết quả")]


def test_groups_of_headings_without_merges_and_lines_that_are_no_units(names):
    _sheet, layout, lines = laid(
        [
            ["BIỂU TỔNG HỢP", "", "", "", ""],
            ["", "", "", "", ""],
            ["STT", "Đơn vị", "Cây xanh", "", "Ghi chú"],
            ["", "", "Trồng mới", "Chăm sóc", ""],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            ["I", "Khối phường", "13", "2", ""],
            ["1", "P. Hạ Long", "10", "1", ""],
            ["2", "P12", "3", "1", ""],
            ["", "Cộng cụm 2", "13", "2", ""],
            ["", "(*) Số liệu đến 30/6", "", "", ""],
            ["", "", "Ngày 2 tháng 7 năm 2025", "", ""],
            ["", "Người lập", "", "Nguyễn Văn A", ""],
        ],
        names,
    )
    assert layout.heads[2:4] == ("Cây xanh › Trồng mới", "Cây xanh › Chăm sóc")
    assert layout.figures == (2, 3)
    assert [role for role, _name in lines] == [
        Role.NUMBERS, Role.SUBTOTAL, Role.UNIT, Role.UNIT, Role.SUBTOTAL, Role.NOTE,
    ]  # fmt: skip


def ods(table):
    packed = io.BytesIO()
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body>{table}</office:body></office:document-content>",
        )
    return packed.getvalue()


def test_a_libreoffice_sheet_is_read_and_its_repeats_cost_nothing():
    cell, row = "table:table-cell", "table:table-row"
    text = 'office:value-type="string"'
    grid = open_grids(
        ods(
            f'<table:table table:name="Bảng"><{row}>'
            f'<{cell} {text} table:number-columns-spanned="2"><text:p>Cây  xanh</text:p></{cell}>'
            f'<table:covered-table-cell/><{cell} table:number-columns-repeated="16000"/></{row}>'
            f'<{row} table:number-rows-repeated="1000000"><{cell}/></{row}>'
            f'<{row}><{cell} office:value-type="float" office:value="12.5"><text:p>12,5</text:p></{cell}>'
            f"<{cell} {text}><text:p>#REF!</text:p></{cell}></{row}></table:table>"
        )
    ).grid()
    assert isinstance(grid, Grid)
    assert [(row.number, row.cells) for row in grid.rows] == [(1, ["Cây  xanh"]), (1_000_002, [12.5, "#REF!"])]
    assert [tuple(merge) for merge in grid.merges] == [(1, 0, 1, 1)]


def test_a_csv_with_decimal_commas_is_cut_at_semicolons():
    grid = open_grids("Đơn vị;A;B\nXã Tản Lĩnh;1,5;2,5\nXã Ba Trại;3,5;4,5\n".encode()).grid()
    assert grid.rows[1].cells == ["Xã Tản Lĩnh", "1,5", "2,5"]
    with pytest.raises(Refused, match="không có ô nào cạnh nhau"):
        pasted_grid("chỉ có chữ")
