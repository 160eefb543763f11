"""An answer to take along: every figure on a line of its own, the table as it stands, and how it was asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from viecthat.documents.model import Lang
from viecthat.documents.workbook import Kind, ShareOf, Sheet, SheetCell, SheetColumn, Workbook
from viecthat.figures.choices import CHILDREN, Against, Axis
from viecthat.figures.queries import words
from viecthat.figures.queries.answer import Answer, Place
from viecthat.figures.queries.defining import choices_told, counted_how, made_up_told, steps_of
from viecthat.figures.queries.labels import axis_words, label_of, place_words
from viecthat.figures.queries.parts import is_part
from viecthat.figures.queries.pivot import Layout, Spot
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.dates import format_date, format_moment
from viecthat.kernel.quantities import Share, unscaled
from viecthat.ledger.queries import last_posting
from viecthat.units.queries import kinds

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

CSV_COLUMNS = (
    "unit", "unit_name", "unit_kind", "row", "of_unit", "indicator", "indicator_name", "unit_of_measure", "decimals",
    "measure", "first_day", "last_day", "figure", "n", "of", "declared", "evidenced", "verified", "reported_by",
    "entries", "hidden", "goal", "goal_of", "reached_percent", "last_year", "last_year_of",
    "map_day", "as_known", "asked_at", "last_posting", "made_up",
)  # fmt: skip
# A spreadsheet would take such a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One figure of an answer with everything that says which it is."""

    spot: Spot
    place: Place
    indicator: Indicator
    first_day: date
    last_day: date


def lines_of(answer: Answer) -> Iterator[Line]:
    """Every figure of the answer: unit by unit, indicator by indicator, period by period."""
    for number, place in enumerate(answer.places):
        for which, indicator in enumerate(answer.question.shown):
            for when, period in enumerate(answer.question.periods):
                yield Line(Spot(number, which, when), place, indicator, period.start, period.last_day)


def csv_lines(answer: Answer, *, at: datetime, position: int) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, one line per figure, whole numbers exact; a first line of names.

    Every line says how it was asked: map, what was known, the moment and `position`, the ledger's last posting. No
    query: a stream runs when the request is done.
    """
    known = answer.question.as_known
    asked = (
        answer.question.map_day.isoformat(),
        "" if known is None else known.isoformat(),
        localtime(at).isoformat(timespec="seconds"),
        position,
        "all" if answer.made_up.all else "split" if answer.made_up.split else "",
    )
    yield "\ufeff".encode() + _written(CSV_COLUMNS)
    for line in lines_of(answer):
        yield _written([_safe(cell) for cell in (*_cells(answer, line), *asked)])


def _cells(answer: Answer, line: Line) -> tuple[object, ...]:
    columns, place = answer.columns[line.indicator.pk], line.place
    at = (line.spot.place, line.spot.period)
    shown = bool(columns.known[at]) and not columns.hidden[at]
    counted = int(columns.counted[at]) if shown else None
    of = int(columns.of[at]) if shown and columns.of is not None else None
    grades = columns.grades[at].tolist() if shown else [None, None, None]
    attained = answer.attained.get((line.spot.place, line.indicator.pk, line.spot.period))
    then, then_of = _then(answer, line)
    return (
        "" if place.unit is None else place.unit.code,
        "" if place.unit is None else place.unit.name,
        "" if place.unit is None else place.unit.kind,
        _row_kind(place),
        "" if place.of is None else place.of.code,
        line.indicator.code,
        words.name_words(line.indicator),
        line.indicator.unit_of_measure,
        line.indicator.decimals,
        line.indicator.measure,
        line.first_day.isoformat(),
        line.last_day.isoformat(),
        counted if columns.of is None else None,
        counted if columns.of is not None else None,
        of,
        *grades,
        int(columns.reported_by[at]) if shown else None,
        int(columns.entries[at]) if shown else None,
        "yes" if columns.hidden[at] else "",
        None if attained is None else attained.target.goal,
        None if attained is None else attained.target.goal_of,
        None if attained is None or attained.reached is None else f"{float(attained.reached * 100):.1f}",
        then,
        then_of,
    )


def _then(answer: Answer, line: Line) -> tuple[int | None, int | None]:
    before = answer.before.get(line.indicator.pk)
    at = (line.spot.place, line.spot.period)
    if before is None or not before.known[at] or before.hidden[at]:
        return None, None
    return int(before.counted[at]), None if before.of is None else int(before.of[at])


def _row_kind(place: Place) -> str:
    if place.unit is None:
        return "sum"
    return "own" if place.is_own else "whole" if place.is_total else "unit"


def _written(cells: tuple[object, ...] | list[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def workbook_of(answer: Answer, layout: Layout, *, at: datetime, lang: Lang, address: str) -> Workbook:
    """The table as it stands where its columns are of one kind, every figure on a line, and how it was asked."""
    title = _("Số liệu")
    table = _table_sheet(answer, layout, lang) if _one_kind(layout) else None
    sheets = (*([table] if table else []), _lines_sheet(answer, lang), _asked_sheet(answer, at, lang, address))
    author = answer.question.units[0].name
    return Workbook(sheets, title=title, author=author, day=localdate(at), lang=lang)


def _one_kind(layout: Layout) -> bool:
    return layout.across is Axis.INDICATOR or len(layout.answer.question.shown) == 1


def _table_sheet(answer: Answer, layout: Layout, lang: Lang) -> Sheet:
    names = [SheetColumn(axis_words(axis), width=36) for axis in layout.down]
    figures = []
    for column in layout.columns:
        indicator = _indicator(answer, layout, column)
        label = label_of(answer, layout.across, column, lang)
        if layout.across is Axis.INDICATOR and indicator.measured_in and not indicator.is_share:
            label = f"{label} ({indicator.measured_in})"
        kind: Kind = "percent" if indicator.is_share else "decimal"
        figures.append(SheetColumn(label, kind, 16, decimals=None if indicator.is_share else indicator.decimals))
    rows = (
        (
            *(label_of(answer, axis, number, lang) for axis, number in layout.row_label_of(row)),
            *(_table_cell(answer, layout.cell(row, column)) for column in layout.columns),
        )
        for row in (*layout.rows, *layout.totals)
    )
    return Sheet(
        _("Bảng"), (*names, *figures), rows, _("Số liệu"), _notices(answer, lang), freeze=len(names), landscape=True
    )


def _indicator(answer: Answer, layout: Layout, column: int) -> Indicator:
    return answer.question.shown[column if layout.across is Axis.INDICATOR else 0]


def _table_cell(answer: Answer, spot: Spot) -> SheetCell:
    indicator = answer.question.shown[spot.indicator]
    columns = answer.columns[indicator.pk]
    at = (spot.place, spot.period)
    if not columns.known[at]:
        return None
    if columns.hidden[at]:
        return _("không nêu") if is_part(indicator) else _("dưới {few}").format(few=FEWEST_PEOPLE)
    counted = int(columns.counted[at])
    return unscaled(counted, indicator.decimals) if columns.of is None else Share(counted, int(columns.of[at]))


def _lines_sheet(answer: Answer, lang: Lang) -> Sheet:
    places = max((i.decimals for i in answer.question.shown), default=0)
    columns = [
        SheetColumn(_("Đơn vị"), width=34),
        SheetColumn(_("Mã đơn vị"), width=18),
        SheetColumn(_("Loại đơn vị"), width=22),
        SheetColumn(_("Thuộc"), width=28),
        SheetColumn(_("Chỉ số"), width=38),
        SheetColumn(_("Mã chỉ số"), width=24),
        SheetColumn(_("Đơn vị tính"), width=12),
        SheetColumn(_("Từ ngày"), "day", 12),
        SheetColumn(_("Đến hết ngày"), "day", 12),
        SheetColumn(_("Số liệu"), "decimal", 16, "n", decimals=places),
        SheetColumn(_("Trên tổng số"), "decimal", 14, "of", decimals=places),
        SheetColumn(_("Tỷ lệ"), "percent", 10, formula=ShareOf("n", "of")),
        SheetColumn(_("Đã xác minh"), "decimal", 14, decimals=places),
        SheetColumn(_("Có minh chứng"), "decimal", 14, decimals=places),
        SheetColumn(_("Kê khai"), "decimal", 14, decimals=places),
        SheetColumn(_("Số đơn vị đã ghi"), "whole", 12),
        SheetColumn(_("Số dòng sổ"), "whole", 12),
    ]
    if Against.TARGET in answer.question.against:
        columns += [
            SheetColumn(_("Chỉ tiêu"), width=16),
            SheetColumn(_("Đạt"), "percent", 10),
            SheetColumn(_("Tính từ ngày"), "day", 12),
            SheetColumn(_("Đánh giá"), width=16),
        ]
    if Against.LAST_YEAR in answer.question.against:
        columns += [
            SheetColumn(_("Cùng kỳ năm trước"), "decimal", 16, decimals=places),
            SheetColumn(_("Cùng kỳ năm trước, trên"), "decimal", 14, decimals=places),
        ]
    of_kind = kinds()
    rows = (_sheet_row(answer, line, of_kind, lang) for line in lines_of(answer))
    return Sheet(
        _("Từng số"), tuple(columns), rows, _("Từng số liệu"), _notices(answer, lang), freeze=1, landscape=True
    )


def _sheet_row(answer: Answer, line: Line, of_kind: Mapping[str, object], lang: Lang) -> tuple[SheetCell, ...]:
    columns, place, indicator = answer.columns[line.indicator.pk], line.place, line.indicator
    at = (line.spot.place, line.spot.period)
    shown = bool(columns.known[at]) and not columns.hidden[at]

    def counted(number: object) -> SheetCell:
        return unscaled(int(number), indicator.decimals) if shown else None  # type: ignore[call-overload]

    grades = columns.grades[at].tolist()
    unit = place.unit
    cells: list[SheetCell] = [
        place_words(answer, place, lang),
        "" if unit is None else unit.code,
        "" if unit is None or unit.kind not in of_kind else str(of_kind[unit.kind]),
        "" if place.of is None or place.of == unit else place.of.name,
        words.name_words(indicator, lang),
        indicator.code,
        words.unit_words(indicator, lang),
        line.first_day,
        line.last_day,
        counted(columns.counted[at]),
        None if columns.of is None else counted(columns.of[at]),
        None,
        counted(grades[2]),
        counted(grades[1]),
        counted(grades[0]),
        int(columns.reported_by[at]) if shown else None,
        int(columns.entries[at]) if shown else None,
    ]
    if Against.TARGET in answer.question.against:
        attained = answer.attained.get((line.spot.place, indicator.pk, line.spot.period))
        cells += (
            [None, None, None, None]
            if attained is None
            else [
                words.goal_words(attained.target, indicator, lang),
                attained.reached,
                attained.span.start,
                words.verdict_words(attained.verdict, lang),
            ]
        )
    if Against.LAST_YEAR in answer.question.against:
        then, then_of = _then(answer, line)
        cells += [
            None if then is None else unscaled(then, indicator.decimals),
            None if then_of is None else unscaled(then_of, indicator.decimals),
        ]
    return tuple(cells)


def _notices(answer: Answer, lang: Lang) -> tuple[str, ...]:
    question = answer.question
    told = [_("Đơn vị theo bản đồ ngày {day}").format(day=format_date(question.map_day, lang))]
    if question.as_known is not None:
        told.append(
            _("Chỉ tính những gì đã vào sổ đến hết ngày {day}").format(
                day=format_date(localtime(question.as_known).date(), lang)
            )
        )
    return (" · ".join(told), *made_up_told(answer), *choices_told(answer))


def _asked_sheet(answer: Answer, at: datetime, lang: Lang, address: str) -> Sheet:
    """How it was asked, so that the same can be asked again."""
    question = answer.question
    known = question.as_known
    said: list[tuple[str, str]] = [
        (_("Chỉ số"), "; ".join(words.name_words(one, lang) for one in question.indicators)),
        (_("Đơn vị"), "; ".join(f"{unit.name} ({unit.code})" for unit in question.units)),
        (_("Chia theo"), _grain_words(question.by)),
        (_("Kỳ"), "; ".join(period.name(lang) for period in question.periods)),
        (_("Bản đồ ngày"), format_date(question.map_day, lang)),
        (_("Như đã biết"), _("lúc tải") if known is None else format_moment(localtime(known), lang)),
        (_("Người hay lượt"), str(question.counting.label)),
        (_("Mức chứng minh"), str(question.proof.label)),
        (_("Tải lúc"), format_moment(localtime(at), lang)),
        (_("Chứng từ cuối cùng trong sổ"), str(last_posting())),
        (_("Cách tìm"), "; ".join(steps_of(answer.way, lang))),
        (_("Hỏi lại bằng đường dẫn"), address),
    ]
    said += [(words.name_words(one, lang), counted_how(answer, one)) for one in question.indicators]
    columns = (SheetColumn(_("Điều được hỏi"), width=40), SheetColumn(_("Trả lời"), width=100))
    return Sheet(_("Cách hỏi"), columns, tuple(said), _("Số này được hỏi thế nào"))


def _grain_words(by: str) -> str:
    if not by:
        return _("chính các đơn vị")
    return _("đơn vị trực thuộc") if by == CHILDREN else str(kinds()[by])


def file_name(answer: Answer, kind: str) -> str:
    """A name that says what it is: so-lieu-ha-noi-2018-h1.csv."""
    question = answer.question
    what = f"-{question.indicators[0].code.replace('_', '-')}" if len(question.indicators) == 1 else ""
    first = question.periods[0].code.lower().replace("..", "-den-")
    return f"so-lieu-{question.units[0].code}{what}-{first}.{kind}"
