"""Figures in words: the same on pages, in documents and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from viecthat.kernel.dates import format_date
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import NO_FIGURE, format_number, format_percent
from viecthat.kernel.quantities import Share, unscaled
from viecthat.units.queries import kinds

if TYPE_CHECKING:
    from viecthat.ledger.models import Dataset, Indicator
    from viecthat.plans.models import Target
    from viecthat.rollup.answer import Row

NONE = NO_FIGURE
SHAPES = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "●",
    Verdict.ON_PACE: "→",
    Verdict.PROMISING: "↗",
    Verdict.PUSH: "!",
    Verdict.NOT_YET: "–",
}
_VERDICTS_EN = {
    Verdict.EXCEEDED: "exceeded",
    Verdict.MET: "met",
    Verdict.ON_PACE: "on pace",
    Verdict.PROMISING: "promising",
    Verdict.PUSH: "needs a push",
    Verdict.NOT_YET: "no figures yet",
}
# Money is written short only where that drops nothing but noughts.
_MONEY = {"vi": ((10**9, "tỷ đồng"), (10**6, "triệu đồng")), "en": ((10**9, "billion VND"), (10**6, "million VND"))}
_MONEY_DECIMALS = 2
_ONE_OF = {"people": "person", "children": "child", "VND": "VND"}
_NBSP = "\u00a0"


def amount(quantity: int, indicator: Indicator, lang: str = "vi") -> str:
    """A quantity in the indicator's smallest unit as people write it: 371.893."""
    if not indicator.decimals:
        return format_number(quantity, lang=lang)
    return format_number(unscaled(quantity, indicator.decimals), indicator.decimals, lang)


def result_words(row: Row, indicator: Indicator, lang: str = "vi") -> str:
    """The figure: 371.893, or 86,7 %; a dash where nothing was recorded."""
    if row.value is not None:
        return amount(row.value, indicator, lang) if row.entries else NONE
    return share_words(Share(row.n or 0, row.of), lang) if row.of else NONE


def cell_words(row: Row, indicator: Indicator, lang: str = "vi") -> str:
    """The figure as a table has it: money in full words, for a row of noughts is not read."""
    if row.value is not None and row.entries:
        return cell_amount(row.value, indicator, lang)
    return result_words(row, indicator, lang)


def cell_amount(quantity: int, indicator: Indicator, lang: str = "vi") -> str:
    """A quantity as a table has it."""
    if indicator.unit_of_measure == "đồng":
        return quantity_words(quantity, indicator, lang)
    return amount(quantity, indicator, lang)


def share_words(share: Share | Fraction, lang: str = "vi") -> str:
    """A share in percent to one decimal; none at all and the whole are said without: 86,7 %, 100 %."""
    ratio = share.ratio if isinstance(share, Share) else share
    return format_percent(share, 0 if ratio in {0, 1} else 1, lang)


def parts_words(row: Row, lang: str = "vi") -> str:
    """What a percent is made of: 3.121/3.600; empty for a plain figure."""
    if row.value is not None or not row.of:
        return ""
    return f"{format_number(row.n or 0, lang=lang)}/{format_number(row.of, lang=lang)}"


def goal_words(target: Target, indicator: Indicator, lang: str = "vi") -> str:
    """The goal: 500.000, or 80 %."""
    if target.goal_of is None:
        return amount(target.goal, indicator, lang)
    share = Fraction(target.goal, target.goal_of)
    whole = (share * 100).denominator == 1
    return format_percent(share, 0 if whole else 1, lang)


def unit_words(indicator: Indicator, lang: str = "vi") -> str:
    """What is counted."""
    return indicator.unit_of_measure_en if lang == "en" else indicator.unit_of_measure


def name_words(indicator: Indicator, lang: str = "vi") -> str:
    """The indicator's name."""
    return indicator.name_en if lang == "en" else indicator.name


def quantity_words(quantity: int, indicator: Indicator, lang: str = "vi") -> str:
    """A quantity with what is counted: 371.893 người, 529 tỷ đồng, 1 work; never parted at a line's end."""
    number, unit = quantity_parts(quantity, indicator, lang)
    return f"{number}{_NBSP}{unit}" if unit else number


def quantity_parts(quantity: int, indicator: Indicator, lang: str = "vi") -> tuple[str, str]:
    """The same as number and unit: ("529", "tỷ đồng")."""
    unit = unit_words(indicator, lang)
    if indicator.unit_of_measure == "đồng" and not indicator.decimals:
        for size, name in _MONEY[lang]:
            if abs(quantity) >= size and not quantity * 10**_MONEY_DECIMALS % size:
                places = next(d for d in range(_MONEY_DECIMALS + 1) if not quantity * 10**d % size)
                return format_number(unscaled(quantity * 10**places // size, places), places, lang), name
    if lang == "en" and abs(quantity) == 10**indicator.decimals:
        unit = singular(unit)
    return amount(quantity, indicator, lang), unit


def singular(unit_en: str) -> str:
    """An English unit of measure for one of it: works → work."""
    return _ONE_OF.get(unit_en, unit_en.removesuffix("s"))


def full_result_words(row: Row, indicator: Indicator, lang: str = "vi") -> str:
    """The figure with what is counted, or with what it is made of: 371.893 người; 86,7 % (3.121/3.600)."""
    if not row.entries:
        return NONE
    if row.value is not None:
        return quantity_words(row.value, indicator, lang)
    return f"{result_words(row, indicator, lang)} ({parts_words(row, lang)})" if row.of else NONE


def full_goal_words(target: Target, indicator: Indicator, lang: str = "vi") -> str:
    """The goal with what is counted: 50.000 người, 80 %."""
    if target.goal_of is None:
        return quantity_words(target.goal, indicator, lang)
    return goal_words(target, indicator, lang)


def verdict_words(verdict: Verdict, lang: str = "vi") -> str:
    """What is said of a target: cần đẩy mạnh."""
    return _VERDICTS_EN[verdict] if lang == "en" else verdict.label


def times_words(times: Fraction, lang: str = "vi") -> str:
    """How many times over, to one decimal: 10,6."""
    return format_number(unscaled(int(times * 10 + Fraction(1, 2)), 1), 1, lang)


def percents(parts: tuple[int, ...]) -> list[int]:
    """Whole percents of the parts of a whole that add to 100: what rounding leaves goes to the largest remainders."""
    total = sum(parts)
    if total <= 0:
        return [0] * len(parts)
    shares = [divmod(100 * part, total) for part in parts]
    whole = [share for share, _rest in shares]
    order = sorted(range(len(parts)), key=lambda place: -shares[place][1])
    for place in order[: 100 - sum(whole)]:
        whole[place] += 1
    return whole


def kinds_words(below: Mapping[str, int], lang: str = "vi") -> str:
    """How many units of which kind, highest first: 30 huyện đoàn và tương đương, 526 đoàn cấp xã."""
    named = []
    for code, kind in kinds().items():
        if count := below.get(code):
            name = kind.name[:1].lower() + kind.name[1:]
            if lang == "en":
                name = kind.name_en.lower() if count == 1 else kind.plural_en
            named.append(f"{format_number(count, lang=lang)} {name}")
    return ", ".join(named)


def source_words(dataset: Dataset, lang: str = "vi") -> str:
    """Where a dataset comes from, with its day unless the source names it."""
    day = format_date(dataset.source_date, lang) if dataset.source_date else ""
    spelt = format_date(dataset.source_date) if dataset.source_date else ""
    return f"{dataset.source}, {day}" if day and spelt not in dataset.source else dataset.source
