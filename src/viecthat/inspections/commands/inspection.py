"""Inspections: planned, started, worked at day by day, concluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.inspections.choices import FindingKind, InspectionState, TeamRole
from viecthat.inspections.models import Body, Finding, Inspection, Recommendation, WorkingDay
from viecthat.inspections.rules import may_keep_inspection
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.ledger.commands.registers import check_done, post_counted

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile
    from viecthat.units.queries import UnitRow

HELD, RECOMMENDED = "policy_inspections", "inspection_recommendations"
SENT_OUT = gettext_noop("Kiến nghị này đã gửi đi; mở kiến nghị rồi bấm “Thôi theo dõi”, ghi kiến nghị mới nếu cần.")
MOST_BODIES, MOST_MINUTES, MOST_WORDS = 200, 10_000, 5000


@transaction.atomic
def plan_inspection(
    *, unit: int, facts: Mapping[str, Any], units: Sequence[UnitRow], others: Sequence[str], actor: Account,
    at: datetime,
) -> Inspection:  # fmt: skip
    """An inspection enters the plan, with the units and other bodies where it is looked. Raises Refused."""
    check_keeps(actor, unit, at)
    row = Inspection(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(row, facts, units, others)
    return row


@transaction.atomic
def correct_inspection(
    *, inspection: Inspection, facts: Mapping[str, Any], units: Sequence[UnitRow], others: Sequence[str],
    actor: Account, at: datetime,
) -> Inspection:  # fmt: skip
    """The plan is put right; a body where the team has worked stays. Raises Refused."""
    row = going_on(inspection, actor, at)
    _fill(row, facts, units, others)
    return row


@transaction.atomic
def start_inspection(*, inspection: Inspection, actor: Account, at: datetime) -> Inspection:
    """The team goes to work. Raises Refused."""
    row = locked(inspection, actor, at)
    if row.state != InspectionState.PLANNED:
        raise Refused(gettext_noop("Cuộc này không còn ở bước kế hoạch."))
    _check_head(row)
    row.state = InspectionState.RUNNING
    save_checked(row)
    return row


@transaction.atomic
def call_off_inspection(*, inspection: Inspection, reason: str, actor: Account, at: datetime) -> Inspection:
    """It does not take place. Raises Refused."""
    row = going_on(inspection, actor, at)
    if row.days.exists():
        raise Refused(gettext_noop("Đoàn đã làm việc; kết luận cuộc này thay vì bỏ."))
    row.state = InspectionState.CALLED_OFF
    row.called_off_why = needed(reason, 300, "reason", gettext_noop("Ghi vì sao không tiến hành."))
    save_checked(row)
    return row


@transaction.atomic
def note_day(
    *, inspection: Inspection, body: int, day: date, present: str, minutes: str, file: SentFile | None, actor: Account,
    at: datetime, of: WorkingDay | None = None,
) -> WorkingDay:  # fmt: skip
    """The team worked with a body on a day; what its minutes say. `of`: a day noted before is put right.

    Raises Refused. A file takes the place of the one before.
    """
    row = running(inspection, actor, at)
    check_done(day, at, not_before=row.start)
    made = row.days.get(pk=of.pk) if of is not None else WorkingDay(inspection=row)
    made.body, made.day = _body(row, body), day
    made.present = one_line(present, 500, field="present")
    made.minutes = said(minutes, MOST_MINUTES, "minutes")
    attach(made, file, at)
    save_checked(made)
    return made


@transaction.atomic
def note_finding(
    *, inspection: Inspection, body: int, facts: Mapping[str, Any], file: SentFile | None, actor: Account,
    at: datetime, of: Finding | None = None,
) -> Finding:  # fmt: skip
    """What was found there, by which article, what shows it. `of`: one noted before is put right. Raises Refused."""
    row = running(inspection, actor, at)
    made = row.findings.get(pk=of.pk) if of is not None else Finding(inspection=row)
    made.body, made.kind = _body(row, body), facts["kind"]
    made.article = one_line(facts.get("article") or "", 200, field="article")
    made.words = said(facts["words"], 3000, "words")
    made.evidence = needed(
        facts["evidence"], 500, "evidence", gettext_noop("Ghi căn cứ: hồ sơ, số liệu, lời ai, trang nào.")
    )
    if made.kind == FindingKind.BREACH and not made.article:
        raise Refused(gettext_noop("Chưa đúng quy định thì ghi điều, khoản nào."), field="article")
    attach(made, file, at)
    save_checked(made)
    return made


@transaction.atomic
def drop_noted(*, noted: WorkingDay | Finding | Recommendation, actor: Account, at: datetime) -> None:
    """What was noted wrongly is taken out while the inspection is under way; the history keeps it. Raises Refused."""
    running(noted.inspection, actor, at)
    if isinstance(noted, Recommendation) and noted.made_on is not None:
        raise Refused(SENT_OUT)
    if isinstance(noted, Finding):
        if noted.recommendations.filter(made_on=None).exists():
            raise Refused(gettext_noop("Có kiến nghị từ phát hiện này; xoá kiến nghị trước."))
        noted.recommendations.update(finding=None)  # sent out by a conclusion before, which shows what was found then
    noted.delete()


@transaction.atomic
def conclude_inspection(*, inspection: Inspection, day: date, words: str, actor: Account, at: datetime) -> Inspection:
    """The conclusion: counted, and its recommendations go out to whom they name. Raises Refused."""
    row = running(inspection, actor, at)
    check_done(day, at, not_before=row.start)
    if not row.days.exists():
        raise Refused(gettext_noop("Chưa có ngày làm việc nào; ghi biên bản trước khi kết luận."))
    _check_head(row)
    row.concluded_on, row.conclusion = day, said(words, MOST_WORDS, "words")
    row.state = InspectionState.CONCLUDED
    row.recommendations.filter(made_on=None).update(made_on=day)
    counted = [(HELD, 1, None), (RECOMMENDED, row.recommendations.count(), None)]
    row.posting = post_counted(row.unit_id, counted, day, reason=f"Kết luận: {row.subject}"[:500], actor=actor, at=at)
    save_checked(row)
    return row


def check_keeps(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not hold the unit's inspections."""
    if not may_keep_inspection(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kiểm tra, giám sát cho đơn vị này."))


def attach(row: Any, file: SentFile | None, at: datetime) -> None:
    """Keep the paper that came with a row."""
    if file is not None:
        row.file = keep_document(content=file.content, content_type=kind_of(file.content, field="attached"), at=at)
        row.file_name = normalise(file.name)[-200:] or "tai-lieu"


def said(words: str, most: int, field: str) -> str:
    """Words line by line. Raises Refused for none, and for too many."""
    lines = "\n".join(normalise(line) for line in words.strip().splitlines())
    if not lines:
        raise Refused(gettext_noop("Ghi vài chữ để người sau hiểu."), field=field)
    if len(lines) > most:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field=field, most=most)
    return lines


def locked(inspection: Inspection, actor: Account, at: datetime) -> Inspection:
    """The row, locked, for who holds the unit's inspections. Raises Refused."""
    row = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    check_keeps(actor, row.unit_id, at)
    return row


def going_on(inspection: Inspection, actor: Account, at: datetime) -> Inspection:
    """The row of one that is planned or under way, locked. Raises Refused."""
    row = locked(inspection, actor, at)
    if row.state not in {InspectionState.PLANNED, InspectionState.RUNNING}:
        raise Refused(gettext_noop("Cuộc này đã kết luận hoặc không tiến hành; giữ nguyên."))
    return row


def running(inspection: Inspection, actor: Account, at: datetime) -> Inspection:
    """The row of one that is under way, locked. Raises Refused."""
    row = locked(inspection, actor, at)
    if row.state != InspectionState.RUNNING:
        raise Refused(gettext_noop("Chỉ ghi khi cuộc này đang tiến hành."))
    return row


def _check_head(row: Inspection) -> None:
    if not row.team.filter(role=TeamRole.HEAD).exists():
        raise Refused(gettext_noop("Chưa ghi trưởng đoàn; bấm “Thành viên đoàn” để ghi."))


def _body(row: Inspection, pk: int) -> Body:
    found = Body.objects.filter(pk=pk, inspection=row).first()
    if found is None:
        raise Refused(gettext_noop("Nơi này không có trong kế hoạch."), field="body")
    return found


def _fill(row: Inspection, facts: Mapping[str, Any], units: Sequence[UnitRow], others: Sequence[str]) -> None:
    row.kind, row.start, row.last_day = facts["kind"], facts["start"], facts["last_day"]
    row.subject = needed(facts["subject"], 300, "subject", gettext_noop("Ghi nội dung kiểm tra, giám sát."))
    row.policy = needed(facts["policy"], 300, "policy", gettext_noop("Ghi chính sách, văn bản pháp luật được xem."))
    row.plan = one_line(facts.get("plan") or "", 120, field="plan")
    row.folded = fold(f"{row.subject} {row.policy} {row.plan}")[:900]
    several = Counter(one.name for one in units)
    names = {one.name if several[one.name] == 1 else f"{one.name} ({one.code})": one.id for one in units}
    wanted: dict[str, int | None] = {
        **names,
        **{one_line(one, 200, field="others"): None for one in others if one.strip()},
    }
    if not 1 <= len(wanted) <= MOST_BODIES:
        raise Refused(gettext_noop("Ghi từ 1 đến {most} nơi được kiểm tra, giám sát."), field="units", most=MOST_BODIES)
    save_checked(row)
    here = {one.name: one for one in row.bodies.all()}
    for name, one in here.items():
        if name not in wanted:
            if one.days.exists() or one.findings.exists():
                raise Refused(gettext_noop("Đoàn đã làm việc với {name}; giữ lại."), field="units", name=name)
            one.delete()
    for name, unit in wanted.items():
        if name not in here:
            save_checked(Body(inspection=row, unit_id=unit, name=name))
