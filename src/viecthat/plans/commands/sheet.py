"""Shares back from a spreadsheet: every wrong row is told, and nothing is written while one is wrong."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from viecthat.documents.sheets import Cell, ReadRow, open_sheets
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.kernel.numbers import parse_number
from viecthat.plans.choices import SharingMethod
from viecthat.plans.commands.sharing import LARGEST, draft_sharing
from viecthat.plans.exports.sharing import CODE_TITLE, WHOLE_TITLE
from viecthat.plans.models import Sharing, Target
from viecthat.plans.queries.sharing import Year, years_of
from viecthat.units.queries import units_with_codes
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from datetime import date

    from viecthat.accounts.models import Account

_MOST_TOLD = 5


def take_shares_from_sheet(
    *, target: Target, unit: int, content: bytes, day: date, actor: Account | None, at: datetime
) -> Sharing:
    """Make the draft of sharing out what the sheet says. Columns may stand in any order; the total row is passed over.

    Raises Refused with the rows that can't be read.
    """
    rows = list(open_sheets(content).rows())
    head, code_at, years = _head(rows, target)
    tree = tree_on(day)
    wanted = {_text(row.cells[code_at]).lower() for row in rows[head + 1 :] if len(row.cells) > code_at}
    units = units_with_codes(wanted - {""}, day)
    amounts: dict[tuple[int, Year], int] = {}
    wrong: list[str] = []
    seen: set[str] = set()
    for row in rows[head + 1 :]:
        number, cells = row.number, row.cells
        code = _text(cells[code_at]).lower() if len(cells) > code_at else ""
        if not code or code in {"cộng", "tổng", "total"}:
            continue
        receiver = units.get(code)
        if receiver is None or unit not in tree or receiver.id not in tree or not tree.covers(unit, receiver.id):
            wrong.append(f"{number} ({code})")
            continue
        if code in seen:
            wrong.append(f"{number} ({code})")
            continue
        seen.add(code)
        for place, year in years.items():
            cell = cells[place] if place < len(cells) else None
            try:
                amount = _amount(cell, target)
            except Refused:
                wrong.append(f"{number} ({_text(cell)[:20]})")
                continue
            if amount is not None:
                amounts[receiver.id, year] = amount
    if wrong:
        told = ", ".join(wrong[:_MOST_TOLD])
        raise Refused(
            gettext_noop("{count} chỗ chưa đúng, chưa ghi gì. Xem dòng {rows}: mã lạ, trùng, hoặc không phải số."),
            field="file",
            count=len(wrong),
            rows=told,
        )
    return draft_sharing(
        target=target, unit=unit, amounts=amounts, method=SharingMethod.HAND, basis="Excel", actor=actor, at=at
    )


def _head(rows: list[ReadRow], target: Target) -> tuple[int, int, dict[int, Year]]:
    known = set(years_of(target))
    for number, row in enumerate(rows[:30]):
        titles = [fold(_text(cell)) for cell in row.cells]
        if fold(CODE_TITLE) in titles:
            years: dict[int, Year] = {}
            for place, title in enumerate(titles):
                if title == fold(WHOLE_TITLE):
                    years[place] = None
                elif title.isdigit() and int(title) in known:
                    years[place] = int(title)
            if not years or (None in years.values() and len(years) > 1):
                break
            return number, titles.index(fold(CODE_TITLE)), years
    raise Refused(
        gettext_noop("Không tìm thấy cột “{code}” và cột năm hoặc “{whole}”; tải bảng mẫu về rồi điền."),
        field="file",
        code=CODE_TITLE,
        whole=WHOLE_TITLE,
    )


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _amount(cell: Cell, target: Target) -> int | None:
    if not _text(cell):
        return None
    if isinstance(cell, bool):
        raise Refused(gettext_noop("không phải số"))
    value = Decimal(str(cell)) if isinstance(cell, int | float) else parse_number(_text(cell))
    smallest = value.scaleb(target.indicator.decimals)
    if smallest != smallest.to_integral_value() or not 0 <= smallest <= LARGEST:
        raise Refused(gettext_noop("không phải số"))
    return int(smallest)
