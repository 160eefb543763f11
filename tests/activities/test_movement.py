"""Work by what it serves, the groups it reached, the values; great days in the calendar."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    TODAY,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_tree,
    sign_in,
    stop_clock,
)
from viecthat.activities.choices import Movement
from viecthat.activities.models import Activity
from viecthat.activities.queries.great_days import great_days
from viecthat.activities.queries.movement import group_sums, movement_sums
from viecthat.catalogue.readers import rows
from viecthat.kernel.periods import Period
from viecthat.units.queries.scope import UnitScope

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    """Three pieces of work: one for study, one that serves two movements, one of another province."""
    by = make_officer("base_officer", tree.commune)
    served = make_indicator("people_served", name="Người hưởng lợi", unit="người", measure="flow")
    books = make_indicator("scholarships", name="Học bổng", unit="suất")
    study = make_kind("scholarship", name="Trao học bổng", indicators=[books], serves=["study"])
    both = make_kind("exam_support", name="Tiếp sức mùa thi", indicators=[books], serves=["volunteer", "study"])
    made = make_activity(tree.commune, by, kind=study, title="Học bổng", results={books: 5, served: 5}, head_count=7)
    Activity.objects.filter(pk=made.pk).update(youth_groups=["rural"])
    made = make_activity(tree.branch, by, kind=both, title="Mùa thi", results={books: 1, served: 40}, head_count=10)
    Activity.objects.filter(pk=made.pk).update(youth_groups=["rural", "students"])
    other = make_officer("secretary", tree.stranger)
    make_activity(tree.stranger, other, kind=study, title="Nơi khác", results={books: 9, served: 9})
    return by


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_work_stands_under_what_it_serves_and_each_group_is_told_apart_only_where_it_is_alone(tree, officer):
    scope = UnitScope((tree.commune.pk, tree.branch.pk))
    sums = {one.movement: one.sum for one in movement_sums(scope, YEAR, TODAY)}
    assert (sums[Movement.STUDY].activities, sums[Movement.STUDY].units) == (2, 2)
    assert (sums[Movement.STUDY].heads, sums[Movement.STUDY].served) == (17, 45)
    assert (sums[Movement.VOLUNTEER].activities, sums[Movement.VOLUNTEER].served) == (1, 40)
    assert sums[Movement.CAREER].activities == 0
    groups = {one.group.value: (one.activities, one.served, one.shared) for one in group_sums(scope, YEAR)}
    assert (groups["rural"], groups["students"], groups["forces"]) == ((2, 5, 40), (1, 0, 40), (0, 0, 0))


def test_the_pages_show_what_the_reader_may_see(tree, officer, client):
    sign_in(client, officer)
    overview = client.get(reverse("activities:movements"))
    assert "thanh niên nông thôn 2 5 40" in text_of(overview)
    node = text_of(client.get(reverse("activities:movement", args=["study"])))
    assert "Học bổng" in node
    assert "Mùa thi" in node
    assert "Nơi khác" not in node
    assert client.get(reverse("activities:movement", args=["none"])).status_code == 404
    assert client.get(reverse("activities:movements"), {"don-vi": "na"}).status_code == 404
    assert client.get(reverse("activities:movements-file")).content[:2] == b"PK"
    assert "Yêu nước" in text_of(client.get(reverse("activities:values"), {"nam": "2026"}))


def test_the_lists_ask_the_same_for_one_and_for_three(tree, officer, client, django_assert_num_queries):
    sign_in(client, officer)
    client.get(reverse("activities:movements"))
    with django_assert_num_queries(15):
        client.get(reverse("activities:movements"))
    kind = make_kind("innovation", name="Sáng kiến", serves=["creative"])
    for number in range(2):
        make_activity(tree.branch, officer, kind=kind, title=f"Sáng kiến {number}")
    with django_assert_num_queries(16):  # one more movement was served
        client.get(reverse("activities:movements"))


def test_great_days_stand_in_the_calendar_of_their_month(tree, officer, client):
    march = great_days(Period.month(2026, 3))
    assert [(one.day, one.years, one.is_round) for one in march] == [
        (date(2026, 3, 8), 116, False), (date(2026, 3, 26), 95, True),
    ]  # fmt: skip
    assert [one.day for one in great_days(Period(date(2025, 12, 20), date(2026, 1, 10)))] == [
        date(2025, 12, 22), date(2026, 1, 9),
    ]  # fmt: skip
    sign_in(client, officer)
    page = text_of(client.get(reverse("activities:calendar"), {"thang": "2026-05"}))
    assert "Ngày sinh Chủ tịch Hồ Chí Minh" in page
    assert "Đưa vào lịch một hoạt động" in page
    assert "Đưa vào lịch một hoạt động" not in text_of(client.get(reverse("activities:calendar"), {"thang": "2026-02"}))


def test_every_day_and_value_names_a_kind_of_the_catalogue():
    kinds = {row["code"] for row in rows("activity_kinds")}
    assert {row["kind"] for row in rows("national_days")} <= kinds
    assert {kind for row in rows("youth_values") for kind in row["kinds"]} <= kinds
