"""Superiors' remarks on a review, signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.plans.commands.steps import keep_proof, name_of_proof
from viecthat.reviews.commands.said import said
from viecthat.reviews.models import Appraisal, AppraisalLine, Review
from viecthat.reviews.queries.appraisals import appraisal_corrected
from viecthat.reviews.rules import may_keep_limits, units_appraising

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile

_LONGEST_NAME = 200


@dataclass(frozen=True)
class AppraisalFacts:
    """What was said of a review, by whom, in which post, on which day."""

    said_by: str
    post: str
    day: date
    words: str
    exceeded: str = ""
    notable: str = ""
    direction: str = ""


@transaction.atomic
def sign_appraisal(
    *,
    review: Review,
    unit: int,
    facts: AppraisalFacts,
    line: AppraisalLine = AppraisalLine.UNION,
    paper: SentFile | None = None,
    corrects: Appraisal | None = None,
    actor: Account,
    at: datetime,
) -> Appraisal:
    """Remarks on the review, signed for `unit`, a unit above; from then on they stand.

    Words of the Party or the authorities of the same level are kept by the unit reviewed, with the paper they stand in.
    `corrects`: the remarks that these put right; both stay to be read.
    Raises Refused when the actor may not, somebody corrected them before, or what is needed is missing.
    """
    if line == AppraisalLine.UNION:
        if unit not in units_appraising(actor, review.unit_id, at):
            raise Refused(gettext_noop("Ý kiến cấp trên do người của đơn vị cấp trên ghi; bạn chưa có quyền đó."))
    elif unit != review.unit_id or not may_keep_limits(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi ý kiến của cấp ủy, chính quyền cho đơn vị này."))
    if not review.start <= facts.day <= localdate(at):
        raise Refused(gettext_noop("Ngày nhận xét từ ngày đầu kỳ {day} đến hôm nay."), field="day", day=review.start)
    if corrects is not None:
        _check_correctable(corrects, review, unit, line)
        paper_kept = (corrects.paper_id, corrects.paper_name)
    else:
        paper_kept = (None, "")
    if paper is not None:
        paper_kept = (keep_proof(paper, at), name_of_proof(paper))
    if line == AppraisalLine.PARTY and paper_kept[0] is None:
        raise Refused(gettext_noop("Kèm văn bản, thông báo có ý kiến của cấp ủy, chính quyền."), field="attached")
    row = Appraisal(
        review=review,
        unit_id=unit,
        line=line,
        said_by=needed(facts.said_by, _LONGEST_NAME, "said_by", gettext_noop("Ghi họ tên người nhận xét.")),
        post=needed(facts.post, _LONGEST_NAME, "post", gettext_noop("Ghi chức vụ của người nhận xét.")),
        day=facts.day,
        words=said(facts.words, "words", gettext_noop("Ghi đánh giá chung.")),
        exceeded=said(facts.exceeded, "exceeded"),
        notable=said(facts.notable, "notable"),
        direction=said(facts.direction, "direction"),
        paper_id=paper_kept[0],
        paper_name=paper_kept[1],
        corrects=corrects,
        signed_by=actor,
        signed_at=at,
    )
    save_checked(row)
    return row


def _check_correctable(corrects: Appraisal, review: Review, unit: int, line: AppraisalLine) -> None:
    if corrects.review_id != review.pk or corrects.unit_id != unit or corrects.line != line:
        raise Refused(gettext_noop("Bản đính chính phải của cùng đơn vị, về cùng cuộc sơ kết, tổng kết."))
    if appraisal_corrected(corrects):
        raise Refused(gettext_noop("Nhận xét này đã có bản đính chính; đính chính bản mới nhất."))
