"""What search engines are told: which pages there are, and of all others that they are not to be found."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import AT, make_indicator, make_officer, sign_in
from tests.home.test_finding import CONTEST, unit_portals
from tests.home.test_front import write_all
from viecthat.contests.commands.contest import write_contest
from viecthat.contests.models import Contest
from viecthat.ideas.commands.sending import IdeaFacts, send_idea
from viecthat.ideas.commands.steps import accept_idea
from viecthat.ideas.models import Idea
from viecthat.news.models import Article, Portal


@pytest.fixture(autouse=True)
def _indicators(tree):
    unit_portals.clear()
    make_indicator("portal_articles", register="news", area=1)
    make_indicator("ideas_proposed", register="ideas", area=2)


def addresses(name: str) -> list[str]:
    page = Client().get(reverse(name)).content.decode()
    return [found.removeprefix("http://testserver") for found in re.findall("<loc>(.*?)</loc>", page)]


def unlisted(path: str, client: Client | None = None) -> bool:
    return (client or Client()).get(path).headers.get("X-Robots-Tag") == "noindex"


def named_idea(unit, *, child: bool) -> Idea:
    """An idea whose sender wants to be named."""
    facts = IdeaFacts("Có tên", "Trồng.", "environment", name="Lê Văn Nam", show_name=True, child=child)
    row, _code = send_idea(unit=unit.pk, facts=facts, actor=None, at=AT)
    accept_idea(idea=row, actor=make_officer("secretary", unit), at=AT)
    return row


def test_every_address_told_is_read_by_all_and_may_be_found(tree) -> None:
    write_all(tree.commune, "mở", public=True)
    write_all(tree.commune, "riêng", public=False)

    robots = Client().get("/robots.txt").content.decode()
    assert f"Sitemap: http://testserver{reverse('home:sitemap')}\n" in robots

    parts = addresses("home:sitemap")
    portal = Portal.objects.get()
    assert parts == [reverse("home:sitemap-open"), reverse("news:sitemap", args=[portal.code])]
    open_idea, private_idea = Idea.objects.order_by("pk")
    told = addresses("home:sitemap-open")
    assert reverse("ideas:idea", args=[open_idea.pk]) in told
    assert reverse("ideas:idea", args=[private_idea.pk]) not in told
    public, drafted = Contest.objects.order_by("pk")
    assert reverse("contests:contest", args=[public.pk]) in told
    assert reverse("contests:contest", args=[drafted.pk]) not in told
    article = Article.objects.get(title="Bài mở")
    told.append(reverse("news:article", args=[portal.code, article.pk, article.slug]))
    for path in told:
        answer = Client().get(path, follow=True)
        assert answer.status_code == 200, path
        assert "X-Robots-Tag" not in answer.headers, path


def test_pages_that_name_somebody_are_left_out(tree) -> None:
    named, child = named_idea(tree.commune, child=False), named_idea(tree.commune, child=True)
    keeper = make_officer("secretary", tree.commune)
    contest = write_contest(unit=tree.commune.pk, facts=CONTEST | {"title": "Xong"}, actor=keeper, at=AT)
    Contest.objects.filter(pk=contest.pk).update(state="ended", published_at=AT)

    told = addresses("home:sitemap-open")

    page = reverse("ideas:idea", args=[named.pk])
    assert "Lê Văn Nam" in Client().get(page).content.decode()
    assert page not in told
    assert unlisted(page)
    nameless = reverse("ideas:idea", args=[child.pk])
    assert "Lê Văn Nam" not in Client().get(nameless).content.decode()
    assert nameless in told
    assert not unlisted(nameless)
    results = reverse("contests:contest", args=[contest.pk])
    assert results not in told
    assert unlisted(results)


@pytest.mark.parametrize(
    "path",
    ["/dang-nhap/", "/viec-cua-toi/", "/y-tuong/?text=cây", "/y-tuong/gui/", "/khen-thuong/kiem-tra/", "/khong-co/"],
)
def test_all_else_says_that_it_is_not_to_be_found(tree, path) -> None:
    assert unlisted(path)


def test_pages_of_who_has_signed_in_are_not_to_be_found(tree, client) -> None:
    sign_in(client, make_officer("secretary", tree.city))
    assert unlisted(reverse("home:workbench"), client)


@pytest.mark.parametrize("many", [1, 3])
def test_the_sitemap_costs_the_same_for_one_and_for_three(tree, many, django_assert_num_queries) -> None:
    for n in range(many):
        write_all(tree.commune, str(n), public=True)
    Client().get(reverse("home:sitemap-open"))

    with django_assert_num_queries(3):
        Client().get(reverse("home:sitemap-open"))
