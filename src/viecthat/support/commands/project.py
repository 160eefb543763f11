"""Start-up projects: entered, moved on from stage to stage, supported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.commands.registers import check_done, post_counted
from viecthat.people.queries import people_by_id
from viecthat.support.choices import Stage
from viecthat.support.commands.shared import check_may_keep
from viecthat.support.models import Founder, Loan, Project, ProjectSupport, StageStep

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_NAMELESS = gettext_noop("Chọn đoàn viên, hoặc ghi tên người ngoài; không ghi cả hai.")


@transaction.atomic
def enter_project(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Project:
    """A project with its first founder and stage. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Project(unit_id=unit, recorded_by=actor, recorded_at=at, begun_on=facts["begun_on"])
    check_done(row.begun_on, at, field="begun_on")
    _fill(row, facts)
    save_checked(row)
    _add_founder(row, facts.get("person"), facts.get("founder") or "")
    save_checked(StageStep(project=row, stage=facts["stage"], day=row.begun_on))
    return row


@transaction.atomic
def correct_project(*, project: Project, facts: Mapping[str, Any], actor: Account, at: datetime) -> Project:
    """What changed of the project: name, field, jobs made, revenue, outcome, the loan it lives on. Raises Refused."""
    row = _locked(project, actor, at)
    _fill(row, facts)
    row.jobs, row.revenue = facts.get("jobs") or 0, facts.get("revenue") or 0
    row.outcome = (facts.get("outcome") or "").strip()
    loan = facts.get("loan")
    row.loan = Loan.objects.filter(pk=loan, unit=row.unit_id, undone_why="").first() if loan else None
    if loan and row.loan is None:
        raise Refused(gettext_noop("Khoản vay này không có trong sổ của đơn vị."), field="loan")
    save_checked(row)
    return row


@transaction.atomic
def add_founder(*, project: Project, person: int | None, name: str, actor: Account, at: datetime) -> Founder:
    """One more founder. Raises Refused."""
    return _add_founder(_locked(project, actor, at), person, name)


@transaction.atomic
def move_on(*, project: Project, stage: str, day: date, words: str, actor: Account, at: datetime) -> StageStep:
    """The project came to another stage; a later one than the last. Raises Refused."""
    row = _locked(project, actor, at)
    check_done(day, at)
    last = StageStep.objects.filter(project=row).order_by("-day").first()
    if last is not None and day <= last.day:
        raise Refused(gettext_noop("Ngày phải sau lần đổi trước ({day})."), field="day", day=last.day)
    if last is not None and last.stage == stage:
        raise Refused(gettext_noop("Dự án đang ở giai đoạn này."), field="stage")
    step = StageStep(project=row, stage=Stage(stage), day=day, words=one_line(words, 300, field="words"))
    save_checked(step)
    return step


@transaction.atomic
def give_support(
    *, project: Project, kind: str, day: date, words: str, value: int | None, actor: Account, at: datetime
) -> ProjectSupport:
    """What the project was given; with the first it counts as supported, once. Raises Refused."""
    row = _locked(project, actor, at)
    check_done(day, at, not_before=row.begun_on)
    given = ProjectSupport(
        project=row, kind=kind, day=day, words=needed(words, 300, "words", gettext_noop("Ghi đã hỗ trợ gì.")),
        value=value or 0,
    )  # fmt: skip
    save_checked(given)
    if row.posting_id is None:
        row.posting = post_counted(
            row.unit_id, [("startup_projects", 1, None)], day, reason=f"Dự án “{row.name}”", actor=actor, at=at
        )
        save_checked(row)
    return given


def _locked(project: Project, actor: Account, at: datetime) -> Project:
    row = Project.objects.select_for_update().get(pk=project.pk)
    check_may_keep(actor, row.unit_id, at)
    return row


def _fill(row: Project, facts: Mapping[str, Any]) -> None:
    row.name = needed(facts["name"], 200, "name", gettext_noop("Ghi tên dự án."))
    row.folded_name = fold(row.name)[:200]
    row.field, row.summary = facts["field"], (facts.get("summary") or "").strip()


def _add_founder(project: Project, person: int | None, name: str) -> Founder:
    member = people_by_id([person]).get(person) if person else None
    plain = one_line(name, 120, field="founder")
    if (member is None) == (not plain):
        raise Refused(_NAMELESS, field="founder")
    founder = Founder(project=project, person=member, name=plain)
    save_checked(founder)
    return founder
