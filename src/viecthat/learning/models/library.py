"""What a unit gives those below it to read; who commits to a code, and whether it is kept."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.learning.choices import MaterialKind
from viecthat.ledger.choices import WorkArea


@tracked()
class Material(models.Model):
    """A code of conduct, something to study, or a note on good practice. Owned by `commands.library`.

    Read at the unit and below it; a note on good practice by everybody who works in the system, so that units learn
    from one another.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại"), max_length=12, choices=MaterialKind.choices)
    area = models.PositiveSmallIntegerField(_("lĩnh vực"), choices=WorkArea.choices)
    title = models.CharField(_("tên"), max_length=200)
    body = models.TextField(_("nội dung"), max_length=20_000)
    folded = models.TextField(help_text="title and body, kernel.names.fold")
    source = models.CharField(_("văn bản, nguồn"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    withdrawn_why = models.CharField(_("vì sao rút"), max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "kind"], name="material_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "title"],
                condition=Q(withdrawn_why=""),
                name="material_once",
                violation_error_message=_("Đơn vị đã có tài liệu tên này."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Commitment(models.Model):
    """A person undertook to keep a code, alone or on paper that the branch keeps. Owned by `commands.library`."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="commitments")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", help_text="of the person on the day")
    day = models.DateField(_("ngày ký"))
    on_paper = models.BooleanField(_("ký trên giấy"), default=False)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["material", "person"],
                name="commitment_once",
                violation_error_message=_("Người này đã ký cam kết."),
            )
        ]


@tracked()
class ConductCheck(models.Model):
    """Somebody looked whether a code is kept: of so many seen, so many kept it. Owned by `commands.library`."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="checks")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("ngày kiểm tra"))
    place = models.CharField(_("ở đâu"), max_length=200)
    seen = models.PositiveIntegerField(_("số người, lượt được xem"))
    kept = models.PositiveIntegerField(_("số thực hiện đúng"))
    words = models.CharField(_("nhận xét"), max_length=500)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    undone_why = models.CharField(_("vì sao lấy lại"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen__gt=0, kept__lte=F("seen")),
                name="conduct_kept_by_some_of_those_seen",
                violation_error_message=_("Số thực hiện đúng không nhiều hơn số được xem, và phải xem ít nhất một."),
            )
        ]
