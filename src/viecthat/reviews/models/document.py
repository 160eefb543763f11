"""Documents asked for and made in the background, and units' own Word templates."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.reviews.models.review import Review


class OrderState(models.TextChoices):
    """How far a document asked for is."""

    WAITING = "waiting", _("đang chờ đến lượt")
    MAKING = "making", _("đang làm")
    READY = "ready", _("đã xong")
    FAILED = "failed", _("không làm được")


AT_WORK = (OrderState.WAITING, OrderState.MAKING)


class DocumentOrder(models.Model):
    """A document of a review that somebody asked for. Owned by `commands.order`.

    `what` is a key of `exports.offered`; `done` of `total` steps are made. The file is kept for a day.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    what = models.CharField(max_length=20)
    kind = models.CharField(max_length=5)
    lang = models.CharField(max_length=2)
    map_name = models.CharField(max_length=4, default="then")
    as_known = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=OrderState.choices, default=OrderState.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=1)
    failure = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["review", "asked_by", "-asked_at"], name="document_order_of_whom")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", file__isnull=False, made_at__isnull=False)
                | (~Q(state="ready") & Q(file__isnull=True)),
                name="document_ready_has_file",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(failure=""), name="document_failed_says_why"),
        ]


@tracked()
class WordTemplate(models.Model):
    """A unit's own Word file with fields, used for its reports instead of ours. Owned by `commands.template`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=160)
    fields = models.JSONField(default=list, help_text="names of the fields that stand in it")
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(taken_back_at=None),
                name="word_template_in_force_once",
                violation_error_message=_("Đơn vị đang dùng một mẫu; gỡ mẫu ấy trước."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="word_template_taken_back_by_whom",
            ),
        ]
