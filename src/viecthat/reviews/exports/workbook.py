"""A review as a workbook: targets, figures by unit and sources, with sums and shares as live formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import override

from viecthat.documents.model import Lang
from viecthat.documents.workbook import ShareOf, Sheet, SheetCell, SheetColumn, Workbook
from viecthat.figures.queries import words
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import unscaled
from viecthat.reviews.exports.annexes import drawn, notes_on, notices
from viecthat.reviews.exports.heading import letterhead
from viecthat.reviews.exports.sentences import Speaker
from viecthat.units.queries import kinds

if TYPE_CHECKING:
    from viecthat.reviews.exports.children import Children
    from viecthat.reviews.exports.heading import Letterhead
    from viecthat.reviews.queries import AreaFigures, Figure, ReviewTable
    from viecthat.rollup.answer import Row


def review_workbook(table: ReviewTable, children: Children, *, at: datetime, lang: Lang = "vi") -> Workbook:
    """Targets, units, sources, then a sheet for each work area: its figures unit by unit with their sums, or, without
    units below, its targets. Every share is a formula over the cells it is made of, every sum one over its column.
    """
    with override(lang):
        head, speaker = letterhead(table, lang), Speaker(table, lang)
        notes = (*notices(speaker), drawn(speaker, at))
        return Workbook(
            sheets=(
                _targets(head, speaker, notes),
                *((_units(head, speaker, children, notes),) if children.rows else ()),
                _sources(speaker),
                *_areas(head, speaker, children, notes),
            ),
            title=head.title,
            author=head.unit.name,
            day=localdate(at),
            lang=lang,
        )


def _areas(head: Letterhead, speaker: Speaker, children: Children, notes: tuple[str, ...]) -> Iterator[Sheet]:
    for block in speaker.table.areas:
        name, title = str(block.area.label), f"{head.unit.name} – {block.area.label}"
        part = children.of_area(block.area).told()
        if part.columns:
            yield replace(_units(head, speaker, part, notes), name=name, title=title)
        elif any(figure.has_figures for figure in block.figures):
            rows = tuple(_rows_of(block, speaker, 1))
            yield replace(_targets(head, speaker, notes), name=name, title=title, rows=rows)


def _targets(head: Letterhead, speaker: Speaker, notes: tuple[str, ...]) -> Sheet:
    texts, places = speaker.texts, max((f.indicator.decimals for f in speaker.table.figures), default=0)
    columns = (
        SheetColumn(texts.number, "whole", 5),
        SheetColumn(texts.area, width=22),
        SheetColumn(texts.content, width=38),
        SheetColumn(texts.measure, width=12),
        SheetColumn(texts.goal, width=14),
        SheetColumn(texts.goal_counted, "decimal", 16, "goal", decimals=places),
        SheetColumn(texts.result_counted, "decimal", 16, "n", decimals=places),
        SheetColumn(texts.whole, "decimal", 14, "of", decimals=places),
        SheetColumn(texts.n_of, "percent", 9, formula=ShareOf("n", "of")),
        SheetColumn(texts.share, "percent", 10, formula=ShareOf("n", "goal")),
        SheetColumn(texts.gone, "percent", 10),
        SheetColumn(texts.verdict, width=16),
        SheetColumn(texts.verified, "decimal", 14, "verified", decimals=places),
        SheetColumn(texts.evidenced, "decimal", 14, "evidenced", decimals=places),
        SheetColumn(texts.declared, "decimal", 14, "declared", decimals=places),
        SheetColumn(texts.share_declared, "percent", 10, formula=ShareOf("declared", "n")),
        SheetColumn(texts.note, width=28),
        SheetColumn(texts.target_start, "day", 12),
        SheetColumn(texts.target_end, "day", 12),
        SheetColumn(texts.code, width=24),
    )
    rows = tuple(_target_rows(speaker))
    return Sheet(
        texts.targets_sheet, columns, rows, f"{head.unit.name} – {head.title}", notes, freeze=3, landscape=True
    )


def _target_rows(speaker: Speaker) -> Iterator[tuple[SheetCell, ...]]:
    number = 1
    for block in speaker.table.areas:
        yield from _rows_of(block, speaker, number)
        number += len(block.figures)


def _rows_of(block: AreaFigures, speaker: Speaker, first: int) -> Iterator[tuple[SheetCell, ...]]:
    for number, figure in enumerate(block.figures, first):
        yield (number, str(block.area.label), *_target_row(figure, speaker))


def _target_row(figure: Figure, speaker: Speaker) -> tuple[SheetCell, ...]:
    indicator, target, row = figure.indicator, figure.target, figure.row
    told = figure.has_figures
    grades = (row.grades.verified, row.grades.evidenced, row.grades.declared) if told else (None, None, None)
    span = None if target is None else Period(target.start, target.end)
    return (
        speaker.target_name(figure),
        words.unit_words(indicator, speaker.lang),
        speaker.goal_text(figure),
        _goal_counted(figure),
        _counted(row.value if row.value is not None else row.n, indicator.decimals) if told else None,
        _counted(row.of, indicator.decimals) if told else None,
        None,
        None,
        None if target is None else figure.elapsed,
        None if target is None else words.verdict_words(figure.verdict, speaker.lang),
        *(_counted(grade, indicator.decimals) for grade in grades),
        None,
        "; ".join(notes_on(figure, speaker)),
        None if span is None else span.start,
        None if span is None else span.last_day,
        indicator.code,
    )


def _goal_counted(figure: Figure) -> SheetCell:
    """What result would be the goal; for a share so many of N. None where less is better: no share of it is reached."""
    target = figure.target
    if target is None or target.direction != "at_least":
        return None
    if target.goal_of is None:
        return _counted(target.goal, figure.indicator.decimals)
    return Fraction(target.goal, target.goal_of) * figure.row.of if figure.row.of and figure.has_figures else None


def _counted(quantity: int | None, decimals: int) -> SheetCell:
    return None if quantity is None else unscaled(quantity, decimals)


def _units(head: Letterhead, speaker: Speaker, children: Children, notes: tuple[str, ...]) -> Sheet:
    texts = speaker.texts
    columns = [
        SheetColumn(texts.number, "whole", 5),
        SheetColumn(texts.unit, width=34),
        SheetColumn(texts.kind, width=22),
        SheetColumn(texts.code, width=18),
    ]
    for figure in children.columns:
        columns += _unit_columns(figure, speaker)
    rows = tuple(_unit_rows(head, speaker, children))
    return Sheet(
        texts.units_sheet, tuple(columns), rows, f"{head.unit.name} – {texts.units_sheet}", notes, freeze=2,
        landscape=True,
    )  # fmt: skip


def _unit_columns(figure: Figure, speaker: Speaker) -> list[SheetColumn]:
    indicator, texts = figure.indicator, speaker.texts
    name, places = words.name_words(indicator, speaker.lang), indicator.decimals
    if figure.row.value is not None:
        title = f"{name} ({words.unit_words(indicator, speaker.lang)})"
        return [SheetColumn(title, "decimal", 18, indicator.code, total=True, decimals=places)]
    n, of = f"{indicator.code}.n", f"{indicator.code}.of"
    return [
        SheetColumn(f"{name}: {texts.part}", "decimal", 14, n, total=True, decimals=places),
        SheetColumn(f"{name}: {texts.whole}", "decimal", 14, of, total=True, decimals=places),
        SheetColumn(f"{name}: {texts.n_of}", "percent", 10, formula=ShareOf(n, of)),
    ]


def _unit_rows(head: Letterhead, speaker: Speaker, children: Children) -> Iterator[tuple[SheetCell, ...]]:
    texts, kind_names = speaker.texts, kinds()
    number = 0
    for number, child in enumerate(children.rows, start=1):
        unit = child.unit
        name = texts.own.format(unit=head.unit.name) if unit is None else unit.name
        kind = "" if unit is None or unit.kind not in kind_names else str(kind_names[unit.kind])
        code = "" if unit is None else unit.code
        yield (number, name, kind, code, *_unit_cells(child.rows, children))
    overlaps = [children.overlap(place) for place in range(len(children.columns))]
    if any(overlaps):
        cells: list[SheetCell] = []
        for overlap, figure in zip(overlaps, children.columns, strict=True):
            if figure.row.value is None:
                cells += [None, None, None]
            else:
                cells.append(_counted(-overlap, figure.indicator.decimals) if overlap else None)
        yield (number + 1, texts.overlap, "", "", *cells)


def _unit_cells(rows: tuple[Row, ...], children: Children) -> Iterator[SheetCell]:
    for row, figure in zip(rows, children.columns, strict=True):
        places = figure.indicator.decimals
        if row.value is not None:
            yield _counted(row.value, places) if row.entries else None
        else:
            yield from (_counted(row.n, places), _counted(row.of, places), None)


def _sources(speaker: Speaker) -> Sheet:
    texts = speaker.texts
    columns = (
        SheetColumn(texts.dataset, width=44),
        SheetColumn(texts.published, width=60),
        SheetColumn(texts.day, "day", 14),
        SheetColumn(texts.split, width=20),
        SheetColumn(texts.note, width=70),
    )
    rows = tuple(
        (
            dataset.title,
            dataset.source,
            dataset.source_date,
            {MadeUp.SPLIT: texts.made_up, MadeUp.ALL: texts.all_made_up}.get(dataset.made_up, texts.as_published),
            dataset.note,
        )
        for dataset in speaker.table.datasets
    )
    return Sheet(texts.sources_sheet, columns, rows, texts.sources_sheet, landscape=True)
