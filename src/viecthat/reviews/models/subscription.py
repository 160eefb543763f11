"""Who wishes to be told when a review moves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


# The days of telling are no history: without them every mail would leave a version of the row.
@tracked(exclude=["told_at", "mailed_on"])
class ReviewSubscription(models.Model):
    """An account follows a review by mail. Owned by `commands.subscribe`.

    told_at: the state of the ledger last told, as a moment: what moved is asked for between it and now.
    language: the one in which the person asked for it.
    """

    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="+")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    threshold = models.PositiveSmallIntegerField(_("báo khi số liệu đổi từ (%)"), default=5)
    language = models.CharField(max_length=5)
    subscribed_at = models.DateTimeField()
    told_at = models.DateTimeField()
    mailed_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "account"], name="review_subscription_once"),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=100),
                name="review_subscription_threshold",
                violation_error_message=_("Mức đổi từ 1 đến 100 %."),
            ),
        ]
