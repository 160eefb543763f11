"""Surveys: written as plain lines, opened, closed, published."""

from __future__ import annotations

import random
import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise
from viecthat.ledger.commands.registers import post_counted
from viecthat.opinion.choices import QuestionKind, SurveyState, SurveyWay
from viecthat.opinion.commands.draft import check_keeps
from viecthat.opinion.models import Question, Sheet, Survey

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

HELD, ANSWERED = "surveys_held", "survey_answers"
MOST_QUESTIONS, MOST_OPTIONS, WIDEST_SCALE = 60, 20, 10
_TAG = re.compile(r"\[([^\]]+)\]")
_KINDS = {
    "mot": QuestionKind.SINGLE, "nhieu": QuestionKind.MULTIPLE, "viet": QuestionKind.TEXT,
}  # fmt: skip
_RANGE = re.compile(r"(thang|so) (-?\d{1,9})\s*(?:-|–|den)\s*(-?\d{1,9})")
_IF = re.compile(r"neu cau (\d{1,2}) chon (\d{1,2})")


@dataclass(slots=True)
class Asked:
    """A question as it was written down; `skip`: asked only of those who chose that option of that question."""

    text: str
    kind: str = ""
    options: list[str] = field(default_factory=list)
    low: int | None = None
    high: int | None = None
    required: bool = True
    skip: tuple[int, int] | None = None


def read_questions(text: str) -> list[Asked]:
    """Questions out of plain lines: a question, behind it in brackets how it is answered, under it its options with -.

    [một] [nhiều] [thang 1-5] [số 0-100] [viết] [không bắt buộc] [nếu câu 1 chọn 2]. Raises Refused, naming the
    question that is wrong.
    """
    found: list[Asked] = []
    for line in (normalise(one) for one in text.splitlines()):
        if not line:
            continue
        if line[0] in "-–•":
            if not found:
                raise _wrong(gettext_noop("Dòng đầu phải là câu hỏi, rồi mới đến phương án."))
            found[-1].options.append(line[1:].strip())
            continue
        found.append(_question(line))
    for place, one in enumerate(found):
        _check(one, place, found)
    if not 1 <= len(found) <= MOST_QUESTIONS:
        raise _wrong(gettext_noop("Ghi từ 1 đến {most} câu hỏi."), most=MOST_QUESTIONS)
    return found


def _question(line: str) -> Asked:
    made = Asked(normalise(_TAG.sub(" ", line)))
    for tag in _TAG.findall(line):
        said = fold(tag)
        if said in _KINDS:
            made.kind = _KINDS[said]
        elif ranged := _RANGE.fullmatch(said):
            made.kind = QuestionKind.SCALE if ranged[1] == "thang" else QuestionKind.NUMBER
            made.low, made.high = int(ranged[2]), int(ranged[3])
        elif said == "khong bat buoc":
            made.required = False
        elif asked := _IF.fullmatch(said):
            made.skip = int(asked[1]) - 1, int(asked[2]) - 1
        else:
            raise _wrong(gettext_noop("Không hiểu [{tag}]; xem cách ghi ở dưới ô."), tag=tag[:40])
    return made


def _check(one: Asked, place: int, found: list[Asked]) -> None:
    one.kind = one.kind or (QuestionKind.SINGLE if one.options else QuestionKind.TEXT)
    chosen = one.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
    named = {"text": one.text[:60]}
    if not one.text or len(one.text) > 500 or any(len(option) > 300 for option in one.options):
        raise _wrong(gettext_noop("Câu “{text}” dài quá, hoặc bỏ trống."), **named)
    if chosen and not (2 <= len(one.options) <= MOST_OPTIONS and len(set(one.options)) == len(one.options)):
        raise _wrong(gettext_noop("Câu “{text}” cần từ 2 đến 20 phương án khác nhau."), **named)
    if not chosen and one.options:
        raise _wrong(gettext_noop("Câu “{text}” không có phương án để chọn; bỏ các dòng gạch đầu dòng."), **named)
    width = one.high - one.low if one.low is not None and one.high is not None else 1
    if width <= 0 or (one.kind == QuestionKind.SCALE and width >= WIDEST_SCALE):
        raise _wrong(gettext_noop("Câu “{text}”: thang điểm có từ 2 đến 10 mức, số nhỏ ghi trước."), **named)
    if one.skip is None:
        return
    before, option = one.skip
    if (
        not 0 <= before < place
        or found[before].kind != QuestionKind.SINGLE
        or not 0 <= option < len(found[before].options)
    ):
        raise _wrong(gettext_noop("Câu “{text}”: “nếu câu …” phải chỉ câu chọn một đứng trước."), **named)


def _wrong(message: str, **params: object) -> Refused:
    return Refused(message, field="questions", **params)


@transaction.atomic
def write_survey(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Survey:
    """A survey as a draft. Raises Refused."""
    check_keeps(actor, unit, at)
    row = Survey(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(row, facts)
    return row


@transaction.atomic
def correct_survey(*, survey: Survey, facts: Mapping[str, Any], actor: Account, at: datetime) -> Survey:
    """A draft is written anew; a sample that was drawn stays. Raises Refused."""
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.DRAFT:
        raise Refused(gettext_noop("Khảo sát đã mở thì giữ nguyên câu hỏi; lập khảo sát mới."))
    if row.drawn_on is not None and facts["way"] != SurveyWay.SAMPLE:
        raise Refused(gettext_noop("Mẫu đã chọn; khảo sát này hỏi theo mẫu."), field="way")
    row.questions.all().delete()
    _fill(row, facts)
    return row


@transaction.atomic
def open_survey(*, survey: Survey, actor: Account, at: datetime) -> Survey:
    """It may be answered from its first day to its last. Raises Refused."""
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.DRAFT:
        raise Refused(gettext_noop("Khảo sát này đã mở."))
    if row.last_day < localdate(at):
        raise Refused(gettext_noop("Ngày cuối đã qua; sửa ngày rồi mở."))
    if row.way == SurveyWay.SAMPLE and not row.codes.exists():
        raise Refused(gettext_noop("Chọn mẫu và phát mã trước khi mở."))
    if row.way == SurveyWay.OPEN:
        row.public_code = secrets.token_urlsafe(9)
    row.state = SurveyState.OPEN
    save_checked(row)
    return row


@transaction.atomic
def close_survey(*, survey: Survey, actor: Account, at: datetime) -> Survey:
    """Nobody answers any longer; codes are forgotten and the sheets written anew in an order of chance, so that not
    even the place of a row on the disk tells when it came. Raises Refused.
    """
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.OPEN:
        raise Refused(gettext_noop("Khảo sát này không mở."))
    row.codes.all().delete()
    sheets = list(Sheet.objects.filter(survey=row).values_list("stratum", "answers"))
    Sheet.objects.filter(survey=row).delete()
    random.SystemRandom().shuffle(sheets)
    Sheet.objects.bulk_create(
        Sheet(id=uuid.uuid4(), survey=row, stratum_id=stratum, answers=answers) for stratum, answers in sheets
    )
    row.state, row.public_code = SurveyState.CLOSED, None
    row.posting = post_counted(
        row.unit_id, [(HELD, 1, None), (ANSWERED, len(sheets), None)], localdate(at),
        reason=f"Khảo sát: {row.title}"[:500], actor=actor, at=at,
    )  # fmt: skip
    save_checked(row)
    return row


@transaction.atomic
def publish_survey(*, survey: Survey, actor: Account, at: datetime) -> Survey:
    """Anybody may read its results, with small counts left out. Raises Refused."""
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.CLOSED:
        raise Refused(gettext_noop("Đóng khảo sát rồi mới công bố kết quả."))
    row.state = SurveyState.PUBLISHED
    save_checked(row)
    return row


@transaction.atomic
def withdraw_results(*, survey: Survey, actor: Account, at: datetime) -> Survey:
    """The results are not public any longer. Raises Refused."""
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.PUBLISHED:
        raise Refused(gettext_noop("Kết quả khảo sát này chưa công bố."))
    row.state = SurveyState.CLOSED
    save_checked(row)
    return row


def locked_survey(survey: Survey, actor: Account, at: datetime) -> Survey:
    """The survey's row, which nobody else changes until this transaction is over. Raises Refused."""
    row = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    check_keeps(actor, row.unit_id, at)
    return row


def _fill(row: Survey, facts: Mapping[str, Any]) -> None:
    asked = read_questions(facts["questions"])
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên khảo sát."))
    row.folded_title = fold(row.title)[:200]
    row.asks = "\n".join(normalise(line) for line in (facts.get("asks") or "").strip().splitlines())
    row.way, row.start, row.last_day = facts["way"], facts["start"], facts["last_day"]
    save_checked(row)
    for position, one in enumerate(asked):
        before, option = one.skip or (None, None)
        save_checked(
            Question(
                survey=row, position=position, text=one.text, kind=one.kind, options=one.options, low=one.low,
                high=one.high, required=one.required, skip_position=before, skip_option=option,
            )
        )  # fmt: skip
