"""What is sent to a contest: a work, who made it, its files."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.contests.choices import SubmissionState
from viecthat.contests.models.contest import Category, Contest


@tracked(exclude=["code", "contact"])
class Submission(models.Model):
    """A work in a contest. Owned by `commands.submission`.

    `number` is all that jurors see of who sent it; it is drawn by chance, so that it does not tell the order either.
    `code` opens the sender's own page. `rights_at`: when they agreed to the use of the work; `named`: names may be
    published with a prize. `unit` counts it: the sender's, or the organiser's for somebody from outside.
    """

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="submissions")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="submissions")
    number = models.PositiveIntegerField(_("mã số bài"))
    code = models.CharField(max_length=24, unique=True)
    title = models.CharField(_("tên tác phẩm"), max_length=200)
    words = models.TextField(_("nội dung"), max_length=20_000, blank=True)
    team = models.CharField(_("tên đội"), max_length=120, blank=True)
    folded = models.CharField(max_length=1500, help_text="number, title, team, names and places, for searching")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    contact = models.CharField(_("điện thoại hoặc thư điện tử"), max_length=120, blank=True)
    named = models.BooleanField(_("đồng ý nêu tên khi công bố"), default=False)
    rights_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.SENT)
    refused_why = models.CharField(_("vì sao không hợp lệ"), max_length=300, blank=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    looked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contest_number_once"),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refused_why="")) | (~Q(state="refused") & Q(refused_why="")),
                name="contest_refused_says_why",
                violation_error_message=_("Ghi vì sao không hợp lệ."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def no(self) -> str:
        """Its number as a name, without the dots of a quantity."""
        return str(self.number)


@tracked(exclude=["guardian", "guardian_phone"])
class Entrant(models.Model):
    """One of those who sent a work: a member (`person`) or somebody known by name only.

    A child (under 16) has a guardian; `guardian_on`: when the organiser heard or read their consent.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    place = models.CharField(_("trường, nơi làm việc"), max_length=200, blank=True)
    child = models.BooleanField(default=False)
    guardian = models.CharField(_("cha, mẹ, người giám hộ"), max_length=120, blank=True)
    guardian_phone = models.CharField(_("số điện thoại người giám hộ"), max_length=20, blank=True)
    guardian_on = models.DateField(_("xác nhận người giám hộ"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="contest_entrant_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="contest_entrant_place_once"),
            models.UniqueConstraint(
                fields=["submission", "person"],
                name="contest_entrant_once",
                violation_error_message=_("Một người chỉ ghi một lần trong một bài."),
            ),
            models.CheckConstraint(
                condition=Q(child=False) | (~Q(guardian="") & ~Q(guardian_phone="")),
                name="contest_child_has_guardian",
                violation_error_message=_(
                    "Người dưới 16 tuổi thì ghi tên và số điện thoại cha, mẹ hoặc người giám hộ."
                ),
            ),
        ]


@tracked()
class Attachment(models.Model):
    """A file of a work; its name as it was sent is not kept, for it may name the sender."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="contest_file_place_once")]

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it in the page."""
        return self.file.content_type == "image/jpeg"
