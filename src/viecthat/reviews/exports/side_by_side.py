"""Units side by side, the year of a bloc and the departments of an office as workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn
from viecthat.figures.queries import words
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.quantities import Share, unscaled
from viecthat.plans.exports.directive import workbook_bytes

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.reviews.queries.bloc import BlocReview, Cell, SharedColumn, SideBySide
    from viecthat.reviews.queries.criteria import OfficeReview
    from viecthat.rollup.answer import Row


def bloc_workbook(found: BlocReview, day: date) -> bytes:
    """Figures of every member, points by criterion, what members have to show, the tasks set."""
    title = found.review.title
    return workbook_bytes(
        (_figures(found.beside, title), _points(found, title), _practices(found, title), _tasks(found, title)),
        title,
        day,
    )


def office_workbook(found: OfficeReview, day: date) -> bytes:
    """Departments with points by criterion and levels, what was said, their figures."""
    title = found.review.title
    return workbook_bytes((_departments(found, title), _said(found, title), _figures(found.beside, title)), title, day)


def counted(value: int | None, indicator: Indicator) -> SheetCell:
    """A quantity in the indicator's unit, as a number."""
    return None if value is None else unscaled(value, indicator.decimals)


def figure_cell(row: Row, indicator: Indicator, *, hidden: bool = False) -> SheetCell:
    """A figure as a number or a share; empty where nothing was recorded or it may not be shown."""
    if hidden or not row.entries:
        return None
    if row.value is None:
        return Share(row.n or 0, row.of) if row.of else None
    return counted(row.value, indicator)


def figure_column(column: SharedColumn, lang: str) -> SheetColumn:
    """The head of a column of figures; what adds up has its sum below."""
    indicator = column.indicator
    title = f"{words.name_words(indicator, lang)} ({words.unit_words(indicator, lang)})"
    if column.total.n is not None:
        return SheetColumn(title, "percent", 16)
    return SheetColumn(title, "decimal", 16, decimals=indicator.decimals, total=column.total.value is not None)


def cell_text(cell: Cell, column: SharedColumn, lang: str) -> str:
    """The figure as it is read; of fewer people than may be shown only that there were some."""
    if cell.hidden:
        return _("dưới {few}").format(few=FEWEST_PEOPLE)
    return words.cell_words(cell.row, column.indicator, lang)


def total_text(column: SharedColumn, lang: str) -> str:
    """What a column comes to as it is read; nothing where it can't be added up."""
    total = column.total
    if total.value is not None:
        return words.cell_amount(total.value, column.indicator, lang)
    return words.share_words(Share(total.n or 0, total.of), lang) if total.of else ""


def _figures(beside: SideBySide, title: str) -> Sheet:
    lang = get_language() or "vi"
    rows = [
        (
            row.unit.code,
            row.unit.name,
            *(
                figure_cell(cell.row, column.indicator, hidden=cell.hidden)
                for cell, column in zip(row.cells, beside.columns, strict=True)
            ),
        )
        for row in beside.rows
    ]
    columns = (
        SheetColumn(_("Mã đơn vị"), "text", 18),
        SheetColumn(_("Đơn vị"), "text", 40),
        *(figure_column(column, lang) for column in beside.columns),
    )
    return Sheet(_("Số liệu"), columns, rows, title, freeze=2, landscape=True)


def _points(found: BlocReview, title: str) -> Sheet:
    criteria = found.opened.criteria
    places = {unit.id: rank.place for unit, rank in found.opened.ranks}

    def lines() -> Iterator[tuple[SheetCell, ...]]:
        for one in found.opened.members:
            cells: list[SheetCell] = []
            for line in found.points.get(one.unit.id, ()):
                cells += [line.own, line.cross]
            cells += [None] * (2 * len(criteria) - len(cells))
            yield (one.unit.name, places.get(one.unit.id) or one.place or None, one.own, one.cross, *cells)

    columns = [
        SheetColumn(_("Đơn vị"), "text", 40),
        SheetColumn(_("Thứ hạng"), "whole", 10),
        SheetColumn(_("Điểm tự chấm"), "decimal", 12, decimals=1),
        SheetColumn(_("Điểm chấm chéo"), "decimal", 12, decimals=2),
    ]
    for one in criteria:
        columns.append(SheetColumn(_("{words}: tự chấm").format(words=one.words), "decimal", 14, decimals=1))
        columns.append(SheetColumn(_("{words}: chấm chéo").format(words=one.words), "decimal", 14, decimals=2))
    return Sheet(_("Xếp hạng"), tuple(columns), list(lines()), title, freeze=1, landscape=True)


def _practices(found: BlocReview, title: str) -> Sheet:
    columns = (
        SheetColumn(_("Công trình, phần việc"), "text", 50),
        SheetColumn(_("Đơn vị"), "text", 36),
        SheetColumn(_("Nơi làm"), "text", 30),
        SheetColumn(_("Khởi công"), "day", 12),
        SheetColumn(_("Mô hình từ"), "day", 12),
        SheetColumn(_("Cách làm theo"), "text", 60),
    )
    rows = [
        (one.work.title, one.unit.name, one.work.place, one.work.start, one.work.model_on, one.work.model_words)
        for one in found.practices
    ]
    return Sheet(_("Cách làm hay"), columns, rows, title, freeze=1, landscape=True)


def _tasks(found: BlocReview, title: str) -> Sheet:
    columns = (
        SheetColumn(_("Số"), "whole", 6),
        SheetColumn(_("Nhiệm vụ"), "text", 70),
        SheetColumn(_("Hạn"), "day", 12),
        SheetColumn(_("Tình trạng"), "text", 24),
    )
    rows = [
        (one.position, one.task.task.title, one.task.due, str(one.task.task.get_state_display()))
        for one in found.next_tasks
    ]
    return Sheet(_("Nhiệm vụ năm tới"), columns, rows, title, freeze=1)


def _departments(found: OfficeReview, title: str) -> Sheet:
    columns = (
        SheetColumn(_("Ban, đơn vị"), "text", 40),
        SheetColumn(_("Mức"), "text", 30),
        SheetColumn(_("Thứ hạng"), "whole", 10),
        *(SheetColumn(one.name, "decimal", 12, f"c{one.pk}", decimals=1) for one in found.criteria),
        SheetColumn(_("Tổng điểm"), "decimal", 12, decimals=1),
        SheetColumn(_("Điểm tối đa"), "decimal", 12, decimals=1),
    )
    rows = [
        (
            one.unit.name,
            str(one.level.level) if one.level else None,
            one.place or None,
            *(line.score.points if line.score else None for line in one.lines),
            one.points if one.scored else None,
            one.most or None,
        )
        for one in found.departments
    ]
    return Sheet(_("Đánh giá"), columns, rows, title, freeze=1, landscape=True)


def _said(found: OfficeReview, title: str) -> Sheet:
    columns = (
        SheetColumn(_("Ban, đơn vị"), "text", 40),
        SheetColumn(_("Tiêu chí"), "text", 20),
        SheetColumn(_("Điểm"), "decimal", 8, decimals=1),
        SheetColumn(_("Nhận xét"), "text", 60),
        SheetColumn(_("Căn cứ, minh chứng"), "text", 50),
        SheetColumn(_("Người chấm"), "text", 24),
        SheetColumn(_("Ngày chấm"), "day", 12),
    )
    rows = [
        (
            one.unit.name,
            line.criterion.name,
            score.points,
            score.words,
            score.evidence,
            str(score.scored_by or ""),
            score.scored_at.date(),
        )
        for one in found.departments
        for line in one.lines
        for score in line.said
    ]
    return Sheet(_("Nhận xét, cả bản trước"), columns, rows, title, freeze=2, landscape=True)
