"""What a review says of each document it was held on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


class DirectivePart(models.TextChoices):
    """The parts of a report on one document that are written; the others are asked for."""

    RESULT = "result", _("Kết quả nổi bật")
    LIMIT = "limit", _("Hạn chế, nguyên nhân")
    PROPOSAL = "proposal", _("Đề xuất, kiến nghị")


@tracked()
class DirectiveWords(models.Model):
    """One written part of a review's report on one document. Owned by `commands.write_of_directive`."""

    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="+")
    directive = models.ForeignKey("plans.Directive", models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=DirectivePart.choices)
    words = models.TextField(_("lời văn"), max_length=8000, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="counts up with every change")
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "directive", "part"], name="directive_words_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="directive_words_revision_from_one"),
        ]
