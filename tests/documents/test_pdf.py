import io
from collections import Counter
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.documents.reading import Pdf, folded, rule_under
from tests.documents.sample import DISTRICTS, HANOI_MID_TERM, HEADINGS, NOTICE, PUBLISHED
from viecthat.documents.measure import FONTS
from viecthat.documents.model import (
    Annex,
    Bullets,
    Column,
    Figure,
    Heading,
    Number,
    OfficialDocument,
    PageBreak,
    Paragraph,
    ProofBar,
    Signature,
    Table,
)
from viecthat.documents.pdf import to_pdf

EVERY_VIETNAMESE_LETTER = (
    "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ "
    "AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ EÈẺẼÉẸ ÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ UÙỦŨÚỤ ƯỪỬỮỨỰ YỲỶỸÝỴ Đ ₫ “ ” – …"
)


@pytest.fixture(scope="module")
def content():
    return to_pdf(HANOI_MID_TERM)


@pytest.fixture(scope="module")
def pdf(content):
    return Pdf(content)


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


def read(document):
    return Pdf(to_pdf(document))


def test_pages(pdf):
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pdf.pages]
    assert sizes == [(210, 297)] * 4 + [(297, 210)] * 2


def test_words_in_order(pdf):
    order = (
        *HANOI_MID_TERM.abstract,
        *(words for _, words in HEADINGS[:6]),
        *("Tư vấn tuyển sinh", HEADINGS[6][1], "Bảng 1.", HEADINGS[7][1], HEADINGS[8][1], "Trên đây là báo cáo"),
        *("Nơi nhận:", "PHỤ LỤC 1", "PHỤ LỤC 2", "Ba Đình", "Ứng Hòa", "Cộng 20.245"),
    )
    words, at = pdf.all_text, 0
    for each in order:
        at = words.find(each, at)
        assert at >= 0, each
    for figure in PUBLISHED.values():
        assert folded(figure) in words


def test_no_letter_is_missing(pdf):
    assert EVERY_VIETNAMESE_LETTER in read(bare(Paragraph(EVERY_VIETNAMESE_LETTER))).text(0)
    assert {font.partition("-")[0] for font in pdf.fonts()} == {"Tinos"}
    assert not {"\ufffd", "\x00"} & set(pdf.all_text)


def test_fonts_travel_with_their_licence():
    assert {path.stem for path in FONTS.glob("*.ttf")} >= {
        f"Tinos-{style}" for style in ("Regular", "Bold", "Italic", "BoldItalic")
    }
    licence = next(path for path in FONTS.iterdir() if path.suffix == ".txt")
    assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_properties_and_tags(content):
    opened = pypdfium2.PdfDocument(content)
    properties = opened.get_metadata_dict()
    assert properties["Title"] == HANOI_MID_TERM.title
    assert properties["Author"] == "THÀNH ĐOÀN HÀ NỘI"
    assert properties["CreationDate"].startswith("D:20200625")
    assert pdfium.FPDFCatalog_IsTagged(opened.raw)
    assert b"/Lang(vi)" in content
    assert b"/Lang(en)" in to_pdf(replace(HANOI_MID_TERM, lang="en"))


def test_headings_are_the_outline(content):
    outline = [(entry.level, entry.get_title()) for entry in pypdfium2.PdfDocument(content).get_toc()]
    assert outline[: len(HEADINGS)] == [(level - 1, words) for level, words in HEADINGS]
    assert [folded(title) for _, title in outline[len(HEADINGS) :]] == [
        "PHỤ LỤC 1 KẾT QUẢ CÁC CHỈ TIÊU NỬA NHIỆM KỲ 2017 – 2022",
        "PHỤ LỤC 2 SỐ LIỆU THEO QUẬN, HUYỆN, THỊ XÃ",
    ]


def test_head_stands_left_and_right(pdf):
    superior, issuer, number = (pdf.find(0, words) for words in ("TRUNG ƯƠNG ĐOÀN", "THÀNH ĐOÀN HÀ NỘI", "-BC/TĐTN-VP"))
    union, place = pdf.find(0, "ĐOÀN TNCS HỒ CHÍ MINH"), pdf.find(0, "Hà Nội, ngày 25 tháng 6 năm 2020")
    assert superior.right < 105 < union.left
    assert number.right < 105 < place.left
    assert 18 < superior.top < 24
    assert superior.baseline < issuer.baseline < number.baseline == pytest.approx(place.baseline, abs=0.5)
    assert abs(superior.middle - issuer.middle) < 1
    assert abs(union.middle - place.middle) < 1


def test_faces_and_sizes(pdf):
    assert pdf.face(0, "TRUNG ƯƠNG ĐOÀN") == ("Tinos-Regular", 14)
    assert pdf.face(0, "THÀNH ĐOÀN HÀ NỘI") == ("Tinos-Bold", 14)
    assert pdf.face(0, "ĐOÀN TNCS HỒ CHÍ MINH") == ("Tinos-Bold", 15)
    assert pdf.face(0, "Hà Nội, ngày") == ("Tinos-Italic", 14)
    assert pdf.face(0, "BÁO CÁO") == ("Tinos-Bold", 15)
    assert pdf.face(0, "Thực hiện Nghị quyết") == ("Tinos-Regular", 14)
    assert pdf.face(0, "2.1. Phong trào") == ("Tinos-BoldItalic", 14)
    assert pdf.face(0, "156.835") == ("Tinos-Bold", 14)


def test_rule_below_the_union_is_as_long_as_its_name(pdf):
    union = pdf.find(0, "ĐOÀN TNCS HỒ CHÍ MINH")
    assert rule_under(pdf.image(0), union, within=4) == pytest.approx((union.left, union.right), abs=1.2)


def test_body_is_set_like_the_word_file(pdf):
    first, following = pdf.find(0, "Thực hiện Nghị quyết"), pdf.find(0, "lần thứ XI và Nghị quyết Đại hội đại")
    assert first.left == pytest.approx(30 + 12.7, abs=0.7)
    assert following.left == pytest.approx(30, abs=0.7)
    assert following.baseline - first.baseline == pytest.approx(14 * 1.149 * 1.158 / 72 * 25.4, abs=0.1)
    page = next(number for number in range(3) if "- Phối hợp" in pdf.text(number))
    textpage = pdf.pages[page].get_textpage()
    start, end = (textpage.search(words).get_next()[0] for words in ("- Phối hợp", "bàn dân cư"))
    lefts = [
        textpage.get_charbox(at)[0] / 72 * 25.4 for at in range(start, end) if textpage.get_text_range(at, 1).strip()
    ]
    assert lefts[0] == pytest.approx(30 + 12.7, abs=0.7)
    assert min(lefts) == pytest.approx(30, abs=0.7)


def test_page_numbers_from_page_two_centred_on_top(pdf):
    for page in range(1, len(pdf.pages)):
        middle = pdf.pages[page].get_width() / 72 * 25.4 / 2 + (0 if page > 3 else 5)
        place = pdf.find(page, str(page + 1))
        assert place.top < 16
        assert place.middle == pytest.approx(middle, abs=1)
    assert "1" not in pdf.text(0).split()[:3]


def test_signature_right_and_recipients_left_on_one_page_with_the_closing_words(pdf):
    page = next(number for number in range(len(pdf.pages)) if "Nơi nhận:" in pdf.text(number))
    recipients, behalf = pdf.find(page, "Nơi nhận:"), pdf.find(page, "TM. BAN THƯỜNG VỤ THÀNH ĐOÀN")
    post, name = pdf.find(page, "PHÓ BÍ THƯ"), pdf.find(page, "Nguyễn Văn Mẫu")
    assert recipients.left == pytest.approx(30, abs=0.7)
    assert behalf.left > 100
    assert recipients.baseline == pytest.approx(behalf.baseline, abs=0.5)
    assert name.top - post.bottom > 18
    assert behalf.middle == pytest.approx(name.middle, abs=1)
    assert "Trên đây là báo cáo" in pdf.text(page)


def test_notice_is_framed_once_and_at_the_foot_of_every_page(pdf):
    counts = [pdf.text(page).count(NOTICE) for page in range(len(pdf.pages))]
    assert counts == [1, 1, 2, 1, 1, 1]


def test_many_notices_push_the_foot_up_and_cover_nothing():
    notices = tuple(f"{number}. {NOTICE}" for number in range(1, 9))
    pdf = read(bare(*(Paragraph("Nội dung của báo cáo. " * 30) for _ in range(12)), notices=notices))
    image = pdf.image(0)
    foot = pdf.find(0, "1. Số liệu phân bổ")
    assert image.height / 4 - foot.top > 30
    textpage = pdf.pages[0].get_textpage()
    body = [at for at in range(textpage.count_chars()) if pdfium.FPDFText_GetFontSize(textpage.raw, at) > 13]
    lowest = min(textpage.get_charbox(at)[1] for at in body if textpage.get_text_range(at, 1).strip())
    assert len(body) > 1000
    assert 297 - lowest / 72 * 25.4 < foot.top


def test_table_head_is_repeated(pdf):
    for page in (4, 5):
        assert pdf.text(page).count("Quận, huyện, thị đoàn") == 1
        assert pdf.text(page).count("Dạy nghề, việc làm") == 1
    rows = [each for each in DISTRICTS if each in pdf.text(4)]
    assert rows == list(DISTRICTS[: len(rows)])
    assert 10 < len(rows) < len(DISTRICTS)


def test_proof_bars_are_drawn_in_proportion(pdf):
    page = next(number for number in range(4) if "Bảng 1." in pdf.text(number))
    row, image = pdf.find(page, "156.835"), pdf.image(page, 8)
    middle = round((row.top + row.bottom) / 2 * 8)
    shades = Counter(image.getpixel((column, middle)) for column in range(round(row.right * 8), 190 * 8))
    verified, evidenced = shades[(11, 47, 116)], shades[(77, 134, 228)]
    assert verified / evidenced == pytest.approx(95_669 / 42_345, rel=0.05)


def test_number_is_written_by_the_language():
    table = Table((Column("Kết quả", "right"),), ((Number(371_893),), (Figure("680", "cây"),)))
    assert "371.893" in read(bare(table)).text(0)
    english = read(bare(table, lang="en"))
    assert "371,893" in english.text(0)
    assert "Recipients:" in read(bare(table, lang="en", recipients=("VP",))).text(0)


def test_typst_code_in_the_words_is_never_run():
    hostile = '#panic("x") $x$ *b* _i_ `c` #read("/etc/passwd") \\ = H <l> @r // c /* d */ ]} "q" \x00'
    document = bare(
        Heading(1, hostile),
        Paragraph((hostile, Figure(hostile, hostile, bookmark="x"))),
        Bullets((hostile,)),
        Table((Column(hostile, group=hostile),), ((hostile,),), caption=hostile),
        issuer=hostile,
        abstract=(hostile,),
        notices=(hostile,),
        recipients=(hostile,),
        annexes=(Annex(hostile, (Paragraph(hostile),)),),
    )
    words = read(document).all_text.replace(" ", "")
    printed = hostile.replace("\x00", "").replace(" ", "")
    # Abstract, heading, paragraph, figure, unit, list, caption, group, column, cell, notice twice on page 1 …
    assert words.count(printed) >= 11


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_empty_parts_leave_a_whole_page(lang):
    empty = OfficialDocument("", "", (), "", (), Signature("", "", ""), lang=lang)
    assert len(read(empty).pages) == 1


def test_page_break():
    pdf = read(bare(Paragraph("một"), PageBreak(), Heading(1, "II. HAI"), PageBreak(), PageBreak()))
    assert len(pdf.pages) == 2
    assert "một" in pdf.text(0)
    assert pdf.text(1).startswith("2 II. HAI")


def test_line_breaks_stay():
    pdf = read(bare(Paragraph("trên\ndưới")))
    assert pdf.find(0, "dưới").baseline > pdf.find(0, "trên").baseline


def test_long_words_stay_in_their_column():
    address = "https://thanhdoanhanoi.gov.vn/bao-cao/2020/so-ket-giua-nhiem-ky"
    pdf = read(bare(Table((Column("a", width_share=9), Column("b")), (("x " * 60, address),))))
    textpage = pdf.pages[0].get_textpage()
    rights = [textpage.get_charbox(at)[2] / 72 * 25.4 for at in range(textpage.count_chars())]
    assert max(rights) < 190


def test_long_table_keeps_every_row():
    rows = tuple((str(number), Number(number), ProofBar(1, number, 2)) for number in range(1, 301))
    columns = (Column("TT", "center", 1), Column("Số", "right", 1), Column("Mức", "left", 1))
    pdf = read(bare(annexes=(Annex("BẢNG DÀI", (Table(columns, rows),)),)))
    words = pdf.all_text.split()
    assert [word for word in ("1", "150", "300") if words.count(word) < 2] == []
    assert len(pdf.pages) > 5
    assert all(pdf.text(page).count("TT") == 1 for page in range(1, len(pdf.pages)))


def test_same_document_same_bytes(content):
    assert to_pdf(replace(HANOI_MID_TERM)) == content
    assert io.BytesIO(content).read(5) == b"%PDF-"
