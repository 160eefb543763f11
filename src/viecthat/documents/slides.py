"""Slides as data and as a PowerPoint file: 16:9, native charts and tables that can be edited, notes for the speaker."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

from viecthat.documents import text
from viecthat.documents.charts import Chart, PaceChart, RankChart, TrendChart
from viecthat.documents.model import Cell, Figure, Lang, Number, ProofBar, Table

FACE = "Be Vietnam Pro"
WIDE, TALL = 338.667, 190.5  # mm
_EDGE = 15.0
_TOP = 34.0
_INK, _SOFT, _LINE, _GROUND = "0E1A2B", "59687D", "C6D0DD", "EEF2F7"
_VERIFIED, _EVIDENCED, _DECLARED, _BLUE = "0B2F74", "4D86E4", "A9B4C4", "1A56C8"
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_NUMBERED = re.compile(r"\d+\. ")
# Of a bar that runs far beyond its goal only so much is drawn.
_FARTHEST = 1.6


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a title, then what it holds, from left to right, and what the speaker says.

    stats: large numbers with their words. items: short sentences; `numbered` counts them. columns: two lists side by
    side, each with its head. opening: the first slide, whose title stands large in the middle. aside: no matter of its
    own, so that an agenda leaves it out.
    """

    title: str
    items: tuple[str, ...] = ()
    numbered: bool = False
    stats: tuple[tuple[str, str], ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    subtitle: str = ""
    opening: bool = False
    aside: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides with their file's properties; `foot` stands on every slide but the first."""

    title: str
    author: str
    day: date
    slides: tuple[Slide, ...]
    foot: str = ""
    lang: Lang = "vi"


def to_pptx(deck: Deck) -> bytes:
    """The deck as a PowerPoint file."""
    return _DeckWriter(deck).write()


class _DeckWriter:
    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Mm(WIDE), Mm(TALL)
        self.words = text.WORDS[deck.lang]

    def write(self) -> bytes:
        deck, properties = self.deck, self.file.core_properties
        properties.title, properties.author = text.clean(deck.title)[:255], text.clean(deck.author)[:255]
        properties.last_modified_by = properties.author
        properties.language = "vi-VN" if deck.lang == "vi" else "en-GB"
        properties.created = properties.modified = datetime.combine(deck.day, time())
        self._fonts()
        for number, slide in enumerate(deck.slides, 1):
            self._slide(slide, number)
        written = io.BytesIO()
        self.file.save(written)
        return _evened(written)

    def _fonts(self) -> None:
        """The house's face in the theme, so that a unit changes it in one place."""
        theme = self.file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        said = theme.blob.decode("utf-8")
        said = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FACE}", said)
        theme._blob = said.encode("utf-8")

    def _slide(self, content: Slide, number: int) -> None:
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        if content.opening:
            self._opening(slide, content)
        else:
            self._title(slide, content.title)
            self._body(slide, content)
            self._foot(slide, number)
        if content.notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(text.clean(line) for line in content.notes)

    def _title(self, slide: Any, words: str) -> None:
        title = slide.shapes.title
        _place(title, _EDGE, 9, WIDE - 2 * _EDGE, 20)
        frame = title.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        _inset(frame)
        _write(frame.paragraphs[0], words, size=28 if len(words) < 62 else 23, bold=True, colour=_VERIFIED)
        rule = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Mm(_EDGE), Mm(30), Mm(WIDE - 2 * _EDGE), Mm(0.7))
        _fill(rule, _VERIFIED)

    def _opening(self, slide: Any, content: Slide) -> None:
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Mm(9), Mm(TALL))
        _fill(band, _VERIFIED)
        title = slide.shapes.title
        _place(title, 28, 52, WIDE - 56, 56)
        title.text_frame.word_wrap, title.text_frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
        _write(title.text_frame.paragraphs[0], content.title, size=40, bold=True, colour=_VERIFIED)
        title.text_frame.paragraphs[0].line_spacing = 1.1
        self._lines(slide, (content.subtitle, *content.items), (28, 114, WIDE - 56, 50), size=20, dash=False)

    def _foot(self, slide: Any, number: int) -> None:
        frame = _box(slide, _EDGE, TALL - 14, WIDE - 2 * _EDGE - 22, 10)
        _write(frame.paragraphs[0], self.deck.foot, size=10, colour=_SOFT)
        frame = _box(slide, WIDE - _EDGE - 20, TALL - 14, 20, 10)
        _write(frame.paragraphs[0], str(number), size=10, colour=_SOFT, align=PP_ALIGN.RIGHT)

    def _body(self, slide: Any, content: Slide) -> None:
        top, room = _TOP, TALL - _TOP - 18
        if content.stats:
            self._stats(slide, content.stats, top)
            top, room = top + 38, room - 38
        if content.columns:
            each = (WIDE - 2 * _EDGE - 12) / 2
            for place, (head, items) in enumerate(content.columns):
                left = _EDGE + place * (each + 12)
                frame = _box(slide, left, top, each, 10)
                _write(frame.paragraphs[0], head, size=18, bold=True, colour=_BLUE)
                self._lines(slide, items, (left, top + 11, each, room - 11), size=16)
            return
        across = WIDE - 2 * _EDGE
        if content.table is not None:
            below = min(room * 0.36, 14.0 * len(content.items)) if content.items else 0.0
            upper = room - below
            left = _EDGE
            if content.chart is not None:
                self._chart(slide, content.chart, (_EDGE, top, across * 0.48, upper))
                left += across * 0.48 + 6
            self._table(slide, content.table, (left, top + 2, _EDGE + across - left, upper))
            if content.items:
                self._lines(slide, content.items, (_EDGE, top + upper + 3, across, below - 3), size=16)
        elif content.chart is not None:
            left = across * (0.62 if content.items else 1)
            self._chart(slide, content.chart, (_EDGE, top, left, room))
            if content.items:
                self._lines(slide, content.items, (_EDGE + left + 6, top + 4, across - left - 6, room), size=16)
        elif content.items:
            self._lines(slide, content.items, (_EDGE, top + 2, across, room), size=20, numbered=content.numbered)

    def _stats(self, slide: Any, stats: Sequence[tuple[str, str]], top: float) -> None:
        each = (WIDE - 2 * _EDGE) / len(stats)
        for place, (number, words) in enumerate(stats):
            frame = _box(slide, _EDGE + place * each, top, each - 4, 34)
            _write(frame.paragraphs[0], number, size=36, bold=True, colour=_VERIFIED)
            _write(frame.add_paragraph(), words, size=14, colour=_SOFT)

    def _lines(
        self,
        slide: Any,
        items: Sequence[str],
        box: tuple[float, float, float, float],
        *,
        size: int,
        dash: bool = True,
        numbered: bool = False,
    ) -> None:
        """Sentences below each other, in smaller letters the more of them there are."""
        frame = _box(slide, *box)
        size = _fitting(items, box[2], box[3], size)
        for place, item in enumerate(items):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            lead = f"{place + 1}. " if numbered else ("– " if dash and not _NUMBERED.match(item) else "")
            _write(paragraph, f"{lead}{item}", size=size)
            paragraph.space_after = Pt(size * 0.4)
            paragraph.line_spacing = 1.15

    # native charts

    def _chart(self, slide: Any, chart: Chart, box: tuple[float, float, float, float]) -> None:
        kind, data = _chart_data(chart, self.words)
        if isinstance(chart, PaceChart | RankChart):
            # A few bars in a whole slide's height would be planks.
            box = (*box[:3], min(box[3], 34.0 + 26.0 * len(chart.bars)))
        x, y, wide, tall = (Mm(each) for each in box)
        frame = slide.shapes.add_chart(kind, x, y, wide, tall, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", text.clean(chart.describe))
        native = frame.chart
        native.font.size, native.font.color.rgb = Pt(12), RGBColor.from_string(_INK)
        native.has_title = False
        match chart:
            case PaceChart():
                _style_pace(native, chart)
            case TrendChart():
                _style_trend(native, chart)
            case RankChart():
                _style_rank(native)

    def _table(self, slide: Any, table: Table, box: tuple[float, float, float, float]) -> None:
        left, top, wide, _tall = box
        size = 11 if len(table.rows) > 7 else (16 if wide > WIDE / 2 else 14)
        shape = slide.shapes.add_table(
            len(table.rows) + 1, len(table.columns), Mm(left), Mm(top), Mm(wide), Mm(9 * (len(table.rows) + 1))
        )
        made = shape.table
        # No banding: hairlines, as on the screen.
        properties = made._tbl.tblPr
        properties.set("bandRow", "0")
        whole = sum(column.width_share for column in table.columns)
        for place, column in enumerate(table.columns):
            made.columns[place].width = Mm(wide * column.width_share / whole)
            _cell(made.cell(0, place), column.title, size=size, align=column.align, head=True)
        for at, row in enumerate(table.rows, 1):
            last = table.total_row and at == len(table.rows)
            for place, (content, column) in enumerate(zip(row, table.columns, strict=True)):
                said = _cell_words(content, self.deck.lang)
                _cell(made.cell(at, place), said, size=size, align=column.align, bold=last)


def _chart_data(chart: Chart, words: text.Words) -> tuple[Any, Any]:
    match chart:
        case PaceChart(bars=bars):
            data = CategoryChartData(number_format="0.0%")
            data.categories = [f"{text.clean(bar.label)}: {bar.share}" for bar in bars]
            for name, place in ((words.verified, 2), (words.evidenced, 1), (words.declared, 0)):
                data.add_series(name, [_part(bar.reached, bar.proof, place) for bar in bars])
            return XL_CHART_TYPE.BAR_STACKED, data
        case RankChart(bars=ranked):
            data = CategoryChartData(number_format="#,##0")
            data.categories = [text.clean(bar.label) for bar in ranked]
            data.add_series(text.clean(chart.describe).partition(":")[0][:60], [bar.value for bar in ranked])
            return XL_CHART_TYPE.BAR_CLUSTERED, data
        case TrendChart():
            lines = XyChartData(number_format="#,##0")
            real = lines.add_series(chart.result_word)
            for at, total in chart.points:
                real.add_data_point(at, total)
            even = lines.add_series(f"{chart.even_word}, {chart.goal_word}")
            even.add_data_point(0, 0)
            even.add_data_point(1, chart.goal)
            return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, lines
    raise TypeError(f"no such chart: {chart!r}")


def _part(reached: float, proof: tuple[int, int, int], place: int) -> float:
    """One grade's part of a bar; what has no grades is shown as evidenced."""
    drawn, total = max(0.0, min(reached, _FARTHEST)), sum(proof)
    if min(proof) < 0 or total <= 0:
        return drawn if place == 1 else 0.0
    return round(drawn * proof[place] / total, 4)


def _style_pace(native: Any, chart: PaceChart) -> None:
    _colour_series(native, (_VERIFIED, _EVIDENCED, _DECLARED))
    native.plots[0].gap_width, native.plots[0].overlap = 60, 100
    _legend(native)
    _bar_axes(native)
    values = native.value_axis
    farthest = max((min(bar.reached, _FARTHEST) for bar in chart.bars), default=1.0)
    values.minimum_scale, values.maximum_scale = 0, max(1.1, farthest)
    # The one line across is the goal.
    values.major_unit = 1
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(_SOFT)
    values.major_gridlines.format.line.dash_style = MSO_LINE.DASH
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0%", False


def _style_rank(native: Any) -> None:
    _colour_series(native, (_EVIDENCED,))
    plot = native.plots[0]
    plot.gap_width, native.has_legend = 45, False
    first = plot.series[0].points[0].format.fill
    first.solid()
    first.fore_color.rgb = RGBColor.from_string(_VERIFIED)
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = "#,##0", False
    labels.position, labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, Pt(12)
    _bar_axes(native)
    native.value_axis.minimum_scale = 0
    native.value_axis.has_major_gridlines = False
    native.value_axis.visible = False


def _style_trend(native: Any, chart: TrendChart) -> None:
    for series, colour, dashed in zip(native.plots[0].series, (_VERIFIED, _DECLARED), (False, True), strict=True):
        series.smooth = False
        line = series.format.line
        line.color.rgb, line.width = RGBColor.from_string(colour), Pt(1.5 if dashed else 3)
        if dashed:
            line.dash_style = MSO_LINE.DASH
    _legend(native)
    times, totals = native.category_axis, native.value_axis
    times.minimum_scale, times.maximum_scale, times.major_unit = 0, 1, 0.25
    times.tick_labels.number_format, times.tick_labels.number_format_is_linked = "0%", False
    times.has_major_gridlines = False
    totals.minimum_scale, totals.maximum_scale = 0, chart.top
    totals.tick_labels.number_format, totals.tick_labels.number_format_is_linked = "#,##0", False
    totals.major_gridlines.format.line.color.rgb = RGBColor.from_string(_LINE)
    for axis in (times, totals):
        axis.format.line.color.rgb = RGBColor.from_string(_LINE)


def _bar_axes(native: Any) -> None:
    names = native.category_axis
    names.reverse_order = True
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = RGBColor.from_string(_SOFT)
    native.value_axis.major_tick_mark = XL_TICK_MARK.NONE
    native.value_axis.format.line.fill.background()
    # Turned round, the axis of values would stand above.
    native.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _legend(native: Any) -> None:
    native.has_legend = True
    native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    native.legend.font.size = Pt(12)


def _colour_series(native: Any, colours: Sequence[str]) -> None:
    for series, colour in zip(native.plots[0].series, colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        series.invert_if_negative = False


def _fitting(items: Sequence[str], wide: float, tall: float, largest: int) -> int:
    """The size in points at which the sentences fit; below 11 nobody reads from the back row."""
    for size in range(largest, 11, -1):
        point = size * 25.4 / 72
        on_a_line = max(1.0, wide / (point * 0.56))
        lines = sum(-(-(len(item) + 3) // on_a_line) for item in items)
        if lines * point * 1.45 + len(items) * point * 0.4 <= tall:
            return size
    return 11


def _box(slide: Any, left: float, top: float, wide: float, tall: float) -> Any:
    frame = slide.shapes.add_textbox(Mm(left), Mm(top), Mm(wide), Mm(tall)).text_frame
    frame.word_wrap = True
    _inset(frame)
    return frame


def _inset(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def _place(shape: Any, left: float, top: float, wide: float, tall: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Mm(left), Mm(top), Mm(wide), Mm(tall)


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _write(
    paragraph: Any, words: str, *, size: float, bold: bool = False, colour: str = _INK, align: Any = PP_ALIGN.LEFT
) -> None:
    run = paragraph.add_run()
    run.text = text.clean(words)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour)
    paragraph.alignment = align


_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def _cell(cell: Any, words: str, *, size: int, align: str, head: bool = False, bold: bool = False) -> None:
    cell.margin_left = cell.margin_right = Mm(1.6)
    cell.margin_top = cell.margin_bottom = Mm(1.1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(_GROUND if head else "FFFFFF")
    colour = _VERIFIED if head else _INK
    _write(cell.text_frame.paragraphs[0], words, size=size, bold=head or bold, colour=colour, align=_ALIGN[align])
    properties = cell._tc.get_or_add_tcPr()
    for side in ("a:lnB",):
        line = properties.makeelement(qn(side), {"w": "9525"})
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": _LINE}))
        line.append(fill)
        properties.insert(0, line)


def _cell_words(content: Cell, lang: Lang) -> str:
    match content:
        case Number():
            return text.number_text(content, lang)
        case Figure():
            return text.clean(content.text) + text.figure_unit(content)
        case ProofBar():
            return text.proof_description(content, lang)
        case _:
            return text.clean(content)


_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _evened(written: io.BytesIO, *, inside: bool = False) -> bytes:
    """The package without the moments of packing, nor those of the workbooks behind its charts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            inner = source.read(name)
            if name.endswith(".xlsx"):
                inner = _evened(io.BytesIO(inner), inside=True)
            elif inside and name == "docProps/core.xml":
                inner = _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", inner)
            target.writestr(zipfile.ZipInfo(name, _NO_MOMENT), inner, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
