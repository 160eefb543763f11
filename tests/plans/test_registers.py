"""Registers of advice, coordination, visits; dated lines of judging."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_officer, sign_in, stop_clock
from tests.plans.helpers import enter
from viecthat.kernel.errors import Refused
from viecthat.kernel.judging import Verdict, judge
from viecthat.plans.commands import (
    AdviceFacts,
    drop_judging,
    keep_advice,
    log_visit,
    set_judging,
    tell_outcome,
)
from viecthat.plans.models import Advice, BaseVisit, Coordination, CoordinationResult, JudgingRule
from viecthat.plans.queries.judging import judging_lines
from viecthat.plans.queries.register import RegisterFilter, advice_found, advice_summary
from viecthat.units.queries.scope import UnitScope


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def body(response):
    return response.content.decode()


def advice(unit, topic="Nhà sinh hoạt thanh niên", *, sent_on=date(2026, 1, 5), actor=None, **other):
    facts = AdviceFacts(topic, "Ban Thường vụ Thành ủy", sent_on, **other)
    return keep_advice(unit=unit.pk, facts=facts, actor=actor, at=AT)


def test_advice_is_followed_to_its_outcome_and_found_by_the_document_it_carries_out(tree, client, boss):
    conclusion = enter(tree.city, "08-KL/TWĐTN-BTC").directive
    given = {
        "topic": "Nhà sinh hoạt thanh niên", "addressee": "Thành ủy", "sent_on": "05/01/2026", "paper": "",
        "number": "12-TTr/TĐTN", "serves": conclusion.pk, "programme": "",
    }  # fmt: skip
    enter_page = reverse("registers:advice-enter", args=["hn"])
    for wrong, box in (
        ({"topic": ""}, "topic"),
        ({"sent_on": "28/03/2026"}, "sent_on"),
        ({"addressee": ""}, "addressee"),
    ):
        answer = client.post(enter_page, given | wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors[box]
    client.post(enter_page, given)
    row = Advice.objects.get()
    outcome = reverse("registers:advice-outcome", args=[row.pk])
    assert client.post(outcome, {"outcome": "budgeted", "outcome_on": "", "note": ""}).status_code == 422
    assert client.post(outcome, {"outcome": "budgeted", "outcome_on": "01/01/2026", "note": ""}).status_code == 422
    client.post(outcome, {"outcome": "budgeted", "outcome_on": "20/03/2026", "note": "2 tỷ đồng"})
    client.post(reverse("registers:advice-correct", args=[row.pk]), given | {"topic": "Nhà văn hoá"})
    advice(tree.city, "Việc khác")
    page = body(client.get(reverse("registers:advice"), {"van-ban": conclusion.pk}))
    assert "Nhà văn hoá" in page
    assert "2 tỷ đồng" in page
    assert "Việc khác" not in page
    assert "trong vòng 74 ngày" in page
    assert "Việc khác" in body(client.get(reverse("registers:advice"), {"q": "viec khac", "ket-qua": "waiting"}))
    assert client.get(reverse("registers:advice-file")).content[:2] == b"PK"
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "Nhà văn hoá" not in body(client.get(reverse("registers:advice")))
    assert client.get(outcome).status_code == 404


def test_a_summary_counts_outcomes(tree):
    for n, outcome in enumerate(("accepted", "accepted", "declined")):
        row = advice(tree.city, f"Việc {n}")
        tell_outcome(
            advice=row,
            outcome=outcome,
            outcome_on=date(2026, 1, 5) + timedelta(days=10 * n),
            note="",
            actor=None,
            at=AT,
        )
    advice(tree.city)
    advice(tree.stranger)
    told = advice_summary(advice_found(RegisterFilter(UnitScope((tree.city.pk,)))))
    assert (told.papers, dict(told.outcomes), told.median) == (
        4,
        {"chờ ý kiến": 1, "được đồng ý": 2, "chưa được chấp nhận": 1},
        10,
    )


def test_coordination_and_its_results(tree, client, boss):
    given = {
        "partner": "Sở Giáo dục", "title": "Chương trình phối hợp", "content": "Đội, Đoàn trường học",
        "start": "01/01/2026", "last_day": "", "directive": "", "number": "01-CTr",
    }  # fmt: skip
    address = reverse("registers:coordination-enter", args=["hn"])
    assert client.post(address, given | {"last_day": "01/01/2025"}).status_code == 422
    client.post(address, given)
    row = Coordination.objects.get()
    result = reverse("registers:coordination-result", args=[row.pk])
    assert client.post(result, {"day": "31/12/2025", "text": "Sớm quá"}).status_code == 422
    client.post(result, {"day": "20/03/2026", "text": "120 câu lạc bộ"})
    client.post(reverse("registers:coordination-correct", args=[row.pk]), given | {"last_day": "31/12/2026"})
    row.refresh_from_db()
    assert row.end == date(2027, 1, 1)
    assert CoordinationResult.objects.count() == 1
    page = body(client.get(reverse("registers:coordination"), {"q": "doan truong", "nam": "2026"}))
    assert "120 câu lạc bộ" in page
    assert client.get(reverse("registers:coordination-file")).content[:2] == b"PK"


def test_visits_go_to_units_below_on_days_that_came(tree, client, boss):
    given = {
        "day": "20/03/2026", "visited": "hn-suoi-hai", "department": "Ban Tổ chức", "people": "Hai người",
        "purpose": "Nắm tình hình", "found": "",
    }  # fmt: skip
    address = reverse("registers:visits-enter", args=["hn"])
    for wrong, box in (({"visited": "na"}, "visited"), ({"visited": "hn"}, "visited"), ({"day": "28/03/2026"}, "day")):
        answer = client.post(address, given | wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors[box]
    client.post(address, given)
    assert BaseVisit.objects.get().visited_id == tree.commune.pk
    assert "1 chuyến, 1 đơn vị" in body(client.get(reverse("registers:visits")))
    assert client.get(reverse("registers:visits-file")).content[:2] == b"PK"
    with pytest.raises(Refused):
        log_visit(
            unit=tree.city.pk, department="Ban", visited=tree.commune.pk, day=TODAY, people="Ai", purpose="Gì",
            actor=make_officer("secretary", tree.neighbour), at=AT,
        )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_as_often_for_one_as_for_three(tree, client, boss, rows):
    for n in range(rows):
        advice(tree.city, f"Việc {n}")
    client.get(reverse("registers:advice"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("registers:advice"))
    assert len(asked) == 16, [query["sql"][:120] for query in asked]


def test_other_lines_hold_from_their_day(tree):
    given = {"met": 95, "promising": 60, "far_too_low": 500, "note": "HD 12", "actor": None, "at": AT}
    set_judging(start=date(2026, 6, 1), **given)
    lines = judging_lines()
    before, after = lines(date(2026, 5, 31)), lines(date(2026, 6, 1))
    assert (before.promising, after.promising, after.met) == (Fraction(4, 5), Fraction(3, 5), Fraction(95, 100))
    half = Fraction(1, 2)
    assert judge(Fraction(96, 100), half, before) is Verdict.ON_PACE
    assert judge(Fraction(96, 100), half, after) is Verdict.MET
    assert judge(Fraction(31, 100), half, before) is Verdict.PUSH
    assert judge(Fraction(31, 100), half, after) is Verdict.PROMISING
    for wrong, field in (
        ({"met": 40}, None),
        ({"promising": 0}, None),
        ({"far_too_low": 100}, None),
        ({"note": " "}, "note"),
    ):
        with pytest.raises(Refused) as told:
            set_judging(start=date(2026, 7, 1), **given | wrong)
        assert told.value.field == field
    with pytest.raises(Refused) as told:
        set_judging(start=date(2026, 6, 1), **given)
    assert told.value.field == "start"


def test_who_sets_how_targets_are_judged_and_from_when(tree, client):
    top, city = make_officer("secretary", tree.centre), make_officer("secretary", tree.city)
    given = {"met": 95, "promising": 60, "far_too_low": 500, "note": "HD 12", "at": AT}
    for wrong in ({"actor": city, "start": TODAY}, {"actor": top, "start": TODAY - timedelta(days=1)}):
        with pytest.raises(Refused):
            set_judging(**given | wrong)
    sign_in(client, city)
    address = reverse("targets:set-judging")
    assert client.get(address).status_code == 403
    assert "p từ 80 % của t" in body(client.get(reverse("targets:judging"))).replace("\u00a0", " ")
    sign_in(client, top)
    sent = {"start": "01/06/2026", "met": "95", "promising": "60", "far_too_low": "500", "note": "HD 12"}
    assert client.post(address, sent | {"met": "200"}).status_code == 422
    client.post(address, sent)
    rule = JudgingRule.objects.get()
    client.post(reverse("targets:drop-judging", args=[rule.pk]))
    assert not JudgingRule.objects.exists()
    begun = set_judging(start=TODAY, actor=top, **given)
    with pytest.raises(Refused):
        drop_judging(rule=begun, actor=top, at=AT)
