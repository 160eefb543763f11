"""Persons."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


@tracked()
class Person(models.Model):
    """A person who works or takes part. Owned by `commands.register_person`.

    Purpose of each field: the name to recognise, the birth date to tell two of one name apart and to know minors,
    the sex for the break-downs the forms ask.
    """

    full_name = models.CharField(_("họ và tên"), max_length=120)
    folded_name = models.CharField(max_length=120, help_text="kernel.names.fold(full_name): search without marks")
    sort_key = models.CharField(max_length=480, help_text="kernel.names.person_sort_key(full_name)")
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=8, choices=Sex.choices, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    example = models.BooleanField(_("người minh hoạ"), default=False, help_text="made up for a demonstration")

    class Meta:
        indexes = [GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="person_name_trigram")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(full_name=""),
                name="person_has_name",
                violation_error_message=_("Cần ghi họ và tên."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name
