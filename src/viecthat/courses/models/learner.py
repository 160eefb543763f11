"""Who learns: a place in a course, what is known of health, payments, presence, certificates, and who looked."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from viecthat.audit.tracking import tracked
from viecthat.courses.choices import EnrolmentState, LookedAt, Result
from viecthat.courses.models.course import Course, Meeting


@tracked()
class Enrolment(models.Model):
    """A place of a member (`person`) or of an outsider (`name`, `phone`, nothing more) in a course.

    Owned by `commands.learner`. `fee` is what was owed on the day of signing up, in đồng, before `exempt` percent of
    it were let off. A minor has a guardian who consented. `mark` in tenths.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=200, help_text="of the person's name or this one's")
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    guardian = models.CharField(_("cha, mẹ, người giám hộ"), max_length=120, blank=True)
    guardian_phone = models.CharField(_("số điện thoại người giám hộ"), max_length=20, blank=True)
    consent_on = models.DateField(_("ngày người giám hộ đồng ý"), null=True, blank=True)
    signed_on = models.DateField(_("ngày đăng ký"))
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    fee = models.PositiveBigIntegerField(_("học phí"), default=0)
    exempt = models.PositiveSmallIntegerField(_("miễn, giảm (%)"), default=0)
    exempt_reason = models.CharField(_("vì sao miễn, giảm"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=EnrolmentState.choices)
    withdrawn_on = models.DateField(_("ngày rút"), null=True, blank=True)
    withdrawn_why = models.CharField(_("vì sao rút"), max_length=300, blank=True)
    mark = models.PositiveSmallIntegerField(_("điểm"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=8, choices=Result.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="learner_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="learner_is_member_or_named",
                violation_error_message=_("Chọn đoàn viên, hoặc ghi tên người ngoài; không ghi cả hai."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(phone="") | ~Q(guardian_phone=""),
                name="learner_outside_has_contact",
                violation_error_message=_("Người ngoài thì ghi một số điện thoại để báo lịch."),
            ),
            models.CheckConstraint(
                condition=Q(guardian="", guardian_phone="", consent_on__isnull=True)
                | (~Q(guardian="") & ~Q(guardian_phone="") & Q(consent_on__isnull=False)),
                name="learner_guardian_whole",
                violation_error_message=_("Người giám hộ thì ghi đủ: tên, số điện thoại, ngày đồng ý."),
            ),
            models.CheckConstraint(
                condition=Q(exempt=0, exempt_reason="") | (Q(exempt__gt=0, exempt__lte=100) & ~Q(exempt_reason="")),
                name="learner_exempt_says_why",
                violation_error_message=_("Miễn, giảm từ 1 đến 100% thì ghi lý do."),
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawn_why=""))
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True, withdrawn_why="")),
                name="learner_withdrawn_says_why",
                violation_error_message=_("Ghi ngày rút và vì sao rút."),
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__lte=100),
                name="learner_mark_of_ten",
                violation_error_message=_("Điểm từ 0 đến 10."),
            ),
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=~Q(state="withdrawn"),
                name="learner_once",
                violation_error_message=_("Người này đã đăng ký lớp."),
            ),
            models.UniqueConstraint(
                fields=["course", "sort_key", "phone", "guardian_phone"],
                condition=Q(person__isnull=True) & ~Q(state="withdrawn"),
                name="learner_outside_once",
                violation_error_message=_("Người cùng tên, cùng số điện thoại đã đăng ký lớp."),
            ),
        ]

    @property
    def owed(self) -> int:
        """What the course costs this learner, in đồng."""
        return self.fee * (100 - self.exempt) // 100


@tracked()
class HealthNote(models.Model):
    """What the unit must know to keep a learner safe; read by few, each look is kept. Owned by `commands.learner`."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="health")
    health = models.TextField(_("sức khoẻ, dị ứng, thuốc đang dùng"), max_length=1000, blank=True)
    emergency = models.CharField(_("khi khẩn cấp báo cho"), max_length=200, blank=True)


@tracked()
class Payment(models.Model):
    """Money received from a learner, or given back (negative), in đồng. Owned by `commands.fee`.

    Nothing more is given back than was received: trigger `payment_not_below_zero`.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="payments")
    day = models.DateField(_("ngày"))
    amount = models.BigIntegerField(_("số tiền"))
    receipt = models.CharField(_("số biên lai"), max_length=60, blank=True)
    taken_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__lte=1_000_000_000, amount__gte=-1_000_000_000),
                name="payment_not_nothing",
                violation_error_message=_("Số tiền phải khác 0 và không quá một tỷ đồng."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="payment_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="payment_not_below_zero",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    IF (SELECT sum(amount) FROM courses_payment WHERE enrolment_id = NEW.enrolment_id) < 0 THEN
                        RAISE EXCEPTION 'more given back than received' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]


@tracked()
class Presence(models.Model):
    """A learner was at a session. Owned by `commands.session`."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="presences")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "enrolment"], name="learner_present_once")]


@tracked(exclude=["key"])
class Certificate(models.Model):
    """A numbered certificate whose QR can be verified. Owned by `commands.certificate`.

    `serial` stands in the QR and tells nothing, `key` signs it and never leaves.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("số"))
    issued_on = models.DateField(_("ngày cấp"))
    issued_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, blank=True, related_name="+")
    serial = models.PositiveBigIntegerField(unique=True, help_text="40 bits of chance")
    key = models.CharField(max_length=64)
    revoked_on = models.DateField(_("ngày thu hồi"), null=True, blank=True)
    revoked_why = models.CharField(_("vì sao thu hồi"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_on__isnull=True),
                name="certificate_one_in_force",
                violation_error_message=_("Học viên này đã có chứng nhận còn hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_why="")
                | (Q(revoked_on__gte=F("issued_on")) & ~Q(revoked_why="")),
                name="certificate_revoked_says_why",
                violation_error_message=_("Ghi vì sao thu hồi; ngày thu hồi không trước ngày cấp."),
            ),
        ]


class Look(models.Model):
    """Somebody opened what is not for everybody: a roll, a learner, a health note, a child's case. Never changed."""

    what = models.CharField(max_length=12, choices=LookedAt.choices)
    record = models.PositiveBigIntegerField(help_text="the course, enrolment, referral or club")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "record"], name="look_by_record")]
        triggers = [pgtrigger.Protect(name="look_kept", operation=pgtrigger.Update | pgtrigger.Delete)]
