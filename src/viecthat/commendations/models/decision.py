"""The decision that commends, and the book of commendations."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.commendations.choices import NomineeKind
from viecthat.commendations.models.council import CouncilMeeting
from viecthat.commendations.models.dossier import Nominee
from viecthat.commendations.models.drive import Drive


@tracked()
class CommendationDecision(models.Model):
    """A decision of `unit` that commends those in its annex lists. Owned by `commands.decision`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    drive = models.ForeignKey(Drive, models.PROTECT, null=True, blank=True, related_name="decisions")
    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, related_name="decisions")
    number = models.CharField(_("số quyết định"), max_length=60)
    day = models.DateField(_("ngày ký"))
    year = models.PositiveSmallIntegerField(help_text="of the day: numbers begin anew every year")
    about = models.CharField(_("trích yếu"), max_length=300)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=120)
    signer = models.CharField(_("người ký"), max_length=120)
    place = models.CharField(_("nơi ký"), max_length=120)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-day", "-id"], name="commend_decision_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"],
                name="commend_decision_number_once",
                violation_error_message=_("Số quyết định này đã dùng trong năm."),
            )
        ]

    def __str__(self) -> str:
        return self.number


@tracked()
class Commendation(models.Model):
    """One line of the book: who was given which form by which decision, with the number of the certificate.

    `name`, `place` are what stands on the paper; `home` is the unit it counts for, given at `decision.unit`. `serial`
    stands in the QR and tells nothing, `key` signs it and never leaves. Corrected and withdrawn with words, never
    deleted. Owned by `commands.decision`.
    """

    decision = models.ForeignKey(CommendationDecision, models.PROTECT, related_name="commendations")
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="commendations")
    form = models.CharField(max_length=40)
    to = models.CharField(max_length=12, choices=NomineeKind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    home = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("tên trên giấy"), max_length=200)
    folded = models.CharField(max_length=420, help_text="name and place, for searching")
    place = models.CharField(_("chức vụ, đơn vị trên giấy"), max_length=200, blank=True)
    why = models.CharField(_("đã có thành tích"), max_length=300)
    giver = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", help_text="decision.unit, for the number")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("số vào sổ"))
    day = models.DateField(_("ngày"))
    serial = models.PositiveBigIntegerField(unique=True, help_text="40 bits of chance")
    key = models.CharField(max_length=64)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    corrected_on = models.DateField(_("đính chính ngày"), null=True, blank=True)
    corrected_why = models.CharField(_("vì sao đính chính"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("thu hồi ngày"), null=True, blank=True)
    withdrawn_by = models.CharField(_("theo quyết định số"), max_length=60, blank=True)
    withdrawn_why = models.CharField(_("vì sao thu hồi"), max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["home", "-day"], name="commendation_by_home"),
            models.Index(fields=["-day", "-id"], name="commendation_by_day"),
            models.Index(fields=["person"], name="commendation_by_person", condition=Q(person__isnull=False)),
            models.Index(fields=["unit"], name="commendation_by_unit", condition=Q(unit__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["giver", "year", "number"], name="commendation_number_once"),
            models.UniqueConstraint(
                fields=["nominee"], condition=Q(withdrawn_on__isnull=True), name="commendation_once_a_nominee"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="", withdrawn_by="")
                | (Q(withdrawn_on__gte=F("day")) & ~Q(withdrawn_why="")),
                name="commendation_withdrawn_says_why",
                violation_error_message=_("Ghi vì sao thu hồi; ngày thu hồi không trước ngày khen thưởng."),
            ),
        ]
