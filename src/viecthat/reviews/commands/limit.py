"""Limits written down in a review, mended, dropped, found still there; and reminders of their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from viecthat.accounts.queries import grants_at
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.plans.choices import NoticeKind
from viecthat.plans.commands.notice import MOST_DAYS, Told, tell_of_pages
from viecthat.plans.commands.steps import MOST_FILES, keep_proof, name_of_proof, officers_at
from viecthat.plans.queries.notice import days_wished
from viecthat.reviews.commands.said import reminders, said, standing, tell_officers
from viecthat.reviews.models import (
    STILL_THERE,
    CauseKind,
    Limit,
    LimitFile,
    LimitState,
    LimitStep,
    LimitStepKind,
    Review,
)
from viecthat.reviews.queries.proposals import addressees_of
from viecthat.reviews.rules import may_answer_limit, may_keep_limits
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile

_LONGEST_PROOF = 300
_STILL = tuple(state.value for state in STILL_THERE)
_CLOSED = (LimitState.MENDED.value, LimitState.DROPPED.value)
# From which states a step leads, and to which; a limit that is still there stays as it is.
_MOVES: dict[LimitStepKind, tuple[tuple[str, ...], LimitState | None]] = {
    LimitStepKind.MENDING: ((LimitState.OPEN.value,), LimitState.MENDING),
    LimitStepKind.STILL: (_STILL, None),
    LimitStepKind.MENDED: (_STILL, LimitState.MENDED),
    LimitStepKind.DROPPED: (_STILL, LimitState.DROPPED),
    LimitStepKind.REOPENED: (_CLOSED, LimitState.OPEN),
}
_MISSING = {
    LimitStepKind.MENDED: gettext_noop("Ghi đã khắc phục thế nào."),
    LimitStepKind.STILL: gettext_noop("Ghi vì sao hạn chế vẫn còn."),
    LimitStepKind.DROPPED: gettext_noop("Ghi vì sao thôi theo dõi."),
    LimitStepKind.REOPENED: gettext_noop("Ghi vì sao nêu lại."),
}


@dataclass(frozen=True)
class LimitFacts:
    """What is said of a limit. `owner`: the unit that is to mend it, its own when None; `person`: an account there."""

    words: str
    area: int | None = None
    indicator: int | None = None
    cause: str = ""
    cause_kind: str = CauseKind.UNKNOWN
    lesson: str = ""
    action: str = ""
    owner: int | None = None
    person: int | None = None
    due: date | None = None


@transaction.atomic
def open_limit(*, review: Review, facts: LimitFacts, suggested: str = "", actor: Account | None, at: datetime) -> Limit:
    """A limit found in the review. `suggested`: the key of the suggestion it was taken from, each once.

    Raises Refused when the actor may not, the words are missing, or the day is before the review's period.
    """
    _check_keeps(actor, review.unit_id, at)
    limit = Limit(unit_id=review.unit_id, review=review, suggested=suggested, made_by=actor, made_at=at)
    _write(limit, facts, actor, at)
    _step(limit, LimitStepKind.OPENED, actor, at, review=review)
    _tell_owner(limit, actor, at)
    return limit


@transaction.atomic
def correct_limit(*, limit: Limit, facts: LimitFacts, actor: Account | None, at: datetime) -> Limit:
    """What is said of a limit is put right while it is still there; the versions before are kept."""
    limit = _held(limit)
    _check_keeps(actor, limit.unit_id, at)
    _check_state(limit, _STILL)
    before = (limit.owner_id, limit.person_id)
    _write(limit, facts, actor, at)
    _step(limit, LimitStepKind.CORRECTED, actor, at)
    if (limit.owner_id, limit.person_id) != before:
        _tell_owner(limit, actor, at)
    return limit


@transaction.atomic
def say_of_limit(
    *,
    limit: Limit,
    kind: str,
    words: str,
    proof: str = "",
    files: Sequence[SentFile] = (),
    review: Review | None = None,
    actor: Account | None,
    at: datetime,
) -> Limit:
    """How the limit stands: being mended, still there, mended (with words and what shows it), dropped, found again;
    `kind` is one of these of LimitStepKind.

    review: the later review in which it is said; it then holds for that review's period.
    Raises Refused when the actor may not, the state does not allow it, or words or proof are missing.
    """
    limit = _held(limit)
    if actor is not None and not may_answer_limit(actor, limit, at):
        raise Refused(gettext_noop("Chỉ đơn vị có hạn chế, đơn vị hoặc người được giao khắc phục trả lời được."))
    move = LimitStepKind(kind)
    allowed, becomes = _MOVES[move]
    _check_state(limit, allowed)
    if move in {LimitStepKind.DROPPED, LimitStepKind.REOPENED}:
        _check_keeps(actor, limit.unit_id, at)
    if review is not None and (review.end <= limit.review.end or review.unit_id != limit.unit_id):
        raise Refused(gettext_noop("Chỉ trả lời ở cuộc sơ kết, tổng kết sau của chính đơn vị."))
    told = said(words, "words", _MISSING.get(move, ""))
    shown = one_line(proof, _LONGEST_PROOF, field="proof")
    if move == LimitStepKind.MENDED and not shown and not files:
        raise Refused(gettext_noop("Ghi minh chứng hoặc kèm tệp cho thấy đã khắc phục."), field="proof")
    step = _step(limit, move, actor, at, words=told, proof=shown, review=review)
    _keep_files(step, files, at)
    if becomes is not None:
        limit.state = becomes
        limit.closed_on = step.day if becomes.value in _CLOSED else None
        save_checked(limit, exclude=["folded"])
    return limit


@transaction.atomic
def remind_of_limits(*, at: datetime) -> int:
    """Tell whoever is to mend a limit that its day comes or is over; returns how many notes are new."""
    today = localdate(at)
    due = Limit.objects.filter(state__in=STILL_THERE, due__lte=today + timedelta(days=MOST_DAYS)).order_by("pk")
    rows = list(due)
    places = standing({row.owner_id or row.unit_id for row in rows}, today)
    officers = officers_at(set(places.values()), at)
    wishes = days_wished()
    told: list[Told] = []
    for row in rows:
        place = places.get(row.owner_id or row.unit_id)
        accounts = {row.person_id} if row.person_id else officers.get(place or 0, set())
        if row.due is None:
            continue
        for account, kind, day in reminders(
            accounts, wishes, NoticeKind.LIMIT_SOON, NoticeKind.LIMIT_LATE, row.due, today
        ):
            told.append(Told(account, kind, row.words, _page(row), day))
    return tell_of_pages(told=told, at=at) if told else 0


def _write(limit: Limit, facts: LimitFacts, actor: Account | None, at: datetime) -> None:
    limit.words = said(facts.words, "words", gettext_noop("Ghi hạn chế là gì."))
    limit.area, limit.indicator_id = facts.area, facts.indicator
    limit.cause, limit.cause_kind = said(facts.cause, "cause"), facts.cause_kind
    limit.lesson, limit.action = said(facts.lesson, "lesson"), said(facts.action, "action")
    if limit.cause and not limit.cause_kind:
        raise Refused(gettext_noop("Chọn nguyên nhân khách quan hay chủ quan."), field="cause_kind")
    owner = None if facts.owner == limit.unit_id else facts.owner
    if owner is not None and owner != limit.owner_id:
        _check_owner(limit.unit_id, owner, at)
    limit.owner_id = owner
    if facts.person is not None and not grants_at([owner or limit.unit_id], at).filter(account=facts.person).exists():
        raise Refused(gettext_noop("Người này không giữ vai trò nào ở đơn vị khắc phục."), field="person")
    limit.person_id = facts.person
    if facts.due is not None and facts.due != limit.due and facts.due < limit.review.start:
        raise Refused(gettext_noop("Hạn khắc phục không thể trước kỳ của cuộc sơ kết, tổng kết."), field="due")
    limit.due = facts.due
    limit.folded = fold(" ".join(part for part in (limit.words, limit.cause, limit.action) if part))
    save_checked(limit, exclude=["folded"])


def _check_owner(unit: int, owner: int, at: datetime) -> None:
    """A unit below, one above, or a department there."""
    today = localdate(at)
    tree = map_on(today).tree
    below = unit in tree and owner in tree and tree.covers(unit, owner)
    if not below and owner not in {row.id for row in addressees_of(unit, today)}:
        raise Refused(
            gettext_noop("Giao khắc phục cho đơn vị cấp dưới, cấp trên hoặc ban của cấp trên."), field="owner"
        )


def _step(
    limit: Limit,
    kind: LimitStepKind,
    actor: Account | None,
    at: datetime,
    *,
    words: str = "",
    proof: str = "",
    review: Review | None = None,
) -> LimitStep:
    day = localdate(at) if review is None else min(localdate(at), review.last_day)
    # What is said later is never told as having been before.
    last = limit.steps.order_by("-day").values_list("day", flat=True).first()
    day = max(day, last) if last is not None else day
    step = LimitStep(limit=limit, kind=kind, words=words, proof=proof, review=review, day=day, by=actor, at=at)
    save_checked(step)
    return step


def _keep_files(step: LimitStep, files: Sequence[SentFile], at: datetime) -> None:
    if len(files) > MOST_FILES:
        raise Refused(gettext_noop("Mỗi lần kèm nhiều nhất {most} tệp."), field="attached", most=MOST_FILES)
    for sent in files:
        LimitFile.objects.get_or_create(step=step, file_id=keep_proof(sent, at), defaults={"name": name_of_proof(sent)})


def _held(limit: Limit) -> Limit:
    return Limit.objects.select_for_update(of=("self",)).select_related("review").get(pk=limit.pk)


def _check_keeps(actor: Account | None, unit: int, at: datetime) -> None:
    if actor is not None and not may_keep_limits(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi hạn chế của đơn vị này."))


def _check_state(limit: Limit, allowed: Sequence[str]) -> None:
    if limit.state not in allowed:
        raise Refused(
            gettext_noop("Hạn chế này đang ở tình trạng “{state}” nên không làm bước này được; mở lại trang."),
            state=str(LimitState(limit.state).label),
        )


def _tell_owner(limit: Limit, actor: Account | None, at: datetime) -> None:
    if limit.owner_id is None and limit.person_id is None:
        return
    tell_officers(
        units=[limit.owner_id] if limit.owner_id else [],
        person=limit.person_id,
        kind=NoticeKind.LIMIT_GIVEN,
        words=limit.words,
        page=_page(limit),
        day=limit.due,
        actor=actor,
        at=at,
    )


def _page(limit: Limit) -> str:
    return reverse("reviews:limit", args=[limit.pk])
