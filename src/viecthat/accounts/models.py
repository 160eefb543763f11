"""Accounts and the dated roles that give them authority."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.accounts.choices import Role
from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked


@tracked(exclude=["password", "last_login"])
class Account(AbstractBaseUser):
    """A sign-in. It has no authority of its own: only its dated roles have. Owned by `commands.open_account`."""

    username = models.CharField(_("tên đăng nhập"), max_length=64, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    opened_at = models.DateTimeField(_("mở lúc"))

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]{2,63}$"),
                name="account_username_plain",
                violation_error_message=_("Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm và gạch nối."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username


@tracked()
class RoleGrant(models.Model):
    """A role of an account at a unit, from a day to a day (half-open). Owned by `commands.grant_role`."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=32, choices=Role.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    decision = models.CharField(_("quyết định"), max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="grant_ends_after_start",
                violation_error_message=_("Ngày thôi giữ vai trò phải sau ngày bắt đầu."),
            ),
            ExclusionConstraint(
                name="grant_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Người này đã giữ vai trò đó ở đơn vị trong thời gian ấy."),
            ),
        ]


class DoorTry(models.Model):
    """A wrong try at a door that anybody may knock at. Owned by `commands.note_try`; kept for a day.

    `visitor` is a digest of the address they came from: enough to slow somebody down, too little to follow them.
    """

    door = models.CharField(max_length=24)
    visitor = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["door", "visitor", "at"], name="door_try_by_visitor")]
