"""Documents: their numbers, files, links, the way they go, and who has read them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.kernel.numbers import roman
from viecthat.plans.choices import DirectiveType, LinkKind, Restart, TermLine


@tracked()
class Term(models.Model):
    """A unit's congress term, or that of the Party or association of its level. Owned by `commands.open_term`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    line = models.CharField(_("của"), max_length=12, choices=TermLine.choices, default=TermLine.UNION)
    body = models.CharField(
        _("tổ chức"), max_length=200, blank=True, help_text="whose congress it was, where not the unit's own"
    )
    ordinal = models.PositiveSmallIntegerField(_("đại hội lần thứ"))
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "line", "ordinal"],
                name="term_once",
                violation_error_message=_("Nhiệm kỳ của đại hội lần thứ này đã có."),
            ),
            models.CheckConstraint(
                condition=ends_after_start(),
                name="term_ends_after_start",
                violation_error_message=_("Nhiệm kỳ phải kết thúc sau khi bắt đầu."),
            ),
        ]

    @property
    def roman(self) -> str:
        """The congress's number as it is written: XV."""
        return roman(self.ordinal)


@tracked(exclude=["text", "folded"])
class Directive(models.Model):
    """A numbered document: resolution, conclusion, guidance, plan … Owned by `commands.directive`.

    Its number is kept in parts (kernel.document_numbers), so that three spellings are one document. Issued by a unit,
    or by a body outside the tree (`issuer_name`). `kept_by` is the unit whose register it was entered in.
    """

    sequence = models.PositiveIntegerField(_("số"), null=True, help_text="empty: the source gives no number")
    suffix = models.CharField(max_length=4, blank=True)
    type = models.CharField(_("loại văn bản"), max_length=8, blank=True)
    issuer_code = models.CharField(_("ký hiệu cơ quan"), max_length=32, blank=True)
    department = models.CharField(_("ký hiệu bộ phận"), max_length=32, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=64, blank=True, help_text="as it is written rightly")
    written_as = models.CharField(_("số như trong nguồn"), max_length=64, blank=True)
    spellings = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="other ways its number was met with"
    )
    issuer = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    issuer_name = models.CharField(_("cơ quan ngoài Đoàn"), max_length=200, blank=True)
    kept_by = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    term = models.ForeignKey("plans.Term", models.PROTECT, null=True, blank=True, related_name="directives")
    series = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="the year whose numbers it belongs to, where they begin anew each year"
    )
    subject = models.CharField(_("trích yếu"), max_length=500)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    start = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    end = models.DateField(_("hết hiệu lực trước"), null=True, blank=True)
    internal_rule = models.BooleanField(_("quy chế nội bộ"), default=False)
    open_below = models.BooleanField(_("cấp dưới được đọc"), default=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    text = models.TextField(_("toàn văn"), blank=True, help_text="a paragraph a line; fixed once a passage is marked")
    folded = models.TextField(blank=True, help_text="number, subject and text for searching, without marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sequence", "suffix", "type", "issuer_code", "issuer", "issuer_name", "term", "series"],
                condition=Q(sequence__isnull=False),
                nulls_distinct=False,
                name="directive_number_once",
                violation_error_message=_("Văn bản số này đã có trong sổ của nhiệm kỳ; mở văn bản cũ thay vì ghi lại."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | ends_after_start(),
                name="directive_force_ends_after_start",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(issuer__isnull=False, issuer_name="") | (Q(issuer__isnull=True) & ~Q(issuer_name="")),
                name="directive_has_one_issuer",
                violation_error_message=_("Chọn một đơn vị ban hành, hoặc ghi tên cơ quan ngoài Đoàn."),
            ),
        ]
        indexes = [GinIndex(fields=["folded"], name="directive_text_trigram", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.number or self.subject

    @property
    def type_name(self) -> str:
        """The kind in words; the abbreviation itself where it is unknown."""
        known = dict(DirectiveType.choices)
        return str(known.get(self.type, self.type))

    @property
    def paragraphs(self) -> list[str]:
        """Its text, a paragraph each."""
        return self.text.split("\n") if self.text else []


@tracked()
class DirectiveFile(models.Model):
    """A file of a document. Owned by `commands.directive`."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "file"], name="directive_file_once")]


@tracked()
class DirectiveLink(models.Model):
    """One document implements, replaces or amends another. Owned by `commands.directive`."""

    source = models.ForeignKey(Directive, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Directive, models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="directive_link_once",
                violation_error_message=_("Hai văn bản này đã được nối như vậy."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="directive_links_another",
                violation_error_message=_("Một văn bản không nối với chính nó."),
            ),
        ]


@tracked()
class Delivery(models.Model):
    """A document on its way to a unit: sent, received under a number of the incoming book, read.

    Owned by `commands.delivery`.
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="deliveries")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    arrival_year = models.PositiveSmallIntegerField(null=True, blank=True)
    arrival_number = models.PositiveIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="delivery_once"),
            models.UniqueConstraint(fields=["unit", "arrival_year", "arrival_number"], name="arrival_number_once"),
        ]


class Acknowledgement(models.Model):
    """Somebody has read an internal rule and will keep to it. Owned by `commands.delivery`."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="acknowledgements")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "account"], name="acknowledged_once")]


@tracked()
class NumberingRule(models.Model):
    """From `start` on, how a unit numbers its own documents. Owned by `commands.numbering`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    restart = models.CharField(_("đánh số lại"), max_length=4, choices=Restart.choices)
    code = models.CharField(_("ký hiệu cơ quan"), max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "start"],
                name="numbering_rule_once",
                violation_error_message=_("Đã có quy định đánh số từ ngày này."),
            )
        ]


@tracked()
class Clause(models.Model):
    """A passage of a document that something was made of: characters `start` to `end` of a paragraph.

    Owned by `commands.clause`.
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="clauses")
    paragraph = models.PositiveIntegerField(help_text="from 1")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("đoạn văn"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "paragraph", "start", "end"], name="clause_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="clause_not_empty"),
        ]
