"""The grammar of a report's sentences: nought, one, many, money, shares, goals passed and missed, in both languages."""

import re
from dataclasses import fields
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from viecthat.catalogue.phrases import EN as PHRASES_EN, VI as PHRASES_VI
from viecthat.documents.model import Figure as Bound
from viecthat.documents.runs import capitalised, fill, joined
from viecthat.figures.queries import words
from viecthat.figures.queries.targets import Figure, YearResult
from viecthat.kernel.judging import judge, progress
from viecthat.kernel.periods import Period
from viecthat.ledger.models import Indicator
from viecthat.plans.models import Target
from viecthat.reviews.exports.sentences import Speaker, lowered
from viecthat.reviews.exports.texts import EN, VI
from viecthat.rollup.answer import Grades, Row
from viecthat.units.models import UnitKind

TERM = SimpleNamespace(ordinal=15, start=date(2017, 10, 1), end=date(2022, 10, 1))
YEAR = Period.year(2022)


def indicator(code="trees_planted", name="Cây xanh được trồng", unit="cây", measure="flow", **more):
    english = {"cây": "trees", "đồng": "VND", "người": "people", "cán bộ": "cadres", "dự án": "projects"}
    more = {"name_en": "Trees planted", "unit_of_measure_en": english.get(unit, unit), "decimals": 0} | more
    return Indicator(code=code, name=name, unit_of_measure=unit, measure=measure, area=2, **more)


def row(value=None, n=None, of=None, entries=1):
    graded = Grades(evidenced=value if value is not None else n or 0)
    return Row(1, None, 1, YEAR, value, n, of, None, None, graded, 1, entries, True)


def figure(value=None, goal=None, *, n=None, of=None, elapsed=Fraction(1, 2), of_what=None, target=None, **goals):
    counted = of_what or indicator()
    if goal is not None and target is None:
        target = Target(goal=goal, start=TERM.start, end=TERM.end, cadence="whole", direction="at_least")
        for name, given in goals.items():
            setattr(target, name, given)
    told, reached = row(value, n, of), None
    if target is not None:
        result = Fraction(value) if value is not None else Fraction(n, of)
        aim = Fraction(target.goal, target.goal_of or 1) if value is None else target.goal
        reached = progress(result, aim, at_most=target.direction == "at_most")
    return Figure(counted, YEAR, told, target, elapsed, reached, judge(reached, elapsed))


def said(shown, lang="vi", subject="", term=TERM):
    return plain(Speaker(SimpleNamespace(term=term), lang).said(shown, subject))


def plain(runs):
    text = "".join(run if isinstance(run, str) else f"{run.text} {run.unit}".strip() for run in runs)
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "goal", "sentence"),
    [
        (156_835, None, "Trồng được 156.835 cây xanh"),
        (1, None, "Trồng được 1 cây xanh"),
        (0, None, "Cây xanh được trồng: 0 cây, các số đã ghi đều đã được đảo lại"),
        (0, 10, "Cây xanh được trồng: 0 cây, các số đã ghi đều đã được đảo lại"),
        (101, 100, "Trồng được 101 cây xanh, bằng 101,0 % chỉ tiêu nhiệm kỳ (100 cây), vượt chỉ tiêu"),
        (100, 100, "Trồng được 100 cây xanh, đạt 100 % chỉ tiêu nhiệm kỳ (100 cây)"),
        (50, 100, "Trồng được 50 cây xanh, đạt 50,0 % chỉ tiêu nhiệm kỳ (100 cây), đúng tiến độ"),
        (40, 100, "Trồng được 40 cây xanh, đạt 40,0 % chỉ tiêu nhiệm kỳ (100 cây), có triển vọng"),
        (39, 100, "Trồng được 39 cây xanh, mới đạt 39,0 % chỉ tiêu nhiệm kỳ (100 cây), cần đẩy mạnh"),
        (
            329_115,
            90_000,
            "Trồng được 329.115 cây xanh, bằng 365,7 % chỉ tiêu nhiệm kỳ (90.000 cây), gấp 3,7 lần mức đề ra: chỉ tiêu "
            "quá thấp, cần xem lại",
        ),
    ],
)
def test_a_count(value, goal, sentence):
    assert said(figure(value, goal)) == sentence


@pytest.mark.parametrize(
    ("value", "goal", "sentence"),
    [
        (156_835, None, "Planted 156,835 trees"),
        (1, None, "Planted 1 tree"),
        (0, None, "Trees planted: 0 trees; all that was recorded has been taken back"),
        (50, 1, "Planted 50 trees, 5,000.0% of the target for the term (1 tree), 50.0 times what was set: "),
        (39, 100, "Planted 39 trees, only 39.0% of the target for the term (100 trees), needs a push"),
    ],
)
def test_a_count_in_english(value, goal, sentence):
    assert said(figure(value, goal), "en").startswith(sentence)


@pytest.mark.parametrize(
    ("dong", "vietnamese", "english"),
    [
        (529_000_000_000, "529 tỷ đồng", "529 billion VND"),
        (52_750_000_000, "52,75 tỷ đồng", "52.75 billion VND"),
        (1_500_000, "1,5 triệu đồng", "1.5 million VND"),
        (1_234_567_890, "1.234.567.890 đồng", "1,234,567,890 VND"),
        (999_000, "999.000 đồng", "999,000 VND"),
    ],
)
def test_money_is_short_only_where_nothing_is_lost(dong, vietnamese, english):
    loans = indicator("loans_outstanding", "Vốn vay", "đồng")
    assert words.quantity_words(dong, loans).replace("\u00a0", " ") == vietnamese
    assert words.quantity_words(dong, loans, "en").replace("\u00a0", " ") == english
    assert said(figure(dong, of_what=loans)) == f"Có {vietnamese} vốn vay hỗ trợ thanh niên phát triển kinh tế"


def test_money_far_beyond_its_goal():
    loans = indicator("loans_outstanding", "Vốn vay", "đồng")
    assert said(figure(529 * 10**9, 50 * 10**9, of_what=loans)) == (
        "Có 529 tỷ đồng vốn vay hỗ trợ thanh niên phát triển kinh tế, bằng 1.058,0 % chỉ tiêu nhiệm kỳ (50 tỷ đồng), "
        "gấp 10,6 lần mức đề ra: chỉ tiêu quá thấp, cần xem lại"
    )


TRAINED = indicator("cadres_trained", "Cán bộ Đoàn được bồi dưỡng", "cán bộ", "ratio", name_en="Cadres trained")


def test_a_share_shows_its_two_numbers_and_is_set_against_its_goal():
    shown = figure(n=3121, of=3600, goal=80, goal_of=100, of_what=TRAINED)
    assert said(shown) == "Có 86,7 % cán bộ Đoàn được bồi dưỡng (3.121/3.600), chỉ tiêu nhiệm kỳ là 80 %: vượt"
    assert said(shown, "en") == (
        "Reached 86.7%: cadres trained (3,121/3,600); the target for the term is 80%: exceeded"
    )


def test_the_whole_and_nothing_of_it_are_said_without_decimals():
    assert said(figure(n=526, of=526, of_what=TRAINED)) == "Có 100 % cán bộ Đoàn được bồi dưỡng (526/526)"
    assert said(figure(n=0, of=526, of_what=TRAINED)) == "Có 0 % cán bộ Đoàn được bồi dưỡng (0/526)"


def test_a_yearly_target_names_its_year_and_the_ones_before():
    target = Target(goal=80, goal_of=100, start=TERM.start, end=TERM.end, cadence="yearly", direction="at_least")
    shown = figure(n=90, of=100, target=target, of_what=TRAINED)
    before = Period.year(2021)
    earlier = row(n=75, of=100)
    years = (
        YearResult(before, earlier, Fraction(15, 16), judge(Fraction(15, 16), Fraction(1))),
        YearResult(YEAR, shown.row, shown.reached, shown.verdict),
    )
    told = Figure(TRAINED, YEAR, shown.row, target, Fraction(1), shown.reached, shown.verdict, years)
    assert said(told, subject="toàn Thành đoàn ") == (
        "Năm 2022, toàn Thành đoàn có 90,0 % cán bộ Đoàn được bồi dưỡng (90/100), chỉ tiêu hằng năm là 80 %: vượt; năm "
        "2021 là 75,0 %"
    )


def test_a_goal_not_to_be_passed():
    kept = figure(8, 10, direction="at_most")
    assert said(kept) == "Trồng được 8 cây xanh, mức nhiệm kỳ không được quá 10 cây: trong mức cho phép"
    assert said(figure(12, 10, direction="at_most"), "en").endswith(
        "no more than 10 trees for the term is allowed: passed"
    )


def test_a_target_of_another_span_than_the_term_names_it():
    target = Target(goal=10, start=date(2022, 1, 1), end=date(2023, 1, 1), cadence="whole", direction="at_least")
    assert said(figure(10, target=target)) == "Trồng được 10 cây xanh, đạt 100 % chỉ tiêu năm 2022 (10 cây)"
    assert said(figure(10, target=target), "en", term=None).endswith("100% of the target for 2022 (10 trees): met")


def test_an_example_of_a_goal_carries_its_star():
    assert "(100 cây*)" in said(figure(50, 100, illustrative=True))


def test_an_indicator_without_a_phrase_is_said_by_its_name():
    unknown = indicator("camps_held", "Hội trại đã tổ chức", "hội trại")
    assert said(figure(3, of_what=unknown)) == "Hội trại đã tổ chức: 3 hội trại"


def test_decimals_of_an_indicator_are_kept():
    hours = indicator("hours", "Giờ tình nguyện", "giờ", decimals=1)
    assert said(figure(15, of_what=hours)) == "Giờ tình nguyện: 1,5 giờ"


def test_who_did_it_stands_first():
    assert said(figure(5), subject="toàn Thành đoàn ") == "Toàn Thành đoàn trồng được 5 cây xanh"


def test_stocks_stand_in_one_sentence():
    posts = [
        figure(30, of_what=indicator("committee_members", "Ủy viên Ban Chấp hành", "người", "stock")),
        figure(9, of_what=indicator("standing_members", "Ủy viên Ban Thường vụ", "người", "stock")),
    ]
    assert plain(Speaker(SimpleNamespace(term=None), "vi").stocks(posts)) == (
        "Có 30 ủy viên Ban Chấp hành, 9 ủy viên Ban Thường vụ"
    )


@pytest.mark.parametrize(
    ("name", "within"),
    [("Ý tưởng", "ý tưởng"), ("Đoàn viên", "đoàn viên"), ("BCH Đoàn", "BCH Đoàn"), ("", "")],
)
def test_a_name_within_a_sentence(name, within):
    assert lowered(name) == within


def test_filling_keeps_figures_apart_and_joins_texts():
    bound = Bound("5", bookmark="five")
    assert fill("{a} cây, {b}", a=bound, b=("hết ", "rồi")) == (bound, " cây, hết rồi")
    assert joined("a", ("b", bound), "") == ("ab", bound)
    assert capitalised((bound, " cây")) == (bound, " cây")
    with pytest.raises(KeyError):
        fill("{không có}".replace(" ", "_"))


def test_both_languages_fill_the_same_parts():
    for field in fields(VI):
        vietnamese, english = (set(re.findall(r"\{(\w+)\}", getattr(texts, field.name))) for texts in (VI, EN))
        assert vietnamese == english, field.name
        assert getattr(VI, field.name) != "" != getattr(EN, field.name)


def test_both_languages_know_the_same_indicators():
    assert set(PHRASES_VI) == set(PHRASES_EN)
    assert all(bool(PHRASES_VI[code].many) == bool(PHRASES_EN[code].many) for code in PHRASES_VI)
    assert all(PHRASES_EN[code].one for code in PHRASES_EN if PHRASES_EN[code].many)


def test_every_phrase_is_of_an_indicator_of_the_catalogue():
    from viecthat.catalogue.readers import rows

    assert set(PHRASES_VI) <= {row["code"] for row in rows("indicators")}


@pytest.mark.parametrize(
    ("parts", "shown"),
    [((1, 1, 1), [34, 33, 33]), ((26, 100, 30), [17, 64, 19]), ((0, 0, 5), [0, 0, 100]), ((0, 0, 0), [0, 0, 0])],
)
def test_percents_add_to_a_hundred(parts, shown):
    assert words.percents(parts) == shown


def test_english_kinds_of_units_have_their_plural(monkeypatch):
    kinds = [
        UnitKind(code="district", name="Huyện đoàn và tương đương", name_en="District union"),
        UnitKind(code="branch", name="Chi đoàn", name_en="Branch"),
    ]
    monkeypatch.setattr(words, "kinds", lambda: {kind.code: kind for kind in kinds})
    below = {"branch": 1_200, "district": 1}
    assert words.kinds_words(below) == "1 huyện đoàn và tương đương, 1.200 chi đoàn"
    assert words.kinds_words(below, "en") == "1 district union, 1,200 branches"


def test_two_targets_of_one_indicator_are_told_apart_in_a_table():
    own, of_year, given = (figure(5, 10), figure(5, 10, start=YEAR.start, end=YEAR.end), figure(5, 10))
    given.target.given_by = "Thành đoàn Hà Nội"
    alone = figure(3, 4, of_what=indicator("houses", "Nhà nhân ái"))
    without = figure(7)
    table = SimpleNamespace(term=TERM, targeted=[own, of_year, given, alone])
    shown = (own, of_year, given, alone, without)
    assert [Speaker(table, "vi").target_name(one) for one in shown] == [
        "Cây xanh được trồng (nhiệm kỳ)",
        "Cây xanh được trồng (năm 2022)",
        "Cây xanh được trồng (nhiệm kỳ, Thành đoàn Hà Nội giao)",
        "Nhà nhân ái",
        "Cây xanh được trồng",
    ]
    assert Speaker(table, "en").target_name(given) == "Trees planted (for the term, given by Thành đoàn Hà Nội)"
