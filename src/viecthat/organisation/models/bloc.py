"""What an emulation bloc undertakes and how it judges itself in its year; the bloc and its members are of the tree."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked


@tracked()
class BlocContract(models.Model):
    """The contract (giao ước thi đua) that the members signed. Owned by `commands.sign_contract`."""

    bloc = models.OneToOneField("units.Bloc", models.PROTECT, related_name="+")
    signed_on = models.DateField(_("ngày ký"))
    terms = models.TextField(_("nội dung giao ước"), max_length=4000)
    file = models.ForeignKey("files.KeptFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)


@tracked()
class BlocCriterion(models.Model):
    """What the members are scored by. Owned by `commands.set_criteria`."""

    bloc = models.ForeignKey("units.Bloc", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("tiêu chí"), max_length=300)
    points = models.DecimalField(_("điểm tối đa"), max_digits=5, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bloc", "position"], name="bloc_criterion_position_once"),
            models.CheckConstraint(
                condition=Q(points__gt=0),
                name="bloc_criterion_has_points",
                violation_error_message=_("Điểm tối đa của tiêu chí phải lớn hơn 0."),
            ),
        ]


@tracked()
class BlocScore(models.Model):
    """Points for a member by a member: by itself, or across by another. Owned by `commands.score_member`."""

    criterion = models.ForeignKey(BlocCriterion, models.PROTECT, related_name="scores")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    scorer = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    points = models.DecimalField(_("điểm"), max_digits=5, decimal_places=1)
    scored_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criterion", "unit", "scorer"], name="bloc_score_once"),
            models.CheckConstraint(
                condition=Q(points__gte=0),
                name="bloc_score_not_negative",
                violation_error_message=_("Điểm không được nhỏ hơn 0."),
            ),
        ]


@tracked()
class BlocRank(models.Model):
    """A member's place in the year, with what it was scored then. Owned by `commands.rank_bloc`, `unrank_bloc`."""

    bloc = models.ForeignKey("units.Bloc", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("thứ hạng"))
    own_points = models.DecimalField(max_digits=6, decimal_places=1)
    cross_points = models.DecimalField(max_digits=7, decimal_places=2)
    decision = models.CharField(_("biên bản, quyết định"), max_length=80)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bloc", "unit"], name="bloc_rank_once")]


@tracked()
class BlocTask(models.Model):
    """One of the numbered key tasks of a bloc's year. Owned by `commands.set_key_tasks`."""

    bloc = models.ForeignKey("units.Bloc", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("nhiệm vụ trọng tâm"), max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bloc", "position"], name="bloc_task_position_once")]


@tracked()
class BlocTaskProgress(models.Model):
    """How far a member has come with a key task. Owned by `commands.report_progress`."""

    task = models.ForeignKey(BlocTask, models.PROTECT, related_name="progress")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    done = models.BooleanField(_("đã hoàn thành"), default=False)
    note = models.CharField(_("đã làm được gì"), max_length=500)
    reported_on = models.DateField()
    reported_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="bloc_progress_once")]


@tracked()
class BlocFlagship(models.Model):
    """The one movement a bloc is known by in its year, and what is its own in it. Owned by `commands.flagship`."""

    bloc = models.OneToOneField("units.Bloc", models.PROTECT, related_name="+")
    movement = models.CharField(_("phong trào chủ lực"), max_length=200)
    trait = models.CharField(_("nét riêng"), max_length=500)
    set_on = models.DateField(_("chọn ngày"))


@tracked()
class BlocProduct(models.Model):
    """Something tangible that came of the flagship movement, made by a member. Owned by `commands.flagship`."""

    bloc = models.ForeignKey("units.Bloc", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    title = models.CharField(_("sản phẩm"), max_length=200)
    words = models.CharField(_("dùng vào đâu, kết quả"), max_length=500)
    day = models.DateField(_("ngày ra mắt"))
    url = models.URLField(_("đường dẫn"), max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "unit", "title"],
                name="bloc_product_once",
                violation_error_message=_("Đơn vị đã ghi sản phẩm này."),
            )
        ]
