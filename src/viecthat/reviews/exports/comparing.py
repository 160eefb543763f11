"""Two sides figure by figure as a workbook."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.quantities import unscaled
from viecthat.plans.exports.directive import workbook_bytes
from viecthat.reviews.queries.comparing import ONLY_A, ONLY_B

if TYPE_CHECKING:
    from viecthat.reviews.queries.comparing import Compared, ComparedRow, ComparedSide
    from viecthat.reviews.queries.review import ReviewTable


def compared_workbook(found: Compared, day: date) -> bytes:
    """A row per indicator: both figures, difference and percent, goals and verdicts of both."""
    lang = "en" if get_language() == "en" else "vi"
    a, b = side_name(found.a, lang), side_name(found.b, lang)
    columns = (
        SheetColumn(_("Số liệu"), "text", 46),
        SheetColumn(_("Đơn vị tính"), "text", 12),
        SheetColumn(f"A: {a}", "text", 20),
        SheetColumn(f"B: {b}", "text", 20),
        SheetColumn(_("B hơn A"), "decimal", 16, decimals=1),
        SheetColumn(_("B hơn A (%)"), "percent", 12),
        SheetColumn(_("A: chỉ tiêu"), "text", 16),
        SheetColumn(_("A: đánh giá"), "text", 18),
        SheetColumn(_("B: chỉ tiêu"), "text", 16),
        SheetColumn(_("B: đánh giá"), "text", 18),
        SheetColumn(_("Ghi chú"), "text", 40),
    )
    title = _("So sánh {a} với {b}").format(a=a, b=b)
    sheet = Sheet(_("So sánh"), columns, [_row(row, lang) for row in found.rows], title, freeze=1, landscape=True)
    return workbook_bytes((sheet,), title, day)


def side_name(table: ReviewTable, lang: str) -> str:
    """Unit and review, or unit and period."""
    return f"{table.unit.name}, {table.review.title if table.review else table.period.name(lang)}"


def _row(row: ComparedRow, lang: str) -> tuple[SheetCell, ...]:
    difference: SheetCell = None
    if row.difference is not None:
        if row.is_share:
            difference = Fraction(row.difference * 100)
        else:
            difference = unscaled(int(row.difference), row.indicator.decimals)
    return (
        words.name_words(row.indicator, lang),
        _("điểm %") if row.is_share else words.unit_words(row.indicator, lang),
        _told(row.a, lang),
        _told(row.b, lang),
        difference,
        row.change,
        *_goal(row.a, lang),
        *_goal(row.b, lang),
        note_of(row, lang),
    )


def note_of(row: ComparedRow, lang: str) -> str:
    """What the reader must know of the row: on one side only, other spans, signed otherwise."""
    said = []
    if row.state == ONLY_A:
        said.append(_("chỉ có ở A"))
    elif row.state == ONLY_B:
        said.append(_("chỉ có ở B, mới"))
    elif row.spans_differ:
        said.append(_("hai khoảng thời gian dài khác nhau"))
    for name, side in (("A", row.a), ("B", row.b)):
        if side.figure is not None and side.signed is not None:
            said.append(_("{side} đã ký {signed}").format(side=name, signed=signed_words(side, lang)))
    return "; ".join(said)


def signed_words(side: ComparedSide, lang: str) -> str:
    """What was signed, as a figure is written."""
    if side.figure is None or side.signed is None:
        return ""
    line, indicator = side.signed, side.figure.indicator
    if line.value is not None:
        return words.amount(line.value, indicator, lang)
    return f"{line.n}/{line.of}" if line.of else words.NONE


def period_note(side: ComparedSide, table: ReviewTable, lang: str) -> str:
    """From which day the figure counts, where that is not the period's first."""
    if side.figure is None or side.figure.period == table.period:
        return ""
    return _("từ {day}").format(day=format_date(side.figure.period.start, lang))


def _told(side: ComparedSide, lang: str) -> str:
    if side.hidden:
        return ""
    return words.full_result_words(side.figure.row, side.figure.indicator, lang) if side.figure and side.told else ""


def _goal(side: ComparedSide, lang: str) -> tuple[str, str]:
    if side.figure is None or side.figure.target is None:
        return "", ""
    figure, target = side.figure, side.figure.target
    return words.full_goal_words(target, figure.indicator, lang), words.verdict_words(figure.verdict, lang)
