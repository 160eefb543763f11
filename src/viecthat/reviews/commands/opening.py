"""Reviews opened from the screen, renamed, taken away while nothing is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

import pghistory.models
from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed
from viecthat.kernel.periods import Period
from viecthat.reviews.commands.review import LONGEST_TITLE, open_review
from viecthat.reviews.models import KeyTask, Review, ReviewKind, ReviewSection
from viecthat.reviews.rules import may_open_review
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Directive

_BETWEEN = re.compile(r"[^a-z0-9]+")
_SHORT = {
    ReviewKind.HALF_YEAR: "so-ket",
    ReviewKind.YEAR: "tong-ket",
    ReviewKind.SCHOOL_YEAR: "tong-ket",
    ReviewKind.MID_TERM: "giua-nhiem-ky",
    ReviewKind.TERM: "tong-ket-nhiem-ky",
    ReviewKind.THEMATIC: "chuyen-de",
    ReviewKind.CAMPAIGN: "chien-dich",
    ReviewKind.WORKING: "lam-viec",
}
# Fewest and most days of a period that a kind can be about; of the others any.
_DAYS = {
    ReviewKind.HALF_YEAR: (170, 190),
    ReviewKind.YEAR: (360, 370),
    ReviewKind.SCHOOL_YEAR: (240, 370),
    ReviewKind.MID_TERM: (370, 366 * 5),
    ReviewKind.TERM: (370, 366 * 6),
    ReviewKind.CAMPAIGN: (1, 370),
}
_ONCE = frozenset(_DAYS) - {ReviewKind.CAMPAIGN}  # a unit holds one of a period; of the others several


def short_name(kind: str, period: Period) -> str:
    """The first short name of a review, from its kind and period: so-ket-6-thang-dau-nam-2018."""
    told = period.name("vi")
    if period.days > 370:  # the years of a term say it; its days would be too long for an address
        told = f"{period.start.year}-{period.last_day.year}"
    slug = _BETWEEN.sub("-", fold(f"{_SHORT[ReviewKind(kind)]} {told}")).strip("-")
    return slug[:60].rstrip("-")


def first_title(kind: str, period: Period) -> str:
    """What a review is called where nobody gave it a name: Sơ kết 6 tháng đầu năm 2018."""
    named = {
        ReviewKind.HALF_YEAR: "Sơ kết {period}",
        ReviewKind.YEAR: "Tổng kết {period}",
        ReviewKind.SCHOOL_YEAR: "Tổng kết {period}",
        ReviewKind.MID_TERM: "Sơ kết giữa nhiệm kỳ {years}",
        ReviewKind.TERM: "Tổng kết nhiệm kỳ {years}",
        ReviewKind.THEMATIC: "Sơ kết chuyên đề {period}",
        ReviewKind.CAMPAIGN: "Tổng kết chiến dịch {period}",
        ReviewKind.WORKING: "Buổi làm việc về kết quả {period}",
    }
    years = f"{period.start.year} – {period.last_day.year}"
    return named[ReviewKind(kind)].format(period=period.name("vi"), years=years)


@transaction.atomic
def begin_review(
    *,
    unit: int,
    kind: str,
    title: str,
    period: Period,
    conference_on: date | None,
    directives: Iterable[Directive],
    actor: Account,
    at: datetime,
) -> Review:
    """A review as an officer opens it: its short name is made from kind and period, its name too where none is given.

    Raises Refused when the actor may not, the period does not fit the kind, lies ahead, or is reviewed already.
    """
    today, chosen = localdate(at), list(directives)
    if kind not in ReviewKind.values:
        raise Refused(gettext_noop("Chọn loại sơ kết, tổng kết."), field="kind")
    if not may_open_review(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở cuộc sơ kết, tổng kết ở đơn vị này."), field="unit")
    if unit not in map_on(today).tree:
        raise Refused(gettext_noop("Đơn vị này không còn hoạt động; mở ở đơn vị kế thừa."), field="unit")
    _check_period(kind, period, today)
    if kind == ReviewKind.THEMATIC and not chosen:
        raise Refused(gettext_noop("Sơ kết chuyên đề cần ít nhất một văn bản được sơ kết."), field="directives")
    if kind in _ONCE and (
        found := Review.objects.filter(unit=unit, kind=kind, start=period.start, end=period.end).first()
    ):
        raise Refused(
            gettext_noop("Đơn vị đã mở “{title}” cho kỳ này; mở cuộc ấy ra để làm tiếp."), field="period", title=found
        )
    return open_review(
        unit=unit,
        slug=_free_slug(unit, short_name(kind, period)),
        kind=ReviewKind(kind),
        title=title.strip() or first_title(kind, period),
        period=period,
        conference_on=conference_on,
        directives=chosen,
        source="",
        actor=actor,
        at=at,
    )


@transaction.atomic
def edit_review(
    *,
    review: Review,
    title: str,
    conference_on: date | None,
    directives: Iterable[Directive],
    actor: Account,
    at: datetime,
) -> Review:
    """Its name, conference and documents put right; kind and period stay, for everything in it is about them."""
    review = _held(review, actor, at)
    chosen = list(directives)
    review.title = needed(title, LONGEST_TITLE, "title", gettext_noop("Đặt tên cuộc sơ kết, tổng kết."))
    if conference_on is not None and conference_on < review.start:
        raise Refused(gettext_noop("Hội nghị không thể họp trước khi kỳ bắt đầu; xem lại ngày."), field="conference_on")
    if review.kind == ReviewKind.THEMATIC and not chosen:
        raise Refused(gettext_noop("Sơ kết chuyên đề cần ít nhất một văn bản được sơ kết."), field="directives")
    review.conference_on = conference_on
    review.folded = fold(review.title)
    save_checked(review)
    review.directives.set(chosen)
    return review


@transaction.atomic
def remove_review(*, review: Review, actor: Account, at: datetime) -> None:
    """Take a review away that nobody has put anything into. Raises Refused when something is in it."""
    review = _held(review, actor, at)
    if not is_empty(review):
        raise Refused(gettext_noop("Cuộc này đã có nội dung nên không xoá được; sửa lại tên, ngày nếu mở nhầm."))
    ReviewSection.objects.filter(review=review).delete()
    review.delete()


def is_empty(review: Review) -> bool:
    """Whether nothing hangs on it: no words, tasks, limits, conference or whatever else a floor keeps about it."""
    if ReviewSection.objects.filter(review=review).exclude(words="").exists():
        return False
    if KeyTask.objects.filter(review=review).exists():
        return False
    for relation in Review._meta.related_objects:
        model = relation.related_model
        # History follows its row; empty sections were looked at above.
        if isinstance(model, str) or model is ReviewSection or issubclass(model, pghistory.models.Event):
            continue
        if model._default_manager.filter(**{relation.field.name: review}).exists():
            return False
    return True


def _held(review: Review, actor: Account, at: datetime) -> Review:
    found = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not may_open_review(actor, found.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sửa cuộc sơ kết, tổng kết của đơn vị này."))
    return found


def _check_period(kind: str, period: Period, today: date) -> None:
    if period.start > today:
        raise Refused(
            gettext_noop("Kỳ bắt đầu ngày {day} chưa tới; mở khi kỳ đã bắt đầu."),
            field="period",
            day=format_date(period.start),
        )
    least, most = _DAYS.get(ReviewKind(kind), (1, 366 * 10))
    if not least <= period.days <= most:
        raise Refused(
            gettext_noop("Kỳ “{period}” không hợp với loại “{kind}”; xem lại kỳ hoặc loại."),
            field="period",
            period=period.name("vi"),
            kind=ReviewKind(kind).label,
        )


def _free_slug(unit: int, wanted: str) -> str:
    """The short name, or with a number behind when the unit has one of that name."""
    taken = set(Review.objects.filter(unit=unit, slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wanted}-{number}") not in taken)
