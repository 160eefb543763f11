"""Terms, documents, targets and reviews of a published dataset, through the floors' own commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from viecthat.demo.published import Figure, Published
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.plans.commands import adopt_target, open_term, register_directive
from viecthat.plans.queries import directives_of, terms_of
from viecthat.reviews.commands import open_review
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.plans.models import Directive, Target, Term

_XI = 11


def set_up(published: Published, indicators: Mapping[str, Indicator], at: datetime) -> None:
    """Everything the dataset's figures are judged by. Terms and documents that others brought in are shared."""
    term = _term(published, at)
    directives = {row["key"]: _directive(published, row, term, at) for row in published.directives}
    _targets(published, term, directives, indicators, at)
    review = published.review
    open_review(
        unit=_unit(published, published.unit),
        slug=review["slug"],
        kind=review["kind"],
        title=review["title"],
        period=published.period,
        conference_on=review["conference_on"],
        directives=[directives[key] for key in review["directives"]],
        source=published.source,
        actor=None,
        at=at,
    )


def _term(published: Published, at: datetime) -> Term | None:
    row = published.term
    if not row:
        return None
    unit = _unit(published, row["unit"])
    known = terms_of(unit).filter(ordinal=row["ordinal"]).first()
    period = Period(row["start"], row["end"])
    return known or open_term(unit=unit, ordinal=row["ordinal"], period=period, note=row["note"], actor=None, at=at)


def _directive(published: Published, row: Mapping[str, Any], own: Term | None, at: datetime) -> Directive:
    issuer = _unit(published, row["issuer"])
    known = directives_of(issuer).filter(subject=row["subject"]).first()
    if known is not None:
        return known
    # term: true is the dataset's own term, a number that of the issuer.
    term = own if row.get("term") is True else terms_of(issuer).filter(ordinal=row.get("term", _XI)).first()
    directive, _ = register_directive(
        issuer=issuer,
        number=row.get("number", ""),
        written_as=row.get("written_as", ""),
        type=row["type"],
        subject=row["subject"],
        issued_on=row.get("issued_on"),
        force=(row.get("start"), row.get("end")),
        term=term,
        source=row["source"],
        actor=None,
        at=at,
    )
    return directive


def _targets(
    published: Published,
    term: Term | None,
    directives: Mapping[str, Directive],
    indicators: Mapping[str, Indicator],
    at: datetime,
) -> None:
    common = published.goals
    whole = Period(term.start, term.end) if term and common.get("period") == "term" else published.period
    adopted: dict[str, Target] = {}
    for position, figure in enumerate(f for f in published.figures.values() if f.goal):
        goal = figure.goal
        adopted[figure.indicator] = adopt_target(
            unit=_unit(published, published.unit),
            indicator=indicators[figure.indicator].pk,
            period=whole,
            goal=_goal(figure),
            cadence=goal.get("cadence", "whole"),
            directive=directives.get(common["directive"] or ""),
            follows=adopted.get(goal.get("follows", "")),
            position=position,
            illustrative=common["illustrative"],
            source=goal.get("source", common["source"]),
            actor=None,
            at=at,
        )


def _goal(figure: Figure) -> int | Share:
    goal = figure.goal
    return Share(goal["n"], goal["of"]) if "n" in goal else int(goal["value"])


def _unit(published: Published, code: str) -> int:
    row = unit_with_code(code, published.period.last_day)
    if row is None:
        raise LookupError(f"no unit {code}: plant_tree() comes first")
    return row.id
