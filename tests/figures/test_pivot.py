"""The table: what stands down and across, in which order, which rows remain."""

import pytest

from tests.figures.asking import answer
from viecthat.figures.choices import CHILDREN, Against, Axis
from viecthat.figures.queries.charting import BarChart, LineChart, chart_of
from viecthat.figures.queries.pivot import key_of, laid_out
from viecthat.kernel.periods import Period

pytestmark = pytest.mark.usefixtures("city")
YEARS = [Period.year(2018), Period.year(2019)]
MONTHS = Period.year(2019).months()


def names(layout, rows=None):
    return [
        tuple(key_of(layout.answer, axis, number) for axis, number in layout.row_label_of(row))
        for row in (layout.rows if rows is None else rows)
    ]


def columns(layout):
    return [key_of(layout.answer, layout.across, column) for column in layout.columns]


def test_units_down_indicators_across_periods_within():
    layout = laid_out(answer("trees_planted", "youth_works", by=CHILDREN, periods=YEARS))
    assert layout.down == (Axis.UNIT, Axis.PERIOD)
    assert columns(layout) == ["trees_planted", "youth_works"]
    assert names(layout)[:3] == [("huyen-ba-vi", "2018"), ("huyen-ba-vi", "2019"), ("huyen-soc-son", "2018")]
    assert names(layout, layout.totals) == [("ha-noi", "2018"), ("ha-noi", "2019")]


def test_one_indicator_puts_periods_across_and_one_unit_puts_indicators_down():
    assert columns(laid_out(answer("trees_planted", by=CHILDREN, periods=YEARS))) == ["2018", "2019"]
    layout = laid_out(answer("trees_planted", "youth_works", periods=YEARS))
    assert (layout.down, layout.across) == ((Axis.INDICATOR,), Axis.PERIOD)


@pytest.mark.parametrize("down", list(Axis))
@pytest.mark.parametrize("across", list(Axis))
def test_every_turn_of_the_table_holds_every_figure_once(down, across):
    found = answer("trees_planted", "youth_works", by=CHILDREN, periods=YEARS)
    layout = laid_out(found, down=down, across=across)
    spots = [layout.cell(row, column) for row in (*layout.rows, *layout.totals) for column in layout.columns]
    assert len(set(spots)) == len(spots) == len(found.places) * 2 * 2
    if down is not across:
        assert (layout.down[0], layout.across) == (down, across)


def test_sorted_by_a_column_with_what_stands_at_the_unit_itself_last():
    found = answer("trees_planted", by=CHILDREN)
    assert names(laid_out(found, order="trees_planted")) == [
        ("huyen-ba-vi",),
        ("quan-tay-ho",),
        ("huyen-soc-son",),
        ("",),
    ]
    # Nothing recorded is not the smallest figure.
    assert names(laid_out(found, order="-trees_planted"))[:2] == [("quan-tay-ho",), ("huyen-ba-vi",)]
    assert names(laid_out(found, order="ten"))[:3] == [("huyen-ba-vi",), ("huyen-soc-son",), ("quan-tay-ho",)]
    assert names(laid_out(found, order="no-such-column")) == names(laid_out(found))


def test_shares_are_sorted_by_their_ratio():
    found = answer("communes_with_model", by=CHILDREN)
    order = names(laid_out(found, order="communes_with_model"))
    assert order[-1] == ("huyen-soc-son",)


def test_units_are_found_with_and_without_marks():
    found = answer("trees_planted", by=CHILDREN)
    for text in ("Tây Hồ", "tay ho"):
        assert names(laid_out(found, text=text)) == [("quan-tay-ho",)]
    assert laid_out(found, text="không có đâu").rows == laid_out(found).totals


def test_bars_for_units_lines_for_months_nothing_for_one_figure():
    bars = chart_of(laid_out(answer("trees_planted", by=CHILDREN)))
    assert isinstance(bars, BarChart)
    assert [(bar.place.unit.code, bar.width) for bar in bars.bars] == [("huyen-ba-vi", 100), ("quan-tay-ho", 25)]
    lines = chart_of(laid_out(answer("trees_planted", periods=MONTHS)))
    assert isinstance(lines, LineChart)
    (line,) = lines.lines
    # A month without a line is a gap, not nought.
    assert [point is not None for point in line.points].count(True) == 2
    assert chart_of(laid_out(answer("trees_planted"))) is None
    assert chart_of(laid_out(answer("trees_planted", periods=[Period.year(2001)]))) is None


def test_indicators_of_one_measure_share_a_chart_and_others_do_not():
    lines = chart_of(laid_out(answer("trees_planted", "youth_works", periods=MONTHS)))
    assert [line.spot.indicator for line in lines.lines] == [0]


def test_periods_in_disorder_are_no_line():
    disorder = [Period.year(2019), Period.year(2018), Period.year(2020)]
    assert chart_of(laid_out(answer("trees_planted", periods=disorder, against=frozenset(Against)))) is None
