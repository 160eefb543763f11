"""How figures end: round ones, repeated digits, last digits that are not spread as counted ones are."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from viecthat.doubts.chance import binomial_tail, chi_square_tail, score_of_chance, score_of_distance
from viecthat.doubts.doubt import Doubt, Evidence
from viecthat.doubts.expected import COUNTED
from viecthat.doubts.facts import Facts, Sheet
from viecthat.doubts.limits import Limits
from viecthat.doubts.showing import figure
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.numbers import format_number

_SHOWN = 8
_COUNTED_ENDS = (1, 2, 3, 4, 6, 7, 8, 9)  # 0 and 5 are where careful people round, too
# The chance of all digits equal, or each one more or one less than the one before, by the number of digits.
_PATTERN_CHANCE = {3: 0.026, 4: 0.0025, 5: 2.4e-4, 6: 2.3e-5, 7: 2.2e-6}


def round_numbers(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks at how many figures of a report end in 0 (from 1.000 on: in 00 or 50).

    Doubtful: counted figures do so one time in ten. Innocent: gifts and trees come in lots, some places tell “about”.
    Judged against what is usual among all units at hand; money is left out.
    """
    sheet = facts.sheet
    looked_at = _counts(sheet) & (sheet.values >= limits.round_value)
    whole = np.nan_to_num(sheet.values)
    is_round = looked_at & np.where(whole >= 1000, whole % 50 == 0, whole % 10 == 0)
    number, rounds = looked_at.sum(axis=1), is_round.sum(axis=1)
    enough = number >= limits.round_least
    shares = rounds[enough] / number[enough]
    usual = max(0.2, float(np.median(shares)) if len(shares) >= limits.common_peers else 0.0)
    for row in np.flatnonzero(enough & (rounds >= limits.round_share * number)):
        tail = binomial_tail(int(rounds[row]), int(number[row]), usual)
        if tail > limits.round_chance or not facts.asks(sheet.units[row].id):
            continue
        columns = np.flatnonzero(is_round[row])
        yield Doubt(
            "round_numbers",
            sheet.units[row].id,
            "",
            sheet.period,
            score_of_chance(tail, limits.round_chance),
            gettext_noop(
                "{count} trong {of} số của báo cáo là số tròn chục, tròn trăm. "
                "Có thể do mua theo lô, hay do ước lượng khi chưa có sổ ghi?"
            ),
            {"count": int(rounds[row]), "of": int(number[row])},
            _evidence(sheet, row, columns),
            indicators=tuple(sheet.indicators[column].code for column in columns),
        )


def repeated_digits(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks for 777, 4.444, 12.345: digits all equal or running up or down.

    Doubtful: one in forty of three digits, one in four hundred of four. Innocent: chance, which strikes somebody every
    period; so only what the whole report has of them counts.
    """
    sheet = facts.sheet
    looked_at = _counts(sheet) & (sheet.values >= 100) & (sheet.values < 1e7)
    whole = np.where(looked_at, sheet.values, 0).astype(np.int64)
    patterned = looked_at & _patterned(whole)
    for row in np.flatnonzero(patterned.any(axis=1)):
        if not facts.asks(sheet.units[row].id):
            continue
        columns = np.flatnonzero(patterned[row])
        number = int(looked_at[row].sum())
        rarity = sum(-math.log10(_PATTERN_CHANCE[len(str(whole[row, column]))]) for column in columns)
        rarity -= math.log10(math.comb(number, len(columns)))
        if rarity < limits.pattern_rarity:
            continue
        examples = ", ".join(format_number(int(whole[row, column])) for column in columns[:4])
        single = len(columns) == 1
        yield Doubt(
            "repeated_digits",
            sheet.units[row].id,
            sheet.indicators[columns[0]].code if single else "",
            sheet.period,
            score_of_distance(rarity, limits.pattern_rarity),
            gettext_noop(
                "{count} số gồm các chữ số giống nhau hoặc nối nhau ({examples}). "
                "Có thể do trùng hợp, hay do số điền tạm chưa thay?"
            ),
            {"count": len(columns), "examples": examples},
            _evidence(sheet, row, columns),
            indicators=tuple(sheet.indicators[column].code for column in columns),
        )


def last_digits(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks at the last digits of all figures of a hundred and more, of all periods at hand.

    Doubtful: counted figures end in 1, 2, 3, 4, 6, 7, 8 and 9 equally often; 0 and 5, where people round, are left out.
    Innocent: things that come in pairs or in teams of a size. Needs sixty such figures.
    """
    sheet = facts.sheet
    periods = sheet.values[None] if sheet.history is None else np.concatenate([sheet.history, sheet.values[None]])
    flows = np.array([indicator.measure in COUNTED - {"stock"} for indicator in sheet.indicators], dtype=bool)
    for row, unit in enumerate(sheet.units):
        if not facts.asks(unit.id):
            continue
        figures = periods[:, row, :][:, flows & _counts(sheet)]
        figures = figures[figures >= limits.last_value]
        ends = np.bincount((figures % 10).astype(np.int64), minlength=10)[list(_COUNTED_ENDS)]
        number = int(ends.sum())
        if number < limits.last_needed:
            continue
        each = number / len(ends)
        tail = chi_square_tail(float(((ends - each) ** 2 / each).sum()), len(ends) - 1)
        if tail > limits.last_chance:
            continue
        often = [_COUNTED_ENDS[at] for at in np.argsort(-ends, kind="stable")[:2]]
        yield Doubt(
            "last_digits",
            unit.id,
            "",
            sheet.period,
            score_of_chance(tail, limits.last_chance),
            gettext_noop(
                "Chữ số cuối của {count} số qua các kỳ dồn vào {first} và {second}. "
                "Có thể do cách đếm (theo đôi, theo tổ), hay do ước lượng?"
            ),
            {"count": number, "first": often[0], "second": often[1]},
            tuple(Evidence(f"… {end}", int(count)) for end, count in zip(_COUNTED_ENDS, ends, strict=True)),
        )


def _counts(sheet: Sheet) -> np.ndarray:
    return np.array([i.measure in COUNTED and not i.money and not i.decimals for i in sheet.indicators], dtype=bool)


def _patterned(whole: np.ndarray) -> np.ndarray:
    found = np.ones(whole.shape, dtype=bool)
    step = (whole // 10) % 10 - whole % 10
    rest = whole
    while True:
        rest = rest // 10
        more = rest >= 10
        if not more.any():
            break
        found &= ~more | ((rest // 10) % 10 - rest % 10 == step)
    return found & (np.abs(step) <= 1)


def _evidence(sheet: Sheet, row: np.integer, columns: np.ndarray) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(sheet.indicators[column].name, figure(sheet, column, sheet.values[row, column]))
        for column in columns[:_SHOWN]
    )
