"""The report's third part: what lags, what is weakly proved, who is silent, what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viecthat.documents.model import Block, Bullets, Paragraph, Run, Runs
from viecthat.documents.runs import ended, fill, joined
from viecthat.figures.queries import words
from viecthat.kernel.judging import Verdict
from viecthat.reviews.exports.sentences import Speaker, lowered
from viecthat.reviews.queries.checks import check_words
from viecthat.reviews.queries.findings import declared_share, judged, silent_children, weakly_proved

if TYPE_CHECKING:
    from viecthat.reviews.queries import Figure

MOST_NAMES = 12
MOST_FIGURES = 6


def limits(speaker: Speaker, *, causes: bool = True) -> Iterator[Block]:
    """Facts only; causes are the unit's to write, for which room is left unless they have a heading of their own."""
    table, texts = speaker.table, speaker.texts
    behind = judged(table, Verdict.PUSH, Verdict.PROMISING)
    if behind:
        yield Bullets(tuple(_behind(figure, speaker) for figure in behind))
    elif table.targeted:
        yield Paragraph(texts.nothing_behind)
    yield from (Paragraph(runs) for runs in _other_facts(speaker))
    if causes:
        yield Paragraph(texts.causes, italic=True)


def _behind(figure: Figure, speaker: Speaker) -> Runs:
    texts, target, indicator = speaker.texts, figure.target, figure.indicator
    if target is None or figure.reached is None:
        raise ValueError(f"a verdict without a target: {indicator.code}")
    result = speaker.result(figure)
    if result.unit == words.quantity_parts(target.goal, indicator, speaker.lang)[1]:
        # "20.245/50.000 người", what is counted said once.
        result = replace(result, unit="")
    told: dict[str, Run | Runs] = {
        "name": speaker.name(indicator),
        "result": result,
        "goal": speaker.goal(target, indicator),
        "gone": speaker.percent(figure.elapsed, f"{indicator.code}.gone", 0),
        "verdict": words.verdict_words(figure.verdict, speaker.lang),
    }
    if target.direction == "at_most":
        return ended(fill(texts.behind_most, **{**told, "verdict": speaker.kept(figure.reached)}))
    if target.goal_of is not None:
        return ended(fill(texts.behind_share, **told, **speaker.parts(figure)))
    missing = speaker.quantity(target.goal - (figure.row.value or 0), indicator, f"{indicator.code}.missing")
    share = speaker.percent(figure.reached, f"{indicator.code}.share")
    return ended(fill(texts.behind, **told, share=share, missing=missing))


def _other_facts(speaker: Speaker) -> Iterator[Runs]:
    table, texts = speaker.table, speaker.texts
    not_told = judged(table, Verdict.NOT_YET)
    if not_told:
        count = speaker.number(len(not_told), "targets.not-yet")
        yield fill(texts.not_told, count=count, names=speaker.names(not_told))
    if weak := weakly_proved(table):
        yield _weak(weak, speaker)
    if silent := silent_children(table):
        names = _shortened([unit.name for unit in silent], speaker)
        yield fill(texts.silent, count=speaker.number(len(silent), "children.silent"), names=names)
    for check in table.checks:
        if not check.holds:
            yield (texts.wrong_sum.format(sum=check_words(check, speaker.lang), rule=check.rule),)
    if low := [figure for figure in table.targeted if figure.goal_far_too_low]:
        count = speaker.number(len(low), "targets.too_low")
        yield fill(texts.too_low_goal, count=count, names=speaker.names(low))


def _weak(weak: Sequence[Figure], speaker: Speaker) -> Runs:
    texts, named = speaker.texts, list[Runs]()
    shown = weak if len(weak) <= MOST_FIGURES + 1 else weak[:MOST_FIGURES]
    for figure in shown:
        share = speaker.percent(declared_share(figure), f"{figure.indicator.code}.declared")
        said = fill(texts.weak_figure, name=lowered(speaker.name(figure.indicator)), share=share)
        named.append(joined("; ", said) if named else said)
    if len(weak) > len(shown):
        named.append((texts.and_other_figures.format(count=len(weak) - len(shown)),))
    return ended(joined(fill(texts.weak, count=speaker.number(len(weak), "weak")), *named))


def _shortened(names: list[str], speaker: Speaker) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    listed = ", ".join(names[:MOST_NAMES])
    return speaker.texts.and_others.format(names=listed, count=len(names) - MOST_NAMES)
