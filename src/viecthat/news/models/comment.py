"""What readers wrote; how they may be reached stands apart, and not for long."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.news.choices import CommentState
from viecthat.news.models.article import Article


class Comment(models.Model):
    """A reader's words under an article; shown once somebody has read them. Owned by `commands.comment`."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments")
    name = models.CharField(_("họ tên"), max_length=80)
    title = models.CharField(_("tiêu đề"), max_length=120, blank=True)
    words = models.TextField(_("nội dung"), max_length=2000)
    state = models.CharField(max_length=12, choices=CommentState.choices, default=CommentState.WAITING)
    sent_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("vì sao không hiện"), max_length=300, blank=True)
    answer = models.TextField(_("toà soạn trả lời"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["article", "state", "sent_at"], name="comment_of_article")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CommentState.HIDDEN) | ~Q(reason=""),
                name="comment_hidden_with_reason",
                violation_error_message=_("Không cho hiện thì ghi vì sao."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="comment_answered_at_a_moment",
                violation_error_message=_("Câu trả lời phải có lúc trả lời."),
            ),
        ]


class CommentContact(models.Model):
    """How a commenter may be reached: for the desk alone, deleted on the day named. Owned by `commands.comment`."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="contact")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    delete_on = models.DateField(db_index=True)


class KnownAddress(models.Model):
    """A digest of an address whose owner has once followed the link sent there. Owned by `commands.comment`."""

    digest = models.CharField(max_length=64, primary_key=True)
    confirmed_at = models.DateTimeField()
