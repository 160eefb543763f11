"""Bodies of units and their sessions."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked


@tracked()
class Body(models.Model):
    """A body of a unit for one term: who is in it are `Post`s. Owned by `commands.form_body`, `close_body`.

    `kind` is a code of `catalogue.posts.body_kinds`; `seats` what the congress or the superior decided, None unknown.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("cơ quan lãnh đạo"), max_length=16)
    term = models.CharField(_("nhiệm kỳ"), max_length=40, blank=True)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến trước ngày"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("số lượng ủy viên theo quyết nghị"), null=True, blank=True)
    provisional = models.BooleanField(_("lâm thời, do cấp trên chỉ định"), default=False)
    congress_by = models.DateField(_("đại hội trước ngày"), null=True, blank=True)
    hard_area = models.BooleanField(_("địa bàn đặc biệt khó khăn, biên giới, hải đảo"), default=False)
    decision = models.CharField(_("quyết định"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="body_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            ExclusionConstraint(
                name="body_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Trong thời gian ấy đơn vị đã có cơ quan này; cho khoá cũ kết thúc trước ngày khoá mới bắt đầu."
                ),
            ),
        ]


@tracked()
class BodySession(models.Model):
    """A session of a body. Owned by `commands.record_session`."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="sessions")
    day = models.DateField(_("ngày họp"))
    title = models.CharField(_("kỳ họp"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "day"],
                name="session_once_a_day",
                violation_error_message=_("Kỳ họp ngày này đã ghi."),
            )
        ]


@tracked()
class Absence(models.Model):
    """A member who was not at a session, with or without a good reason."""

    session = models.ForeignKey(BodySession, models.CASCADE, related_name="absences")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    excused = models.BooleanField(_("có lý do"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="absence_once")]
