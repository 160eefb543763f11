"""Sums that fail: parts and whole, rules of the charter, n of N, percentages, results without what they are made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np

from viecthat.doubts.doubt import Doubt, Evidence, Shown
from viecthat.doubts.facts import Breakdown, Facts, Floats, Sheet
from viecthat.doubts.showing import exact, figure
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.quantities import Share

_SHOWN = 12
TOTAL = gettext_noop("Số chung")
ADDED = gettext_noop("Các phần cộng lại")


def parts_and_whole(facts: Facts) -> Iterator[Doubt]:
    """Looks at a figure and what it is made of: men and women, sectors, units below.

    Doubtful: they do not add up by more than rounding can explain. Innocent: a part nobody named, people counted twice,
    parts told a day later than the whole. Where all figures end in 000, each may be off by half a thousand.
    """
    for breakdown in facts.breakdowns:
        if facts.asks(breakdown.unit) and breakdown.parts:
            off = _off(breakdown)
            if off:
                yield _parts_doubt(facts, breakdown, off)


def _off(breakdown: Breakdown) -> float:
    """By how much more than rounding explains; 0: it fits."""
    parts = [part for _, part in breakdown.parts]
    allowed = rounding([breakdown.whole, *parts])
    off = math.fsum(parts) - breakdown.whole
    if breakdown.overlapping:
        if off >= -allowed and max(parts) <= breakdown.whole + allowed:
            return 0.0
        off = off if off < 0 else max(parts) - breakdown.whole
    elif not breakdown.complete and off < 0:
        return 0.0
    return off if abs(off) > allowed + 1e-9 else 0.0


def rounding(figures: Iterable[float]) -> float:
    """How far apart a sum and its whole may be when all of them were rounded to their last common place, 0 when they
    look counted: half a step for each of them.
    """
    known = [value for value in figures if value]
    whole = all(value == int(value) for value in known)
    if not known:
        return 0.0
    if whole:
        step = 1
        while all(value % (step * 10) == 0 for value in known):
            step *= 10
        return step * len(known) / 2 if step >= 100 else 0.0
    places = max(-int(Decimal(repr(value)).as_tuple().exponent) for value in known)
    return float(len(known) * 0.5 * 10.0**-places)


def _parts_doubt(facts: Facts, breakdown: Breakdown, off: float) -> Doubt:
    total = math.fsum(part for _, part in breakdown.parts)
    evidence = [Evidence(label, exact(part, 2)) for label, part in breakdown.parts[:_SHOWN]]
    evidence += [Evidence(ADDED, exact(total, 2)), Evidence(TOTAL, exact(breakdown.whole, 2))]
    if breakdown.overlapping and off > 0:
        message = gettext_noop(
            "Có phần chia theo {axis} nhiều hơn số chung {whole}. "
            "Có thể do đếm lượt thay cho người, hay do ghi nhầm cột?"
        )
    else:
        message = gettext_noop(
            "Chia theo {axis}, các phần cộng lại là {total}, số chung là {whole}. "
            "Có thể do còn phần chưa kể tên, do đếm trùng, hay do làm tròn?"
        )
    params: dict[str, Shown] = {"axis": breakdown.axis, "whole": exact(breakdown.whole, 2)}
    if "{total}" in message:
        params["total"] = exact(total, 2)
    share = abs(off) / max(breakdown.whole, 1)
    return Doubt(
        "parts_and_whole",
        breakdown.unit,
        breakdown.indicator,
        facts.sheet.period,
        0.85 + min(share, 1) * 0.14,
        message,
        params,
        tuple(evidence),
        indicators=(breakdown.indicator,),
        about=breakdown.axis,
    )


def sum_rules(facts: Facts) -> Iterator[Doubt]:
    """Looks at figures that must bear each other out by a rule of the catalogue: nobody admitted but introduced.

    Doubtful: they do not. Innocent: the two were told for different days or periods.
    """
    sheet = facts.sheet
    for rule in facts.rules:
        if not all(code in sheet.columns for code in (*rule.left, rule.right)):
            continue
        left_at = [sheet.columns[code] for code in rule.left]
        parts = sheet.values[:, left_at]
        left = parts.sum(axis=1)
        right = sheet.values[:, sheet.columns[rule.right]] * rule.n / rule.of
        off = np.abs(left - right) if rule.relation == "equal" else left - right
        for row in np.flatnonzero(off > 1e-9):
            allowed = rounding([*parts[row], right[row]]) if rule.of == 1 else 0.0
            if off[row] <= allowed or not facts.asks(sheet.units[row].id):
                continue
            codes = (*rule.left, rule.right)
            yield Doubt(
                "sum_rule",
                sheet.units[row].id,
                rule.left[0],
                sheet.period,
                0.85 + 0.14 * min(float(off[row]) / max(float(right[row]), 1.0), 1.0),
                gettext_noop(
                    "{left} so với {right}, mà “{rule}”. Có thể do lấy số ở hai ngày khác nhau, hay do ghi nhầm ô?"
                ),
                {"left": exact(float(left[row]), 1), "right": exact(float(right[row]), 1), "rule": rule.rule},
                tuple(_named(sheet, row, code) for code in codes),
                indicators=codes,
                about=rule.code,
            )


def more_than_all(facts: Facts) -> Iterator[Doubt]:
    """Looks for n of N with n greater than N.

    Doubtful: a part is never more than the whole. Innocent: n and N taken on two days, or written in each other's box.
    """
    sheet = facts.sheet
    if sheet.wholes is None:
        return
    for row, column in np.argwhere(sheet.values > sheet.wholes):
        if facts.asks(sheet.units[row].id):
            code = sheet.indicators[column].code
            n, of = sheet.values[row, column], sheet.wholes[row, column]
            yield Doubt(
                "more_than_all",
                sheet.units[row].id,
                code,
                sheet.period,
                0.97,
                gettext_noop(
                    "{n} nhiều hơn tổng số {of}. Có thể do lấy hai số ở hai ngày khác nhau, hay do ghi nhầm ô?"
                ),
                {"n": figure(sheet, column, n), "of": figure(sheet, column, of)},
                indicators=(code,),
            )


def percent_differs(facts: Facts) -> Iterator[Doubt]:
    """Looks at a percentage written beside n and N.

    Doubtful: it is another than n of N makes, by more than its own last digit. Innocent: reckoned on another total.
    """
    sheet = facts.sheet
    if sheet.wholes is None or sheet.percents is None:
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Floats = 100 * sheet.values / sheet.wholes
    for row, column in np.argwhere((np.abs(made - sheet.percents) > 0.005) & (sheet.wholes > 0)):
        written = float(sheet.percents[row, column])
        last = 10.0 ** int(Decimal(repr(written)).as_tuple().exponent) if written != int(written) else 1.0
        off = abs(float(made[row, column]) - written)
        if off <= last or not facts.asks(sheet.units[row].id):
            continue
        code = sheet.indicators[column].code
        n, of = int(sheet.values[row, column]), int(sheet.wholes[row, column])
        yield Doubt(
            "percent_differs",
            sheet.units[row].id,
            code,
            sheet.period,
            min(0.8 + 0.02 * off, 0.97),
            gettext_noop("{n}/{of} là {made}, còn tỷ lệ ghi là {written} %. Có thể do tính trên một tổng số khác?"),
            {"n": n, "of": of, "made": Share(n, of), "written": exact(written, 2)},
            indicators=(code,),
        )


def results_alone(facts: Facts) -> Iterator[Doubt]:
    """Looks for results without anything they come of: trees without hands or days of work, and pieces of work that
    were asked for people and cost and name neither.

    Doubtful: trees do not plant themselves. Innocent: the work was another's, or that part of the form is still empty.
    """
    sheet = facts.sheet
    for known in facts.companions:
        needed = [sheet.columns[code] for code in known.any_of if code in sheet.columns]
        if known.indicator not in sheet.columns or not needed:
            continue
        column = sheet.columns[known.indicator]
        beside = sheet.values[:, needed]
        told = ~np.isnan(beside).all(axis=1)
        for row in np.flatnonzero(told & (sheet.values[:, column] > 0) & (np.nan_to_num(beside).sum(axis=1) == 0)):
            if facts.asks(sheet.units[row].id):
                yield _alone(
                    facts,
                    sheet.units[row].id,
                    known.indicator,
                    figure(sheet, column, sheet.values[row, column]),
                    0.75,
                    tuple(_named(sheet, row, sheet.indicators[at].code) for at in needed),
                )
    yield from _works_alone(facts)


def _works_alone(facts: Facts) -> Iterator[Doubt]:
    alone: dict[tuple[int, str], list[Evidence]] = {}
    results: dict[tuple[int, str], float] = {}
    for work in facts.works:
        asked = work.cost is not None or work.people is not None
        if asked and work.result > 0 and not (work.cost or work.people or work.turns) and facts.asks(work.unit):
            at = work.unit, work.indicator
            results[at] = results.get(at, 0.0) + work.result
            alone.setdefault(at, []).append(Evidence(work.name, exact(work.result, 2), work.unit, activity=work.id))
    for (unit, indicator), works in alone.items():
        score = min(0.7 + 0.05 * len(works), 0.9)
        yield _alone(facts, unit, indicator, exact(results[unit, indicator], 2), score, tuple(works[:_SHOWN]))


def _alone(
    facts: Facts, unit: int, indicator: str, value: int | Decimal, score: float, evidence: tuple[Evidence, ...]
) -> Doubt:
    return Doubt(
        "results_alone",
        unit,
        indicator,
        facts.sheet.period,
        score,
        gettext_noop(
            "Có kết quả {value} mà chưa thấy người làm, ngày công hay kinh phí. "
            "Có thể do việc làm chung với nơi khác, hay do phần ấy chưa ghi?"
        ),
        {"value": value},
        evidence,
        indicators=(indicator,),
    )


def more_turns(facts: Facts, turns_a_day: float) -> Iterator[Doubt]:
    """Looks at attendances beside members × days.

    Doubtful: more than if every member had come every day. Innocent: people from elsewhere, views on the web counted.
    Only where nobody but members is counted: there, and in the work itself.
    """
    sheet = facts.sheet
    sizes = np.array([np.nan if unit.size is None else unit.size for unit in sheet.units], dtype=np.float64)
    for column, indicator in enumerate(sheet.indicators):
        if indicator.members_only:
            most = sizes * sheet.period.days * turns_a_day
            for row in np.flatnonzero(sheet.values[:, column] > most):
                if facts.asks(sheet.units[row].id):
                    turns = int(sheet.values[row, column])
                    yield _turns(facts, sheet.units[row].id, indicator.code, turns, int(sizes[row]), sheet.period.days)
    found: dict[tuple[int, str], Doubt] = {}
    for work in facts.works:
        size = sheet.units[sheet.rows[work.unit]].size if work.unit in sheet.rows else None
        if not (work.members_only and work.turns and size and facts.asks(work.unit)):
            continue
        if work.turns > size * work.days * turns_a_day:
            doubt = _turns(facts, work.unit, work.indicator, work.turns, size, work.days, work.name, work.id)
            at = work.unit, work.indicator
            found[at] = found[at].joined(doubt) if at in found else doubt
    yield from found.values()


def _turns(
    facts: Facts,
    unit: int,
    indicator: str,
    turns: int,
    size: int,
    days: int,
    name: str = "",
    activity: int | None = None,
) -> Doubt:
    return Doubt(
        "more_turns",
        unit,
        indicator,
        facts.sheet.period,
        min(0.7 + 0.1 * (turns / max(size * days, 1) - 1), 0.97),
        gettext_noop(
            "{turns} lượt, nhiều hơn {size} đoàn viên × {days} ngày = {most}. "
            "Có thể do có người ngoài đơn vị cùng dự, hay do tính cả lượt xem trên mạng?"
        ),
        {"turns": turns, "size": size, "days": days, "most": size * days},
        (Evidence(name, turns, unit, activity=activity),) if name else (),
        indicators=(indicator,),
    )


def _named(sheet: Sheet, row: np.integer, code: str) -> Evidence:
    column = sheet.columns[code]
    value = sheet.values[row, column]
    return Evidence(sheet.indicators[column].name, "—" if np.isnan(value) else figure(sheet, column, value))
