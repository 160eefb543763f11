"""Reads of readings: the list, one of them, its text cut at the quotes, its figures as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from viecthat.kernel.names import fold
from viecthat.kernel.numbers import format_number
from viecthat.ledger.queries import indicators_offered, is_undone
from viecthat.reading.indicators import LIKELY, Known
from viecthat.reporting.choices import Decision, FigureKind, Qualifier
from viecthat.reporting.models import Reading
from viecthat.reporting.rules import readings_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account

STATES = ("open", "declared")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `number` is the place of the figure it quotes, None between figures."""

    words: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as the officer sees it."""

    place: int
    quote: str
    sentence: str
    unit: str
    what: str
    kind: FigureKind
    qualifier: Qualifier
    decision: Decision
    indicator: str
    likely: bool
    number: str
    period: str
    who: str


def readings_of(actor: Account, *, text: str = "", state: str = "") -> QuerySet[Reading]:
    """One's readings, the last worked on first. `text` is searched with or without marks."""
    found = (
        readings_visible_to(actor, Reading.objects.all())
        .select_related("posting__reversed_by")
        .defer("text", "searched")
    )
    for word in fold(text).split():
        found = found.filter(searched__contains=word)
    standing = Q(posting__isnull=False, posting__reversed_by__isnull=True)
    if state in STATES:
        found = found.filter(standing if state == "declared" else ~standing)
    return found.order_by("-changed_at", "-pk")


def reading_by_id(pk: int, actor: Account) -> Reading | None:
    """The reading, when the actor may see it."""
    return readings_visible_to(actor, Reading.objects.select_related("posting__reversed_by")).filter(pk=pk).first()


def is_declared(reading: Reading) -> bool:
    """Whether its figures stand in the ledger: declared, and not taken back since."""
    return reading.posting is not None and not is_undone(reading.posting)


def pieces_of(reading: Reading) -> list[Piece]:
    """The text cut at the quotes of its figures."""
    pieces: list[Piece] = []
    at = 0
    for number, figure in enumerate(reading.figures):
        start, end = max(at, figure["quote_start"]), figure["quote_end"]
        if start > at:
            pieces.append(Piece(reading.text[at:start], None))
        if end > start:
            pieces.append(Piece(reading.text[start:end], number))
            at = end
    if at < len(reading.text):
        pieces.append(Piece(reading.text[at:], None))
    return pieces


def rows_of(reading: Reading, names: Mapping[str, str]) -> list[Row]:
    """The figures as rows; `names` are the indicators' by code."""
    return [
        Row(
            place=place,
            quote=figure["quote"],
            sentence=figure["sentence"],
            unit=figure["unit"],
            what=figure["what"],
            kind=FigureKind(figure["kind"]),
            qualifier=Qualifier(figure["qualifier"]),
            decision=Decision(figure["decision"]),
            indicator=names.get(figure["indicator"], figure["indicator"]),
            likely=figure["score"] >= LIKELY,
            number=figure["number"],
            period=figure["period"],
            who=figure["who"],
        )
        for place, figure in enumerate(reading.figures)
    ]


def counts_of(figures: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many figures there are, kept, dropped and not looked at yet."""
    kept = sum(figure["decision"] == Decision.KEPT for figure in figures)
    dropped = sum(figure["decision"] == Decision.DROPPED for figure in figures)
    return {"all": len(figures), "kept": kept, "dropped": dropped, "open": len(figures) - kept - dropped}


def known_indicators() -> list[Known]:
    """The indicators as the reader of texts knows them. One query."""
    return [
        Known(one.indicator.code, (one.indicator.name,), one.indicator.unit_of_measure, one.indicator.is_share)
        for one in indicators_offered()
    ]


def number_written(value: Any, denominator: Any) -> str:
    """How a number read is put into the box: 1.250 · 86,7 · 24/28; of a range nothing, since one must choose."""
    if isinstance(value, list):
        return ""
    written = _written(value)
    return f"{written}/{_written(denominator)}" if denominator is not None else written


def _written(value: float) -> str:
    return format_number(Decimal(str(value)))
