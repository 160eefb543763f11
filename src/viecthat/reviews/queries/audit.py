"""Rounds of going through targets: a unit's lines, and how far all units are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from viecthat.figures.queries.targets import Figure, figures_of
from viecthat.kernel.judging import Verdict
from viecthat.kernel.names import sort_key
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import indicators
from viecthat.plans.queries import targets_in_force
from viecthat.reviews.models import AuditLine, AuditRound, AuditState, ProposedChange, TargetAudit
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.plans.models import Target

_BEHIND = {Verdict.PUSH, Verdict.PROMISING, Verdict.NOT_YET}


@dataclass(frozen=True)
class AuditedTarget:
    """A target in an audit: its figure as of the round's day, and what the unit says of it."""

    target: Target
    figure: Figure
    line: AuditLine | None

    @property
    def behind(self) -> bool:
        """Whether it is behind its pace and needs an explanation."""
        return self.figure.verdict in _BEHIND

    @property
    def verdict(self) -> str:
        """The class as signed, or as it is now."""
        return self.line.verdict if self.line is not None and self.line.verdict else self.figure.verdict.value

    @property
    def reached(self) -> Fraction | None:
        """p as signed, or as it is now."""
        if self.line is not None and self.line.verdict:
            return None if self.line.reached is None else Fraction(self.line.reached)
        return self.figure.reached


def audited_targets(audit: TargetAudit) -> list[AuditedTarget]:
    """The targets the unit has in force on the round's day, with their figures to the end of it."""
    day = audit.round.as_of
    targets = list(targets_in_force([audit.unit_id], Period(day, day + timedelta(days=1))))
    unit_map = map_on(day)
    place, _how = unit_map.stands_at(audit.unit_id)
    if place is None or not targets:
        return []
    known = indicators()
    whole = {target.pk: Period(target.start, target.end) for target in targets}
    pairs = [
        (known[t.indicator_id], whole[t.pk].intersection(Period(t.start, day + timedelta(days=1))) or whole[t.pk], t)
        for t in targets
    ]
    figures = figures_of(place, pairs, unit_map=unit_map, as_known=None, on=day + timedelta(days=1))
    lines = {line.target_id: line for line in audit.lines.all()}
    return [AuditedTarget(t, figure, lines.get(t.pk)) for t, figure in zip(targets, figures, strict=True)]


def rounds_of(units: Units) -> QuerySet[AuditRound]:
    """The rounds these units opened or take part in, the newest first, with how many signed of how many.

    Counted are all parts of a round that one of them opened, else their own.
    """
    counted = among(units) | among(units, "audits__unit")
    signed = Q(audits__state__in=[AuditState.SIGNED, AuditState.ACCEPTED])
    return (
        AuditRound.objects.filter(
            among(units) | Q(Exists(TargetAudit.objects.filter(among(units), round=OuterRef("pk"))))
        )
        .annotate(units=Count("audits", filter=counted), signed=Count("audits", filter=counted & signed))
        .order_by("-as_of", "-pk")
    )


def round_numbered(pk: int) -> AuditRound | None:
    """A round."""
    return AuditRound.objects.filter(pk=pk).select_related("directive").first()


def audit_numbered(pk: int) -> TargetAudit | None:
    """A unit's part of a round."""
    rows = TargetAudit.objects.select_related("round__directive", "signed_by", "answered_by")
    return rows.filter(pk=pk).first()


@dataclass(frozen=True)
class RoundRow:
    """A unit's part of a round: its state, its signed classes, what it proposes."""

    audit: TargetAudit
    unit: UnitRow
    verdicts: dict[str, int]
    changes: int


def rows_of_round(opened: AuditRound, day: date, seen: Units) -> list[RoundRow]:
    """The parts of the round that the reader may see, in the order of names. Three queries."""
    audits = list(opened.audits.filter(among(seen)).select_related("signed_by"))
    lines: dict[int, list[AuditLine]] = {}
    for line in AuditLine.objects.filter(audit__in=[audit.pk for audit in audits]):
        lines.setdefault(line.audit_id, []).append(line)
    units = units_by_id({audit.unit_id for audit in audits}, day)
    rows = []
    for audit in audits:
        own = lines.get(audit.pk, [])
        verdicts = Counter(line.verdict for line in own if line.verdict)
        changes = sum(line.proposal != ProposedChange.KEEP for line in own)
        rows.append(RoundRow(audit, units[audit.unit_id], dict(verdicts), changes))
    return sorted(rows, key=lambda row: sort_key(row.unit.name))


def proposals_of(opened: AuditRound, seen: Units) -> list[AuditLine]:
    """Every change that units propose in signed audits."""
    rows = AuditLine.objects.filter(
        among(seen, "audit__unit"),
        audit__round=opened,
        audit__state__in=[AuditState.SIGNED, AuditState.ACCEPTED],
    ).exclude(proposal=ProposedChange.KEEP)
    return list(rows.select_related("audit", "target__indicator").order_by("target__indicator__code", "audit__unit"))


def lines_signed(opened: AuditRound, seen: Units) -> list[AuditLine]:
    """Every line of the units that signed."""
    rows = AuditLine.objects.filter(
        among(seen, "audit__unit"), audit__round=opened, audit__state__in=[AuditState.SIGNED, AuditState.ACCEPTED]
    )
    return list(rows.select_related("audit", "target__indicator").order_by("audit__unit", "target__indicator__area"))
