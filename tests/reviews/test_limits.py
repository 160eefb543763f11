"""Limits: written down, mended with proof, back by themselves in the next review, along with a unit that merges."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AT,
    TODAY,
    declare,
    make_indicator,
    make_officer,
    make_target,
    make_tree,
    sign_in,
    stop_clock,
)
from tests.organisation.test_reorganisation import LATER, merge_branches
from tests.people.members import make_member_indicators
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.organisation.commands.reorganisation import carry_out, undo_reorganisation
from viecthat.plans.commands.directive import SentFile
from viecthat.plans.models import Notice
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.limit import LimitFacts, correct_limit, open_limit, remind_of_limits, say_of_limit
from viecthat.reviews.models import Limit, LimitFile, LimitStepKind as Kind, Review, ReviewKind
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.limits import limits_of_review, suggested_limits, suggestions_taken
from viecthat.units.queries import unit_with_code

pytestmark = pytest.mark.django_db
FIRST, SECOND = Period(date(2025, 1, 1), date(2025, 7, 1)), Period(date(2025, 7, 1), date(2026, 1, 1))
FACTS = LimitFacts("Sinh hoạt chi đoàn còn hình thức", area=6, cause="Cán bộ mới", cause_kind="subjective")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    make_member_indicators()
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def held(unit, period=FIRST, slug="ky-1", kind=ReviewKind.HALF_YEAR):
    return open_review(
        unit=unit.pk, slug=slug, kind=kind, title=f"Sơ kết {slug}", period=period, conference_on=None, directives=(),
        source="", actor=None, at=AT,
    )  # fmt: skip


def said(limit, kind, words="Đã tập huấn lại", **more):
    return say_of_limit(limit=limit, kind=kind, words=words, **({"actor": None, "at": AT} | more))


def body(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": " \n "}, "words"),
        ({"words": "x" * 5001}, "words"),
        ({"cause_kind": ""}, "cause_kind"),
        ({"due": date(2024, 12, 31)}, "due"),
        ({"person": 999_999}, "person"),
        ({"owner": 999_999}, "owner"),
    ],
)
def test_what_a_limit_cannot_be(tree, officer, wrong, field):
    facts = LimitFacts(**({"words": "Hạn chế", "cause": "Vì", "cause_kind": "objective"} | wrong))
    with pytest.raises(Refused) as told:
        open_limit(review=held(tree.commune), facts=facts, actor=officer, at=AT)
    assert told.value.field == field
    assert not Limit.objects.exists()


def test_who_writes_and_answers_and_what_mending_needs(tree, officer):
    review = held(tree.commune)
    stranger = make_officer("secretary", tree.neighbour)
    helper = make_officer("branch_secretary", tree.branch)
    with pytest.raises(Refused):
        open_limit(review=review, facts=FACTS, actor=stranger, at=AT)
    facts = LimitFacts("Chưa có mô hình", owner=tree.branch.pk, due=date(2026, 3, 30))
    limit = open_limit(review=review, facts=facts, actor=officer, at=AT)
    assert Notice.objects.get().account == helper, "those who are to mend it are told"
    for actor, kind, more in (
        (stranger, Kind.MENDED, {"proof": "KH 1"}),
        (helper, Kind.DROPPED, {}),  # only the unit itself drops what it found
        (helper, Kind.MENDED, {}),  # nothing shows it
        (helper, Kind.MENDED, {"words": " ", "proof": "KH 1"}),
        (helper, Kind.REOPENED, {}),
        (helper, Kind.STILL, {"review": held(tree.neighbour, SECOND, "khac")}),
        (helper, Kind.STILL, {"review": review}),
    ):
        with pytest.raises(Refused):
            said(limit, kind, actor=actor, **more)
    assert remind_of_limits(at=AT) == 1
    assert remind_of_limits(at=AT) == 0, "each is told once"
    assert remind_of_limits(at=AT + timedelta(days=8)) == 1, "and again when late"
    said(limit, Kind.MENDING, words="", actor=helper)
    proof = SentFile("ke-hoach.txt", "Kế hoạch số 01".encode())
    done = said(limit, Kind.MENDED, files=[proof], actor=helper)
    assert (done.state, done.closed_on, LimitFile.objects.count()) == ("mended", TODAY, 1)
    with pytest.raises(Refused):
        correct_limit(limit=done, facts=FACTS, actor=officer, at=AT)
    assert said(done, Kind.REOPENED, actor=officer).closed_on is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.filter(pk=limit.pk).update(state="mended")


def test_they_come_back_by_themselves(tree):
    first, second, year = (
        held(tree.commune),
        held(tree.commune, SECOND, "ky-2"),
        held(tree.commune, Period.year(2026), "2026", ReviewKind.YEAR),
    )
    whole = held(tree.commune, Period.year(2025), "2025", ReviewKind.YEAR)
    ten = [open_limit(review=first, facts=LimitFacts(f"Hạn chế {n}"), actor=None, at=AT) for n in range(10)]
    for limit in ten[:6]:
        said(limit, Kind.MENDED, proof="Báo cáo 12", review=second)
    said(ten[6], Kind.STILL, words="Chưa có kinh phí", review=second)
    said(ten[7], Kind.MENDED, proof="Công văn 3")  # today, after the second half was over
    new = open_limit(review=second, facts=LimitFacts("Mới"), actor=None, at=AT)

    found = limits_of_review(first, TODAY)
    assert (len(found.found), found.of) == (10, 0)
    assert {row.state for row in found.found} == {"open"}, "so they stood at the end of that half-year"
    came = limits_of_review(second, TODAY)
    assert (came.mended, came.of, came.to_answer) == (6, 10, 3)
    assert [row.limit.pk for row in came.found] == [new.pk]
    assert came.came_back[6].last.words == "Chưa có kinh phí"
    assert came.came_back[7].closed_since == TODAY
    # The year's review asks for its half-year's; the next year's only for what was still there when it began.
    assert limits_of_review(whole, TODAY).of == 10
    after = limits_of_review(year, TODAY)
    assert {row.limit.pk for row in after.came_back} == {one.pk for one in (*ten[6:], new)}
    assert (after.mended, after.of) == (1, 5)
    with CaptureQueriesContext(
        connection,
    ) as few:
        limits_of_review(year, TODAY)
    assert len(few) == 4


def test_they_follow_a_unit_that_merges_and_come_back_when_it_is_undone(tree):
    boss = make_officer("secretary", tree.city)
    old, new = held(tree.branch), held(tree.sister, SECOND, "ky-2")
    limit = open_limit(review=old, facts=FACTS, actor=None, at=AT)
    over = said(open_limit(review=old, facts=FACTS, actor=None, at=AT), Kind.DROPPED)
    done = carry_out(plan=merge_branches(tree), actor=boss, at=AT).reorganisation
    assert [row.limit.pk for row in limits_of_review(new, TODAY).came_back] == [limit.pk]
    assert {row.limit.pk for row in limits_of_review(old, TODAY).found} == {limit.pk, over.pk}
    undo_reorganisation(reorganisation=done, day=LATER, decision="06-QĐ/TĐTN-BTC", actor=boss, at=AT)
    assert limits_of_review(new, TODAY).of == 0


def test_figures_suggest_limits_each_once(tree, officer, client):
    trees = make_indicator()
    make_target(tree.commune, trees, goal=1000)
    declare(tree.commune, officer, 40, indicator=trees, day=date(2026, 1, 5))
    review = held(tree.commune, Period.year(2026), "2026")
    table = review_table(
        unit_with_code("hn-suoi-hai", TODAY), Period.year(2026), map_name="then", today=TODAY, review=review
    )
    behind, weak, silent = suggested_limits(table)
    assert behind.words.startswith("Cây xanh được trồng: mới đạt 40 cây trên mức đề ra 1.000 cây (4")
    assert (weak.key, silent.key) == ("weak:trees_planted", "silent")
    assert "2/2 đơn vị trực thuộc chưa có số liệu: Chi đoàn thôn Đô Trám, Chi đoàn thôn Hát Giang" in silent.words
    sign_in(client, officer)
    page = reverse("reviews:limit-suggestions", args=["hn-suoi-hai", "2026"])
    assert behind.words in body(client.get(page))
    for _twice in range(2):
        client.post(page, {"goi-y": behind.key})
    assert suggestions_taken(review) == [behind.key]
    assert Limit.objects.get().indicator == trees
    assert behind.words not in body(client.get(page))


def test_the_way_on_the_screen(tree, officer, client, django_assert_num_queries):
    held(tree.commune), held(tree.commune, SECOND, "ky-2")
    sign_in(client, officer)
    page = reverse("reviews:limits", args=["hn-suoi-hai", "ky-1"])
    assert "Chưa ghi hạn chế nào của kỳ này" in body(client.get(page))
    enter = reverse("reviews:limit-enter", args=["hn-suoi-hai", "ky-1"])
    assert "Ghi hạn chế là gì." in body(client.post(enter, {}))
    client.post(enter, {"words": "Sinh hoạt còn hình thức", "cause": "Mới", "cause_kind": "subjective", "area": "6"})
    limit = Limit.objects.get()
    with django_assert_num_queries(13):
        told = body(client.get(page))
    assert "Sinh hoạt còn hình thức" in told
    assert "chủ quan" in told
    for words in ("Hai", "Ba"):
        client.post(enter, {"words": words})
    with django_assert_num_queries(13):
        client.get(page)
    register = reverse("reviews:limit-register")
    for query, count, queries in (
        ("", 3, 11),
        ("?q=hinh+thuc", 1, 11),
        ("?tinh-trang=mended", 0, 7),
        ("?mat=6&xep=-moi&dv=hn-suoi-hai", 1, 12),
    ):
        with django_assert_num_queries(queries):
            rows = body(client.get(register + query)).count("rowheader")
        assert rows == count, query
    assert client.get(reverse("reviews:limit-register-file")).content.startswith(b"PK")

    second = reverse("reviews:limits", args=["hn-suoi-hai", "ky-2"])
    assert "Đã khắc phục <strong>0/3</strong> hạn chế kỳ trước; 3 hạn chế chưa được trả lời" in body(client.get(second))
    step = reverse("reviews:limit-step", args=[limit.pk, "da-khac-phuc"])
    step += f"?cuoc={Review.objects.get(slug='ky-2').pk}"
    assert "cho thấy đã khắc phục" in body(client.post(step, {"words": "Đã tập huấn"}))
    file = SimpleUploadedFile("bien-ban.txt", "Biên bản lớp tập huấn".encode())
    assert client.post(step, {"words": "Đã tập huấn", "attached": file}).url.startswith(second)
    told = body(client.get(second))
    assert "Đã khắc phục <strong>1/3</strong>" in told
    assert "Đã khắc phục 1/3 hạn chế kỳ trước" in body(client.get(second.removesuffix("han-che/")))
    assert client.get(reverse("reviews:limit-file", args=[LimitFile.objects.get().pk])).status_code == 200
    assert "Đã tập huấn" in body(client.get(reverse("reviews:limit", args=[limit.pk])))

    correct = reverse("reviews:limit-correct", args=[Limit.objects.get(words="Hai").pk])
    client.post(correct, {"words": "Hai, sửa", "owner": "hn-do-tram"})
    assert Limit.objects.get(words="Hai, sửa").owner_id == tree.branch.pk

    sign_in(client, make_officer("secretary", tree.neighbour))
    assert [client.get(at).status_code for at in (page, enter)] == [403, 403]
    for hidden in (reverse("reviews:limit", args=[limit.pk]), step, correct):
        assert client.get(hidden).status_code == 404
    assert "rowheader" not in body(client.get(register + "?tinh-trang=tat-ca"))
