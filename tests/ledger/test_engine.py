"""Where VIECTHAT_ENGINE says so, every figure is reckoned by SQL, and is the same."""

import pytest

from tests.factories import TODAY, declare, make_indicator, make_officer
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.rollup.answer import Table
from viecthat.rollup.ask import By, ask
from viecthat.rollup.measures import Flow
from viecthat.units.tree import map_on

YEAR = Period.year(TODAY.year)


def asked(unit: int, indicator: int) -> Table:
    on = map_on(TODAY)
    source = LedgerSource()
    return ask(
        {"x": Flow(indicator)}, units=[unit], periods=[YEAR], by=By.CHILDREN, map=on, source=source, explain=True
    )


def test_the_same_figures_by_another_engine(tree, settings) -> None:
    indicator = make_indicator()
    officer = make_officer("branch_secretary", tree.branch)
    for quantity in (7, 5):
        declare(tree.branch, officer, quantity, indicator=indicator)
    by_store = asked(tree.commune.pk, indicator.pk)
    settings.VIECTHAT_ENGINE = "duckdb:?threads=1"
    by_sql = asked(tree.commune.pk, indicator.pk)
    assert by_store.rows == by_sql.rows
    assert by_sql.rows[0].value == 12
    assert "SQL" in str(by_sql.way.steps[0])
    assert by_sql.way.sql
    assert not by_store.way.sql


def test_an_unknown_engine_is_refused(tree, settings) -> None:
    settings.VIECTHAT_ENGINE = "abacus:"
    with pytest.raises(Refused, match="abacus"):
        LedgerSource().hold()
