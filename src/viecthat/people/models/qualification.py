"""What a cadre has learned, with its proof, and how each year's work was rated."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.people.choices.post import RatingClass


@tracked()
class Qualification(models.Model):
    """A degree or certificate. `level` is a code of `catalogue.posts.qualification_levels`.

    Purpose: the share with a degree and with political theory that Conclusion 07 asks for, and who may be planned for
    which post. Owned by `commands.add_qualification`, `withdraw_qualification`.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    level = models.CharField(_("trình độ"), max_length=24)
    subject = models.CharField(_("ngành, thứ tiếng"), max_length=120, blank=True)
    school = models.CharField(_("nơi cấp"), max_length=160, blank=True)
    day = models.DateField(_("ngày cấp"))
    proof = models.CharField(_("số văn bằng, chứng chỉ"), max_length=80, blank=True)
    withdrawn = models.BooleanField(default=False)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "level", "subject"],
                condition=Q(withdrawn=False),
                name="qualification_once",
                violation_error_message=_("Người này đã có văn bằng, chứng chỉ ấy trong hồ sơ."),
            )
        ]


@tracked()
class CadreRating(models.Model):
    """The rating of one year's work in a post. Owned by `commands.rate_cadre`."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    rating = models.CharField(_("xếp loại"), max_length=12, choices=RatingClass.choices)
    decision = models.CharField(_("quyết định"), max_length=80, blank=True)
    remark = models.CharField(_("nhận xét"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "year"],
                name="cadre_rated_once_a_year",
                violation_error_message=_("Năm này đã xếp loại; sửa xếp loại cũ thay vì ghi lần nữa."),
            )
        ]
