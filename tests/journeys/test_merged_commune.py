"""A commune with something on every floor is merged: whoever keeps the one that goes on finds all of it there."""

import dataclasses
import re
from collections.abc import Callable
from datetime import date, time, timedelta
from html import unescape
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    SmallTree,
    make_activity,
    make_indicator,
    make_officer,
    make_person,
    make_target,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.organisation.test_reorganisation import merge_communes
from tests.people.members import make_member, make_member_indicators
from tests.reporting.making import call_of, form_of, report_of
from tests.residence.residents import MARCH as MARCH_10, introduce, make_place, registered
from tests.works.building import make_work
from viecthat.accounts.models import Account
from viecthat.campaigns.commands.campaign import TeamFacts, form_team, set_up_campaign
from viecthat.catalogue.readers import rows
from viecthat.commendations.commands.dossier import Nominated, open_dossier
from viecthat.conferences.commands import (
    ConferenceFacts,
    conclude_conference,
    hold_conference,
    keep_conclusion,
    open_conference,
)
from viecthat.congress.commands.congress import CongressFacts, open_congress
from viecthat.contests.commands.contest import write_contest
from viecthat.courses.commands.club import enter_club
from viecthat.courses.commands.course import open_course
from viecthat.ideas.commands.sending import IdeaFacts, send_idea
from viecthat.ideas.commands.steps import accept_idea
from viecthat.inspections.commands.inspection import plan_inspection
from viecthat.kernel.periods import Period
from viecthat.learning.commands.library import write_material
from viecthat.learning.commands.quiz import write_quiz
from viecthat.media.commands.channel import open_channel
from viecthat.media.commands.series import open_series
from viecthat.news.commands.article import write_article
from viecthat.news.commands.portal import keep_category, set_up_portal
from viecthat.opinion.commands.survey import write_survey
from viecthat.organisation.commands.reorganisation import carry_out
from viecthat.plans.commands import enter_directive, give_task
from viecthat.plans.commands.programme import ProgrammeFacts, open_programme
from viecthat.plans.commands.task import TaskText
from viecthat.reporting.commands.report import Said, say_figure, write_section
from viecthat.reporting.commands.steps import sign_report
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.limit import LimitFacts, open_limit
from viecthat.reviews.commands.proposal import ProposalFacts, send_proposal
from viecthat.reviews.models import ReviewKind
from viecthat.support.commands.loan import enter_loan_group
from viecthat.units.models import Unit
from viecthat.units.queries import unit_with_code
from viecthat.works.commands.house import register_house
from viecthat.works.commands.relief import open_drive

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
SOON = TODAY + timedelta(days=30)


class Kept(NamedTuple):
    """What the commune has on a floor: the list it stands in, its own page, the words by which both tell it."""

    listed: str
    own: str
    words: str


@pytest.fixture
def tree(monkeypatch) -> SmallTree:
    stop_clock(monkeypatch)
    make_member_indicators()
    for row in rows("indicators"):
        if row.get("register") and row["measure"] in {"flow", "stock", "people", "turns"}:
            make_indicator(row["code"], name=row["name"], measure=row["measure"], register=row["register"])
    return make_tree()


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def everything(unit: Unit, keeper: Account, boss: Account, tree: SmallTree) -> list[Kept]:
    """Something open on every floor that keeps work of units."""
    who = {"actor": keeper, "at": AT}

    def kept(listed: str, own: str, pk: int, words: str) -> Kept:
        return Kept(reverse(listed), reverse(own, args=[pk]), words)

    activity = make_activity(unit, keeper, title="Trồng cây ven hồ")
    target = make_target(unit, goal=4321)
    task = give_task(unit=unit.pk, text=TaskText("Rà soát đoàn viên"), due=SOON, **who)
    paper = enter_directive(
        unit=unit.pk, type="KH", number="05-KH/ĐTN", issuer=unit.pk, issuer_name="", subject="Tháng Thanh niên xã",
        issued_on=MARCH, **who,
    )  # fmt: skip
    work = make_work(unit, keeper, "Đường hoa")
    house = register_house(unit=unit.pk, kind="charity", commune="Xóm Đông", day=MARCH, actor=boss, at=AT)
    drive = open_drive(unit=unit.pk, title="Lũ tháng Ba", disaster="Lũ ống", start=MARCH, **who)
    facts = {"title": "Kỹ năng số", "kind": "digital", "place": "Nhà văn hoá", "start": MARCH, "end": SOON}
    course = open_course(unit=unit.pk, facts=facts, **who)
    facts = {"name": "Sao xanh", "field": "child_advice", "leader": "Chị Hạnh", "founded_on": MARCH}
    club = enter_club(unit=unit.pk, facts=facts, **who)
    facts = {"name": "Tổ vay vốn", "leader": "Bà Tư", "bank": "Ngân hàng", "founded_on": MARCH}
    loans = enter_loan_group(unit=unit.pk, facts=facts, **who)
    month = Period(MARCH, date(2026, 4, 1))
    programme = open_programme(
        unit=tree.city.pk, facts=ProgrammeFacts(kind="campaign", title="Tháng Thanh niên", period=month), actor=None,
        at=AT,
    )  # fmt: skip
    campaign = set_up_campaign(
        programme=programme, kind="youth_month", safety="Đội mũ", actor=make_officer("secretary", tree.city), at=AT
    )
    team = form_team(
        campaign=campaign,
        facts=TeamFacts(unit.pk, "Đội xung kích", leader="Anh Nam", place="Xã", start=MARCH, end=date(2026, 3, 31)),
        **who,
    )
    facts = {"kind": "study", "title": "Sổ tay đoàn viên", "body": "Đọc kỹ.", "area": 1}
    sheet = write_material(unit=unit.pk, facts=facts, **who)
    facts = {"title": "Tìm hiểu nghị quyết", "questions": "Năm nào?\n* 1931\n- 1930", "pass_mark": 1, "tries": 1}
    quiz = write_quiz(unit=unit.pk, facts=facts | {"start": MARCH, "last_day": SOON}, **who)
    facts = {"name": "Tuổi trẻ xã", "kind": "page", "url": "https://example.vn/xa", "opened_on": MARCH}
    channel = open_channel(unit=unit.pk, facts=facts, **who)
    facts = {"title": "Mỗi ngày một tin tốt", "kind": "good_news", "rhythm": "day", "start": MARCH}
    series = open_series(unit=unit.pk, facts=facts, **who)
    wish = IdeaFacts("Thùng rác thông minh", "Đặt thùng phân loại.", "environment")
    idea, _code = send_idea(unit=unit.pk, facts=wish, actor=None, at=AT)
    accept_idea(idea=idea, **who)
    facts = {
        "title": "Sáng tác biểu trưng", "edition": 2, "year": 2026, "organisers": "Xã", "partner": "",
        "rules": "Gửi một.", "rights": "Được in.", "entrants": "single", "most": None, "outside": True,
        "anonymous": True, "categories": "",
        "criteria": "Ý tưởng; 100", "prizes": "",
    }  # fmt: skip
    contest = write_contest(unit=unit.pk, facts=facts, **who)
    facts = {"title": "Bạn cần gì?", "way": "open", "start": TODAY, "last_day": SOON}
    survey = write_survey(unit=unit.pk, facts=facts | {"questions": "Bạn đi học không? [một]\n- Có\n- Không"}, **who)
    inspector = make_officer("inspector", unit)
    facts = {
        "kind": "supervision", "subject": "Thực hiện Luật Thanh niên", "policy": "Luật Thanh niên", "plan": "06-KH",
        "start": MARCH, "last_day": SOON,
    }  # fmt: skip
    inspection = plan_inspection(unit=unit.pk, facts=facts, units=[], others=["Công an xã"], actor=inspector, at=AT)
    congress = open_congress(
        unit=unit.pk, facts=CongressFacts("union", "delegates", "Đại hội Đoàn xã lần thứ XII", 12, 2026, 2031, SOON),
        **who,
    )  # fmt: skip
    lan = make_person("Phùng Thị Lan", unit=tree.branch)
    dossier = open_dossier(
        unit=unit.pk, title="Đề nghị của xã", form="merit_province",
        nominees=[Nominated("Trồng 2.000 cây.", person=lan.pk, place="Bí thư")], **who,
    )  # fmt: skip
    portal = set_up_portal(
        unit=unit.pk, facts={"name": "Cổng Đoàn xã", "code": "xa", "copyright": "", "source": "", "links": []},
        actor=boss, at=AT,
    )  # fmt: skip
    facts = {"title": "Ngày hội tòng quân", "lead": "Sa-pô.", "body": "Một đoạn.", "byline": "", "source": ""}
    facts |= {
        "category": keep_category(portal=portal, facts={"name": "Tin"}, actor=boss, at=AT).pk,
        "tags": "",
        "comments_open": False,
    }
    article = write_article(portal=portal, unit=unit.pk, facts=facts, **who)
    review = open_review(
        unit=tree.city.pk, slug="2025", kind=ReviewKind.YEAR, title="Tổng kết năm", period=Period.year(2025),
        conference_on=None, directives=(), source="", actor=None, at=AT,
    )  # fmt: skip
    limit = open_limit(review=review, facts=LimitFacts("Còn hình thức", owner=unit.pk, due=SOON), actor=None, at=AT)
    asked = send_proposal(unit=unit.pk, facts=ProposalFacts("Thiếu sân", "Cho sân", tree.city.pk), actor=None, at=AT)
    of_unit = f"{reverse('targets:list')}?don-vi={unit.code}"
    in_campaign = reverse("campaigns:campaign", args=[campaign.pk])
    return [
        kept("activities:list", "activities:activity", activity.pk, "Trồng cây ven hồ"),
        Kept(of_unit, reverse("targets:target", args=[target.pk]), "4.321"),
        kept("tasks:list", "tasks:task", task.pk, "Rà soát đoàn viên"),
        kept("directives:register", "directives:directive", paper.directive.pk, "Tháng Thanh niên xã"),
        kept("works:list", "works:work", work.pk, "Đường hoa"),
        kept("works:houses", "works:house", house.pk, "Xóm Đông"),
        kept("works:drives", "works:drive", drive.pk, "Lũ tháng Ba"),
        kept("courses:list", "courses:course", course.pk, "Kỹ năng số"),
        kept("courses:clubs", "courses:club", club.pk, "Sao xanh"),
        kept("support:groups", "support:group", loans.pk, "Tổ vay vốn"),
        Kept(in_campaign, reverse("campaigns:team", args=[team.pk]), "Đội xung kích"),
        kept("learning:library", "learning:material", sheet.pk, "Sổ tay đoàn viên"),
        kept("learning:quizzes", "learning:quiz", quiz.pk, "Tìm hiểu nghị quyết"),
        kept("media:channels", "media:channel", channel.pk, "Tuổi trẻ xã"),
        kept("media:series-list", "media:series", series.pk, "Mỗi ngày một tin tốt"),
        kept("ideas:list", "ideas:desk", idea.pk, "Thùng rác thông minh"),
        kept("contests:register", "contests:desk", contest.pk, "Sáng tác biểu trưng"),
        kept("opinion:surveys", "opinion:survey", survey.pk, "Bạn cần gì?"),
        kept("inspections:list", "inspections:inspection", inspection.pk, "Thực hiện Luật Thanh niên"),
        kept("congress:list", "congress:congress", congress.pk, "Đại hội Đoàn xã lần thứ XII"),
        kept("commendations:dossiers", "commendations:dossier", dossier.pk, "Đề nghị của xã"),
        kept("news:desk", "news:desk-article", article.pk, "Ngày hội tòng quân"),
        kept("reviews:limit-register", "reviews:limit", limit.pk, "Còn hình thức"),
        kept("reviews:proposal-register", "reviews:proposal", asked.pk, "Cho sân"),
    ]  # fmt: skip


def missing(client: Client, kept: list[Kept], sees: Callable[[Kept], bool] = lambda _one: True) -> list[str]:
    """Pages that do not tell of what should stand there, or tell of what should not."""
    wrong = []
    for one in kept:
        for address in {one.listed, one.own}:
            page = client.get(address)
            if (page.status_code == 200 and one.words in text_of(page)) != sees(one):
                wrong.append(f"{address} {page.status_code}: {one.words}")
    return sorted(wrong)


def test_the_heir_finds_what_was_open_on_every_floor(tree, client):
    keeper, boss = make_officer("base_officer", tree.commune), make_officer("secretary", tree.commune)
    kept = everything(tree.commune, keeper, boss, tree)
    sign_in(client, boss)
    assert missing(client, kept) == []

    carry_out(plan=merge_communes(tree), actor=make_officer("secretary", tree.city), at=AT)
    new = unit_with_code("hn-ba-vi", TODAY)
    assert new is not None

    heir = make_officer("secretary", Unit.objects.get(pk=new.id))
    sign_in(client, heir)
    assert missing(client, kept) == []
    # Goals are no figures: those of the old commune stand there, and the new one's page leads to them.
    targets = client.get(reverse("targets:list"))
    assert [(row.name, n) for row, n in targets.context["merged"]] == [("Đoàn xã Suối Hai", 1)]
    assert f'href="?don-vi={tree.commune.code}"' in targets.content.decode()
    # Who kept the old one keeps nothing any longer; a commune beside never did.
    for stranger in (boss, make_officer("secretary", tree.stranger)):
        sign_in(client, stranger)
        hidden = [one for one in kept if one.words in {"Đường hoa", "Xóm Đông", "Tuổi trẻ xã", "Bạn cần gì?"}]
        assert missing(client, hidden, lambda _one: False) == []


def test_members_of_the_merged_commune_are_the_heirs(tree, client):
    lan = make_member(tree.branch, "Phùng Thị Lan")
    carry_out(plan=merge_communes(tree), actor=make_officer("secretary", tree.city), at=AT)
    new = unit_with_code("hn-ba-vi", TODAY)
    assert new is not None
    sign_in(client, make_officer("secretary", Unit.objects.get(pk=new.id)))
    assert "Phùng Thị Lan" in text_of(client.get(reverse("people:register")))
    assert client.get(reverse("people:person", args=[lan.pk])).status_code == 200


def test_residence_goes_on_in_the_merged_commune(monkeypatch, client):
    """Those who live in the merged commune, those whom its branches sent elsewhere, and letters on their way to it."""
    stop_clock(monkeypatch)
    place = make_place()
    tree = place.tree
    (here,) = registered(place, "Lê Thị Ở Đây")  # of Đô Trám, lives at Tản Lĩnh: both communes end
    (waits,) = introduce(place, make_member(tree.branch, "Lê Văn Đang Chờ"), day=MARCH_10)
    moved = ((place.village.pk, "hn-ba-vi"), (place.other_village.pk, "hn-ba-vi"), (place.school.pk, "hn-ba-vi"))
    plan = merge_communes(tree)
    carry_out(
        plan=dataclasses.replace(plan, moved=plan.moved + moved), actor=make_officer("secretary", tree.city), at=AT
    )
    new = unit_with_code("hn-ba-vi", TODAY)
    assert new is not None
    sign_in(client, make_officer("base_officer", Unit.objects.get(pk=new.id)))
    for row in (here, waits):
        kept = Kept(reverse("residence:list"), reverse("residence:registration", args=[row.pk]), row.person.full_name)
        assert missing(client, [kept]) == []
    assert "Lê Văn Đang Chờ" in text_of(client.get(reverse("residence:receive", args=["hn-ba-vi"])))
    sign_in(client, make_officer("base_officer", tree.stranger))
    assert client.get(reverse("residence:registration", args=[here.pk])).status_code == 404


def test_reports_that_were_open(tree, client):
    """What was signed stays as it was; a report yet to be sent is the heir's own, who signs for both."""
    make_indicator()
    keeper = make_officer("secretary", tree.commune)
    form = form_of(["trees_planted"])
    before, now = (call_of(form, tree.city, period=Period.year(year)) for year in (2025, 2026))
    signed, begun = (report_of(call, tree.commune, keeper) for call in (before, now))
    sign_report(report=signed, actor=keeper, at=AT)
    said = Said(1250, "Sổ theo dõi của chi đoàn")
    say_figure(report=begun, line=form.lines.get().pk, said=said, revision=0, actor=keeper, at=AT)
    write_section(
        report=begun, section=form.sections.get(written=True).pk, text="Trồng cây ven hồ.", revision=0, actor=keeper,
        at=AT,
    )  # fmt: skip
    carry_out(plan=merge_communes(tree), actor=make_officer("secretary", tree.city), at=AT)
    new = unit_with_code("hn-ba-vi", TODAY)
    assert new is not None
    sign_in(client, make_officer("secretary", Unit.objects.get(pk=new.id)))
    for row in (signed, begun):
        page = client.get(reverse("reports:report", args=[row.pk]))
        assert page.status_code == 200
        assert "Đoàn xã Suối Hai" in text_of(page)
    # Not lost: what was written and not sent stands where whoever carries on can take it over.
    for words in ("không gửi nữa", "1.250 cây", "Trồng cây ven hồ.", "Mở báo cáo của Đoàn xã Ba Vì"):
        assert words in text_of(page)
    listed = client.get(reverse("reports:call", args=[now.pk]))
    assert "Đoàn xã Ba Vì" in text_of(listed)
    page = client.post(reverse("reports:open", args=[now.pk, new.id]), follow=True)
    assert page.status_code == 200
    assert "Đoàn xã Ba Vì" in text_of(page)


def test_conclusions_are_carried_out_by_the_heir(tree, client):
    """A conclusion of the old commune's conference, and one of the city's that the commune was to carry out."""
    tasks = []
    for unit in (tree.commune, tree.city):
        boss = make_officer("secretary", unit)
        review = open_review(
            unit=unit.pk, slug="2025", kind=ReviewKind.YEAR, title="Tổng kết năm", period=Period.year(2025),
            conference_on=TODAY - timedelta(days=9), directives=(), source="", actor=None, at=AT,
        )  # fmt: skip
        said = ConferenceFacts(
            title=f"Hội nghị {unit.pk}",
            held_on=TODAY - timedelta(days=9),
            begins=time(8),
            chairs="Bí thư",
            place="Hội trường",
        )
        conference = open_conference(unit=unit.pk, facts=said, reviews=[review], actor=boss, at=AT)
        keep_conclusion(
            conference=conference, words=f"Kết luận {unit.pk}", unit=tree.commune.pk, due=SOON, actor=boss, at=AT
        )
        hold_conference(conference=conference, actor=boss, at=AT)
        (made,) = conclude_conference(conference=conference, actor=boss, at=AT)
        tasks.append(Kept(reverse("tasks:list"), reverse("tasks:task", args=[made.task.pk]), f"Kết luận {unit.pk}"))
    carry_out(plan=merge_communes(tree), actor=make_officer("secretary", tree.city), at=AT)
    new = unit_with_code("hn-ba-vi", TODAY)
    assert new is not None
    sign_in(client, make_officer("secretary", Unit.objects.get(pk=new.id)))
    assert missing(client, tasks) == []
    later = open_review(
        unit=new.id, slug="2026", kind=ReviewKind.YEAR, title="Tổng kết năm", period=Period.year(2026),
        conference_on=None, directives=(), source="", actor=None, at=AT,
    )  # fmt: skip
    asked = client.get(reverse("conferences:conclusions", args=["hn-ba-vi", later.slug]))
    assert f"Kết luận {tree.commune.pk}" in text_of(asked)
