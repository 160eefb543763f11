"""A review on one sheet: the brief to hand out, the table of targets for the wall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import override

from viecthat.documents.model import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure as Bound,
    Handout,
    Heading,
    Paragraph,
    Picture,
    Runs,
    Table,
    proof_bar,
)
from viecthat.documents.runs import ended, fill, joined
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_percent
from viecthat.reviews.exports.annexes import drawn, notices
from viecthat.reviews.exports.charts import pace_chart
from viecthat.reviews.exports.written import task_words
from viecthat.reviews.queries.findings import judged

if TYPE_CHECKING:
    from viecthat.reviews.exports.material import Material
    from viecthat.reviews.queries import Figure

MOST_RESULTS = 7
MOST_PUSHED = 5
MOST_TASKS = 4


def brief(material: Material) -> Handout:
    """One page of A4: where we stand, the main results, who did well, what to push."""
    with override(material.lang):
        head, texts = material.head, material.texts
        return Handout(
            issuer=head.issuer,
            title=head.title,
            subtitle=f"{texts.brief} {_subtitle(material)}",
            body=tuple(_brief(material)),
            day=material.today,
            points=12,
            table_points=11,
            notices=(*notices(material.speaker, annexed=False), drawn(material.speaker, material.at)),
            lang=material.lang,
        )


def _subtitle(material: Material) -> str:
    day = format_date(material.last_day, material.lang)
    return material.texts.wall_subtitle.format(unit=material.head.unit.name, period=material.head.period, day=day)


def _brief(material: Material) -> Iterator[Block]:
    table, texts, speaker = material.table, material.texts, material.speaker
    yield Heading(1, texts.where_we_stand)
    yield Paragraph(standing(material))
    figures = sorted(
        (figure for figure in table.targeted if figure.reached is not None),
        key=lambda figure: (figure.reached or 0) / (figure.elapsed or 1),
        reverse=True,
    )
    chart = pace_chart(figures[:MOST_RESULTS], material)
    if chart is not None:
        yield Heading(1, texts.key_results)
        yield Picture(chart)
    else:
        told = [figure for figure in table.figures if figure.has_figures and figure.result is not None]
        if told:
            yield Heading(1, texts.key_results)
            yield Bullets(tuple(ended(speaker.said(figure)) for figure in told[: 2 * MOST_RESULTS]))
    if best := tuple(_best(material)):
        yield Heading(1, texts.best_weakest)
        yield Bullets(best)
    behind = judged(table, Verdict.PUSH, Verdict.PROMISING)
    found = [" ".join(one.limit.words.split()) for one in material.limits.found]
    if table.targeted or found:
        yield Heading(1, texts.to_push)
        said = [ended(speaker.said(figure)) for figure in behind[:MOST_PUSHED]]
        items: list[str | Runs] = [*said, *found[:MOST_PUSHED]]
        yield Bullets(tuple(items)) if items else Paragraph(texts.no_push)
    tasks = material.content.tasks if table.review is not None else ()
    if tasks:
        yield Heading(1, texts.directions)
        yield Bullets(tuple(task_words(material, place) for place in range(min(len(tasks), MOST_TASKS))))


def standing(material: Material) -> Runs:
    """How many targets stand how, and how many units have figures, in a sentence or two."""
    table, speaker = material.table, material.speaker
    texts, said = speaker.texts, list[Runs]()
    for verdict, count in table.verdicts.items():
        clause = fill(
            texts.verdict_count,
            count=speaker.number(count, ""),
            verdict=words.verdict_words(verdict, material.lang),
        )
        said.append(joined(", ", clause) if said else clause)
    opening: Runs = (texts.no_targets,)
    if said:
        opening = ended(
            joined(fill(texts.targets_stand, total=speaker.number(sum(table.verdicts.values()), "")), *said)
        )
    if not table.children:
        return opening
    some, every = speaker.number(table.children_reporting, ""), speaker.number(table.children, "")
    counted = fill("{some}/{all}", some=some, all=every)
    return joined(opening, " ", counted, f" {material.texts.units_reporting}.")


def _best(material: Material) -> Iterator[Runs]:
    texts, beside = material.texts, material.beside
    figures = [figure for figure in material.table.targeted if len(beside.placed.get(figure.indicator.code, ())) > 1]
    for figure in figures[:3]:
        best, weakest = beside.best(figure.indicator.code), beside.weakest(figure.indicator.code)
        if best is None or weakest is None:
            continue
        name = words.name_words(figure.indicator, material.lang)
        most, least = (words.quantity_words(one.value, figure.indicator, material.lang) for one in (best, weakest))
        yield (
            f"{name}: {texts.most[:1].lower()}{texts.most[1:]} ",
            Bound(best.unit.name),
            f" ({most}); {texts.least[:1].lower()}{texts.least[1:]} ",
            Bound(weakest.unit.name),
            f" ({least}).",
        )


def wall(material: Material) -> Handout:
    """The table of all targets on A3, to be read from a step away; more than one sheet when there are very many."""
    with override(material.lang):
        rows = tuple(_wall_rows(material))
        return Handout(
            issuer=material.head.issuer,
            title=material.texts.wall,
            subtitle=_subtitle(material),
            body=(Table(_wall_columns(material), rows),),
            day=material.today,
            paper="a3",
            landscape=True,
            points=18,
            table_points=18,
            one_page=len(rows) <= 40,
            notices=(*notices(material.speaker, annexed=False), drawn(material.speaker, material.at)),
            lang=material.lang,
        )


def _wall_columns(material: Material) -> tuple[Column, ...]:
    texts = material.speaker.texts
    return (
        Column(texts.number, "center", 4),
        Column(texts.content, "left", 44),
        Column(texts.measure, "center", 14),
        Column(texts.goal, "right", 15),
        Column(texts.result, "right", 15),
        Column(texts.share, "right", 11),
        Column(texts.gone, "right", 11),
        Column(texts.proof, "left", 18),
        Column(texts.verdict, "center", 18),
    )


def _wall_rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    """The targets; a unit without any hangs up its figures."""
    shown = material.table.targeted or [figure for figure in material.table.figures if figure.has_figures]
    for number, figure in enumerate(shown, 1):
        yield (str(number), *_wall_row(figure, material))


def _wall_row(figure: Figure, material: Material) -> tuple[Cell, ...]:
    lang, indicator, grades = material.lang, figure.indicator, figure.row.grades
    return (
        material.speaker.target_name(figure),
        "%" if indicator.is_share else words.unit_words(indicator, lang),
        material.speaker.goal_text(figure),
        Bound(words.cell_words(figure.row, indicator, lang)) if figure.has_figures else words.NONE,
        "" if figure.reached is None else words.share_words(figure.reached, lang),
        "" if figure.target is None else format_percent(figure.elapsed, 0, lang),
        proof_bar(grades.declared, grades.evidenced, grades.verified) if figure.has_figures else "",
        "" if figure.target is None else words.verdict_words(figure.verdict, lang),
    )
