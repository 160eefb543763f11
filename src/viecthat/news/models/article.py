"""Articles, what of them was ever public, their pictures, and how often they were opened."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.news.choices import ArticleState
from viecthat.news.models.portal import Category, Portal

MOST_BODY = 60_000


@tracked(exclude=["folded"])
class Article(models.Model):
    """An article of a portal by a press unit. Owned by `commands.article`.

    Public from `publish_at` on while its state is APPROVED. Another person than the last who changed it approves it.
    series: of the floor that keeps editorial series and counts the article as its `series_item`.
    """

    portal = models.ForeignKey(Portal, models.PROTECT, related_name="articles")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles")
    title = models.CharField(_("đầu đề"), max_length=200)
    slug = models.SlugField(max_length=120)
    lead = models.CharField(_("sa-pô"), max_length=600, blank=True)
    body = models.TextField(_("nội dung"), max_length=MOST_BODY)
    folded = models.TextField(help_text="kernel.names.fold of title, lead and body, for the search")
    source = models.CharField(_("nguồn"), max_length=40, blank=True)
    byline = models.CharField(_("tác giả"), max_length=120, blank=True)
    reprinted = models.BooleanField(_("đăng lại của báo khác"), default=False)
    comments_open = models.BooleanField(_("nhận bình luận"), default=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    tag_slugs = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    series = models.PositiveBigIntegerField(null=True, blank=True)
    series_item = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ArticleState.choices, default=ArticleState.DRAFT)
    publish_at = models.DateTimeField(_("đăng lúc"), null=True, blank=True)
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.CharField(_("vì sao trả lại"), max_length=500, blank=True)
    taken_down_why = models.CharField(_("vì sao gỡ"), max_length=500, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["portal", "state", "-publish_at"], name="article_by_moment"),
            models.Index(fields=["category", "state", "-publish_at"], name="article_by_category"),
            GinIndex(fields=["tag_slugs"], name="article_by_tag"),
            GinIndex(fields=["folded"], name="article_by_words", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ArticleState.APPROVED) | Q(publish_at__isnull=False),
                name="article_approved_has_moment",
                violation_error_message=_("Bài đã duyệt phải có lúc đăng."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.TAKEN_DOWN) | ~Q(taken_down_why=""),
                name="article_taken_down_with_reason",
                violation_error_message=_("Gỡ bài thì ghi vì sao."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="article_approved_by_another",
                violation_error_message=_("Người viết không duyệt bài của mình."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(models.Model):
    """What everybody could read from a moment on, and why it changed. Written by `commands.article`, never altered."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=600, blank=True)
    body = models.TextField()
    note = models.CharField(_("đính chính điều gì"), max_length=500, blank=True)
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]
        triggers = [pgtrigger.Protect(name="article_version_kept", operation=pgtrigger.Update | pgtrigger.Delete)]


@tracked()
class Picture(models.Model):
    """A picture of a unit's library: caption, words for who can't see it, whose it is. Owned by `commands.picture`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("chú thích"), max_length=300, blank=True)
    folded_caption = models.CharField(max_length=300, blank=True, help_text="kernel.names.fold(caption)")
    alt = models.CharField(_("lời tả cho người không nhìn thấy ảnh"), max_length=300, blank=True)
    credit = models.CharField(_("ảnh của"), max_length=120, blank=True)
    activity = models.ForeignKey("activities.Activity", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-recorded_at"], name="picture_of_unit")]


@tracked()
class ArticlePicture(models.Model):
    """A picture in an article; its number is its place. Owned by `commands.picture`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_picture_place"),
            models.UniqueConstraint(
                fields=["article", "picture"],
                name="article_picture_once",
                violation_error_message=_("Ảnh này đã có trong bài."),
            ),
        ]


class ArticleDay(models.Model):
    """How often an article was opened on a day; by whom is known to nobody. Owned by `commands.opened`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="days")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="article_day_once")]
