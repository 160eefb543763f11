"""What the desk works with: articles of units in reach, pictures, comments that wait."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.kernel.names import fold
from viecthat.news.choices import ArticleState, CommentState
from viecthat.news.models import Article, ArticleDay, ArticleVersion, Category, Comment, Picture, Portal
from viecthat.news.rules import public
from viecthat.units.queries.scope import units_where
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

ARTICLE_ORDERS = {
    "-ngay": ("-changed_at", "-pk"),
    "ngay": ("changed_at", "pk"),
    "-dang": ("-publish_at", "-pk"),
    "-xem": ("-views", "-pk"),
}
PICTURE_ORDERS = {"-ngay": ("-recorded_at", "-pk"), "ngay": ("recorded_at", "pk")}
COMMENT_ORDERS = {"-ngay": ("-sent_at", "-pk"), "ngay": ("sent_at", "pk")}
_OFFERED = 60


def edited_portals(actor: Account, at: datetime) -> list[Portal]:
    """The portals the actor edits."""
    found = Portal.objects.filter(units_where(actor, Capability.ACCEPT, at).of("unit"))
    return list(found.order_by("name", "pk"))


def portals_to_write_for(actor: Account, at: datetime, unit: int | None = None) -> list[Portal]:
    """The portals of a unit and of all above it; of all units the actor writes for when none is named."""
    tree = map_on(localdate(at)).tree
    units = [unit] if unit is not None else list(authority_of(actor, at).units_for(Capability.RECORD))
    above = {one for here in units if here in tree for one in (here, *tree.ancestors(here))}
    return list(Portal.objects.filter(unit__in=above).order_by("name", "pk"))


def unused_categories(portals: Collection[int]) -> set[int]:
    """Sections of these portals with no article and no section in them. One query."""
    found = Category.objects.filter(portal__in=list(portals), children__isnull=True)
    return set(found.exclude(Exists(Article.objects.filter(category=OuterRef("pk")))).values_list("pk", flat=True))


def articles_found(
    units: UnitScope, edited: Collection[Portal], *, text: str, portal: str, state: str, year: int | None
) -> QuerySet[Article]:
    """Articles of these units, and all of the portals one edits; with how often they were opened."""
    found = Article.objects.filter(units.of("unit") | Q(portal__in=[row.pk for row in edited]))
    if portal:
        found = found.filter(portal__code=portal)
    if state:
        found = found.filter(state=state)
    if year:
        found = found.filter(Q(publish_at__year=year) | Q(publish_at__isnull=True, changed_at__year=year))
    for word in fold(text).split()[:8]:
        found = found.filter(folded__contains=word)
    return found.select_related("portal", "category").defer("body", "folded").annotate(views=Sum("days__views"))


def articles_sought(actor: Account, units: UnitScope, at: datetime, *, text: str) -> QuerySet[Article]:
    """What everybody reads, and what the actor reads on the desk before, for the search of all. One query."""
    edited = Portal.objects.filter(units_where(actor, Capability.ACCEPT, at).of("unit"))
    found = Article.objects.filter(public(at) | units.of("unit") | Q(portal__in=edited))
    for word in fold(text).split()[:8]:
        found = found.filter(folded__contains=word)
    return found.select_related("portal").defer("body", "folded")


def pictures_found(units: UnitScope, *, text: str) -> QuerySet[Picture]:
    """The library of these units."""
    found = Picture.objects.filter(units.of("unit")).select_related("activity")
    return found.filter(folded_caption__contains=fold(text)) if fold(text) else found


def picture_by_id(pk: int) -> Picture | None:
    """A picture of the library."""
    return Picture.objects.filter(pk=pk).select_related("file", "activity").first()


def pictures_offered(article: Article) -> list[Picture]:
    """The newest of the unit's library that do not stand in the article yet."""
    own = Picture.objects.filter(unit=article.unit_id).exclude(places__article=article)
    return list(own.order_by("-recorded_at", "-pk")[:_OFFERED])


def comments_found(edited: Collection[Portal], *, text: str, state: str, year: int | None) -> QuerySet[Comment]:
    """What readers of these portals wrote; those whose address is not confirmed are left out."""
    found = Comment.objects.filter(article__portal__in=[row.pk for row in edited])
    found = found.exclude(state=CommentState.UNCONFIRMED).select_related("article__portal", "contact")
    if state:
        found = found.filter(state=state)
    if year:
        found = found.filter(sent_at__year=year)
    return found.filter(words__icontains=text) if text else found


def comment_by_id(pk: int) -> Comment | None:
    """A comment with its contact, while that is kept."""
    return Comment.objects.filter(pk=pk).select_related("article__portal", "contact", "decided_by").first()


def waiting_comments(edited: Collection[Portal]) -> int:
    """How many wait to be read."""
    portals = [row.pk for row in edited]
    return Comment.objects.filter(article__portal__in=portals, state=CommentState.WAITING).count()


def articles_to_approve(actor: Account, edited: Collection[int]) -> QuerySet[Article]:
    """Articles sent to portals of these units, whose portals the actor edits, written and changed last by others."""
    mine = Q(written_by=actor) | Q(changed_by=actor)
    return Article.objects.filter(portal__unit__in=list(edited), state=ArticleState.SENT).exclude(mine)


def articles_returned(actor: Account) -> QuerySet[Article]:
    """Articles the actor wrote that an editor sent back with words."""
    return Article.objects.filter(written_by=actor, state=ArticleState.DRAFT).exclude(returned_why="")


def comments_to_read(edited: Collection[int]) -> QuerySet[Comment]:
    """Comments that wait for an editor of the portals of these units."""
    return Comment.objects.filter(article__portal__unit__in=list(edited), state=CommentState.WAITING)


def versions_of(article: Article) -> list[ArticleVersion]:
    """Everything of it that was ever public, the latest first."""
    return list(ArticleVersion.objects.filter(article=article).select_related("by").order_by("-number"))


def views_by_day(article: Article) -> list[tuple[date, int]]:
    """How often it was opened on each day, the latest first."""
    return list(ArticleDay.objects.filter(article=article).order_by("-day").values_list("day", "views")[:28])


def series_offered(unit: int, at: datetime) -> list[tuple[int, str]]:
    """The editorial series in which an article of the unit may stand (`VIECTHAT_NEWS_SERIES`)."""
    path = getattr(settings, "VIECTHAT_NEWS_SERIES", {}).get("offered")
    return list(import_string(path)(unit, at)) if path else []
