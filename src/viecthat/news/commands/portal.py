"""Portals set up and kept: their sections as a tree, the links at their foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line
from viecthat.news.choices import CommentFields
from viecthat.news.models import Category, Portal, PortalLink
from viecthat.news.queries.desk import unused_categories
from viecthat.news.queries.words import slug_of
from viecthat.news.rules import may_edit, may_open_portal

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

TAKEN = {"anh", "thu"}  # addresses beside those of portals
DEEPEST = 3
DAYS_KEPT = 90


@transaction.atomic
def set_up_portal(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Portal:
    """A portal of the unit, with one section to begin with. Raises Refused."""
    if not may_open_portal(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền lập cổng của đơn vị này."))
    row = Portal(unit_id=unit, recorded_at=at)
    row.code = slug_of(facts["code"])[:40]
    if not row.code or row.code in TAKEN:
        raise Refused(gettext_noop("Ghi tên khác trong địa chỉ, chữ không dấu, ví dụ thanh-doan."), field="code")
    _fill(row, facts)
    Category.objects.create(portal=row, name="Tin tức", slug="tin-tuc")
    return row


@transaction.atomic
def change_portal(*, portal: Portal, facts: Mapping[str, Any], actor: Account, at: datetime) -> Portal:
    """Its name, its lines, its links, the boxes of its comments. Raises Refused."""
    row = Portal.objects.select_for_update().get(pk=portal.pk)
    check_may_edit(actor, row, at)
    _fill(row, facts)
    return row


@transaction.atomic
def keep_category(
    *, portal: Portal, facts: Mapping[str, Any], category: Category | None = None, actor: Account, at: datetime
) -> Category:
    """A section is added, or renamed and moved; its address stays. Raises Refused."""
    check_may_edit(actor, portal, at)
    row = category or Category(portal=portal)
    row.name = needed(facts["name"], 100, "name", gettext_noop("Ghi tên chuyên mục."))
    row.slug = row.slug or slug_of(row.name) or "muc"
    row.position = facts.get("position") or 0
    row.parent = Category.objects.filter(pk=facts["parent"], portal=portal).first() if facts.get("parent") else None
    above, steps = row.parent, 1
    while above is not None:
        if above.pk == row.pk:
            raise Refused(gettext_noop("Chuyên mục không nằm trong chính nó."), field="parent")
        above, steps = above.parent, steps + 1
    if steps > DEEPEST:
        raise Refused(gettext_noop("Chuyên mục lồng nhau nhiều nhất {most} tầng."), field="parent", most=DEEPEST)
    save_checked(row)
    return row


@transaction.atomic
def drop_category(*, category: Category, actor: Account, at: datetime) -> None:
    """A section that nothing stands in goes. Raises Refused for one with articles or with sections in it."""
    row = Category.objects.select_for_update(of=("self",)).select_related("portal").get(pk=category.pk)
    check_may_edit(actor, row.portal, at)
    if not unused_categories([row.portal_id]) & {row.pk}:
        raise Refused(gettext_noop("Chuyên mục còn bài hoặc còn chuyên mục con; chuyển sang mục khác trước."))
    if not Category.objects.filter(portal=row.portal_id).exclude(pk=row.pk).exists():
        raise Refused(gettext_noop("Cổng phải còn ít nhất một chuyên mục."))
    row.delete()


def check_may_edit(actor: Account, portal: Portal, at: datetime) -> None:
    """Raises Refused for who does not edit the portal."""
    if not may_edit(actor, portal, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền biên tập cổng này."))


def _fill(row: Portal, facts: Mapping[str, Any]) -> None:
    row.name = needed(facts["name"], 120, "name", gettext_noop("Ghi tên cổng."))
    row.about = one_line(facts.get("about") or "", 300, field="about")
    row.copyright = one_line(facts.get("copyright") or "", 200, field="copyright")
    row.source = one_line(facts.get("source") or "", 40, field="source")
    row.comment_fields = facts.get("comment_fields") or CommentFields.PHONE
    if row.comment_fields == CommentFields.EMAIL and not settings.VIECTHAT_MAIL:
        raise Refused(
            gettext_noop("Máy chủ này chưa gửi được thư để xác nhận địa chỉ; chọn bộ ô khác."), field="comment_fields"
        )
    row.contact_days = facts.get("contact_days", DAYS_KEPT)
    save_checked(row)
    links: Sequence[tuple[str, str]] = facts.get("links") or ()
    PortalLink.objects.filter(portal=row).delete()
    for position, (label, url) in enumerate(links):
        save_checked(PortalLink(portal=row, position=position, label=label[:120], url=url))
