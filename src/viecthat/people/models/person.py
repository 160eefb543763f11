"""Persons, the restricted part of their file, and who opened it."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.choices.file import AccessKind, MemberGroup, Schooling


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


@tracked()
class Person(models.Model):
    """A person who works or takes part. Owned by `commands.register_people`, `commands.change_file`.

    Purpose of each field: the name to recognise; the birth date to tell two of one name apart, to know minors and who
    comes of age; the sex for the break-downs the forms ask; card and phone to find and to reach; home place and
    residence because the member book asks them and residence activity needs the second; occupation and schooling to
    know whom the branch has; the youth group for the break-down every report asks; `paid` decides the rate of the fee;
    the photo is for the card.
    """

    full_name = models.CharField(_("họ và tên"), max_length=120)
    folded_name = models.CharField(max_length=120, help_text="kernel.names.fold(full_name): search without marks")
    sort_key = models.CharField(max_length=480, help_text="kernel.names.person_sort_key(full_name)")
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=8, choices=Sex.choices, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    example = models.BooleanField(_("người minh hoạ"), default=False, help_text="made up for a demonstration")
    card_number = models.CharField(_("số thẻ đoàn viên"), max_length=20, null=True, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=15, blank=True, help_text="digits only, a plus may lead")
    hometown = models.CharField(_("quê quán"), max_length=200, blank=True)
    residence = models.CharField(_("nơi ở"), max_length=200, blank=True)
    occupation = models.CharField(_("nghề nghiệp, lớp học"), max_length=120, blank=True)
    paid = models.BooleanField(_("hưởng lương"), default=False)
    schooling = models.CharField(_("học vấn"), max_length=20, choices=Schooling.choices, blank=True)
    youth_group = models.CharField(
        _("nhóm đối tượng"), max_length=12, choices=MemberGroup.choices, blank=True, default="", db_default=""
    )
    photo = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="person_name_trigram"),
            # With the unit beside the name, thousands of one name are narrowed to those within reach without looking at
            # their rows. The name itself beside its reverse, or the planner would not see that the index tells all.
            models.Index(
                fields=["folded_name"], name="person_by_name", opclasses=["varchar_pattern_ops"], include=["unit", "id"]
            ),
            models.Index(
                OpClass(Reverse("folded_name"), name="text_pattern_ops"),
                name="person_by_name_end",
                include=["folded_name", "unit", "id"],
            ),
            models.Index(fields=["unit", "sort_key"], name="person_by_unit_name"),
            models.Index(fields=["birth_date", "folded_name"], name="person_by_birth_name", include=["unit", "id"]),
            # Not unique: a refusal would tell whoever types a number that somebody out of reach has it. Who stands
            # twice is found by those who reach both (`queries.duplicate`).
            models.Index(fields=["card_number"], name="person_by_card", condition=Q(card_number__isnull=False)),
            models.Index(fields=["phone"], name="person_by_phone", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(full_name=""),
                name="person_has_name",
                violation_error_message=_("Cần ghi họ và tên."),
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+?[0-9]{9,14}$"),
                name="person_phone_digits",
                violation_error_message=_("Số điện thoại gồm 9 đến 14 chữ số, ví dụ 0912345678."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class SensitiveFacts(models.Model):
    """The restricted part of a file: only for roles that need it, and every look is logged.

    Purposes: ethnicity and religion because the yearly form asks for shares of members by them; the citizen's number to
    tell two people of one name and birthday apart; the family contact for emergencies and, below 16, to ask consent.
    Its past is not kept by triggers as elsewhere: what is erased on request must be gone. Owned by
    `commands.change_sensitive_facts`.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="sensitive")
    ethnicity = models.CharField(_("dân tộc"), max_length=60, blank=True)
    religion = models.CharField(_("tôn giáo"), max_length=60, blank=True)
    id_number = models.CharField(_("số định danh cá nhân"), max_length=12, blank=True)
    family_contact = models.CharField(_("cha mẹ, người giám hộ"), max_length=200, blank=True)
    family_phone = models.CharField(_("điện thoại gia đình"), max_length=15, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id_number"], name="sensitive_by_id", condition=~Q(id_number=""))]
        constraints = [
            models.CheckConstraint(
                condition=Q(id_number="") | Q(id_number__regex=r"^[0-9]{12}$"),
                name="sensitive_id_twelve_digits",
                violation_error_message=_("Số định danh cá nhân gồm đúng 12 chữ số."),
            ),
            models.CheckConstraint(
                condition=Q(family_phone="") | Q(family_phone__regex=r"^\+?[0-9]{9,14}$"),
                name="sensitive_phone_digits",
                violation_error_message=_("Số điện thoại gồm 9 đến 14 chữ số, ví dụ 0912345678."),
            ),
        ]


class FileAccess(models.Model):
    """Who did what with whose file, when. Only ever added to. Owned by `commands.note_access`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="accesses")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AccessKind.choices)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True, help_text="which file or which paper")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_by_person")]
        triggers = [
            pgtrigger.Protect(name="access_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
