"""What the portal holds about a person, for their own page (`VIECTHAT_OWN_DATA`)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.news.models import Article
from viecthat.people.queries.own import OwnSection, account_of


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - the protocol's
    """The articles they wrote with their own sign-in."""
    heads = (gettext("Ngày"), gettext("Bài viết"), gettext("Tác giả ghi trong bài"), gettext("Tình trạng"))
    account = account_of(person)
    found = Article.objects.filter(written_by=account.account_id).order_by("-written_at") if account else ()
    rows = tuple((localdate(row.written_at), row.title, row.byline, str(row.get_state_display())) for row in found)
    return OwnSection("news", gettext("Bài viết trên cổng"), heads, rows)
