"""The search through the floors beside one another: each kind by its own rule, one query a kind."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_indicator, make_officer, make_person, sign_in
from viecthat.commendations.commands.drive import DriveFacts, call_drive
from viecthat.congress.commands.congress import CongressFacts, open_congress
from viecthat.contests.commands.contest import write_contest
from viecthat.ideas.commands.sending import IdeaFacts, send_idea
from viecthat.ideas.commands.steps import accept_idea
from viecthat.inspections.commands.inspection import plan_inspection
from viecthat.news.commands.article import approve_article, send_article, write_article
from viecthat.news.commands.portal import set_up_portal
from viecthat.opinion.commands.draft import prepare_draft
from viecthat.opinion.commands.survey import write_survey
from viecthat.units.queries import units_by_id

SEARCH = reverse("home:search")
KINDS = ("drives", "ideas", "contests", "drafts", "surveys", "inspections", "congresses", "news")
CONTEST = {
    "edition": None, "year": 2026, "organisers": "Ban tổ chức", "partner": "", "rules": "Gửi một bài.",
    "rights": "Được in.", "entrants": "single", "most": None, "outside": True, "anonymous": True,
    "categories": "Thanh niên; 16; 35", "criteria": "Ý tưởng; 100", "prizes": "Giải Nhất; 1",
}  # fmt: skip
SURVEY = {
    "way": "open",
    "start": TODAY,
    "last_day": TODAY + timedelta(days=9),
    "questions": "Hỏi? [một]\n- Có\n- Không",
}
DRAFT = {"kind": "law", "body": "Bộ Nội vụ", "replaces": "", "due": TODAY + timedelta(days=30)}
INSPECTION = {
    "kind": "supervision", "policy": "Luật Thanh niên", "plan": "05-KH/TĐTN",
    "start": date(2026, 3, 2), "last_day": date(2026, 4, 30),
}  # fmt: skip


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def kinds_in(response) -> list[str]:
    return [kind for kind in KINDS if f'id="found-{kind}"' in response.content.decode()]


def write_of_each(unit, name: str) -> None:
    """One of each kind, none of them public."""
    who = {"actor": make_officer("secretary", unit), "at": AT}
    call_drive(
        unit=unit.pk, facts=DriveFacts("year", name, date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 15)), **who
    )
    send_idea(unit=unit.pk, facts=IdeaFacts(name, "Trồng ven đường.", "environment"), actor=None, at=AT)
    write_contest(unit=unit.pk, facts=CONTEST | {"title": name}, **who)
    prepare_draft(unit=unit.pk, facts=DRAFT | {"title": name}, text="Điều 1. Trồng.", **who)
    write_survey(unit=unit.pk, facts=SURVEY | {"title": name}, **who)
    row = units_by_id([unit.pk], TODAY)[unit.pk]
    plan_inspection(unit=unit.pk, facts=INSPECTION | {"subject": name}, units=[row], others=[], **who)
    given = CongressFacts(
        line="union", form="delegates", name=name, ordinal=1, first_year=2026 + name.count("!"),
        last_year=2031, planned_on=date(2026, 5, 20),
    )  # fmt: skip
    open_congress(unit=unit.pk, facts=given, **who)
    write_article(portal=portal_of(unit), unit=unit.pk, facts=article(unit, name), **who)


def portal_of(unit):
    portal = unit_portals.get(unit.pk)
    if portal is None:
        facts = {"name": f"Cổng {unit.code}", "code": f"c-{unit.pk}", "copyright": "", "source": "", "links": []}
        portal = set_up_portal(unit=unit.pk, facts=facts, actor=make_officer("secretary", unit), at=AT)
        unit_portals[unit.pk] = portal
    return portal


def article(unit, name: str) -> dict:
    section = portal_of(unit).categories.first().pk
    return {"title": name, "lead": "", "body": "Bài.", "byline": "", "source": "", "category": section, "tags": ""}


unit_portals: dict = {}


@pytest.fixture(autouse=True)
def _portals(tree):
    unit_portals.clear()
    make_indicator("portal_articles", register="news", area=1)
    make_indicator("ideas_proposed", register="ideas", area=2)


@pytest.fixture
def officer(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))


@pytest.mark.parametrize("text", ["hoa ban", "Hoa Bân", "HOA BÂN"])
def test_each_kind_is_found_where_one_sees_the_unit_and_nowhere_else(tree, client, officer, text) -> None:
    write_of_each(tree.commune, "Hoa bân Suối Hai")
    write_of_each(tree.neighbour, "Hoa bân hàng xóm")

    page = client.get(SEARCH, {"q": text})

    assert kinds_in(page) == list(KINDS)
    assert text_of(page).count("Hoa bân Suối Hai") == len(KINDS)
    assert "hàng xóm" not in text_of(page)
    # Everything that was found opens for whoever found it.
    for address in re.findall(r'<ul class="hits">.*?</ul>', page.content.decode(), re.DOTALL):
        for one in re.findall(r'href="([^"]+)"', address):
            assert client.get(one).status_code == 200, one
    # Somebody without a role finds nothing that is not public.
    sign_in(client, make_officer("base_officer", tree.stranger))
    assert kinds_in(client.get(SEARCH, {"q": text})) == []


def test_what_is_public_is_found_by_all(tree, client) -> None:
    unit, keeper = tree.neighbour, make_officer("secretary", tree.neighbour)
    idea, _code = send_idea(
        unit=unit.pk, facts=IdeaFacts("Hoa bân ven đường", "Trồng.", "environment"), actor=None, at=AT
    )
    row = write_article(portal=portal_of(unit), unit=unit.pk, facts=article(unit, "Mùa hoa bân"), actor=keeper, at=AT)
    sign_in(client, make_officer("base_officer", tree.stranger))
    assert kinds_in(client.get(SEARCH, {"q": "hoa ban"})) == []

    accept_idea(idea=idea, actor=keeper, at=AT)
    send_article(article=row, actor=keeper, at=AT)
    approve_article(article=row, publish_at=AT, actor=make_officer("secretary", unit), at=AT)

    page = client.get(SEARCH, {"q": "hoa ban"})
    assert kinds_in(page) == ["ideas", "news"]
    assert reverse("ideas:idea", args=[idea.pk]) in page.content.decode()
    assert f"/tin/{row.portal.code}/{row.pk}/" in page.content.decode()


def test_more_than_a_page_leads_to_all_articles(tree, client) -> None:
    keeper, chief = make_officer("secretary", tree.city), make_officer("secretary", tree.city)
    portal_of(tree.neighbour)
    for n in range(6):
        facts = article(tree.city, f"Hoa bân {n}")
        row = write_article(portal=portal_of(tree.city), unit=tree.city.pk, facts=facts, actor=keeper, at=AT)
        send_article(article=row, actor=keeper, at=AT)
        approve_article(article=row, publish_at=AT, actor=chief, at=AT)
    sign_in(client, make_officer("base_officer", tree.stranger))

    dropped = client.get(SEARCH, {"q": "hoa ban"}, headers={"HX-Request": "true"}).content.decode()

    link = f"{reverse('news:front')}?q=hoa%20ban"
    assert f'href="{link}"' in dropped
    page = text_of(client.get(link))
    assert "6 bài" in page
    assert page.count("Hoa bân") == 6
    assert "Không có bài nào" in text_of(client.get(reverse("news:front"), {"q": "không có bài này"}))


def test_a_name_that_begins_with_the_words_comes_first_then_the_newest(tree, client, officer) -> None:
    for n, (title, year) in enumerate([("Cuộc thi hoa bân", 2026), ("Hoa bân xưa", 2024), ("Hoa bân nay", 2026)]):
        facts = CONTEST | {"title": title, "year": year, "edition": n + 1}
        write_contest(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)

    said = text_of(client.get(SEARCH, {"q": "hoa ban"}))

    assert said.index("Hoa bân nay") < said.index("Hoa bân xưa") < said.index("Cuộc thi hoa bân")


@pytest.mark.parametrize("many", [1, 3])
def test_searching_all_kinds_costs_the_same_for_one_and_for_three(
    tree, client, officer, many, django_assert_num_queries
) -> None:
    make_person("Hoa Bân", unit=tree.branch)
    for n in range(many):
        write_of_each(tree.commune, f"Hoa bân {'!' * n}")
    client.get(SEARCH, {"q": "hoa ban"})

    with django_assert_num_queries(23):
        page = client.get(SEARCH, {"q": "hoa ban"})

    assert kinds_in(page) == list(KINDS)
    assert text_of(page).count("Đoàn xã Suối Hai · ") >= many * len(KINDS)


def test_a_reader_without_any_role_finds_what_is_public_and_no_error(tree, client) -> None:
    write_of_each(tree.commune, "Hoa bân")
    sign_in(client, make_account())

    assert kinds_in(client.get(SEARCH, {"q": "hoa ban"})) == []
