"""Results of a survey as a sheet: the same numbers as on the page, small ones left out here too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.numbers import format_percent

if TYPE_CHECKING:
    from fractions import Fraction

    from viecthat.documents.workbook import SheetCell
    from viecthat.opinion.models import Survey
    from viecthat.opinion.queries.survey import Result

HIDDEN = "*"


def results_sheet(survey: Survey, results: Sequence[Result]) -> Sheet:
    """A line for each option; what few people answered is an asterisk."""
    columns = (
        SheetColumn(gettext("Câu"), "whole", 6),
        SheetColumn(gettext("Câu hỏi"), "text", 50),
        SheetColumn(gettext("Phương án"), "text", 40),
        SheetColumn(gettext("Số người trả lời câu này"), "text", 14),
        SheetColumn(gettext("Số chọn"), "text", 12),
        SheetColumn(gettext("Tỷ lệ"), "text", 12),
        SheetColumn(gettext("Tỷ lệ theo cơ cấu của sổ"), "text", 14),
    )
    notes = (gettext("*: dưới 5 người, hoặc phải ẩn để không suy ra được số dưới 5."),)
    return Sheet(gettext("Kết quả"), columns, list(_lines(results)), survey.title, notes, freeze=1, landscape=True)


def _lines(results: Sequence[Result]) -> Iterator[tuple[SheetCell, ...]]:
    for one in results:
        base = HIDDEN if one.base is None else str(one.base)
        head = (one.question.position + 1, one.question.text)
        if not one.cells:
            said = "" if one.mean is None else gettext("trung bình {mean}, trung vị {middle}").format(
                mean=round(one.mean, 2), middle=one.middle
            )  # fmt: skip
            yield (*head, said, base, "", "", "")
        for cell in one.cells:
            n = HIDDEN if cell.n is None else str(cell.n)
            yield (*head, cell.label, base, n, _percent(cell.share), _percent(cell.weighted))


def _percent(share: Fraction | None) -> str:
    return "" if share is None else format_percent(share)
