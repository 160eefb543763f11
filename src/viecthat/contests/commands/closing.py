"""A round is closed by minutes that nobody changes; later minutes correct them and say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.contests.choices import ContestState
from viecthat.contests.commands.shared import WHY, kept_contest, one_at_a_time
from viecthat.contests.models import Juror, Minutes, MinutesLine, Round
from viecthat.contests.queries.standing import Stood, judged_rounds, latest_minutes, standing_of
from viecthat.contests.rules import JUDGED_BY_JURY, JUDGED_BY_VOTE, judged_by
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def close_round(
    *, round_: Round, passed: Collection[int], words: str = "", actor: Account | None, at: datetime
) -> Minutes:
    """The round's result is set down: rank, points or votes, and which works (`passed`, their numbers) go on.

    Raises Refused: earlier rounds first, every work marked by somebody, no more than the rules let on, and words where
    one of equal or better place stays behind.
    """
    row = _round(round_, actor, at)
    if Minutes.objects.filter(round=row).exists():
        raise Refused(gettext_noop("Vòng này đã có biên bản; lập biên bản đính chính."))
    return _write(row, passed, words, "", actor, at)


@transaction.atomic
def correct_minutes(
    *, round_: Round, passed: Collection[int], why: str, words: str = "", actor: Account, at: datetime
) -> Minutes:
    """New minutes in place of the last; those before stay as they are. Raises Refused once a later round is closed."""
    row = _round(round_, actor, at)
    if not Minutes.objects.filter(round=row).exists():
        raise Refused(gettext_noop("Vòng này chưa có biên bản để đính chính."))
    later = [one.pk for one in judged_rounds(row.contest_id) if one.stage > row.stage]
    if Minutes.objects.filter(round__in=later).exists():
        raise Refused(gettext_noop("Vòng sau đã có biên bản; không đính chính vòng này được nữa."))
    return _write(row, passed, words, needed(why, 300, "why", WHY), actor, at)


def _round(round_: Round, actor: Account | None, at: datetime) -> Round:
    kept_contest(round_.contest_id, actor, at, state=ContestState.OPEN)
    one_at_a_time(f"minutes of {round_.pk}")
    return Round.objects.select_for_update().get(pk=round_.pk)


def _write(
    round_: Round, passed: Collection[int], words: str, why: str, actor: Account | None, at: datetime
) -> Minutes:
    rounds = judged_rounds(round_.contest_id)
    earlier = [one for one in rounds if one.stage < round_.stage]
    done = latest_minutes([one.pk for one in earlier])
    waiting = next((one.name for one in earlier if one.pk not in done), None)
    if waiting is not None:
        raise Refused(gettext_noop("Vòng “{name}” chưa có biên bản; đóng vòng đó trước."), name=waiting)
    how, today = judged_by(round_), localdate(at)
    if not how:
        raise Refused(gettext_noop("Vòng nhận bài không xếp hạng nên không có biên bản."))
    if (how == JUDGED_BY_VOTE and today <= round_.last_day) or today < round_.start:
        raise Refused(gettext_noop("Vòng này chưa hết ngày; hết ngày bình chọn rồi mới lập biên bản."))
    stood = standing_of(round_)
    if not stood:
        raise Refused(gettext_noop("Vòng này chưa có bài nào."))
    if how == JUDGED_BY_JURY:
        unmarked = [str(one.submission.number) for one in stood if one.judges == 0]
        if unmarked:
            raise Refused(
                gettext_noop(
                    "Còn bài chưa ai chấm đủ tiêu chí: {numbers}. Nhắc giám khảo chấm; bài mà giám khảo nào cũng không"
                    " được chấm thì mời thêm giám khảo."
                ),
                numbers=", ".join(unmarked[:20]),
            )
    chosen = set(passed)
    _check_passed(round_, stood, chosen, words, last=not any(one.stage > round_.stage for one in rounds))
    number = Minutes.objects.filter(round=round_).count() + 1
    chair = Juror.objects.filter(contest=round_.contest_id, chair=True).first() if how == JUDGED_BY_JURY else None
    made = Minutes(
        round=round_, number=number, words=words.strip(), why=why, chair=chair, closed_by=actor, closed_at=at
    )
    save_checked(made)
    MinutesLine.objects.bulk_create(
        MinutesLine(
            minutes=made, submission=one.submission, place=one.place, points=one.points, votes=one.votes,
            passed=one.submission.number in chosen,
        )
        for one in stood
    )  # fmt: skip
    return made


def _check_passed(round_: Round, stood: Sequence[Stood], chosen: set[int], words: str, *, last: bool) -> None:
    if chosen - {one.submission.number for one in stood}:
        raise Refused(gettext_noop("Có bài không ở trong vòng này."), field="passed")
    if not chosen and not last:
        raise Refused(gettext_noop("Chọn ít nhất một bài đi tiếp."), field="passed")
    if round_.passing is not None:
        counts = Counter(one.submission.category_id for one in stood if one.submission.number in chosen)
        if counts and max(counts.values()) > round_.passing:
            raise Refused(
                gettext_noop("Thể lệ chọn nhiều nhất {most} bài mỗi bảng."), field="passed", most=round_.passing
            )
    best_left: dict[int | None, int] = {}
    for one in stood:
        if one.submission.number not in chosen:
            best_left.setdefault(one.submission.category_id, one.place)
    skipped = any(
        one.submission.number in chosen and best_left.get(one.submission.category_id, one.place + 1) <= one.place
        for one in stood
    )
    if skipped and not words.strip():
        raise Refused(
            gettext_noop("Có bài bằng hạng hoặc cao hơn mà không đi tiếp; ghi rõ đã phân định thế nào."), field="words"
        )
