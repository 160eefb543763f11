"""Who plans what, and who keeps and reads which documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.accounts.rules import authority_of
from viecthat.plans.models import Delivery, DialogueParty, SessionParty, TaskUnit
from viecthat.units.queries.scope import UnitScope, units_seen, units_where
from viecthat.units.rules import may
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import (
        Dialogue,
        DialogueQuestion,
        Directive,
        SessionPoint,
        Target,
        Task,
        WorkingSession,
    )

KEEPING = (Capability.RECORD, Capability.PLAN)


def may_adopt_target(actor: Account, unit: int, at: datetime) -> bool:
    """Give this unit a target."""
    return may(actor, Capability.PLAN, unit, at)


def may_see_targets(actor: Account, unit: int, at: datetime) -> bool:
    """See this unit's targets and how they are shared out: those of the unit, above it, and those it works under."""
    return may(actor, Capability.SEE, unit, at) or unit in units_above(actor, at)


def may_see_programmes(actor: Account, unit: int, at: datetime) -> bool:
    """See this unit's programmes, themes and terms: as its targets."""
    return may_see_targets(actor, unit, at)


def units_planning_seen(actor: Account, at: datetime) -> UnitScope:
    """Units whose programmes and targets `actor` may see: those in reach and those above."""
    return units_seen(actor, at) | UnitScope(tuple(units_above(actor, at)))


def programmes_visible(actor: Account, at: datetime) -> Q:
    """Programmes of units in reach and of those above."""
    return units_planning_seen(actor, at).of("unit")


def may_see_target(actor: Account, target: Target, at: datetime) -> bool:
    """See this target; a draft only those who may adopt it."""
    return may_adopt_target(actor, target.unit_id, at) if target.draft else may_see_targets(actor, target.unit_id, at)


def may_undertake(actor: Account, unit: int, at: datetime) -> bool:
    """Say for the unit what it undertakes of its own."""
    return may(actor, Capability.DECLARE, unit, at) or may(actor, Capability.PLAN, unit, at)


def may_accept_share(actor: Account, unit: int, giver: int, at: datetime) -> bool:
    """Agree for the unit to what it would be given: never whoever gives it."""
    return may_undertake(actor, unit, at) and not may_adopt_target(actor, giver, at)


def may_make_programmes(actor: Account, unit: int, at: datetime) -> bool:
    """Make the unit's programmes and plans: whoever speaks for what it undertakes."""
    return may_undertake(actor, unit, at)


def may_set_judging(actor: Account, at: datetime) -> bool:
    """Say how targets are judged everywhere: planners of a unit with none above it."""
    today = map_on(localdate(at))
    stands = (today.stands_at(unit)[0] for unit in authority_of(actor, at).units_for(Capability.PLAN))
    return any(unit is not None and not list(today.tree.ancestors(unit)) for unit in stands)


def may_keep_directives(actor: Account, unit: int, at: datetime) -> bool:
    """Keep the unit's register of documents: enter, send, receive."""
    return any(may(actor, capability, unit, at) for capability in KEEPING)


def units_keeping(actor: Account, at: datetime) -> UnitScope:
    """Units whose register `actor` may keep: the set for a list."""
    return units_where(actor, Capability.RECORD, at) | units_where(actor, Capability.PLAN, at)


def units_above(actor: Account, at: datetime) -> set[int]:
    """The units above those where `actor` holds a role that sees, on today's map."""
    today = map_on(localdate(at))
    above: set[int] = set()
    for unit in authority_of(actor, at).units_for(Capability.SEE):
        stands, _how = today.stands_at(unit)
        if stands is not None:
            above |= set(today.tree.ancestors(stands))
    return above


def directives_visible(actor: Account, at: datetime) -> Q:
    """Documents that units in reach issued, keep or were sent, and those from above that are open below."""
    if not authority_of(actor, at).units_for(Capability.SEE):
        return Q(pk__in=[])
    seen = units_seen(actor, at)
    from_above = Q(open_below=True, issuer__in=units_above(actor, at))
    sent = Delivery.objects.filter(seen.of("unit")).values("directive")
    return from_above | seen.of("issuer") | seen.of("kept_by") | Q(pk__in=sent)


def may_see_directive(actor: Account, directive: Directive, at: datetime) -> bool:
    """Read this document: see `directives_visible`."""
    return type(directive).objects.filter(directives_visible(actor, at), pk=directive.pk).exists()


def may_keep_directive(actor: Account, directive: Directive, at: datetime) -> bool:
    """Change this document's record: those who keep the register it was entered in."""
    keeper = directive.kept_by_id or directive.issuer_id
    return keeper is not None and may_keep_directives(actor, keeper, at)


def units_held(actor: Account, at: datetime) -> list[int]:
    """The units where the reader keeps registers by a role held there itself, not above; on today's map."""
    held = authority_of(actor, at)
    today = map_on(localdate(at))
    stand = {today.stands_at(unit)[0] for capability in KEEPING for unit in held.units_for(capability)}
    return sorted(unit for unit in stand if unit is not None)


def tasks_visible(actor: Account, at: datetime) -> Q:
    """Tasks that units in reach have, gave, work on or are told of, and those the reader answers for."""
    own = Q(person=actor)
    seen = units_seen(actor, at)
    if not seen:
        return own
    others = TaskUnit.objects.filter(seen.of("unit")).values("task")
    return own | seen.of("unit") | seen.of("giver") | Q(pk__in=others)


def may_see_task(actor: Account, task: Task, at: datetime) -> bool:
    """Read this task: see `tasks_visible`."""
    return type(task).objects.filter(tasks_visible(actor, at), pk=task.pk).exists()


def may_work_on_task(actor: Account, task: Task, at: datetime) -> bool:
    """Report on the task: whoever answers for it, and those who keep the register of the unit that has it."""
    return task.person_id == actor.pk or may_keep_directives(actor, task.unit_id, at)


def may_steer_task(actor: Account, task: Task, at: datetime) -> bool:
    """Change, extend, return, confirm, end the task: those of the unit that gave it, or that set it itself."""
    return may_keep_directives(actor, task.giver_id or task.unit_id, at)


def may_adopt_proposal(actor: Account, task: Task, at: datetime) -> bool:
    """Decide on a proposed task: who plans there, and never whoever proposed it."""
    return task.made_by_id != actor.pk and may_adopt_target(actor, task.giver_id or task.unit_id, at)


def sessions_visible(actor: Account, at: datetime) -> Q:
    """Working sessions that units in reach keep or took part in."""
    seen = units_seen(actor, at)
    if not seen:
        return Q(pk__in=[])
    return seen.of("unit") | Q(pk__in=SessionParty.objects.filter(seen.of("unit")).values("session"))


def may_keep_session(actor: Account, session: WorkingSession, at: datetime) -> bool:
    """Change the record of a session: those who keep the register of its unit."""
    return may_keep_directives(actor, session.unit_id, at)


def may_decide_point(actor: Account, point: SessionPoint, at: datetime) -> bool:
    """Say how an obstacle is removed, make tasks of a point: the keepers of the session, or of a unit above."""
    keeper = point.session.unit_id if point.session is not None else point.unit_id
    return may_keep_directives(actor, keeper, at)


def dialogues_visible(actor: Account, at: datetime) -> Q:
    """Dialogues that units in reach hold or whose people were invited."""
    seen = units_seen(actor, at)
    if not seen:
        return Q(pk__in=[])
    return seen.of("unit") | Q(pk__in=DialogueParty.objects.filter(seen.of("unit")).values("dialogue"))


def may_keep_dialogue(actor: Account, dialogue: Dialogue, at: datetime) -> bool:
    """Change the record of a dialogue: those who keep the register of its unit."""
    return may_keep_directives(actor, dialogue.unit_id, at)


def may_answer_question(actor: Account, question: DialogueQuestion, at: datetime) -> bool:
    """Answer: the keepers of the dialogue, and whoever the answer was given to as a task."""
    if may_keep_directives(actor, question.dialogue.unit_id, at):
        return True
    return question.task is not None and may_work_on_task(actor, question.task, at)
