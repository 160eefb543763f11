"""A review told document by document: who carried it out, what the registers say, what is written of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from viecthat.catalogue.readers import rows
from viecthat.people.queries.cadre_report import cadre_report
from viecthat.plans.queries.cascade import cascade_below
from viecthat.residence.queries.report import residence_report
from viecthat.reviews.models import DirectivePart, DirectiveWords
from viecthat.reviews.queries.review import directives_under_review

if TYPE_CHECKING:
    from viecthat.figures.queries.targets import Figure
    from viecthat.people.queries.cadre_report import CadreReport
    from viecthat.plans.models import Directive
    from viecthat.plans.queries.cascade import Cascade, CascadeRow
    from viecthat.residence.queries.report import ResidenceReport
    from viecthat.reviews.models import Review
    from viecthat.reviews.queries.checks import SumCheck
    from viecthat.reviews.queries.review import ReviewTable

CADRES, BASES, RESIDENCE = "cadres", "bases", "residence"


@dataclass(frozen=True)
class WrittenPart:
    """A part that people write; `row` None while nobody has."""

    part: DirectivePart
    row: DirectiveWords | None

    @property
    def words(self) -> str:
        """What is written."""
        return self.row.words if self.row is not None else ""

    @property
    def revision(self) -> int:
        """The version that is read; 0 for none."""
        return self.row.revision if self.row is not None else 0


@dataclass(frozen=True)
class DirectiveReport:
    """One document under review. targeted: targets that came from it; counted: other figures that answer for it.

    cadres, residence: the registers' reports, None where the document asks for none or the reader may not see them;
    `hidden` names those the reader may not. own: what the unit itself issued, None for the issuer.
    """

    directive: Directive
    own: CascadeRow | None
    cascade: Cascade
    targeted: tuple[Figure, ...]
    counted: tuple[Figure, ...]
    checks: tuple[SumCheck, ...]
    registers: tuple[str, ...]
    hidden: tuple[str, ...]
    cadres: CadreReport | None
    residence: ResidenceReport | None
    written: tuple[WrittenPart, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its figures."""
        return (*self.targeted, *self.counted)


def directive_reports(
    table: ReviewTable,
    *,
    may_see_cadres: bool,
    may_see_residents: bool,
    today: date,
    only: int | None = None,
) -> list[DirectiveReport]:
    """A report for each document under review, or for the one with the id `only`.

    The registers' parts are for those who may read the registers.
    """
    asked = [one for one in directives_under_review(table) if only is None or one.pk == only]
    day = min(table.period.last_day, today)
    written = words_of_directives(table.review, asked)
    known = {one.pk: answering_for(one) for one in asked}
    wanted = {register for row in known.values() for register in row["registers"]}
    cadres = None
    if may_see_cadres and wanted & {CADRES, BASES}:
        cadres = cadre_report(table.unit.id, day, min(table.period.start, day))
    residence = None
    if may_see_residents and RESIDENCE in wanted:
        residence = residence_report(table.unit.id, day.year, today)
    seen = {CADRES: cadres, BASES: cadres, RESIDENCE: residence}
    found = []
    for directive in asked:
        row = known[directive.pk]
        own, cascade = cascade_below(directive, table.unit.id, day)
        targeted = [f for f in table.targeted if f.target is not None and f.target.directive_id == directive.pk]
        ids = {figure.indicator.pk for figure in targeted}
        counted = [f for f in table.figures if f.indicator.code in row["figures"] and f.indicator.pk not in ids]
        codes = {figure.indicator.code for figure in (*targeted, *counted)}
        found.append(
            DirectiveReport(
                directive=directive,
                own=own,
                cascade=cascade,
                targeted=tuple(targeted),
                counted=tuple(counted),
                checks=tuple(c for c in table.checks if {f.indicator.code for f in (*c.left, c.right)} <= codes),
                registers=tuple(row["registers"]),
                hidden=tuple(register for register in row["registers"] if seen[register] is None),
                cadres=cadres if {CADRES, BASES} & set(row["registers"]) else None,
                residence=residence if RESIDENCE in row["registers"] else None,
                written=written[directive.pk],
            )
        )
    return found


def answering_for(directive: Directive) -> dict[str, Any]:
    """Which registers and indicators answer for the document (`catalogue/directive_registers.yaml`); none for most."""
    for row in rows("directive_registers"):
        named = (row["type"], row["sequence"], row["issuer"])
        if (directive.type, directive.sequence, directive.issuer_code) != named:
            continue
        if directive.issued_on is None or row["start"] <= directive.issued_on < row["end"]:
            return row
    return {"registers": [], "figures": []}


def words_of_directives(review: Review | None, directives: Sequence[Directive]) -> dict[int, tuple[WrittenPart, ...]]:
    """What is written of each document, part by part. One query."""
    found = {}
    if review is not None:
        rows_ = DirectiveWords.objects.filter(review=review, directive__in=directives).select_related("written_by")
        found = {(row.directive_id, row.part): row for row in rows_}
    return {
        one.pk: tuple(WrittenPart(part, found.get((one.pk, part.value))) for part in DirectivePart)
        for one in directives
    }
