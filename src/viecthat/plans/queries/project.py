"""The register of schemes and projects: budget, what came in, stage."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from viecthat.kernel.names import fold
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.models import Programme, ProgrammeStage, Resource
from viecthat.plans.rules import programmes_visible

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries.scope import UnitScope

PROJECT_ORDERS = {
    "ten": ("title", "pk"), "-ten": ("-title", "-pk"), "ngay": ("start", "pk"), "-ngay": ("-start", "-pk"),
    "tien": ("budget", "pk"), "-tien": ("-budget", "-pk"),
}  # fmt: skip
_STAGED = (ProgrammeKind.SCHEME, ProgrammeKind.PROJECT)


def projects_found(
    units: UnitScope | None, actor: Account, at: datetime, *, text: str, kind: str, stage: str, during: Q
) -> QuerySet[Programme]:
    """Schemes and projects the reader may see, in their latest version, with stage, since when, and what came in."""
    root = Coalesce(OuterRef("first"), OuterRef("pk"))
    last = ProgrammeStage.objects.filter(programme=root).order_by("-day")
    came = Resource.objects.filter(programme=root).order_by().values("programme").annotate(n=Sum("amount"))
    found = Programme.objects.filter(programmes_visible(actor, at), during, superseded_on=None, kind__in=_STAGED)
    found = found.annotate(
        stage=Subquery(last.values("stage")[:1]),
        since=Subquery(last.values("day")[:1]),
        came_in=Coalesce(Subquery(came.values("n")), 0),
    )
    if units is not None:
        found = found.filter(units.of("unit"))
    if kind:
        found = found.filter(kind=kind)
    if stage:
        found = found.filter(stage=stage)
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found


def stages_of(programme: Programme) -> list[ProgrammeStage]:
    """The stages it went through, the latest first. One query."""
    return list(ProgrammeStage.objects.filter(programme=programme.root).order_by("-day"))
