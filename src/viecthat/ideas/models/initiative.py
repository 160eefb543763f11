"""Initiatives at work: what they bring, and that the place of work says so."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.ideas.choices import ConfirmedWay, IdeaField, InitiativeState


@tracked()
class Initiative(models.Model):
    """An initiative put to use at work. Owned by `commands.initiative`; nothing counts before it is confirmed.

    money, hours, material: what the author says it saves or brings in a year; real_…: what the place of work confirms.
    code: digest of the code of the link sent there; empty when none is out.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("tên sáng kiến"), max_length=200)
    folded = models.CharField(max_length=400, help_text="title and place of work, folded")
    field = models.CharField(_("lĩnh vực"), max_length=12, choices=IdeaField.choices)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    author = models.CharField(_("tác giả khác, nhóm tác giả"), max_length=200, blank=True)
    employer = models.CharField(_("nơi áp dụng"), max_length=200)
    partner = models.ForeignKey("support.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("nội dung, cách làm"), max_length=4000)
    effect = models.TextField(_("năng suất, chất lượng trước và sau"), max_length=2000, blank=True)
    applied_on = models.DateField(_("áp dụng từ ngày"))
    money = models.PositiveBigIntegerField(_("tiền làm lợi một năm (đồng)"), default=0)
    hours = models.PositiveIntegerField(_("giờ công tiết kiệm một năm"), default=0)
    material = models.PositiveBigIntegerField(_("vật tư tiết kiệm một năm"), default=0)
    material_unit = models.CharField(_("vật tư gì, đơn vị tính"), max_length=60, blank=True)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=InitiativeState.choices, default=InitiativeState.DECLARED)
    code = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=5, choices=ConfirmedWay.choices, blank=True)
    confirmed_on = models.DateField(_("ngày xác nhận"), null=True, blank=True)
    confirmed_by = models.CharField(_("người xác nhận, chức vụ"), max_length=200, blank=True)
    answer = models.CharField(_("ý kiến của nơi áp dụng"), max_length=500, blank=True)
    real_money = models.PositiveBigIntegerField(default=0)
    real_hours = models.PositiveIntegerField(default=0)
    real_material = models.PositiveBigIntegerField(default=0)
    paper = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    paper_name = models.CharField(max_length=200, blank=True)
    undone_why = models.CharField(_("lý do"), max_length=300, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state"], name="initiative_by_unit"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="initiative_trigram"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(author=""),
                name="initiative_has_author",
                violation_error_message=_("Chọn đoàn viên là tác giả, hoặc ghi tên tác giả."),
            ),
            models.CheckConstraint(
                condition=Q(material=0) | ~Q(material_unit=""),
                name="initiative_material_measured",
                violation_error_message=_("Ghi vật tư gì và đơn vị tính, ví dụ: thép (kg)."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_by="") & ~Q(way="") & Q(code="")),
                name="initiative_confirmed_by_somebody",
                violation_error_message=_("Ghi ai xác nhận, chức vụ gì, ngày nào."),
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed") | Q(real_money=0, real_hours=0, real_material=0, posting__isnull=True),
                name="initiative_counts_when_confirmed",
                violation_error_message=_("Chưa xác nhận thì chưa tính giá trị làm lợi."),
            ),
            models.CheckConstraint(
                condition=~Q(way="paper") | Q(paper__isnull=False),
                name="initiative_paper_kept",
                violation_error_message=_("Gửi kèm giấy xác nhận có ký, đóng dấu."),
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="initiative_code_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """The authors."""
        named = self.person.full_name if self.person is not None else ""
        return ", ".join(one for one in (named, self.author) if one)
