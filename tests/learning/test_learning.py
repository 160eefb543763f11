"""Codes committed to and looked after; quizzes marked at once, each person counted once; practice found by words."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators
from tests.people.own import own_account
from viecthat.kernel.errors import Refused
from viecthat.learning.commands.erasing import erase_from_learning
from viecthat.learning.commands.library import (
    check_conduct,
    commit_on_paper,
    commit_self,
    correct_material,
    undo_check,
    write_material,
)
from viecthat.learning.commands.quiz import close_quiz, open_quiz, read_questions, take_quiz, write_quiz
from viecthat.learning.models import Attempt, Commitment, ConductCheck, Material, Quiz
from viecthat.ledger.models import Entry

pytestmark = pytest.mark.django_db
QUESTIONS = "Đoàn thành lập năm nào?\n* 1931\n- 1930\n\nMấy phong trào?\n- hai\n* ba\n- bốn"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    for code in ("commitments_signed", "quiz_takers", "quiz_passed"):
        make_indicator(code, measure="people", register="learning", area=1)
    make_indicator("conduct_checks", register="learning", area=1)
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def lan(tree, officer):
    return make_member(tree.branch, "Phùng Thị Lan")


@pytest.fixture
def account(lan, officer):
    return own_account(lan, officer)


def material(unit, actor, kind="code", title="Quy tắc ứng xử nơi công cộng", body="Xếp hàng, nói lời hay."):
    facts = {"kind": kind, "title": title, "body": body, "area": 1}
    return write_material(unit=unit.pk, facts=facts, actor=actor, at=AT)


def quiz(unit, actor, *, opened=True, **changed):
    facts = {"title": "Nghị quyết", "questions": QUESTIONS, "start": date(2026, 3, 1), "last_day": date(2026, 3, 31),
             "pass_mark": 2, "tries": 2}  # fmt: skip
    row = write_quiz(unit=unit.pk, facts=facts | changed, actor=actor, at=AT)
    if opened:
        open_quiz(quiz=row, actor=actor, at=AT)
        row.refresh_from_db()
    return row


def people(code):
    return list(Entry.objects.filter(indicator__code=code).values_list("person", flat=True))


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize(
    "text",
    [
        "", "* đúng", "Hỏi?", "Hỏi?\n* một", "Hỏi?\n- một\n- hai", "Hỏi?\n* một\n* hai", "Hỏi?\n* một\n- một",
        "Hỏi?\n* một\n-", "Một?\nHai?\n* a\n- b",
    ],
)  # fmt: skip
def test_questions_that_cannot_be_marked_are_refused(text):
    with pytest.raises(Refused) as refused:
        read_questions(text)
    assert refused.value.field == "questions"


def test_whoever_leaves_out_the_marks_is_told_of_them():
    with pytest.raises(Refused, match="câu đúng bắt đầu bằng \\*, câu khác bằng -"):
        read_questions("Đoàn thành lập năm nào?\n1931\n1945")


def test_a_quiz_is_marked_at_once_and_a_person_counts_once(tree, officer, lan, account):
    row = quiz(tree.commune, officer)
    first = take_quiz(quiz=row, answers=[0, 0], actor=account, at=AT)
    assert (first.marks, first.passed, people("quiz_takers"), people("quiz_passed")) == (1, False, [lan.pk], [])
    second = take_quiz(quiz=row, answers=[0, 1], actor=account, at=AT)
    assert (second.marks, second.passed) == (2, True)
    assert (people("quiz_takers"), people("quiz_passed")) == ([lan.pk], [lan.pk])
    with pytest.raises(Refused):
        take_quiz(quiz=row, answers=[0, 1], actor=account, at=AT)
    erase_from_learning(lan.pk, [], AT)
    assert {tuple(one.answers) for one in Attempt.objects.all()} == {()}


def test_who_may_not_take_it(tree, officer, account):
    elsewhere = quiz(tree.neighbour, make_officer("base_officer", tree.neighbour))
    draft = quiz(tree.commune, officer, opened=False)
    over = quiz(tree.commune, officer, title="Đóng")
    close_quiz(quiz=over, actor=officer, at=AT)
    over.refresh_from_db()
    later = quiz(tree.commune, officer, title="Sau", start=date(2026, 3, 28))
    for row in (elsewhere, draft, over, later):
        with pytest.raises(Refused):
            take_quiz(quiz=row, answers=[0, 1], actor=account, at=AT)
    with pytest.raises(Refused):
        take_quiz(quiz=quiz(tree.commune, officer, title="Mở"), answers=[0, 1], actor=make_account(), at=AT)
    with pytest.raises(Refused) as refused:
        quiz(tree.commune, officer, title="Khó", pass_mark=3)
    assert refused.value.field == "pass_mark"
    assert not Attempt.objects.exists()


def test_a_code_is_committed_to_once_and_then_its_words_stay(tree, officer, lan, account):
    row = material(tree.commune, officer)
    an = make_member(tree.branch, "An")
    commit_self(material=row, actor=account, at=AT)
    with pytest.raises(Refused):
        commit_self(material=row, actor=account, at=AT)
    secretary = make_officer("branch_secretary", tree.branch)
    given = {"material": row, "unit": tree.branch.pk, "day": TODAY, "actor": secretary, "at": AT}
    assert commit_on_paper(people=[lan.pk, an.pk], **given) == 1
    assert sorted(people("commitments_signed")) == sorted([lan.pk, an.pk])
    stranger = make_member(tree.sister, "Bình")
    with pytest.raises(Refused) as refused:
        commit_on_paper(people=[stranger.pk], **given)
    assert refused.value.field == "people"
    with pytest.raises(Refused) as refused:
        correct_material(
            material=row, facts={"title": row.title, "body": "Khác", "area": 1}, actor=officer, at=AT
        )  # fmt: skip
    assert refused.value.field == "body"
    with pytest.raises(Refused):
        commit_self(material=material(tree.commune, officer, "study", "Tài liệu"), actor=account, at=AT)


def test_a_check_tells_n_of_those_seen_and_is_taken_back(tree, officer):
    row = material(tree.city, make_officer("secretary", tree.city))
    facts = {"day": TODAY, "place": "Bến xe", "seen": 40, "kept": 31, "words": "Còn chen hàng"}
    with pytest.raises(Refused) as refused:
        check_conduct(material=row, unit=tree.commune.pk, facts=facts | {"kept": 41}, actor=officer, at=AT)
    assert refused.value.field == "kept"
    made = check_conduct(material=row, unit=tree.commune.pk, facts=facts, actor=officer, at=AT)
    assert len(people("conduct_checks")) == 1
    undo_check(check=made, reason="Ghi nhầm ngày", actor=officer, at=AT)
    assert sum(Entry.objects.values_list("quantity", flat=True).filter(indicator__code="conduct_checks")) == 0


def test_the_officer_s_way_by_pages(tree, officer, client, lan, account):
    sign_in(client, officer)
    code = tree.commune.code
    library = reverse("learning:library")
    new = reverse("learning:material-new", args=[code])
    given = {"kind": "code", "title": "Quy tắc", "area": "1", "body": "Xếp hàng"}
    assert client.post(new, {**given, "body": ""}).status_code == 422
    client.post(new, given)
    client.post(new, {"kind": "practice", "title": "Tủ sách thôn", "area": "3", "body": "Góp sách cũ, đọc chung"})
    assert "Tủ sách thôn" in text_of(client.get(library, {"q": "gop sach", "tinh-trang": "3"}))
    assert "Tủ sách thôn" not in text_of(client.get(library, {"q": "gop sach", "tinh-trang": "1"}))
    row = Material.objects.get(kind="code")
    signed = reverse("learning:signed", args=[row.pk, tree.branch.code])
    assert "Phùng Thị Lan" in text_of(client.get(signed))
    client.post(signed, {"people": [lan.pk], "day": "27/03/2026"})
    check = {"day": "27/03/2026", "place": "Chợ", "seen": "10", "kept": "8", "words": "Tốt"}
    client.post(reverse("learning:check-new", args=[row.pk, code]), check)
    page = text_of(client.get(reverse("learning:material", args=[row.pk])))
    assert "Chi đoàn thôn Đô Trám 1 0" in page
    assert "8 trong 10" in page
    assert (Commitment.objects.count(), ConductCheck.objects.count()) == (1, 1)
    asked = {"title": "Bài", "start": "01/03/2026", "last_day": "31/03/2026", "pass_mark": "2", "tries": "1"}
    quiz_new = reverse("learning:quiz-new", args=[code])
    assert "đánh dấu *" in text_of(client.post(quiz_new, asked | {"questions": "Hỏi?\n- a\n- b"}))
    client.post(quiz_new, asked | {"questions": QUESTIONS})
    made = Quiz.objects.get()
    opened = client.post(reverse("learning:quiz-step", args=[made.pk, "mo"]), follow=True)
    assert "Đã mở bài; đoàn viên thấy bài" in text_of(opened)
    take_quiz(quiz=Quiz.objects.get(), answers=[0, 1], actor=account, at=AT)
    page = text_of(client.get(reverse("learning:quiz", args=[made.pk])))
    assert "Phùng Thị Lan" in page
    assert "1 trong 1 người đúng ở lần đầu" in page
    # Above, the numbers; beside, nothing but good practice, which units learn from one another.
    sign_in(client, make_officer("keeper", tree.city))
    page = text_of(client.get(reverse("learning:quiz", args=[made.pk])))
    assert "Phùng Thị Lan" not in page
    sign_in(client, make_officer("secretary", tree.stranger))
    assert client.get(reverse("learning:quiz", args=[made.pk])).status_code == 404
    assert client.get(reverse("learning:material", args=[row.pk])).status_code == 404
    page = text_of(client.get(library))
    assert "Tủ sách thôn" in page
    assert "Quy tắc" not in page.split("Thư viện học tập")[-1].split("Ban hành")[-1]


def test_the_member_s_way_on_the_phone(tree, officer, client, account, lan):
    row, code = quiz(tree.commune, officer, tries=1), material(tree.city, make_officer("secretary", tree.city))
    sign_in(client, account)
    page = text_of(client.get(reverse("learning:own")))
    assert "còn 1 lần" in page
    take = reverse("learning:take", args=[row.pk])
    assert "Chọn một câu trả lời" in text_of(client.post(take, {"cau-0": "0"}))
    assert "1931" in text_of(client.get(take))
    assert "Đúng là" not in text_of(client.get(take))
    client.post(take, {"cau-0": "1", "cau-1": "1"})
    page = text_of(client.get(take))
    assert "Bạn chọn: 1930" in page
    assert "Đúng là: 1931" in page
    client.post(reverse("learning:sign", args=[code.pk]))
    assert "Bạn đã ký cam kết ngày" in text_of(client.get(reverse("learning:own")))
    assert "Nghị quyết" in text_of(client.get(reverse("own:own")))
    sign_in(client, make_account())
    assert client.get(take).status_code == 404
    assert "chưa gắn với hồ sơ" in text_of(client.get(reverse("learning:own")))


def test_lists_ask_the_same_for_one_and_for_three(tree, officer, client, account):
    asked = []
    for number in range(3):
        material(tree.commune, officer, title=f"Quy tắc {number}")
        take_quiz(quiz=quiz(tree.commune, officer, title=f"Bài {number}"), answers=[0, 1], actor=account, at=AT)
        sign_in(client, officer)
        with CaptureQueriesContext(connection) as done:
            for name in ("library", "quizzes"):
                client.get(reverse(f"learning:{name}"))
        sign_in(client, account)
        with CaptureQueriesContext(connection) as own:
            client.get(reverse("learning:own"))
        asked.append((len(done), len(own)))
    assert asked[1] == asked[2]
