"""The register of schemes and projects: budget, what came in, and a stage from a day on."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, make_officer, make_tree, sign_in, stop_clock
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.commands.programme import ProgrammeFacts, adapt_programme, open_programme
from viecthat.plans.commands.stage import set_stage
from viecthat.plans.models import ProgrammeStage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def planner(tree):
    return make_officer("secretary", tree.city)


def project(tree, actor, kind="project", title="Dự án làng trẻ", **more):
    facts = ProgrammeFacts(kind, title, Period(date(2026, 1, 1), date(2028, 1, 1)), budget=2_000_000_000, **more)
    return open_programme(unit=tree.city.pk, facts=facts, actor=actor, at=AT)


def move(row, stage, day, actor, words=""):
    return set_stage(programme=row, stage=stage, day=day, words=words, actor=actor, at=AT)


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_stages_follow_one_another_and_stay_with_a_later_version(tree, planner):
    row = project(tree, planner)
    move(row, "approved", date(2026, 2, 1), planner, "QĐ 12")
    for stage, day, words, field in (
        ("running", date(2026, 2, 1), "", "day"),
        ("running", date(2026, 4, 1), "", "day"),
        ("approved", date(2026, 3, 1), "", "stage"),
        ("stopped", date(2026, 3, 1), " ", "words"),
    ):
        with pytest.raises(Refused) as refused:
            move(row, stage, day, planner, words)
        assert refused.value.field == field
    later = adapt_programme(
        programme=row, reason="Bão lũ", adopted_on=date(2026, 3, 1), directive=None, actor=planner, at=AT
    )
    move(later, "running", date(2026, 3, 2), planner)
    assert set(ProgrammeStage.objects.values_list("programme", "stage")) == {(row.pk, "approved"), (row.pk, "running")}
    with pytest.raises(Refused):
        move(project(tree, planner, "movement", "Phong trào"), "approved", date(2026, 2, 1), planner)
    with pytest.raises(Refused):
        move(later, "finished", date(2026, 3, 20), make_officer("base_officer", tree.commune))


def test_the_register_and_the_form(tree, planner, client):
    sign_in(client, planner)
    row, page = project(tree, planner), reverse("programmes:projects")
    project(tree, planner, "scheme", "Đề án nước sạch")
    step = reverse("programmes:stage", args=[row.pk])
    assert client.post(step, {"stage": "running", "day": "01/01/2030"}).status_code == 422
    client.post(step, {"stage": "running", "day": "01/02/2026", "words": "QĐ 15"})
    assert "Đang thực hiện" in text_of(client.get(reverse("programmes:programme", args=[row.pk])))
    listed = text_of(client.get(page, {"tinh-trang": "running"}))
    assert "Dự án làng trẻ" in listed
    assert "2.000.000.000" in listed
    assert "Đề án nước sạch" not in listed
    assert "Đề án nước sạch" in text_of(client.get(page, {"loai": "scheme"}))
    assert client.get(reverse("programmes:projects-file", args=["xlsx"])).content[:2] == b"PK"
    asked = []
    for number in range(2):
        move(project(tree, planner, title=f"Dự án {number}"), "approved", date(2026, 2, 1), planner)
        with CaptureQueriesContext(connection) as done:
            client.get(page)
        asked.append(len(done))
    assert asked[0] == asked[1]
    assert client.get(reverse("programmes:stage", args=[project(tree, planner, "year", "Năm").pk])).status_code == 404
