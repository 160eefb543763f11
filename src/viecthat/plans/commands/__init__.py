"""Register directives, open terms, adopt targets."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.plans.models import Cadence, Direction, Directive, Target, Term
from viecthat.plans.rules import may_adopt_target

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def open_term(*, unit: int, ordinal: int, period: Period, note: str, actor: Account | None, at: datetime) -> Term:
    """A unit's congress term, from the congress to the next."""
    _check(actor, unit, at)
    term = Term(unit_id=unit, ordinal=ordinal, start=period.start, end=period.end, note=normalise(note))
    save_checked(term)
    return term


@transaction.atomic
def register_directive(
    *,
    issuer: int,
    number: str,
    type: str,
    subject: str,
    issued_on: date | None,
    force: tuple[date | None, date | None],
    term: Term | None,
    source: str,
    actor: Account | None,
    at: datetime,
    written_as: str = "",
) -> tuple[Directive, tuple[str, ...]]:
    """Enter a document in the register; returns it with warnings on its number's spelling.

    `written_as` is the number as the source spells it, where the register has it otherwise.
    Raises Refused when the number can't be read or stands in the term's register already.
    """
    _check(actor, issuer, at)
    directive = Directive(issuer_id=issuer, type=type, subject=normalise(subject), issued_on=issued_on, term=term)
    directive.start, directive.end = force
    directive.source = normalise(source)
    warnings: tuple[str, ...] = ()
    if number:
        parsed = parse_document_number(number)
        if parsed.type != type:
            raise Refused(
                gettext_noop("Số {number} là của loại văn bản {type}; chọn lại loại."),
                field="type",
                number=number,
                type=parsed.type,
            )
        directive.sequence, directive.suffix = parsed.sequence, parsed.suffix
        directive.issuer_code, directive.department = parsed.issuer, parsed.department
        directive.number, directive.written_as = parsed.canonical, written_as or number
        warnings = tuple(parsed.warnings)
    save_checked(directive, exclude=() if number else ["sequence"])
    return directive, warnings


@transaction.atomic
def adopt_target(
    *,
    unit: int,
    indicator: int,
    period: Period,
    goal: int | Share,
    cadence: Cadence = Cadence.WHOLE,
    direction: Direction = Direction.AT_LEAST,
    directive: Directive | None = None,
    follows: Target | None = None,
    position: int = 0,
    illustrative: bool = False,
    source: str = "",
    actor: Account | None,
    at: datetime,
) -> Target:
    """A unit undertakes `goal` (in the indicator's smallest unit, or n of N for a ratio) within `period`."""
    _check(actor, unit, at)
    number, of = (goal.n, goal.of) if isinstance(goal, Share) else (goal, None)
    target = Target(
        unit_id=unit,
        indicator_id=indicator,
        start=period.start,
        end=period.end,
        goal=number,
        goal_of=of,
        cadence=cadence,
        direction=direction,
        directive=directive,
        follows=follows,
        position=position,
        illustrative=illustrative,
        source=normalise(source),
    )
    save_checked(target)
    return target


def _check(actor: Account | None, unit: int, at: datetime) -> None:
    """`actor` None is the installation itself: catalogue, demo."""
    if actor is not None and not may_adopt_target(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))
