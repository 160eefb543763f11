"""The words of a review: figures in them are live fields, sentences are made of the data, typed numbers are held."""

import pytest

from tests.factories import TODAY
from tests.reviews.city import HALF
from viecthat.kernel.periods import Period
from viecthat.reviews.exports.suggestions import suggestions_of
from viecthat.reviews.headings import headings_of
from viecthat.reviews.models import ReviewKind
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.content import read_words, review_content, typed_otherwise, unknown_in
from viecthat.reviews.queries.fields import Fields


@pytest.fixture
def table(city):
    return review_table(city.city, HALF, map_name="then", today=TODAY, review=city.review)


@pytest.fixture
def of_2019(city):
    return review_table(city.city, Period.year(2019), map_name="then", today=TODAY)


def said(fields, text):
    return "".join(piece.words for piece in read_words(text, fields)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("{trees_planted}", "156.835", "156,835"),
        ("{trees_planted.goal}", "200.000", "200,000"),
        ("{trees_planted.share}", "78,4 %", "78.4%"),
        ("{trees_planted.verdict}", "đúng tiến độ", "on pace"),
        ("{trees_planted.missing}", "43.165", "43,165"),
        ("{trees_planted.declared}", "19,1 %", "19.1%"),
        ("{trees_planted.best}", "Huyện đoàn Ba Vì (120.000 cây)", "Huyện đoàn Ba Vì (120,000 trees)"),
        ("{trees_planted.weakest}", "Quận đoàn Tây Hồ (30.000 cây)", "Quận đoàn Tây Hồ (30,000 trees)"),
        ("{trees_planted.rank}", "chưa có số liệu", "no figure yet"),  # alone at the centre: there is no place
        ("{trees_planted.change}", "chưa có số liệu", "no figure yet"),  # no year before of thirty-three months
        ("{loans_outstanding}", "529 tỷ đồng", "529 billion VND"),
        ("{cadres_trained.of}", "3.121/3.600", "3,121/3,600"),
        ("{outstanding_admitted.passed_on}", "47,6 %", "47.6%"),
        ("{review.reporting}/{review.children}", "2/3", "2/3"),
        ("{review.silent_names}", "Huyện đoàn Sóc Sơn", "Huyện đoàn Sóc Sơn"),
        ("{review.gone}", "55 %", "55%"),
    ],
)
def test_a_field_is_read_off_the_review_s_own_table(table, text, vi, en):
    assert said(Fields(table), text) == vi
    assert said(Fields(table, "en"), text) == en


@pytest.mark.parametrize("field", ["{khong_co}", "{trees_planted.khong}", "{ideas_proposed.goal}", "{review.khong}"])
def test_a_field_of_nothing_stays_as_typed_and_is_marked(table, field):
    pieces = read_words(f"Có {field} cây", Fields(table))
    assert unknown_in(pieces) == [field]
    assert "".join(piece.words for piece in pieces) == f"Có {field} cây"


def test_a_number_typed_by_hand_is_held_against_the_table(table):
    fields = Fields(table)
    assert [one.code for one in typed_otherwise("Trồng được 150.000 cây xanh.", fields)] == ["trees_planted"]
    assert typed_otherwise("Trồng được 156.835 cây xanh.", fields) == []
    assert typed_otherwise("Trồng được {trees_planted} cây xanh.", fields) == []


def sentences(table, key, lang="vi"):
    fields = Fields(table, lang)
    heading = next(one for one in headings_of("mid_term") if one.key == key)
    return [(words, said(fields, words)) for words in suggestions_of(heading, fields)]


def test_what_is_suggested_is_a_report_s_sentence_without_one_number_of_its_own(table):
    told = sentences(table, "area.movements")
    assert (
        "Trồng được {trees_planted} cây xanh, đạt {trees_planted.share} chỉ tiêu nhiệm kỳ ({trees_planted.goal} cây), "
        "{trees_planted.verdict}.",
        "Trồng được 156.835 cây xanh, đạt 78,4 % chỉ tiêu nhiệm kỳ (200.000 cây), đúng tiến độ.",
    ) in told
    read = [words for _, words in told]
    ahead = "Về cây xanh được trồng, dẫn đầu là Huyện đoàn Ba Vì (120.000 cây);"
    assert f"{ahead} cần quan tâm nhất là Quận đoàn Tây Hồ (30.000 cây)." in read
    for area in ("area.movements", "area.organisation", "shortcomings", "directions", "results"):
        for words, _ in sentences(table, area):
            bare = "".join(piece.words for piece in read_words(words, Fields(table)) if not piece.code)
            assert not any(sign.isdigit() for sign in bare.replace("30 %", "")), words


def test_every_sentence_suggested_knows_its_fields_in_either_language(table, of_2019):
    for one in (table, of_2019):
        for lang in ("vi", "en"):
            fields = Fields(one, lang)
            for heading in headings_of("year"):
                for words in suggestions_of(heading, fields):
                    assert unknown_in(read_words(words, fields)) == [], words


def test_limits_and_directions_are_suggested_from_what_lags(table):
    limits = [words for _, words in sentences(table, "shortcomings")]
    assert any(words.startswith("Dạy nghề, giới thiệu việc làm") or "20.245/50.000" in words for words in limits)
    assert "Còn 1 đơn vị trực thuộc chưa có số liệu trong kỳ: Huyện đoàn Sóc Sơn." in limits
    ahead = [words for _, words in sentences(table, "directions")]
    assert any("còn thiếu 43.165 cây để đạt 200.000 cây" in words and "mỗi tháng" in words for words in ahead)


def test_a_year_is_compared_with_the_year_before(of_2019):
    # 95.000 trees in 2019 after 26.835 in 2018.
    told = dict(sentences(of_2019, "area.movements"))
    words = next(words for words in told if words.startswith("Trồng được"))
    assert told[words].endswith("; riêng năm 2019 được 95.000 cây, tăng 254,0 % so với cùng kỳ năm trước.")
    assert "{trees_planted.in_period} cây, {trees_planted.change} so với" in words


def test_headings_stand_in_the_standard_order_for_every_kind():
    for kind in ReviewKind.values:
        headings = headings_of(kind)
        assert [one.number for one in headings if one.level == 1] == ["I", "II", "III", "IV", "V"]
        assert [one.area for one in headings if one.area] == sorted(one.area for one in headings if one.area)
        assert len({one.key for one in headings}) == len(headings)
        assert all(one.titled("vi") and one.titled("en") for one in headings)
    assert next(one for one in headings_of("campaign") if one.key == "results").title == "Kết quả chiến dịch"


def test_a_period_nobody_opened_has_headings_and_no_words(of_2019, django_assert_num_queries):
    with django_assert_num_queries(0):
        content = review_content(of_2019)
    assert content.is_empty
    assert content.sections[0].title == "Đặc điểm tình hình"
