"""What the year-end review of an emulation bloc sets for the next year."""

from django.db import models

from viecthat.audit.tracking import tracked


@tracked()
class BlocReviewTask(models.Model):
    """A numbered task of the next year that a bloc's review set; it lives among the tasks of the unit that leads.

    Owned by `commands.set_next_task`.
    """

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    task = models.OneToOneField("plans.Task", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "position"], name="bloc_review_task_once")]
