"""A member's year in the training programme, from the registration to the rating."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.models.person import Person


@tracked()
class MemberYear(models.Model):
    """What a member undertook for a year, how they see it, and how the branch rates it. Owned by `commands.training`.

    Codes of contents and classes are those of `catalogue/training_contents.yaml` and `member_ratings.yaml`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="years")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"), help_text="the year; of a school year the one in which it ends")
    registered_on = models.DateField(_("ngày đăng ký"))
    contents = ArrayField(models.CharField(max_length=24), verbose_name=_("nội dung rèn luyện"))
    own_class = models.CharField(_("tự xếp loại"), max_length=16, blank=True)
    own_review_on = models.DateField(_("ngày tự nhận xét"), null=True, blank=True)
    given_class = models.CharField(_("chi đoàn xếp loại"), max_length=16, blank=True)
    reviewed_on = models.DateField(_("ngày xếp loại"), null=True, blank=True)
    attended = models.PositiveSmallIntegerField(_("số buổi tham gia"), null=True, blank=True)
    held = models.PositiveSmallIntegerField(_("số buổi tổ chức"), null=True, blank=True)
    taken_back_why = models.CharField(_("vì sao lấy lại xếp loại"), max_length=500, blank=True)
    registered_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    rated_posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "year"], name="member_year_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                name="member_year_once",
                violation_error_message=_("Người này đã đăng ký rèn luyện năm ấy."),
            ),
            models.CheckConstraint(
                condition=Q(attended__isnull=True) | Q(attended__lte=F("held")),
                name="member_year_attended_within",
                violation_error_message=_("Số buổi tham gia nhiều hơn số buổi tổ chức."),
            ),
        ]
