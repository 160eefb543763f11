"""Difficulties with proposals upward: sent, taken up, passed on, answered; an obstacle is typed once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import AT, LONG_AGO, TODAY, make_officer, make_tree, sign_in, stop_clock
from tests.reviews.test_limits import SECOND, body, held
from viecthat.catalogue.readers import rows
from viecthat.kernel.errors import Refused
from viecthat.plans.commands import decide_obstacle, keep_session, note_point, take_up_obstacles
from viecthat.plans.commands.session import SessionFacts
from viecthat.plans.models import Notice, SessionPoint
from viecthat.reviews.commands.proposal import (
    ProposalFacts,
    answer_proposal,
    make_obstacle,
    pass_on_proposal,
    remind_of_proposals,
    send_proposal,
    take_up_proposal,
    withdraw_proposal,
)
from viecthat.reviews.models import Proposal, ProposalState as State
from viecthat.reviews.queries.proposals import addressees_of, proposals_of_review, waiting_by_addressee
from viecthat.units.commands import found_unit, load_unit_kinds
from viecthat.units.models import UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def city(tree):
    return make_officer("secretary", tree.city)


def sent(tree, actor=None, **more):
    facts = {"difficulty": "Thiếu kinh phí", "solution": "Bố trí từ ngân sách", "addressee": tree.city.pk}
    facts |= {name: more.pop(name) for name in tuple(more) if name in {*facts, "due", "area"}}
    given = {"unit": tree.commune.pk, "facts": ProposalFacts(**facts), "actor": actor, "at": AT}
    return send_proposal(**(given | more))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"difficulty": " "}, "difficulty"),
        ({"solution": ""}, "solution"),
        ({"due": date(2026, 3, 26)}, "due"),
    ],
)
def test_what_a_proposal_cannot_be(tree, officer, wrong, field):
    with pytest.raises(Refused) as told:
        sent(tree, officer, **wrong)
    assert told.value.field == field
    assert not Proposal.objects.exists()


def test_to_whom_a_unit_turns(tree, officer):
    kind = next(row for row in rows("unit_kinds") if row["code"] == "movement_department")
    load_unit_kinds(kinds=[UnitKind(code=kind["code"], name=kind["name"], name_en=kind["name_en"], level=3)])
    department = found_unit(
        code="hn-phong-trao", name="Ban Phong trào", kind=kind["code"], parent=tree.city.pk, day=LONG_AGO,
        decision="", actor=None, at=AT,
    )  # fmt: skip
    assert [row.id for row in addressees_of(tree.branch.pk, TODAY)] == [
        tree.commune.pk, tree.city.pk, department.pk, tree.centre.pk,
    ]  # fmt: skip
    assert [row.id for row in addressees_of(tree.branch.pk, TODAY, beyond=tree.city.pk)] == [tree.centre.pk]
    for wrong in (tree.neighbour.pk, tree.branch.pk, tree.commune.pk, tree.stranger.pk):
        with pytest.raises(Refused) as told:
            sent(tree, officer, addressee=wrong)
        assert told.value.field == "addressee"
    helper = make_officer("department_officer", department)
    proposal = sent(tree, officer, addressee=department.pk)
    assert take_up_proposal(proposal=proposal, actor=helper, at=AT).state == "taken"


def test_its_way_up_and_its_answer(tree, officer, city):
    with pytest.raises(Refused):
        sent(tree, make_officer("secretary", tree.neighbour))
    due = TODAY + timedelta(days=2)
    proposal = sent(tree, officer, due=due)
    assert [(one.account, one.kind) for one in Notice.objects.all()] == [(city, "prop_sent")]
    for actor in (officer, make_officer("secretary", tree.stranger)):
        with pytest.raises(Refused):
            answer_proposal(proposal=proposal, answer=State.AGREED, words="Được", actor=actor, at=AT)
    assert remind_of_proposals(at=AT) == 1
    assert remind_of_proposals(at=AT) == 0
    assert remind_of_proposals(at=AT + timedelta(days=4)) == 1, "late"
    for words, to in ((" ", tree.centre.pk), ("Vượt thẩm quyền", tree.commune.pk), ("Không", tree.city.pk)):
        with pytest.raises(Refused):
            pass_on_proposal(proposal=proposal, to=to, words=words, actor=city, at=AT)
    passed = pass_on_proposal(proposal=proposal, to=tree.centre.pk, words="Vượt thẩm quyền", actor=city, at=AT)
    assert (passed.state, passed.addressee_id) == ("passed", tree.centre.pk)
    with pytest.raises(Refused):
        take_up_proposal(proposal=proposal, actor=city, at=AT)
    centre = make_officer("secretary", tree.centre)
    for answer, words in ((State.DECLINED, ""), (State.PARTLY, " "), (State.TAKEN, "Được")):
        with pytest.raises(Refused):
            answer_proposal(proposal=proposal, answer=answer, words=words, actor=centre, at=AT)
    answered = answer_proposal(proposal=proposal, answer=State.PARTLY, words="Một nửa", actor=centre, at=AT)
    assert (answered.state, answered.answered_on) == ("partly", TODAY)
    assert [step.kind for step in proposal.steps.order_by("pk")] == ["sent", "passed", "partly"]
    for again in (answer_proposal, withdraw_proposal):
        more = {"answer": State.AGREED} if again is answer_proposal else {}
        with pytest.raises(Refused):
            again(proposal=proposal, words="Lại", actor=None, at=AT, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(state="sent")
    own = sent(tree, city)
    with pytest.raises(Refused):
        answer_proposal(proposal=own, answer=State.AGREED, words="", actor=city, at=AT)


def test_an_obstacle_is_typed_once(tree, officer, city):
    proposal = sent(tree, officer)
    point = make_obstacle(proposal=proposal, actor=city, at=AT)
    assert point.words == "Thiếu kinh phí\nBố trí từ ngân sách"
    with pytest.raises(Refused):
        make_obstacle(proposal=proposal, actor=city, at=AT)
    session = keep_session(
        unit=tree.city.pk, facts=SessionFacts("Làm việc với cơ sở", TODAY, "Bí thư"), parties=[tree.commune.pk],
        actor=city, at=AT,
    )  # fmt: skip
    take_up_obstacles(session=session, points=[point], actor=city, at=AT)
    decide_obstacle(point=point, decision="Cấp 50 triệu đồng", day=TODAY, actor=city, at=AT)
    with pytest.raises(Refused):
        sent(tree, officer, unit=tree.branch.pk, addressee=tree.commune.pk, point=point)
    assert SessionPoint.objects.count() == 1


def test_both_reviews_show_it(tree, officer, city):
    review, above = held(tree.commune, SECOND, "ky-2"), held(tree.city, SECOND, "tp-ky-2")
    tied = sent(tree, officer, review=review)
    later = sent(tree, officer)
    assert [row.proposal.pk for row in proposals_of_review(review, TODAY).sent] == [tied.pk]
    assert proposals_of_review(above, TODAY).received == ()
    Proposal.objects.update(sent_on=date(2025, 8, 1))
    assert [row.proposal.pk for row in proposals_of_review(review, TODAY).sent] == [tied.pk, later.pk]
    assert [row.proposal.pk for row in proposals_of_review(above, TODAY).received] == [tied.pk, later.pk]
    answer_proposal(proposal=later, answer=State.DECLINED, words="Chưa có nguồn", actor=city, at=AT)
    assert proposals_of_review(above, TODAY).received[1].answer.words == "Chưa có nguồn"
    withdraw_proposal(proposal=tied, words="Đã tự lo được", actor=officer, at=AT)
    assert [row.proposal.pk for row in proposals_of_review(above, TODAY).received] == [later.pk]
    assert waiting_by_addressee(city, AT) == []


def test_the_way_on_the_screen(tree, officer, city, client, django_assert_num_queries):
    held(tree.commune)
    sign_in(client, officer)
    page = reverse("reviews:proposals", args=["hn-suoi-hai", "ky-1"])
    assert "Chưa có kiến nghị nào" in body(client.get(page))
    enter = reverse("reviews:proposal-enter-in-review", args=["hn-suoi-hai", "ky-1"])
    assert "Ghi phương án đề xuất." in body(client.post(enter, {"difficulty": "Khó"}))
    typed = {"difficulty": "Thiếu sân chơi", "solution": "Giao đất", "addressee": tree.city.pk, "due": "30/03/2026"}
    assert "Từ vướng mắc đã nêu" not in body(client.get(enter))
    obstacle = note_point(unit=tree.commune.pk, kind="obstacle", day=TODAY, words="Đường ngập", actor=None, at=AT)
    client.post(enter, {**typed, "difficulty": "", "point": obstacle.pk})
    assert Proposal.objects.get().point == obstacle, "typed once"
    assert "Từ vướng mắc đã nêu" not in body(client.get(enter))
    Proposal.objects.all().delete()
    one = client.post(enter, typed).url
    for words in ("Hai", "Ba"):
        client.post(reverse("reviews:proposal-enter", args=["hn-suoi-hai"]), {**typed, "difficulty": words})
    assert "Thiếu sân chơi" in body(client.get(page))

    sign_in(client, city)
    register = reverse("reviews:proposal-register")
    for query, count, queries in (
        ("", 3, 15),
        ("?q=san+choi&cua=den", 1, 13),
        ("?tinh-trang=agreed", 0, 8),
        ("?gui-toi=hn&xep=-gui", 3, 12),
        ("?cua=di", 0, 10),
    ):
        with django_assert_num_queries(queries):
            assert body(client.get(register + query)).count("rowheader") == count, query
    assert client.get(reverse("reviews:proposal-register-file")).content.startswith(b"PK")
    told = body(client.get(one))
    assert "Trả lời" in told
    assert "Rút" in told, "the city speaks for its communes too"
    client.post(one + "tiep-nhan/", {"due": "05/04/2026", "words": "Sẽ họp"})
    client.post(one + "buoi-lam-viec/")
    assert "Đang chờ buổi làm việc." in body(client.get(one))
    assert "Ghi lý do không đồng ý." in body(client.post(one + "tra-loi/", {"answer": "declined"}))
    assert "Chỉ chuyển" not in body(client.get(one + "chuyen-len/"))
    client.post(one + "chuyen-len/", {"to": tree.centre.pk, "words": "Vượt thẩm quyền"})
    told = body(client.get(one))
    assert "Trung ương Đoàn" in told, "who passed it on still sees it"
    assert client.post(one + "tra-loi/", {"answer": "agreed"}).status_code == 422
    client.post(one + "rut/", {"words": "Đã có đất"})
    assert Proposal.objects.get(difficulty="Thiếu sân chơi").state == "withdrawn"

    sign_in(client, make_officer("secretary", tree.neighbour))
    assert client.get(one).status_code == client.get(one + "tra-loi/").status_code == 404
    assert client.get(enter).status_code == 403
    assert "rowheader" not in body(client.get(register + "?tinh-trang=tat-ca"))
