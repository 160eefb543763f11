"""Certificates of a course: numbered, printed, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from viecthat.audit.rows import save_checked
from viecthat.courses.choices import CourseState, Result
from viecthat.courses.commands.shared import WHY, check_may_keep, one_at_a_time
from viecthat.courses.models import Certificate, Course, Enrolment
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import check_done

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_SERIAL_BITS = 40


@transaction.atomic
def issue_certificates(
    *, course: Course, enrolments: Collection[int], day: date, actor: Account, at: datetime
) -> list[Certificate]:
    """A numbered certificate for each who passed; who has one in force keeps it. Raises Refused.

    Numbers run through the year of the unit and are never given twice.
    """
    row = Course.objects.select_for_update().get(pk=course.pk)
    check_may_keep(actor, row.unit_id, at)
    check_done(day, at)
    if row.state != CourseState.CONFIRMED:
        raise Refused(gettext_noop("Xác nhận kết quả lớp rồi mới cấp chứng nhận."))
    if day < row.end:
        raise Refused(gettext_noop("Ngày cấp không được trước ngày kết thúc lớp."), field="day")
    if not enrolments:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."), field="enrolments")
    wanted = Enrolment.objects.filter(course=row, pk__in=set(enrolments), result=Result.PASSED)
    learners = list(wanted.order_by("sort_key", "pk"))
    if len(learners) != len(set(enrolments)):
        raise Refused(gettext_noop("Chỉ cấp chứng nhận cho học viên đạt; tải lại trang."), field="enrolments")
    one_at_a_time(f"certificates of unit {row.unit_id}")
    held = {
        one.enrolment_id: one for one in Certificate.objects.filter(enrolment__in=learners, revoked_on__isnull=True)
    }
    last = Certificate.objects.filter(unit=row.unit_id, year=day.year).aggregate(n=Max("number"))["n"] or 0
    made = []
    for learner in learners:
        known = held.get(learner.pk)
        if known is None:
            last += 1
            known = Certificate(
                enrolment=learner,
                unit_id=row.unit_id,
                year=day.year,
                number=last,
                issued_on=day,
                issued_by=actor,
                serial=secrets.randbits(_SERIAL_BITS),
                key=secrets.token_hex(16),
            )
            save_checked(known)
        made.append(known)
    return made


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, day: date, reason: str, actor: Account, at: datetime) -> None:
    """It holds no more, and says so to whoever scans it. Raises Refused."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    check_may_keep(actor, row.unit_id, at)
    check_done(day, at)
    if row.revoked_on is not None:
        raise Refused(gettext_noop("Chứng nhận này đã thu hồi."))
    row.revoked_on, row.revoked_why = day, needed(reason, 300, "reason", WHY)
    save_checked(row)
