"""What units have open on their portals, for the floor of the organisation below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Value
from django.utils.timezone import localdate

from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.periods import Period
from viecthat.news.choices import ArticleState
from viecthat.news.models import Article, Portal
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Portals, and articles not yet published. One query."""
    here, open_states = list(units), (ArticleState.DRAFT, ArticleState.SENT)
    portals = Portal.objects.filter(unit__in=here).values_list(Value("portal"), "pk")
    drafts = Article.objects.filter(unit__in=here, state__in=open_states).values_list(Value("draft"), "pk")
    found = Counter(what for what, _pk in portals.union(drafts, all=True))
    return [
        Held(gettext_noop("Cổng thông tin: theo sang đơn vị nhận"), found["portal"]),
        Held(gettext_noop("Bài chưa đăng: theo sang đơn vị nhận"), found["draft"]),
    ]


def days_of_work(units: Collection[int], period: Period) -> list[tuple[int, date]]:
    """(unit, day) of each article written in the period. One query."""
    found = Article.objects.filter(among(units), written_at__date__gte=period.start, written_at__date__lt=period.end)
    return [(unit, localdate(at)) for unit, at in found.values_list("unit", "written_at")]
