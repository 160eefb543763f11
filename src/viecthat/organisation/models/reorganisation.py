"""Decisions about units, and everything each of them did."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.organisation.choices import Part, ReorganisationKind, WaitingState


@tracked()
class Reorganisation(models.Model):
    """One decision about units, carried out whole. Owned by `commands.reorganisation`.

    `unit` is where it was asked for. Sent twice with one `key`, it is done once. `undoes` is the one a later decision
    undid.
    """

    kind = models.CharField(max_length=10, choices=ReorganisationKind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField(_("từ ngày"))
    decision = models.CharField(_("quyết định"), max_length=80)
    why = models.CharField(max_length=500, help_text="what stands in the files of those concerned")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    actor = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-day"], name="reorganisation_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="undone", undoes__isnull=False) | (~Q(kind="undone") & Q(undoes__isnull=True)),
                name="reorganisation_undoing_names_what",
            )
        ]


class ReorganisedUnit(models.Model):
    """A unit in a decision: founded, ended, moved. `parent_before` and `successor` where that says something."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="units")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    parent_before = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "unit"], name="reorganised_unit_once"),
        ]


class MemberMove(models.Model):
    """A member whom the decision took from one branch to another."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    origin = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    destination = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reorganisation", "person"], name="member_move_once")]


class PostChange(models.Model):
    """A post that ended with a unit, or was given with the decision."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="posts")
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="+")
    given = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reorganisation", "post"], name="post_change_once")]


class GrantEnded(models.Model):
    """An account's role that ended with a unit."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="grants")
    grant = models.ForeignKey("accounts.RoleGrant", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reorganisation", "grant"], name="grant_ended_once")]


class WaitingDecision(models.Model):
    """A large decision on its way through the queue. Owned by `commands.waiting`; `plan` is written by it alone."""

    key = models.CharField(max_length=80, unique=True, help_text="sent twice, done once")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    plan = models.JSONField()
    state = models.CharField(max_length=10, choices=WaitingState.choices, default=WaitingState.WAITING)
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    why_not = models.CharField(max_length=500, blank=True, help_text="what stood against it, in Vietnamese")
    reorganisation = models.OneToOneField(Reorganisation, models.PROTECT, null=True, blank=True, related_name="waited")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(reorganisation__isnull=False), name="waiting_done_names_what"
            )
        ]
