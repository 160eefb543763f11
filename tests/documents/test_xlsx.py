import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from tests.documents.sample import DISTRICTS, NOTICE, TREES, split
from viecthat.documents import xlsx
from viecthat.documents.workbook import ShareOf, Sheet, SheetColumn, SumOf, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.errors import Refused
from viecthat.kernel.quantities import Share

DAY = date(2020, 6, 25)
DECLARED, EVIDENCED = split(18_821), split(42_345)
COLUMNS = (
    SheetColumn("Quận, huyện", width=22),
    SheetColumn("Kết quả", "whole", 12, "result", total=True),
    SheetColumn("Đề ra", "whole", 12, "goal", total=True),
    SheetColumn("Tỷ lệ", "percent", 10, formula=ShareOf("result", "goal")),
    SheetColumn("Kê khai", "whole", 10, "declared", total=True),
    SheetColumn("Có minh chứng", "whole", 10, "evidenced", total=True),
    SheetColumn("Chưa xác minh", "whole", 10, "open", formula=SumOf(("declared", "evidenced")), total=True),
    SheetColumn("Điểm", "decimal", 8),
    SheetColumn("Ngày gửi", "day", 12),
    SheetColumn("Kinh phí", "money", 16),
)


def district(place):
    name, score = DISTRICTS[place], Decimal(place) / 4
    return (name, TREES[place], 3_000, None, DECLARED[place], EVIDENCED[place], None, score, DAY, 1_500_000)


SHEET = Sheet(
    name="Trồng cây",
    title="Trồng cây xanh theo quận, huyện, thị xã",
    columns=COLUMNS,
    rows=tuple(district(place) for place in range(len(DISTRICTS))),
    notes=(NOTICE,),
    freeze=1,
    landscape=True,
)
HEAD = 3  # title, notice, an empty row


def book(*sheets, **changes):
    return replace(Workbook(sheets, "Số liệu giữa nhiệm kỳ", "THÀNH ĐOÀN HÀ NỘI", DAY), **changes)


def read(content, sheet=0):
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    )


def part(content, name="xl/worksheets/sheet1.xml"):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def small(*rows, columns=None, **changes):
    return replace(Sheet("a", columns or (SheetColumn("Chữ"), SheetColumn("Số", "whole", key="n")), rows), **changes)


def without_cached_values(content):
    """The file as a program would leave it that computes nothing: only the formulas are left."""
    source, packed = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            inner = source.read(name)
            if name.startswith("xl/worksheets/"):
                inner, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", inner)
                assert count > 0
            target.writestr(name, inner)
    return packed.getvalue()


@pytest.fixture(scope="module")
def content():
    return to_xlsx(book(SHEET))


def test_cells_read_back(content):
    rows = read(content)
    assert rows[0][0] == SHEET.title
    assert rows[1][0] == NOTICE
    assert rows[HEAD] == [column.title for column in COLUMNS]
    first = rows[HEAD + 1]
    assert first[:3] == ["Ba Đình", TREES[0], 3_000]
    assert first[3] == pytest.approx(TREES[0] / 3_000)
    assert first[6] == DECLARED[0] + EVIDENCED[0]
    assert first[7:] == [0.0, DAY, 1_500_000]
    assert len(rows) == HEAD + 1 + len(DISTRICTS) + 1


def test_total_row_sums_and_divides_once(content):
    total = read(content)[-1]
    assert total[:3] == ["Cộng", 156_835, 3_000 * len(DISTRICTS)]
    assert total[3] == pytest.approx(156_835 / (3_000 * len(DISTRICTS)))
    assert total[4:7] == [18_821, 42_345, 18_821 + 42_345]
    assert total[7:] == ["", "", ""]


def test_totals_and_shares_are_live_formulas(content):
    formulas = re.findall(r"<f>([^<]*)</f>", part(content))
    first, last = HEAD + 2, HEAD + 1 + len(DISTRICTS)
    assert f"SUM(B{first}:B{last})" in formulas
    assert f"SUM(E{first},F{first})" in formulas
    assert any(formula.endswith(f"B{first}/C{first})") for formula in formulas)
    assert any(formula.endswith(f"B{last + 1}/C{last + 1})") for formula in formulas)
    assert len(formulas) == 2 * len(DISTRICTS) + 6


@pytest.mark.libreoffice
def test_libreoffice_computes_what_we_cached(content, convert):
    odd = small(
        ("không có số", None, 5, None, None),
        ("không có mức", 5, None, None, None),
        ("mức bằng 0", 5, 0, None, None),
        ("chữ thay số", "chưa gửi", 5, None, None),
        ("phần lẻ", Decimal("0.1"), Decimal("0.3"), None, None),
        columns=(
            SheetColumn("Chữ"),
            SheetColumn("n", "decimal", key="n", total=True),
            SheetColumn("N", "decimal", key="of", total=True),
            SheetColumn("Tỷ lệ", "percent", formula=ShareOf("n", "of")),
            SheetColumn("Cộng", "decimal", formula=SumOf(("n", "of")), total=True),
        ),
    )
    ours = {"trees.xlsx": content, "odd.xlsx": to_xlsx(book(odd))}
    computed = convert({name: without_cached_values(each) for name, each in ours.items()}, "ods")
    for name, each in ours.items():
        mine, theirs = read(each), read(computed[name.replace("xlsx", "ods")])
        theirs = [row[: len(mine[0])] for row in theirs]
        assert len(mine) == len(theirs)
        for row, other in zip(mine, theirs, strict=True):
            for cell, its in zip(row, other, strict=True):
                if isinstance(cell, float):
                    assert its == pytest.approx(cell, abs=1e-12), row
                else:
                    assert its == cell, row
    shares = [row[3] for row in read(ours["odd.xlsx"])]
    assert shares == ["Tỷ lệ", "", "", "", "", pytest.approx(1 / 3), pytest.approx(10.1 / 10.3)]


@pytest.mark.libreoffice
def test_prints_on_a4_with_the_head_on_every_page(content, convert):
    from tests.documents.reading import Pdf

    long = replace(SHEET, rows=tuple(SHEET.rows) * 4, landscape=False)
    made = convert({"lying.xlsx": content, "long.xlsx": to_xlsx(book(long))}, "pdf")
    lying, upright = Pdf(made["lying.pdf"]), Pdf(made["long.pdf"])
    assert [round(side / 72 * 25.4) for side in lying.pages[0].get_size()] == [297, 210]
    assert [round(side / 72 * 25.4) for side in upright.pages[0].get_size()] == [210, 297]
    assert len(upright.pages) >= 3
    for page in range(len(upright.pages)):
        assert upright.text(page).count("Quận, huyện") >= 1
        assert "Đề ra" in upright.text(page)
        assert f"Trang {page + 1}/{len(upright.pages)}" in upright.text(page)
        assert NOTICE in upright.text(page)


def test_text_is_never_a_formula():
    hostile = ("=1+1", "+84912345678", "-5", "@SUM(A1)", '=HYPERLINK("http://a","b")', "http://a.vn", "{=1}", "0012")
    content = to_xlsx(book(small(*((words, 1) for words in hostile))))
    assert [row[0] for row in read(content)[1:]] == list(hostile)
    assert "<f>" not in part(content)
    assert "hyperlink" not in part(content).lower()


def test_text_where_a_number_belongs_stays_text():
    assert read(to_xlsx(book(small(("a", "chưa có số liệu")))))[1] == ["a", "chưa có số liệu"]
    assert read(to_xlsx(book(small((7, 7)))))[1] == ["7", 7]


def test_characters_a_spreadsheet_cannot_hold():
    rows = read(to_xlsx(book(small(("một\x00\x0bhai", None), ("x" * 40_000, 1)))))
    assert rows[1][0] == "một\nhai"
    assert len(rows[2][0]) == 32_767


def test_percent_takes_ratios():
    columns = (SheetColumn("Tỷ lệ", "percent"),)
    cells = (Share(867, 1000), Fraction(1, 8), Decimal("0.5"), Share(1, 0), None)
    rows = read(to_xlsx(book(small(*((cell,) for cell in cells), columns=columns))))
    assert [row[0] for row in rows[1:4]] == [0.867, 0.125, 0.5]
    assert rows[4:] in ([], [[""]], [[""], [""]])


def test_number_formats_leave_separators_to_the_reader(content):
    styles = part(content, "xl/styles.xml")
    codes = set(re.findall(r'formatCode="([^"]*)"', styles))
    assert codes == {"#,##0", "#,##0.00", "0.0\\ %", "dd/mm/yyyy", "#,##0\\ &quot;₫&quot;"}
    english = part(to_xlsx(book(SHEET, lang="en")), "xl/styles.xml")
    assert 'formatCode="0.0%"' in english


def test_decimals_of_a_column():
    columns = (SheetColumn("a", "decimal", decimals=1), SheetColumn("b", "percent", decimals=0))
    codes = re.findall(r'formatCode="([^"]*)"', part(to_xlsx(book(small((1, 1), columns=columns))), "xl/styles.xml"))
    assert set(codes) == {"#,##0.0", "0\\ %"}


def test_head_stays_in_sight_and_is_printed_on_every_page(content):
    sheet = part(content)
    assert f'xSplit="1" ySplit="{HEAD + 1}" topLeftCell="B{HEAD + 2}"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert f"$A${HEAD + 1}:$J${HEAD + 1 + len(DISTRICTS)}" in part(content, "xl/workbook.xml")
    assert f"${HEAD + 1}:${HEAD + 1}</definedName>" in part(content, "xl/workbook.xml")


def test_head_is_tall_enough_for_its_longest_title(content):
    heights = {
        int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', part(content))
    }
    assert heights[HEAD + 1] == 2 * heights[HEAD + 2]


def test_ampersand_in_a_note_is_no_footer_code():
    footer = re.search(r"<oddFooter>(.*?)</oddFooter>", part(to_xlsx(book(small(notes=("A & B",))))))
    assert "A &amp;&amp; B" in footer[1]


def test_properties(content):
    core = part(content, "docProps/core.xml")
    assert "<dc:title>Số liệu giữa nhiệm kỳ</dc:title>" in core
    assert "<dc:creator>THÀNH ĐOÀN HÀ NỘI</dc:creator>" in core
    assert "2020-06-25T00:00:00Z" in core


def test_sheet_names_excel_takes():
    names = ("Quận/huyện [2020]", "quận huyện  2020", "a" * 40, "A" * 40, "History", "'", "")
    made = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(book(*(small(name=name) for name in names))))).sheet_names
    assert len({name.casefold() for name in made}) == len(names)
    assert made[0] == "Quận huyện  2020"
    assert made[2] == "a" * 31
    assert made[3] == "A" * 27 + " (2)"
    assert made[4] != "History"
    assert all(0 < len(name) <= 31 for name in made)


def test_empty_sheet_has_a_head_and_a_total_of_nought():
    rows = read(to_xlsx(book(replace(SHEET, rows=()))))
    assert rows[HEAD][0] == "Quận, huyện"
    assert rows[HEAD + 1][:3] == ["Cộng", 0, 0]


def test_long_sheets_are_streamed_from_an_iterator():
    count = xlsx.STREAMED_FROM + 1
    rows = ((f"Chi đoàn {number}", number) for number in range(1, count + 1))
    columns = (SheetColumn("Chi đoàn"), SheetColumn("Số", "whole", key="n", total=True))
    content = to_xlsx(book(Sheet("a", columns, rows, title="Danh sách")))
    read_rows = read(content)
    assert len(read_rows) == 3 + count + 1
    assert read_rows[3] == ["Chi đoàn 1", 1]
    assert read_rows[-1] == ["Cộng", count * (count + 1) // 2]
    assert 't="inlineStr"' in part(content)


def test_short_sheets_share_their_words(content):
    assert 't="inlineStr"' not in part(content)


def test_too_many_rows_are_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 5)
    to_xlsx(book(small(*(("a", 1),) * 3)))
    with pytest.raises(Refused, match="dài quá 5 dòng"):
        to_xlsx(book(small(*(("a", 1),) * 4)))


def test_faults_of_the_caller_are_named():
    with pytest.raises(ValueError, match="3 cells under 2 columns"):
        to_xlsx(book(small(("a", 1, 2))))
    with pytest.raises(ValueError, match="is filled"):
        to_xlsx(book(replace(SHEET, rows=((*district(0)[:3], 5, *district(0)[4:]),))))
    with pytest.raises(ValueError, match="more digits"):
        to_xlsx(book(small(("a", 10**15))))
    with pytest.raises(ValueError, match="names no column"):
        small(columns=(SheetColumn("a", formula=ShareOf("x", "y")),))
    with pytest.raises(ValueError, match="one key"):
        small(columns=(SheetColumn("a", key="x"), SheetColumn("b", key="x")))
    with pytest.raises(ValueError, match="has columns"):
        Sheet("a", (), ())


def test_share_may_stand_left_of_the_sum_it_is_taken_of():
    columns = (
        SheetColumn("Tỷ lệ", "percent", formula=ShareOf("n", "all")),
        SheetColumn("n", "whole", key="n"),
        SheetColumn("m", "whole", key="m"),
        SheetColumn("Cộng", "whole", key="all", formula=SumOf(("n", "m"))),
    )
    assert read(to_xlsx(book(small((None, 1, 3, None), columns=columns))))[1] == [0.25, 1, 3, 4]


def test_same_workbook_same_bytes(content):
    assert to_xlsx(book(SHEET)) == content
    assert to_xlsx(book(replace(SHEET, freeze=2))) != content
