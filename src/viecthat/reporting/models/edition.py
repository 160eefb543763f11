"""What was signed, as it was signed: a document that a database trigger keeps from being changed or deleted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """A signed report: lines, words, the ledger's position, the map's day, in a chain of digests. Owned by
    `commands.steps`.

    `content` is an `EditionContent` (`queries/content.py`) as JSON and is all that a print needs: a later name of a
    unit, form or indicator does not show in it. `digest` is the SHA-256 of `content` and `previous`, the digest of the
    edition before it (of the unit's report before, for the first one), so that none can be put between or exchanged.
    `printed` keeps the file of the first print.
    """

    report = models.ForeignKey("reporting.Report", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    as_known = models.DateTimeField(help_text="the ledger's position: what was recorded until then is in the figures")
    map_day = models.DateField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    printed = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_1"),
            models.CheckConstraint(
                condition=Q(signed_for__isnull=True) | ~Q(signed_for=F("signed_by")),
                name="edition_signed_for_another",
            ),
        ]


class EditionSignature(models.Model):
    """A detached signature (CMS) of the edition's printed file. Owned by `commands.signature`."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="signatures")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    signer = models.CharField(_("người ký"), max_length=300, help_text="the subject of the certificate")
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80)
    valid = models.BooleanField(help_text="the signature fits the file; whether the issuer is trusted is said apart")
    trusted = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True, help_text="as the signature itself says")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "file"], name="edition_signature_once")]
