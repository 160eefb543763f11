"""Going through targets: what is refused, what a signature keeps, who takes it; shares as targets of a review."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    declare,
    make_indicator,
    make_officer,
    make_target,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.plans.helpers import enter, target_of
from viecthat.figures.queries.targets import figures_under_review
from viecthat.kernel.errors import Refused
from viecthat.kernel.judging import Verdict
from viecthat.kernel.periods import Period
from viecthat.plans.commands import decide_sharing, draft_sharing, undertake
from viecthat.reviews.commands import LineSaid, accept_audit, open_round, return_audit, save_lines, sign_audit
from viecthat.reviews.models import AuditLine, AuditRound, TargetAudit
from viecthat.reviews.queries.audit import audited_targets
from viecthat.units.tree import map_on

YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def city(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def commune(tree):
    return make_officer("base_officer", tree.commune)


def opened(tree, actor=None, **other):
    given = {
        "unit": tree.city.pk, "units": [tree.commune.pk], "title": "Rà soát giữa kỳ", "as_of": TODAY, "due": TODAY,
        "directive": None, "actor": actor, "at": AT,
    } | other  # fmt: skip
    return open_round(**given)


def body(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"units": []}, "units"),
        ({"as_of": date(2026, 3, 28), "due": date(2026, 4, 1)}, "as_of"),
        ({"due": date(2026, 3, 1)}, "due"),
    ],
)
def test_what_a_round_cannot_be(tree, city, wrong, field):
    with pytest.raises(Refused) as told:
        opened(tree, city, **wrong)
    assert told.value.field == field
    assert not AuditRound.objects.exists()


def test_a_round_is_for_units_below_and_opened_by_planners(tree, city, commune):
    with pytest.raises(Refused) as told:
        opened(tree, city, units=[tree.stranger.pk])
    assert told.value.field == "units"
    with pytest.raises(Refused):
        opened(tree, commune, unit=tree.commune.pk)


def test_a_unit_explains_signs_and_the_city_takes_it(tree, city, commune):
    target = make_target(tree.commune, goal=1000)
    declare(tree.commune, commune, 100)
    audit = opened(tree, city).audits.get()
    (row,) = audited_targets(audit)
    assert (row.figure.row.value, row.figure.verdict, row.behind) == (100, Verdict.PUSH, True)
    with pytest.raises(Refused):
        sign_audit(audit=audit, actor=commune, at=AT)
    with pytest.raises(Refused):
        save_lines(
            audit=audit,
            said={target.pk: LineSaid("Không phải của tôi")},
            actor=make_officer("secretary", tree.neighbour),
            at=AT,
        )
    for wrong in ({target.pk + 1: LineSaid("Khác")}, {target.pk: LineSaid("Xin sửa", "revise", None)}):
        with pytest.raises(Refused):
            save_lines(audit=audit, said=wrong, actor=commune, at=AT)
    save_lines(audit=audit, said={target.pk: LineSaid("Mưa bão", "revise", 800)}, actor=commune, at=AT)
    sign_audit(audit=audit, actor=commune, at=AT)
    line = AuditLine.objects.get()
    assert (line.value, line.verdict, line.proposed_goal, str(line.reached)) == (100, "push", 800, "0.1000")
    declare(tree.commune, commune, 900)
    (row,) = audited_targets(audit)
    assert (row.verdict, float(row.reached)) == ("push", 0.1), "what was signed stays as it was"
    with pytest.raises(Refused):
        save_lines(audit=audit, said={target.pk: LineSaid("Sửa")}, actor=commune, at=AT)
    with pytest.raises(Refused):
        accept_audit(audit=audit, remark="", actor=commune, at=AT)
    with pytest.raises(Refused) as told:
        return_audit(audit=audit, remark=" ", actor=city, at=AT)
    assert told.value.field == "remark"
    return_audit(audit=audit, remark="Nói rõ hơn", actor=city, at=AT)
    save_lines(audit=audit, said={target.pk: LineSaid("Bão số 3", "keep")}, actor=commune, at=AT)
    sign_audit(audit=audit, actor=commune, at=AT)
    assert AuditLine.objects.get().verdict == "met"
    accept_audit(audit=audit, remark="", actor=city, at=AT)
    assert TargetAudit.objects.get().state == "accepted"


def test_nobody_takes_what_they_signed_themselves(tree, city):
    audit = opened(tree, city).audits.get()
    sign_audit(audit=audit, actor=city, at=AT)
    with pytest.raises(Refused):
        accept_audit(audit=audit, remark="", actor=city, at=AT)


def test_a_round_on_the_screen(tree, client, city, commune):
    target = make_target(tree.commune, goal=1000)
    strange = make_target(tree.neighbour, goal=77_777)
    sign_in(client, city)
    sent = {
        "title": "Rà soát quý I", "as_of": "27/03/2026", "due": "31/03/2026", "below": "on", "units": "",
        "directive": "",
    }  # fmt: skip
    address = reverse("reviews:open-round", args=["hn"])
    assert client.post(address, sent | {"title": ""}).status_code == 422
    page = body(client.post(address, sent, follow=True))
    assert "0/2" in page
    audit = TargetAudit.objects.get(unit=tree.commune)
    other = TargetAudit.objects.get(unit=tree.neighbour)
    sign_in(client, commune)
    assert "Rà soát quý I" in body(client.get(reverse("reviews:audits")))
    assert client.get(reverse("reviews:audit", args=[other.pk])).status_code == 404
    page = body(client.get(reverse("reviews:audit", args=[audit.pk])))
    assert "cần giải trình" in page
    assert "77.777" not in page
    words = {f"words_{target.pk}": "Chưa tới mùa", f"change_{target.pk}": "revise", f"goal_{target.pk}": ""}
    answer = client.post(reverse("reviews:audit", args=[audit.pk]), words)
    assert answer.context["form"].errors[f"goal_{target.pk}"]
    client.post(reverse("reviews:audit", args=[audit.pk]), words | {f"goal_{target.pk}": "900"})
    client.post(reverse("reviews:sign-audit", args=[audit.pk]))
    page = body(client.get(reverse("reviews:audit", args=[audit.pk])))
    assert "Chưa tới mùa" in page
    assert "Ký, gửi cấp trên" not in page
    assert client.get(reverse("reviews:answer-audit", args=[audit.pk])).status_code == 403
    sign_in(client, city)
    page = body(client.get(reverse("reviews:round", args=[audit.round_id])))
    assert "1.000 cây → 900" in page
    assert client.get(reverse("reviews:round-file", args=[audit.round_id])).content[:2] == b"PK"
    answer = reverse("reviews:answer-audit", args=[audit.pk])
    assert client.post(answer, {"accept": "0", "remark": ""}).status_code == 422
    client.post(answer, {"accept": "1", "remark": ""})
    audit.refresh_from_db()
    assert audit.state == "accepted"
    assert strange.pk not in {line.target_id for line in AuditLine.objects.all()}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_round_asks_as_often_for_one_unit_as_for_three(tree, client, city, rows):
    units = [tree.commune.pk, tree.neighbour.pk, tree.branch.pk][:rows]
    round_ = opened(tree, city, units=units)
    sign_in(client, city)
    client.get(reverse("reviews:round", args=[round_.pk]))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("reviews:round", args=[round_.pk]))
    assert len(asked) == 12, [query["sql"][:120] for query in asked]


def test_a_share_is_a_target_of_the_units_own_review(tree, city, commune):
    decision = enter(tree.city, "05-KH/TĐTN-VP").directive
    target = target_of(tree.city, goal=5000, period=YEAR)
    amounts = {(tree.commune.pk, 2026): 1000, (tree.neighbour.pk, 2026): 3000}
    sharing = draft_sharing(target=target, unit=tree.city.pk, amounts=amounts, actor=city, at=AT)
    declare(tree.commune, commune, 300)

    def shown(period=YEAR):
        figures = figures_under_review(tree.commune.pk, period, unit_map=map_on(TODAY), as_known=None, today=TODAY)
        return [(f.target.goal, f.target.given_by, f.row.value) for f in figures if f.target is not None]

    assert shown() == [], "what is not decided binds nobody"
    decide_sharing(sharing=sharing, decision=decision, day=TODAY, actor=city, at=AT)
    assert shown() == [(1000, "Thành đoàn Hà Nội", 300)]
    assert shown(Period.year(2025)) == []
    undertake(target=target, unit=tree.commune.pk, year=2026, amount=1200, reason="", actor=commune, at=AT)
    assert shown() == [(1200, "Thành đoàn Hà Nội", 300)]
    make_target(tree.commune, goal=700)
    assert sorted(shown()) == [(700, "", 300), (1200, "Thành đoàn Hà Nội", 300)], "its own stands beside it"
    assert make_indicator().code == "trees_planted"


def test_the_review_of_a_unit_names_who_gave_its_share(tree, client, city, commune):
    decision = enter(tree.city, "05-KH/TĐTN-VP").directive
    target = target_of(tree.city, goal=5000, period=YEAR)
    sharing = draft_sharing(
        target=target, unit=tree.city.pk, amounts={(tree.commune.pk, 2026): 1000}, actor=city, at=AT
    )
    decide_sharing(sharing=sharing, decision=decision, day=TODAY, actor=city, at=AT)
    declare(tree.commune, commune, 300)
    sign_in(client, commune)
    page = body(client.get(reverse("reviews:review", args=["hn-suoi-hai", "2026"])))
    assert "Thành đoàn Hà Nội giao" in page
    assert 'id="t-trees_planted-giao"' in page
    answer = client.get(reverse("reviews:download", args=["hn-suoi-hai", "2026", "docx"]))
    assert answer.status_code == 200
