"""Doubts about a report: filled from the ledger, answered by the unit, never in the way of anybody."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, declare, make_indicator, make_officer, make_target, make_unit, sign_in
from tests.reporting.making import call_of, form_of, report_of
from tests.reporting.test_steps import filled, say
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.commands import reverse_posting
from viecthat.ledger.feed import LedgerSource
from viecthat.reporting.commands.doubt import answer_doubt
from viecthat.reporting.commands.report import write_section
from viecthat.reporting.commands.steps import accept_report, sign_report
from viecthat.reporting.models import DoubtAnswer
from viecthat.reporting.queries.content import content_of
from viecthat.reporting.queries.doubting import doubts_on, peers_of, periods_before
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.form import kept_form

QUARTER = Period.quarter(2026, 1)


@pytest.fixture
def call(tree):
    return call_of(form_of(), tree.centre, period=QUARTER)


@pytest.fixture
def branch(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def report(tree, call, branch):
    return report_of(call, tree.branch, branch)


def found_on(report):
    now = filled(report.call, report.unit)
    texts = {row.section_id: row for row in report.texts.all()}
    return doubts_on(report, expected_for(report.call, AT), now.lines, now.source, texts)


def test_periods_before_are_of_the_same_length():
    assert [p.code for p in periods_before(QUARTER, 3)] == ["2025-Q2", "2025-Q3", "2025-Q4"]
    assert [p.code for p in periods_before(Period.half(2026, 1), 2)] == ["2025-H1", "2025-H2"]
    week = Period.between(date(2026, 3, 9), date(2026, 3, 15))
    assert periods_before(week, 1) == (Period.between(date(2026, 3, 2), date(2026, 3, 8)),)


def test_a_figure_far_from_its_own_past_is_asked_about_and_the_answer_is_kept(tree, report, branch):
    for year in (2023, 2024, 2025):
        for month, quantity in ((2, 118), (5, 124), (8, 121), (11, 126)):
            declare(tree.branch, branch, quantity + year % 5, day=date(year, month, 10))
    assert not [one for one in found_on(report) if one.doubt.indicator == "trees_planted"]
    say(report, branch, typed=125_000, reason="Sổ tay")
    (doubt,) = (one for one in found_on(report) if one.doubt.indicator == "trees_planted")
    assert doubt.doubt.code == "thousand_off"
    assert "125.000" in doubt.doubt.words()
    stranger = make_officer("secretary", tree.stranger)
    with pytest.raises(Refused, match="giao quyền"):
        answer_doubt(report=report, key=doubt.doubt.key, answer="x", actor=stranger, at=AT)
    answer_doubt(report=report, key=doubt.doubt.key, answer="Gõ thừa ba số không.", actor=branch, at=AT)
    (again,) = (one for one in found_on(report) if one.doubt.indicator == "trees_planted")
    assert again.answer == "Gõ thừa ba số không."
    signed = content_of(sign_report(report=report, actor=branch, at=AT).content)
    assert [(one.code, one.answer) for one in signed.doubts] == [("thousand_off", "Gõ thừa ba số không.")]
    answer_doubt(report=report, key=doubt.doubt.key, answer=" ", actor=branch, at=AT)
    assert not DoubtAnswer.objects.exists()


def test_words_are_read_too(report, branch):
    make_indicator()
    section = report.call.form.sections.get(written=True).pk
    text = "Chi đoàn có 15.190/18.1887 thanh niên dự học tập."
    write_section(report=report, section=section, text=text, revision=0, actor=branch, at=AT)
    assert "broken_groups" in {one.doubt.code for one in found_on(report)}


def test_words_are_held_against_the_goal_of_the_period(tree, report, branch):
    declare(tree.branch, branch, 231)
    section = report.call.form.sections.get(written=True).pk
    write_section(report=report, section=section, text="Trồng cây vượt 231% chỉ tiêu.", revision=0, actor=branch, at=AT)
    (doubt,) = (one for one in found_on(report) if one.doubt.code == "beyond_or_reached")
    assert doubt.line is None  # nothing to hold it against yet
    make_target(tree.branch, goal=500)  # of the year
    make_target(tree.branch, goal=100, start=QUARTER.start, end=QUARTER.end)
    (doubt,) = (one for one in found_on(report) if one.doubt.code == "beyond_or_reached")
    assert doubt.doubt.indicator == "trees_planted"
    assert "kết quả bằng 231 % chỉ tiêu" in doubt.doubt.words()


def test_more_accepted_from_below_than_there_is_now(tree, call, report, branch):
    commune = make_officer("secretary", tree.commune)
    posting = declare(tree.branch, branch, 150)
    sign_report(report=report, actor=branch, at=AT)
    accept_report(report=report, actor=commune, at=AT)
    above = report_of(call, tree.commune, commune)

    def asked():
        now = filled(call, tree.commune)
        return doubts_on(above, expected_for(call, AT), now.lines, now.source, {}, now.children)

    assert not asked()
    declare(tree.branch, branch, 20)
    reverse_posting(posting=posting, reason="Ghi hai lần", actor=branch, at=AT)
    (doubt,) = asked()
    assert doubt.doubt.code == "parts_and_whole"
    assert "các phần cộng lại là 150, số chung là 20" in doubt.doubt.words()


def test_compared_with_units_of_its_size_wherever_they_stand(tree, call, report, branch):
    members = make_indicator("members", measure="stock", unit="đoàn viên", area=6)
    same = make_unit("Chi đoàn cùng cỡ", kind="branch", parent=tree.neighbour)
    for unit, count in ((tree.branch, 40), (same, 41)):
        declare(unit, make_officer("base_officer", unit), count, indicator=members, day=date(2025, 12, 31))
    expected, source = expected_for(call, AT), LedgerSource().hold()
    assert peers_of(tree.branch.pk, QUARTER, expected, source, members) == [tree.branch.pk, tree.sister.pk, same.pk]
    # of whom no size is known: only those who report where it does
    assert peers_of(tree.sister.pk, QUARTER, expected, source, members) == [tree.sister.pk, tree.branch.pk]


def test_an_answer_is_a_press_of_a_button(report, branch, client):
    section = report.call.form.sections.get(written=True).pk
    write_section(report=report, section=section, text="15.190/18.1887 lượt", revision=0, actor=branch, at=AT)
    sign_in(client, branch)
    url = reverse("reports:doubts", args=[report.pk])
    page = client.get(url).content.decode()
    ready = re.search(r'name="chon" value="([^"]+)"', page)[1]
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    assert client.post(url, {"key": key, "answer": "", "chon": ready}).status_code == 302
    assert DoubtAnswer.objects.get().answer == ready
    assert f'value="{ready}" maxlength' in client.get(url).content.decode()


def test_a_report_costs_the_same_queries_whatever_its_lines(report, branch, django_assert_num_queries):
    say(report, branch, "cadres_trained", typed=Share(3, 4), reason="Sổ tay")
    report.call.form = kept_form(report.call.form_id)
    now = filled(report.call, report.unit)
    expected = expected_for(report.call, AT)
    found_on(report)  # what is known of indicators is kept from now on
    with django_assert_num_queries(7):
        doubts_on(report, expected, now.lines, now.source, {})
