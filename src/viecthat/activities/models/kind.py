"""Kinds of work, and what each asks for from which day."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.activities.choices import KindGroup, Minors, Movement, VerifiedBy
from viecthat.audit.tracking import tracked

ALWAYS = date(1900, 1, 1)  # from when a kind's first version holds: before any work there is


class ActivityKind(models.Model):
    """A kind of work and how it is found. Owned by `commands.kind`.

    What it asks for are its versions; a new name is a new name for all that was recorded under it.
    """

    code = models.SlugField(max_length=48, primary_key=True)
    name = models.CharField(_("tên loại việc"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120)
    group = models.CharField(_("nhóm"), max_length=12, choices=KindGroup.choices, default=KindGroup.VOLUNTEER)
    icon = models.CharField(max_length=24, default="leaf")
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


@tracked()
class KindVersion(models.Model):
    """What a kind asks for from a day on, until its next version. Owned by `commands.kind`.

    Work of a day is recorded, shown and corrected by the version of that day, so an old activity keeps its own.

    fields: its own boxes, as `queries.kinds.KindField` reads them. evidence: what each grade needs, as
    `queries.kinds.Need` reads it.
    """

    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="versions")
    start = models.DateField(_("có hiệu lực từ ngày"), help_text="of work done on this day and later")
    indicators = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="codes of the results it may yield"
    )
    fields = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    verified_by = models.CharField(_("ai xác minh"), max_length=8, choices=VerifiedBy.choices, default=VerifiedBy.ANY)
    minors = models.CharField(_("người dưới 18 tuổi"), max_length=8, choices=Minors.choices, default=Minors.YES)
    serves = ArrayField(
        models.CharField(max_length=12, choices=Movement.choices),
        default=list,
        blank=True,
        verbose_name=_("thường phục vụ"),
    )
    guidance = models.TextField(_("hướng dẫn"), max_length=2000, blank=True)
    guidance_en = models.TextField(max_length=2000, blank=True)
    offered = models.BooleanField(_("còn dùng để ghi việc"), default=True)
    reason = models.CharField(_("vì sao có lần sửa này"), max_length=300, blank=True)
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True, help_text="empty: from the catalogue")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "start"],
                name="kind_version_once",
                violation_error_message=_("Loại việc này đã có bản từ ngày đó; chọn ngày khác."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind)

    @property
    def code(self) -> str:
        """The kind's own code."""
        return self.kind_id

    @property
    def icon(self) -> str:
        """The kind's picture."""
        return self.kind.icon

    @property
    def words(self) -> str:
        """The guidance in the reader's language."""
        return (self.guidance_en if get_language() == "en" else "") or self.guidance
