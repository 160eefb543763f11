"""What a decision about units did to open registrations, so that undoing it finds the way back."""

from django.db import models

from viecthat.residence.models.registration import Registration


class Following(models.Model):
    """A registration that followed its units by a decision: where it stood, where it stands since.

    `stock`: the register's stock was moved in the ledger, because the map alone did not. Owned by
    `commands.following`.
    """

    decision = models.ForeignKey("organisation.Reorganisation", models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="followed")
    home = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    commune = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    branch = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    new_home = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_commune = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    new_branch = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    stock = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "registration"], name="residence_follows_once")]
