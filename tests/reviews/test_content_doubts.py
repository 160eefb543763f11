"""Doubts that stood when the unit signed its report of the period are offered for the limits, until answered."""

import pytest

from tests.factories import AT, TODAY, declare, make_indicator, make_officer, make_ratio, make_tree, stop_clock
from tests.reporting.making import call_of, form_of, report_of
from tests.reporting.test_steps import say
from viecthat.kernel.periods import Period
from viecthat.reporting.commands.steps import sign_report
from viecthat.reviews.exports.suggestions import suggestions_of
from viecthat.reviews.headings import SHORTCOMINGS, heading_of
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.content import read_words
from viecthat.reviews.queries.fields import Fields
from viecthat.units.queries import unit_with_code

pytestmark = pytest.mark.django_db
QUARTER = Period.quarter(2026, 1)


def test_a_doubt_nobody_answered_is_told_among_the_limits(monkeypatch):
    stop_clock(monkeypatch)
    make_indicator()
    make_ratio()
    tree = make_tree()
    branch = make_officer("branch_secretary", tree.branch)
    for year in (2023, 2024, 2025):
        for month, quantity in ((2, 118), (5, 124), (8, 121), (11, 126)):
            declare(tree.branch, branch, quantity + year % 5, day=QUARTER.start.replace(year=year, month=month, day=10))
    report = report_of(call_of(form_of(), tree.centre, period=QUARTER), tree.branch, branch)
    say(report, branch, typed=125_000, reason="Sổ tay")
    sign_report(report=report, actor=branch, at=AT)
    unit = unit_with_code(tree.branch.code, TODAY)
    assert unit is not None
    fields = Fields(review_table(unit, QUARTER, map_name="then", today=TODAY))
    heading = heading_of("half_year", SHORTCOMINGS)
    assert heading is not None
    told = ["".join(piece.words for piece in read_words(words, fields)) for words in suggestions_of(heading, fields)]
    (doubt,) = (words for words in told if "nghi vấn" in words)
    assert doubt.startswith("Còn 1 nghi vấn về số liệu chưa được trả lời: ")
    assert "125.000" in doubt
