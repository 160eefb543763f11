"""Superiors' remarks, signed and unchangeable; what a term leaves open goes into the next."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.urls import reverse

from tests.factories import AT, TODAY, give_role, make_account, make_officer, make_tree, sign_in, stop_clock
from tests.reviews.test_limits import FIRST, body, held, said
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.commands import TaskText, give_task, open_term
from viecthat.plans.commands.directive import SentFile
from viecthat.reviews.commands.appraisal import AppraisalFacts, sign_appraisal
from viecthat.reviews.commands.carrying import carry_over
from viecthat.reviews.commands.limit import LimitFacts, open_limit
from viecthat.reviews.commands.proposal import ProposalFacts, send_proposal
from viecthat.reviews.models import Appraisal, AppraisalLine, Carrying, LimitStepKind
from viecthat.reviews.queries.appraisals import appraisals_of
from viecthat.reviews.queries.carried import carryings_of, left_open

pytestmark = pytest.mark.django_db
FACTS = AppraisalFacts("Nguyễn Văn Phong", "Bí thư Thành đoàn", TODAY, "Hoàn thành tốt", direction="Giữ vững mô hình")
NOTICE = SentFile("thong-bao.txt", "Thông báo kết luận".encode())


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


def signed(review, unit, actor, **more):
    return sign_appraisal(**({"review": review, "unit": unit.pk, "facts": FACTS, "actor": actor, "at": AT} | more))


def test_only_superiors_on_that_day_appraise_and_nobody_changes_it(tree):
    review = held(tree.commune)
    city, own = make_officer("standing_committee", tree.city), make_officer("base_officer", tree.commune)
    past = make_account()
    give_role(past, "secretary", tree.city, end=date(2026, 3, 27))
    for actor, unit in ((own, tree.commune), (past, tree.city), (city, tree.centre), (city, tree.commune)):
        with pytest.raises(Refused):
            signed(review, unit, actor)
    for wrong, field in (({"words": " "}, "words"), ({"post": ""}, "post"), ({"day": date(2026, 3, 28)}, "day")):
        with pytest.raises(Refused) as told:
            signed(review, tree.city, city, facts=AppraisalFacts(**(FACTS.__dict__ | wrong)))
        assert told.value.field == field
    first = signed(review, tree.city, city)
    for change in (lambda: Appraisal.objects.update(words="Kém"), lambda: Appraisal.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            change()
    again = signed(
        review, tree.city, city, facts=AppraisalFacts(**(FACTS.__dict__ | {"words": "Xuất sắc"})), corrects=first
    )
    with pytest.raises(Refused):
        signed(review, tree.city, city, corrects=first)
    (row,) = appraisals_of(review, TODAY)
    assert (row.appraisal, row.before) == (again, (first,))
    assert [said_ for _name, said_ in row.parts] == ["Xuất sắc", "Giữ vững mô hình"]


def test_words_of_the_party_come_with_their_paper(tree):
    review, own = held(tree.commune), make_officer("base_officer", tree.commune)
    with pytest.raises(Refused) as told:
        signed(review, tree.commune, own, line=AppraisalLine.PARTY)
    assert told.value.field == "attached"
    with pytest.raises(Refused):
        signed(review, tree.commune, make_officer("secretary", tree.neighbour), line=AppraisalLine.PARTY, paper=NOTICE)
    assert signed(review, tree.commune, own, line=AppraisalLine.PARTY, paper=NOTICE).paper_name == "thong-bao.txt"


def test_appraisals_on_the_screen(tree, client, django_assert_num_queries):
    held(tree.commune)
    sign_in(client, make_officer("secretary", tree.city, full_name="Nguyễn Thu Hà"))
    page = reverse("reviews:appraisals", args=["hn-suoi-hai", "ky-1"])
    assert "Chưa có ý kiến nào của cấp trên" in body(client.get(page))
    enter = reverse("reviews:appraisal-enter", args=["hn-suoi-hai", "ky-1"])
    assert "Nguyễn Thu Hà" in body(client.get(enter)), "the reader's own name to begin with"
    typed = {
        "unit": tree.city.pk,
        "said_by": "Lê Văn A",
        "post": "Bí thư",
        "day": "20/03/2026",
        "words": "Vượt đạt mục tiêu",
    }
    assert "Ghi đánh giá chung." in body(client.post(enter, {**typed, "words": ""}))
    client.post(enter, typed)
    with django_assert_num_queries(13):
        assert "Vượt đạt mục tiêu" in body(client.get(page))
    assert "Lê Văn A, Bí thư: “Vượt đạt mục tiêu”" in body(client.get(page.removesuffix("y-kien/")))
    correct = reverse("reviews:appraisal-correct", args=[Appraisal.objects.get().pk])
    client.post(correct, {**typed, "words": "Vượt ba chỉ tiêu"})
    client.post(enter, {**typed, "words": "Ý thứ hai"})
    with django_assert_num_queries(13):
        told = body(client.get(page))
    assert told.count("Bản trước khi đính chính") == 1
    assert client.get(correct).status_code == 404
    party = enter + "?tuyen=party"
    typed |= {"unit": tree.commune.pk, "post": "Phó Bí thư Đảng ủy"}
    assert "Kèm văn bản" in body(client.post(party, typed))
    client.post(party, {**typed, "attached": SimpleUploadedFile("tb.txt", "Thông báo".encode())})
    paper = reverse("reviews:appraisal-paper", args=[Appraisal.objects.latest("pk").pk])
    assert client.get(paper).content.decode() == "Thông báo"
    sign_in(client, make_officer("branch_secretary", tree.branch))
    assert [client.get(at).status_code for at in (page, enter, paper)] == [403, 403, 404]
    sign_in(client, make_officer("inspector", tree.commune))
    assert client.get(page).status_code == 200
    assert client.get(enter).status_code == 403


def test_what_a_term_leaves_open_goes_into_the_next(tree, client):
    own = make_officer("secretary", tree.commune)
    old = open_term(
        unit=tree.commune.pk, ordinal=1, period=Period(date(2021, 1, 1), date(2026, 2, 1)), note="", actor=None, at=AT
    )
    page = reverse("reviews:carry-over", args=["hn-suoi-hai"])
    sign_in(client, own)
    limits = [
        open_limit(review=held(tree.commune, FIRST, f"ky-{n}"), facts=LimitFacts(f"Hạn chế {n}"), actor=None, at=AT)
        for n in range(2)
    ]
    said(limits[1], LimitStepKind.MENDED, proof="BC 1")
    proposal = send_proposal(
        unit=tree.commune.pk, facts=ProposalFacts("Khó", "Gỡ", tree.city.pk), actor=None, at=AT.replace(month=1)
    )
    task = give_task(unit=tree.commune.pk, text=TaskText("Sửa nhà văn hoá"), due=date(2026, 1, 31), actor=None, at=AT)
    assert "Chưa có nhiệm kỳ sau" in body(client.get(page))
    new = open_term(
        unit=tree.commune.pk, ordinal=2, period=Period(date(2026, 2, 1), date(2031, 2, 1)), note="", actor=None, at=AT
    )
    there = left_open(tree.commune.pk, old, new, TODAY)
    assert [row.limit for row in there.limits] == [limits[0]]
    assert ([row.proposal for row in there.proposals], [row.task for row in there.tasks]) == ([proposal], [task])
    given = {"unit": tree.commune.pk, "old": old, "new": new, "day": TODAY, "decision": "KL 01", "actor": own, "at": AT}
    for wrong in (
        {"actor": make_officer("base_officer", tree.commune)},
        {"old": new, "new": old},
        {"day": date(2026, 3, 28)},
        {"decision": " "},
        {"limits": []},
        {"limits": [limits[1].pk]},
    ):
        with pytest.raises(Refused):
            carry_over(**({"limits": [limits[0].pk], "proposals": [], "tasks": []} | given | wrong))
    assert not Carrying.objects.exists()
    told = body(client.get(page))
    assert told.count("checked") == 3
    items = [f"limit-{limits[0].pk}", f"proposal-{proposal.pk}", f"task-{task.pk}"]
    client.post(page, {"new": new.pk, "day": "27/03/2026", "decision": "KL Hội nghị lần thứ nhất", "items": items})
    said(limits[0], LimitStepKind.MENDED, proof="BC 2")
    (carried,) = carryings_of(tree.commune.pk, TODAY)
    assert (carried.settled, carried.items.count) == (1, 3)
    told = body(client.get(page))
    assert "đến nay đã xong 1/3" in told
    assert "Không còn việc nào để chuyển" in told
    sign_in(client, make_officer("inspector", tree.neighbour))
    assert client.get(page).status_code == 403
