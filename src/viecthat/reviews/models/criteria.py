"""How the departments of an office are judged at a review: criteria, points with words and evidence, levels."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


@tracked()
class OfficeCriteria(models.Model):
    """The set a unit judges the departments of its office by, from a day on; a later one replaces it.

    Owned by `commands.set_office_criteria`.
    """

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    start = models.DateField(_("áp dụng từ ngày"))
    decision = models.CharField(_("căn cứ"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "start"],
                name="office_criteria_once_a_day",
                violation_error_message=_("Đã có bộ tiêu chí áp dụng từ ngày này; chọn ngày khác."),
            )
        ]


@tracked()
class OfficeCriterion(models.Model):
    """One criterion of a set. Owned by `commands.set_office_criteria`."""

    criteria = models.ForeignKey(OfficeCriteria, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("tiêu chí"), max_length=120)
    meaning = models.CharField(_("xét theo"), max_length=300, blank=True)
    points = models.DecimalField(_("điểm tối đa"), max_digits=5, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criteria", "position"], name="office_criterion_position_once"),
            models.CheckConstraint(
                condition=Q(points__gt=0),
                name="office_criterion_has_points",
                violation_error_message=_("Điểm tối đa của tiêu chí phải lớn hơn 0."),
            ),
        ]


@tracked()
class DepartmentScore(models.Model):
    """Points for a department by one criterion; a later row replaces it and both are kept.

    Owned by `commands.score_department`.
    """

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    criterion = models.ForeignKey(OfficeCriterion, models.PROTECT, related_name="+")
    points = models.DecimalField(_("điểm"), max_digits=5, decimal_places=1)
    words = models.CharField(_("nhận xét"), max_length=500)
    evidence = models.CharField(_("căn cứ, minh chứng"), max_length=500, blank=True)
    scored_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review", "unit", "criterion", "-id"], name="department_score_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=0),
                name="department_score_not_negative",
                violation_error_message=_("Điểm không được nhỏ hơn 0."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="department_score_says_why",
                violation_error_message=_("Chấm điểm thì ghi nhận xét."),
            ),
        ]


@tracked()
class DepartmentLevel(models.Model):
    """The level the standing committee gives a department; a later row replaces it and both are kept.

    level: a class of `catalogue/unit_ratings.yaml`. points, most: what it was scored when the level was given.
    Owned by `commands.rate_department`.
    """

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    level = models.CharField(_("mức"), max_length=16)
    points = models.DecimalField(max_digits=6, decimal_places=1)
    most = models.DecimalField(max_digits=6, decimal_places=1)
    words = models.CharField(_("lý do"), max_length=500, blank=True)
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review", "unit", "-id"], name="department_level_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(most__gt=0, points__gte=0), name="department_level_of_points"),
        ]
