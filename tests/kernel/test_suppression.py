"""What is left out of a table can't be worked out from what is printed: checked by linear algebra, not by the rule."""

import numpy as np
from hypothesis import assume, given, settings, strategies as st

from viecthat.kernel.suppression import hidden_in_line, hidden_in_table

TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5)
)


def sums_of(height, width):
    """Each printed relation as a line over cells, sums of rows and sums of columns."""
    count = height * width
    lines = []
    for row in range(height):
        line = np.zeros(count + height + width)
        line[row * width : (row + 1) * width], line[count + row] = 1, -1
        lines.append(line)
    for place in range(width):
        line = np.zeros(count + height + width)
        line[place:count:width], line[count + height + place] = 1, -1
        lines.append(line)
    rows, columns = np.zeros(count + height + width), np.zeros(count + height + width)
    rows[count : count + height], columns[count + height :] = 1, 1
    return np.array([*lines, rows, columns])


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_nothing_left_out_can_be_worked_out(table):
    assume(sum(map(sum, table)) >= 5)  # of fewer nothing is printed at all
    height, width = len(table), len(table[0])
    hidden = hidden_in_table(table)
    flat = [*(gone for row in hidden.cells for gone in row), *hidden.rows, *hidden.columns]
    values = [*(n for row in table for n in row), *map(sum, table), *map(sum, zip(*table, strict=True))]
    for gone, n in zip(flat, values, strict=True):
        assert gone or not 0 < n < 5
    unknown = sums_of(height, width)[:, np.array(flat)]
    rank = np.linalg.matrix_rank(unknown) if unknown.size else 0
    for place in range(unknown.shape[1]):
        only = np.zeros((1, unknown.shape[1]))
        only[0, place] = 1
        assert np.linalg.matrix_rank(np.vstack([unknown, only])) > rank, "the sums give it away"


def test_a_line_never_leaves_out_one_alone():
    assert hidden_in_line([40, 3, 20]) == [False, True, True]
    assert hidden_in_line([40, 3, 2]) == [False, True, True]
    assert hidden_in_line([40, 0, 20]) == [False, False, False]
    assert hidden_in_line([2, 1]) == [True, True]
    assert hidden_in_line([]) == []
