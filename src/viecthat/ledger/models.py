"""Indicators, postings and entries. Postings and entries can't be changed or deleted: a database trigger says no."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language, gettext_lazy as _

from viecthat.audit.dated import ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.kernel.made_up import MadeUp
from viecthat.ledger.choices import Grade, MeasureKind, PostingKind, WorkArea

OWN_CODE = "rieng-"  # no code of the catalogue has a hyphen


@tracked()
class Indicator(models.Model):
    """What is counted, in which unit of measure, how it adds up. From the catalogue; owned by `load_indicators`.

    One with a `unit` is that unit's own, for itself and those below it, from `start` until before `end`; owned by
    `commands.own`.

    A ratio has no entries of its own: it is `numerator` over `denominator`. A coverage counts the units of
    `covers_kinds` whose total of `numerator` is at least `at_least`.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    measure = models.CharField(max_length=12, choices=MeasureKind.choices)
    unit_of_measure = models.CharField(max_length=40, blank=True)
    unit_of_measure_en = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0, help_text="a quantity of 15 with 1 decimal means 1,5")
    area = models.PositiveSmallIntegerField(choices=WorkArea.choices)
    register = models.CharField(
        max_length=40, blank=True, help_text="the register that holds it; then it can't be typed"
    )
    listed = models.BooleanField(default=True, help_text="false: only a part of others, not offered or shown by itself")
    numerator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    denominator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    covers_kinds: ClassVar = ArrayField(models.CharField(max_length=32), default=list)
    at_least = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    start = models.DateField(_("dùng từ ngày"), null=True, blank=True)
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, start__isnull=True, end__isnull=True) & ~Q(code__startswith=OWN_CODE)
                | Q(unit__isnull=False, start__isnull=False, register="", code__startswith=OWN_CODE),
                name="own_indicator_shadows_none",
            ),
            models.CheckConstraint(
                condition=ends_after_start(),
                name="own_indicator_end_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(measure="ratio", numerator__isnull=False, denominator__isnull=False)
                    | Q(measure="coverage", numerator__isnull=False, denominator__isnull=True)
                    | (~Q(measure__in=["ratio", "coverage"]) & Q(numerator__isnull=True, denominator__isnull=True))
                ),
                name="indicator_parts_fit_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def measured_in(self) -> str:
        """The unit of measure in the reader's language."""
        return self.unit_of_measure_en if get_language() == "en" else self.unit_of_measure

    @property
    def is_share(self) -> bool:
        """Shown as n of N."""
        return self.measure in {MeasureKind.RATIO, MeasureKind.COVERAGE}


class Dataset(models.Model):
    """Where figures brought in from outside come from, and whether their split over units is made up.

    Every page that shows a posting of a synthetic dataset says so, and whether its totals at least were published.
    """

    code = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    source_date = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)
    totals_published = models.BooleanField(default=True, help_text="false: nothing of it was published anywhere")
    note = models.TextField(blank=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @property
    def made_up(self) -> MadeUp:
        """What of it a reader must not take for real."""
        return MadeUp.of(synthetic=self.synthetic, totals_published=self.totals_published)


class Posting(models.Model):
    """The entries one source put into the ledger together, in one transaction. Owned by `commands`."""

    kind = models.CharField(max_length=12, choices=PostingKind.choices)
    # That it is there is kept by a trigger that looks at a whole batch (migration 0011), as the dataset.
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_constraint=False)
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, related_name="postings", db_constraint=False)
    key = models.CharField(max_length=80, null=True, unique=True, help_text="sent twice, recorded once")
    xact = models.BigIntegerField(
        editable=False,
        db_default=RawSQL("(pg_current_xact_id()::text::bigint)", []),
        help_text="the transaction that wrote it: the feed knows by it what may still be uncommitted elsewhere",
    )

    class Meta:
        indexes = [
            models.Index(fields=["xact"], name="posting_by_transaction"),
            models.Index(fields=["recorded_at", "id"], name="posting_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="posting_reversal_names_what",
                violation_error_message=_("Bút toán đảo phải nêu chứng từ bị đảo."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["reversal", "declared"]) | ~Q(reason=""),
                name="posting_gives_reason",
                violation_error_message=_("Cần ghi lý do."),
            ),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="posting_not_own_reversal"),
        ]


class Entry(models.Model):
    """One line: this unit did this quantity of this indicator on this day, and how well that is proved.

    `quantity` is an exact integer in the indicator's smallest unit; negative only in a reversal, or where a register
    lets a stock fall. `day` is the day of the work; when it was recorded is its posting's. `person` is filled when a
    named person is counted.
    """

    # References are kept by triggers that look at a whole batch (migration 0005), not by a key looked up for every row;
    # and the primary key of the table is (posting, id, day): it leads to the lines of a posting. From a unit one comes
    # to its lines by way of `UnitDay`.
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries", db_constraint=False, db_index=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    day = models.DateField()
    quantity = models.BigIntegerField()
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="entry_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quantity=0),
                name="entry_not_zero",
                violation_error_message=_("Số lượng phải khác 0."),
            ),
            models.CheckConstraint(
                condition=Q(grade__in=[1, 2, 3]),
                name="entry_grade_known",
            ),
        ]


class UnitDay(models.Model):
    """In this posting are lines of this unit, of work on this day. Written with them by the trigger that looks at a
    batch: one row leads from a unit to the 26 lines of a report, where an index of the lines would have 26 entries.
    """

    pk = models.CompositePrimaryKey("unit", "day", "posting")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    day = models.DateField()
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    objects: ClassVar = models.Manager["UnitDay"]()


class StoreMark(models.Model):
    """One row: which ledger this is, and how far the roll-up's store was ever carried. Owned by `commands.store`.

    A store that is further than its ledger remembers belongs to a past that was restored away.
    """

    token = models.UUIDField(help_text="made with the database; a copy of it is told apart by its number and cluster")
    horizon = models.BigIntegerField(default=0, help_text="written before a generation of that horizon is")
    merged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="store_mark_is_one_row")]
