"""Charts as the template draws them: numbers written, places in percent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from viecthat.figures.choices import Axis
from viecthat.figures.queries import words
from viecthat.figures.queries.charting import BarChart, LineChart
from viecthat.figures.queries.labels import label_of, place_words
from viecthat.figures.queries.pivot import sorting_value
from viecthat.kernel.numbers import format_number

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Answer
    from viecthat.ledger.models import Indicator

# Where two labels at the right edge would touch, the lower one is moved down.
_LABEL_ROOM = 15


@dataclass(frozen=True)
class DrawnLine:
    """A polyline, broken where nothing was recorded, and its label at the last point."""

    style: int
    path: str
    x: str
    y: str
    label_y: str
    name: str
    value: str


def drawn(chart: BarChart | LineChart, answer: Answer, lang: str) -> dict[str, Any]:
    """What the template needs, with a title and a description that say what the chart shows."""
    if isinstance(chart, BarChart):
        return _bars(chart, answer, lang)
    return _lines(chart, answer, lang)


def _bars(chart: BarChart, answer: Answer, lang: str) -> dict[str, Any]:
    bars = [
        {
            "name": place_words(answer, bar.place, lang),
            "value": _value(sorting_value(answer, bar.spot), chart.indicator, lang),
            "width": f"{float(bar.width):.1f}",
            "parts": _parts(bar.grades.verified, bar.grades.evidenced, bar.grades.declared, bar.width),
        }
        for bar in chart.bars
    ]
    name, period = words.name_words(chart.indicator, lang), chart.period.name(lang)
    return {
        "kind": "bars",
        "title": _("{name}, {period}: so các đơn vị").format(name=name, period=period),
        "description": _("Nhiều nhất: {first}, {most}; ít nhất trong hình: {last}, {least}.").format(
            first=bars[0]["name"], most=bars[0]["value"], last=bars[-1]["name"], least=bars[-1]["value"]
        ),
        "bars": bars,
        "rest": chart.rest,
    }


def _parts(verified: int, evidenced: int, declared: int, width: Fraction) -> list[dict[str, str]]:
    """Rectangles from the left: verified, evidenced, declared; none when a part is negative."""
    total = verified + evidenced + declared
    if total <= 0 or min(verified, evidenced, declared) < 0:
        return [{"grade": "declared", "x": "0", "width": f"{float(width):.2f}"}]
    parts, x = [], Fraction(0)
    for grade, part in (("verified", verified), ("evidenced", evidenced), ("declared", declared)):
        if part:
            wide = width * part / total
            parts.append({"grade": grade, "x": f"{float(x):.2f}", "width": f"{float(wide):.2f}"})
            x += wide
    return parts


def _lines(chart: LineChart, answer: Answer, lang: str) -> dict[str, Any]:
    lines = []
    for number, line in enumerate(chart.lines):
        told = [(n, point) for n, point in enumerate(line.points) if point is not None]
        last, (x, y) = told[-1]
        name = label_of(answer, chart.of, line.spot.on(chart.of), lang)
        value = sorting_value(answer, line.spot.at(Axis.PERIOD, last))
        lines.append(
            DrawnLine(number, _path(line.points), _place(x), _place(y), "", name, _value(value, chart.indicator, lang))
        )
    first, last_period = chart.periods[0].name(lang), chart.periods[-1].name(lang)
    indicator = words.name_words(chart.indicator, lang)
    subject = indicator if chart.of is Axis.UNIT or len(lines) == 1 else _("Các chỉ số cùng đơn vị tính")
    return {
        "kind": "lines",
        "title": _("{name}: từ {first} đến {last}").format(name=subject, first=first, last=last_period),
        "description": "; ".join(
            _("{name}: lần cuối {value}").format(name=line.name, value=line.value) for line in lines
        ),
        "lines": _apart(lines),
        "first": first,
        "last": last_period,
        "top": _value(chart.top, chart.indicator, lang),
        "rest": chart.rest,
    }


def _apart(lines: list[DrawnLine]) -> list[DrawnLine]:
    """The lines with their labels far enough from each other, the lowest no lower than the chart."""
    ordered = sorted(lines, key=lambda one: float(one.y))
    tops: list[float] = []
    for line in ordered:
        tops.append(max(tops[-1] + _LABEL_ROOM if tops else 0.0, float(line.y) - _LABEL_ROOM / 2))
    lowest = 100.0 - _LABEL_ROOM
    for number in range(len(tops) - 1, -1, -1):
        tops[number] = min(tops[number], lowest)
        lowest = tops[number] - _LABEL_ROOM
    return [replace(line, label_y=f"{top:.1f}") for line, top in zip(ordered, tops, strict=True)]


def _path(points: tuple[tuple[Fraction, Fraction] | None, ...]) -> str:
    written, pen_up = [], True
    for point in points:
        if point is None:
            pen_up = True
            continue
        written.append(f"{'M' if pen_up else 'L'}{_place(point[0])} {_place(point[1])}")
        pen_up = False
    return " ".join(written)


def _place(value: Fraction) -> str:
    return f"{float(value):.2f}"


def _value(value: int | Fraction | None, indicator: Indicator, lang: str) -> str:
    if value is None:
        return words.NONE
    if indicator.is_share:
        return words.share_words(Fraction(value), lang)
    if isinstance(value, Fraction):
        return format_number(int(value), lang=lang)
    return words.quantity_words(value, indicator, lang)
