"""Every way into the ledger. Nothing in it is changed or deleted: a correction reverses and records anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands.lines import Line, check_lines
from viecthat.ledger.commands.writing import TreeMovedError, write_posting
from viecthat.ledger.models import Dataset, Entry, Indicator, Posting
from viecthat.ledger.queries import why_not_declarable
from viecthat.ledger.queries.own import check_own
from viecthat.ledger.rules import may_declare_figure, may_reverse_posting, may_verify_posting
from viecthat.units.tree import presumed_revision

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_REASON = 500


@transaction.atomic
def declare_figure(
    *,
    unit: int,
    indicator: Indicator,
    quantity: int | Share,
    day: date,
    reason: str,
    actor: Account,
    at: datetime,
    key: str | None = None,
) -> Posting:
    """Type a total that no register and no activity holds; it is graded `declared` and shown so.

    `quantity` is in the indicator's smallest unit; a Share for a ratio. Raises Refused when the actor may not, a
    register holds the figure, the number or the day can't be, or the reason is missing.
    """
    return declare_figures(
        unit=unit, figures=[(indicator, quantity)], day=day, reason=reason, actor=actor, at=at, key=key
    )


@transaction.atomic
def declare_figures(
    *,
    unit: int,
    figures: Sequence[tuple[Indicator, int | Share]],
    day: date,
    reason: str,
    actor: Account,
    at: datetime,
    key: str | None = None,
) -> Posting:
    """Type several totals of one source as one posting. Raises Refused as `declare_figure`."""
    if not may_declare_figure(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kê khai số liệu cho đơn vị này."), field="unit")
    for indicator, _quantity in figures:
        if (why_not := why_not_declarable(indicator)) is not None:
            raise Refused(why_not.message, field="indicator", **why_not.params)
    check_own((indicator for indicator, _quantity in figures), unit, day)
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(
            gettext_noop("Ghi lý do kê khai: số này lấy từ đâu, vì sao chưa có hoạt động kèm theo."), field="reason"
        )
    lines = [
        Line(unit, counted, day, count, Grade.DECLARED)
        for indicator, quantity in figures
        for counted, count in counted_parts(indicator, quantity)
        if count
    ]
    return post_entries(kind=PostingKind.DECLARED, unit=unit, lines=lines, reason=reason, actor=actor, at=at, key=key)


_dataset: ContextVar[Dataset | None] = ContextVar("dataset", default=None)


@contextmanager
def recorded_under(dataset: Dataset) -> Iterator[None]:
    """Whatever is posted meanwhile belongs to this dataset: made-up work then says that it is, whoever posts it."""
    before = _dataset.set(dataset)
    try:
        yield
    finally:
        _dataset.reset(before)


def dataset_now() -> int | None:
    """The dataset that `recorded_under` names at present."""
    held = _dataset.get()
    return held.pk if held is not None else None


def post_entries(
    *,
    kind: PostingKind,
    unit: int,
    lines: Sequence[Line],
    actor: Account | None,
    at: datetime,
    reason: str = "",
    key: str | None = None,
    dataset: Dataset | None = None,
    replaces: Posting | None = None,
) -> Posting:
    """Record the lines of one source together. For the floors above, whose own rules have said yes.

    A `key` sent before returns the posting it made then. A register may let a stock fall: a line of a stock is then
    negative. Raises Refused for an impossible line.
    """
    if key is not None and (known := Posting.objects.filter(key=key).first()) is not None:
        return known
    falling = kind == PostingKind.REGISTER
    revision = _checked(lines, at, falling=falling)
    posting = Posting(
        kind=kind, unit_id=unit, recorded_at=at, actor=actor, reason=reason, key=key,
        dataset=dataset or _dataset.get(), replaces=replaces,
    )  # fmt: skip
    try:
        written = _written(posting, lines, revision=revision)
    except TreeMovedError:
        check_lines(lines, at, falling=falling)
        written = _written(posting, lines)
    if not written:
        return Posting.objects.get(key=key)  # the same form sent twice at once: the other one was first
    return posting


@transaction.atomic
def reverse_posting(*, posting: Posting, reason: str, actor: Account, at: datetime) -> Posting:
    """Take a posting back by its exact opposite; both stay readable.

    Raises Refused when the actor may not, it was reversed before, or no reason is given.
    """
    if posting.kind == PostingKind.REVERSAL:
        raise Refused(gettext_noop("Đây đã là bút toán đảo; ghi lại chứng từ mới thay vì đảo lần nữa."))
    if not may_reverse_posting(actor, posting, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi lý do đảo chứng từ để người sau hiểu."), field="reason")
    return _reverse(posting, reason, actor, at)


@transaction.atomic
def regrade_posting(*, posting: Posting, grade: Grade, reason: str, actor: Account, at: datetime) -> Posting:
    """The same lines at another grade of proof: reversed and recorded anew. Returns the new posting.

    Raises Refused when the actor may not verify here, or recorded it themselves.
    """
    lines = [replace(line, grade=grade) for line in lines_of(posting)]
    made = judge_posting(posting=posting, lines=lines, reason=reason, actor=actor, at=at)
    return made[-1]


@transaction.atomic
def judge_posting(
    *, posting: Posting, lines: Sequence[Line], reason: str, actor: Account, at: datetime
) -> list[Posting]:
    """What a check by others found: reversed, and recorded anew with these lines, if any. Returns what was posted.

    Raises Refused when the actor may not verify here, or recorded it themselves.
    """
    if posting.actor_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự xác minh việc do mình ghi; nhờ người khác kiểm tra."))
    if not may_verify_posting(actor, posting, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xác minh ở đơn vị này."))
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi đã kiểm tra thế nào: ai đếm, ở đâu, bao nhiêu."), field="reason")
    made = [_reverse(posting, reason, actor, at)]
    if lines:
        made.append(
            post_entries(
                kind=PostingKind(posting.kind),
                unit=posting.unit_id,
                lines=lines,
                reason=posting.reason,
                dataset=posting.dataset,
                actor=actor,
                at=at,
                replaces=posting,
            )
        )
    return made


def lines_of(posting: Posting) -> list[Line]:
    """The posting's entries as lines."""
    return [
        Line(e.unit_id, e.indicator_id, e.day, e.quantity, Grade(e.grade), e.person_id)
        for e in Entry.objects.filter(posting=posting).order_by("pk")
    ]


def counted_parts(indicator: Indicator, quantity: int | Share) -> list[tuple[int, int]]:
    if isinstance(quantity, Share):
        if indicator.numerator_id is None or indicator.denominator_id is None:
            raise Refused(gettext_noop("Chỉ số này là số đếm, không phải tỷ lệ; ghi một số."), field="quantity")
        if not 0 <= quantity.n <= quantity.of or quantity.of == 0:
            raise Refused(gettext_noop("Số đạt phải từ 0 đến tổng số, và tổng số phải lớn hơn 0."), field="quantity")
        return [(indicator.numerator_id, quantity.n), (indicator.denominator_id, quantity.of)]
    if indicator.is_share:
        raise Refused(gettext_noop("Tỷ lệ được ghi bằng hai số: số đạt và tổng số."), field="quantity")
    return [(indicator.pk, quantity)]


def _reverse(posting: Posting, reason: str, actor: Account, at: datetime) -> Posting:
    if Posting.objects.filter(reverses=posting).exists():
        raise Refused(gettext_noop("Chứng từ này đã được đảo từ trước; tải lại trang để xem."))
    reversal = Posting(
        kind=PostingKind.REVERSAL, unit_id=posting.unit_id, recorded_at=at, actor=actor, reason=reason,
        reverses=posting, dataset_id=dataset_now(),
    )  # fmt: skip
    _written(reversal, lines_of(posting), sign=-1)
    return reversal


def _checked(lines: Sequence[Line], at: datetime, *, falling: bool) -> UUID | None:
    """Check the lines by the tree this process saw last. Its revision, which the writing must make sure of, or None."""
    revision = presumed_revision()
    if revision is not None:
        try:
            check_lines(lines, at, falling=falling, revision=revision)
        except Refused:
            revision = None  # perhaps it is another tree by now
    if revision is None:
        check_lines(lines, at, falling=falling)
    return revision


def _written(posting: Posting, lines: Sequence[Line], sign: int = 1, revision: UUID | None = None) -> bool:
    """As `write_posting`; Refused when somebody else reversed or replaced the same posting a moment ago."""
    if posting.reverses_id is None and posting.replaces_id is None:
        return write_posting(posting, lines, sign, revision)
    try:
        with transaction.atomic():
            return write_posting(posting, lines, sign, revision)
    except IntegrityError as clash:
        # Two people at once: the database let one of them through.
        if "reverses" in str(clash) or "replaces" in str(clash):
            raise Refused(
                gettext_noop("Chứng từ này vừa được người khác đảo hoặc thay; tải lại trang để xem.")
            ) from clash
        raise
