"""The Word file as LibreOffice sets it: what a reader sees, where it stands."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.documents.reading import Pdf, folded, rule_under
from tests.documents.sample import DISTRICTS, HANOI_MID_TERM, HEADINGS, NOTICE, PUBLISHED
from viecthat.documents.docx import to_docx
from viecthat.documents.model import Annex, Bullets, Figure, Paragraph

pytestmark = pytest.mark.libreoffice

EVERY_VIETNAMESE_LETTER = (
    "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ "
    "AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ EÈẺẼÉẸ ÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ UÙỦŨÚỤ ƯỪỬỮỨỰ YỲỶỸÝỴ Đ ₫ “ ” – …"
)
SHORT = replace(
    HANOI_MID_TERM,
    superior=None,
    number="07-BC/TĐTN-VP",
    body=(Paragraph(EVERY_VIETNAMESE_LETTER), Bullets(("một", "hai"))),
    annexes=(Annex("DANH SÁCH", (Paragraph("Nội dung."),)),),
    notices=(),
)


@pytest.fixture(scope="module")
def rendered(convert):
    made = convert({"hanoi.docx": to_docx(HANOI_MID_TERM), "short.docx": to_docx(SHORT)}, "pdf")
    return {name: Pdf(content) for name, content in made.items()}


@pytest.fixture(scope="module")
def pdf(rendered):
    return rendered["hanoi.pdf"]


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


def test_no_letter_is_missing(rendered):
    assert EVERY_VIETNAMESE_LETTER in rendered["short.pdf"].text(0)
    for each in rendered.values():
        assert {font.partition("-")[0] for font in each.fonts()} == {"Tinos"}
        assert not {"\ufffd", "\x00"} & set(each.all_text)


def test_head_stands_left_and_right(pdf):
    superior, issuer, number = (pdf.find(0, words) for words in ("TRUNG ƯƠNG ĐOÀN", "THÀNH ĐOÀN HÀ NỘI", "-BC/TĐTN-VP"))
    union, place = pdf.find(0, "ĐOÀN TNCS HỒ CHÍ MINH"), pdf.find(0, "Hà Nội, ngày 25 tháng 6 năm 2020")
    assert superior.right < 105 < union.left
    assert number.right < 105 < place.left
    assert 18 < superior.top < 24
    assert superior.bottom < issuer.top < number.top
    assert abs(superior.top - union.top) < 2.5
    assert abs(number.bottom - place.bottom) < 2.5
    assert abs(superior.middle - issuer.middle) < 1
    assert abs(union.middle - place.middle) < 1
    assert place.right <= 190.5


def test_faces_and_sizes(pdf):
    assert pdf.face(0, "TRUNG ƯƠNG ĐOÀN") == ("Tinos-Regular", 14)
    assert pdf.face(0, "THÀNH ĐOÀN HÀ NỘI") == ("Tinos-Bold", 14)
    assert pdf.face(0, "ĐOÀN TNCS HỒ CHÍ MINH") == ("Tinos-Bold", 15)
    assert pdf.face(0, "Hà Nội, ngày") == ("Tinos-Italic", 14)
    assert pdf.face(0, "BÁO CÁO") == ("Tinos-Bold", 15)
    assert pdf.face(0, "Thực hiện Nghị quyết") == ("Tinos-Regular", 14)
    assert pdf.face(0, "2.1. Phong trào") == ("Tinos-BoldItalic", 14)
    assert pdf.face(0, "156.835") == ("Tinos-Bold", 14)
    assert pdf.face(0, "công trình thanh niên") == ("Tinos-Regular", 14)


def test_rule_below_the_union_is_as_long_as_its_name(pdf):
    union = pdf.find(0, "ĐOÀN TNCS HỒ CHÍ MINH")
    rule = rule_under(pdf.image(0), union, within=4)
    assert rule == pytest.approx((union.left, union.right), abs=1.2)


def test_short_rule_below_the_abstract_is_centred(pdf):
    left, right = rule_under(pdf.image(0), pdf.find(0, "nhiệm kỳ 2017 – 2022"), within=5)
    assert (left + right) / 2 == pytest.approx(110, abs=1)
    assert 20 < right - left < 40


def test_body_is_indented_and_justified(pdf):
    first = pdf.find(0, "Thực hiện Nghị quyết")
    assert first.left == pytest.approx(30 + 12.7, abs=0.7)
    assert pdf.find(0, "I. KẾT QUẢ THỰC HIỆN").left == pytest.approx(30 + 12.7, abs=0.7)
    following = pdf.find(0, "Minh lần thứ XI")
    assert following.left == pytest.approx(30, abs=0.7)
    # 1.158 lines of 14 pt.
    assert following.baseline - first.baseline == pytest.approx(14 * 1.149 * 1.158 / 72 * 25.4, abs=0.1)


def test_page_numbers_from_page_two_centred_on_top(pdf):
    for page in range(1, len(pdf.pages)):
        middle = pdf.pages[page].get_width() / 72 * 25.4 / 2 + (0 if page > 3 else 5)
        place = pdf.find(page, str(page + 1))
        assert place.top < 16
        assert place.middle == pytest.approx(middle, abs=1)
    assert pdf.text(0).startswith(("TRUNG ƯƠNG ĐOÀN", "ĐOÀN TNCS"))


def test_signature_right_and_recipients_left_on_one_page_with_the_closing_words(pdf):
    page = next(number for number in range(len(pdf.pages)) if "Nơi nhận:" in pdf.text(number))
    recipients, behalf = pdf.find(page, "Nơi nhận:"), pdf.find(page, "TM. BAN THƯỜNG VỤ THÀNH ĐOÀN")
    post, name = pdf.find(page, "PHÓ BÍ THƯ"), pdf.find(page, "Nguyễn Văn Mẫu")
    assert recipients.left == pytest.approx(30, abs=0.7)
    assert behalf.left > 100
    assert abs(recipients.top - behalf.top) < 2
    assert name.top - post.bottom > 18
    assert behalf.middle == pytest.approx(name.middle, abs=1)
    assert "Trên đây là báo cáo" in pdf.text(page)
    assert pdf.find(page, "Lưu VT, VP.").top > recipients.bottom


def test_notice_is_framed_once_and_at_the_foot_of_every_page(pdf):
    counts = [pdf.text(page).count(NOTICE) for page in range(len(pdf.pages))]
    assert counts == [1, 1, 2, 1, 1, 1]
    assert pdf.find(0, "Số liệu phân bổ").top > 297 - 22


def test_table_head_is_repeated_and_no_title_is_cut(pdf):
    for page in (4, 5):
        assert pdf.text(page).count("Quận, huyện, thị đoàn") == 1
        title = pdf.find(page, "Đảng")
        below = rule_under(pdf.image(page), title, within=4)
        assert below is not None
        assert below[1] - below[0] > 100
    rows = [each for each in DISTRICTS if each in pdf.text(4)]
    assert rows == list(DISTRICTS[: len(rows)])
    assert 10 < len(rows) < len(DISTRICTS)


def test_proof_bars_are_drawn(pdf):
    table = next(number for number in range(4) if "Bảng 1." in pdf.text(number))
    row = pdf.find(table, "156.835") if "156.835" in pdf.text(table) else None
    assert row is not None
    image = pdf.image(table)
    middle = round((row.top + row.bottom) / 2 * 4)
    shades = Counter(image.getpixel((column, middle)) for column in range(round(row.right * 4), 190 * 4))
    verified, evidenced = shades[(11, 47, 116)], shades[(77, 134, 228)]
    assert verified / evidenced == pytest.approx(95_669 / 42_345, rel=0.08)


def test_only_annex_and_no_notice(rendered):
    short = rendered["short.pdf"]
    assert len(short.pages) == 2
    assert short.text(1).startswith("2 PHỤ LỤC DANH SÁCH (Kèm theo Báo cáo số 07-BC/TĐTN-VP ngày 25 tháng 6 năm 2020)")
    assert "- một - hai" in short.text(0)


def test_figure_in_a_list_is_bold(pdf):
    assert isinstance(HANOI_MID_TERM.body[10], Bullets)
    assert any(isinstance(run, Figure) for run in HANOI_MID_TERM.body[10].items[0])
    page = next(number for number in range(3) if "371.893" in pdf.text(number))
    assert pdf.face(page, "371.893") == ("Tinos-Bold", 14)
