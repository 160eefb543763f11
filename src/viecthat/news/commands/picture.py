"""The library of pictures, and which of them stand in an article."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from viecthat.activities.queries import activity_whole, evidence_file
from viecthat.activities.rules import may_see_activity
from viecthat.audit.rows import save_checked
from viecthat.files.commands import keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.news.models import Article, ArticlePicture, Picture
from viecthat.news.rules import is_public, may_change_article, may_edit, may_write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from viecthat.accounts.models import Account

MOST_IN_ARTICLE = 20


@transaction.atomic
def add_picture(
    *, unit: int, content: bytes, facts: Mapping[str, Any], actor: Account, at: datetime, evidence: int | None = None
) -> Picture:
    """A picture enters the unit's library: sent (`content`), or a photo of an activity (`evidence`). Raises Refused."""
    if not may_write(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ kho ảnh của đơn vị này."))
    row = Picture(unit_id=unit, recorded_by=actor, recorded_at=at)
    if evidence is not None:
        shown = evidence_file(evidence)
        if shown is None or shown.file is None or not may_see_activity(actor, shown.activity, at):
            raise Refused(gettext_noop("Không có ảnh này."), field="photo")
        if not shown.may_be_public:
            raise Refused(gettext_noop("Ảnh có mặt trẻ em mà chưa ghi ai đồng ý cho đăng."), field="photo")
        row.file, row.activity_id = shown.file, shown.activity_id
        facts = {"caption": shown.caption, **{name: value for name, value in facts.items() if value}}
    else:
        row.file = keep_image(content=content, at=at, field="photo")
        row.activity_id = _activity_of(facts, actor, at)
    _fill(row, facts)
    return row


@transaction.atomic
def change_picture(*, picture: Picture, facts: Mapping[str, Any], actor: Account, at: datetime) -> Picture:
    """Other words for a picture, wherever it stands. Raises Refused."""
    row = Picture.objects.select_for_update().get(pk=picture.pk)
    if not may_write(actor, row.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ kho ảnh của đơn vị này."))
    row.activity_id = _activity_of(facts, actor, at)
    _fill(row, facts)
    return row


@transaction.atomic
def place_picture(*, article: Article, picture: Picture, actor: Account, at: datetime) -> ArticlePicture:
    """The picture stands in the article as its next. Raises Refused."""
    row = article_to_fill(article, actor, at)
    last = ArticlePicture.objects.filter(article=row).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_IN_ARTICLE:
        raise Refused(gettext_noop("Một bài có nhiều nhất {most} ảnh."), field="photo", most=MOST_IN_ARTICLE)
    made = ArticlePicture(article=row, picture=picture, number=last + 1)
    save_checked(made)
    return made


@transaction.atomic
def take_picture_out(*, article: Article, number: int, actor: Account, at: datetime) -> None:
    """It stands there no longer; those behind keep their numbers, for the text names them. Raises Refused."""
    row = article_to_fill(article, actor, at)
    ArticlePicture.objects.filter(article=row, number=number).delete()


def article_to_fill(article: Article, actor: Account, at: datetime) -> Article:
    """The article, locked, for who may put something into it. Raises Refused."""
    row = Article.objects.select_for_update(of=("self",)).select_related("portal").get(pk=article.pk)
    if not may_change_article(actor, row, at) and not (is_public(row, at) and may_edit(actor, row.portal, at)):
        raise Refused(gettext_noop("Bài này không còn sửa được."))
    return row


def _fill(row: Picture, facts: Mapping[str, Any]) -> None:
    row.caption = one_line(facts.get("caption") or "", 300, field="caption")
    row.folded_caption = fold(row.caption)[:300]
    row.alt = one_line(facts.get("alt") or "", 300, field="alt")
    row.credit = one_line(facts.get("credit") or "", 120, field="credit")
    save_checked(row)


def _activity_of(facts: Mapping[str, Any], actor: Account, at: datetime) -> int | None:
    number = facts.get("activity")
    if not number:
        return None
    found = activity_whole(number)
    if found is None or not may_see_activity(actor, found, at):
        raise Refused(gettext_noop("Không có hoạt động số này."), field="activity")
    return found.pk
