"""The balance as a sheet that can be filled in and sent back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.documents.workbook import Kind, Sheet, SheetCell, SheetColumn, SumOf
from viecthat.kernel.names import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viecthat.plans.queries.sharing import Balance
    from viecthat.units.queries import UnitRow

CODE_TITLE = "Mã đơn vị"
WHOLE_TITLE = "Mức giao"


def balance_sheet(balance: Balance, units: Sequence[UnitRow]) -> Sheet:
    """A row per unit that has, or may get, a share; a column per year, with live sums.

    The two titles by which the sheet is read back stay Vietnamese in every language.
    """
    places = balance.target.indicator.decimals
    kind: Kind = "decimal" if places else "whole"
    years = balance.years
    keys = [f"y{year or 0}" for year in years]
    columns = [
        SheetColumn(CODE_TITLE, "text", 20),
        SheetColumn(gettext("Đơn vị"), "text", 40),
        *(
            SheetColumn(str(year) if year else WHOLE_TITLE, kind, 14, key=key, total=True, decimals=places or None)
            for key, year in zip(keys, years, strict=True)
        ),
    ]
    if len(years) > 1:
        columns.append(
            SheetColumn(
                gettext("Cả giai đoạn"), kind, 16, formula=SumOf(tuple(keys)), total=True, decimals=places or None
            )
        )
    rows = {row.unit.id: row for row in balance.rows}
    names = {row.unit.id: row.unit for row in balance.rows} | {unit.id: unit for unit in units}
    lines: list[tuple[SheetCell, ...]] = []
    for unit in sorted(names.values(), key=lambda one: sort_key(one.name)):
        row = rows.get(unit.id)
        amounts: list[SheetCell] = []
        for place in range(len(years)):
            amount = row.cells[place].amount if row else None
            amounts.append(None if amount is None else Decimal(amount).scaleb(-places) if places else amount)
        lines.append((unit.code, unit.name, *amounts, *((None,) if len(years) > 1 else ())))
    title = gettext("Phân bổ chỉ tiêu: {name}").format(name=balance.target.indicator)
    return Sheet(gettext("Phân bổ"), tuple(columns), lines, title, (balance.unit.name,), freeze=2, landscape=True)
