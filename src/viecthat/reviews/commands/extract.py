"""Press extracts: begun, chosen, released once and for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.kernel.periods import Period
from viecthat.reporting.queries.content import content_of
from viecthat.reviews.exports.extract import public_text, source_words
from viecthat.reviews.models import ExtractState, PressExtract, Review
from viecthat.reviews.queries import review_table
from viecthat.reviews.queries.extracts import extract_lines, figures_to_choose, signed_edition
from viecthat.reviews.rules import may_open_review
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_TITLE = 200
LONGEST_LEAD = 3_000
MOST_LINES = 40


@transaction.atomic
def begin_extract(*, review: Review, title: str, codes: Sequence[str], actor: Account, at: datetime) -> PressExtract:
    """A draft with the figures proposed. Raises Refused when the actor may not."""
    _may(actor, review, at)
    # Two at once do not get the same number.
    Review.objects.select_for_update().get(pk=review.pk)
    last = PressExtract.objects.filter(review=review).aggregate(last=Max("number"))["last"] or 0
    extract = PressExtract(
        review=review,
        number=last + 1,
        title=one_line(title, LONGEST_TITLE, field="title"),
        codes=list(codes)[:MOST_LINES],
        made_by=actor,
        made_at=at,
    )
    save_checked(extract, exclude=["content", "codes"])
    return extract


@transaction.atomic
def change_extract(
    *, extract: PressExtract, title: str, lead: str, codes: Sequence[str], actor: Account, at: datetime
) -> PressExtract:
    """Choose figures and write the lead of a draft. Raises Refused once it was released."""
    found = _draft(extract, actor, at)
    if len(codes) > MOST_LINES:
        raise Refused(gettext_noop("Bản trích chọn nhiều nhất {most} số liệu."), field="codes", most=MOST_LINES)
    if len(lead) > LONGEST_LEAD:
        raise Refused(gettext_noop("Lời dẫn dài quá {most} chữ cái."), field="lead", most=LONGEST_LEAD)
    found.title = one_line(title, LONGEST_TITLE, field="title")
    found.lead = lead.strip()
    found.codes = list(dict.fromkeys(codes))
    save_checked(found, exclude=["content", "codes"])
    return found


@transaction.atomic
def drop_extract(*, extract: PressExtract, actor: Account, at: datetime) -> None:
    """Throw a draft away. Raises Refused once it was released."""
    _draft(extract, actor, at).delete()


@transaction.atomic
def release_extract(*, extract: PressExtract, actor: Account, at: datetime) -> PressExtract:
    """Lock the figures and hand them to the news desk; from then on nothing changes.

    They are those of the signed report of the period where there is one, else those the ledger knows at `at`. Raises
    Refused when nothing is chosen or a chosen figure has no result any more.
    """
    found = _draft(extract, actor, at)
    review, today = found.review, localdate(at)
    if not found.codes:
        raise Refused(gettext_noop("Chưa chọn số liệu nào; chọn ít nhất một số rồi chuyển."), field="codes")
    edition = signed_edition(review)
    found.edition, found.as_known = edition, edition.as_known if edition is not None else at
    unit = units_by_id([review.unit_id], today)[review.unit_id]
    period = Period(review.start, review.end)
    table = review_table(unit, period, map_name="then", today=today, as_known=found.as_known, review=review)
    gone = set(found.codes) - {figure.indicator.code for figure in figures_to_choose(table)}
    if gone:
        raise Refused(
            gettext_noop("Có {count} số đã chọn không còn kết quả ở thời điểm khoá số; bỏ chọn rồi chuyển lại."),
            field="codes",
            count=len(gone),
        )
    content = content_of(edition.content) if edition is not None else None
    signed = {line.code: line for line in content.lines} if content is not None else {}
    lines = extract_lines(found.codes, table, signed, today)
    warnings = table.made_up.sentences("vi")
    source = " ".join((source_words(found, edition), *warnings))
    found.content = [line.as_json() for line in lines]
    found.text = public_text(found.title, found.lead, lines, source, today)
    found.state, found.released_by, found.released_at = ExtractState.RELEASED, actor, at
    save_checked(found)
    return found


def _may(actor: Account, review: Review, at: datetime) -> None:
    if not may_open_review(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền soạn bản trích của đơn vị này."), field="title")


def _draft(extract: PressExtract, actor: Account, at: datetime) -> PressExtract:
    _may(actor, extract.review, at)
    found = PressExtract.objects.select_for_update().select_related("review").get(pk=extract.pk)
    if found.state != ExtractState.DRAFT:
        raise Refused(gettext_noop("Bản trích đã chuyển ban biên tập, không sửa được; cần đổi thì soạn bản mới."))
    return found
