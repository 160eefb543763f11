"""Campaigns: teams whose weeks come from the ledger, calls, sign-up from one's own account, choosing, waiting."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_activity,
    make_officer,
    make_person,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.organisation.test_reorganisation import merge_branches
from tests.people.members import make_member
from tests.people.own import own_account
from viecthat.activities.commands import cancel_activity
from viecthat.campaigns.choices import SignUpState
from viecthat.campaigns.commands.campaign import (
    CallFacts,
    TeamFacts,
    add_members,
    call_for_volunteers,
    close_call,
    form_team,
    link_team_activities,
    remove_member,
    set_up_campaign,
)
from viecthat.campaigns.commands.erasing import erase_from_campaigns
from viecthat.campaigns.commands.sign_up import (
    acknowledge_safety,
    choose,
    confirm_guardian,
    decline,
    sign_up,
    withdraw,
)
from viecthat.campaigns.models import SignUp, TeamMember
from viecthat.campaigns.queries.campaign import rows_of, silent_teams, sums_of, teams_found, weeks_of, within
from viecthat.campaigns.queries.own import own_section
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.organisation.commands.reorganisation import carry_out
from viecthat.plans.commands import ProgrammeFacts, open_programme

pytestmark = pytest.mark.django_db
MONTH = Period(date(2026, 3, 1), date(2026, 4, 1))  # TODAY is its last Friday


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def campaign(tree, boss):
    facts = ProgrammeFacts(kind="campaign", title="Tháng Thanh niên 2026", period=MONTH)
    programme = open_programme(unit=tree.city.pk, facts=facts, actor=None, at=AT)
    return set_up_campaign(
        programme=programme, kind="youth_month", safety="Đội mũ, mang nước", actor=boss, at=AT
    )  # fmt: skip


def refused(run, **given) -> str:
    with pytest.raises(Refused) as why:
        run(**given, at=AT)
    return str(why.value)


def team_facts(unit, name="Đội Đô Trám", **changed) -> TeamFacts:
    given = {"leader": "Phùng Văn Nam", "place": "Suối Hai", "start": MONTH.start, "end": date(2026, 3, 31), **changed}
    return TeamFacts(unit.pk, name, **given)


def call_facts(unit, **changed) -> CallFacts:
    given = {
        "title": "Trồng cây ven hồ", "what": "Đào hố, trồng, tưới", "place": "Hồ Suối Hai", "start": date(2026, 3, 29),
        "end": date(2026, 3, 30), "wanted": 1, "deadline": date(2026, 3, 28), **changed,
    }  # fmt: skip
    return CallFacts(unit.pk, **given)


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_teams_and_calls_that_go_on_follow_their_unit(tree, boss, secretary, campaign):
    given = {"campaign": campaign, "actor": secretary, "at": AT}
    team = form_team(facts=team_facts(tree.branch), **given)
    over = form_team(facts=team_facts(tree.branch, "Đội đã xong", end=date(2026, 3, 5)), **given)
    call = call_for_volunteers(facts=call_facts(tree.branch), **given)
    carry_out(plan=merge_branches(tree), actor=boss, at=AT)
    for row in (team, over, call):
        row.refresh_from_db()
    assert [team.unit_id, over.unit_id, call.unit_id] == [tree.sister.pk, tree.branch.pk, tree.sister.pk]


def test_a_team_s_weeks_are_what_its_activities_put_into_the_ledger(tree, boss, secretary, campaign):
    assert "Tháng Thanh niên" in str(campaign.programme)
    outside = make_officer("branch_secretary", tree.stranger)
    team = form_team(campaign=campaign, facts=team_facts(tree.branch), actor=secretary, at=AT)
    assert "cùng tên" in refused(form_team, campaign=campaign, facts=team_facts(tree.branch), actor=secretary)
    assert "chưa được giao" in refused(form_team, campaign=campaign, facts=team_facts(tree.stranger), actor=outside)
    quiet = form_team(campaign=campaign, facts=team_facts(tree.sister, "Đội Hát Giang"), actor=boss, at=AT)
    first, second = (
        make_activity(tree.branch, secretary, title=title, day=day)
        for title, day in (("Trồng cây 1", date(2026, 3, 3)), ("Trồng cây 2", date(2026, 3, 24)))
    )
    early = make_activity(tree.branch, secretary, title="Trước chiến dịch", day=date(2026, 2, 3))
    given = {"team": team, "actor": secretary}
    assert "trong những ngày đội làm" in refused(link_team_activities, **given, activities=[early.pk])
    link_team_activities(**given, activities=[first.pk, second.pk], at=AT)
    assert "đã là việc của một đội" in refused(link_team_activities, **given, activities=[first.pk])

    rows = {row.team: row for row in rows_of(teams_found(within(campaign)), TODAY)}
    weeks = [(week.start, week.activities, [figure.amount for figure in week.figures]) for week in rows[team].weeks]
    assert weeks == [
        (date(2026, 2, 23), 0, []), (date(2026, 3, 2), 1, [120]), (date(2026, 3, 9), 0, []),
        (date(2026, 3, 16), 0, []), (date(2026, 3, 23), 1, [120]),
    ]  # fmt: skip
    assert (rows[team].silent, rows[quiet].silent) == (False, True)
    assert list(silent_teams([campaign.pk], TODAY)) == [quiet]
    (total,) = sums_of([campaign.pk], TODAY)
    assert (total.this_week, total.whole) == (120, 240)
    # Taken back in the ledger, gone from the week; never typed, so never forgotten.
    cancel_activity(activity=second, reason="Ghi nhầm", actor=secretary, at=AT)
    rows = {row.team: row for row in rows_of(teams_found(within(campaign)), TODAY)}
    assert (rows[team].silent, rows[team].activities) == (True, 1)
    assert list(silent_teams([campaign.pk], TODAY)) == [team, quiet]
    assert [(total.this_week, total.whole) for total in sums_of([campaign.pk], TODAY)] == [(0, 120)]
    assert weeks_of(date(2026, 3, 2), date(2026, 3, 1)) == []


def test_who_is_in_a_team(tree, secretary, campaign):
    team = form_team(campaign=campaign, facts=team_facts(tree.branch), actor=secretary, at=AT)
    lan, other = make_member(tree.branch), make_person("Trần Văn Xa", unit=tree.stranger)
    given = {"team": team, "actor": secretary}
    assert "không nằm trong" in refused(add_members, **given, people=[other.pk])
    assert add_members(**given, people=[lan.pk, lan.pk], at=AT) == 1
    assert add_members(**given, people=[lan.pk], at=AT) == 0
    member = TeamMember.objects.get()
    remove_member(member=member, actor=secretary, at=AT)
    assert "đã rời đội" in refused(remove_member, member=member, actor=secretary)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"deadline": TODAY - timedelta(1)}, "trước hôm nay"),
        ({"deadline": date(2026, 3, 30)}, "trước hoặc đúng ngày bắt đầu"),
        ({"wanted": 0}, "ít nhất một người"),
        ({"end": date(2026, 3, 28)}, "không được trước ngày bắt đầu"),
        ({"team": 10**9}, "Chọn đội"),
    ],
)
def test_a_call_that_cannot_be(tree, boss, campaign, changed, sentence):
    facts = call_facts(tree.branch, **changed)
    assert sentence in refused(call_for_volunteers, campaign=campaign, facts=facts, actor=boss)


def test_members_sign_up_are_chosen_wait_and_move_up(tree, secretary, campaign):
    team = form_team(campaign=campaign, facts=team_facts(tree.branch), actor=secretary, at=AT)
    call = call_for_volunteers(
        campaign=campaign, facts=call_facts(tree.branch, team=team.pk), actor=secretary, at=AT
    )  # fmt: skip
    people = [make_member(tree.branch, name) for name in ("Phùng Thị Lan", "Lê Văn Bình", "Đỗ Thị Mai")]
    accounts = [own_account(person, secretary) for person in people]
    assert "chưa gắn với hồ sơ" in refused(sign_up, call=call, actor=make_account())
    rows = [sign_up(call=call, actor=account, at=AT + timedelta(minutes=n)) for n, account in enumerate(accounts)]
    assert "Bạn đã đăng ký" in refused(sign_up, call=call, actor=accounts[0])
    assert "được chọn xác nhận" in refused(acknowledge_safety, call=call, actor=accounts[0])
    stranger = make_officer("branch_secretary", tree.sister)
    assert "chưa được giao" in refused(choose, call=call, chosen=[rows[0].pk], actor=stranger)
    assert choose(call=call, chosen=[row.pk for row in rows], actor=secretary, at=AT) == (1, 2)
    assert [row.state for row in SignUp.objects.order_by("signed_at")] == ["selected", "waiting", "waiting"]
    assert list(team.members.values_list("person", flat=True)) == [people[0].pk]
    acknowledge_safety(call=call, actor=accounts[0], at=AT)
    # The chosen one withdraws: the next in line moves up, into the team too.
    assert withdraw(call=call, actor=accounts[0], at=AT).pk == rows[1].pk
    assert list(team.members.filter(left_on=None).values_list("person", flat=True)) == [people[1].pk]
    assert "Ghi vì sao" in refused(decline, sign_up=rows[1], answer=" ", actor=secretary)
    assert decline(sign_up=rows[1], answer="Đã đủ người lớn", actor=secretary, at=AT).pk == rows[2].pk
    assert "đã được trả lời" in refused(decline, sign_up=rows[1], answer="Lần nữa", actor=secretary)
    sign_up(call=call, actor=accounts[0], at=AT)
    close_call(call=call, actor=secretary, at=AT)
    assert "đã hết hạn" in refused(sign_up, call=call, actor=accounts[1])
    section = own_section(people[0].pk, AT)
    assert [row[2] for row in section.rows[:2]] == ["đã đăng ký, chờ chọn", "tự rút"]
    SignUp.objects.filter(person=people[0]).update(note="Gọi em nhé")
    erase_from_campaigns(people[0].pk, [], AT)
    assert set(SignUp.objects.filter(person=people[0]).values_list("note", flat=True)) == {""}


def test_a_child_comes_with_a_guardian_who_was_heard(tree, secretary, campaign):
    child = make_member(tree.branch, "Phùng Bé Na", born=date(2010, 5, 4), since=date(2026, 1, 5))
    account = own_account(child, secretary, guardian="Phùng Văn Cha")
    grown = call_for_volunteers(campaign=campaign, facts=call_facts(tree.branch), actor=secretary, at=AT)
    assert "từ đủ 16 tuổi" in refused(sign_up, call=grown, guardian="Phùng Văn Cha", actor=account)
    call = call_for_volunteers(campaign=campaign, facts=call_facts(tree.branch, minors=True), actor=secretary, at=AT)
    assert "người giám hộ" in refused(sign_up, call=call, actor=account)
    row = sign_up(call=call, guardian="Phùng Văn Cha", actor=account, at=AT)
    assert "đã xác nhận người giám hộ" in refused(choose, call=call, chosen=[row.pk], actor=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=row.pk).update(state=SignUpState.SELECTED)
    confirm_guardian(sign_up=row, actor=secretary, at=AT)
    assert choose(call=call, chosen=[row.pk], actor=secretary, at=AT) == (1, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_for_one_row_and_for_three(client, tree, boss, campaign, rows):
    team = form_team(campaign=campaign, facts=team_facts(tree.branch), actor=boss, at=AT)
    for n in range(rows):
        call_for_volunteers(campaign=campaign, facts=call_facts(tree.branch, title=f"Việc {n}"), actor=boss, at=AT)
        add_members(team=team, people=[make_member(tree.branch, f"Lê Văn {n}").pk], actor=boss, at=AT)
        if n:
            facts = ProgrammeFacts(kind="campaign", title=f"Chiến dịch {n}", period=MONTH)
            programme = open_programme(unit=tree.city.pk, facts=facts, actor=None, at=AT)
            set_up_campaign(programme=programme, kind="summer", safety="Mang nước", actor=boss, at=AT)
            form_team(campaign=campaign, facts=team_facts(tree.sister, f"Đội {n}"), actor=boss, at=AT)
    sign_in(client, boss)
    pages = {name: reverse(f"campaigns:{name}") for name in ("list", "calls", "volunteers")}
    pages |= {"campaign": reverse("campaigns:campaign", args=[campaign.pk])}
    pages |= {"team": reverse("campaigns:team", args=[team.pk])}
    client.get(pages["list"])
    asked = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address)
        asked[name] = len(queries)
        assert len(shown.context["members" if name == "team" else "rows"]) == rows, name
    assert asked == {"list": 15, "calls": 9, "volunteers": 10, "campaign": 29, "team": 18}


def test_the_way_of_a_volunteer_by_clicks(client, tree, boss, secretary, campaign):
    sign_in(client, secretary)
    page = reverse("campaigns:campaign", args=[campaign.pk])
    assert "Đội mũ, mang nước" in text_of(client.get(page))
    form = {
        "unit": tree.branch.code, "name": "Đội Đô Trám", "leader": "Nam", "place": "Suối Hai", "start": "01/03/2026",
        "end": "31/03/2026",
    }  # fmt: skip
    wrong = client.post(reverse("campaigns:team-new", args=[campaign.pk]), {**form, "end": "28/02/2026"})
    assert wrong.status_code == 422
    client.post(reverse("campaigns:team-new", args=[campaign.pk]), form)
    team = campaign.teams.get()
    call = {
        "unit": tree.branch.code, "team": team.pk, "title": "Trồng cây ven hồ", "what": "Đào hố", "place": "Hồ",
        "start": "29/03/2026", "end": "30/03/2026", "wanted": "2", "deadline": "28/03/2026", "digital": "on",
    }  # fmt: skip
    client.post(reverse("campaigns:call-new", args=[campaign.pk]), call)
    made = campaign.calls.get()
    lan = make_member(tree.branch)
    account = own_account(lan, secretary)
    sign_in(client, account)
    assert "Trồng cây ven hồ" in text_of(client.get(reverse("campaigns:calls"), {"q": "trong cay", "so": "co"}))
    shown = reverse("campaigns:call", args=[made.pk])
    assert "Tôi tham gia" in text_of(client.get(shown))
    client.post(reverse("campaigns:sign-up", args=[made.pk]), {"note": "Em có xẻng"})
    assert "Em có xẻng" not in text_of(client.get(shown))
    assert client.post(reverse("campaigns:choose", args=[made.pk]), {"chosen": "1"}).status_code == 403
    assert client.get(reverse("campaigns:team", args=[team.pk])).status_code == 404
    assert client.get(reverse("campaigns:volunteers")).context["page"].paginator.count == 0

    sign_in(client, secretary)
    assert "Em có xẻng" in text_of(client.get(shown))
    client.post(reverse("campaigns:choose", args=[made.pk]), {"chosen": SignUp.objects.get().pk})
    assert "chưa đọc dặn dò an toàn" in text_of(client.get(shown))
    work = make_activity(tree.branch, secretary, day=date(2026, 3, 26), people=[lan])
    client.post(reverse("campaigns:team-link", args=[team.pk]), {"activities": work.pk})
    assert "1 lần tham gia" in text_of(client.get(reverse("campaigns:team", args=[team.pk])))
    assert "Phùng Thị Lan" in text_of(client.get(reverse("campaigns:volunteers"), {"so": "co"}))
    assert "Phùng Thị Lan" in client.get(reverse("campaigns:volunteers-file", args=["csv"])).content.decode()
    assert client.get(reverse("campaigns:weeks-file", args=[campaign.pk, "xlsx"])).status_code == 200
    assert "Tháng Thanh niên" in client.get(reverse("campaigns:list-file", args=["csv"])).content.decode()

    sign_in(client, account)
    own = text_of(client.get(reverse("campaigns:own")))
    assert "Đọc dặn dò an toàn trước khi đi" in own
    assert "1 lần tham gia" in own
    client.post(reverse("campaigns:safety", args=[made.pk]))
    assert "Đọc dặn dò an toàn" not in text_of(client.get(reverse("campaigns:own")))
    client.post(reverse("campaigns:withdraw", args=[made.pk]))
    assert SignUp.objects.get().state == SignUpState.WITHDRAWN
    sign_in(client, make_officer("branch_secretary", tree.stranger))
    assert client.get(page).status_code == 404
    assert "Phùng Thị Lan" not in text_of(client.get(reverse("campaigns:volunteers")))
