"""What is enclosed with a report: targets, figures unit by unit, sums that must hold, sources, notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from viecthat.documents.model import (
    Annex,
    Block,
    Bullets,
    Cell,
    Column,
    Figure as Bound,
    Lang,
    Number,
    Paragraph,
    Table,
    proof_bar,
)
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date, format_moment
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.numbers import format_percent, roman
from viecthat.kernel.quantities import unscaled
from viecthat.ledger.choices import MeasureKind
from viecthat.reviews.exports.paper_texts import PAPER_TEXTS
from viecthat.reviews.queries.checks import check_words

if TYPE_CHECKING:
    from viecthat.reviews.exports.children import Children
    from viecthat.reviews.exports.heading import Letterhead
    from viecthat.reviews.exports.material import Material
    from viecthat.reviews.exports.sentences import Speaker
    from viecthat.reviews.queries import Figure
    from viecthat.rollup.answer import Row

_LONGEST_BOOKMARK = 64
_FEW_SOURCES = 1
COLUMNS = 6  # of figures in a table of units


def targets_annex(speaker: Speaker, at: datetime) -> Annex:
    """Every target with its result, proof and verdict, then other figures; below them sums and sources."""
    texts = speaker.texts
    columns = (
        Column(texts.number, "center", 5),
        Column(texts.content, "left", 37),
        Column(texts.measure, "center", 12),
        Column(texts.goal, "right", 13),
        Column(texts.result, "right", 14),
        Column(texts.share, "right", 10),
        Column(texts.gone, "right", 9),
        Column(texts.proof, "left", 17),
        Column(texts.verdict, "center", 16),
        Column(texts.note, "left", 21),
    )
    blocks: list[Block] = [Table(columns, tuple(_target_rows(speaker)))]
    if speaker.table.checks:
        blocks.append(Paragraph((Bound(f"{texts.checks}:"),)))
        blocks.append(Bullets(tuple(_sums(speaker))))
    if speaker.table.datasets:
        blocks.append(Paragraph((Bound(f"{texts.sources}:"),)))
        blocks.append(Bullets(tuple(_sources(speaker))))
    blocks.append(Paragraph(drawn(speaker, at), italic=True))
    return Annex(texts.targets_annex, tuple(blocks), landscape=True)


def _target_rows(speaker: Speaker) -> Iterator[tuple[Cell, ...]]:
    number = 0
    for place, block in enumerate(speaker.table.areas, start=1):
        yield (Bound(roman(place)), Bound(str(block.area.label)), *("" for _ in range(8)))
        for figure in block.figures:
            number += 1
            yield (str(number), *_target_row(figure, speaker))


def _target_row(figure: Figure, speaker: Speaker) -> tuple[Cell, ...]:
    indicator, target, grades = figure.indicator, figure.target, figure.row.grades
    measure = "%" if indicator.is_share else words.unit_words(indicator, speaker.lang)
    gone = format_percent(figure.elapsed, 0, speaker.lang)
    return (
        speaker.target_name(figure),
        measure,
        speaker.goal_text(figure),
        _result(figure, speaker),
        "" if figure.reached is None else speaker.percent(figure.reached, f"{indicator.code}.share", bold=False),
        "" if target is None else gone,
        proof_bar(grades.declared, grades.evidenced, grades.verified) if figure.has_figures else "",
        "" if target is None else words.verdict_words(figure.verdict, speaker.lang),
        "; ".join(notes_on(figure, speaker)),
    )


def _result(figure: Figure, speaker: Speaker) -> Cell:
    if not figure.has_figures:
        return words.NONE
    bound = speaker.result(figure)
    unit = bound.unit if _is_money(figure) else ""
    return Bound(bound.text, unit, bold=False, bookmark=bound.bookmark)


def notes_on(figure: Figure, speaker: Speaker) -> Iterator[str]:
    """What a reader must know of one figure."""
    if figure.target is not None and figure.target.given_by:
        yield speaker.texts.given_by.format(name=figure.target.given_by)
    if figure.row.value is None and figure.row.of:
        yield f"{speaker.texts.n_of} = {words.parts_words(figure.row, speaker.lang)}"
    for year in figure.years:
        if year.row.entries and year.period != figure.period:
            yield f"{year.period.start.year}: {words.result_words(year.row, figure.indicator, speaker.lang)}"
    if figure.goal_far_too_low and figure.reached is not None:
        yield speaker.texts.too_low_note.format(times=words.times_words(figure.reached, speaker.lang))


def _sums(speaker: Speaker) -> Iterator[str]:
    for check in speaker.table.checks:
        said = speaker.texts.sum_holds if check.holds else speaker.texts.sum_fails
        yield said.format(sum=check_words(check, speaker.lang), rule=check.rule)


def _sources(speaker: Speaker) -> Iterator[str]:
    for dataset in speaker.table.datasets:
        said = {MadeUp.SPLIT: speaker.texts.source_split, MadeUp.ALL: speaker.texts.source_made_up}
        split = f" ({said[dataset.made_up]})" if dataset.made_up else ""
        note = f" {dataset.note}" if dataset.note else ""
        yield f"{dataset.title}: {words.source_words(dataset, speaker.lang)}{split}.{note}"


def drawn(speaker: Speaker, at: datetime) -> str:
    """When and under which map the figures were asked for."""
    table, texts = speaker.table, speaker.texts
    name = texts.map_then if table.map_name == "then" else texts.map_now
    moment = format_moment(localtime(at), speaker.lang)
    return texts.drawn.format(moment=moment, map=name, day=format_date(table.map_day, speaker.lang))


def units_annex(head: Letterhead, speaker: Speaker, children: Children) -> Annex:
    """Figures unit by unit with their sum, so many columns to a table as can be read."""
    tables = tuple(_unit_tables(head, speaker, children))
    return Annex(speaker.texts.units_annex, tables, landscape=True)


def _unit_tables(head: Letterhead, speaker: Speaker, children: Children) -> Iterator[Table]:
    children = children.told()
    texts, count = speaker.texts, len(children.columns)
    for start in range(0, count, COLUMNS):
        part = children.part(start, start + COLUMNS)
        each = 60 / max(1, len(part.columns))
        columns = (
            Column(texts.number, "center", 5),
            Column(texts.unit, "left", 30),
            *(Column(_column_title(figure, speaker), "right", each) for figure in part.columns),
        )
        number = start // COLUMNS + 1
        caption = PAPER_TEXTS[speaker.lang].units_part.format(number=number) if count > COLUMNS else ""
        yield Table(columns, tuple(_unit_rows(head, speaker, part)), total_row=True, caption=caption)


def missing_annex(material: Material) -> Iterator[Annex]:
    """The units directly below without anything, by name; nothing where there are none."""
    silent = material.beside.silent
    if not silent:
        return
    table, texts, speaker = material.table, material.texts, material.speaker
    lead = texts.missing_lead.format(some=table.children_reporting, all=table.children, count=len(silent))
    columns = (
        Column(speaker.texts.number, "center", 6),
        Column(speaker.texts.unit, "left", 60),
        Column(texts.code, "left", 34),
    )
    rows = tuple((str(place), unit.name, unit.code) for place, unit in enumerate(silent, 1))
    yield Annex(texts.missing_annex, (Paragraph(lead), Table(columns, rows)))


def doubts_annex(material: Material) -> Iterator[Annex]:
    """Doubts that stand open in the signed report of the period."""
    doubts = material.beside.doubts
    if not doubts:
        return
    texts, speaker = material.texts, material.speaker
    columns = (
        Column(speaker.texts.number, "center", 6),
        Column(texts.doubt, "left", 80),
        Column(texts.score, "right", 14),
    )
    rows = tuple(
        (str(place), doubt.sentence, format_percent(Fraction(doubt.score, 100), 0, material.lang))
        for place, doubt in enumerate(doubts, 1)
    )
    yield Annex(texts.doubts_annex, (Paragraph(texts.doubts_lead), Table(columns, rows)))


def _column_title(figure: Figure, speaker: Speaker) -> str:
    name = words.name_words(figure.indicator, speaker.lang)
    return name if _is_money(figure) else f"{name} ({words.unit_words(figure.indicator, speaker.lang)})"


def _is_money(figure: Figure) -> bool:
    """Money says its own unit, shortened or not."""
    return figure.indicator.unit_of_measure == "đồng"


def _unit_rows(head: Letterhead, speaker: Speaker, children: Children) -> Iterator[tuple[Cell, ...]]:
    texts = speaker.texts
    for place, child in enumerate(children.rows, start=1):
        code = child.unit.code if child.unit else "own"
        name = child.unit.name if child.unit else texts.own.format(unit=head.unit.name)
        cells = _cells(child.rows, children.columns, f"unit.{code}", speaker.lang)
        yield (str(place), name, *cells)
    overlaps = [children.overlap(place) for place in range(len(children.columns))]
    if any(overlaps):
        yield ("", texts.overlap, *(Number(-overlap) if overlap else "" for overlap in overlaps))
    yield ("", texts.total, *_cells(children.totals, children.columns, "total", speaker.lang))


def _cells(rows: Sequence[Row], columns: Sequence[Figure], prefix: str, lang: Lang) -> Iterator[Cell]:
    for row, figure in zip(rows, columns, strict=True):
        bookmark = f"{prefix}.{figure.indicator.code}"
        bookmark = bookmark if len(bookmark) <= _LONGEST_BOOKMARK else ""
        if not row.entries or row.value is None:
            yield Number(None)
        elif _is_money(figure):
            number, unit = words.quantity_parts(row.value, figure.indicator, lang)
            yield Bound(number, unit, bold=False, bookmark=bookmark)
        else:
            decimals = figure.indicator.decimals
            yield Number(unscaled(row.value, decimals), decimals, bookmark=bookmark)


def notices(speaker: Speaker, *, annexed: bool = True) -> tuple[str, ...]:
    """What no reader may miss, short enough for the foot of every page; `annexed`: there is an annex that names the
    sources.
    """
    table, texts = speaker.table, speaker.texts
    found = list(table.made_up.sentences(speaker.lang))
    if table.illustrative_goals:
        found.append(texts.illustrative)
    if table.datasets and any(f.indicator.measure == MeasureKind.RATIO and f.has_figures for f in table.figures):
        found.append(texts.derived)
    if table.datasets:
        found.append(_source_notice(speaker, annexed))
    return tuple(found)


def _source_notice(speaker: Speaker, annexed: bool) -> str:
    datasets, texts = speaker.table.datasets, speaker.texts
    if annexed and len(datasets) > _FEW_SOURCES:
        return texts.see_annex
    named = []
    for dataset in datasets:
        day = format_date(dataset.source_date, speaker.lang) if dataset.source_date else ""
        named.append(f"{dataset.title} ({day})" if day and day not in dataset.title else dataset.title)
    return texts.source.format(sources="; ".join(named))
