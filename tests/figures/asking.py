"""Questions for tests, in a few words."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tests import factories as make
from tests.reviews.city import HALF
from viecthat.figures.queries.answer import answer_of
from viecthat.figures.queries.question import FigureQuestion
from viecthat.ledger.queries import indicator_named
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator

MARCH = date(2025, 3, 5)
THEN = date(2020, 6, 30)


@dataclass(frozen=True)
class Work:
    tree: make.SmallTree
    trees: "Indicator"
    secretary: "Account"


def question(*codes, units=("ha-noi",), periods=(HALF,), map_day=THEN, **more):
    rows = tuple(unit_with_code(code, map_day) for code in units)
    return FigureQuestion(tuple(indicator_named(code) for code in codes), rows, tuple(periods), map_day, **more)


def answer(*codes, beyond_reach=(), fewest_people=0, **asked):
    return answer_of(
        question(*codes, **asked), today=make.TODAY, beyond_reach=beyond_reach, fewest_people=fewest_people
    )


def table(answer, indicator=None):
    """{(unit code or word, number of the period): (figure, of)} of one indicator, the first unless said."""
    indicator = indicator or answer.question.indicators[0]
    columns = answer.columns[indicator.pk]
    found = {}
    for number, place in enumerate(answer.places):
        name = "sum" if place.unit is None else place.unit.code
        name += " own" if place.is_own else " whole" if place.is_total and place.unit else ""
        for period in range(len(answer.question.periods)):
            if columns.known[number, period]:
                of = None if columns.of is None else int(columns.of[number, period])
                found[name, period] = (int(columns.counted[number, period]), of)
    return found
