"""What units have open on their portals, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.timezone import localdate

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.news.choices import ArticleState
from viecthat.news.models import Article, Portal
from viecthat.organisation.queries.effects import Held


def open_work_of(units: Collection[int]) -> list[Held]:
    """Portals, and articles not yet published. Two queries."""
    portals = Portal.objects.filter(unit__in=list(units)).count()
    open_states = (ArticleState.DRAFT, ArticleState.SENT)
    drafts = Article.objects.filter(unit__in=list(units), state__in=open_states).count()
    return [
        Held(gettext_noop("Cổng thông tin: theo sang đơn vị nhận"), portals),
        Held(gettext_noop("Bài chưa đăng: theo sang đơn vị nhận"), drafts),
    ]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each article written in the period. One query."""
    found = Article.objects.filter(
        unit__in=list(units), written_at__date__gte=period.start, written_at__date__lt=period.end
    )
    return [(unit, localdate(at)) for unit, at in found.values_list("unit", "written_at")]
