"""Lists of members brought in from a file: the file, what each row says, what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.people.choices.intake import DayOrder, IntakeState, Verdict
from viecthat.people.models.person import Person


class Intake(models.Model):
    """One file, from its arrival until it is in the register, or taken back. Owned by `commands.intake`.

    `columns` names the field each column fills, "" none; `heads` what stands above it; `first_row` the first row below
    the headings. `done` of `total` says how far the work of the moment is. The bytes go when they are needed no more.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    file_name = models.CharField(_("tệp"), max_length=160)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=IntakeState.choices, default=IntakeState.UPLOADED)
    sheet = models.PositiveSmallIntegerField(default=0)
    sheet_name = models.CharField(max_length=60, blank=True)
    hidden_sheets = ArrayField(models.CharField(max_length=60), default=list)
    guessed_letters = models.BooleanField(default=False)
    heads = ArrayField(models.CharField(max_length=200), default=list)
    columns = ArrayField(models.CharField(max_length=20, blank=True), default=list)
    first_row = models.PositiveIntegerField(default=1)
    day_order = models.CharField(
        _("ngày viết theo thứ tự"), max_length=3, choices=DayOrder.choices, default=DayOrder.DAY_FIRST
    )
    default_since = models.DateField(_("vào chi đoàn ngày"), null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    with_warned = models.BooleanField(default=True)
    failure = models.CharField(max_length=500, blank=True)
    dataset = models.ForeignKey("ledger.Dataset", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao hoàn tác"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="intake_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["undoing", "undone"]) | ~Q(undone_reason=""),
                name="intake_undone_says_why",
                violation_error_message=_("Ghi vì sao hoàn tác."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(written_at__isnull=False), name="intake_done_says_when"
            ),
        ]


class IntakeRow(models.Model):
    """A row of the file: what it shows, what is to be said of it, what it becomes, whom it became.

    `cells` and `facts` are emptied some weeks after the list is done: the register holds them then.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="of the row in the file, the first is 1")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=list, help_text="[place of the column or null, refused, sentence, parameters]")
    facts = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="intake_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="intake_row_once")]
        indexes = [models.Index(fields=["intake", "verdict", "number"], name="intake_row_by_verdict")]


class ColumnHabit(models.Model):
    """What a unit took a heading for last time. Owned by `commands.intake.settle_columns`."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    heading = models.CharField(max_length=200, help_text="folded")
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "heading"], name="column_habit_once")]
