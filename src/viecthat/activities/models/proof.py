"""Who was there, and what shows the work."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import EvidenceKind
from viecthat.activities.models.activity import Activity
from viecthat.audit.tracking import tracked


@tracked()
class Participation(models.Model):
    """A named person who was there."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="participations")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                name="participation_once",
                violation_error_message=_("Người này đã có trong danh sách tham gia."),
            )
        ]


@tracked(exclude=["bands"])
class Evidence(models.Model):
    """A photo, a paper or an address that shows the work. Owned by `commands.proof`.

    taken_at, lat, lon: what the camera wrote into the photo; claims to set beside the activity's own, never proof.
    likeness: kernel.likeness of the picture; bands: its pieces, by which similar pictures are found.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(_("địa chỉ"), max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices, default=EvidenceKind.PHOTO)
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    likeness = models.BigIntegerField(null=True, blank=True)
    bands = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    minors = models.BooleanField(_("có mặt trẻ em"), default=False)
    consent = models.CharField(
        _("ai đồng ý cho đăng"), max_length=200, blank=True, help_text="who allowed it to be shown in public, and how"
    )

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="evidence_by_likeness")]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "file"],
                name="evidence_once",
                violation_error_message=_("Ảnh này đã có trong hoạt động."),
            ),
            models.CheckConstraint(
                condition=Q(kind="link", file=None) & ~Q(link="") | ~Q(kind="link") & Q(file__isnull=False, link=""),
                name="evidence_is_file_or_link",
                violation_error_message=_("Mỗi minh chứng là một tệp hoặc một địa chỉ."),
            ),
        ]

    @property
    def may_be_public(self) -> bool:
        """Whether it may stand on a page that everybody reads."""
        return self.kind == EvidenceKind.PHOTO and (not self.minors or self.consent != "")
