"""Words under a review's headings and its numbered key tasks. Nobody's words are lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, normalise
from viecthat.plans.choices import TaskOrigin
from viecthat.plans.commands import TaskText, give_task
from viecthat.reviews.headings import heading_of
from viecthat.reviews.models import ContentLang, KeyTask, Review, ReviewSection
from viecthat.reviews.rules import may_write_review
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Task

LONGEST_WORDS = 40_000
LONGEST_TASK = 500
MOST_TASKS = 60


class OvertakenError(Refused):
    """Somebody else saved the same heading meanwhile. `theirs` is the row as they left it."""

    def __init__(self, theirs: ReviewSection) -> None:
        self.theirs = theirs
        super().__init__(
            gettext_noop("Có người vừa sửa chỗ này; chữ của bạn vẫn ở trong ô. Xem bản của họ rồi lưu lại."),
        )


@transaction.atomic
def write_words(
    *, review: Review, heading: str, lang: str, text: str, revision: int, actor: Account, at: datetime
) -> ReviewSection:
    """Keep what is written under a heading; figures stand in it as {code}.

    `revision` is that of the row the words were written over, 0 for none. Raises Refused when the actor may not, the
    kind of review has no such heading, or the text is too long; OvertakenError when somebody saved it meanwhile.
    """
    _lock(review, actor, at)
    asked = heading_of(review.kind, heading)
    if asked is None or not asked.written or lang not in ContentLang.values:
        raise Refused(gettext_noop("Cuộc sơ kết, tổng kết này không có mục đó."))
    told = "\n".join(normalise(line) for line in text.replace("\r\n", "\n").strip().split("\n"))
    if len(told) > LONGEST_WORDS:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field="text", most=LONGEST_WORDS)
    row = ReviewSection.objects.filter(review=review, heading=heading, lang=lang).first()
    row = row or ReviewSection(review=review, heading=heading, lang=lang)
    if row.revision != revision:
        if row.words == told:
            return row  # sent twice: a box saved itself at the moment when all of it was sent
        raise OvertakenError(row)
    row.words = told
    row.revision += 1
    row.changed_at, row.changed_by = at, actor
    save_checked(row)
    return row


@transaction.atomic
def name_task(
    *, review: Review, words: str, unit: int, due: date | None, actor: Account, at: datetime
) -> KeyTask:  # fmt: skip
    """A key task of the next period, numbered after the others."""
    _lock(review, actor, at)
    numbers = list(KeyTask.objects.filter(review=review).values_list("number", flat=True))
    if len(numbers) >= MOST_TASKS:
        raise Refused(gettext_noop("Một cuộc có nhiều nhất {most} nhiệm vụ trọng tâm."), field="words", most=MOST_TASKS)
    row = KeyTask(review=review, number=max(numbers, default=0) + 1, made_at=at, made_by=actor)
    return _write(row, words, unit, due, at)


@transaction.atomic
def change_task(
    *, row: KeyTask, words: str, unit: int, due: date | None, actor: Account, at: datetime
) -> KeyTask:  # fmt: skip
    """Put a key task right, until it was opened in the plan."""
    return _write(_own(row, actor, at), words, unit, due, at)


@transaction.atomic
def drop_task(*, row: KeyTask, actor: Account, at: datetime) -> None:
    """Take a key task away that was not opened yet; those behind it move up."""
    row = _own(row, actor, at)
    review = row.review
    row.delete()
    _renumber(list(KeyTask.objects.filter(review=review).order_by("number")))


@transaction.atomic
def move_task(*, row: KeyTask, up: bool, actor: Account, at: datetime) -> None:
    """One place up or down; at the end of the list nothing happens."""
    _lock(row.review, actor, at)
    rows = list(KeyTask.objects.filter(review=row.review_id).order_by("number"))
    at_place = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    other = at_place - 1 if up else at_place + 1
    if 0 <= other < len(rows):
        rows[at_place], rows[other] = rows[other], rows[at_place]
        _renumber(rows)


@transaction.atomic
def open_task(*, row: KeyTask, actor: Account, at: datetime) -> Task:
    """The key task becomes a task in the plan of the unit that answers for it, once.

    Raises Refused when it was opened before, has no day, or the actor may not give that unit tasks.
    """
    _lock(row.review, actor, at)
    row = KeyTask.objects.select_for_update(of=("self",)).select_related("review").get(pk=row.pk)
    if row.task_id is not None:
        raise Refused(gettext_noop("Nhiệm vụ này đã được giao rồi."))
    if row.due is None:
        raise Refused(gettext_noop("Ghi hạn của nhiệm vụ trước khi giao."), field="due")
    review = row.review
    row.task = give_task(
        unit=row.unit_id,
        giver=review.unit_id,
        text=TaskText(
            title=row.words,
            origin=TaskOrigin.CONCLUSION if row.unit_id != review.unit_id else TaskOrigin.OWN,
            origin_note=review.title,
        ),
        due=row.due,
        actor=actor,
        at=at,
    )
    save_checked(row)
    return row.task


def _write(row: KeyTask, words: str, unit: int, due: date | None, at: datetime) -> KeyTask:
    review = row.review
    tree = map_on(localdate(at)).tree
    if unit != review.unit_id and (
        unit not in tree or review.unit_id not in tree or not tree.covers(review.unit_id, unit)
    ):
        raise Refused(gettext_noop("Chọn chính đơn vị hoặc một đơn vị trực thuộc làm chủ trì."), field="unit")
    if due is not None and due < review.end:
        raise Refused(gettext_noop("Hạn phải ở sau kỳ được sơ kết, tổng kết."), field="due")
    row.words = needed(words, LONGEST_TASK, "words", gettext_noop("Ghi nội dung nhiệm vụ."))
    row.unit_id, row.due = unit, due
    save_checked(row)
    return row


def _renumber(rows: list[KeyTask]) -> None:
    """In one statement: number by number two would meet on the way."""
    for number, row in enumerate(rows, start=1):
        row.number = number
    KeyTask.objects.bulk_update(rows, ["number"])


def _own(row: KeyTask, actor: Account, at: datetime) -> KeyTask:
    _lock(row.review, actor, at)
    row = KeyTask.objects.select_related("review").get(pk=row.pk)
    if row.task_id is not None:
        raise Refused(gettext_noop("Nhiệm vụ đã giao thì sửa ở trang nhiệm vụ."))
    return row


def _lock(review: Review, actor: Account, at: datetime) -> None:
    """The review's row, so that two who write wait for each other. Raises Refused for whoever may not write."""
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not may_write_review(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền viết sơ kết, tổng kết của đơn vị này."))
