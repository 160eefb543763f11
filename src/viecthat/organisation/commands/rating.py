"""The yearly rating of units: proposed by the unit, decided by its superior, never by itself; each decision posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, post_entries, reverse_posting
from viecthat.ledger.queries import indicators, posting_by_id
from viecthat.organisation.choices import RatingState
from viecthat.organisation.models import UnitRating, UnitScore
from viecthat.organisation.queries.scoring import scores_of
from viecthat.organisation.rules.standing import may_decide_rating, may_propose_rating, rated_as, unit_classes
from viecthat.units.queries import kinds, units_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Said:
    """What the unit says for a criterion that no register holds."""

    points: Decimal | None
    reason: str


@transaction.atomic
def propose_rating(
    *, unit: int, year: int, proposed_class: str, said: Mapping[str, Said], note: str, actor: Account, at: datetime
) -> UnitRating:
    """The unit proposes its class with points for each criterion; what the registers hold is computed, not typed.

    A proposal that was returned is proposed anew. Raises Refused.
    """
    if not may_propose_rating(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đề nghị xếp loại cho đơn vị này."))
    today = localdate(at)
    if unit not in tree_on(today) or not today.year - 1 <= year <= today.year:
        raise Refused(gettext_noop("Chỉ xếp loại đơn vị đang hoạt động, năm nay hoặc năm trước."), field="year")
    what = kind_rated(unit, today)
    if proposed_class not in unit_classes(date(year, 12, 31)):
        raise Refused(gettext_noop("Chọn một mức xếp loại."), field="proposed_class")
    row = UnitRating.objects.select_for_update().filter(unit=unit, year=year).first()
    if row is not None and row.state != RatingState.RETURNED:
        raise Refused(gettext_noop("Đơn vị đã đề nghị xếp loại năm này; chờ cấp trên, hoặc nhờ cấp trên trả lại."))
    row = row or UnitRating(unit_id=unit, year=year)
    row.state, row.proposed_class, row.proposed_on, row.proposed_by = (
        RatingState.PROPOSED, proposed_class, today, actor,
    )  # fmt: skip
    row.decided_by = row.decided_on = None
    row.note = one_line(note, LONGEST_NOTE, field="note")
    save_checked(row)
    UnitScore.objects.filter(rating=row).delete()
    for scored in scores_of(unit, what, year, today):
        code = scored.criterion.code
        if scored.points is not None:
            score = UnitScore(rating=row, criterion=code, points=scored.points, n=scored.n, of=scored.of)
        else:
            score = UnitScore(rating=row, criterion=code, **_typed(code, scored.criterion.points, said.get(code)))
        save_checked(score)
    return row


@transaction.atomic
def decide_rating(
    *, rating: UnitRating, given_class: str, decision: str, answer: str, actor: Account, at: datetime
) -> UnitRating:
    """The direct superior gives the class; it posts. Raises Refused, also to whoever proposed it."""
    row = _waiting(rating, actor, at)
    known = unit_classes(date(row.year, 12, 31))
    if given_class not in known:
        raise Refused(gettext_noop("Chọn một mức xếp loại."), field="given_class")
    row.decision = parse_document_number(decision, field="decision").canonical
    row.answer = one_line(answer, LONGEST_NOTE, field="answer")
    if given_class != row.proposed_class and not row.answer:
        raise Refused(gettext_noop("Mức khác với đề nghị thì ghi vì sao."), field="answer")
    row.state, row.given_class = RatingState.DECIDED, given_class
    row.decided_on, row.decided_by = localdate(at), actor
    code = known[given_class].posts[kind_rated(row.unit_id, localdate(at))]
    indicator = next((one.pk for one in indicators().values() if one.code == code), None)
    if indicator is not None:
        line = Line(row.unit_id, indicator, localdate(at), 1, Grade.VERIFIED)
        reason = f"Xếp loại năm {row.year}: {row.decision}"
        row.posting = post_entries(
            kind=PostingKind.REGISTER, unit=row.unit_id, lines=[line], reason=reason, actor=actor, at=at
        )
    save_checked(row)
    return row


@transaction.atomic
def return_rating(*, rating: UnitRating, answer: str, actor: Account, at: datetime) -> UnitRating:
    """The superior sends the proposal back with a reason. Raises Refused."""
    row = _waiting(rating, actor, at)
    row.answer = one_line(answer, LONGEST_NOTE, field="answer")
    if not row.answer:
        raise Refused(gettext_noop("Ghi vì sao trả lại."), field="answer")
    row.state, row.decided_by = RatingState.RETURNED, actor
    save_checked(row)
    return row


@transaction.atomic
def take_back_unit_rating(*, rating: UnitRating, reason: str, actor: Account, at: datetime) -> UnitRating:
    """A decision was wrong: its figure is reversed and the proposal is as if it had been returned. Raises Refused."""
    row = UnitRating.objects.select_for_update().get(pk=rating.pk)
    if row.state != RatingState.DECIDED or not may_decide_rating(actor, row.unit_id, at):
        raise Refused(gettext_noop("Chưa có xếp loại nào để lấy lại, hoặc bạn chưa được giao quyền quyết định ở đây."))
    why = one_line(reason, LONGEST_REASON, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao lấy lại để người sau hiểu."), field="reason")
    posting = posting_by_id(row.posting_id) if row.posting_id else None
    if posting is not None:
        reverse_posting(posting=posting, reason=why, actor=actor, at=at)
    row.state, row.given_class, row.decision, row.answer = RatingState.RETURNED, "", "", why
    row.decided_on, row.decided_by, row.posting = None, None, None
    save_checked(row)
    return row


def kind_rated(unit: int, day: date) -> str:
    """Whether the unit is rated as a branch or a base unit. Raises Refused for one that is rated as neither."""
    row = units_by_id([unit], day)[unit]
    what = rated_as(row.kind, kinds()[row.kind].level)
    if not what:
        raise Refused(gettext_noop("Chỉ chi đoàn và đoàn cơ sở được xếp loại ở đây."))
    return what


def _typed(code: str, most: Decimal, said: Said | None) -> dict[str, object]:
    if said is None or said.points is None:
        raise Refused(gettext_noop("Ghi điểm của tiêu chí này."), field=f"points_{code}")
    if not 0 <= said.points <= most:
        raise Refused(gettext_noop("Điểm từ 0 đến {most}."), field=f"points_{code}", most=most)
    reason = one_line(said.reason, 500, field=f"reason_{code}")
    if not reason:
        raise Refused(gettext_noop("Tiêu chí không tính từ sổ thì ghi căn cứ."), field=f"reason_{code}")
    return {"points": said.points, "reason": reason}


def _waiting(rating: UnitRating, actor: Account, at: datetime) -> UnitRating:
    row = UnitRating.objects.select_for_update().get(pk=rating.pk)
    if not may_decide_rating(actor, row.unit_id, at):
        raise Refused(gettext_noop("Đoàn cấp trên trực tiếp xếp loại; bạn chưa được giao quyền ở đó."))
    if row.state != RatingState.PROPOSED:
        raise Refused(gettext_noop("Đề nghị này đã được trả lời; tải lại trang để xem."))
    if row.proposed_by_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự xếp loại đơn vị mình đề nghị; nhờ người khác của cấp trên."))
    return row
