"""Inspections and recommendations: found, read, waited for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Q, QuerySet, When

from viecthat.inspections.choices import InspectionState, RecommendationState, TeamRole
from viecthat.inspections.models import (
    EarlierConclusion,
    Finding,
    Inspection,
    Recommendation,
    Step,
    TeamMember,
    WorkingDay,
)
from viecthat.kernel.names import fold

if TYPE_CHECKING:
    from viecthat.units.queries.scope import UnitScope

INSPECTION_ORDERS = {"ngay": ("start", "pk"), "-ngay": ("-start", "-pk"), "ten": ("folded", "pk")}
RECOMMENDATION_ORDERS = {"han": ("due", "pk"), "-han": ("-due", "-pk")}
LATE = "late"
DONE = Q(recommendations__state=RecommendationState.DONE)


@dataclass(frozen=True)
class ListedRecommendation:
    """A recommendation and how it stands to its day."""

    row: Recommendation
    late: bool


def inspections_found(units: UnitScope, *, text: str, kind: str, state: str, during: Q) -> QuerySet[Inspection]:
    """Inspections by these units, and those at these units once under way; with their recommendations counted."""
    at_them = units.of("bodies__unit") & ~Q(state=InspectionState.PLANNED)
    here = Inspection.objects.filter(units.of("unit") | at_them).values("pk")
    found = Inspection.objects.filter(during, pk__in=here)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if fold(text):
        found = found.filter(folded__contains=fold(text))
    return found.annotate(asked=Count("recommendations"), done=Count("recommendations", filter=DONE))


def inspection_shown(pk: int, seen: UnitScope) -> Inspection | None:
    """The inspection, for who sees its unit or, once it is under way, a unit that is inspected."""
    return inspections_found(seen, text="", kind="", state="", during=Q()).filter(pk=pk).first()


def team_of(inspection: Inspection) -> list[TeamMember]:
    """Who is in the team, the head first. One query."""
    order = Case(*(When(role=role, then=place) for place, role in enumerate(TeamRole.values)))
    return list(inspection.team.select_related("person").order_by(order, "pk"))


def team_member(inspection: Inspection, pk: int) -> TeamMember | None:
    """Somebody of the team."""
    return inspection.team.filter(pk=pk).select_related("inspection").first()


def noted_with_id(inspection: Inspection, what: str, pk: int) -> WorkingDay | Finding | Recommendation | None:
    """A day, a finding, a recommendation of it."""
    tables: dict[str, type[WorkingDay | Finding | Recommendation]] = {
        "ngay": WorkingDay, "phat-hien": Finding, "kien-nghi": Recommendation,
    }  # fmt: skip
    if what not in tables:
        return None
    return tables[what].objects.filter(inspection=inspection, pk=pk).select_related("inspection").first()


def days_of(inspection: Inspection, *, at: UnitScope | None = None) -> list[WorkingDay]:
    """The days the team worked, in order; only those at these units where given."""
    found = inspection.days.select_related("body", "file").order_by("day", "pk")
    return list(found if at is None else found.filter(at.of("body__unit")))


def findings_of(inspection: Inspection) -> list[Finding]:
    """What was found, by body."""
    return list(inspection.findings.select_related("body", "file").order_by("body__name", "kind", "pk"))


def recommendations_of(inspection: Inspection, today: date) -> list[ListedRecommendation]:
    """What was recommended, the nearest day first."""
    rows = inspection.recommendations.select_related("finding", "inspection").order_by("due", "pk")
    return [listed(one, today) for one in rows]


def recommendations_found(
    units: UnitScope, today: date, *, text: str, state: str, during: Q
) -> QuerySet[Recommendation]:
    """Recommendations these units made, and those that were sent to them."""
    here = units.of("inspection__unit") | (units.of("to_unit") & Q(made_on__isnull=False))
    found = Recommendation.objects.filter(here, during).select_related("inspection")
    if state == LATE:
        found = found.filter(_waiting(), due__lt=today)
    elif state:
        found = found.filter(state=state)
    return found.filter(folded__contains=fold(text)) if fold(text) else found


def recommendation_shown(pk: int, seen: UnitScope) -> Recommendation | None:
    """The recommendation, for who sees the unit that made it or the one it was sent to."""
    here = seen.of("inspection__unit") | (seen.of("to_unit") & Q(made_on__isnull=False))
    return Recommendation.objects.filter(here, pk=pk).select_related("inspection", "finding__body").first()


def steps_of(row: Recommendation) -> list[Step]:
    """What happened to it, the first first."""
    return list(row.steps.select_related("file", "recorded_by").order_by("pk"))


def recommendations_due(scope: UnitScope, inspecting: Collection[int], by: date) -> QuerySet[Recommendation]:
    """Recommendations that units in `scope` have to carry out by the day, or were late with; and answers that the units
    `inspecting` are to look at.
    """
    theirs = scope.of("to_unit") & Q(state=RecommendationState.OPEN, due__lte=by)
    answered = Q(inspection__unit__in=list(inspecting), state=RecommendationState.ANSWERED)
    return Recommendation.objects.filter(theirs | answered, made_on__isnull=False)


def listed(row: Recommendation, today: date) -> ListedRecommendation:
    """With whether its day has passed."""
    waits = row.state in {RecommendationState.OPEN, RecommendationState.ANSWERED}
    return ListedRecommendation(row, row.made_on is not None and waits and row.due < today)


def _waiting() -> Q:
    return Q(state__in=[RecommendationState.OPEN, RecommendationState.ANSWERED], made_on__isnull=False)


def earlier_conclusion(inspection: Inspection, number: int) -> EarlierConclusion | None:
    """A conclusion that was taken up again."""
    return inspection.earlier.filter(number=number).select_related("reopened_by").first()


def kept_paper(pk: int, what: str, seen: UnitScope) -> WorkingDay | Finding | Step | None:
    """A row with a file: minutes, what shows a finding, an answer. For who may read what it belongs to."""
    if what == "buoc":
        found = Step.objects.select_related("file").filter(pk=pk, file__isnull=False).first()
        return found if found and recommendation_shown(found.recommendation_id, seen) else None
    if what == "bien-ban":
        here = seen.of("inspection__unit") | seen.of("body__unit")
        return WorkingDay.objects.filter(here, pk=pk, file__isnull=False).select_related("file").first()
    if what == "phat-hien":
        here = seen.of("inspection__unit") | (
            seen.of("inspection__bodies__unit") & Q(inspection__state=InspectionState.CONCLUDED)
        )
        return Finding.objects.filter(here, pk=pk, file__isnull=False).select_related("file").first()
    return None
