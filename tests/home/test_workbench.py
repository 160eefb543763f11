"""The workbench: only what is mine, only what is real, and what is due first."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    declare,
    give_role,
    make_account,
    make_activity,
    make_imported,
    make_indicator,
    make_kind,
    make_officer,
    make_person,
    make_photo,
    make_target,
    make_unit,
    sign_in,
)
from tests.home.test_finding import DRAFT, article, portal_of, unit_portals
from tests.people.members import make_member, make_member_indicators
from tests.people.own import own_account
from tests.plans.helpers import target_of
from viecthat.activities.commands.checking import draw_checks, settle_check
from viecthat.commendations.commands.dossier import open_dossier
from viecthat.commendations.models import Dossier
from viecthat.home.queries.workbench import Answers
from viecthat.ideas.commands.sending import IdeaFacts, send_idea
from viecthat.kernel.periods import Period
from viecthat.learning.commands.quiz import open_quiz, take_quiz, write_quiz
from viecthat.news.commands.article import return_article, send_article, write_article
from viecthat.opinion.commands.comment import Said, comment_as_unit
from viecthat.opinion.commands.draft import open_draft, prepare_draft
from viecthat.people.commands.transfer import send_transfer
from viecthat.plans.commands import draft_sharing, propose_sharing, undertake
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.limit import LimitFacts, open_limit
from viecthat.reviews.commands.proposal import ProposalFacts, send_proposal
from viecthat.reviews.models import ReviewKind
from viecthat.support.commands.placement import enter_partner, refer, take_on

WORKBENCH = reverse("home:workbench")


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def officer(tree, client):
    return sign_in(client, make_officer("base_officer", tree.commune))


def test_an_officer_finds_their_unit_its_targets_and_its_work(tree, client, officer) -> None:
    make_target(tree.commune, goal=2000)
    make_activity(tree.branch, officer, title="Trồng cây ven hồ")
    make_activity(tree.neighbour, make_officer("secretary", tree.city), title="Việc của xã bên")

    page = client.get(WORKBENCH)

    for words in (
        "Thứ Sáu, 27/03/2026", "Cán bộ Đoàn cơ sở · Đoàn xã Suối Hai", "Cây xanh được trồng 120 /2.000",
        "Cần đẩy mạnh", "Trồng cây ven hồ", "120 cây",
    ):  # fmt: skip
        assert words in text_of(page), words
    assert "Việc của xã bên" not in text_of(page)
    html = page.content.decode()
    assert f'href="{reverse("activities:record")}?loai=tree_planting"' in html
    assert f'href="{reverse("reviews:review", args=[tree.commune.code, "2026"])}?so=trees_planted"' in html
    assert f'href="{reverse("ledger:declare")}"' in html
    # From the menu, also where nothing waits that would lead there.
    for name in ("opinion:drafts", "inspections:list"):
        assert f'href="{reverse(name)}"' in html, name
    assert 'aria-label="6,0 % chỉ tiêu, đã qua 24 % thời gian; 0 % đã xác minh, 0 % có minh chứng, 100 % kê khai"' in (
        html.replace("\u00a0", " ")
    )


def test_how_units_below_use_it_is_offered_where_there_are_any(tree, client) -> None:
    link = f'href="{reverse("home:usage")}"'
    sign_in(client, make_officer("base_officer", tree.commune))
    assert link in client.get(WORKBENCH).content.decode()
    sign_in(client, make_officer("branch_secretary", tree.branch))
    assert link not in client.get(WORKBENCH).content.decode()


def test_who_holds_no_role_is_told_so(client, db) -> None:
    sign_in(client, make_account())

    page = text_of(client.get(WORKBENCH))

    assert "Bạn chưa giữ vai trò nào" in page
    assert "Ghi một việc" not in page


def test_a_member_without_a_role_finds_the_quizzes_that_wait_for_them(tree, client) -> None:
    make_member_indicators()
    for code in ("quiz_takers", "quiz_passed"):
        make_indicator(code, measure="people", register="learning")
    officer = make_officer("base_officer", tree.commune)
    lan = make_member(tree.branch, "Phùng Thị Lan")
    account = own_account(lan, officer)
    facts = {"questions": "Năm nào?\n* 1931\n- 1930", "start": date(2026, 3, 1), "pass_mark": 1, "tries": 2}
    ends = {"Nghị quyết": date(2026, 4, 30), "Sáu bài học": date(2026, 3, 31), "Xã bên": date(2026, 3, 31)}
    made = {}
    for title, last_day in ends.items():
        unit = tree.neighbour if title == "Xã bên" else tree.commune
        keeper = make_officer("base_officer", unit)
        made[title] = write_quiz(
            unit=unit.pk, facts=facts | {"title": title, "last_day": last_day}, actor=keeper, at=AT
        )
        open_quiz(quiz=made[title], actor=keeper, at=AT)
        made[title].refresh_from_db()
    sign_in(client, account)

    for address in (WORKBENCH, reverse("own:own")):
        page = text_of(client.get(address))
        assert page.index("Sáu bài học") < page.index("Nghị quyết")
        assert "Xã bên" not in page
        assert "Hạn 31/03/2026" in page
    assert "Bạn chưa giữ vai trò nào" not in text_of(client.get(WORKBENCH))

    # Not passed, it waits with the tries that are left; passed, it waits no longer.
    take_quiz(quiz=made["Nghị quyết"], answers=[1], actor=account, at=AT)
    assert "Chưa đạt; còn 1 lần làm" in text_of(client.get(WORKBENCH))
    for title in ("Nghị quyết", "Sáu bài học"):
        take_quiz(quiz=made[title], answers=[0], actor=account, at=AT)
    assert "Không có việc gì đang chờ bạn" in text_of(client.get(WORKBENCH))


def test_all_roles_of_one_person_are_shown_once_a_unit(tree, client) -> None:
    both = sign_in(client, make_account())
    give_role(both, "secretary", tree.commune)
    give_role(both, "inspector", tree.commune)
    give_role(both, "branch_secretary", tree.stranger)

    desk = client.get(WORKBENCH).context["desk"]

    assert [(mine.unit.name, mine.roles) for mine in desk.units] == [
        ("Đoàn xã Suối Hai", ("Bí thư", "Cán bộ kiểm tra")),
        ("Tỉnh đoàn Nghệ An", ("Bí thư chi đoàn",)),
    ]


def test_a_target_is_due_when_it_ends_soon_and_is_behind(tree, client, officer) -> None:
    def target(code: str, *, done: int, last_day: date) -> None:
        indicator = make_indicator(code, name=f"Chỉ tiêu {code}")
        make_target(tree.commune, indicator, goal=100, end=last_day + timedelta(days=1))
        if done:
            declare(tree.commune, officer, done, indicator=indicator)

    target("behind", done=10, last_day=date(2026, 4, 30))
    target("nothing-yet", done=0, last_day=date(2026, 5, 26))
    target("last-day-today", done=50, last_day=TODAY)
    target("on-pace", done=99, last_day=date(2026, 4, 30))
    target("reached", done=100, last_day=date(2026, 4, 30))
    target("far-away", done=1, last_day=date(2026, 5, 27))
    target("over", done=1, last_day=TODAY - timedelta(days=1))

    page = client.get(WORKBENCH)

    due = page.context["desk"].due_targets
    assert [(d.figure.indicator.code, d.days_left) for d in due] == [
        ("last-day-today", 0), ("behind", 34), ("nothing-yet", 60),
    ]  # fmt: skip
    assert "10/100 (10,0 %)" in text_of(page).replace("\u00a0", " ")
    assert "chưa có số liệu, đề ra 100" in text_of(page)
    assert "còn 34 ngày" in text_of(page)
    assert page.context["due_count"] == 3


def test_work_without_proof_waits_for_whoever_may_still_document_it(tree, client, officer) -> None:
    secretary = make_officer("secretary", tree.city)
    bare = make_activity(tree.branch, secretary, title="Chưa có ảnh")
    make_activity(tree.branch, secretary, title="Có ảnh", photos=[make_photo()])
    make_activity(tree.branch, secretary, title="Có tên", people=[make_person(unit=tree.branch)])
    make_activity(tree.neighbour, secretary, title="Của xã bên")
    make_activity(tree.branch, secretary, title="Đã lâu", day=TODAY - timedelta(days=61))

    page = client.get(WORKBENCH)

    waiting = page.context["desk"].to_document
    assert (waiting.count, [row.activity for row in waiting.newest]) == (1, [bare])
    assert "1 hoạt động chưa có minh chứng" in text_of(page)
    assert f'href="{reverse("activities:document", args=[bare.pk])}"' in page.content.decode()

    sign_in(client, make_officer("inspector", tree.city))
    assert client.get(WORKBENCH).context["desk"].to_document.count == 0


def test_work_waits_for_a_verifier_who_did_not_record_it(tree, client, officer) -> None:
    verifier = make_officer("department_officer", tree.city)
    theirs = make_activity(tree.branch, officer, title="Của xã")
    make_activity(tree.branch, verifier, title="Tự ghi")
    make_activity(tree.stranger, make_officer("secretary", tree.stranger), title="Tỉnh khác")

    assert client.get(WORKBENCH).context["desk"].to_verify.count == 0
    sign_in(client, verifier)
    page = client.get(WORKBENCH)

    waiting = page.context["desk"].to_verify
    assert (waiting.count, [row.activity for row in waiting.newest]) == (1, [theirs])
    assert f'href="{reverse("activities:verify", args=[theirs.pk])}"' in page.content.decode()


def test_what_others_wait_for_stands_there_too(tree, client, officer) -> None:
    lead = make_officer("base_officer", tree.neighbour)
    make_activity(tree.neighbour, lead, title="Cùng trồng cây", partners=[tree.commune])
    make_activity(tree.neighbour, lead, title="Cùng làm với tỉnh khác", partners=[tree.stranger])
    checked = make_activity(tree.branch, officer, title="Bị bác")
    checker = make_officer("inspector", tree.city)
    draw = draw_checks(
        unit=tree.city.pk, title="Quý I", start=date(2026, 1, 1), end=date(2026, 4, 1), size=9, seed="7", actor=checker,
        at=AT,
    )  # fmt: skip
    settle_check(check=draw.checks.get(activity=checked), found="rejected", words="Không có", actor=checker, at=AT)
    for code in ("trained_or_placed", "jobs_found"):
        make_indicator(code)
    long_ago = date(2025, 3, 1)
    firm = {"name": "Công ty May", "kind": "firm", "since": long_ago}
    with_whom = enter_partner(unit=tree.commune.pk, facts=firm, actor=officer, at=AT)
    facts = {
        "partner": with_whom.pk, "kind": "job", "what": "Thợ may", "day": long_ago, "group": "discharged",
        "name": "Trần Văn Ba", "phone": "0912345678",
    }  # fmt: skip
    placed = refer(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)
    take_on(placement=placed, day=long_ago, actor=officer, at=AT)

    page = client.get(WORKBENCH)

    assert page.context["desk"].answers == Answers(1, 1, 1)
    for words in ("1 việc cùng làm chờ đơn vị bạn", "1 việc bị sửa số hoặc bị bác", "1 người được giới thiệu việc làm"):
        assert words in text_of(page), words


def test_members_shares_and_dossiers_that_wait_stand_there(tree, client, officer) -> None:
    make_member_indicators()
    there = make_unit("Chi đoàn thôn Hạ", parent=tree.commune, kind="branch")
    boss, secretary = make_officer("secretary", tree.city), make_officer("branch_secretary", tree.branch)
    letter = {"day": TODAY, "letter": "1", "remark": "Tốt", "fee_paid_until": TODAY, "reason": ""}
    for number, unit in enumerate((there, tree.branch)):
        member = make_member(tree.branch if unit == there else there, f"Phùng Thị Lan {number}")
        send_transfer(person=member.pk, destination=unit.pk, **letter, actor=boss, at=AT)
    target = target_of(tree.city)
    laid = draft_sharing(target=target, unit=tree.city.pk, amounts={(tree.commune.pk, None): 9}, actor=boss, at=AT)
    propose_sharing(sharing=laid, actor=boss, at=AT)
    assert "2 đoàn viên chuyển đến chờ nhận" in (told := text_of(client.get(WORKBENCH))), told
    assert "1 chỉ tiêu cấp trên dự kiến giao, chờ đơn vị trả lời" in told
    undertake(target=target, unit=tree.commune.pk, year=None, amount=5, reason="Ngập", actor=officer, at=AT)
    assert "dự kiến giao" not in text_of(client.get(WORKBENCH))
    dossier = open_dossier(unit=tree.commune.pk, drive=None, decider=tree.city.pk, title="Hồ sơ", actor=officer, at=AT)
    Dossier.objects.filter(pk=dossier.pk).update(state="returned")
    assert "1 hồ sơ khen thưởng bị trả lại" in text_of(client.get(WORKBENCH))
    Dossier.objects.filter(pk=dossier.pk).update(state="sent", desk=tree.city, sent_at=AT)
    assert "hồ sơ khen thưởng" not in text_of(client.get(WORKBENCH))
    sign_in(client, secretary)
    told = text_of(client.get(WORKBENCH))
    assert "1 đoàn viên chuyển đến chờ nhận" in told
    assert "chỉ tiêu cấp trên" not in told
    sign_in(client, boss)
    told = text_of(client.get(WORKBENCH))
    assert "1 hồ sơ khen thưởng chờ xét" in told
    assert "1 đề nghị giảm chỉ tiêu chờ trả lời" in told
    assert "đoàn viên chuyển đến" not in told, "those below their communes are not the city's to take in"


def test_limits_to_mend_and_proposals_to_answer_stand_there(tree, client, officer) -> None:
    review = open_review(
        unit=tree.city.pk, slug="2025", kind=ReviewKind.YEAR, title="Tổng kết năm", period=Period.year(2025),
        conference_on=None, directives=(), source="", actor=None, at=AT,
    )  # fmt: skip
    for due in (TODAY + timedelta(days=14), TODAY + timedelta(days=15)):
        facts = LimitFacts("Còn hình thức", owner=tree.commune.pk, due=due)
        open_limit(review=review, facts=facts, actor=None, at=AT)
    for unit, addressee in ((tree.branch, tree.commune), (tree.commune, tree.city)):
        send_proposal(unit=unit.pk, facts=ProposalFacts("Khó", "Gỡ", addressee.pk), actor=None, at=AT)
    told = text_of(client.get(WORKBENCH))
    assert "1 hạn chế đến hạn khắc phục" in told
    assert "1 kiến nghị chờ đơn vị bạn trả lời" in told
    assert client.get(reverse("reviews:limit-register") + "?cua=toi").context["page"].paginator.count == 2
    assert client.get(reverse("reviews:proposal-register") + "?cua=den").context["page"].paginator.count == 1


def test_nothing_due_is_said_in_words(tree, client, officer) -> None:
    page = client.get(WORKBENCH)

    assert "Không có việc gì đang chờ bạn" in text_of(page)
    assert 'class="badge due"' not in page.content.decode()


@pytest.mark.parametrize("synthetic", [True, False])
def test_made_up_work_and_figures_are_labelled(tree, client, officer, synthetic) -> None:
    label = "Dữ liệu minh hoạ."
    make_imported(tree.branch, synthetic=synthetic)
    assert (label in text_of(client.get(WORKBENCH))) == synthetic

    for n in range(8):  # none of it is among the last work any more, all of it in the figure
        make_activity(tree.branch, officer, title=f"Việc {n}")
    assert label not in text_of(client.get(WORKBENCH))
    make_target(tree.commune, goal=2000)
    assert (label in text_of(client.get(WORKBENCH))) == synthetic


@pytest.mark.parametrize("many", [1, 3])
def test_the_workbench_costs_the_same_for_one_and_for_three(
    tree, client, officer, many, django_assert_num_queries
) -> None:
    recorder = make_officer("secretary", tree.city)
    for n in range(many):
        indicator = make_indicator(f"indicator-{n}")
        make_target(tree.commune, indicator, goal=100, end=date(2026, 5, 1))
        kind = make_kind(f"kind-{n}", indicators=[indicator])
        make_activity(tree.branch, recorder, title=f"Việc {n}", kind=kind, results={indicator: 5})
    client.get(WORKBENCH)

    with django_assert_num_queries(43):
        client.get(WORKBENCH)


def test_articles_comments_ideas_and_drafts_wait_for_whom_they_wait(tree, client, officer) -> None:
    unit_portals.clear()
    make_indicator("portal_articles", register="news", area=1)
    make_indicator("ideas_proposed", register="ideas", area=2)
    chief = make_officer("secretary", tree.commune)
    writer = make_officer("base_officer", tree.commune)
    who = {"actor": writer, "at": AT}
    portal = portal_of(tree.commune)
    for name in ("Bài gửi", "Bài trả", "Bài viết dở"):
        row = write_article(portal=portal, unit=tree.commune.pk, facts=article(tree.commune, name), **who)
        if name != "Bài viết dở":
            send_article(article=row, **who)
        if name == "Bài trả":
            return_article(article=row, reason="Thiếu ảnh", actor=chief, at=AT)
    send_idea(unit=tree.commune.pk, facts=IdeaFacts("Hố rác", "Chôn.", "environment"), actor=None, at=AT)
    send_idea(unit=tree.neighbour.pk, facts=IdeaFacts("Hố rác", "Chôn.", "environment"), actor=None, at=AT)
    city = make_officer("secretary", tree.city)
    draft = prepare_draft(unit=tree.city.pk, facts=DRAFT | {"title": "Luật"}, text="Điều 1. Trồng.", actor=city, at=AT)
    open_draft(draft=draft, public=False, actor=city, at=AT)

    def seen(account) -> list[str]:
        sign_in(client, account)
        page = text_of(client.get(WORKBENCH))
        said = (
            "1 bài chờ duyệt đăng", "1 bài bị trả lại, chờ bạn sửa", "1 ý tưởng gửi tới chưa được sàng lọc",
            "1 dự thảo chờ đơn vị bạn góp ý",
        )  # fmt: skip
        return [one.split()[1] for one in said if one in page]

    assert seen(writer) == ["bài", "ý", "dự"]
    assert "bị trả lại" in text_of(client.get(WORKBENCH))
    assert "chờ duyệt đăng" not in text_of(client.get(WORKBENCH))  # nobody approves what they wrote
    sign_in(client, chief)
    assert "1 bài chờ duyệt đăng" in text_of(client.get(WORKBENCH))
    assert seen(make_officer("base_officer", tree.stranger)) == []

    said = Said(None, "agree", "Đồng ý")
    comment_as_unit(draft=draft, unit=tree.commune.pk, said=said, actor=writer, at=AT)
    assert seen(writer) == ["bài", "ý"]
