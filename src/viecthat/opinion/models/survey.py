"""Surveys. Who was asked and what was answered stand in tables that nothing joins: decision 0051."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.opinion.choices import QuestionKind, SurveyState, SurveyWay


@tracked()
class Survey(models.Model):
    """Questions put to a sample of a register, or to whoever has the address. Owned by `commands.survey`.

    seed: what the sample was drawn with, so that the draw can be repeated. result counts stand nowhere.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên khảo sát"), max_length=200)
    folded_title = models.CharField(max_length=200, help_text="kernel.names.fold(title)")
    asks = models.CharField(_("lời giới thiệu"), max_length=2000, blank=True)
    way = models.CharField(_("ai trả lời"), max_length=8, choices=SurveyWay.choices)
    start = models.DateField(_("mở từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    state = models.CharField(max_length=12, choices=SurveyState.choices, default=SurveyState.DRAFT)
    public_code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    seed = models.CharField(_("hạt giống"), max_length=40, blank=True)
    drawn_on = models.DateField(null=True, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("start")),
                name="survey_ends_after_start",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(drawn_on__isnull=True) | (Q(way=SurveyWay.SAMPLE) & ~Q(seed="")),
                name="survey_drawn_with_seed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Question(models.Model):
    """A question. low, high: of a scale or a number. skip: asked only of those who chose `skip_option` (from 0) in the
    question at `skip_position` before it. Owned by `commands.survey`.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("câu hỏi"), max_length=500)
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    options = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    low = models.IntegerField(null=True, blank=True)
    high = models.IntegerField(null=True, blank=True)
    required = models.BooleanField(default=True)
    skip_position = models.PositiveSmallIntegerField(null=True, blank=True)
    skip_option = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="survey_question_place_once"),
            models.CheckConstraint(
                condition=Q(skip_position__isnull=True) | Q(skip_position__lt=F("position")),
                name="survey_question_asked_after",
            ),
        ]


class Stratum(models.Model):
    """A part of the register the sample was drawn from: how many there are, how many were drawn, never fewer than five.

    Owned by `commands.sample`.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="strata")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    population = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "strata"
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="stratum_place_once"),
            models.CheckConstraint(condition=Q(drawn__lte=F("population")), name="stratum_drawn_from_it"),
        ]


class Invited(models.Model):
    """Somebody drawn into the sample. Has no code, and not whether they answered. Owned by `commands.sample`."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invited")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="invited")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")


class Code(models.Model):
    """The digest of a code that opens one sheet; knows its stratum, not its bearer. Gone when the survey is closed.

    The rows are shuffled and numbered by chance. Owned by `commands.sample`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="codes")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)


class Sheet(models.Model):
    """What one person answered: question's position → answer. No name, no code, no time, no order.

    Owned by `commands.answering`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sheets")
    stratum = models.ForeignKey(Stratum, models.CASCADE, null=True, blank=True, related_name="sheets")
    answers = models.JSONField(default=dict)
