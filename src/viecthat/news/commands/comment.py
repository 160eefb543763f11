"""Readers' comments: sent, their address confirmed once, read by somebody before all; their contacts deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from viecthat.audit.rows import save_checked
from viecthat.jobs.mailing import send_now
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.news.choices import CommentFields, CommentState
from viecthat.news.commands.portal import check_may_edit
from viecthat.news.models import Article, Comment, CommentContact, KnownAddress
from viecthat.news.rules import is_public, takes_comments

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_SALT = "viecthat.news.comment"
_CONFIRM_WITHIN = timedelta(days=3)
_KNOWN_FOR = timedelta(days=365)
MOST_WORDS = 2000
HIDDEN_UNANSWERED = gettext_noop("Bình luận không hiện thì không có chỗ trả lời; cho hiện, hoặc bỏ lời trả lời.")


@transaction.atomic
def send_comment(*, article: Article, facts: Mapping[str, Any], link: str, at: datetime) -> Comment:
    """A reader's words wait for the desk; first for their address, when the portal asks one it does not know.

    `link` is the address to confirm at, its token still to come. Raises Refused.
    """
    if not is_public(article, at) or not takes_comments(article):
        raise Refused(gettext_noop("Bài này không nhận bình luận."))
    row = Comment(article=article, sent_at=at)
    row.name = needed(facts["name"], 80, "name", gettext_noop("Ghi họ tên."))
    row.words = (facts.get("words") or "").replace("\r\n", "\n").strip()
    if not row.words:
        raise Refused(gettext_noop("Ghi nội dung bình luận."), field="words")
    email, phone = "", facts.get("phone") or ""
    if article.portal.comment_fields == CommentFields.EMAIL:
        email, phone = facts["email"].strip().lower(), ""
        if not KnownAddress.objects.filter(digest=_digest(email), confirmed_at__gt=at - _KNOWN_FOR).exists():
            row.state = CommentState.UNCONFIRMED
    else:
        row.title = needed(facts.get("title") or "", 120, "title", gettext_noop("Ghi tiêu đề."))
    save_checked(row)
    if email or phone:
        forgotten = localdate(at) + timedelta(days=article.portal.contact_days)
        save_checked(CommentContact(comment=row, phone=phone, email=email, delete_on=forgotten))
    if row.state == CommentState.UNCONFIRMED:
        _ask_to_confirm(row, email, link)
    return row


@transaction.atomic
def confirm_comment(*, token: str, at: datetime) -> Comment:
    """The link sent to the address came back: the comment goes to the desk, later ones at once. Raises Refused."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=_CONFIRM_WITHIN)
    except signing.BadSignature as wrong:
        raise Refused(gettext_noop("Đường dẫn xác nhận không đúng hoặc đã quá ba ngày.")) from wrong
    row = Comment.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise Refused(gettext_noop("Bình luận này không còn."))
    contact = CommentContact.objects.filter(comment=row).first()
    if contact is not None and contact.email:
        KnownAddress.objects.update_or_create(digest=_digest(contact.email), defaults={"confirmed_at": at})
    if row.state == CommentState.UNCONFIRMED:
        row.state = CommentState.WAITING
        row.save(update_fields=["state"])
    return row


@transaction.atomic
def decide_comment(
    *, comment: Comment, show: bool, reason: str, actor: Account, at: datetime, answer: str = ""
) -> None:
    """An editor shows it, or not with a reason; one that is shown can be hidden again. The answer stands under it as
    the desk's, with the moment it was last put otherwise; an empty one is taken away. Raises Refused.
    """
    row = Comment.objects.select_for_update(of=("self",)).select_related("article__portal").get(pk=comment.pk)
    check_may_edit(actor, row.article.portal, at)
    if row.state == CommentState.UNCONFIRMED:
        raise Refused(gettext_noop("Người gửi chưa xác nhận thư điện tử."))
    row.state = CommentState.SHOWN if show else CommentState.HIDDEN
    row.reason = "" if show else needed(reason, 300, "reason", gettext_noop("Ghi vì sao không cho hiện."))
    said = answer.replace("\r\n", "\n").strip()
    if said and not show:
        raise Refused(HIDDEN_UNANSWERED, field="answer")
    if said != row.answer:
        row.answer, row.answered_at = said, at if said else None
    row.decided_by, row.decided_at = actor, at
    save_checked(row)


@transaction.atomic
def forget_contacts(*, at: datetime) -> int:
    """Delete contacts whose day has come, and comments whose address nobody confirmed; returns how many of both."""
    today = localdate(at)
    gone = CommentContact.objects.filter(delete_on__lte=today).delete()[0]
    late = at - _CONFIRM_WITHIN
    stale = Comment.objects.filter(state=CommentState.UNCONFIRMED, sent_at__lt=late).delete()[0]
    KnownAddress.objects.filter(confirmed_at__lt=at - _KNOWN_FOR).delete()
    return gone + stale


def _digest(email: str) -> str:
    return salted_hmac(_SALT, email, algorithm="sha256").hexdigest()


def _ask_to_confirm(row: Comment, email: str, link: str) -> None:
    token = signing.dumps(row.pk, salt=_SALT)
    with override(settings.LANGUAGE_CODE):
        asked = gettext("Bấm vào địa chỉ sau để gửi bình luận của bạn tới toà soạn; các lần sau không phải xác nhận:")
        ignore = gettext("Nếu không phải bạn viết, bỏ qua thư này; địa chỉ sẽ được xoá.")
        body = "\n\n".join([asked, f"{link}{token}/", ignore])
        letter = EmailMessage(gettext("Xác nhận bình luận"), body, to=[email])
    send_now(letter, field="email")
