"""Lists of advice, partners, placements, loan groups, projects: found and counted. None of them names anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from viecthat.kernel.names import fold
from viecthat.people.rules.charter import months_later
from viecthat.support.choices import PlacementState
from viecthat.support.models import (
    AdviceCase,
    AdviceSession,
    Care,
    Loan,
    LoanGroup,
    Partner,
    Placement,
    Project,
    ProjectSupport,
    Repayment,
    StageStep,
)
from viecthat.support.rules import FIRST_ASKED, LAST_ASKED
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

BY_DAY = {"ngay": ("day", "pk"), "-ngay": ("-day", "-pk")}
BY_NAME = {"ten": ("folded_name", "pk"), "-ten": ("-folded_name", "-pk")}
GROUP_ORDERS = {**BY_NAME, "ngay": ("founded_on", "pk"), "-ngay": ("-founded_on", "-pk")}
PROJECT_ORDERS = {**BY_NAME, "ngay": ("begun_on", "pk"), "-ngay": ("-begun_on", "-pk")}


def cases_found(units: UnitScope, *, topic: str, group: str, during: Q) -> QuerySet[AdviceCase]:
    """Cases of these units; those taken back are left out."""
    found = AdviceCase.objects.filter(units.of("unit"), during, undone_why="")
    if topic:
        found = found.filter(topic=topic)
    return found.filter(group=group) if group else found


def sessions_found(units: UnitScope, *, text: str, topic: str, during: Q) -> QuerySet[AdviceSession]:
    """Sessions of these units; those taken back are left out."""
    found = AdviceSession.objects.filter(units.of("unit"), during, undone_why="")
    if topic:
        found = found.filter(topic=topic)
    return found.filter(title__icontains=text.strip()) if text.strip() else found


def care_found(units: UnitScope, *, text: str, kind: str, during: Q) -> QuerySet[Care]:
    """Care of these units for young workers; what was taken back is left out."""
    found = Care.objects.filter(units.of("unit"), during, undone_why="")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(title__icontains=text.strip()) if text.strip() else found


def partners_found(units: UnitScope, *, text: str, kind: str) -> QuerySet[Partner]:
    """Partners of these units, with how many were referred to them and taken on."""
    found = Partner.objects.filter(units.of("unit"))
    if kind:
        found = found.filter(kind=kind)
    if wanted := fold(text):
        found = found.filter(folded_name__contains=wanted)
    return found.annotate(
        referred=Count("placements"), placed=Count("placements", filter=Q(placements__state=PlacementState.PLACED))
    )


def due_to_ask(today: date) -> Q:
    """The condition that somebody placed is to be asked again by now."""
    asks = Q()
    for months in (FIRST_ASKED, LAST_ASKED):
        asks |= Q(placed_on__lte=months_later(today, -months), **{f"after_{months}": ""})
    return asks & Q(state=PlacementState.PLACED)


def placements_found(
    units: UnitScope, *, text: str, kind: str, state: str, during: Q, today: date
) -> QuerySet[Placement]:
    """Placements of these units; `state` "due": those to be asked again; `text`: the work or the partner."""
    found = Placement.objects.filter(units.of("unit"), during).select_related("partner")
    if kind:
        found = found.filter(kind=kind)
    if state == "due":
        found = found.filter(due_to_ask(today))
    elif state:
        found = found.filter(state=state)
    if text.strip():
        found = found.filter(Q(what__icontains=text.strip()) | Q(partner__folded_name__contains=fold(text)))
    return found


def placements_due(units: UnitScope, today: date) -> int:
    """How many are to be asked again by now. One query."""
    return placements_to_ask(units, today).count()


def placements_to_ask(units: UnitScope, today: date) -> QuerySet[Placement]:
    """Placements of these units whose people are to be asked again by now."""
    return Placement.objects.filter(units.of("unit"), due_to_ask(today))


def groups_found(units: UnitScope, *, text: str, ended: bool = False) -> QuerySet[LoanGroup]:
    """Loan groups of these units; only those that work, or (`ended`) that are no more."""
    found = LoanGroup.objects.filter(units.of("unit"), ended_on__isnull=not ended)
    if wanted := fold(text):
        found = found.filter(folded_name__contains=wanted)
    return found


@dataclass(frozen=True)
class ListedGroup:
    """A loan group with its unit and money, in đồng."""

    group: LoanGroup
    unit: UnitRow
    loans: int
    lent: int
    debt: int
    overdue: int


def groups_listed(groups: Sequence[LoanGroup], today: date) -> list[ListedGroup]:
    """These with their money. Two queries."""
    units = units_by_id({one.unit_id for one in groups}, today)
    money: dict[int, list[int]] = {}
    for one in loans_with_debt(Loan.objects.filter(loan_group__in=[group.pk for group in groups])):
        sums = money.setdefault(one.loan_group_id, [0, 0, 0, 0])
        owed: int = one.debt  # type: ignore[attr-defined]
        late = owed if one.due < today else 0
        for place, n in enumerate((1, one.principal, owed, late)):
            sums[place] += n
    return [ListedGroup(one, units[one.unit_id], *money.get(one.pk, [0, 0, 0, 0])) for one in groups]


def loans_with_debt(loans: QuerySet[Loan]) -> QuerySet[Loan]:
    """Loans that were not taken back, each with `debt`, what is still owed."""
    back = (
        Repayment.objects.filter(loan=OuterRef("pk"), undone_why="").order_by().values("loan").annotate(s=Sum("amount"))
    )
    return loans.filter(undone_why="").annotate(debt=F("principal") - Coalesce(Subquery(back.values("s")), 0))


def overdue_in(units: UnitScope, today: date) -> int:
    """How many loans are overdue. One query."""
    late = loans_with_debt(Loan.objects.filter(units.of("unit"), due__lt=today))
    return late.filter(debt__gt=0).count()  # type: ignore[misc]


def projects_found(units: UnitScope, *, text: str, field: str, stage: str, during: Q) -> QuerySet[Project]:
    """Projects of these units, each with `stage`, the last it came to."""
    last = StageStep.objects.filter(project=OuterRef("pk")).order_by("-day").values("stage")[:1]
    found = Project.objects.filter(units.of("unit"), during).annotate(stage=Subquery(last))
    if field:
        found = found.filter(field=field)
    if stage:
        found = found.filter(stage=stage)
    if wanted := fold(text):
        found = found.filter(folded_name__contains=wanted)
    return found


def supports_of(projects: Sequence[Project]) -> dict[int, tuple[int, int]]:
    """How often each was supported and what that was worth, in đồng. One query."""
    rows = ProjectSupport.objects.filter(project__in=[one.pk for one in projects]).order_by().values_list("project")
    return {pk: (n, int(value or 0)) for pk, n, value in rows.annotate(n=Count("pk"), value=Sum("value"))}
