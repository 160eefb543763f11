"""Charity houses. The household stands in a table of its own, so that no list can show it by mistake."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.works.choices import HouseKind, HouseState, MoneySource, PhotoStage


@tracked()
class CharityHouse(models.Model):
    """A house that `unit` builds or mends for a household: what everybody above may know. Owned by `commands.house`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("loại nhà"), max_length=8, choices=HouseKind.choices)
    commune = models.CharField(_("xã, phường, tỉnh"), max_length=120)
    folded = models.CharField(max_length=120, help_text="kernel.names.fold(commune)")
    state = models.CharField(max_length=8, choices=HouseState.choices, default=HouseState.PLANNED)
    registered_on = models.DateField(_("ngày đăng ký"))
    started_on = models.DateField(_("khởi công"), null=True, blank=True)
    handed_on = models.DateField(_("bàn giao"), null=True, blank=True)
    dropped_why = models.CharField(_("vì sao thôi"), max_length=500, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-registered_on"], name="house_by_unit"),
            models.Index(fields=["-registered_on", "-id"], name="house_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | Q(handed_on__gte=F("started_on")),
                name="house_handed_after_start",
                violation_error_message=_("Ngày bàn giao không được trước ngày khởi công."),
            ),
            models.CheckConstraint(
                condition=(Q(state="handed") & Q(handed_on__isnull=False))
                | (~Q(state="handed") & Q(handed_on__isnull=True)),
                name="house_handed_has_a_day",
            ),
        ]


@tracked(exclude=["name", "address", "circumstances", "consent_by"])
class Household(models.Model):
    """Whose house it is, and their consent: read by the unit itself only, each time noted. Owned by `commands.house`.

    What is private stays out of the history, so that forgetting it is forgetting it everywhere.
    """

    house = models.OneToOneField(CharityHouse, models.CASCADE, primary_key=True, related_name="household")
    name = models.CharField(_("chủ hộ"), max_length=120)
    address = models.CharField(_("địa chỉ"), max_length=200)
    circumstances = models.CharField(_("hoàn cảnh"), max_length=1000, blank=True)
    consent_by = models.CharField(_("người đồng ý"), max_length=120, blank=True)
    consent_on = models.DateField(_("đồng ý ngày"), null=True, blank=True)
    forgotten_on = models.DateField(_("đã xoá ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_on__isnull=True) | Q(name="", address="", circumstances="", consent_by=""),
                name="household_forgotten_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_on__isnull=False)
                | (~Q(name="") & ~Q(consent_by="") & Q(consent_on__isnull=False)),
                name="household_consents",
                violation_error_message=_("Chỉ ghi tên và địa chỉ khi hộ đã đồng ý: ai đồng ý, ngày nào."),
            ),
        ]


class HouseholdView(models.Model):
    """Somebody read a household's name and address. Only ever added to; owned by `commands.house`."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="views")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


@tracked()
class HouseMoney(models.Model):
    """Means for a house, in đồng. Owned by `commands.house`."""

    house = models.ForeignKey(CharityHouse, models.CASCADE, related_name="money")
    source = models.CharField(_("nguồn"), max_length=8, choices=MoneySource.choices)
    amount = models.BigIntegerField(_("số tiền"))
    day = models.DateField(_("ngày"))
    giver = models.CharField(_("từ đâu"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="house_money_above_zero",
                violation_error_message=_("Số tiền phải lớn hơn 0."),
            )
        ]


@tracked()
class HousePhoto(models.Model):
    """A photo of the house: as private as the household. Owned by `commands.house`."""

    house = models.ForeignKey(CharityHouse, models.CASCADE, related_name="photos")
    stage = models.CharField(_("lúc"), max_length=8, choices=PhotoStage.choices)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["house", "file"],
                name="house_photo_once",
                violation_error_message=_("Ảnh này đã có trong sổ nhà."),
            )
        ]
