"""A target shared out: versions of who gets how much, what units undertake of their own, work in the background."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.plans.choices import RunState, SharingMethod, SharingState, UndertakingState
from viecthat.plans.models.directive import Directive
from viecthat.plans.models.target import Target


@tracked()
class Sharing(models.Model):
    """One version of how `unit` hands a target on to units below it. Owned by `commands.sharing`.

    The unit of the target shares out its goal; a unit further down shares out what it got. `target` is the first
    version of the target.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="sharings")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=SharingState.choices, default=SharingState.DRAFT)
    method = models.CharField(max_length=8, choices=SharingMethod.choices)
    basis = models.CharField(max_length=200, blank=True, help_text="what the weights were, in words")
    decision = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="sharings")
    decided_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "unit", "version"], name="sharing_version_once"),
            models.UniqueConstraint(
                fields=["target", "unit"],
                condition=~Q(state="decided"),
                name="sharing_draft_once",
                violation_error_message=_("Đang có một phương án chưa chốt; sửa phương án đó."),
            ),
            models.UniqueConstraint(
                fields=["target", "unit"],
                condition=Q(state="decided", superseded_on=None),
                name="sharing_in_force_once",
            ),
        ]


class Share(models.Model):
    """What one unit gets, in one year or (no year) over the whole period. Its versions are its history."""

    # Both are looked up by the indexes below; more of them only slow down the writing of many thousands.
    sharing = models.ForeignKey(Sharing, models.CASCADE, related_name="shares", db_index=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sharing", "unit", "year"], nulls_distinct=False, name="share_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="share_not_negative",
                violation_error_message=_("Phần được giao không thể nhỏ hơn 0."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "sharing"], name="share_of_unit")]


@tracked()
class Undertaking(models.Model):
    """A unit's own figure for its share: above it, it stands at once; below it, the level above answers.

    Owned by `commands.undertaking`.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="undertakings", help_text="the first version")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.BigIntegerField(_("mức đơn vị đăng ký"))
    state = models.CharField(max_length=10, choices=UndertakingState.choices)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    superseded = models.BooleanField(default=False, help_text="a later figure of the unit took its place")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit", "year"],
                condition=Q(superseded=False),
                nulls_distinct=False,
                name="undertaking_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="undertaking_positive"),
        ]


class SharingRun(models.Model):
    """Many targets shared out to many units in the background, and how far it has come. Owned by `commands.run`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    targets: ClassVar = ArrayField(models.BigIntegerField())
    kind = models.CharField(max_length=32, help_text="the kind of the units that get a share; empty: those right below")
    method = models.CharField(max_length=8, choices=SharingMethod.choices)
    base = models.CharField(max_length=16, blank=True)
    by_year = models.BooleanField(default=False)
    day = models.DateField(help_text="whose map is meant")
    total = models.PositiveIntegerField(help_text="shares to be written")
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    problem = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
