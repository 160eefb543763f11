"""What somebody finds when they sign in: their units, what is due, how their targets stand, what was done last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet, Value
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability, Role
from viecthat.accounts.queries import grants_held_by
from viecthat.accounts.rules import authority_of
from viecthat.activities.queries import (
    KindVersion,
    ListedActivity,
    activities_found,
    activities_to_verify,
    kinds_for,
    likeliest_unit,
    listed,
    undocumented_activities,
    units_seen,
    units_where,
)
from viecthat.activities.queries.checking import checks_unanswered
from viecthat.activities.queries.joint import partnerships_waiting
from viecthat.commendations.queries.dossier import dossiers_on_desks, dossiers_returned_to
from viecthat.ideas.queries.bank import ideas_unread
from viecthat.ideas.queries.own import ideas_to_judge
from viecthat.inspections.queries.inspection import recommendations_due
from viecthat.kernel.judging import Verdict
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import datasets_behind
from viecthat.news.queries.desk import articles_returned, articles_to_approve, comments_to_read
from viecthat.opinion.queries.consultation import drafts_to_answer
from viecthat.people.queries.membership import transfers_to
from viecthat.people.queries.own import OwnDue, own_due, person_of
from viecthat.plans.queries.notice import unread_notices
from viecthat.plans.queries.sharing import own_figures_to_answer, shares_to_answer
from viecthat.plans.queries.task import ListedTask, tasks_due, tasks_to_answer
from viecthat.plans.rules import units_held
from viecthat.reporting.queries.call import OwnReport, own_reports_due
from viecthat.reporting.queries.taking import reports_to_take
from viecthat.reviews.queries import Figure, target_figures
from viecthat.reviews.queries.limits import limits_due
from viecthat.reviews.queries.proposals import proposals_to_answer
from viecthat.support.queries.listing import placements_to_ask
from viecthat.units.queries import UnitRow, ancestors_of, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.rollup.tree import Tree
    from viecthat.units.queries.scope import UnitScope

ENDING_WITHIN = timedelta(days=60)
# A photo of older work is rarely found any more: the list would only grow and be passed over.
DOCUMENTED_WITHIN = timedelta(days=60)
RECENT = 8
NAMED = 3
TASKS_WITHIN = 14  # days
TASKS_NAMED = 8
QUICK_KINDS = 6
REPORTS_NAMED = 4


@dataclass(frozen=True)
class MyUnit:
    """A unit where the reader holds roles today, and how its targets stand."""

    unit: UnitRow
    roles: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class DueTarget:
    """A target that ends soon and is behind the time gone."""

    unit: UnitRow
    figure: Figure
    last_day: date
    days_left: int


@dataclass(frozen=True)
class Waiting:
    """Activities that wait for something: how many, and the newest few by name."""

    count: int
    newest: tuple[ListedActivity, ...]


@dataclass(frozen=True)
class MyTasks:
    """Tasks the reader is to do: the most urgent by name, how many more, how many wait for the reader's yes."""

    urgent: tuple[ListedTask, ...]
    more: int
    to_answer: int
    first_to_answer: int | None
    unread: int


@dataclass(frozen=True)
class Answers:
    """What others wait for: that my units say whether they did it too, answer a check, ask those they placed again,
    mend a limit whose day comes, answer a proposal, carry out what an inspection recommended or look at its answer;
    approve an article or write again what came back, read comments and ideas, judge an idea, comment on a draft;
    take in a member, say something to a share of a target or to a unit's own figure, look at a dossier or complete it.
    """

    partnerships: int = 0
    checks: int = 0
    placements: int = 0
    limits: int = 0
    proposals: int = 0
    recommendations: int = 0
    articles: int = 0
    returned: int = 0
    comments: int = 0
    ideas: int = 0
    judging: int = 0
    drafts: int = 0
    transfers: int = 0
    shares: int = 0
    own_figures: int = 0
    dossiers: int = 0
    dossiers_returned: int = 0


@dataclass(frozen=True)
class MyReports:
    """Reports the reader's units have still to send, the nearest by name; how many wait to be taken in."""

    due: tuple[OwnReport, ...]
    more: int
    to_take: int


@dataclass(frozen=True)
class Workbench:
    """Everything on the page, as of `today`."""

    today: date
    units: tuple[MyUnit, ...]
    trail: tuple[UnitRow, ...]
    due_targets: tuple[DueTarget, ...]
    tasks: MyTasks
    reports: MyReports
    to_document: Waiting
    to_verify: Waiting
    answers: Answers
    recent: tuple[ListedActivity, ...]
    quick_kinds: tuple[KindVersion, ...]
    may_record: bool
    units_below: bool  # under any of the reader's units
    made_up: MadeUp
    member: bool = False  # the account is somebody's own
    own_due: tuple[OwnDue, ...] = ()

    @property
    def due_count(self) -> int:
        """How many things wait for the reader: each target and task, and each heap of activities, is one."""
        answers = self.answers
        heaps = (
            self.to_document.count, self.to_verify.count, answers.partnerships, answers.checks, answers.placements,
            answers.limits, answers.proposals, answers.recommendations, answers.articles, answers.returned,
            answers.comments, answers.ideas, answers.judging, answers.drafts, answers.transfers, answers.shares,
            answers.own_figures, answers.dossiers, answers.dossiers_returned, self.reports.to_take,
        )  # fmt: skip
        reports = len(self.reports.due) + self.reports.more
        own = len(self.own_due)
        return len(self.due_targets) + self.task_count + reports + own + sum(1 for heap in heaps if heap)

    @property
    def task_count(self) -> int:
        """How many tasks wait for the reader to do them, or to say that they are done."""
        return len(self.tasks.urgent) + self.tasks.more + self.tasks.to_answer

    @property
    def judged(self) -> tuple[MyUnit, ...]:
        """The units that have targets in force."""
        return tuple(mine for mine in self.units if mine.figures)


def workbench_of(actor: Account, at: datetime) -> Workbench:
    """The workbench of `actor` at the moment `at`."""
    today = localdate(at)
    units = _my_units(actor, at, today)
    held = units_held(actor, at)
    recorded_for = units_where(actor, Capability.RECORD, at)
    own = likeliest_unit(actor, at)
    recent = listed(list(activities_found(units_seen(actor, at))[:RECENT]), today)
    person = person_of(actor)
    tree = map_on(today).tree
    return Workbench(
        today=today,
        units=units,
        trail=tuple(ancestors_of(units[0].unit.id, today)) if units else (),
        due_targets=_due(units, today),
        tasks=_my_tasks(actor, held, at),
        reports=_my_reports(actor, at),
        to_document=_to_document(recorded_for, today),
        to_verify=_to_verify(actor, at, today),
        answers=_answers(actor, held, recorded_for, _looking_after(units), tree, at),
        recent=tuple(recent),
        quick_kinds=tuple(kinds_for(own, today)[:QUICK_KINDS]) if own is not None else (),
        may_record=own is not None,
        units_below=any(mine.unit.id in tree and tree.children(mine.unit.id) for mine in units),
        made_up=MadeUp.among(row.made_up for row in recent) | _made_up(units, today),
        member=person is not None,
        own_due=tuple(own_due(person, at)) if person is not None else (),
    )


def _my_units(actor: Account, at: datetime, today: date) -> tuple[MyUnit, ...]:
    roles: dict[int, list[str]] = {}
    for grant in grants_held_by(actor, at):
        roles.setdefault(grant.unit_id, []).append(str(Role(grant.role).label))
    rows = units_by_id(set(roles), today)
    figures = target_figures(list(roles), today)
    return tuple(MyUnit(rows[unit], tuple(held), tuple(figures.get(unit, ()))) for unit, held in roles.items())


def _due(units: Sequence[MyUnit], today: date) -> tuple[DueTarget, ...]:
    found = []
    for mine in units:
        for figure in mine.figures:
            if figure.target is None or figure.verdict not in {Verdict.PROMISING, Verdict.PUSH, Verdict.NOT_YET}:
                continue
            last_day = Period(figure.target.start, figure.target.end).last_day
            if today <= last_day <= today + ENDING_WITHIN:
                found.append(DueTarget(mine.unit, figure, last_day, (last_day - today).days))
    return tuple(sorted(found, key=lambda due: (due.last_day, due.unit.name, due.figure.indicator.pk)))


def _my_tasks(actor: Account, units: Sequence[int], at: datetime) -> MyTasks:
    due = tasks_due(actor, units, localdate(at), TASKS_WITHIN)
    waiting = list(tasks_to_answer(actor, units).values_list("pk", flat=True))
    return MyTasks(
        tuple(due[:TASKS_NAMED]),
        max(0, len(due) - TASKS_NAMED),
        len(waiting),
        waiting[0] if waiting else None,
        unread_notices(actor).count(),
    )


def _my_reports(actor: Account, at: datetime) -> MyReports:
    due = own_reports_due(actor, at)
    named = due[:REPORTS_NAMED]
    return MyReports(tuple(named), len(due) - len(named), reports_to_take(actor, at).count())


def _made_up(units: Sequence[MyUnit], today: date) -> MadeUp:
    """What of these units' figures may be made up."""
    shown = [figure.indicator for mine in units for figure in mine.figures if figure.has_figures]
    counted = {pk for i in shown for pk in (i.pk, i.numerator_id, i.denominator_id) if pk is not None}
    behind = datasets_behind(counted, None, today + timedelta(days=1)) if counted else ()
    return MadeUp.among(dataset.made_up for dataset in behind)


def _looking_after(units: Sequence[MyUnit]) -> list[int]:
    """Those where the reader has a say in the work, and does not only keep the system."""
    keeper = {str(Role.KEEPER.label)}
    return [mine.unit.id for mine in units if set(mine.roles) != keeper]


def _answers(
    actor: Account, held: Sequence[int], scope: UnitScope, units: Sequence[int], tree: Tree, at: datetime
) -> Answers:
    """One query for all of them."""
    today = localdate(at)
    waiting: dict[str, QuerySet[Any]] = {
        "limits": limits_due(actor, held, today + timedelta(days=TASKS_WITHIN)),
        "returned": articles_returned(actor),
        "judging": ideas_to_judge(actor),
    }
    if held:
        waiting["proposals"] = proposals_to_answer(held, actor)
        waiting["shares"] = shares_to_answer(held)
    if scope:
        waiting["partnerships"] = partnerships_waiting(scope)
        waiting["checks"] = checks_unanswered(scope)
        waiting["placements"] = placements_to_ask(scope, today)
    if units:
        authority = authority_of(actor, at)
        edited, kept = (set(units) & set(authority.units_for(one)) for one in (Capability.ACCEPT, Capability.RECORD))
        waiting["recommendations"] = recommendations_due(scope, units, today + timedelta(days=TASKS_WITHIN))
        waiting["articles"] = articles_to_approve(actor, edited)
        waiting["comments"] = comments_to_read(edited)
        waiting["ideas"] = ideas_unread(kept)
        waiting["own_figures"] = own_figures_to_answer(set(units) & set(authority.units_for(Capability.PLAN)))
        waiting["dossiers"] = dossiers_on_desks(edited, actor)
        if kept:
            keeping = kept & set(authority.units_for(Capability.FILES))
            below = {one for unit in keeping if unit in tree for one in tree.children(unit)}
            waiting["transfers"] = transfers_to(keeping | below)
            waiting["dossiers_returned"] = dossiers_returned_to(kept)
            above = {one for unit in kept if unit in tree for one in tree.ancestors(unit)}
            waiting["drafts"] = drafts_to_answer(kept, above, today)
    counts = [
        found.order_by().annotate(heap=Value(what)).values("heap").annotate(n=Count("pk"))
        for what, found in waiting.items()
    ]
    return Answers(**{row["heap"]: row["n"] for row in counts[0].union(*counts[1:], all=True)})


def _to_document(scope: UnitScope, today: date) -> Waiting:
    waiting = undocumented_activities(scope).filter(day__gt=today - DOCUMENTED_WITHIN)
    return Waiting(waiting.count(), tuple(listed(list(waiting[:NAMED]), today)))


def _to_verify(actor: Account, at: datetime, today: date) -> Waiting:
    waiting = activities_to_verify(actor, at)
    return Waiting(waiting.count(), tuple(listed(list(waiting[:NAMED]), today)))
