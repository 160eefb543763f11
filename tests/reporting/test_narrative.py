"""Words of a report: what a field reads as, what is suggested, which typed numbers are held against the table."""

from dataclasses import replace

import pytest

from viecthat.reporting.queries.content import ContentLine
from viecthat.reporting.queries.narrative import read_as, suggestions_for, unknown_fields, warnings_of, words_of

TREES = ContentLine(
    line=1, code="trees_planted", name="Cây xanh được trồng", name_en="Trees planted", measured_in="cây",
    measured_in_en="trees", measure="flow", decimals=0, area=2, value=156_835, n=None, of=None, entries=9,
    reported_by=4,
)  # fmt: skip
CADRES = replace(
    TREES, line=2, code="cadres_trained", name="Cán bộ Đoàn được bồi dưỡng", measured_in="cán bộ", measure="ratio",
    value=None, n=24, of=28, area=6,
)  # fmt: skip
NOTHING = replace(
    TREES, line=3, code="blood_units", name="Đơn vị máu thu được", measured_in="đơn vị", entries=0, value=0
)
LINES = (TREES, CADRES, NOTHING)


def test_a_field_reads_as_its_figure():
    text = (
        "Trồng { trees_planted } cây; bồi dưỡng {cadres_trained} ({cadres_trained.of}); máu: {blood_units}; {nothing}"
    )
    said = "Trồng 156.835 cây; bồi dưỡng 85,7\u00a0% (24/28); máu: chưa có số liệu; {nothing}"
    assert read_as(text, LINES) == said
    assert read_as("{trees_planted} trees", LINES, "en") == "156,835 trees"
    assert unknown_fields(text, LINES) == ["nothing"]
    assert [piece.code for piece in words_of(text, LINES) if piece.code] == [
        "trees_planted", "cadres_trained", "cadres_trained", "blood_units", "nothing",
    ]  # fmt: skip


def test_growth_is_said_against_the_period_before():
    before = {"trees_planted": replace(TREES, value=140_000), "cadres_trained": CADRES}
    assert read_as("{trees_planted.change}", LINES, before=before) == "tăng 12,0\u00a0%"
    assert read_as("{trees_planted.change}", (replace(TREES, value=70_000),), before=before) == "giảm 50,0\u00a0%"
    assert read_as("{trees_planted.change}", LINES) == "chưa có số liệu"


def test_a_sentence_is_offered_for_each_figure_that_there_is():
    assert suggestions_for(2, LINES) == ["Trồng được {trees_planted} cây xanh."]
    assert suggestions_for(6, LINES) == ["Cán bộ Đoàn được bồi dưỡng: {cadres_trained} ({cadres_trained.of})."]
    offered = suggestions_for(2, LINES, before={"trees_planted": replace(TREES, value=140_000)})
    before = {"trees_planted": replace(TREES, value=140_000)}
    assert read_as(offered[0], LINES, before=before) == "Trồng được 156.835 cây xanh, tăng 12,0\u00a0% so với cùng kỳ."


@pytest.mark.parametrize(
    ("text", "disagrees"),
    [
        ("Toàn đoàn trồng được 156.835 cây xanh.", False),
        ("Toàn đoàn trồng được 156.385 cây xanh.", True),
        ("Toàn đoàn trồng được hơn 156.000 cây xanh.", False),
        ("Toàn đoàn trồng được hơn 256.000 cây xanh.", True),
        ("Toàn đoàn trồng được {trees_planted} cây xanh.", False),
        ("Bồi dưỡng 24/28 cán bộ Đoàn được bồi dưỡng.", False),
        ("Đã có 25/28 cán bộ Đoàn được bồi dưỡng.", True),
        ("Phấn đấu năm 2027 trồng 200.000 cây xanh.", False),
        ("Chương trình “Trồng 1 triệu cây xanh” được hưởng ứng ngày 26/3/2026.", False),
    ],
)
def test_a_typed_number_is_held_against_the_table(text, disagrees):
    found = warnings_of(text, LINES)
    assert bool(found) is disagrees
    if found:
        assert text[found[0].start : found[0].end] == found[0].quote
        assert "trong bảng" in found[0].sentence
