"""A work is inspected by another, recognised by decision, and counted; a withdrawal takes the figures back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.queries import Activity, activities_of, live_results_of
from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands.registers import post_counted, take_back
from viecthat.works.choices import WorkSize, WorkState, WorkStepKind
from viecthat.works.commands.checks import WHY, check_past, locked_work, note_step
from viecthat.works.models import ACTUAL, Recognition, WorkActivity, WorkInspection, YouthWork
from viecthat.works.rules import may_inspect_work, may_recognise_work, may_withdraw_recognition, superiors_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

WORKS, TASKS, VALUE = "youth_works", "youth_tasks", "youth_works_value"


@transaction.atomic
def inspect_work(
    *, work: YouthWork, day: date, finding: str, passed: bool, actor: Account, at: datetime
) -> WorkInspection:
    """Somebody else saw the work on the spot. Raises Refused for one's own."""
    work = locked_work(work.pk, WorkState.RUNNING)
    if not may_inspect_work(actor, work, at):
        raise Refused(gettext_noop("Người đăng ký không tự kiểm tra; cấp trên hoặc cán bộ kiểm tra làm việc này."))
    check_past(day, at, not_before=work.start)
    row = WorkInspection(work=work, day=day, finding=needed(finding, 1000, "finding", WHY), passed=passed, by=actor)
    save_checked(row)
    return row


@transaction.atomic
def recognise_work(
    *,
    work: YouthWork,
    day: date,
    number: str,
    outstanding: bool = False,
    document: bytes | None = None,
    actor: Account,
    at: datetime,
) -> Recognition:
    """Recognise by decision: a work by its superior after an inspection it passed, a task by the unit itself.

    It counts from now on: one work (or task) and what it really cost; a work as `verified`, a task as `evidenced` when
    photos or activities show it. Raises Refused when the same piece of work already counts as an activity.
    """
    work = locked_work(work.pk, WorkState.RUNNING)
    if not may_recognise_work(actor, work, at):
        raise Refused(gettext_noop("Công trình do cấp trên trực tiếp công nhận, không do người đăng ký."))
    check_past(day, at, not_before=work.start)
    large = work.size == WorkSize.WORK
    last = work.inspections.order_by("-day", "-pk").first()
    if large and (last is None or not last.passed):
        raise Refused(gettext_noop("Chưa có lần kiểm tra nào đạt; kiểm tra tại chỗ rồi mới công nhận."))
    _check_counts_once(work)
    above = superiors_of(work.unit_id, localdate(at))
    missing = gettext_noop("Ghi số quyết định hoặc nghị quyết công nhận, ví dụ 12-QĐ/ĐTN.")
    row = Recognition(
        work=work,
        unit_id=above[-1] if large and above else work.unit_id,
        day=day,
        number=needed(number, 120, "number", missing),
        outstanding=outstanding,
        by=actor,
    )
    if document:
        kind = kind_of(document, field="document")
        row.document = keep_document(content=document, content_type=kind, at=at, field="document")
    shown = work.photos.exists() or work.activities.exists()
    grade = Grade.VERIFIED if large else Grade.EVIDENCED if shown else Grade.DECLARED
    value = sum(getattr(work, name) for name in ACTUAL)
    row.posting = post_counted(
        work.unit_id, ((WORKS if large else TASKS, 1, None), (VALUE, value, None)), day, grade=grade,
        reason=row.number, actor=actor, at=at,
    )  # fmt: skip
    save_checked(row)
    work.state = WorkState.RECOGNISED
    work.save(update_fields=["state"])
    note_step(work, WorkStepKind.RECOGNISED, row.number, actor, at)
    return row


@transaction.atomic
def withdraw_recognition(*, work: YouthWork, words: str, actor: Account, at: datetime) -> None:
    """Take a recognition back: its figures are reversed, the work is under way again."""
    work = locked_work(work.pk, WorkState.RECOGNISED)
    if not may_withdraw_recognition(actor, work, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền rút công nhận và đính chính số liệu của đơn vị này."))
    row = work.recognitions.get(withdrawn_on__isnull=True)
    row.withdrawn_on, row.withdrawn_why = localdate(at), needed(words, 500, "words", WHY)
    save_checked(row)
    take_back(row.posting_id, row.withdrawn_why, actor, at)
    work.state = WorkState.RUNNING
    work.save(update_fields=["state"])
    note_step(work, WorkStepKind.WITHDRAWN, row.withdrawn_why, actor, at)


def _check_counts_once(work: YouthWork) -> None:
    """Activities of before this register, and imported ones, may hold the same figure: linked, or of the same name."""
    linked = WorkActivity.objects.filter(work=work).values("activity")
    own = activities_of([work.unit_id])
    found: dict[int, Activity] = {one.pk: one for one in own.filter(pk__in=linked)}
    found |= {one.pk: one for one in own.filter(folded_title=work.folded)}
    for pk, live in live_results_of(list(found)).items():
        if any(result.indicator.code == WORKS for result in live.results):
            raise Refused(
                gettext_noop("Hoạt động “{title}” đã tính công trình này trong sổ việc; huỷ số ấy rồi công nhận."),
                title=found[pk].title,
            )
