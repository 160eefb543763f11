"""What everybody reads: portals, lists, an article with all that stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from viecthat.kernel.names import fold
from viecthat.news.choices import CommentState
from viecthat.news.models import (
    Article,
    ArticleDay,
    ArticlePicture,
    ArticleVersion,
    Category,
    Comment,
    Picture,
    Portal,
    PortalLink,
)
from viecthat.news.queries.figures import FigureTold, figures_read
from viecthat.news.rules import public
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.files.models import KeptFile

_BESIDE = 5
_RELATED_AMONG = 60
_READ_DAYS = 7


@dataclass(frozen=True)
class Section:
    """A section and how deep it lies; `whole` are the ids of it and all within."""

    category: Category
    depth: int
    whole: frozenset[int]


@dataclass(frozen=True)
class PortalFrame:
    """What stands around every page of a portal."""

    portal: Portal
    sections: tuple[Section, ...]
    links: tuple[PortalLink, ...]

    @property
    def tops(self) -> tuple[Section, ...]:
        """The sections of the first level."""
        return tuple(section for section in self.sections if section.depth == 0)

    def named(self, slug: str) -> Section | None:
        """The section of this address."""
        return next((section for section in self.sections if section.category.slug == slug), None)

    def way_to(self, category: int) -> tuple[Category, ...]:
        """The section and those it lies in, the outermost first."""
        by_id = {section.category.pk: section.category for section in self.sections}
        way: list[Category] = []
        here = by_id.get(category)
        while here is not None:
            way.append(here)
            here = by_id.get(here.parent_id or 0)
        return tuple(reversed(way))


@dataclass(frozen=True)
class OpenedArticle:
    """An article and all that is read with it."""

    article: Article
    unit: UnitRow
    pictures: tuple[ArticlePicture, ...]
    corrections: tuple[ArticleVersion, ...]
    comments: tuple[Comment, ...]
    newer: tuple[Article, ...]
    older: tuple[Article, ...]
    related: tuple[Article, ...]
    views: int
    figures: tuple[FigureTold, ...]


def portals() -> list[Portal]:
    """Every portal by name."""
    return list(Portal.objects.order_by("name", "pk"))


def portal_with_code(code: str) -> Portal | None:
    """The portal at this address."""
    return Portal.objects.filter(code=code).first()


def frame_of(portal: Portal) -> PortalFrame:
    """Its sections as a tree, its links. Two queries."""
    return PortalFrame(portal, tuple(sections_of(portal)), tuple(portal.links.order_by("position")))


def sections_of(portal: Portal) -> list[Section]:
    """The sections in the order of the tree. One query."""
    children: dict[int | None, list[Category]] = {}
    for row in Category.objects.filter(portal=portal).order_by("position", "name", "pk"):
        children.setdefault(row.parent_id, []).append(row)

    def below(parent: int | None, depth: int) -> list[Section]:
        found: list[Section] = []
        for row in children.get(parent, []):
            inner = below(row.pk, depth + 1)
            whole = frozenset({row.pk, *(one for section in inner for one in section.whole)})
            found += [Section(row, depth, whole), *inner]
        return found

    return below(None, 0)


def articles_public(
    at: datetime,
    *,
    portal: Portal | None = None,
    section: Section | None = None,
    tag: str = "",
    day: date | None = None,
    month: date | None = None,
    text: str = "",
) -> QuerySet[Article]:
    """What everybody may read, the newest first; words are found without their marks."""
    found = Article.objects.filter(public(at)).select_related("portal", "category")
    if portal is not None:
        found = found.filter(portal=portal)
    if section is not None:
        found = found.filter(category__in=section.whole)
    if tag:
        found = found.filter(tag_slugs__contains=[tag])
    if day is not None:
        found = found.filter(publish_at__date=day)
    if month is not None:
        found = found.filter(publish_at__year=month.year, publish_at__month=month.month)
    for word in fold(text).split()[:8]:
        found = found.filter(folded__contains=word)
    return found.defer("body", "folded").order_by("-publish_at", "-pk")


def months_of(portal: Portal, at: datetime) -> list[tuple[date, int]]:
    """In which months something was published and how much, the latest first."""
    found = Article.objects.filter(public(at), portal=portal).annotate(month=TruncMonth("publish_at"))
    counted = found.values("month").annotate(n=Count("pk")).order_by("-month")
    return [(localdate(month), n) for month, n in counted.values_list("month", "n")]


def covers_of(articles: Sequence[Article]) -> dict[int, Picture]:
    """The first picture of each that has one. One query."""
    places = ArticlePicture.objects.filter(article__in=[row.pk for row in articles]).select_related("picture")
    found: dict[int, Picture] = {}
    for place in places.order_by("article", "number"):
        found.setdefault(place.article_id, place.picture)
    return found


def most_read(portal: Portal, at: datetime) -> list[Article]:
    """What was opened most often in the last seven days. One query."""
    since = localdate(at) - timedelta(days=_READ_DAYS)
    opened = Sum("days__views", filter=Q(days__day__gt=since))
    found = Article.objects.filter(public(at), portal=portal).defer("body", "folded").select_related("portal")
    return list(found.annotate(opened=opened).filter(opened__gt=0).order_by("-opened", "-pk")[:_BESIDE])


def article_by_id(pk: int) -> Article | None:
    """The article, public or not."""
    return Article.objects.filter(pk=pk).select_related("portal", "category").first()


def article_opened(article: Article, at: datetime) -> OpenedArticle:
    """All that is read with an article, in a fixed number of queries."""
    beside = Article.objects.filter(public(at), category=article.category_id).exclude(pk=article.pk)
    beside = beside.defer("body", "folded").select_related("portal")
    moment = article.publish_at or at
    newer = beside.filter(publish_at__gt=moment).order_by("publish_at", "pk")[:_BESIDE]
    older = beside.filter(publish_at__lte=moment).order_by("-publish_at", "-pk")[:_BESIDE]
    return OpenedArticle(
        article=article,
        unit=units_by_id({article.unit_id}, localdate(at))[article.unit_id],
        pictures=tuple(pictures_of(article)),
        corrections=tuple(ArticleVersion.objects.filter(article=article, number__gt=1).order_by("number")),
        comments=tuple(Comment.objects.filter(article=article, state=CommentState.SHOWN).order_by("sent_at", "pk")),
        newer=tuple(reversed(newer)),
        older=tuple(older),
        related=tuple(related_to(article, at)),
        views=views_of(article),
        figures=tuple(figures_read(article)),
    )


def pictures_of(article: Article) -> list[ArticlePicture]:
    """Its pictures by number. One query."""
    return list(article.pictures.select_related("picture__file", "picture__activity").order_by("number"))


def related_to(article: Article, at: datetime) -> list[Article]:
    """Those of the portal that share most tags with it, whoever reads. One query."""
    if not article.tag_slugs:
        return []
    shared = set(article.tag_slugs)
    among = articles_public(at).filter(portal=article.portal_id, tag_slugs__overlap=article.tag_slugs)
    near = list(among.exclude(pk=article.pk)[:_RELATED_AMONG])
    return sorted(near, key=lambda row: -len(shared & set(row.tag_slugs)))[:_BESIDE]


def views_of(article: Article) -> int:
    """How often it was opened. One query."""
    total: int | None = ArticleDay.objects.filter(article=article).aggregate(n=Sum("views"))["n"]
    return total or 0


def public_picture(pk: int, at: datetime) -> KeptFile | None:
    """The file of a picture that stands in an article everybody may read."""
    shown = Picture.objects.filter(pk=pk, places__article__in=Article.objects.filter(public(at)))
    row = shown.select_related("file").first()
    return row.file if row is not None else None
