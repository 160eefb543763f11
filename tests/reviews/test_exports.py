"""What a review says on paper, in sheets and in data: nothing but the ledger's own figures."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from tests.documents.reading import Pdf
from tests.reviews.city import AT, HALF, LATER, TERM
from viecthat.documents.docx import to_docx
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_percent, parse_number
from viecthat.kernel.periods import Period
from viecthat.reviews.cli.asking import asked_for
from viecthat.reviews.exports import (
    KINDS,
    children_of,
    document_bytes,
    explained_data,
    review_data,
    review_document,
    to_csv,
)
from viecthat.reviews.exports.material import Material
from viecthat.reviews.exports.slides import review_slides
from viecthat.reviews.queries import child_rows
from viecthat.reviews.queries.explaining import explained_figure

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PINNED = Path(__file__).parent / "pinned"
DOCS = Path(__file__).parents[2] / "docs" / "json.md"
SIZES = {"tỷ đồng": 10**9, "triệu đồng": 10**6}


def table_of(unit="ha-noi", period="2017-2020", *, map="then", as_known=None):
    return asked_for(unit, period, map=map, as_known=as_known, at=AT).table()


def figure_of(table, code):
    return next(figure for figure in table.figures if figure.indicator.code == code)


@pytest.fixture(scope="module")
def table(standing):
    return table_of()


@pytest.fixture(scope="module")
def docx(table):
    return document_bytes(table, "docx", at=AT, lang="vi")[0]


@pytest.fixture(scope="module")
def bound(docx):
    """Every figure of the Word file by its tag: the texts it has, and the word that follows it."""
    root = ET.fromstring(zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml"))
    found: dict[str, set[str]] = {}
    for control in root.iter(f"{WORD}sdt"):
        tag = control.find(f"{WORD}sdtPr/{WORD}tag")
        text = "".join(part.text or "" for part in control.iter(f"{WORD}t"))
        found.setdefault(tag.get(f"{WORD}val"), set()).add(text)
    return found


@pytest.fixture(scope="module")
def words(docx):
    root = ET.fromstring(zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml"))
    paragraphs = ("".join(part.text or "" for part in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p"))
    return [paragraph.replace("\u00a0", " ") for paragraph in paragraphs if paragraph.strip()]


# the Word file


def test_a_bound_figure_reads_the_same_wherever_it_stands(bound):
    assert {tag for tag, texts in bound.items() if len(texts) > 1} == set()


def test_every_result_in_the_document_is_the_ledgers(table, bound):
    shown = {tag: next(iter(texts)) for tag, texts in bound.items()}
    for figure in table.figures:
        code, row = figure.indicator.code, figure.row
        if not figure.has_figures:
            assert code not in shown
        elif row.value is None:
            assert parse_number(shown[code].rstrip("\u00a0%")) == row.share.percent(0 if row.n == row.of else 1)
            assert (parse_number(shown[f"{code}.n"]), parse_number(shown[f"{code}.of"])) == (row.n, row.of)
        else:
            size = 10**9 if figure.indicator.unit_of_measure == "đồng" else 1
            assert parse_number(shown[code]) * size == row.value
        if f"{code}.share" in shown:
            assert shown[f"{code}.share"] == format_percent(figure.reached)
        if f"{code}.missing" in shown:
            missing = Fraction(figure.target.goal, figure.target.goal_of) * row.of - row.n if row.of else None
            assert parse_number(shown[f"{code}.missing"]) == (missing or figure.target.goal - row.value)


def test_every_figure_of_a_unit_is_the_ledgers_and_they_add_up(table, bound):
    children = children_of(table).told()
    rows, totals = child_rows(table, children.columns)
    seen = 0
    for child in rows:
        for row, figure in zip(child.rows, children.columns, strict=True):
            tag = f"unit.{child.unit.code if child.unit else 'own'}.{figure.indicator.code}"
            if not row.entries:
                assert tag not in bound
                continue
            size = 10**9 if figure.indicator.unit_of_measure == "đồng" else 1
            assert parse_number(*bound[tag]) * size == row.value
            seen += 1
    assert seen == 15
    assert [parse_number(*bound[f"total.{f.indicator.code}"]) for f in children.columns[:2]] == [
        totals[0].value,
        totals[1].value,
    ]


def test_no_figure_of_the_document_is_unknown_to_us(bound):
    known = re.compile(
        r"[a-z_]+(\.(n|of|goal|share|missing|a_month|gone|declared|passed_on|20\d\d))?|unit\.[a-z-]+\.[a-z_]+"
        r"|total\.[a-z_]+|children(\.(reporting|silent))?|targets(\.[a-z_-]+)?|proved(\.[a-z]+)?"
    )
    assert [tag for tag in bound if not known.fullmatch(tag)] == []


def test_the_head_names_superior_issuer_number_place_and_day(words):
    assert words[:3] == ["TRUNG ƯƠNG ĐOÀNTNCS HỒ CHÍ MINH", "THÀNH ĐOÀN HÀ NỘI", "***"]
    assert words[4].startswith("Số: ")
    assert words[4].endswith("-BC/TĐTN-VP")
    assert "Hà Nội, ngày 27 tháng 3 năm 2026" in words
    assert words[words.index("BÁO CÁO") + 1] == "Sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đoàn các cấp"


def test_the_parts_come_in_their_order(words):
    order = [
        *("I. ĐẶC ĐIỂM TÌNH HÌNH", "II. KẾT QUẢ THỰC HIỆN", "1. Công tác giáo dục"),
        *("2. Các phong trào hành động cách mạng", "3. Các chương trình đồng hành với thanh niên"),
        *("4. Công tác phụ trách Đội", "5. Xây dựng tổ chức Đoàn, mở rộng mặt trận, tham gia xây dựng Đảng"),
        *("III. HẠN CHẾ, NGUYÊN NHÂN", "IV. PHƯƠNG HƯỚNG", "V. KIẾN NGHỊ", "TM. BAN THƯỜNG VỤ THÀNH ĐOÀN"),
        *("BÍ THƯ", "PHỤ LỤC 1KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "PHỤ LỤC 2SỐ LIỆU THEO ĐƠN VỊ"),
    ]
    assert [word for word in words if word in order] == order


@pytest.mark.parametrize(
    "sentence",
    [
        "Tính đến hết ngày 30/06/2020, nhiệm kỳ Đại hội lần thứ XV (từ 01/10/2017 đến 30/09/2022) đã qua 55,0 % thời "
        "gian.",
        "Theo bản đồ đơn vị ngày 30/06/2020, Thành đoàn Hà Nội có 3 đơn vị trực thuộc; toàn hệ thống có 3 huyện đoàn "
        "và tương đương, 4 đoàn cấp xã. Trong kỳ, 2/3 đơn vị trực thuộc có số liệu.",
        "Trong 10 chỉ tiêu được xem xét, có 3 chỉ tiêu vượt, 4 chỉ tiêu đúng tiến độ, 1 chỉ tiêu có triển vọng, "
        "1 chỉ tiêu cần đẩy mạnh, 1 chỉ tiêu chưa có số liệu.",
        "Toàn Thành đoàn trồng được 156.835 cây xanh, đạt 78,4 % chỉ tiêu nhiệm kỳ (200.000 cây), đúng tiến độ.",
        "Thanh niên, bộ đội xuất ngũ được dạy nghề, giới thiệu việc làm: 20.245/50.000 người (40,5 %) khi đã qua 55 % "
        "thời gian, còn thiếu 29.755 người: cần đẩy mạnh.",
        "Chưa có số liệu về 1 chỉ tiêu: thiếu nhi có hoàn cảnh khó khăn được giúp đỡ.",
        "Còn 2 số liệu có trên 30 % là kê khai, chưa có minh chứng: công trình thanh niên (41,2 %); ý tưởng, sáng tạo "
        "được đề xuất (100 %).",
        "Còn 1 đơn vị trực thuộc chưa có số liệu trong kỳ: Huyện đoàn Sóc Sơn.",
        "Nguyên nhân khách quan, chủ quan: (đơn vị bổ sung nguyên nhân).",
        "Cây xanh được trồng: còn thiếu 43.165 cây để đạt 200.000 cây khi hết ngày 30/09/2022; còn 27 tháng, mỗi tháng "
        "cần bình quân 1.599 cây.",
        "Đoàn cấp xã có mô hình, công trình làm theo lời Bác: cần thêm 1 đoàn cấp xã (hiện 3/4) để đạt 100 % khi hết "
        "ngày 30/09/2022.",
        "Thiếu nhi có hoàn cảnh khó khăn được giúp đỡ: chưa có số liệu, cần đạt 15.000 em khi hết ngày 30/09/2022; còn "
        "27 tháng, mỗi tháng cần bình quân 556 em.",
        "9 ≤ 30/3: khớp (Điều lệ Đoàn: Ban Thường vụ không quá một phần ba Ban Chấp hành)",
        "Kết quả giữa nhiệm kỳ của Thành đoàn Hà Nội: HNP: “Sơ kết giữa nhiệm kỳ”, 25/06/2020 (phần chia theo đơn vị "
        "là minh hoạ). Phần chia cho từng đơn vị là minh hoạ.",
    ],
)
def test_sentences_of_the_report(words, sentence):
    assert sentence in words


def test_every_page_says_that_the_split_is_made_up(docx):
    parts = zipfile.ZipFile(io.BytesIO(docx))
    footers = [parts.read(name).decode() for name in parts.namelist() if "footer" in name]
    assert len(footers) == 2
    assert all("phần chia theo đơn vị, thời gian và mức chứng thực là minh hoạ" in footer for footer in footers)
    assert all("Dấu *: mức đề ra minh hoạ" in footer for footer in footers)


def test_a_unit_above_which_nothing_stands_has_no_superior_and_a_branch_none_below(standing):
    centre = review_document(table_of("trung-uong", "2019"), children_of(table_of("trung-uong", "2019")), at=AT)
    assert (centre.superior, centre.issuer, centre.place) == (None, "BAN CHẤP HÀNH TRUNG ƯƠNG", "Hà Nội")
    commune = table_of("xa-tan-linh", "2019")
    paper = review_document(commune, children_of(commune), at=AT)
    assert (paper.superior, paper.issuer, paper.place) == ("HUYỆN ĐOÀN BA VÌ", "ĐOÀN XÃ TẢN LĨNH", "Tản Lĩnh")
    assert paper.number.endswith("-BC/ĐTN")
    assert len(paper.annexes) == 1


def test_a_year_without_anything_is_a_short_report(standing):
    empty = table_of("xa-minh-phu", "2018")
    assert empty.figures == []
    paper = review_document(empty, children_of(empty), at=AT)
    said = [block.runs for block in paper.body if hasattr(block, "runs")]
    assert ("Đơn vị chưa có chỉ tiêu nào cho kỳ này.",) in said
    assert "Kỳ này chưa có số liệu nào trong sổ việc." in said
    assert to_docx(paper)


def test_the_reviewed_day_is_the_one_it_was_known_by(standing):
    paper = review_document(table_of(as_known=date(2020, 6, 25)), children_of(table_of()), at=AT)
    said = [block.runs for block in paper.body if hasattr(block, "runs")]
    assert ("Báo cáo chỉ tính những gì đã vào sổ việc đến hết ngày 25/06/2020.",) in said


# the other kinds


def test_every_kind_has_its_type_and_a_plain_name(table):
    for kind, content_type in KINDS.items():
        content, said, name = document_bytes(table, kind, at=AT, lang="vi")
        assert content
        assert said == content_type
        assert name == f"so-ket-ha-noi-giua-nhiem-ky-2017-2020.{kind}"
        assert document_bytes(table, kind, at=AT, lang="vi")[0] == content
    assert document_bytes(table_of(period="2018-H1"), "csv", at=AT)[2] == "so-ket-ha-noi-2018-h1.csv"
    with pytest.raises(LookupError):
        document_bytes(table, "odt", at=AT)


def test_the_pdf_says_what_the_word_file_says(table):
    pdf = Pdf(document_bytes(table, "pdf", at=AT, lang="vi")[0])
    assert "Toàn Thành đoàn trồng được 156.835 cây xanh, đạt 78,4 % chỉ tiêu nhiệm kỳ" in pdf.all_text
    assert {font.partition("-")[0] for font in pdf.fonts()} == {"Tinos"}


def test_the_english_report_is_english_but_for_names(table):
    pdf = Pdf(document_bytes(table, "pdf", at=AT, lang="en")[0])
    assert "Thành đoàn Hà Nội planted 156,835 trees, 78.4% of the target for the term (200,000 trees), on pace." in (
        pdf.all_text
    )
    assert "Supported 1 start-up project." in pdf.all_text
    assert "FOR THE STANDING COMMITTEE" in pdf.all_text
    assert not {"chỉ tiêu", "kê khai", "minh hoạ", "bổ sung"} & set(
        re.findall(r"chỉ tiêu|kê khai|bổ sung", pdf.all_text)
    )


@pytest.mark.libreoffice
def test_the_word_file_as_libreoffice_sets_it(docx, convert):
    pdf = Pdf(convert({"review.docx": docx}, "pdf")["review.pdf"])
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pdf.pages]
    # The report, its tables lying on their side, its charts and the units without figures.
    turns = [(size, len(list(pages))) for size, pages in groupby(sizes)]
    assert [size for size, _pages in turns] == [(210, 297), (297, 210), (210, 297)]
    assert turns[0][1] in {4, 5, 6}
    assert {font.partition("-")[0] for font in pdf.fonts()} == {"Tinos"}
    assert not {"\ufffd", "□"} & set(pdf.all_text)
    superior, place = pdf.find(0, "TRUNG ƯƠNG ĐOÀN"), pdf.find(0, "Hà Nội, ngày 27 tháng 3 năm 2026")
    assert superior.right < 105 < place.left
    annex = next(page for page in range(len(pdf.pages)) if "PHỤ LỤC 2" in pdf.text(page))
    total = pdf.text(annex).partition("Cộng")[2]
    assert total.split()[:2] == ["156.835", "680"]


@pytest.mark.libreoffice
def test_the_word_file_survives_being_edited_elsewhere(docx, convert):
    open_text = convert({"review.docx": docx}, "odt")["review.odt"]
    again = convert({"review.odt": open_text}, "docx:MS Word 2007 XML")["review.docx"]
    pdf = Pdf(convert({"review.docx": again}, "pdf")["review.pdf"])
    assert "156.835 cây xanh, đạt 78,4 % chỉ tiêu" in pdf.all_text.replace("\u00a0", " ")
    assert "Biểu đồ 1. Công tác giáo dục: kết quả so với chỉ tiêu" in pdf.all_text.replace("\u00a0", " ")
    assert {font.partition("-")[0] for font in pdf.fonts()} <= {"Tinos", "OpenSymbol"}
    media = [
        [name for name in zipfile.ZipFile(io.BytesIO(file)).namelist() if "/media/" in name] for file in (docx, again)
    ]
    assert len(media[0]) == len(media[1]) > 3


@pytest.mark.libreoffice
def test_the_slides_as_libreoffice_shows_them(table, convert):
    deck = review_slides(Material(table, at=AT, lang="vi"))
    assert deck == review_slides(Material(table, at=AT, lang="vi"))
    pdf = Pdf(convert({"review.pptx": deck}, "pdf")["review.pdf"])
    assert len(pdf.pages) == len(Presentation(io.BytesIO(deck)).slides)
    wide, tall = pdf.pages[0].get_size()
    assert wide / tall == pytest.approx(16 / 9, abs=0.01)
    assert "Kết luận hội nghị" in pdf.text(len(pdf.pages) - 1)
    assert not {"\ufffd", "□"} & set(pdf.all_text)


@pytest.mark.libreoffice
def test_the_workbook_computed_anew_is_what_we_say(table, convert):
    ours = document_bytes(table, "xlsx", at=AT, lang="vi")[0]
    anew = convert({"review.xlsx": _formulas_only(ours)}, "xlsx:Calc MS Excel 2007 XML")["review.xlsx"]
    for position in range(8):
        expected, computed = sheet(ours, position), sheet(anew, position)
        assert len(expected) == len(computed)
        for mine, theirs in zip(expected, computed, strict=True):
            for cell, other in zip(mine, theirs, strict=True):
                assert cell == (pytest.approx(other) if isinstance(cell, float) else other)


def _formulas_only(content):
    """The file as a program would leave it that computes nothing."""
    source, packed = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    emptied = 0
    with zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            inner = source.read(name)
            if name.startswith("xl/worksheets/"):
                inner, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", inner)
                emptied += count
            target.writestr(name, inner)
    assert emptied > 60
    return packed.getvalue()


def test_the_workbooks_figures_are_the_ledgers(table):
    content = document_bytes(table, "xlsx", at=AT, lang="vi")[0]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == [
        *("Chỉ tiêu", "Theo đơn vị", "Nguồn số liệu", "Công tác giáo dục", "Các phong trào hành động cách m"),
        *("Các chương trình đồng hành với", "Công tác phụ trách Đội", "Xây dựng tổ chức Đoàn, mở rộng"),
    ]
    trees = records(sheet(content, 4))
    assert sum(row["Cây xanh được trồng (cây)"] or 0 for row in trees[:-1]) == 156_835
    assert trees[-1]["Cây xanh được trồng (cây)"] == 156_835
    targets = records(sheet(content, 0))
    trees = next(row for row in targets if row["Mã"] == "trees_planted")
    assert (trees["Kết quả (với tỷ lệ: số đạt n)"], trees["Đề ra"]) == (156_835, "200.000")
    assert trees["Tỷ lệ đạt"] == pytest.approx(156_835 / 200_000)
    trained = next(row for row in targets if row["Mã"] == "cadres_trained")
    assert trained["Tỷ lệ đạt"] == pytest.approx((3_121 / 3_600) / 0.8)
    assert trained["n/N"] == pytest.approx(3_121 / 3_600)
    nothing = next(row for row in targets if row["Mã"] == "needy_children_helped")
    assert (nothing["Kết quả (với tỷ lệ: số đạt n)"], nothing["Tỷ lệ đạt"]) == ("", "")


def test_a_person_seen_in_two_units_is_taken_off_once(table):
    content = document_bytes(table, "xlsx", at=AT, lang="vi")[0]
    rows = records(sheet(content, 1))
    column = next(key for key in rows[0] if key.startswith("Đoàn viên, thanh niên được tư vấn"))
    by_unit = {row["Đơn vị"]: row[column] for row in rows}
    assert (by_unit["Huyện đoàn Ba Vì"], by_unit["Quận đoàn Tây Hồ"]) == (300_000, 71_894)
    assert by_unit["Trừ người trùng giữa các đơn vị"] == -1
    assert by_unit["Cộng"] == 371_893 == figure_of(table, "career_advised").row.value


def test_csv_has_a_line_per_figure_and_no_formulas(table):
    content = to_csv(table)
    assert content.startswith("\ufeff".encode())
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [line["indicator"] for line in lines] == [figure.indicator.code for figure in table.figures]
    trees = next(line for line in lines if line["indicator"] == "trees_planted")
    assert (trees["value"], trees["goal"], trees["verdict"], trees["reached_percent"]) == (
        *("156835", "200000", "on-pace", "78.4"),
    )
    nothing = next(line for line in lines if line["indicator"] == "needy_children_helped")
    assert (nothing["value"], nothing["verdict"]) == ("", "not-yet")


def test_a_name_that_looks_like_a_formula_stays_text(table):
    from dataclasses import replace

    odd = replace(table, unit=replace(table.unit, name="=cmd|x"))
    assert "'=cmd|x" in to_csv(odd).decode("utf-8-sig")


# data for programs


def as_text(data):
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_the_shape_of_the_reviews_json_is_pinned(table):
    assert as_text(review_data(table, AT)) == (PINNED / "review.json").read_text(encoding="utf-8")


def test_the_shape_of_an_explained_figures_json_is_pinned(standing):
    assert as_text(_numbered(_explained("trees_planted"))) == (PINNED / "explained.json").read_text(encoding="utf-8")


def _explained(code, **asked):
    wanted = asked_for("ha-noi", "2017-2020", map="then", as_known=None, at=AT, **asked)
    figure = figure_of(wanted.table(), code)
    explained = explained_figure(wanted.unit, figure.indicator, figure.period, map_day=wanted.map_day)
    return explained_data(explained, "then", wanted.map_day, None, AT)


def _numbered(data):
    """Numbers of rows depend on the tests before; their order does not."""
    text = as_text(data)
    for key in ("entry", "posting", "id"):
        numbers = sorted({int(n) for n in re.findall(rf'"{key}": (\d+)', text)})
        text = re.sub(rf'"{key}": (\d+)', lambda m, k=key, n=numbers: f'"{k}": {n.index(int(m[1])) + 1}', text)
    return json.loads(text)


def test_every_key_of_the_json_is_documented(table):
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text(encoding="utf-8")))
    # What stands under these is named by codes of the catalogue.
    by_code = {"units_below", "verdicts"}
    for data in (review_data(table, AT), _explained("trees_planted")):
        assert _keys(data, by_code) - documented == set()


def _keys(data, by_code):
    if isinstance(data, list):
        return set().union(*(_keys(item, by_code) for item in data)) if data else set()
    if not isinstance(data, dict):
        return set()
    below = (_keys(value, by_code) for key, value in data.items() if key not in by_code)
    return set(data).union(*below)


def test_what_was_known_then_is_what_the_json_says(standing):
    known = review_data(table_of(as_known=date(2020, 6, 25)), AT)
    (trees,) = (f for area in known["areas"] for f in area["figures"] if f["indicator"]["code"] == "trees_planted")
    assert trees["value"] == 151_835
    assert known["as_known"].startswith("2020-06-25T23:59:59")


def sheet(content, position):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(position).to_python(skip_empty_area=False)


def records(rows):
    head = next(place for place, row in enumerate(rows) if row[0] == "TT")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def test_the_periods_of_this_city(table):
    assert (table.period, Period(table.term.start, table.term.end)) == (HALF, TERM)
    assert table.verdicts[Verdict.PUSH] == 1
    assert LATER < AT
    assert Decimal(SIZES["tỷ đồng"]) == 10**9
