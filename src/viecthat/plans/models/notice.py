"""What people are told of, how they wish to be told, and the secret addresses of their calendars."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.plans.choices import NoticeKind
from viecthat.plans.models.dialogue import DialogueQuestion
from viecthat.plans.models.directive import Directive
from viecthat.plans.models.task import Task


class Notice(models.Model):
    """Somebody is told something, once: `day` is the due day it is about. Owned by `commands.notice`.

    Floors above say what theirs are about by `words` and `page`, an address of this installation.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="+")
    directive = models.ForeignKey(Directive, models.CASCADE, null=True, blank=True, related_name="+")
    question = models.ForeignKey(DialogueQuestion, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    page = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="notice_newest"),
            models.Index(fields=["account"], condition=Q(mailed_at=None), name="notice_to_mail"),
        ]
        constraints = [
            # What may happen to a task several times (given, returned) is told each time: its moment keeps it apart.
            models.UniqueConstraint(
                fields=["account", "kind", "task", "day"],
                condition=Q(kind__in=["soon", "late"]),
                nulls_distinct=False,
                name="reminder_once",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "page", "day"],
                condition=Q(
                    kind__in=["report_soon", "report_late", "limit_soon", "limit_late", "prop_soon", "prop_late"]
                ),
                nulls_distinct=False,
                name="report_reminder_once",
            ),
        ]


class ReminderSetting(models.Model):
    """How an account wishes to be told; without a row, as the defaults say. Owned by `commands.notice`.

    Mail goes only to an address that its owner confirmed. `mailed_on`: the day of the last digest.
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    address = models.EmailField(_("địa chỉ thư"), blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    by_mail = models.BooleanField(_("gửi thư tổng hợp mỗi ngày"), default=True)
    days_before = models.PositiveSmallIntegerField(_("nhắc trước số ngày"), default=3)
    reports = models.BooleanField(_("nhắc cả hạn báo cáo"), default=True)
    mailed_on = models.DateField(null=True, blank=True)


class CalendarKey(models.Model):
    """A secret address under which what is due can be read without signing in; only its digest is kept.

    `unit` None: the holder's own tasks. Owned by `commands.calendar`.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4, help_text="its last letters, to tell one address from another")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="calendar_key_once",
            )
        ]
