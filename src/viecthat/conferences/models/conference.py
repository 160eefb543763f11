"""A conference: when, where, who chairs, what is gone through, on which reviews."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.conferences.choices import ConferenceState, Quorum


@tracked(exclude=["key", "folded"])
class Conference(models.Model):
    """The meeting at which reviews are gone through and concluded. Owned by `commands.conference`.

    `serial`, `key`: of the code that changes on the screen in the hall (kernel.rotating_codes).
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên hội nghị"), max_length=300)
    held_on = models.DateField(_("ngày"))
    begins = models.TimeField(_("giờ bắt đầu"))
    ends = models.TimeField(_("giờ kết thúc"), null=True, blank=True)
    place = models.CharField(_("nơi họp"), max_length=200, blank=True)
    link = models.URLField(_("đường dẫn họp trực tuyến"), max_length=500, blank=True)
    chairs = models.CharField(_("chủ trì"), max_length=300)
    secretary = models.CharField(_("thư ký"), max_length=200, blank=True)
    quorum = models.CharField(
        _("cần có mặt"), max_length=4, choices=Quorum.choices, default=Quorum.TWO_THIRDS, blank=True
    )
    state = models.CharField(max_length=12, choices=ConferenceState.choices, default=ConferenceState.PLANNED)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    serial = models.BigIntegerField(unique=True)
    key = models.CharField(max_length=32)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True, blank=True)
    folded = models.TextField(blank=True, help_text="name, place and chairs, for searching without marks")

    class Meta:
        indexes = [models.Index(fields=["unit", "-held_on"], name="conference_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("begins")),
                name="conference_ends_after_it_begins",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""),
                name="conference_is_somewhere",
                violation_error_message=_("Ghi nơi họp hoặc đường dẫn họp trực tuyến."),
            ),
            models.CheckConstraint(
                condition=Q(state=ConferenceState.CONCLUDED, concluded_at__isnull=False)
                | (~Q(state=ConferenceState.CONCLUDED) & Q(concluded_at=None)),
                name="conference_concluded_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def concluded(self) -> bool:
        """Whether its conclusions are tasks by now."""
        return self.state == ConferenceState.CONCLUDED


@tracked()
class ReviewedThere(models.Model):
    """A review that the conference deals with; a review is dealt with at one conference. Owned by
    `commands.conference`.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="reviewed")
    review = models.OneToOneField("reviews.Review", models.PROTECT, related_name="conferred")


@tracked()
class AgendaItem(models.Model):
    """What is gone through, in order. Owned by `commands.agenda`."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("nội dung"), max_length=300)
    speaker = models.CharField(_("người trình bày"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("số phút"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "position"], name="agenda_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]
