"""Tables of figures brought in from a file: how they were read, what each line says, what came of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.periods import Period
from viecthat.reporting.choices import RowVerdict, TableState, TableWay


class FigureTable(models.Model):
    """One sheet of a file, from its arrival until its figures are in the ledger, or taken back. Owned by
    `commands.table`.

    `unit`: whose table it is; its lines are units at and below it. `start` to `end` (half-open): the period of the
    figures, declared on `day`. `layout` says how the sheet lies (`reading.tables.layout.Layout`), `columns` by place
    what each holds (an indicator's code, `code:n` and `code:of` for a share in two columns, "" nothing). `typed` holds
    what an officer put for a cell, by its address ("C17"), `chosen` the unit's code chosen for a line by its number,
    "" to leave the line out. `seal`: what the hidden sheet of our own form said.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    day = models.DateField(_("ngày của số liệu"))
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    file_name = models.CharField(_("tệp"), max_length=160)
    sheets = ArrayField(models.CharField(max_length=60), default=list)
    sheet = models.PositiveSmallIntegerField(_("trang tính"), default=0)
    state = models.CharField(max_length=12, choices=TableState.choices, default=TableState.READ)
    guessed_letters = models.BooleanField(default=False)
    layout = models.JSONField(default=dict)
    columns = ArrayField(models.CharField(max_length=80, blank=True), default=list)
    way = models.CharField(_("cách ghi"), max_length=4, choices=TableWay.choices, default=TableWay.FILL)
    typed = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    seal = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=0, help_text="how often it was written")
    failure = models.CharField(max_length=500, blank=True)
    brought_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(_("vì sao hoàn tác"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-brought_at"], name="figure_table_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), day__gte=F("start"), day__lt=F("end")),
                name="figure_table_day_in_period",
                violation_error_message=_("Ngày của số liệu phải nằm trong kỳ."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["undoing", "undone"]) | ~Q(undone_reason=""),
                name="figure_table_undone_says_why",
                violation_error_message=_("Ghi vì sao hoàn tác."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(written_at__isnull=False), name="figure_table_done_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def period(self) -> Period:
        """The days the figures are of."""
        return Period(self.start, self.end)


class TableRow(models.Model):
    """A line of a table. Owned by `commands.table`.

    `cells` is what the sheet shows, `faults` what is to be said: [place or null, refused, sentence, parameters].
    `figures` by indicator's code: [quantity] or [n, of] in its smallest unit; `held` likewise what the ledger had for
    the unit and period when the line was checked, with its share that is proved as a third or second number.
    """

    table = models.ForeignKey(FigureTable, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="of the line in the sheet as it was read, the first is 0")
    address = models.CharField(max_length=12, help_text="what the sheet calls the line: 17, or F")
    role = models.CharField(max_length=8)
    name = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=RowVerdict.choices)
    cells = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "number"], name="table_row_once")]
        indexes = [models.Index(fields=["table", "verdict", "number"], name="table_row_by_verdict")]


class TableHabit(models.Model):
    """What a unit took a heading for last time. Owned by `commands.table.settle_mapping`."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    heading = models.CharField(max_length=200, help_text="folded")
    column = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "heading"], name="table_habit_once")]
