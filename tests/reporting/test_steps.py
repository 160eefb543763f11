"""A report's way from a branch to the centre: what is refused at each step, what a signature keeps, what counts."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from tests.factories import AT, TODAY, declare, make_indicator, make_officer
from tests.reporting.making import call_of, form_of, report_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.quantities import Share
from viecthat.ledger.models import Entry, Posting
from viecthat.reporting.choices import ReportState
from viecthat.reporting.commands.report import OvertakenError, Said, say_figure, write_section
from viecthat.reporting.commands.steps import (
    accept_report,
    accept_reports,
    check_report,
    reopen_report,
    return_report,
    sign_report,
    withdraw_report,
)
from viecthat.reporting.models import Edition, Report, ReportFigure, ReportStep
from viecthat.reporting.queries.content import content_of, digest_of
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.filling import filled_report

LATER = AT + timedelta(hours=1)


@pytest.fixture
def form(tree):
    return form_of()


@pytest.fixture
def call(tree, form):
    return call_of(form, tree.centre)


@pytest.fixture
def branch(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def commune(tree):
    return make_officer("secretary", tree.commune)


@pytest.fixture
def city(tree):
    return make_officer("secretary", tree.city)


def line_of(report, code):
    return report.call.form.lines.get(indicator__code=code)


def say(report, actor, code="trees_planted", **said):
    row = ReportFigure.objects.filter(report=report, line=line_of(report, code)).first()
    return say_figure(
        report=report,
        line=line_of(report, code).pk,
        said=Said(**said),
        revision=row.revision if row else 0,
        actor=actor,
        at=AT,
    )


def filled(call, unit):
    said = {row.line_id: row for row in ReportFigure.objects.filter(report__call=call, report__unit=unit)}
    return filled_report(call, unit.pk, expected=expected_for(call, AT), figures=said)


def value(lines, code="trees_planted"):
    line = next(line for line in lines if line.code == code)
    return line.value if line.value is not None else (line.n, line.of)


def test_who_owes_a_report_to_whom_and_by_when(tree, call):
    expected = expected_for(call, AT)
    assert expected.count == 7
    assert expected.below(tree.centre.pk) == [tree.city.pk, tree.stranger.pk]
    assert expected.below(tree.commune.pk) == [tree.branch.pk, tree.sister.pk]
    assert expected.superior(tree.branch.pk) == tree.commune.pk
    assert expected.superior(tree.centre.pk) is None
    assert expected.due(tree.centre.pk) - expected.due(tree.branch.pk) == timedelta(days=6)
    # A level that owes none is passed over.
    call.form.kinds = ["branch", "province"]
    passed_over = expected_for(call, AT)
    assert tree.commune.pk not in passed_over
    assert passed_over.superior(tree.branch.pk) == tree.city.pk
    assert passed_over.below(tree.city.pk) == [tree.branch.pk, tree.sister.pk]


def test_a_report_goes_up_with_a_figure_returned_twice_and_a_correction_after_it_was_taken(
    tree, call, branch, commune, city
):
    declare(tree.branch, branch, 120)
    report = report_of(call, tree.branch, branch)
    say(report, branch, typed=30, reason="Cây trồng ở vườn nhà, chưa ghi thành việc")
    say(report, branch, "cadres_trained", typed=Share(3, 4), reason="Sổ của chi đoàn")
    assert value(filled(call, tree.branch).lines) == 150
    assert Posting.objects.count() == 1  # nothing of a draft is in the ledger
    edition = sign_report(report=report, actor=branch, at=AT)
    content = content_of(edition.content)
    assert value(content.lines) == 150
    assert value(content.lines, "cadres_trained") == (3, 4)
    assert content.line_of("trees_planted").grades == (150, 0, 0)
    # The commune's own report counts it once, and says that nothing was taken in yet.
    above = filled(call, tree.commune)
    assert value(above.lines) == 150
    assert (above.coverage.expected, above.coverage.accepted, above.coverage.sent) == (2, 0, 1)
    assert above.coverage.missing == ("Chi đoàn thôn Hát Giang",)

    trees = line_of(report, "trees_planted").pk
    with pytest.raises(Refused, match="Trả lại thì ghi vì sao"):
        return_report(report=report, actor=commune, at=AT)
    for words in ("Có cả cây của trường?", "Xin kèm danh sách."):
        return_report(report=report, lines={trees: words}, actor=commune, at=LATER)
        with pytest.raises(Refused, match="bị trả lại"):
            sign_report(report=report, actor=branch, at=LATER)
        say(report, branch, typed=20, reason="Bỏ 10 cây của trường", answer="Đã bỏ cây của trường.")
        edition = sign_report(report=report, actor=branch, at=LATER)
    assert edition.number == 3
    assert value(content_of(edition.content).lines) == 140
    accept_report(report=report, actor=commune, at=LATER)
    assert ReportFigure.objects.get(report=report, line=trees).returned == ""

    reopen_report(report=report, words="Đếm sót 5 cây", actor=branch, at=LATER)
    say(report, branch, typed=25, reason="Đếm lại")
    row = filled(call, tree.commune)
    assert (row.coverage.accepted, row.lines[0].below) == (1, 140)  # the edition before still counts above
    last = sign_report(report=report, actor=branch, at=LATER)
    accept_report(report=report, actor=commune, at=LATER)
    assert filled(call, tree.commune).lines[0].below == 145
    assert sum(Entry.objects.filter(indicator__code="trees_planted").values_list("quantity", flat=True)) == 145
    # Every edition is there as it was, each sealed on the one before.
    editions = list(Edition.objects.order_by("number"))
    assert [value(content_of(one.content).lines) for one in editions] == [150, 140, 140, 145]
    assert last.previous == editions[2].digest
    assert all(one.digest == digest_of(one.content, one.previous) for one in editions)
    for change in ({"number": 9}, {"content": {}}):
        with pytest.raises(Error, match="không sửa"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)
    with pytest.raises(Error, match="chỉ ghi thêm"), transaction.atomic():
        ReportStep.objects.all().delete()


def test_what_is_refused(tree, call, branch, commune, city):
    report = report_of(call, tree.branch, branch)
    with pytest.raises(Refused, match="lý do kê khai"):
        say(report, branch, typed=3)
    with pytest.raises(Refused, match="giao quyền làm báo cáo"):
        say(report, make_officer("branch_secretary", tree.sister), typed=3, reason="x")
    with pytest.raises(Refused, match="bí thư"):
        sign_report(report=report, actor=commune, at=AT)  # above, not of the unit
    with pytest.raises(Refused, match="chưa được gửi"):
        accept_report(report=report, actor=commune, at=AT)
    sign_report(report=report, actor=branch, at=AT)
    for nobody in (branch, make_officer("secretary", tree.neighbour), make_officer("secretary", tree.stranger)):
        with pytest.raises(Refused, match="cấp trên"):
            accept_report(report=report, actor=nobody, at=AT)
    with pytest.raises(Refused, match="đã ký"):
        say(report, branch, typed=3, reason="x")
    withdraw_report(report=report, words="Còn thiếu một buổi", actor=branch, at=AT)
    say(report, branch, typed=3, reason="Buổi chưa ghi")
    call.form.kinds = ["commune"]
    call.form.save()
    sister = make_officer("branch_secretary", tree.sister)
    with pytest.raises(Refused, match="không phải gửi"):
        report_of(call, tree.sister, sister)


def test_the_office_checks_before_the_secretary_signs(tree, call, commune):
    call.form.checked_first = True
    call.form.save()
    officer = make_officer("base_officer", tree.commune)
    report = report_of(call, tree.commune, officer)
    with pytest.raises(Refused, match="văn phòng kiểm tra"):
        sign_report(report=report, actor=commune, at=AT)
    check_report(report=report, actor=officer, at=AT)
    say(report, officer, explanation="Chưa có việc nào")  # takes the check back
    assert Report.objects.get(pk=report.pk).state == ReportState.DRAFT
    check_report(report=report, actor=officer, at=AT)
    sign_report(report=report, actor=commune, at=AT)


def test_two_people_at_once_lose_no_words(tree, call, commune):
    officer = make_officer("base_officer", tree.commune)
    report = report_of(call, tree.commune, officer)
    section = call.form.sections.get(written=True).pk
    write_section(report=report, section=section, text="Bản của tôi", revision=0, actor=officer, at=AT)
    with pytest.raises(OvertakenError) as overtaken:
        write_section(report=report, section=section, text="Bản của chị", revision=0, actor=commune, at=AT)
    assert overtaken.value.theirs.text == "Bản của tôi"
    # The same words twice are no quarrel: a box that saves itself, and all of the report sent at that moment.
    again = write_section(report=report, section=section, text="Bản của tôi", revision=0, actor=officer, at=AT)
    assert (again.text, again.revision) == ("Bản của tôi", 1)
    write_section(
        report=report, section=section, text="Bản chung", revision=overtaken.value.theirs.revision, actor=commune, at=AT
    )


def test_several_are_taken_in_at_once_or_none(tree, call, branch, commune):
    sister = make_officer("branch_secretary", tree.sister)
    reports = [report_of(call, unit, who) for unit, who in ((tree.branch, branch), (tree.sister, sister))]
    sign_report(report=reports[0], actor=branch, at=AT)
    with pytest.raises(Refused):
        accept_reports(reports=[one.pk for one in reports], actor=commune, at=AT)
    assert Report.objects.filter(accepted__isnull=False).count() == 0
    sign_report(report=reports[1], actor=sister, at=AT)
    assert accept_reports(reports=[one.pk for one in reports], actor=commune, at=AT) == 2


def test_the_day_of_what_was_typed_is_inside_the_period(tree, call, branch):
    make_indicator()
    report = report_of(call, tree.branch, branch)
    say(report, branch, typed=3, reason="Sổ tay")
    sign_report(report=report, actor=branch, at=AT)
    assert Entry.objects.get().day == TODAY
