"""Totals held against the lines they add up: what does not fit is shown, for one of the two is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from viecthat.kernel.errors import gettext_noop
from viecthat.reading.tables.layout import Line, Role
from viecthat.reading.tables.sheet import Fault

Read = Mapping[tuple[int, int], Fraction]


def wrong_sums(lines: Sequence[Line], places: Iterable[int], read: Read, shown: Mapping[int, str]) -> list[Fault]:
    """The totals that their lines do not make. `read`: (line, place) → value; `shown`: how each line is called."""
    spans = _spans(lines)
    faults = []
    for place in places:
        for total, parts in spans:
            said = read.get((total.at, place))
            if said is None or not parts:
                continue
            made = sum((read.get((part, place), Fraction(0)) for part in parts), Fraction(0))
            if made != said:
                message = gettext_noop(
                    "Tổng ghi {said}, cộng {count} dòng từ {first} đến {last} được {made}: lệch {off}."
                )
                params: dict[str, str | int] = {
                    "said": _written(said),
                    "made": _written(made),
                    "off": _written(abs(said - made)),
                    "count": len(parts),
                    "first": shown[parts[0]],
                    "last": shown[parts[-1]],
                }
                faults.append(Fault(total.at, place, False, message, params))
    return faults


def _spans(lines: Sequence[Line]) -> list[tuple[Line, list[int]]]:
    """Each total with the lines it adds up."""
    everything = [line.at for line in lines if line.role is Role.UNIT]
    spans: list[tuple[Line, list[int]]] = []
    above: list[int] = []
    open_below: list[int] | None = None
    for line in lines:
        if line.role is Role.UNIT:
            above.append(line.at)
            if open_below is not None:
                open_below.append(line.at)
        elif line.role is Role.TOTAL:
            spans.append((line, everything))
            above, open_below = [], None
        elif line.role is Role.HEADING:
            above, open_below = [], None
        elif line.role is Role.SUBTOTAL and line.below:
            open_below = []
            spans.append((line, open_below))
            above = []
        elif line.role is Role.SUBTOTAL:
            spans.append((line, above))
            above, open_below = [], None
    return spans


def _written(value: Fraction) -> str:
    if value.denominator == 1:
        return f"{int(value):,}".replace(",", ".")
    return f"{float(value):,.2f}".translate({ord(","): ".", ord("."): ","}).rstrip("0")
