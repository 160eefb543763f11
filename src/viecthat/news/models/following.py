"""Which portals, articles and pictures followed their unit to another."""

from django.db import models
from django.db.models import Q

from viecthat.news.models.article import Article, Picture
from viecthat.news.models.portal import Portal


class Followed(models.Model):
    """A portal, an unpublished article or a picture that followed its unit by a decision.

    unit: where it stood; new_unit: where it stands since. Owned by `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    portal = models.ForeignKey(Portal, models.PROTECT, null=True, blank=True, related_name="followed")
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="followed")
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="followed")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "portal"], name="news_portal_follows_once"),
            models.UniqueConstraint(fields=["decision", "article"], name="news_article_follows_once"),
            models.UniqueConstraint(fields=["decision", "picture"], name="news_picture_follows_once"),
            models.CheckConstraint(
                condition=Q(portal__isnull=False, article__isnull=True, picture__isnull=True)
                | Q(portal__isnull=True, article__isnull=False, picture__isnull=True)
                | Q(portal__isnull=True, article__isnull=True, picture__isnull=False),
                name="news_follows_alone",
            ),
        ]
