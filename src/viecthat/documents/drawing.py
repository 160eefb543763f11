"""Charts drawn: one look for screen and paper. Measures are millimetres; letters are those of the documents."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import typst

from viecthat.documents import measure, text
from viecthat.documents.charts import Chart, PaceBar, PaceChart, RankChart, TrendChart, path_of

WIDTH = 160.0
INK, INK_SOFT, LINE, GROUND = "#0e1a2b", "#59687d", "#c6d0dd", "#eef2f7"
VERIFIED, EVIDENCED, DECLARED, EVEN = "#0b2f74", "#4d86e4", "#8492a6", "#8492a6"
# Dots to the inch of a picture in a Word file: sharp in print, small to send.
DENSITY = 180

_POINTS, _SMALL = 10.5, 9.0
_MM = 25.4 / 72
_LABEL, _TRACK = 56.0, 64.0
_GAP = 3.0
# The goal stands at this part of the track, as on the screen; what is beyond the end is cut off with a mark.
_GOAL_AT = 0.8
_BAR = 4.2
_HEAD = 6.0


def to_svg(chart: Chart) -> str:
    """The chart as an SVG of 160 mm; what was typed by somebody is escaped."""
    match chart:
        case PaceChart():
            height, parts = _pace(chart)
        case TrendChart():
            height, parts = _trend(chart)
        case RankChart():
            height, parts = _rank(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.2f}" width="{WIDTH:g}mm"'
        f' height="{height:.2f}mm" font-family="Tinos, \'Times New Roman\', serif" fill="{INK}">'
        '<defs><pattern id="declared" width="1.2" height="1.2" patternUnits="userSpaceOnUse">'
        f'<rect width="1.2" height="1.2" fill="{GROUND}"/><path d="M0 1.2L1.2 0" stroke="{DECLARED}"'
        f' stroke-width=".35"/></pattern></defs>{"".join(parts)}</svg>'
    )


def height_of(chart: Chart) -> float:
    """The height in mm of the chart drawn 160 mm wide."""
    match chart:
        case PaceChart():
            return _HEAD + sum(_row_height(bar.label) for bar in chart.bars) + 1
        case TrendChart():
            return _TREND_TOP + _TREND_HEIGHT + 7
        case RankChart():
            return sum(_row_height(bar.label, 5.6) for bar in chart.bars) + 1


@lru_cache(maxsize=256)
def _wrapped(words: str, width: float, points: float) -> tuple[str, ...]:
    """The words on as many lines as they need, three at most."""
    lines, rest = [""], 0.0
    for word in words.split(" "):
        taken = measure.width_of(f"{word} ", points)
        if lines[-1] and rest + taken > width:
            lines.append("")
            rest = 0.0
        lines[-1] = f"{lines[-1]} {word}".strip()
        rest += taken
    return tuple(lines[:3])


def _row_height(label: str, least: float = 9.0) -> float:
    return max(least, len(_wrapped(text.clean(label), _LABEL - 1, _POINTS)) * 4.2 + 1.4)


def _words(
    words: str,
    x: float,
    y: float,
    *,
    points: float = _POINTS,
    at: str = "start",
    bold: bool = False,
    soft: bool = False,
    over: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    ink = f' fill="{INK_SOFT}"' if soft else ""
    anchor = "" if at == "start" else f' text-anchor="{at}"'
    # Words over lines stay readable on a rim of paper.
    rim = ' stroke="#ffffff" stroke-width="1" stroke-linejoin="round" paint-order="stroke"' if over else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{points * _MM:.3f}"{anchor}{weight}{ink}{rim}>'
        f"{escape(text.clean(words))}</text>"
    )


def _label(words: str, middle: float) -> Iterable[str]:
    lines = _wrapped(text.clean(words), _LABEL - 1, _POINTS)
    first = middle + 1.25 - (len(lines) - 1) * 2.1
    for place, line in enumerate(lines):
        yield _words(line, 0, first + 4.2 * place)


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(0.0, width):.2f}" height="{height:.2f}" fill="{fill}"/>'


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.2, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def _pace(chart: PaceChart) -> tuple[float, list[str]]:
    height = height_of(chart)
    left, goal = _LABEL + _GAP, _LABEL + _GAP + _TRACK * _GOAL_AT
    parts = [
        _words(chart.goal_word, goal, 3.6, points=_SMALL, at="middle", soft=True),
        _rule(goal, 4.8, goal, height - 1, INK_SOFT, 0.25, "0.8 0.8"),
    ]
    gone = {bar.gone for bar in chart.bars if bar.gone is not None}
    if len(gone) == 1 and (time := gone.copy().pop()) < 0.85:
        parts.append(
            _words(chart.gone_word, left + _TRACK * _GOAL_AT * time, 3.6, points=_SMALL, at="middle", soft=True)
        )
    top = _HEAD
    for bar in chart.bars:
        tall = _row_height(bar.label)
        middle = top + tall / 2
        parts += _label(bar.label, middle)
        parts += _pace_bar(bar, left, middle)
        beside = left + _TRACK + _GAP
        parts.append(_words(bar.share, beside, middle - 0.6, bold=True))
        parts.append(_words(bar.value, beside, middle + 3.2, points=_SMALL, soft=True))
        top += tall
    return height, parts


def _pace_bar(bar: PaceBar, left: float, middle: float) -> Iterable[str]:
    whole = min(max(bar.reached, 0.0) * _GOAL_AT, 1.0) * _TRACK
    y = middle - _BAR / 2
    yield _box(left, y, _TRACK, _BAR, GROUND)
    declared, evidenced, verified = bar.proof
    total = declared + evidenced + verified
    if min(bar.proof) < 0 or total <= 0:
        yield _box(left, y, whole, _BAR, EVIDENCED)
    else:
        x = left
        for part, fill in ((verified, VERIFIED), (evidenced, EVIDENCED), (declared, "url(#declared)")):
            width = whole * part / total
            if part:
                yield _box(x, y, width, _BAR, fill)
            x += width
        yield (
            f'<rect x="{left:.2f}" y="{y:.2f}" width="{whole:.2f}" height="{_BAR}" fill="none" stroke="{DECLARED}"'
            ' stroke-width=".15"/>'
        )
    if bar.reached * _GOAL_AT > 1:
        end = left + _TRACK
        yield f'<path d="M{end - 2.4:.2f} {y - 0.4:.2f}l-1 {_BAR + 0.8}h1.4l1 -{_BAR + 0.8}z" fill="#ffffff"/>'
    if bar.gone is not None:
        x = left + _TRACK * _GOAL_AT * min(bar.gone, 1.0)
        yield _rule(x, y - 1, x, y + _BAR + 1, INK, 0.45)


_TREND_LEFT, _TREND_RIGHT, _TREND_TOP, _TREND_HEIGHT = 18.0, 4.0, 7.0, 44.0


def _trend(chart: TrendChart) -> tuple[float, list[str]]:
    left, top, tall = _TREND_LEFT, _TREND_TOP, _TREND_HEIGHT
    wide = WIDTH - left - _TREND_RIGHT
    parts = []
    for part, words in zip((1.0, 0.5, 0.0), chart.scale, strict=True):
        y = top + tall * part
        parts.append(_rule(left, y, left + wide, y, INK_SOFT if part == 1 else LINE, 0.3 if part == 1 else 0.2))
        parts.append(_words(words, left - 1.5, y + 1.1, points=_SMALL, at="end", soft=True))
    goal_y = top + chart.goal_height(tall)
    line = [(left + x, top + y) for x, y in chart.line(wide, tall)]
    parts.append(_rule(left, top + tall, left + wide, goal_y, EVEN, 0.35, "1.4 1"))
    x, y = line[-1]
    parts.append(_rule(x, top, x, top + tall, LINE, 0.25))
    parts.append(
        f'<path d="{path_of(line)}" fill="none" stroke="{VERIFIED}" stroke-width=".8" stroke-linejoin="round"/>'
    )
    parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.2" fill="{VERIFIED}"/>')
    # Words at the line's end, on the side where there is room; below the line where it ends at the upper edge.
    on_left = x > left + wide * 0.55
    level = max(top + 3.4, y - 1.6) if on_left else min(top + tall - 1.5, y + 1.2)
    if y - top < 4 and not on_left:
        level = top + 5
    side, anchor = (-2.2, "end") if on_left else (2.2, "start")
    parts.append(_words(chart.goal_word, left + wide, goal_y - 1.6, points=_SMALL, at="end", soft=True, over=True))
    parts.append(_words(chart.result_word, x + side, level, at=anchor, bold=True, over=True))
    middle_x = left + wide * 0.3
    middle_y = top + tall - (tall - (goal_y - top)) * 0.3
    parts.append(_words(chart.even_word, middle_x + 2, middle_y + 4.4, points=_SMALL, soft=True, over=True))
    below = top + tall + 4.4
    first, now, last = chart.days
    parts.append(_words(first, left, below, points=_SMALL, soft=True))
    if last and x < left + wide - 30:
        parts.append(_words(last, left + wide, below, points=_SMALL, at="end", soft=True))
    if x > left + 30:
        parts.append(_words(now, x, below, points=_SMALL, at="end" if on_left and x > left + wide - 30 else "middle"))
    return height_of(chart), parts


def _rank(chart: RankChart) -> tuple[float, list[str]]:
    longest = max((bar.value for bar in chart.bars), default=0) or 1
    left = _LABEL + _GAP
    beside = max((measure.width_of(text.clean(bar.said), _SMALL, bold=bar.strong) for bar in chart.bars), default=0)
    room = max(20.0, WIDTH - left - beside - 3)
    parts: list[str] = []
    top = 0.0
    for bar in chart.bars:
        tall = _row_height(bar.label, 5.6)
        middle = top + tall / 2
        width = room * max(bar.value, 0) / longest
        parts += _label(bar.label, middle)
        parts.append(_box(left, middle - 1.7, width, 3.4, VERIFIED if bar.strong else EVIDENCED))
        parts.append(_words(bar.said, left + width + 1.5, middle + 1.2, points=_SMALL, bold=bar.strong))
        top += tall
    parts.append(_rule(left, 0, left, top, INK_SOFT, 0.3))
    return height_of(chart), parts


_PICTURES = """
#let pictures = json(bytes(sys.inputs.pictures))
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for (place, picture) in pictures.enumerate() {
  if place > 0 { pagebreak() }
  image(bytes(picture), format: "svg", width: 160mm)
}
"""


def to_png(charts: Sequence[Chart]) -> list[bytes]:
    """The charts as PNG, all drawn in one go; equal charts give equal bytes."""
    if not charts:
        return []
    # Of several pages it makes a list of pictures, which its own signature does not say.
    made: Any = typst.compile(  # type: ignore[call-overload]
        _PICTURES.encode(),
        format="png",
        ppi=float(DENSITY),
        font_paths=[str(measure.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"pictures": json.dumps([to_svg(chart) for chart in charts], ensure_ascii=False)},
    )
    return [made] if isinstance(made, bytes) else list(made)
