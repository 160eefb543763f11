"""The SQL an officer may run gives the figures of the page, to the unit."""

from datetime import date

import pytest
from django.db import connection

from tests.figures.asking import THEN, answer, table
from tests.reviews.city import HALF
from viecthat.figures.choices import CHILDREN, Counting, ProofLevel
from viecthat.figures.queries import checking
from viecthat.figures.queries.checking import check_sql
from viecthat.figures.queries.periods import end_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period

pytestmark = pytest.mark.usefixtures("city")
CODES = ["trees_planted", "loans_outstanding", "career_advised", "cadres_trained", "communes_with_model",
         "uncle_ho_models", "swimming_learners"]  # fmt: skip


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY") if connection.in_atomic_block else None
        cursor.execute(statement)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def figures_of(statement):
    """{(place, period): (figure, of)} as SQL says it."""
    return {(row["place"], row["period"]): (row["figure"], row.get("out_of")) for row in run(statement)}


def figures_shown(found, indicator):
    columns, shown = found.columns[indicator.pk], {}
    for n, place in enumerate(found.places):
        if place.unit is None:
            continue
        name = f"{place.unit.name} ({place.unit.code})" + (" *" if place.is_own else "")
        for t, period in enumerate(found.question.periods):
            of = None if columns.of is None else int(columns.of[n, t])
            shown[name, period.code] = (int(columns.counted[n, t]), of)
    return shown


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"by": CHILDREN, "periods": [HALF, Period.year(2018), Period.year(2019)]},
        {"by": "commune", "map_day": date(2026, 3, 27)},
        {"by": CHILDREN, "as_known": end_of(THEN)},
        {"by": CHILDREN, "proof": ProofLevel.EVIDENCED},
        {"proof": ProofLevel.VERIFIED, "counting": Counting.TURNS},
        {"counting": Counting.PEOPLE, "units": ("huyen-ba-vi", "quan-tay-ho")},
    ],
    ids=["plain", "periods", "today", "known", "evidenced", "turns", "people"],
)
def test_the_statement_gives_the_figures_of_the_answer(code, asked):
    found = answer(code, **asked)
    (indicator,) = found.question.indicators
    assert figures_of(check_sql(found, indicator)) == figures_shown(found, indicator)


def test_some_places_only():
    found = answer("trees_planted", by=CHILDREN)
    statement = check_sql(found, found.question.indicators[0], [len(found.places) - 1])
    assert [row["figure"] for row in run(statement)] == [156_835]


def test_what_the_statement_finds_is_no_accident():
    """A line and its reversal: two lines that add to nothing, at a commune that is no more."""
    found = answer("swimming_learners", map_day=date(2026, 3, 27))
    assert table(found) == {("ha-noi", 0): (0, None)}
    statement = check_sql(found, found.question.indicators[0])
    assert [row["figure"] for row in run(statement)] == [0]
    assert "INSERT" not in statement.upper()
    assert statement.startswith("-- swimming_learners, units on the map of 2026-03-27. Reads only.\nWITH ")


def test_a_quote_in_a_name_stays_a_name():
    assert checking._text("Chi đoàn thôn 'Đô Trám'; DROP") == "'Chi đoàn thôn ''Đô Trám''; DROP'"


def test_a_coverage_of_too_many_units_is_refused(monkeypatch):
    monkeypatch.setattr(checking, "MOST_MEMBERS", 3)
    found = answer("communes_with_model")
    with pytest.raises(Refused, match="Độ phủ này đếm hơn 3 đơn vị"):
        check_sql(found, found.question.indicators[0])
