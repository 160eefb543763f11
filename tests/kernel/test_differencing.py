"""No published count gives away a small group when others are taken from it: against every way to take them."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings, strategies as st

from viecthat.kernel.differencing import ToldCount, tells_of_few
from viecthat.kernel.suppression import is_small

ATOMS = 6
# Spans that lie within or beside one another, as units of a tree do: the whole, halves, and single places.
SPANS = [(0, 6), (0, 3), (3, 6), (0, 2), *((place, place + 1) for place in range(ATOMS))]


@st.composite
def counts_told(draw, by_days: bool):
    atoms = draw(st.lists(st.integers(0, 9), min_size=ATOMS, max_size=ATOMS))
    spans = draw(st.lists(st.sampled_from(SPANS), min_size=1, max_size=7, unique=True))
    told = []
    for span in spans:
        n = sum(atoms[span[0] : span[1]])
        if not is_small(n):  # of so few nothing is told anyway
            told.append(ToldCount((0, 1), span, n) if by_days else ToldCount(span, (0, 1), n))
    return told


def gives_away(told) -> bool:
    """The oracle: from each count take every choice of others that stand beside one another within it."""
    for whole in told:
        parts = [one for one in told if whole.holds(one)]
        for size in range(1, len(parts) + 1):
            for chosen in combinations(parts, size):
                places = [(*one.units, *one.days) for one in chosen]
                beside = all(
                    a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2] for a, b in combinations(places, 2)
                )
                if beside and is_small(whole.count - sum(one.count for one in chosen)):
                    return True
    return False


@settings(max_examples=400, deadline=None)
@given(st.booleans().flatmap(counts_told))
def test_what_is_let_through_one_by_one_gives_nobody_away(told):
    standing: list[ToldCount] = []
    for new in told:
        refused = tells_of_few(new, standing)
        assert bool(refused) == gives_away([*standing, new])
        if refused:
            assert new in refused
            whole, *parts = refused
            assert is_small(whole.count - sum(one.count for one in parts))
        else:
            standing.append(new)


@st.composite
def periods_told(draw):
    days = draw(st.lists(st.integers(0, 9), min_size=ATOMS, max_size=ATOMS))
    every = list(combinations(range(ATOMS + 1), 2))
    spans = draw(st.lists(st.sampled_from(every), min_size=2, max_size=7, unique=True))
    counts = [ToldCount((0, 1), (start, end), sum(days[start:end])) for start, end in spans]
    return days, [one for one in counts if not is_small(one.count)]


def periods_worked_out(days, told) -> set[tuple[int, int]]:
    """The oracle: of which periods the sums follow from those told, as a question of ranks."""
    rows = [[start <= day < end for day in range(ATOMS)] for start, end in (one.days for one in told)]
    rank = np.linalg.matrix_rank(np.array(rows, float)) if rows else 0
    return {
        (start, end)
        for start, end in combinations(range(ATOMS + 1), 2)
        if is_small(sum(days[start:end]))
        and np.linalg.matrix_rank(np.array([*rows, [start <= day < end for day in range(ATOMS)]], float)) == rank
    }


@settings(max_examples=400, deadline=None)
@given(periods_told())
def test_periods_that_overlap_tell_of_no_days_between_them(given_):
    days, told = given_
    standing: list[ToldCount] = []
    for new in told:
        refused = tells_of_few(new, standing)
        if refused:
            assert new in refused
            assert gives_away([*standing, new]) or periods_worked_out(days, [*standing, new])
        else:
            standing.append(new)
            assert not periods_worked_out(days, standing)


def test_the_half_years_around_a_quarter_are_named_in_their_order():
    first, second = (
        ToldCount((0, 9), (0, 6), 50, "January to June"),
        ToldCount((0, 9), (3, 9), 41, "April to September"),
    )
    whole = ToldCount((0, 9), (0, 9), 88, "January to September")
    for new, known in ((whole, [first, second]), (first, [whole, second]), (second, [whole, first])):
        told = [one.tag for one in tells_of_few(new, known)]
        assert sorted(told) == ["April to September", "January to June", "January to September"]
        assert told[1] == "January to September"
    assert tells_of_few(second, [first]) == ()
    other = ToldCount((2, 3), (0, 9), 88)
    assert tells_of_few(second, [first, other]) == (), "of other units"


def test_a_part_of_the_units_and_of_the_days_is_taken_from_the_whole_too():
    province = ToldCount((0, 9), (0, 365), 1003)
    commune = ToldCount((2, 5), (0, 181), 1000)
    assert tells_of_few(commune, [province]) == (province, commune)
    assert tells_of_few(province, [commune]) == (province, commune)


def test_communes_that_leave_one_out_are_found_together():
    province = ToldCount((0, 9), (0, 365), 103, "province")
    north, south = ToldCount((0, 4), (0, 365), 60, "north"), ToldCount((4, 8), (0, 365), 40, "south")
    assert tells_of_few(south, [province]) == ()
    assert [one.tag for one in tells_of_few(south, [province, north])] == ["province", "north", "south"]


def test_the_same_count_again_and_counts_beside_one_another_may_stand():
    year = ToldCount((0, 9), (0, 365), 103)
    assert tells_of_few(year, [ToldCount((0, 9), (0, 365), 101)]) == ()
    assert tells_of_few(year, [ToldCount((9, 12), (0, 365), 101)]) == ()
    assert tells_of_few(year, [ToldCount((0, 9), (300, 400), 101)]) == ()
