"""Dialogues of a unit's leaders with members and staff: questions, answers, and promises to answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.plans.choices import Gathered
from viecthat.plans.models.task import Task


@tracked()
class Dialogue(models.Model):
    """The leaders of `unit` meet members or staff. Owned by `commands.dialogue`.

    `ask_code` stands in the address where questions are sent, `asked_until` (that day included) ends it.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên buổi đối thoại"), max_length=300)
    held_on = models.DateField(_("ngày"))
    begins = models.TimeField(_("giờ"), null=True, blank=True)
    place = models.CharField(_("nơi tổ chức"), max_length=200, blank=True)
    chairs = models.CharField(_("chủ trì"), max_length=300)
    invited = models.CharField(_("đối tượng được mời"), max_length=500)
    content = models.TextField(_("nội dung"), blank=True)
    asked_until = models.DateField(_("nhận câu hỏi đến hết ngày"))
    ask_code = models.CharField(max_length=24, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-held_on"], name="dialogue_of_unit")]

    def __str__(self) -> str:
        return self.title


@tracked()
class DialogueParty(models.Model):
    """A unit whose people are invited; it reads the record. Owned by `commands.dialogue`."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="parties")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "unit"], name="dialogue_party_once")]


class DialogueFile(models.Model):
    """A paper of the dialogue. Owned by `commands.dialogue`."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="papers")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "file"], name="dialogue_file_once")]


@tracked()
class DialogueAnswer(models.Model):
    """What was answered, by whom, on which day; one answer may serve several questions.

    Owned by `commands.dialogue`.
    """

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="answers")
    words = models.TextField(_("trả lời"))
    said_by = models.CharField(_("người trả lời"), max_length=200)
    day = models.DateField(_("ngày trả lời"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")


class DialogueQuestion(models.Model):
    """A question. Of one asked anonymously nothing is kept that leads to its asker: no account, no name, no moment,
    and no history, which would say whose request wrote it. Owned by `commands.question`.

    `slip`: digest of the code under which the asker reads the answer. `task`: the promise to answer by a day.
    `left_out`: why it is not answered (asked twice, no question).
    """

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="questions")
    words = models.TextField(_("câu hỏi"))
    topic = models.CharField(_("nhóm"), max_length=120, blank=True)
    gathered = models.CharField(max_length=8, choices=Gathered.choices)
    asked_on = models.DateField()
    anonymous = models.BooleanField(_("ẩn danh"), default=False)
    asker_name = models.CharField(_("người hỏi"), max_length=200, blank=True)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    slip = models.CharField(max_length=64, unique=True, null=True, blank=True)
    answer = models.ForeignKey(DialogueAnswer, models.PROTECT, null=True, blank=True, related_name="questions")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="questions")
    left_out = models.CharField(_("vì sao không trả lời riêng"), max_length=300, blank=True)
    folded = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["dialogue", "topic"], name="question_of_dialogue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(asker=None, asker_name=""),
                name="anonymous_question_names_nobody",
                violation_error_message=_("Câu hỏi ẩn danh không ghi tên người hỏi."),
            ),
            models.CheckConstraint(
                condition=Q(left_out="") | Q(answer=None, task=None),
                name="question_left_out_has_no_answer",
                violation_error_message=_("Câu đã trả lời hoặc đã hẹn trả lời thì không gạt ra được."),
            ),
        ]

    @property
    def open(self) -> bool:
        """Neither answered nor left out."""
        return self.answer_id is None and not self.left_out
