"""Who writes for a portal, who edits it, who reads its desk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.news.choices import ArticleState, CommentFields
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.news.models import Article, Portal


def may_write(actor: Account, unit: int, at: datetime) -> bool:
    """Write articles and keep pictures of this unit."""
    return may(actor, Capability.RECORD, unit, at)


def may_see_desk(actor: Account, unit: int, at: datetime) -> bool:
    """Read what this unit wrote before everybody does."""
    return may(actor, Capability.SEE, unit, at)


def may_edit(actor: Account, portal: Portal, at: datetime) -> bool:
    """Approve, correct, take down, read comments, keep sections and links of the portal."""
    return may(actor, Capability.ACCEPT, portal.unit_id, at)


def may_open_portal(actor: Account, unit: int, at: datetime) -> bool:
    """Set up a portal of this unit."""
    return may(actor, Capability.ACCEPT, unit, at)


def may_approve(actor: Account, article: Article, at: datetime) -> bool:
    """Approve an article: an editor of the portal who neither wrote it nor changed it last."""
    return may_edit(actor, article.portal, at) and actor.pk not in (article.written_by_id, article.changed_by_id)


def may_see_article(actor: Account, article: Article, at: datetime) -> bool:
    """Read it on the desk: who sees its unit, and the editors of its portal."""
    return may_see_desk(actor, article.unit_id, at) or may_edit(actor, article.portal, at)


def may_change_article(actor: Account, article: Article, at: datetime) -> bool:
    """Change what nobody has read yet: its unit while it is a draft, editors until it is approved."""
    if article.state == ArticleState.DRAFT:
        return may_write(actor, article.unit_id, at) or may_edit(actor, article.portal, at)
    return article.state == ArticleState.SENT and may_edit(actor, article.portal, at)


def may_recall_article(actor: Account, article: Article, at: datetime) -> bool:
    """Take back to its unit what was sent and nobody has approved yet."""
    return article.state == ArticleState.SENT and may_write(actor, article.unit_id, at)


def writes_for(portal: Portal, unit: int, at: datetime) -> bool:
    """Whether the portal is the unit's own or of one above it."""
    today = map_on(localdate(at))
    here, above = today.stands_at(unit)[0], today.stands_at(portal.unit_id)[0]
    return here is not None and above is not None and today.tree.covers(above, here)


def public(at: datetime) -> Q:
    """Articles that everybody may read at a moment."""
    return Q(state=ArticleState.APPROVED, publish_at__lte=at)


def is_public(article: Article, at: datetime) -> bool:
    """Whether everybody may read it."""
    return article.state == ArticleState.APPROVED and article.publish_at is not None and article.publish_at <= at


def takes_comments(article: Article) -> bool:
    """Own articles only: a portal may not take comments on items of the press it passes on (Decree 147/2024)."""
    return article.comments_open and not article.reprinted and article.portal.comment_fields != CommentFields.NONE
