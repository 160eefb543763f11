"""The first address: open for everybody, the workbench for who has signed in."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import AT, make_activity, make_indicator, make_officer, sign_in
from tests.home.test_finding import CONTEST, article, portal_of, unit_portals
from viecthat.activities.models import Activity
from viecthat.contests.commands.contest import write_contest
from viecthat.contests.models import Contest
from viecthat.ideas.commands.sending import IdeaFacts, send_idea
from viecthat.ideas.commands.steps import accept_idea
from viecthat.news.commands.article import approve_article, send_article, write_article

FRONT = reverse("root")


@pytest.fixture(autouse=True)
def _indicators(tree):
    unit_portals.clear()
    make_indicator("portal_articles", register="news", area=1)
    make_indicator("ideas_proposed", register="ideas", area=2)


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def write_all(unit, name: str, *, public: bool) -> None:
    """An article, an idea, a contest and an activity, open to everybody or not."""
    keeper, chief = make_officer("secretary", unit), make_officer("secretary", unit)
    row = write_article(portal=portal_of(unit), unit=unit.pk, facts=article(unit, f"Bài {name}"), actor=keeper, at=AT)
    facts = IdeaFacts(f"Ý tưởng {name}", "Trồng.", "environment")
    idea, _code = send_idea(unit=unit.pk, facts=facts, actor=None, at=AT)
    contest = write_contest(unit=unit.pk, facts=CONTEST | {"title": f"Cuộc thi {name}"}, actor=keeper, at=AT)
    activity = make_activity(unit, keeper, title=f"Ngày hội {name}")
    if public:
        send_article(article=row, actor=keeper, at=AT)
        approve_article(article=row, publish_at=AT, actor=chief, at=AT)
        accept_idea(idea=idea, actor=keeper, at=AT)
        Contest.objects.filter(pk=contest.pk).update(state="open")
        Activity.objects.filter(pk=activity.pk).update(public=True)


def test_who_has_signed_in_goes_to_the_workbench(tree, client) -> None:
    sign_in(client, make_officer("secretary", tree.city))
    assert client.get(FRONT).headers["Location"] == reverse("home:workbench")


def test_a_visitor_reads_what_is_open_and_nothing_else(tree) -> None:
    write_all(tree.commune, "mở", public=True)
    write_all(tree.commune, "riêng", public=False)

    page = Client().get(FRONT)

    for said in ("Bài mở", "Ý tưởng mở", "Cuộc thi mở", "Ngày hội mở"):
        assert said in text_of(page), said
    assert "riêng" not in text_of(page)
    assert f'href="{reverse("accounts:sign-in")}"' in page.content.decode()
    assert f'href="{reverse("ideas:send")}"' in page.content.decode()


def test_an_empty_house_says_what_one_may_do(tree) -> None:
    page = text_of(Client().get(FRONT))
    assert "không cần tài khoản" in page
    assert "chưa có hoạt động nào mở cho mọi người" in page


@pytest.mark.parametrize("many", [1, 3])
def test_the_first_page_costs_the_same_for_one_and_for_three(tree, many, django_assert_num_queries) -> None:
    for n in range(many):
        write_all(tree.commune, str(n), public=True)
    Client().get(FRONT)

    with django_assert_num_queries(12):
        Client().get(FRONT)
