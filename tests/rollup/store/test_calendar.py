from datetime import date

from hypothesis import given, strategies as st

from viecthat.rollup.question import FROM_EVER, Window
from viecthat.rollup.store.calendar import Cell, Edge, Level, cells_of, first_day, month_of, span_of

JANUARY = 2026 * 12


def window(start: date, stop: date) -> Window:
    return Window(start.toordinal(), stop.toordinal())


def months_in(cells: list[tuple[int, Cell]]) -> dict[int, int]:
    """How often each month is counted."""
    counted: dict[int, int] = {}
    for sign, cell in cells:
        for month in range(cell.number * cell.level.value, (cell.number + 1) * cell.level.value):
            counted[month] = counted.get(month, 0) + sign
    return {month: times for month, times in counted.items() if times}


@given(st.sets(st.integers(JANUARY - 14, JANUARY + 30)))
def test_cells_add_up_to_the_months(months: set[int]) -> None:
    cells = list(cells_of(months))
    assert months_in(cells) == dict.fromkeys(months, 1)
    assert len(cells) <= len(months)


def test_long_periods_are_few_cells() -> None:
    year = range(JANUARY, JANUARY + 12)
    assert list(cells_of(year)) == [(1, Cell(Level.YEAR, 2026))]
    assert list(cells_of(year[:6])) == [(1, Cell(Level.QUARTER, 2026 * 4)), (1, Cell(Level.QUARTER, 2026 * 4 + 1))]
    assert list(cells_of(year[:11])) == [(1, Cell(Level.YEAR, 2026)), (-1, Cell(Level.MONTH, JANUARY + 11))]
    assert len(list(cells_of(range(JANUARY, JANUARY + 60)))) == 5


def test_no_run_of_months_within_a_year_needs_more_than_four_cells() -> None:
    runs = [range(JANUARY + a, JANUARY + b) for a in range(12) for b in range(a + 1, 13)]
    assert max(len(list(cells_of(run))) for run in runs) == 4


@given(st.dates(date(1931, 1, 1), date(2100, 1, 1)), st.integers(1, 900))
def test_a_span_covers_the_window_and_nothing_else(start: date, days: int) -> None:
    told = Window(start.toordinal(), start.toordinal() + days)
    span = span_of(told)
    covered = [day for edge in span.edges for day in range(edge.start, edge.stop)]
    for month in range(span.first, span.after):
        covered.extend(range(first_day(month), first_day(month + 1)))
    assert sorted(covered) == list(range(told.start, told.stop))
    assert all(month_of(edge.start) == month_of(edge.stop - 1) == edge.month for edge in span.edges)


def test_whole_months_leave_nothing_over() -> None:
    span = span_of(window(date(2026, 1, 1), date(2026, 7, 1)))
    assert (span.first, span.after, span.edges) == (JANUARY, JANUARY + 6, ())


def test_a_few_days_are_one_edge() -> None:
    some = window(date(2026, 3, 5), date(2026, 3, 9))
    span = span_of(some)
    assert span.first == span.after
    assert span.edges == (Edge(JANUARY + 2, some.start, some.stop),)


def test_from_ever_begins_before_every_month() -> None:
    stop = date(2026, 3, 9).toordinal()
    span = span_of(Window(FROM_EVER, stop))
    assert 0 in span
    assert JANUARY + 1 in span
    assert span.edges == (Edge(JANUARY + 2, date(2026, 3, 1).toordinal(), stop),)
