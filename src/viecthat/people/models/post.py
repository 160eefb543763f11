"""Posts in bodies, what they put into the ledger, and work for a time elsewhere."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import DateRange, ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.people.choices.post import Basis, Destination, Leaving, SecondmentKind
from viecthat.people.models.body import Body


@tracked()
class Post(models.Model):
    """Somebody in a post of a body, from a day to a day (half-open). Owned by `commands.give_post`, `end_posts`.

    `kind` is a code of `catalogue.posts.post_kinds`. `unit` is that of the body and `sole` what the kind says of its
    seats; both stand here so that the database itself lets a unit have one secretary at a time.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(_("chức vụ"), max_length=24)
    sole = models.BooleanField(default=False)
    title = models.CharField(_("ghi rõ"), max_length=120, blank=True)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("thôi giữ từ ngày"), null=True, blank=True)
    basis = models.CharField(_("hình thức"), max_length=16, choices=Basis.choices)
    full_time = models.BooleanField(_("chuyên trách"), default=False)
    decision = models.CharField(_("quyết định"), max_length=80, blank=True)
    leaving = models.CharField(_("lý do thôi"), max_length=16, choices=Leaving.choices, blank=True)
    leaving_decision = models.CharField(_("quyết định thôi"), max_length=80, blank=True)
    destination = models.CharField(_("chuyển đến"), max_length=16, choices=Destination.choices, blank=True)
    destination_note = models.CharField(_("chức vụ mới"), max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "kind"], name="post_by_unit_kind"),
            models.Index(fields=["person"], name="post_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="post_ends_after_start",
                violation_error_message=_("Ngày thôi giữ chức vụ phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True, leaving="") | (Q(end__isnull=False) & ~Q(leaving="")),
                name="post_end_has_reason",
                violation_error_message=_("Ghi lý do thôi giữ chức vụ."),
            ),
            ExclusionConstraint(
                name="post_sole_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(sole=True),
                violation_error_message=_(
                    "Trong thời gian ấy đã có người giữ chức vụ này; mỗi đơn vị chỉ có một. "
                    "Cho người trước thôi giữ rồi mới giao."
                ),
            ),
            ExclusionConstraint(
                name="post_person_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Người này đang giữ chính chức vụ ấy trong thời gian đó."),
            ),
        ]


class PostMovement(models.Model):
    """Which postings the posts of a person in a unit put into the ledger."""

    posting = models.OneToOneField("ledger.Posting", models.PROTECT, primary_key=True, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "unit"], name="movement_by_person_unit")]


@tracked()
class Secondment(models.Model):
    """A cadre who works for a time in another unit, posts kept. Owned by `commands.second_cadre`, `end_secondment`."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(_("hình thức"), max_length=16, choices=SecondmentKind.choices)
    home = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    place = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("từ ngày"))
    until = models.DateField(_("dự kiến đến ngày"))
    end = models.DateField(_("kết thúc từ ngày"), null=True, blank=True)
    task = models.CharField(_("nhiệm vụ"), max_length=300)
    decision = models.CharField(_("quyết định"), max_length=80, blank=True)
    remark = models.CharField(_("nhận xét của nơi đến"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start() & Q(until__gt=F("start")),
                name="secondment_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(home=F("place")),
                name="secondment_goes_elsewhere",
                violation_error_message=_("Nơi đến phải khác đơn vị cử đi."),
            ),
            ExclusionConstraint(
                name="secondment_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Trong thời gian ấy người này đang được cử đi nơi khác."),
            ),
        ]
