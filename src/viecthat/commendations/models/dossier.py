"""A unit's proposal: whom it puts forward for which form, with what they did, and how it went up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.commendations.choices import DossierState, NomineeKind, NomineeState, StepKind
from viecthat.commendations.models.drive import Drive


@tracked()
class Dossier(models.Model):
    """A dossier that `unit` puts forward, up to `decider`; it lies on the `desk` of one unit at a time.

    `origin` says in words what it comes from ("Hội thi …"), `origin_address` where that is read; a call (`drive`) needs
    neither. Owned by `commands.dossier`, `commands.upward`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    decider = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    desk = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    drive = models.ForeignKey(Drive, models.PROTECT, null=True, blank=True, related_name="dossiers")
    title = models.CharField(_("tên hồ sơ"), max_length=200)
    folded = models.CharField(max_length=200)
    origin = models.CharField(_("từ"), max_length=200, blank=True)
    origin_address = models.CharField(max_length=300, blank=True)
    minutes = models.CharField(_("biên bản họp, tờ trình số"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=DossierState.choices, default=DossierState.DRAFT)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit"], name="dossier_by_unit"),
            models.Index(fields=["desk"], name="dossier_by_desk", condition=Q(state="sent")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "origin_address"],
                condition=~Q(origin_address="") & ~Q(state="dropped"),
                name="dossier_origin_once",
                violation_error_message=_("Việc này đã có hồ sơ khen thưởng của đơn vị."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "closed"]) | Q(sent_at__isnull=False),
                name="dossier_sent_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DossierStep(models.Model):
    """What happened to a dossier, only ever added to. Owned by the commands that do it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", help_text="whose desk it then lay on")
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "dropped"]) | ~Q(words=""),
                name="dossier_returned_with_words",
                violation_error_message=_("Ghi vì sao, để đơn vị hiểu."),
            )
        ]


@tracked(exclude=["achievement"])
class Nominee(models.Model):
    """A collective or individual put forward for one form. Owned by `commands.dossier`.

    A unit of the tree, a person of the register, or by name and place an outsider. A person stands in the register
    under their own name: here their name is not kept.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="nominees")
    form = models.CharField(_("hình thức, danh hiệu"), max_length=40)
    to = models.CharField(_("là"), max_length=12, choices=NomineeKind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("tên"), max_length=200, blank=True)
    place = models.CharField(_("chức vụ, nơi làm việc"), max_length=200, blank=True)
    achievement = models.TextField(_("thành tích"), max_length=4000)
    state = models.CharField(max_length=10, choices=NomineeState.choices, default=NomineeState.PROPOSED)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["person"], name="nominee_by_person", condition=Q(person__isnull=False)),
            models.Index(fields=["unit"], name="nominee_by_unit", condition=Q(unit__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "unit", "form"],
                condition=Q(unit__isnull=False),
                name="nominee_unit_once",
                violation_error_message=_("Tập thể này đã có trong hồ sơ với hình thức ấy."),
            ),
            models.UniqueConstraint(
                fields=["dossier", "person", "form"],
                condition=Q(person__isnull=False),
                name="nominee_person_once",
                violation_error_message=_("Người này đã có trong hồ sơ với hình thức ấy."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(unit__isnull=False, person__isnull=True, name="", to="collective")
                    | Q(unit__isnull=True, person__isnull=False, name="", to="individual")
                    | Q(unit__isnull=True, person__isnull=True) & ~Q(name="")
                ),
                name="nominee_is_somebody",
                violation_error_message=_("Chọn một tập thể, một người trong sổ, hoặc ghi tên người ngoài sổ."),
            ),
        ]


@tracked()
class NomineeFile(models.Model):
    """What shows the achievement. Owned by `commands.dossier`."""

    nominee = models.ForeignKey(Nominee, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    added_at = models.DateTimeField()


@tracked()
class Opinion(models.Model):
    """What a level says to a nominee on the way up; its last word counts. Owned by `commands.upward`."""

    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("đồng ý đề nghị"))
    words = models.CharField(_("ý kiến"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nominee", "unit"], name="opinion_once_a_level"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(words=""),
                name="opinion_against_with_words",
                violation_error_message=_("Không đồng ý thì ghi vì sao."),
            ),
        ]
