"""A sheet is sent: by a code that is then used up, or through the address of an open survey. Nothing of who is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.opinion.choices import QuestionKind
from viecthat.opinion.models import Code, Question, Sheet, Survey
from viecthat.opinion.rules import digest_of, is_running

MOST_WORDS = 2000
MOST_SHEETS = 20_000
Answer = int | str | list[int]


@transaction.atomic
def answer_with_code(*, code: str, answers: Mapping[int, Any], at: datetime) -> None:
    """The bearer of a code answers, once. Raises Refused, at the question that is wrong."""
    held = Code.objects.select_for_update(of=("self",)).select_related("survey").filter(digest=digest_of(code)).first()
    if held is None or held.used:
        raise Refused(gettext_noop("Mã này không đúng, hoặc đã dùng rồi."))
    sheet = _sheet(held.survey, answers, at)
    sheet.stratum_id = held.stratum_id
    sheet.save(force_insert=True)
    held.used = True
    held.save(update_fields=["used"])


@transaction.atomic
def answer_openly(*, survey: Survey, answers: Mapping[int, Any], at: datetime) -> None:
    """Whoever has the address answers. Raises Refused, at the question that is wrong."""
    if not survey.public_code:
        raise Refused(gettext_noop("Khảo sát này hỏi theo mã."))
    if Sheet.objects.filter(survey=survey).count() >= MOST_SHEETS:
        raise Refused(gettext_noop("Khảo sát này đã nhận {most} phiếu, nhiều nhất có thể."), most=MOST_SHEETS)
    _sheet(survey, answers, at).save(force_insert=True)


def checked_answers(questions: Sequence[Question], answers: Mapping[int, Any]) -> dict[str, Answer]:
    """Answers by position as they are kept: those of questions that are not asked after earlier answers left away.

    Raises Refused at `cau-<position>`.
    """
    kept: dict[str, Answer] = {}
    for one in questions:
        if one.skip_position is not None and kept.get(str(one.skip_position)) != one.skip_option:
            continue
        said = answers.get(one.position)
        if said in (None, "", []):
            if one.required:
                raise Refused(gettext_noop("Câu này cần trả lời."), field=f"cau-{one.position}")
            continue
        kept[str(one.position)] = _checked(one, said)
    return kept


def _checked(one: Question, said: Any) -> Answer:
    if one.kind == QuestionKind.TEXT:
        words = "\n".join(normalise(line) for line in str(said).strip().splitlines())
        if len(words) > MOST_WORDS:
            raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field=f"cau-{one.position}", most=MOST_WORDS)
        return words
    numbers = [int(each) for each in said] if isinstance(said, list | tuple) else [int(said)]
    if one.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        low, high = 0, len(one.options) - 1
    else:
        low, high = one.low if one.low is not None else -(10**9), one.high if one.high is not None else 10**9
    if any(not low <= number <= high for number in numbers):
        raise Refused(gettext_noop("Ghi một số từ {low} đến {high}."), field=f"cau-{one.position}", low=low, high=high)
    return sorted(set(numbers)) if one.kind == QuestionKind.MULTIPLE else numbers[0]


def _sheet(survey: Survey, answers: Mapping[int, Any], at: datetime) -> Sheet:
    if not is_running(survey, localdate(at)):
        raise Refused(gettext_noop("Khảo sát này chưa mở, hoặc đã đóng."))
    return Sheet(survey=survey, answers=checked_answers(list(survey.questions.order_by("position")), answers))
