"""Who is to follow whom, and where those go who pass the limit of age."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.dated import ends_after_start
from viecthat.audit.tracking import tracked
from viecthat.people.choices.post import Destination
from viecthat.people.models.post import Post


@tracked()
class Candidate(models.Model):
    """A person on the planning list (quy hoạch) for a post. Owned by `commands.plan_successor`, `drop_successor`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(_("quy hoạch chức vụ"), max_length=24)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    term = models.CharField(_("nhiệm kỳ"), max_length=40, blank=True)
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("ra khỏi quy hoạch từ ngày"), null=True, blank=True)
    decision = models.CharField(_("quyết định phê duyệt"), max_length=80, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ends_after_start(),
                name="candidate_ends_after_start",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "person"],
                condition=Q(end__isnull=True),
                name="candidate_once",
                violation_error_message=_("Người này đã có trong quy hoạch chức vụ ấy."),
            ),
        ]


@tracked()
class Placement(models.Model):
    """Where a cadre who passes a limit is to go, by when. It is resolved when the post has ended.

    Owned by `commands.plan_placement`.
    """

    post = models.OneToOneField(Post, models.PROTECT, related_name="placement")
    destination = models.CharField(_("dự kiến chuyển đến"), max_length=16, choices=Destination.choices)
    due = models.DateField(_("xong trước ngày"))
    note = models.CharField(_("phương án"), max_length=300, blank=True)
