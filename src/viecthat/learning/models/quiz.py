"""Quizzes: questions with one right answer, taken by members on their phones."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.learning.choices import QuizState
from viecthat.learning.models.library import Material


@tracked()
class Quiz(models.Model):
    """A quiz for the members of a unit and of those below it. Owned by `commands.quiz`.

    pass_mark: how many right answers pass. tries: how often one may take it; the best counts.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên bài"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    material = models.ForeignKey(Material, models.PROTECT, null=True, blank=True, related_name="quizzes")
    pass_mark = models.PositiveSmallIntegerField(_("số câu đúng để đạt"))
    tries = models.PositiveSmallIntegerField(_("số lần được làm"), default=1)
    start = models.DateField(_("mở từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    state = models.CharField(max_length=8, choices=QuizState.choices, default=QuizState.DRAFT)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("start")),
                name="quiz_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(tries__range=(1, 10), pass_mark__gte=1),
                name="quiz_can_be_passed",
                violation_error_message=_("Cho làm từ 1 đến 10 lần, và đạt thì đúng ít nhất một câu."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Question(models.Model):
    """A question, its answers, and which of them is right (from 0). Owned by `commands.quiz`."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("câu hỏi"), max_length=500)
    answers = ArrayField(models.CharField(max_length=300), verbose_name=_("câu trả lời"))
    right = models.PositiveSmallIntegerField(_("câu đúng"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "position"], name="question_place_once")]


@tracked()
class Attempt(models.Model):
    """Somebody took a quiz: what they answered (from 0; none: -1) and how many were right. Owned by `commands.quiz`."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", help_text="of the person on the day")
    number = models.PositiveSmallIntegerField(help_text="the how manieth time")
    at = models.DateTimeField()
    answers = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    marks = models.PositiveSmallIntegerField(_("số câu đúng"))
    passed = models.BooleanField(_("đạt"))
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "person", "number"], name="attempt_numbered")]
