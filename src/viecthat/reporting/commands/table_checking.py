"""Every line of a table read: which unit it is, which figures it brings, and what is to be said of each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from viecthat.kernel.errors import gettext_noop, quoted
from viecthat.kernel.names import fold
from viecthat.kernel.numbers import format_number
from viecthat.reading.tables.amounts import Amount, Wanted, read_amount
from viecthat.reading.tables.layout import OWN_HEAD, Layout, Line, Role, lines_below
from viecthat.reading.tables.names import Found, How, NamedUnit, UnitNames
from viecthat.reading.tables.sheet import Fault, Sheet, words_of
from viecthat.reading.tables.sums import wrong_sums
from viecthat.reporting.choices import RowVerdict, TableWay
from viecthat.reporting.models import FigureTable, TableRow
from viecthat.reporting.queries.table import OF, N, What, factors_of, figure_words, still_to_write
from viecthat.units.queries import units_by_id, units_with_codes
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from datetime import date

LEFT_OUT = ""  # chosen for a line that is not to be brought in
_KEPT_CELL = 80


@dataclass
class Checked:
    """A line as it was read, until all lines are known."""

    line: Line
    verdict: RowVerdict = RowVerdict.ASIDE
    unit: int | None = None
    bearer: int | None = None  # the unit whose name the line bears, of which `unit` may be the successor
    chosen: bool = False
    faults: list[Fault] = field(default_factory=list)
    figures: dict[str, list[int]] = field(default_factory=dict)

    def say(self, message: str, *, place: int | None = None, refused: bool, **params: str | int) -> None:
        """Note a fault of this line."""
        self.faults.append(Fault(self.line.at, place, refused, message, params))


class TableCheck:
    """One table's lines, read with its columns settled."""

    def __init__(
        self, table: FigureTable, sheet: Sheet, layout: Layout, names: UnitNames, known: Mapping[str, What], today: date
    ) -> None:
        self.table, self.sheet, self.layout, self.names, self.known = table, sheet, layout, names, known
        self.today = today
        self.columns = {place: known[key] for place, key in enumerate(table.columns) if key in known}
        self.factors = factors_of(layout, table.columns, known)
        self.used = {what.indicator.code: what.indicator for what in self.columns.values()}
        self.read: dict[tuple[int, int], Fraction] = {}
        chosen = {code for code in table.chosen.values() if code}
        self.by_code = units_with_codes(chosen, table.day) if chosen else {}
        self.sealed: Mapping[str, Any] = table.seal.get("rows", {})
        self.sealed_units = units_with_codes({code for code, _name in self.sealed.values()}, table.day)
        lines = (self._sealed_line(line) for line in lines_below(sheet, layout, names.holds))
        self.rows = [self._checked(line) for line in lines]

    def _sealed_line(self, line: Line) -> Line:
        """In our own form a line is a unit's because we wrote it so, whatever became of its name."""
        return replace(line, role=Role.UNIT) if self.address(line.at, None) in self.sealed else line

    def address(self, at: int, place: int | None) -> str:
        """What the file calls a cell."""
        return self.sheet.address(at, place)

    def check(self) -> list[Checked]:
        """The lines with all that is to be said, but for what the ledger holds."""
        self._say_twice()
        self._say_above()
        self._say_sums()
        for row in self.rows:
            if row.line.role is Role.UNIT:
                said = [fault.refused for fault in row.faults]
                row.verdict = RowVerdict.REFUSED if any(said) else RowVerdict.WARNED if said else RowVerdict.FINE
                if row.chosen and row.unit is None:
                    row.verdict = RowVerdict.ASIDE
        return self.rows

    def _checked(self, line: Line) -> Checked:
        row = Checked(line)
        if line.role in {Role.TOTAL, Role.SUBTOTAL}:
            for place, what in self.columns.items():
                amount = self._amount(line.at, place, what)
                if amount.value is not None:
                    self.read[line.at, place] = amount.value
            return row
        if line.role is not Role.UNIT:
            return row
        self._find_unit(row)
        if row.chosen and row.unit is None:
            return row
        self._read_figures(row)
        if any(fault.place is None and fault.refused for fault in row.faults):
            row.figures = {}
        if line.at in self.sheet.hidden:
            row.say(gettext_noop("Dòng này đang ẩn trong tệp; xem có phải dòng cũ bỏ đi không."), refused=False)
        return row

    # Which unit

    def _find_unit(self, row: Checked) -> None:
        address = self.address(row.line.at, None)
        if address in self.table.chosen:
            row.chosen = True
            code = self.table.chosen[address]
            if code and code in self.by_code:
                row.unit = row.bearer = self.by_code[code].id
            return
        if address in self.sealed:
            self._find_sealed(row, *self.sealed[address])
            return
        if self.layout.own and OWN_HEAD.fullmatch(fold(row.line.name)):
            row.unit = row.bearer = self.table.unit_id
            return
        found = self.names.found(row.line.name)
        self._say_found(row, found)

    def _find_sealed(self, row: Checked, code: str, name: str) -> None:
        unit = self.sealed_units.get(code)
        if unit is None or words_of(self.sheet.lines[row.line.at][self.layout.names]) != name:
            message = gettext_noop("Ô tên đơn vị đã bị sửa, mẫu ghi “{name}”; chọn lại đơn vị của dòng này.")
            row.say(message, place=self.layout.names, refused=True, name=quoted(name))
            row.say(gettext_noop("Chưa rõ đơn vị."), refused=True)
            return
        row.unit = row.bearer = unit.id

    def _say_found(self, row: Checked, found: Found) -> None:
        place, name = self.layout.names, quoted(row.line.name)
        if found.unit is not None:
            row.unit, row.bearer = found.unit, found.names[0].unit
            if found.how is How.NEAR:
                message = gettext_noop("“{text}” có phải là {name}? Không phải thì chọn lại đơn vị.")
                row.say(message, place=place, refused=False, text=name, name=found.names[0].name)
            elif found.unit != row.bearer:
                now = units_by_id([found.unit], self.table.day).get(found.unit)
                message = gettext_noop("“{text}” là tên cũ; số liệu tính cho {name}.")
                row.say(message, place=place, refused=False, text=name, name=now.name if now else "")
            return
        if found.how is How.MANY and len(found.names) == 1:
            message = gettext_noop("“{text}” đã chia cho nhiều đơn vị; chọn đơn vị, hoặc bỏ dòng này.")
            row.say(message, place=place, refused=True, text=name)
        elif found.how is How.MANY:
            message = gettext_noop("“{text}” có thể là {names}; chọn đơn vị.")
            row.say(message, place=place, refused=True, text=name, names=_joined(found.names))
        else:
            message = gettext_noop("Không có đơn vị nào tên “{text}” trong đơn vị này; chọn đơn vị, hoặc bỏ dòng này.")
            row.say(message, place=place, refused=True, text=name)
        row.say(gettext_noop("Chưa rõ đơn vị."), refused=True)

    # Which figures

    def _amount(self, at: int, place: int, what: What) -> Amount:
        address = self.address(at, place)
        cell = self.table.typed.get(address, self.sheet.lines[at][place])
        share = what.indicator.is_share and not what.term
        decimals = 0 if what.indicator.is_share else what.indicator.decimals
        return read_amount(cell, Wanted(decimals, share, self.factors.get(place, 1)))

    def _read_figures(self, row: Checked) -> None:
        terms: dict[str, dict[str, tuple[int, Fraction]]] = defaultdict(dict)
        for place, what in self.columns.items():
            amount = self._amount(row.line.at, place, what)
            if amount.message:
                row.say(amount.message, place=place, refused=amount.refused, **amount.params)
            if amount.value is None or amount.refused:
                continue
            self.read[row.line.at, place] = amount.value
            code = what.indicator.code
            if what.term:
                terms[code][what.term] = (place, amount.value)
            elif amount.of is not None:
                if amount.of:
                    row.figures[code] = [int(amount.value), int(amount.of)]
            elif amount.value:
                row.figures[code] = [int(amount.value * 10**what.indicator.decimals)]
        for code, found in terms.items():
            self._join_terms(row, code, found)

    def _join_terms(self, row: Checked, code: str, found: Mapping[str, tuple[int, Fraction]]) -> None:
        if set(found) != {N, OF}:
            ((place, value),) = found.values()
            if value:
                row.say(
                    gettext_noop("Tỷ lệ cần cả số đạt và tổng số; ô bên kia đang trống."), place=place, refused=True
                )
            return
        (place, n), (_place, of) = found[N], found[OF]
        if n > of:
            message = gettext_noop("Số đạt {n} lớn hơn tổng số {of}.")
            row.say(message, place=place, refused=True, n=format_number(int(n)), of=format_number(int(of)))
        elif of:
            row.figures[code] = [int(n), int(of)]

    # What only all lines together show

    def _say_twice(self) -> None:
        by_bearer: dict[int, list[Checked]] = defaultdict(list)
        for row in self.rows:
            if row.bearer is not None and row.unit is not None:
                by_bearer[row.bearer].append(row)
        for rows in by_bearer.values():
            if len(rows) < 2:
                continue
            for row in rows:
                others = ", ".join(self.address(other.line.at, None) for other in rows if other is not row)
                message = gettext_noop("Đơn vị này còn ở dòng {rows}; bỏ một dòng để không cộng hai lần.")
                row.say(message, place=self.layout.names, refused=True, rows=others)
                row.figures = {}

    def _say_above(self) -> None:
        """A line that holds the lines below it is a subtotal, though nothing says so."""
        tree = map_on(self.table.day).tree
        rows = [row for row in self.rows if row.unit is not None and row.unit in tree]
        spans = sorted((*tree.span(row.unit), index) for index, row in enumerate(rows) if row.unit is not None)
        for (_lo, hi, index), (after, *_rest) in pairwise(spans):
            row = rows[index]
            if after < hi and not row.chosen and after > tree.span(row.unit or 0)[0]:
                message = gettext_noop("{name} gồm cả các đơn vị ở dòng khác trong bảng: cộng hai lần. Bỏ dòng này?")
                row.say(message, place=self.layout.names, refused=True, name=quoted(row.line.name))
                row.figures = {}

    def _say_sums(self) -> None:
        lines = [row.line for row in self.rows]
        shown = {line.at: self.address(line.at, None) for line in lines}
        plain = [place for place, what in self.columns.items() if not what.indicator.is_share or what.term]
        by_line = {row.line.at: row for row in self.rows}
        factors = self.factors
        for fault in wrong_sums(lines, plain, self.read, shown):
            row = by_line[fault.line]
            note = fault.params
            if (factor := factors.get(fault.place or 0, 1)) > 1:
                note = note | {"said": f"{note['said']} ({format_number(factor)})"}
            row.faults.append(Fault(fault.line, fault.place, False, fault.message, note))
            row.verdict = RowVerdict.WARNED


def say_held(
    rows: Iterable[Checked],
    held: Mapping[tuple[int, str], list[int]],
    check: TableCheck,
    *,
    way: str,
) -> None:
    """Note beside each figure what the ledger holds already, and what that means for the writing."""
    places = {what.indicator.code: place for place, what in check.columns.items() if what.term != OF}
    for row in rows:
        for code, figure in row.figures.items():
            known = held.get((row.unit or 0, code))
            if known is None:
                continue
            decimals = check.used[code].decimals
            wanted, has = figure_words(figure, decimals), figure_words(known[:-1], decimals)
            left = still_to_write(figure, known, fill=way == TableWay.FILL)
            if way == TableWay.ADD:
                message = gettext_noop("Sổ đã có {has}; ghi thêm {wanted} dễ thành cộng hai lần.")
            elif left is None and figure == known[:-1]:
                continue
            elif left is None:
                message = gettext_noop("Sổ đã có {has}, không ít hơn {wanted} trong bảng: không ghi gì thêm.")
            else:
                continue
            row.say(message, place=places[code], refused=False, has=has, wanted=wanted)
            if row.verdict is RowVerdict.FINE:
                row.verdict = RowVerdict.WARNED


def _joined(names: Sequence[NamedUnit]) -> str:
    said = [f"{named.name} ({named.code})" for named in names[:3]]
    return ", ".join(said) + ("…" if len(names) > 3 else "")


def kept_row(
    table: FigureTable, check: TableCheck, row: Checked, held: Mapping[tuple[int, str], list[int]]
) -> TableRow:
    """A line as the table keeps it."""
    at = row.line.at
    return TableRow(
        table=table,
        number=at,
        address=check.address(at, None),
        role=row.line.role.value,
        name=row.line.name[:300],
        unit_id=row.unit,
        verdict=row.verdict,
        cells=[words_of(cell)[:_KEPT_CELL] for cell in check.sheet.lines[at]],
        faults=[[fault.place, fault.refused, fault.message, dict(fault.params)] for fault in row.faults],
        figures=row.figures,
        held={code: known for code in row.figures if (known := held.get((row.unit or 0, code))) is not None},
    )
