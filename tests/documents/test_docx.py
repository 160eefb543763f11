import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.documents.sample import DISTRICTS, HANOI_MID_TERM, HEADINGS, NOTICE, PUBLISHED
from viecthat.documents.docx import to_docx
from viecthat.documents.model import (
    Column,
    Figure,
    Heading,
    OfficialDocument,
    PageBreak,
    Paragraph,
    ProofBar,
    Signature,
    Table,
)

# The order in which Word's schema wants the children; Word calls a file with another order damaged.
SCHEMA_ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd spacing ind jc outlineLvl sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs color kern sz szCs highlight u shd lang",
    "w:tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "w:sdtPr": "rPr alias tag id lock richText text",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tblCellMar": "top left bottom right",
    "w:sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg",
}


@pytest.fixture(scope="module")
def content():
    return to_docx(HANOI_MID_TERM)


@pytest.fixture(scope="module")
def opened(content):
    return docx.Document(io.BytesIO(content))


def bare(*body, **changes):
    document = OfficialDocument(
        issuer="ĐOÀN XÃ HƯƠNG HÓA",
        type_name="BÁO CÁO",
        abstract=("Công tác tháng 3",),
        place="Hương Hóa",
        body=body,
        signature=Signature("TM. BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thị Mẫu"),
    )
    return replace(document, **changes)


def reopened(document):
    return docx.Document(io.BytesIO(to_docx(document)))


def controls(opened):
    return [
        (
            control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")),
            "".join(t.text for t in control.iter(qn("w:t"))),
        )
        for control in opened.element.body.iter(qn("w:sdt"))
    ]


def test_headings_are_words_own(opened):
    styled = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Heading")]
    assert styled == [(f"Heading {level}", words) for level, words in HEADINGS]


def test_annexes_are_in_the_navigation_too(opened):
    heads = [p for p in opened.paragraphs if p.style.name == "Annex Head"]
    assert [p.text.split("\n")[0] for p in heads] == ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    assert heads[0].style.base_style.name == "Heading 1"


def test_every_bookmark_is_a_content_control_that_holds_the_figure(opened):
    assert controls(opened) == [*PUBLISHED.items(), ("annex-works", "680")]


def test_content_controls_have_numbers_of_their_own():
    figure = Figure("680", bookmark="works")
    opened = reopened(bare(Paragraph((figure, figure)), Paragraph((figure,))))
    numbers = [each.get(qn("w:val")) for each in opened.element.body.iter(qn("w:id"))]
    assert controls(opened) == [("works", "680")] * 3
    assert len(set(numbers)) == 3


def test_figure_is_bold_and_keeps_its_unit():
    opened = reopened(bare(Paragraph(("Trồng ", Figure("156.835", "cây", bookmark="trees"), "."))))
    control = next(opened.element.body.iter(qn("w:sdt")))
    assert control.find(f".//{qn('w:b')}") is not None
    assert control.getnext().findtext(qn("w:t")) == "\u00a0cây"


def test_figure_without_bookmark_is_plain_text():
    opened = reopened(bare(Paragraph((Figure("680", bold=False),))))
    assert controls(opened) == []
    paragraph = next(p for p in opened.paragraphs if p.text == "680")
    assert [run.bold for run in paragraph.runs] == [None]


def test_page_is_a4_with_the_unions_margins(opened):
    first, annex, lying = opened.sections
    for section in (first, annex):
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 20]
    assert lying.orientation == WD_ORIENT.LANDSCAPE
    assert lying.page_width > lying.page_height
    assert round((lying.page_width - lying.left_margin - lying.right_margin) / Mm(1)) == 257


def test_page_number_from_the_second_page_on(opened):
    first, *annexes = opened.sections
    assert first.different_first_page_header_footer
    assert "".join(p.text for p in first.first_page_header.paragraphs) == ""
    assert "PAGE" in first.header._element.xml
    for section in annexes:
        assert section.header.is_linked_to_previous
        assert not section.different_first_page_header_footer


def test_notice_is_framed_at_the_end_and_at_the_foot_of_every_page(opened):
    first, *annexes = opened.sections
    assert [p.text for p in opened.paragraphs if p.style.name == "Notice"] == [NOTICE]
    assert first.footer.paragraphs[0].text == first.first_page_footer.paragraphs[0].text == NOTICE
    assert all(section.footer.is_linked_to_previous for section in annexes)


def test_without_notices_nothing_stands_at_the_foot():
    opened = reopened(bare(Paragraph("Nội dung.")))
    assert [p.text for p in opened.sections[0].footer.paragraphs] == [""]
    assert not [p for p in opened.paragraphs if p.style.name == "Notice"]


def test_head_is_issuer_left_and_union_right(opened):
    head = opened.tables[0]
    assert head.cell(0, 0).text == "TRUNG ƯƠNG ĐOÀN\nTHÀNH ĐOÀN HÀ NỘI\n***"
    assert head.cell(0, 1).text == "ĐOÀN TNCS HỒ CHÍ MINH"
    assert head.cell(1, 0).text == "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0-BC/TĐTN-VP"
    assert head.cell(1, 1).text == "Hà Nội, ngày 25 tháng 6 năm 2020"
    without = reopened(bare())
    assert without.tables[0].cell(0, 0).text == "ĐOÀN XÃ HƯƠNG HÓA\n***"


def test_signature_right_and_recipients_left(opened):
    sign = opened.tables[2]
    assert sign.cell(0, 0).text.split("\n")[::5] == ["Nơi nhận:", "- Lưu VT, VP."]
    assert sign.cell(0, 1).text.split("\n")[:2] == ["TM. BAN THƯỜNG VỤ THÀNH ĐOÀN", "PHÓ BÍ THƯ"]
    assert sign.cell(0, 1).text.endswith("\nNguyễn Văn Mẫu")


def test_mark_stands_between_post_and_name():
    opened = reopened(bare(signature=Signature("TM. BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thị Mẫu", "(đã ký)")))
    lines = [line for line in opened.tables[-1].cell(0, 1).text.split("\n") if line]
    assert lines == ["TM. BAN CHẤP HÀNH", "BÍ THƯ", "(đã ký)", "Trần Thị Mẫu"]


def test_table_head_is_repeated_and_no_row_is_cut(opened):
    districts = opened.tables[-1]._tbl
    rows = districts.findall(qn("w:tr"))
    heads = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert heads == rows[:2]
    assert len(rows) == 2 + len(DISTRICTS) + 1
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_grouped_columns_share_a_head(opened):
    districts = opened.tables[-1]
    upper = [cell.text for cell in districts.rows[0].cells]
    assert upper[2] == upper[3] == "Dạy nghề, việc làm"
    assert upper[4] == upper[5] == "Trồng cây xanh"
    assert [cell.text for cell in districts.rows[1].cells][2:4] == ["Số lượng", "Mức chứng thực"]


def test_total_row_is_bold(opened):
    for table, bold in ((opened.tables[-1], True), (opened.tables[-2], None)):
        filled = [run for cell in table.rows[-1].cells for p in cell.paragraphs for run in p.runs if run.text]
        assert {run.bold for run in filled} == {bold}


def test_proof_bar_is_a_shaded_table_in_proportion():
    table = Table((Column("Mức chứng thực"),), ((ProofBar(declared=10, evidenced=30, verified=60),),))
    bar = reopened(bare(table)).tables[1].cell(1, 0).tables[0]._tbl
    widths = [int(column.get(qn("w:w"))) for column in bar.tblGrid]
    assert [round(100 * width / sum(widths)) for width in widths] == [60, 30, 10]
    fills = [shade.get(qn("w:fill")) for shade in bar.iter(qn("w:shd"))]
    assert fills[:2] == ["0B2F74", "4D86E4"]
    described = bar.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert described == "đã xác minh 60, có minh chứng 30, kê khai 10"


def test_empty_proof_bar_is_an_empty_frame():
    table = Table((Column("Mức chứng thực"),), ((ProofBar(0, 0, 0),),))
    bar = reopened(bare(table)).tables[1].cell(1, 0).tables[0]._tbl
    assert [shade.get(qn("w:fill")) for shade in bar.iter(qn("w:shd"))] == ["FFFFFF"]


def test_key_stands_only_under_tables_with_proof_bars(opened):
    keys = [p.text for p in opened.paragraphs if p.style.name == "Proof Key"]
    assert len(keys) == 2
    assert re.sub(r"\s+", " ", keys[0]).strip() == "đã xác minh có minh chứng kê khai"


def test_page_break_begins_the_next_block_on_a_new_page():
    table = Table((Column("a"),), (("1",),))
    opened = reopened(bare(Paragraph("một"), PageBreak(), Heading(1, "II. HAI"), PageBreak(), table, PageBreak()))
    broken = [p.style.name for p in opened.paragraphs if p.paragraph_format.page_break_before]
    assert broken == ["Heading 1", "Section End"]


def test_lists_are_words_own(opened):
    items = [p for p in opened.paragraphs if p.style.name == "List Bullet"]
    assert len(items) == 3
    assert items[2].text.startswith("Chủ động tham mưu")


def test_signature_is_never_alone_on_a_page(opened):
    closing = next(p for p in opened.paragraphs if p.text.startswith("Trên đây là báo cáo"))
    assert closing.paragraph_format.keep_with_next


def test_properties(opened):
    properties = opened.core_properties
    assert properties.title == HANOI_MID_TERM.title
    assert properties.author == properties.last_modified_by == "THÀNH ĐOÀN HÀ NỘI"
    assert properties.language == "vi-VN"
    assert properties.created.date() == date(2020, 6, 25)
    assert properties.comments == ""


def test_language_of_the_words(content):
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles) == ["vi-VN"]
    english = reopened(replace(HANOI_MID_TERM, lang="en"))
    assert re.findall(r'<w:lang [^>]*w:val="([^"]+)"', english.styles.element.xml) == ["en-GB"]
    assert english.tables[0].cell(0, 1).text == "HO CHI MINH COMMUNIST\nYOUTH UNION"
    assert english.core_properties.language == "en-GB"


def test_nothing_of_the_librarys_own_template_is_left(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert set(archive.namelist()) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        *(f"word/{part}.xml" for part in ("styles", "settings", "fontTable", "numbering")),
        *(f"word/{part}{number}.xml" for part in ("header", "footer") for number in (1, 2)),
    }
    everything = b"".join(archive.read(name) for name in archive.namelist()).lower()
    assert b"python-docx" not in everything
    assert b"calibri" not in everything


def test_every_style_used_is_defined(opened):
    defined = {style.style_id for style in opened.styles}
    used = {each.get(qn("w:val")) for tag in ("w:pStyle", "w:tblStyle") for each in opened.element.body.iter(qn(tag))}
    assert used <= defined
    for part in (opened.sections[0].header, opened.sections[0].footer):
        assert {each.get(qn("w:val")) for each in part._element.iter(qn("w:pStyle"))} <= defined


def test_names_times_new_roman_with_tinos_beside_it(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert 'w:name="Times New Roman"><w:altName w:val="Tinos"' in archive.read("word/fontTable.xml").decode()
    faces = set(re.findall(r'w:(?:ascii|hAnsi|cs)="([^"]+)"', archive.read("word/styles.xml").decode()))
    assert faces == {"Times New Roman"}


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer2.xml"])
def test_children_stand_in_the_order_of_words_schema(content, part):
    from docx.oxml import parse_xml

    root = parse_xml(zipfile.ZipFile(io.BytesIO(content)).read(part))
    for tag, order in SCHEMA_ORDER.items():
        places = {qn(f"w:{name}"): place for place, name in enumerate(order.split())}
        for parent in root.iter(qn(tag)):
            found = [places[child.tag] for child in parent]
            assert found == sorted(found), (tag, [child.tag.partition("}")[2] for child in parent])


def test_every_table_is_followed_by_a_paragraph_in_its_cell_or_page(opened):
    for table in opened.element.body.iter(qn("w:tbl")):
        following = table.getnext()
        assert following is not None
        assert following.tag == qn("w:p")


def test_same_document_same_bytes(content):
    assert to_docx(replace(HANOI_MID_TERM)) == content
    assert to_docx(replace(HANOI_MID_TERM, place="Hà Nam")) != content


def test_all_words_are_nfc():
    decomposed = unicodedata.normalize("NFD", "Giới thiệu được đoàn viên ưu tú")
    document = bare(
        Heading(1, decomposed),
        Paragraph((decomposed, Figure(decomposed, decomposed, bookmark="x"))),
        Table((Column(decomposed, group=decomposed),), ((decomposed,),), caption=decomposed),
        issuer=decomposed,
        superior=decomposed,
        abstract=(decomposed,),
        notices=(decomposed,),
        recipients=(decomposed,),
    )
    archive = zipfile.ZipFile(io.BytesIO(to_docx(document)))
    for name in archive.namelist():
        words = archive.read(name).decode()
        assert words == unicodedata.normalize("NFC", words), name


def test_hostile_words_stay_words():
    hostile = "<w:p/>&amp; ]]> \x00\x0b=1+1 {{ x }} \ud83d"
    opened = reopened(bare(Paragraph((hostile, Figure(hostile, hostile, bookmark="x"))), Heading(2, hostile)))
    assert next(p.text for p in opened.paragraphs if p.style.name == "Heading 2") == "<w:p/>&amp; ]]> \n=1+1 {{ x }} "


def test_document_without_day_has_no_made_up_one():
    opened = reopened(bare())
    assert opened.core_properties.created is None
    assert "năm 20" in opened.tables[0].cell(1, 1).text
