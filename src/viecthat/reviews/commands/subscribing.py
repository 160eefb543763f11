"""Follow a review by mail: at most one a day, and only when something moved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, ngettext, override

from viecthat.audit.rows import save_checked
from viecthat.figures.queries import words
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.jobs.mailing import send_each
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.commands.notice import MAIL_FROM_HOUR
from viecthat.plans.queries.notice import confirmed_address
from viecthat.reviews.models import Review, ReviewSubscription
from viecthat.reviews.queries.subscribing import MovedFigure, ReviewMoves, moves_of, subscription_by_id
from viecthat.reviews.rules import may_read_review
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_TOLD = 20
_SALT = "viecthat.review-subscription"


@transaction.atomic
def subscribe(*, review: Review, threshold: int, language: str, actor: Account, at: datetime) -> ReviewSubscription:
    """The actor is told by mail, in `language`, when the review moves from now on; again, it changes the threshold.

    Raises Refused when the actor may not read the review, has no confirmed address, the server sends no mail, or the
    threshold is no percentage.
    """
    if not may_read_review(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xem số liệu của đơn vị này."))
    if not settings.VIECTHAT_MAIL:
        raise Refused(gettext_noop("Máy chủ này chưa được cài đặt để gửi thư nên chưa theo dõi qua thư được."))
    if confirmed_address(actor.pk) is None:
        raise Refused(gettext_noop("Bạn chưa có địa chỉ thư đã xác nhận; ghi địa chỉ ở trang Nhắc việc trước."))
    row = ReviewSubscription.objects.select_for_update().filter(review=review, account=actor.pk).first()
    if row is None:
        row = ReviewSubscription(review=review, account_id=actor.pk, subscribed_at=at, told_at=at)
    elif row.ended_at is not None:
        row.subscribed_at, row.told_at, row.ended_at, row.mailed_on = at, at, None, None
    row.threshold, row.language = threshold, language
    save_checked(row)
    return row


@transaction.atomic
def unsubscribe(*, review: Review, actor: Account, at: datetime) -> bool:
    """The actor follows the review no longer; False when they did not."""
    rows = ReviewSubscription.objects.filter(review=review, account=actor.pk, ended_at=None)
    return bool(rows.update(ended_at=at))


@transaction.atomic
def unsubscribe_by_link(*, token: str, at: datetime) -> ReviewSubscription:
    """The same for whoever holds the link of a mail. Raises Refused for a link that was never sent."""
    row = subscription_behind(token)
    if row is None:
        raise Refused(gettext_noop("Địa chỉ thôi theo dõi không đúng; mở lại từ thư mới nhất."))
    ReviewSubscription.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at)
    return row


def subscription_behind(token: str) -> ReviewSubscription | None:
    """The subscription that a mail's link speaks of. The link holds as long as the installation's secret does."""
    try:
        return subscription_by_id(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def send_review_mails(*, at: datetime, address: str) -> int:
    """One look a day, from six in the morning, at every review that somebody follows; a mail where something moved.

    Returns how many went. `address` is where the installation is found. What could not be sent is tried again.
    """
    if not settings.VIECTHAT_MAIL or localtime(at).hour < MAIL_FROM_HOUR:
        return 0
    waiting = ReviewSubscription.objects.filter(ended_at=None).exclude(mailed_on=localdate(at))
    # People who were told at the same moment are told the same: asked once.
    asked: dict[tuple[int, datetime, int], ReviewMoves] = {}
    found = waiting.order_by("review", "told_at", "pk").values_list("pk", flat=True)
    return send_each(found, lambda pk: _look(pk, asked, at, address))


@transaction.atomic
def _look(pk: int, asked: dict[tuple[int, datetime, int], ReviewMoves], at: datetime, address: str) -> bool:
    # Held until the mail is out: a second worker passes over this row and finds it done the next time.
    rows = ReviewSubscription.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "review", "account"
    )
    row = rows.filter(pk=pk, ended_at=None).first()
    if row is None or row.mailed_on == localdate(at):
        return False
    # Noted whether a mail goes or not: it is the day of the last look.
    row.mailed_on = localdate(at)
    account: Account = row.account
    to = confirmed_address(row.account_id)
    moves = None
    if account.is_active and to and may_read_review(account, row.review.unit_id, at):
        key = (row.review_id, row.told_at, row.threshold)
        moves = asked.get(key) or moves_of(row.review, since=row.told_at, at=at, threshold=row.threshold)
        asked[key] = moves
    if not moves or to is None:
        row.save(update_fields=["mailed_on"])
        return False
    letter(row, moves, to, address).send()
    row.told_at = at
    row.save(update_fields=["mailed_on", "told_at"])
    return True


def letter(row: ReviewSubscription, moves: ReviewMoves, to: str, address: str) -> EmailMessage:
    """What moved, in the language of who follows; no names of people, and no words that somebody typed."""
    review = row.review
    unit = units_by_id([review.unit_id], localdate(row.told_at))[review.unit_id]
    lang = "en" if row.language.startswith("en") else "vi"
    stop = f"{address}{reverse('reviews:unsubscribe', args=[signing.dumps(row.pk, salt=_SALT)])}"
    with override(lang):
        lines = [_told(one, lang) for one in moves.figures[:MOST_TOLD]]
        more = len(moves.figures) - len(lines)
        if more > 0:
            lines.append(ngettext("và {n} số liệu nữa", "và {n} số liệu nữa", more).format(n=more))
        if moves.limits:
            told = ngettext("{n} hạn chế đã khép lại", "{n} hạn chế đã khép lại", moves.limits)
            lines.append(told.format(n=moves.limits))
        if moves.conclusions:
            told = ngettext("{n} kết luận đã làm xong", "{n} kết luận đã làm xong", moves.conclusions)
            lines.append(told.format(n=moves.conclusions))
        page = f"{address}{reverse('reviews:review', args=[unit.code, review.slug])}"
        body = "\n".join(
            [
                gettext("{title}, {unit}: từ lần báo trước có thay đổi.").format(title=review.title, unit=unit.name),
                "",
                *(f"- {line}" for line in lines),
                "",
                gettext("Xem: {page}").format(page=page),
                gettext("Thôi theo dõi: {address}").format(address=stop),
            ]
        )
        subject = gettext("Việc Thật: {title} có thay đổi").format(title=review.title)
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return EmailMessage(subject, body, to=[to], headers=headers)


def _told(one: MovedFigure, lang: str) -> str:
    indicator = one.now.indicator
    name = words.name_words(indicator, lang)
    if one.few:
        return gettext("{name}: dưới {few}").format(name=name, few=FEWEST_PEOPLE)
    after = words.full_result_words(one.now.row, indicator, lang)
    if one.then is None or not one.then.has_figures:
        said = gettext("{name}: nay có {after}").format(name=name, after=after)
    else:
        before = words.full_result_words(one.then.row, indicator, lang)
        if before == after:
            said = f"{name}: {after}"
        else:
            said = gettext("{name}: từ {before} thành {after}").format(name=name, before=before, after=after)
    if one.verdict_changed and one.then is not None:
        said += "; " + gettext("đánh giá từ “{before}” thành “{after}”").format(
            before=words.verdict_words(one.then.verdict, lang), after=words.verdict_words(one.now.verdict, lang)
        )
    return said
