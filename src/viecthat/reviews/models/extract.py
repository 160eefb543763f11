"""What is given to the press: figures chosen from the whole table of targets, locked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.reviews.models.review import Review


class ExtractState(models.TextChoices):
    """A draft may be changed; what is released may not, a database trigger keeps it."""

    DRAFT = "draft", _("đang soạn")
    RELEASED = "released", _("đã chuyển ban biên tập")


@tracked()
class PressExtract(models.Model):
    """Selected results of a review for publication. Owned by `commands.extract`.

    `codes`: the chosen indicators in order. On release the figures are frozen in `content` as they were in the signed
    `edition`, else as the ledger knew them at `as_known`; `text` is what may be published, with small numbers of people
    left out. The news desk reads `queries.extracts.released_extracts`.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="extracts")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("tiêu đề"), max_length=200)
    lead = models.TextField(_("lời dẫn"), blank=True)
    codes = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=ExtractState.choices, default=ExtractState.DRAFT)
    edition = models.ForeignKey("reporting.Edition", models.PROTECT, null=True, blank=True, related_name="+")
    as_known = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=list, help_text="the lines as they were released")
    text = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="press_extract_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", released_at=None, released_by=None)
                | (
                    Q(state="released", released_at__isnull=False, released_by__isnull=False, as_known__isnull=False)
                    & ~Q(text="")
                ),
                name="press_extract_released_by_whom",
                violation_error_message=_("Bản trích đã chuyển phải ghi ai chuyển, lúc nào, số liệu đến đâu."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
