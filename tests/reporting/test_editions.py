"""Editions: what their pages show and to whom, two side by side, the chain checked, a row changed behind its back."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import AT, declare, make_officer, sign_in
from tests.reporting.making import call_of, form_of, report_of
from viecthat.reporting.choices import ChainFault
from viecthat.reporting.cli import print_chain
from viecthat.reporting.commands.report import Said, say_figure, write_section
from viecthat.reporting.commands.steps import accept_report, reopen_report, sign_report, withdraw_report
from viecthat.reporting.models import Edition, ReportFigure, ReportText
from viecthat.reporting.queries.comparing import word_changes
from viecthat.reporting.queries.content import digest_of
from viecthat.reporting.queries.editions import broken_editions, chain_of

LATER = AT + timedelta(hours=1)


@pytest.fixture
def call(tree):
    return call_of(form_of(), tree.centre)


@pytest.fixture
def branch(tree):
    return make_officer("branch_secretary", tree.branch, full_name="Trần Văn Ký")


@pytest.fixture
def commune(tree):
    return make_officer("secretary", tree.commune)


def write(report, actor, text):
    section = report.call.form.sections.get(written=True).pk
    row = ReportText.objects.filter(report=report, section=section).first()
    return write_section(
        report=report, section=section, text=text, revision=row.revision if row else 0, actor=actor, at=AT
    )


def say(report, actor, typed):
    line = report.call.form.lines.get(indicator__code="trees_planted").pk
    row = ReportFigure.objects.filter(report=report, line=line).first()
    said = Said(typed=typed, reason="Cây vườn nhà")
    return say_figure(report=report, line=line, said=said, revision=row.revision if row else 0, actor=actor, at=AT)


@pytest.fixture
def report(tree, call, branch, commune):
    """Signed, taken in, corrected and signed again; then the ledger moves on."""
    declare(tree.branch, branch, 120)
    report = report_of(call, tree.branch, branch)
    say(report, branch, 30)
    write(report, branch, "Chi đoàn trồng {trees_planted} cây.\nGiữ sạch đường làng.")
    sign_report(report=report, actor=branch, at=AT)
    accept_report(report=report, actor=commune, at=AT)
    reopen_report(report=report, words="Đếm sót", actor=branch, at=LATER)
    say(report, branch, 45)
    write(report, branch, "Chi đoàn đã trồng {trees_planted} cây.\nGiữ sạch đường làng.")
    sign_report(report=report, send=False, actor=branch, at=LATER)
    declare(tree.branch, branch, 1000)
    return report


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(answer.content.decode().split())


def test_an_edition_shows_what_was_signed_and_that_its_chain_holds(client, report, branch, tree):
    sign_in(client, branch)
    first = page(client, f"/bao-cao/{report.pk}/ban/1/")
    assert "<b>150</b>" in first
    assert "1.150" not in first
    assert "Chi đoàn trồng 150 cây." in first
    assert "Trần Văn Ký" in first
    assert "Chuỗi nguyên vẹn" in first
    assert Edition.objects.get(number=1).digest in first
    assert "<b>165</b>" in page(client, f"/bao-cao/{report.pk}/ban/2/")
    page(client, f"/bao-cao/{report.pk}/ban/3/", 404)
    # Who may only see reads what was sent: the second edition is signed and not sent.
    sign_in(client, make_officer("inspector", tree.commune))
    assert "/ban/2/" not in page(client, f"/bao-cao/{report.pk}/ban/1/")
    page(client, f"/bao-cao/{report.pk}/ban/2/", 404)
    page(client, f"/bao-cao/{report.pk}/ban-thao.pdf", 403)
    assert "Chi đoàn đã trồng" not in page(client, f"/bao-cao/{report.pk}/so-sanh/?a=1&b=2")
    sign_in(client, make_officer("secretary", tree.stranger))
    for address in ("ban/1/", "ban/1/bao-cao.json", "so-sanh/", "ban-thao.docx"):
        page(client, f"/bao-cao/{report.pk}/{address}", 404)


def test_two_editions_and_the_present_stand_side_by_side(client, report, branch, django_assert_num_queries):
    sign_in(client, branch)
    two = page(client, f"/bao-cao/{report.pk}/so-sanh/?a=1&b=2")
    assert '<span aria-hidden="true">▲</span> +15<span class="sr"> tăng</span>' in two
    assert "Chi đoàn <ins>đã </ins>trồng <del>150</del><ins>165</ins> cây." in two
    back = page(client, f"/bao-cao/{report.pk}/so-sanh/?a=2&b=1")
    assert '<span aria-hidden="true">▼</span> −15' in back
    assert "Bản 1 và bản 2" in page(client, f"/bao-cao/{report.pk}/so-sanh/?a=x&c=9")
    live = page(client, f"/bao-cao/{report.pk}/so-sanh/?a=2&b=hien-tai")
    assert "Bản 2 và hiện tại" in live
    assert "+1.000" in live
    same = page(client, f"/bao-cao/{report.pk}/so-sanh/?a=1&b=1&x=<script>")
    assert "<ins>" not in same
    assert "như nhau" in same
    for number in (1, 2):  # the chain before it is read at once, however long
        with django_assert_num_queries(12):
            client.get(f"/bao-cao/{report.pk}/ban/{number}/")


def test_words_that_changed_are_told_word_by_word():
    old = "Trồng 100 cây ở <Suối Hai>.\nHai buổi.\n"
    told = word_changes(old, "Trồng 120 cây ở <Suối Hai>.\nHai buổi.\nThêm.")
    assert [(one.kind, one.words) for one in told] == [
        ("same", "Trồng "), ("deleted", "100"), ("inserted", "120"),
        ("same", " cây ở <Suối Hai>.\nHai buổi.\n"), ("inserted", "Thêm."),
    ]  # fmt: skip
    assert word_changes("", "") == []
    assert [one.kind for one in word_changes("a " * 4000, "b " * 4000)] == ["deleted", "inserted"]


def around_the_triggers(statement, values=None):
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_edition DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE reporting_edition ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("SET content = jsonb_set(content, '{lines,0,value}', '151') WHERE number = 1", {1: {ChainFault.CONTENT}}),
        ("SET digest = repeat('0', 64) WHERE number = 1", {1: {ChainFault.CONTENT}, 2: {ChainFault.LINK}}),
        ("SET signed_at = signed_at - interval '1 day' WHERE number = 2", {2: {ChainFault.SIGNER}}),
        ("SET number = 5 WHERE number = 2", {5: {ChainFault.NUMBER}}),
    ],
)
def test_a_row_changed_behind_the_triggers_back_is_found(report, change, broken, client, branch):
    assert list(broken_editions()) == [None, None]
    around_the_triggers(f"UPDATE reporting_edition {change}")
    found = {one.number: set(one.faults) for one in broken_editions(report.unit_id) if one is not None}
    assert found == broken
    last = Edition.objects.order_by("number").last()
    assert set(chain_of(last)) == set.union(*broken.values())
    sign_in(client, branch)
    assert "Chuỗi bản ký bị đứt" in page(client, f"/bao-cao/{report.pk}/ban/{last.number}/")


def test_reports_of_a_unit_are_one_chain(report, tree, branch, capsys):
    withdraw_report(report=report, words="Sửa lời", actor=branch, at=LATER)
    other = report_of(call_of(form_of(code="year", name="Báo cáo năm"), tree.centre), tree.branch, branch)
    sign_report(report=other, actor=branch, at=LATER + timedelta(minutes=5))
    sign_report(report=report, actor=branch, at=LATER + timedelta(minutes=9))  # a third edition, after it
    assert Edition.objects.get(report=other).previous == Edition.objects.get(report=report, number=2).digest
    assert list(broken_editions()) == [None] * 4
    call_command("report")
    assert "Chuỗi nguyên vẹn: đã kiểm tra 4 bản đã ký." in capsys.readouterr().out
    # Somebody who knows the rule works the digest out again: then those after it do not fit.
    second = Edition.objects.get(report=report, number=2)
    forged = second.content | {"signer": "Người khác"}
    around_the_triggers(
        "UPDATE reporting_edition SET content = %s, digest = %s WHERE id = %s",
        [json.dumps(forged), digest_of(forged, second.previous), second.pk],
    )
    found = {(one.report, one.number): set(one.faults) for one in broken_editions() if one is not None}
    assert found == {(report.pk, 3): {ChainFault.LINK}, (other.pk, 1): {ChainFault.LINK}}
    assert print_chain(None, at=AT, as_json=True) is False
    assert json.loads(capsys.readouterr().out)["broken"][0]["faults"] == ["link"]
    assert print_chain(tree.sister.code, at=AT, as_json=False) is True
