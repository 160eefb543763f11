"""A review as the Union's report: situation, results, limits, directions, proposals, with its annexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import override

from viecthat.documents.model import Annex, Block, Bullets, Heading, Lang, OfficialDocument, Paragraph, Runs
from viecthat.documents.runs import ended, fill, joined
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_number, roman
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import MeasureKind
from viecthat.reviews import headings
from viecthat.reviews.exports.annexes import doubts_annex, missing_annex, notices, targets_annex, units_annex
from viecthat.reviews.exports.charts import ChartNumbers
from viecthat.reviews.exports.heading import Letterhead
from viecthat.reviews.exports.limits import limits
from viecthat.reviews.exports.material import Material
from viecthat.reviews.exports.sentences import Speaker, lowered
from viecthat.reviews.exports.written import (
    appraisal_blocks,
    key_tasks,
    paragraphs,
    proposals_sent,
    registered_limits,
)
from viecthat.reviews.queries.findings import judged, nested_pairs, remaining

if TYPE_CHECKING:
    from viecthat.reviews.exports.children import Children
    from viecthat.reviews.queries import AreaFigures, Figure, ReviewTable
    from viecthat.reviews.queries.findings import Remaining

_MILLION = 10**6


def review_document(
    table: ReviewTable, children: Children, *, at: datetime, lang: Lang = "vi", material: Material | None = None
) -> OfficialDocument:
    """The report, dated the day of `at`; the office writes its number, the unit what only it can say.

    `children` are the units directly below, side by side, as `child_rows` gives them. `material`: of the same table,
    where the caller has asked for some of it already.
    """
    with override(lang):
        material = material or Material(table, at=at, lang=lang)
        head, speaker, charts = material.head, material.speaker, ChartNumbers(material)
        body = tuple(_body(material, charts))
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=localdate(at),
            type_name=speaker.texts.report,
            abstract=head.abstract,
            body=body,
            annexes=(
                targets_annex(speaker, at),
                *((units_annex(head, speaker, children),) if children.rows else ()),
                *_more_annexes(material, charts),
            ),
            signature=head.signature,
            recipients=head.recipients,
            notices=notices(speaker),
            lang=lang,
        )


def _more_annexes(material: Material, charts: ChartNumbers) -> Iterator[Annex]:
    drawn = tuple(charts.annex(material.table.targeted))
    if drawn:
        yield Annex(material.texts.charts_annex, drawn)
    yield from missing_annex(material)
    yield from doubts_annex(material)


def told(figure: Figure) -> bool:
    """Whether there is a result to tell: something was recorded, and a share has something to divide by."""
    return figure.has_figures and figure.result is not None


def _body(material: Material, charts: ChartNumbers) -> Iterator[Block]:
    head, texts = material.head, material.speaker.texts
    lead = texts.lead_in if head.carried_out else texts.lead_in_plain
    committee = head.committee if head.carried_out else head.committee[:1].upper() + head.committee[1:]
    yield Paragraph(
        lead.format(directives=head.carried_out, committee=committee, unit=head.unit.name, period=head.period)
    )
    if material.table.review is not None and not material.content.is_empty:
        yield from _as_written(material, charts)
    else:
        yield from _worked_out(material, charts)
    yield Paragraph(texts.closing.format(title=_within(head.title), unit=head.unit.name))


def _worked_out(material: Material, charts: ChartNumbers) -> Iterator[Block]:
    """Nobody has written anything yet: what the figures themselves say."""
    head, speaker = material.head, material.speaker
    texts = speaker.texts
    yield Heading(1, texts.situation)
    yield from (Paragraph(runs) for runs in _situation(head, speaker))
    yield Heading(1, texts.results)
    yield from _results(head, speaker, charts)
    yield Heading(1, texts.limits)
    yield from limits(speaker)
    yield from registered_limits(material)
    yield Heading(1, texts.directions)
    yield from _directions(speaker)
    yield Paragraph(texts.to_be_added, italic=True)
    yield Heading(1, texts.proposals)
    sent = tuple(proposals_sent(material))
    yield from sent or (Paragraph(texts.proposals_to_be_added, italic=True),)
    if material.appraisals:
        yield Heading(1, f"VI. {material.texts.appraisal}")
        yield from appraisal_blocks(material)


def _as_written(material: Material, charts: ChartNumbers) -> Iterator[Block]:
    """The review's own headings; where nothing is written under one, what the figures say."""
    first = second = 0
    held: Heading | None = None
    for section in material.content.sections:
        blocks: list[Block] = list(paragraphs(section)) or list(_said_of(section.key, material))
        blocks += _put_with(section.key, material, charts)
        if section.level == 1:
            first, second = first + 1, 0
            held = Heading(1, f"{roman(first)}. {section.title.upper()}")
            if section.heading.written and section.key != headings.RESULTS and not blocks:
                blocks = [Paragraph(material.speaker.texts.proposals_to_be_added, italic=True)]
        if not blocks:
            continue
        if held is not None:
            yield held
            held = None
        if section.level == 2:
            second += 1
            yield Heading(2, f"{second}. {section.title}")
        yield from blocks
    if material.appraisals:
        yield Heading(1, f"{roman(first + 1)}. {material.texts.appraisal}")
        yield from appraisal_blocks(material)


def _said_of(key: str, material: Material) -> Iterator[Block]:
    """What the figures say where nobody wrote under the heading."""
    head, speaker = material.head, material.speaker
    if key == headings.SITUATION:
        yield from (Paragraph(runs) for runs in _situation(head, speaker))
    elif key == headings.SHORTCOMINGS:
        yield from limits(speaker, causes=False)
    elif key == headings.DIRECTIONS:
        yield from _directions(speaker)
    elif key.startswith("area."):
        block = _area_of(key, material)
        if block is not None and any(told(figure) for figure in block.figures):
            yield Bullets(tuple(_area(block, head, speaker)))


def _put_with(key: str, material: Material, charts: ChartNumbers) -> list[Block]:
    """What is on record beside the words: charts, limits, tasks, proposals."""
    if key == headings.SHORTCOMINGS:
        return list(registered_limits(material))
    if key == headings.TASKS:
        return list(key_tasks(material))
    if key == headings.PROPOSALS:
        return list(proposals_sent(material))
    block = _area_of(key, material) if key.startswith("area.") else None
    return list(charts.area(block.figures, str(block.area.label))) if block is not None else []


def _area_of(key: str, material: Material) -> AreaFigures | None:
    return next((block for block in material.table.areas if key == f"area.{block.area.name.lower()}"), None)


def _within(title: str) -> str:
    return title[:1].lower() + title[1:]


def _situation(head: Letterhead, speaker: Speaker) -> Iterator[Runs]:
    table, texts = speaker.table, speaker.texts
    last = Period(table.period.start, table.judged_on).last_day
    day = format_date(last, speaker.lang)
    term = table.term
    if term is not None:
        span = Period(term.start, term.end)
        yield fill(
            texts.term_gone,
            day=day,
            term=texts.term.format(ordinal=term.roman),
            first=format_date(span.start, speaker.lang),
            last=format_date(span.last_day, speaker.lang),
            gone=speaker.percent(span.elapsed(table.judged_on), "time_gone"),
        )
    else:
        gone = speaker.percent(table.period.elapsed(table.judged_on), "time_gone")
        yield fill(texts.period_gone, day=day, period=head.period, gone=gone)
    yield _units(head, speaker)
    if table.as_known is not None:
        yield fill(texts.as_known, day=format_date(localdate(table.as_known), speaker.lang))
    yield _stand(speaker)
    if sum(table.proved.values()):
        yield _proved(speaker)


def _proved(speaker: Speaker) -> Runs:
    proved, texts = speaker.table.proved, speaker.texts
    says = {"verified": texts.mostly_verified, "evidenced": texts.mostly_evidenced, "declared": texts.mostly_declared}
    said: list[Runs] = []
    for grade, count in proved.items():
        if count:
            clause = fill(says[grade], count=speaker.number(count, f"proved.{grade}"))
            said.append(joined(", ", clause) if said else clause)
    total = speaker.number(sum(proved.values()), "proved")
    return ended(joined(fill(texts.proved, total=total), *said))


def _units(head: Letterhead, speaker: Speaker) -> Runs:
    table, texts = speaker.table, speaker.texts
    day = format_date(table.map_day, speaker.lang)
    if not table.children:
        return fill(texts.no_direct_units, day=day, unit=head.unit.name)
    count = speaker.number(table.children, "children")
    opening = fill(texts.direct_units, day=day, unit=head.unit.name, count=count)
    some = speaker.number(table.children_reporting, "children.reporting")
    return joined(
        opening,
        texts.below.format(kinds=words.kinds_words(table.kinds_below, speaker.lang)),
        fill(texts.reporting, some=some, all=format_number(table.children, lang=speaker.lang)),
    )


def _stand(speaker: Speaker) -> Runs:
    table, texts = speaker.table, speaker.texts
    if not table.verdicts:
        return (texts.no_targets,)
    opening = fill(texts.targets_stand, total=speaker.number(sum(table.verdicts.values()), "targets"))
    counts: list[Runs] = []
    for verdict, count in table.verdicts.items():
        bound = speaker.number(count, f"targets.{verdict.value}")
        said = fill(texts.verdict_count, count=bound, verdict=words.verdict_words(verdict, speaker.lang))
        counts.append(joined(", ", said) if counts else said)
    return ended(joined(opening, *counts))


def _results(head: Letterhead, speaker: Speaker, charts: ChartNumbers) -> Iterator[Block]:
    blocks = [block for block in speaker.table.areas if any(told(figure) for figure in block.figures)]
    if not blocks:
        yield Paragraph(speaker.texts.no_results)
    for place, block in enumerate(blocks, start=1):
        yield Heading(2, f"{place}. {block.area.label}")
        yield Bullets(tuple(_area(block, head, speaker)))
        yield from charts.area(block.figures, str(block.area.label))


def _area(block: AreaFigures, head: Letterhead, speaker: Speaker) -> Iterator[Runs]:
    subject = f"{speaker.texts.whole_unit.format(name=_subject(head))} "
    pairs = {pair.then.indicator.pk: pair for pair in nested_pairs(speaker.table)}
    stocks = [figure for figure in block.figures if told(figure) and _is_plain_stock(figure)]
    for figure in block.figures:
        if not told(figure) or figure in stocks:
            continue
        sentence = ended(speaker.said(figure, subject))
        pair = pairs.get(figure.indicator.pk)
        if pair is not None and pair.passed_on is not None:
            nested = fill(
                speaker.texts.nested,
                before=format_number(pair.first.row.value or 0, lang=speaker.lang),
                first=lowered(speaker.name(pair.first.indicator)),
                then=lowered(speaker.name(pair.then.indicator)),
                share=speaker.percent(pair.passed_on, f"{figure.indicator.code}.passed_on"),
            )
            sentence = joined(sentence, " ", nested)
        yield sentence
        if figure.row.value != 0:
            # Who did it is said once in a block.
            subject = ""
    if stocks:
        yield ended(speaker.stocks(stocks, subject))


def _is_plain_stock(figure: Figure) -> bool:
    return figure.indicator.measure == MeasureKind.STOCK and figure.target is None and bool(figure.row.value)


def _subject(head: Letterhead) -> str:
    return head.unit.name if head.lang == "en" else head.short_name


def _directions(speaker: Speaker) -> Iterator[Block]:
    table, texts = speaker.table, speaker.texts
    reached = len(judged(table, Verdict.EXCEEDED, Verdict.MET))
    if reached:
        yield Paragraph(fill(texts.keep, count=speaker.number(reached, "targets.reached")))
    left = remaining(table)
    if left:
        yield Paragraph(texts.remaining_lead)
        yield Bullets(tuple(ended(still(rest, speaker)) for rest in left))
    over = [f for f in table.targeted if f.target is not None and _is_over(f, table)]
    if over:
        count = speaker.number(len(over), "targets.over")
        yield Paragraph(fill(texts.time_over, count=count, names=speaker.names(over)))


def _is_over(figure: Figure, table: ReviewTable) -> bool:
    target, reached = figure.target, figure.reached
    return target is not None and target.end <= table.judged_on and (reached is None or reached < 1)


def still(rest: Remaining, speaker: Speaker) -> Runs:
    """What is to be done yet for a goal, and at what pace."""
    texts, figure, target = speaker.texts, rest.figure, rest.target
    indicator, code = figure.indicator, figure.indicator.code
    name, goal = speaker.name(indicator), speaker.goal(target, indicator)
    last = format_date(Period(target.start, target.end).last_day, speaker.lang)
    if target.cadence == "yearly":
        year = str(figure.period.start.year)
        result = speaker.result(figure) if figure.has_figures else words.NONE
        return fill(texts.remaining_yearly, name=name, goal=goal, year=year, result=result)
    if target.goal_of is not None:
        quantity = speaker.quantity(rest.quantity, indicator, f"{code}.missing")
        return fill(texts.remaining_share, name=name, quantity=quantity, goal=goal, last=last, **speaker.parts(figure))
    if figure.has_figures:
        quantity = speaker.quantity(rest.quantity, indicator, f"{code}.missing")
        runs = fill(texts.remaining, name=name, quantity=quantity, goal=goal, last=last)
    else:
        runs = fill(texts.remaining_none, name=name, goal=goal, last=last)
    if rest.a_month is None:
        return joined(runs, texts.days_left.format(days=rest.days))
    pace = rest.a_month
    if indicator.unit_of_measure == "đồng":
        # A pace to the single đồng would pretend to know; rounded up it still suffices.
        pace = -(-pace // _MILLION) * _MILLION
    months = _months(rest.months, speaker.lang)
    bound = speaker.quantity(pace, indicator, f"{code}.a_month")
    return joined(runs, fill(texts.a_month, months=months, pace=bound))


def _months(months: Fraction, lang: Lang) -> str:
    return format_number(int(months), lang=lang) if months.denominator == 1 else words.times_words(months, lang)
