from dataclasses import replace

import pytest

from tests.documents.sample import HANOI_MID_TERM
from viecthat.documents.measure import (
    CELL_PADDING,
    LYING,
    UPRIGHT,
    breakable,
    head_columns,
    lay_out,
    lines_of,
    union_width,
    width_of,
)
from viecthat.documents.model import Column, Number, ProofBar, Table

SENTENCE = "Đoàn cấp xã có mô hình, công trình thanh niên làm theo lời Bác"


def table(columns, *row, **changes):
    return Table(
        tuple(Column(f"c{place}", width_share=share) for place, share in enumerate(columns)), (row,), **changes
    )


def test_width_grows_with_size_and_weight():
    assert width_of("ĐOÀN TNCS HỒ CHÍ MINH", 15, bold=True) == pytest.approx(68.1, abs=0.2)
    assert width_of("Đoàn", 12) == pytest.approx(width_of("Đoàn", 6) * 2)
    assert width_of("Đoàn", 12, bold=True) > width_of("Đoàn", 12)
    assert width_of("", 12) == 0


def test_lines_wrap_at_spaces():
    assert lines_of("", 12, 20) == 1
    assert lines_of("một\nhai", 12, 100) == 2
    assert lines_of(SENTENCE, 12, 200) == 1
    assert lines_of(SENTENCE, 12, 40) == 3
    assert lines_of("thanhdoanhanoi.gov.vn", 12, 5) == 1


def test_only_words_too_wide_may_break():
    address = "https://thanhdoanhanoi.gov.vn/bao-cao"
    assert breakable(f"Xem {address} nhé", 12, 200) == f"Xem {address} nhé"
    assert breakable(f"Xem {address} nhé", 12, 40) == "Xem https://|thanhdoanhanoi.|gov.|vn/|bao-|cao nhé".replace(
        "|", "\u200b"
    )
    assert breakable("thanhdoan", 12, 5).split("\u200b") == list("thanhdoan")


def test_easy_table_keeps_its_shares():
    layout = lay_out(table((1, 3), "a", "b"), UPRIGHT, "vi")
    assert layout.points == 12
    assert layout.widths == pytest.approx((40, 120))


def test_no_number_is_broken():
    layout = lay_out(table((1, 30), Number(1_234_567), SENTENCE), UPRIGHT, "vi")
    assert layout.points == 12
    assert layout.widths[0] >= width_of("1.234.567", 12) + 2 * CELL_PADDING
    assert sum(layout.widths) == pytest.approx(UPRIGHT)


def test_dense_table_gets_smaller_letters_before_broken_numbers():
    row = (SENTENCE, *(Number(1_234_567),) * 8)
    upright, lying = (lay_out(table((4, *(1,) * 8), *row), width, "vi") for width in (UPRIGHT, LYING))
    assert upright.points < lying.points == 12
    assert min(upright.widths) >= width_of("1.234.567", upright.points) + 2 * CELL_PADDING
    assert upright.widths[0] >= 26


def test_impossible_table_still_fits_the_page():
    layout = lay_out(table((1,) * 40, *(Number(1_234_567),) * 40), UPRIGHT, "vi")
    assert layout.points == 8
    assert sum(layout.widths) == pytest.approx(UPRIGHT)
    assert min(layout.widths) > 0


def test_proof_bar_has_room():
    assert lay_out(table((1, 40), ProofBar(1, 2, 3), "a"), UPRIGHT, "vi").widths[0] >= 15


def test_table_without_rows():
    assert sum(lay_out(Table((Column("a"), Column("b")), ()), UPRIGHT, "vi").widths) == pytest.approx(UPRIGHT)


def test_head_gives_way_to_a_long_place():
    assert head_columns(HANOI_MID_TERM) == (75, 85)
    longer = replace(HANOI_MID_TERM, place="TP. Hồ Chí Minh")
    left, right = head_columns(longer)
    assert 85 < right <= 98
    assert left + right == UPRIGHT
    assert head_columns(replace(HANOI_MID_TERM, place="Đoàn xã " * 9)) == (75, 85)


def test_union_rule_is_as_long_as_its_name():
    assert union_width("vi") == pytest.approx(69, abs=0.3)
    assert union_width("en") < 85
