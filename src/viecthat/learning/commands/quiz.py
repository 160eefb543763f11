"""Quizzes: written, opened, taken, closed. Who took one and who passed are people of the ledger, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise
from viecthat.learning.choices import QuizState
from viecthat.learning.commands.library import check_may_keep
from viecthat.learning.models import Attempt, Material, Question, Quiz
from viecthat.learning.rules import is_given_to, is_running
from viecthat.ledger.commands.registers import Counted, post_counted
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

TOOK, PASSED = "quiz_takers", "quiz_passed"
MOST_QUESTIONS, MOST_ANSWERS = 50, 6
_RIGHT, _WRONG = "*", "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was written down."""

    text: str
    answers: tuple[str, ...]
    right: int


def read_questions(text: str) -> list[Asked]:
    """Questions out of plain lines: the question, then its answers, the right one behind *, the others behind -.

    A blank line may stand between. Raises Refused, naming the question that is wrong.
    """
    found: list[tuple[str, list[str], list[int]]] = []
    for line in (normalise(one) for one in text.splitlines()):
        mark = line[:1]
        if not line:
            continue
        if mark not in (_RIGHT, _WRONG):
            if found and not found[-1][1]:
                raise Refused(
                    gettext_noop(
                        "Câu “{text}” chưa có câu trả lời. Dưới câu hỏi, mỗi câu trả lời một dòng: câu đúng bắt đầu "
                        "bằng *, câu khác bằng -."
                    ),
                    field="questions",
                    text=found[-1][0][:60],
                )
            found.append((line, [], []))
            continue
        if not found:
            raise Refused(gettext_noop("Dòng đầu phải là câu hỏi, rồi mới đến câu trả lời."), field="questions")
        if mark == _RIGHT:
            found[-1][2].append(len(found[-1][1]))
        found[-1][1].append(line[1:].strip())
    for asked, answers, right in found:
        if (
            not 2 <= len(answers) <= MOST_ANSWERS
            or len(right) != 1
            or not all(answers)
            or len(set(answers)) < len(answers)
        ):
            raise Refused(
                gettext_noop("Câu “{text}” cần 2 đến 6 câu trả lời khác nhau, đúng một câu đánh dấu *."),
                field="questions",
                text=asked[:60],
            )
        if len(asked) > 500 or any(len(answer) > 300 for answer in answers):
            raise Refused(gettext_noop("Câu “{text}” dài quá; viết ngắn lại."), field="questions", text=asked[:60])
    if not 1 <= len(found) <= MOST_QUESTIONS:
        raise Refused(gettext_noop("Ghi từ 1 đến {most} câu hỏi."), field="questions", most=MOST_QUESTIONS)
    return [Asked(asked, tuple(answers), right[0]) for asked, answers, right in found]


@transaction.atomic
def write_quiz(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Quiz:
    """A quiz as a draft. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Quiz(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(row, facts)
    return row


@transaction.atomic
def correct_quiz(*, quiz: Quiz, facts: Mapping[str, Any], actor: Account, at: datetime) -> Quiz:
    """A draft is written anew. Raises Refused."""
    row = _locked(quiz, actor, at)
    if row.state != QuizState.DRAFT:
        raise Refused(gettext_noop("Bài đã mở thì không sửa câu hỏi; đóng lại và lập bài mới."))
    row.questions.all().delete()
    _fill(row, facts)
    return row


@transaction.atomic
def open_quiz(*, quiz: Quiz, actor: Account, at: datetime) -> None:
    """Members may take it from its first day to its last. Raises Refused."""
    row = _locked(quiz, actor, at)
    if row.state != QuizState.DRAFT:
        raise Refused(gettext_noop("Bài này đã mở."))
    if row.last_day < localdate(at):
        raise Refused(gettext_noop("Ngày cuối đã qua; sửa ngày rồi mở."))
    row.state = QuizState.OPEN
    save_checked(row)


@transaction.atomic
def close_quiz(*, quiz: Quiz, actor: Account, at: datetime) -> None:
    """Nobody takes it any longer. Raises Refused."""
    row = _locked(quiz, actor, at)
    if row.state != QuizState.OPEN:
        raise Refused(gettext_noop("Bài này không mở."))
    row.state = QuizState.CLOSED
    save_checked(row)


@transaction.atomic
def take_quiz(*, quiz: Quiz, answers: Sequence[int], actor: Account, at: datetime) -> Attempt:
    """A member answers: one number a question, -1 for none. Marked at once; the ledger counts a person once.

    Raises Refused.
    """
    person = person_of(actor)
    if person is None or person.unit_id is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên nào."))
    with connection.cursor() as cursor:
        # One at a time: the same answers sent twice at once are two tries otherwise.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"quiz {quiz.pk} of {person.pk}"])
    day = localdate(at)
    if not is_given_to(quiz, person, day) or not is_running(quiz, day):
        raise Refused(gettext_noop("Bài này không mở cho bạn vào hôm nay."))
    before = list(Attempt.objects.filter(quiz=quiz, person=person))
    if len(before) >= quiz.tries:
        raise Refused(gettext_noop("Bạn đã làm đủ {tries} lần."), tries=quiz.tries)
    questions = list(quiz.questions.order_by("position"))
    if len(answers) != len(questions):
        raise Refused(gettext_noop("Bài vừa thay đổi; tải lại trang rồi làm."))
    marks = sum(one.right == chosen for one, chosen in zip(questions, answers, strict=True))
    passed = marks >= quiz.pass_mark
    counted: list[Counted] = [] if before else [(TOOK, 1, person.pk)]
    if passed and not any(one.passed for one in before):
        counted.append((PASSED, 1, person.pk))
    row = Attempt(
        quiz=quiz, person=person, unit_id=person.unit_id, number=len(before) + 1, at=at, answers=list(answers),
        marks=marks, passed=passed,
    )  # fmt: skip
    if counted:
        reason = f"Trắc nghiệm: {quiz.title}"
        row.posting = post_counted(row.unit_id, counted, day, reason=reason, actor=actor, at=at)
    save_checked(row)
    return row


def _locked(quiz: Quiz, actor: Account, at: datetime) -> Quiz:
    row = Quiz.objects.select_for_update().get(pk=quiz.pk)
    check_may_keep(actor, row.unit_id, at)
    return row


def _fill(row: Quiz, facts: Mapping[str, Any]) -> None:
    asked = read_questions(facts["questions"])
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên bài."))
    row.folded_title = fold(row.title)[:200]
    row.start, row.last_day = facts["start"], facts["last_day"]
    row.pass_mark, row.tries = facts["pass_mark"], facts["tries"]
    if row.pass_mark > len(asked):
        raise Refused(
            gettext_noop("Bài có {n} câu; số câu đúng để đạt không nhiều hơn."), field="pass_mark", n=len(asked)
        )
    chosen = facts.get("material")
    row.material = Material.objects.filter(pk=chosen, unit=row.unit_id, withdrawn_why="").first() if chosen else None
    save_checked(row)
    for position, one in enumerate(asked):
        save_checked(Question(quiz=row, position=position, text=one.text, answers=list(one.answers), right=one.right))
