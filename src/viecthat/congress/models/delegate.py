"""Delegates, and how many each unit elects."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.congress.choices import DelegateBasis
from viecthat.congress.models.congress import Congress


@tracked()
class Quota(models.Model):
    """So many delegates a unit elects, shared out by its members of that day. Owned by `commands.delegate`."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="quotas")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    members = models.PositiveIntegerField(_("số đoàn viên"), default=0)
    seats = models.PositiveSmallIntegerField(_("số đại biểu được bầu"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "unit"], name="congress_quota_once")]


@tracked()
class Delegate(models.Model):
    """Who is called to a congress: somebody of the register, or outside it by name. Owned by `commands.delegate`.

    `name`, `sex` and `birth_date` are only of those whom the register does not have; `unit` the delegation. One who is
    struck from the list stays readable with the reason.
    """

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="delegates")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(_("thuộc diện"), max_length=12, choices=DelegateBasis.choices)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    sex = models.CharField(_("giới tính"), max_length=8, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    post = models.CharField(_("chức vụ, công việc"), max_length=200, blank=True)
    substitute = models.BooleanField(_("dự khuyết"), default=False)
    came_at = models.DateTimeField(_("có mặt lúc"), null=True, blank=True)
    struck_why = models.CharField(_("rút tên vì"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="delegate_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "person"],
                condition=Q(person__isnull=False, struck_why=""),
                name="delegate_once",
                violation_error_message=_("Người này đã có trong danh sách đại biểu."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="delegate_is_somebody",
                violation_error_message=_("Chọn người trong sổ, hoặc ghi họ tên người ngoài sổ."),
            ),
            models.CheckConstraint(
                condition=~Q(basis="elected") | Q(unit__isnull=False),
                name="delegate_elected_by_a_unit",
                violation_error_message=_("Đại biểu được bầu thì ghi đơn vị bầu."),
            ),
            models.CheckConstraint(
                condition=Q(struck_why="") | Q(came_at__isnull=True),
                name="delegate_struck_is_not_there",
                violation_error_message=_("Người đã rút tên không điểm danh được."),
            ),
        ]

    @property
    def called(self) -> str:
        """The name, of the register's person or as typed."""
        return self.person.full_name if self.person is not None else self.name


ALPHABET = Coalesce(F("person__sort_key"), Func(F("name"), function="lower"))
