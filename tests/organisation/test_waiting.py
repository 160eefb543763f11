"""A decision about very many members goes through the queue: done once, whole, or said why not."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import AT, make_officer, sign_in
from tests.organisation.test_reorganisation import NUMBER, merge_branches
from tests.people.members import make_member, open_membership_of
from viecthat.organisation.commands.waiting import TASK, carry_out_later, work_on_decision
from viecthat.organisation.models import MemberMove, Reorganisation, WaitingDecision
from viecthat.organisation.pages import changes
from viecthat.organisation.queries.plan import Provisional

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(tree):
    return make_officer("secretary", tree.city)


def test_by_the_page(client, tree, secretary, monkeypatch):
    monkeypatch.setattr(changes, "MOST_AT_ONCE", 0)
    member = make_member(tree.branch)
    sign_in(client, secretary)
    address = reverse("organisation:merge", args=["hn-do-tram"])
    given = {"merged": "hn-do-tram", "into": "hn-hat-giang", "day": "20/03/2026", "decision": NUMBER}
    seen = client.post(address, given).context
    sent = client.post(address, given | {"confirm": seen["effects"].digest, "key": seen["key"]})
    row = WaitingDecision.objects.get()
    page = reverse("organisation:waiting", args=[row.pk])
    assert sent["Location"] == page
    assert "đang thực hiện" in client.get(page).content.decode()
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert not Reorganisation.objects.exists()
    for _again in range(2):
        work_on_decision(decision=row.pk, at=AT)
    made = Reorganisation.objects.get()
    assert MemberMove.objects.count() == 1
    assert open_membership_of(member).unit_id == tree.sister.pk
    assert client.get(page)["Location"] == reverse("organisation:decision", args=[made.pk])
    led = client.get(page, headers={"HX-Request": "true"})
    assert led["HX-Redirect"] == reverse("organisation:decision", args=[made.pk])
    sign_in(client, make_officer("secretary", tree.stranger))
    assert client.get(page).status_code == 404


def test_what_stands_against_it_is_said(client, tree, secretary):
    make_member(tree.branch)
    row = carry_out_later(plan=merge_branches(tree, branches=()), actor=secretary, at=AT, key="k1")
    assert carry_out_later(plan=merge_branches(tree), actor=secretary, at=AT, key="k1") == row
    work_on_decision(decision=row.pk, at=AT)
    sign_in(client, secretary)
    html = client.get(reverse("organisation:waiting", args=[row.pk])).content.decode()
    assert "Còn 1 đoàn viên" in html
    assert "Chưa có gì được ghi" in html
    assert not Reorganisation.objects.exists()


def test_a_plan_comes_back_as_it_was_written(tree, secretary):
    from viecthat.organisation.commands.waiting import _read

    plan = merge_branches(tree, day=date(2026, 3, 19)).with_committee(Provisional("x", 1, (2, 3), (4,)))
    row = carry_out_later(plan=plan, actor=secretary, at=AT, key="k2")
    row.refresh_from_db()
    assert _read(row.plan) == plan
    assert TASK == "organisation.work_on_decision"
