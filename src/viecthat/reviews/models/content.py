"""The words of a review and the tasks it names for the next period."""

from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.reviews.models.review import Review


class ContentLang(models.TextChoices):
    """The languages a review is written in."""

    VI = "vi", _("tiếng Việt")
    EN = "en", _("tiếng Anh")


@tracked()
class ReviewSection(models.Model):
    """What a unit writes under one heading of a review, in one language; figures stand in it as fields.

    Owned by `commands.content`. `heading` is a key of `reviews.headings`; `revision` lets two people at once notice
    each other.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=40)
    lang = models.CharField(max_length=2, choices=ContentLang.choices, default=ContentLang.VI)
    words = models.TextField(_("lời viết"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "heading", "lang"],
                name="review_section_once",
                violation_error_message=_("Mục này đã có lời viết; mở lại trang để sửa."),
            ),
            models.CheckConstraint(
                condition=Q(lang__in=["vi", "en"]) & ~Q(heading=""),
                name="review_section_of_heading",
                violation_error_message=_("Chọn mục và thứ tiếng của lời viết."),
            ),
        ]


@tracked()
class KeyTask(models.Model):
    """A numbered task of the next period that a review names. Owned by `commands.content`.

    `task`: what it was opened as in the unit's plan; from then on the task tells how it stands.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="key_tasks")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    words = models.CharField(_("nội dung"), max_length=500)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị chủ trì"))
    due = models.DateField(_("hạn"), null=True, blank=True)
    task = models.OneToOneField("plans.Task", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="key_task_number_once",
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("Hai nhiệm vụ cùng số thứ tự."),
            ),
            models.CheckConstraint(
                condition=~Q(words="") & Q(number__gte=1),
                name="key_task_says_what",
                violation_error_message=_("Ghi nội dung nhiệm vụ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.words}"
