"""Who is in the team of an inspection: people of the register, and those another body sent, by name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.inspections.choices import TeamRole
from viecthat.inspections.commands.inspection import going_on
from viecthat.inspections.models import Inspection, TeamMember
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_TEAM = 60


@transaction.atomic
def add_team_member(
    *, inspection: Inspection, role: str, person: int | None = None, name: str = "", post: str = "", actor: Account,
    at: datetime,
) -> TeamMember:  # fmt: skip
    """Somebody joins the team: of the register by `person`, else by name. Raises Refused."""
    row = going_on(inspection, actor, at)
    if row.team.count() >= MOST_TEAM:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} người."), most=MOST_TEAM)
    member = TeamMember(inspection=row, role=role, person_id=person, post=one_line(post, 200, field="post"))
    member.name = "" if person else one_line(name, 120, field="name")
    if person is None and not member.name:
        raise Refused(gettext_noop("Chọn người trong sổ, hoặc ghi họ tên người ngoài sổ."), field="person")
    if role == TeamRole.HEAD and row.team.filter(role=role).exists():
        raise Refused(gettext_noop("Đoàn đã có trưởng đoàn; rút tên người ấy trước."), field="role")
    save_checked(member)
    return member


@transaction.atomic
def drop_team_member(*, member: TeamMember, actor: Account, at: datetime) -> None:
    """Somebody leaves the team before the conclusion; the history keeps that they were in it. Raises Refused."""
    going_on(member.inspection, actor, at)
    member.delete()
