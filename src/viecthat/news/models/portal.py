"""A portal of a unit: its sections, its links at the foot, what its comment form asks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.news.choices import CommentFields


@tracked()
class Portal(models.Model):
    """Where a unit publishes, read by everybody. Owned by `commands.portal`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    code = models.SlugField(
        _("tên trong địa chỉ"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("Đã có cổng dùng tên này trong địa chỉ.")},
    )
    name = models.CharField(_("tên cổng"), max_length=120)
    about = models.CharField(_("giới thiệu"), max_length=300, blank=True)
    copyright = models.CharField(_("dòng bản quyền"), max_length=200, blank=True)
    source = models.CharField(_("nguồn ghi sẵn trong bài mới"), max_length=40, blank=True)
    comment_fields = models.CharField(
        _("ô của bình luận"), max_length=8, choices=CommentFields.choices, default=CommentFields.PHONE
    )
    contact_days = models.PositiveSmallIntegerField(
        _("xoá số điện thoại, thư điện tử sau số ngày"), default=90, help_text="days a commenter's contact is kept"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_days__gte=1, contact_days__lte=365),
                name="portal_forgets_contacts",
                violation_error_message=_("Ghi số ngày từ 1 đến 365."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class PortalLink(models.Model):
    """A link at the foot of a portal's pages. Owned by `commands.portal`."""

    portal = models.ForeignKey(Portal, models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    url = models.URLField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "position"], name="portal_link_order")]


@tracked()
class Category(models.Model):
    """A section of a portal; sections lie in one another as a tree. Owned by `commands.portal`."""

    portal = models.ForeignKey(Portal, models.PROTECT, related_name="categories")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("tên chuyên mục"), max_length=100)
    slug = models.SlugField(max_length=100)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["portal", "slug"],
                name="category_once",
                violation_error_message=_("Cổng đã có chuyên mục tên này."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="category_not_in_itself",
                violation_error_message=_("Chuyên mục không nằm trong chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
