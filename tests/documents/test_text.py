import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from tests.documents.sample import HANOI_MID_TERM
from viecthat.documents import text
from viecthat.documents.model import Number, ProofBar
from viecthat.kernel.quantities import Share

NBSP = "\u00a0"


def test_clean_gives_nfc_and_drops_what_xml_cannot_hold():
    decomposed = unicodedata.normalize("NFD", "Đoàn viên ưu tú")
    assert decomposed != "Đoàn viên ưu tú"
    assert text.clean(decomposed) == "Đoàn viên ưu tú"
    assert text.clean("a\x00b\x1fc\ufffe\ud800d") == "abcd"
    assert text.clean("một\x0bhai\r\nba\rbốn") == "một\nhai\nba\nbốn"


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("07-BC/TĐTN-VP", "Số: 07-BC/TĐTN-VP"),
        ("Số: 07-BC/TĐTN-VP", "Số: 07-BC/TĐTN-VP"),
        ("Số:07-BC/TĐTN", "Số: 07-BC/TĐTN"),
        ("Số:     -BC/TĐTN", f"Số:{NBSP * 5}-BC/TĐTN"),
        (None, f"Số:{NBSP * 13}"),
    ],
)
def test_number_line_keeps_room_to_write(number, line):
    assert text.number_line(replace(HANOI_MID_TERM, number=number)) == line


def test_place_and_day():
    assert text.place_and_day(HANOI_MID_TERM) == "Hà Nội, ngày 25 tháng 6 năm 2020"
    assert text.place_and_day(replace(HANOI_MID_TERM, day=date(2020, 2, 5))) == "Hà Nội, ngày 05 tháng 02 năm 2020"
    assert text.place_and_day(replace(HANOI_MID_TERM, lang="en")) == "Hà Nội, 25 June 2020"
    unsigned = text.place_and_day(replace(HANOI_MID_TERM, day=None))
    assert text.clean(unsigned).replace(NBSP, "_") == "Hà Nội, ngày______tháng______năm 20____"


def test_recipient_lines_are_dashed_and_pointed_whatever_was_typed():
    typed = ("- Ban Bí thư Trung ương Đoàn;", "Các quận đoàn, ", " ", "Lưu VT.")
    assert text.recipient_lines(replace(HANOI_MID_TERM, recipients=typed)) == (
        "- Ban Bí thư Trung ương Đoàn;",
        "- Các quận đoàn;",
        "- Lưu VT.",
    )
    assert text.recipient_lines(replace(HANOI_MID_TERM, recipients=())) == ()


def test_only_the_last_of_equal_recipients_closes_the_list():
    assert text.recipient_lines(replace(HANOI_MID_TERM, recipients=("Lưu VT", "Lưu VT"))) == ("- Lưu VT;", "- Lưu VT.")


def test_annexes_are_numbered_when_there_are_several():
    assert text.annex_head(HANOI_MID_TERM, 2) == "PHỤ LỤC 2"
    one = replace(HANOI_MID_TERM, annexes=HANOI_MID_TERM.annexes[:1])
    assert text.annex_head(one, 1) == "PHỤ LỤC"


def test_annex_says_what_it_belongs_to():
    numbered = replace(HANOI_MID_TERM, number="07-BC/TĐTN-VP")
    assert text.annex_origin(numbered) == "(Kèm theo Báo cáo số 07-BC/TĐTN-VP ngày 25 tháng 6 năm 2020)"
    assert text.annex_origin(replace(HANOI_MID_TERM, number=None, day=None)) == "(Kèm theo Báo cáo)"


@pytest.mark.parametrize(
    ("number", "lang", "words"),
    [
        (Number(371_893), "vi", "371.893"),
        (Number(371_893), "en", "371,893"),
        (Number(Decimal("86.7"), unit="%"), "vi", f"86,7{NBSP}%"),
        (Number(100, 0, "%"), "vi", f"100{NBSP}%"),
        (Number(Share(983, 1635)), "vi", f"60,1{NBSP}%"),
        (Number(Share(983, 1635)), "en", "60.1%"),
        (Number(680, unit="công trình"), "vi", f"680{NBSP}công trình"),
        (Number(Decimal("2.345"), 1), "vi", "2,3"),
        (Number(None), "vi", "–"),
    ],
)
def test_number_text(number, lang, words):
    assert text.number_text(number, lang) == words


def test_proof_is_said_in_words():
    assert text.proof_description(ProofBar(1, 2_000, 3), "vi") == "đã xác minh 3, có minh chứng 2.000, kê khai 1"


def test_proof_parts_in_proportion():
    assert text.proof_parts(ProofBar(declared=25, evidenced=25, verified=50), 1000) == (500, 250, 250)
    assert text.proof_parts(ProofBar(0, 0, 7), 1000) == (1000, 0, 0)
    assert text.proof_parts(ProofBar(0, 0, 0), 1000) == (0, 0, 0)


_part = st.integers(0, 10**9) | st.decimals(0, 10**6, places=2)


@given(_part, _part, _part, st.integers(300, 20_000))
def test_proof_parts_fill_the_bar_and_show_every_grade(declared, evidenced, verified, width):
    bar = ProofBar(declared, evidenced, verified)
    lengths = text.proof_parts(bar, width)
    values = (verified, evidenced, declared)
    assert sum(lengths) == (width if any(values) else 0)
    assert [length > 0 for length in lengths] == [value > 0 for value in values]
    for value, length in zip(values, lengths, strict=True):
        if value:
            assert abs(length - width * value / bar.total) <= 2 * max(1, width // 100) + 2
