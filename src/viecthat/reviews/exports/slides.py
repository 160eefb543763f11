"""A review as slides for its conference: where we stand, area by area, who did well, limits, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import override

from viecthat.documents.model import Column, Runs, Table
from viecthat.documents.slides import Deck, Slide
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date, format_moment
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_number
from viecthat.reviews import headings
from viecthat.reviews.exports.annexes import notices
from viecthat.reviews.exports.charts import pace_chart, rank_chart, trend_chart
from viecthat.reviews.exports.material import Material
from viecthat.reviews.exports.report import still
from viecthat.reviews.exports.sentences import lowered
from viecthat.reviews.exports.written import limit_words, plain_lines, proposal_words, task_words
from viecthat.reviews.queries.findings import judged, remaining, weakly_proved

if TYPE_CHECKING:
    from viecthat.reviews.queries import AreaFigures, Figure
    from viecthat.reviews.queries.beside import Placed

A_SLIDE = 6  # targets on a slide
MOST_ITEMS = 8
MOST_CONCLUSIONS = 10


def review_deck(material: Material) -> Deck:
    """The slides, in the language of the material."""
    with override(material.lang):
        head = material.head
        moment = format_moment(localtime(material.at), material.lang)
        foot = " · ".join((head.unit.name, material.texts.signed_live.format(moment=moment), *_warning(material)))
        return Deck(
            title=head.title,
            author=head.unit.name,
            day=material.today,
            slides=tuple(_slides(material)),
            foot=foot,
            lang=material.lang,
        )


def plain(runs: Runs) -> str:
    """A sentence with its figures as text."""
    said = ""
    for run in runs:
        said += run if isinstance(run, str) else run.text + (f"\u00a0{run.unit}" if run.unit else "")
    return said


def _warning(material: Material) -> tuple[str, ...]:
    return tuple(material.table.made_up.sentences(material.lang))


def _slides(material: Material) -> Iterator[Slide]:
    table, texts = material.table, material.texts
    yield _opening(material)
    body = [
        _standing(material),
        *(slide for block in table.areas for slide in _area(block, material)),
        *_over_time(material),
        *_best_weakest(material),
        *_limits(material),
        *_directions(material),
        *_proposals(material),
    ]
    ends = (texts.discussed, texts.conclusions)
    agenda = list(dict.fromkeys([*(slide.title.partition(" (")[0] for slide in body if not slide.aside), *ends]))
    yield Slide(texts.agenda, items=tuple(agenda), numbered=True)
    yield from body
    yield Slide(texts.conclusions, items=(texts.conclusions_blank, "…", "…", "…"), notes=(texts.conclusions_blank,))


def _opening(material: Material) -> Slide:
    head, review = material.head, material.table.review
    day = review.conference_on if review is not None else None
    lines = [material.texts.conference_of.format(day=format_date(day, material.lang))] if day else []
    lines += notices(material.speaker, annexed=False)[:2]
    return Slide(head.title, subtitle=head.unit.name, items=tuple(lines), opening=True, notes=head.abstract)


def _standing(material: Material) -> Slide:
    table, texts, lang = material.table, material.texts, material.lang
    stats = [
        (format_number(count, lang=lang), texts.targets_count.format(verdict=words.verdict_words(verdict, lang)))
        for verdict, count in table.verdicts.items()
    ][:4]
    if table.children:
        some = format_number(table.children_reporting, lang=lang)
        stats.append((f"{some}/{format_number(table.children, lang=lang)}", texts.units_reporting))
    section = material.content.section(headings.RESULTS) if table.review is not None else None
    said = plain_lines(section) or _standing_sentences(material)
    return Slide(texts.where_we_stand, stats=tuple(stats), items=tuple(said[:MOST_ITEMS]), notes=tuple(said))


def _standing_sentences(material: Material) -> list[str]:
    table, speaker = material.table, material.speaker
    chosen = judged(table, Verdict.EXCEEDED, Verdict.MET)[:3] + judged(table, Verdict.PUSH)[:2]
    chosen = chosen or [figure for figure in table.figures if figure.has_figures and figure.result is not None]
    return [f"{plain(speaker.said(figure))}." for figure in chosen[:MOST_ITEMS]]


def _area(block: AreaFigures, material: Material) -> Iterator[Slide]:
    """One slide for each so many targets; an area without targets shows its results."""
    name, notes = str(block.area.label), _area_notes(block, material)
    targeted = [figure for figure in block.figures if figure.target is not None]
    others = [figure for figure in block.figures if figure.target is None and figure.has_figures]
    parts = [targeted[start : start + A_SLIDE] for start in range(0, len(targeted), A_SLIDE)]
    for place, part in enumerate(parts, 1):
        title = name if len(parts) == 1 else f"{name} ({place}/{len(parts)})"
        chart, table = pace_chart(part, material), _target_table(part, material)
        besides = _besides(others, material) if place == len(parts) else ()
        yield Slide(title, chart=chart, table=table, items=besides, notes=notes)
    if targeted or not others:
        return
    pages = -(-len(others) // (2 * A_SLIDE))
    each = -(-len(others) // pages)
    for place in range(pages):
        some = others[place * each : (place + 1) * each]
        title = name if pages == 1 else f"{name} ({place + 1}/{pages})"
        said = notes[:MOST_ITEMS] if len(others) <= 4 else ()
        yield Slide(title, table=_result_table(some, material), items=said, notes=notes)


def _besides(others: Sequence[Figure], material: Material) -> tuple[str, ...]:
    """Results without a target, in a sentence each."""
    told = [figure for figure in others if figure.result is not None]
    return tuple(f"{plain(material.speaker.said(figure))}." for figure in told[:4])


def _area_notes(block: AreaFigures, material: Material) -> tuple[str, ...]:
    """What was written of the area, else a sentence for each figure."""
    key = f"area.{block.area.name.lower()}"
    written = plain_lines(material.content.section(key)) if material.table.review is not None else []
    told = [figure for figure in block.figures if figure.has_figures and figure.result is not None]
    return tuple(written or [f"{plain(material.speaker.said(figure))}." for figure in told])


def _target_table(figures: Sequence[Figure], material: Material) -> Table:
    texts, lang = material.speaker.texts, material.lang
    columns = (
        Column(texts.content, "left", 40),
        Column(texts.result, "right", 20),
        Column(texts.goal, "right", 20),
        Column(texts.verdict, "left", 20),
    )
    rows = tuple(
        (
            material.speaker.target_name(figure),
            words.cell_words(figure.row, figure.indicator, lang),
            material.speaker.goal_text(figure),
            words.verdict_words(figure.verdict, lang),
        )
        for figure in figures
    )
    return Table(columns, rows)


def _result_table(figures: Sequence[Figure], material: Material) -> Table:
    texts, lang = material.speaker.texts, material.lang
    columns = (Column(texts.content, "left", 70), Column(texts.measure, "left", 20), Column(texts.result, "right", 20))
    rows = tuple(
        (
            words.name_words(figure.indicator, lang),
            "%" if figure.indicator.is_share else words.unit_words(figure.indicator, lang),
            words.cell_words(figure.row, figure.indicator, lang),
        )
        for figure in figures
    )
    return Table(columns, rows)


def _over_time(material: Material) -> Iterator[Slide]:
    """The way of the target furthest behind, else of the first."""
    behind = judged(material.table, Verdict.PUSH, Verdict.PROMISING)
    for figure in [*sorted(behind, key=lambda one: one.reached or 0), *material.table.targeted]:
        chart = trend_chart(figure, material)
        if chart is not None:
            name = words.name_words(figure.indicator, material.lang)
            title = material.texts.over_time.format(name=name)
            said = (f"{plain(material.speaker.said(figure))}.", chart.describe)
            yield Slide(title, chart=chart, items=said, notes=said, aside=True)
            return


def _best_weakest(material: Material) -> Iterator[Slide]:
    """Who did most of each target, and who is furthest behind; then the first of them as a chart."""
    texts, beside = material.texts, material.beside
    figures = [figure for figure in material.table.targeted if len(beside.placed.get(figure.indicator.code, ())) > 1]
    if not figures:
        return
    most, least = [], []
    for figure in figures[:MOST_ITEMS]:
        code, name = figure.indicator.code, lowered(words.name_words(figure.indicator, material.lang))
        best, weakest = beside.best(code), beside.weakest(code)
        if best is not None and weakest is not None:
            most.append(f"{best.unit.name}: {_amount(best, figure, material)} ({name})")
            least.append(f"{weakest.unit.name}: {_amount(weakest, figure, material)} ({name})")
    columns = ((texts.most, tuple(most)), (texts.least, tuple(least)))
    yield Slide(texts.best_weakest, columns=columns, notes=(*most, *least))
    chart = rank_chart(figures[0], beside.placed[figures[0].indicator.code], material)
    if chart is not None:
        name = words.name_words(figures[0].indicator, material.lang)
        yield Slide(texts.by_unit.format(name=name), chart=chart, notes=(chart.describe,), aside=True)


def _amount(placed: Placed, figure: Figure, material: Material) -> str:
    said = words.quantity_words(placed.value, figure.indicator, material.lang)
    if placed.reached is None:
        return said
    share = words.share_words(placed.reached, material.lang)
    return f"{said}, {material.texts.least_of_share.format(share=share)}"


def _limits(material: Material) -> Iterator[Slide]:
    table, texts = material.table, material.texts
    section = material.content.section(headings.SHORTCOMINGS) if table.review is not None else None
    items = plain_lines(section) + [" ".join(one.limit.words.split()) for one in material.limits.found]
    if not items:
        items = [
            f"{plain(material.speaker.said(figure))}." for figure in judged(table, Verdict.PUSH, Verdict.PROMISING)
        ]
        if weak := weakly_proved(table):
            count = format_number(len(weak), lang=material.lang)
            items.append(material.speaker.texts.weak.format(count=count).strip(": ").rstrip(":") + ".")
    notes = [limit_words(one, material) for one in material.limits.found]
    yield from _listed(texts.limits, items or [texts.no_push], tuple(notes))


def _directions(material: Material) -> Iterator[Slide]:
    table, texts, speaker = material.table, material.texts, material.speaker
    section = material.content.section(headings.DIRECTIONS) if table.review is not None else None
    items = plain_lines(section)
    tasks = material.content.tasks if table.review is not None else ()
    items += [task_words(material, place) for place in range(len(tasks))]
    if not items:
        items = [f"{plain(still(rest, speaker))}." for rest in remaining(table)]
    yield from _listed(texts.directions, items, ())


def _proposals(material: Material) -> Iterator[Slide]:
    section = material.content.section(headings.PROPOSALS) if material.table.review is not None else None
    yield from _listed(material.texts.proposals, [*plain_lines(section), *proposal_words(material)], ())


def _listed(title: str, items: Sequence[str], notes: tuple[str, ...]) -> Iterator[Slide]:
    """So many sentences to a slide as can be read; none, no slide."""
    parts = [items[start : start + MOST_ITEMS] for start in range(0, len(items), MOST_ITEMS)]
    for place, part in enumerate(parts, 1):
        name = title if len(parts) == 1 else f"{title} ({place}/{len(parts)})"
        yield Slide(name, items=tuple(part), notes=notes or tuple(part))


def review_slides(material: Material) -> bytes:
    """The PowerPoint file."""
    from viecthat.documents.slides import to_pptx  # noqa: PLC0415 - only who asks for slides needs PowerPoint

    return to_pptx(review_deck(material))
