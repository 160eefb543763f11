"""Tasks: who does what by when, out of what, and everything that happened to it."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.plans.choices import CommandLine, StepKind, TaskOrigin, TaskPart, TaskState
from viecthat.plans.models.directive import Clause
from viecthat.plans.models.session import SessionPoint


@tracked(exclude=["folded"])
class Task(models.Model):
    """A task of `unit`, or a group of tasks. Owned by `commands.task`, out of a passage by `commands.clause`.

    `giver` is the unit that gave it, none when the unit set it itself; `parent` the task above that it is a part of.
    `due` is the day it was given with: extensions are steps, `queries.task.with_due` tells the day in force.
    `revision` grows with every change that somebody's calendar should show.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    giver = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("tên"), max_length=500)
    detail = models.TextField(_("nội dung"), blank=True)
    professional = models.CharField(_("nhiệm vụ chuyên môn được phục vụ"), max_length=300, blank=True)
    is_group = models.BooleanField(_("nhóm nhiệm vụ"), default=False)
    group = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="tasks")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="tasks")
    point = models.ForeignKey(SessionPoint, models.PROTECT, null=True, blank=True, related_name="tasks")
    origin = models.CharField(_("nguồn"), max_length=12, choices=TaskOrigin.choices, default=TaskOrigin.OWN)
    origin_note = models.CharField(_("nguồn cụ thể"), max_length=300, blank=True)
    line = models.CharField(_("tuyến chỉ đạo"), max_length=8, choices=CommandLine.choices, default=CommandLine.OWN)
    due = models.DateField(_("hạn"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    position = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    folded = models.TextField(
        blank=True, help_text="title, content and where it comes from, for searching without marks"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "due"], name="task_of_unit"),
            models.Index(fields=["giver", "state"], name="task_given"),
            GinIndex(fields=["folded"], name="task_words_trigram", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_group=False) | Q(group=None),
                name="task_groups_are_flat",
                violation_error_message=_("Nhóm nhiệm vụ không nằm trong nhóm khác."),
            ),
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(giver=F("unit")),
                name="task_giver_is_another",
                violation_error_message=_("Việc đơn vị tự đề ra thì không có đơn vị giao."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaskStep(models.Model):
    """Something that happened to a task: said by whom, when; never changed. Owned by `commands.task`.

    `new_due`: the day asked for or granted.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    words = models.TextField(blank=True)
    new_due = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["task", "kind", "-at"], name="task_step_last")]


class TaskFile(models.Model):
    """What shows that a step was true. Owned by `commands.task`."""

    step = models.ForeignKey(TaskStep, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "file"], name="task_file_once")]


@tracked()
class TaskUnit(models.Model):
    """Another unit, often a department, that works on the task too or is told of it. Owned by `commands.task`."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="others")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=TaskPart.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_unit_once")]


@tracked()
class Milestone(models.Model):
    """A day on the way to a task's end. Owned by `commands.task`."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
    title = models.CharField(_("mốc"), max_length=300)
    due = models.DateField(_("ngày"))
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "title", "due"],
                name="milestone_once",
                violation_error_message=_("Hai mốc giống hệt nhau; bỏ bớt một."),
            )
        ]
