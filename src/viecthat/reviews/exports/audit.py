"""A round of going through targets as a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.figures.queries import words
from viecthat.kernel.judging import Verdict

if TYPE_CHECKING:
    from viecthat.documents.model import Lang
    from viecthat.reviews.models import AuditLine, AuditRound
    from viecthat.units.queries import UnitRow

_VERDICTS = {verdict.value: verdict for verdict in Verdict}


def round_sheet(opened: AuditRound, lines: Sequence[AuditLine], units: Mapping[int, UnitRow], lang: Lang) -> Sheet:
    """A line per target of each unit that signed."""
    columns = (
        SheetColumn(gettext("Đơn vị"), "text", 34),
        SheetColumn(gettext("Chỉ tiêu"), "text", 44),
        SheetColumn(gettext("Mức đề ra"), "decimal", 14),
        SheetColumn(gettext("Kết quả"), "decimal", 14),
        SheetColumn(gettext("Đạt (%)"), "decimal", 10),
        SheetColumn(gettext("Mức đánh giá"), "text", 18),
        SheetColumn(gettext("Giải trình"), "text", 50),
        SheetColumn(gettext("Đề nghị"), "text", 18),
        SheetColumn(gettext("Mức đề nghị"), "decimal", 14),
    )
    rows = [
        (
            units[line.audit.unit_id].name,
            words.name_words(line.target.indicator, lang),
            _amount(line.target.goal, line, line.target.goal_of),
            None if line.value is None else _amount(line.value, line, line.of if line.target.goal_of else None),
            None if line.reached is None else line.reached * 100,
            words.verdict_words(_VERDICTS[line.verdict], lang) if line.verdict else "",
            line.explanation,
            str(line.get_proposal_display()),
            None if line.proposed_goal is None else _amount(line.proposed_goal, line, 10_000),
        )
        for line in lines
    ]
    return Sheet(gettext("Rà soát"), columns, rows, opened.title, freeze=2, landscape=True)


def _amount(value: int, line: AuditLine, of: int | None) -> Decimal | None:
    """A quantity as it is read; of a ratio in percent."""
    if line.target.goal_of is not None:
        return Decimal(value * 100) / Decimal(of) if of else None
    return Decimal(value).scaleb(-line.target.indicator.decimals)
