"""An article's way: written, sent, approved by another, corrected openly, taken down with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.commands.registers import post_counted, take_back
from viecthat.news.choices import ArticleState
from viecthat.news.commands.figure import fix_figures, with_figures
from viecthat.news.commands.series import count_in_series, take_from_series
from viecthat.news.models import MOST_BODY, Article, ArticleVersion, Category
from viecthat.news.queries.words import article_slug, figures_in, tags_of
from viecthat.news.rules import (
    is_public,
    may_approve,
    may_change_article,
    may_edit,
    may_recall_article,
    may_write,
    public,
    writes_for,
)

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.news.models import Portal

COUNTED = "portal_articles"


@transaction.atomic
def write_article(*, portal: Portal, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Article:
    """A draft for a portal of the unit or of one above it. Raises Refused."""
    if not may_write(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền viết bài cho đơn vị này."))
    if not writes_for(portal, unit, at):
        raise Refused(gettext_noop("Cổng này là của đơn vị khác."))
    row = Article(portal=portal, unit_id=unit, written_by=actor, written_at=at)
    _fill(row, facts, actor, at)
    return row


@transaction.atomic
def change_article(*, article: Article, facts: Mapping[str, Any], actor: Account, at: datetime) -> Article:
    """Other words for what nobody has read yet. Raises Refused."""
    row = _held(article)
    if not may_change_article(actor, row, at):
        raise Refused(gettext_noop("Bài này không còn sửa được; bài đã đăng thì đính chính."))
    _fill(row, facts, actor, at)
    return row


@transaction.atomic
def send_article(*, article: Article, actor: Account, at: datetime) -> None:
    """The draft goes to the editors of the portal. Raises Refused."""
    row = _held(article)
    if row.state != ArticleState.DRAFT or not may_change_article(actor, row, at):
        raise Refused(gettext_noop("Chỉ gửi duyệt bài đang viết của đơn vị mình."))
    row.state, row.returned_why = ArticleState.SENT, ""
    save_checked(row)


@transaction.atomic
def recall_article(*, article: Article, actor: Account, at: datetime) -> None:
    """Its unit takes back what it sent, to go on writing. Raises Refused once it is approved."""
    row = _held(article)
    if not may_recall_article(actor, row, at):
        raise Refused(gettext_noop("Chỉ đơn vị viết bài rút lại bài đang chờ duyệt; bài đã duyệt thì đính chính."))
    row.state = ArticleState.DRAFT
    save_checked(row)


@transaction.atomic
def return_article(*, article: Article, reason: str, actor: Account, at: datetime) -> None:
    """An editor sends it back to whoever wrote it, with words. Raises Refused."""
    row = _held(article)
    if row.state != ArticleState.SENT or not may_edit(actor, row.portal, at):
        raise Refused(gettext_noop("Chỉ người biên tập trả lại bài chờ duyệt."))
    row.returned_why = needed(reason, 500, "reason", gettext_noop("Ghi cần sửa điều gì."))
    row.state = ArticleState.DRAFT
    save_checked(row)


@transaction.atomic
def approve_article(*, article: Article, publish_at: datetime | None, actor: Account, at: datetime) -> None:
    """Another person than who wrote it lets it be read, from the moment given on; now when none is. Raises Refused."""
    row = _held(article)
    if row.state != ArticleState.SENT:
        raise Refused(gettext_noop("Chỉ duyệt bài đã gửi duyệt."))
    if not may_approve(actor, row, at):
        raise Refused(gettext_noop("Người viết, người sửa cuối không tự duyệt bài; nhờ người biên tập khác."))
    row.publish_at = max(publish_at or at, at)
    row.state, row.approved_by, row.approved_at = ArticleState.APPROVED, actor, at
    save_checked(row)
    fix_figures(row, at)
    _keep_version(row, "", actor, row.publish_at)
    count_published(at=at)


@transaction.atomic
def correct_article(*, article: Article, facts: Mapping[str, Any], note: str, actor: Account, at: datetime) -> Article:
    """Other words for what has been approved; what was wrong is said under the article. Raises Refused."""
    row = _held(article)
    if row.state != ArticleState.APPROVED or not may_edit(actor, row.portal, at):
        raise Refused(gettext_noop("Chỉ người biên tập đính chính bài đã duyệt đăng."))
    said = needed(note, 500, "note", gettext_noop("Ghi đính chính điều gì để người đọc biết."))
    read = is_public(row, at)
    before = (row.title, row.lead, row.body)
    _fill(row, facts, actor, at)
    if (row.title, row.lead, row.body) == before:
        raise Refused(gettext_noop("Chưa sửa đầu đề, sa-pô hay nội dung."), field="body")
    fix_figures(row, at, read=figures_in(before[2]))
    _keep_version(row, said, actor, at if read else row.publish_at or at)
    return row


@transaction.atomic
def take_down(*, article: Article, reason: str, actor: Account, at: datetime) -> None:
    """Nobody reads it any longer; its address says why. Raises Refused."""
    row = _held(article)
    if row.state != ArticleState.APPROVED or not may_edit(actor, row.portal, at):
        raise Refused(gettext_noop("Chỉ người biên tập gỡ bài đã duyệt đăng."))
    row.taken_down_why = needed(reason, 500, "reason", gettext_noop("Ghi vì sao gỡ bài."))
    row.state, row.taken_down_at = ArticleState.TAKEN_DOWN, at
    take_back(row.posting_id, gettext_noop("Gỡ bài trên cổng"), actor, at)
    take_from_series(row, actor, at)
    save_checked(row)


@transaction.atomic
def put_back(*, article: Article, actor: Account, at: datetime) -> None:
    """Taken down by mistake: it is read again as it last stood, and counts again on its day. Raises Refused, also when
    a figure of it would now tell of too few people beside what was published meanwhile.
    """
    row = _held(article)
    if row.state != ArticleState.TAKEN_DOWN or not may_edit(actor, row.portal, at):
        raise Refused(gettext_noop("Chỉ người biên tập đưa bài đã gỡ lên lại."))
    row.state, row.taken_down_why, row.taken_down_at = ArticleState.APPROVED, "", None
    row.posting, row.series_item = None, None
    save_checked(row)
    fix_figures(row, at)
    count_published(at=at)


@transaction.atomic
def count_published(*, at: datetime) -> int:
    """Put what has become public into the ledger and its series, each once; returns how many. Repeat at will."""
    due = Article.objects.filter(public(at), posting__isnull=True, series_item__isnull=True)
    done = 0
    for row in due.select_for_update(of=("self",)).order_by("pk"):
        if row.approved_by is None:
            continue
        day = localdate(row.publish_at)
        row.posting = post_counted(
            row.unit_id, [(COUNTED, 1, None)], day, reason=f"Đăng bài: {row.title}", actor=row.approved_by, at=at
        )
        row.series_item = count_in_series(row, day, at)
        row.save(update_fields=["posting", "series_item"])
        done += row.posting is not None
    return done


def _held(article: Article) -> Article:
    return Article.objects.select_for_update(of=("self",)).select_related("portal").get(pk=article.pk)


def _fill(row: Article, facts: Mapping[str, Any], actor: Account, at: datetime) -> None:
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi đầu đề."))
    row.slug = row.slug if row.state == ArticleState.APPROVED else article_slug(row.title)
    row.lead = one_line(facts.get("lead") or "", 600, field="lead")
    row.body = (facts.get("body") or "").replace("\r\n", "\n").strip()
    if not row.body:
        raise Refused(gettext_noop("Ghi nội dung bài."), field="body")
    if len(row.body) > MOST_BODY:
        raise Refused(gettext_noop("Bài dài quá {most} ký tự; tách làm nhiều kỳ."), field="body", most=MOST_BODY)
    category = Category.objects.filter(pk=facts.get("category") or 0, portal=row.portal_id).first()
    if category is None:
        raise Refused(gettext_noop("Chọn chuyên mục của cổng."), field="category")
    row.category = category
    row.source = one_line(facts.get("source") or "", 40, field="source")
    row.byline = one_line(facts.get("byline") or "", 120, field="byline")
    row.reprinted, row.comments_open = bool(facts.get("reprinted")), bool(facts.get("comments_open"))
    row.tags, row.tag_slugs = tags_of(facts.get("tags") or "")
    if row.state != ArticleState.APPROVED:
        row.series = facts.get("series") or None
    row.folded = fold(" ".join([row.title, row.lead, row.body, row.byline, *row.tags]))
    row.changed_by, row.changed_at = actor, at
    save_checked(row)


def _keep_version(row: Article, note: str, actor: Account, at: datetime) -> None:
    number = ArticleVersion.objects.filter(article=row).count() + 1
    body = with_figures(row)
    ArticleVersion.objects.create(
        article=row, number=number, title=row.title, lead=row.lead, body=body, note=note, by=actor, at=at
    )
