"""A table of figures from a file: taken in, its columns settled, checked line by line, written, taken back.

A long table's work is done by the background; its state says what, and a killed worker's job does it again.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from viecthat.audit.rows import copy_rows, save_checked
from viecthat.documents.grids import open_grids
from viecthat.files.commands import keep_document
from viecthat.jobs.alone import alone_at
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share
from viecthat.ledger.commands import LONGEST_REASON, declare_for_units, reverse_postings
from viecthat.ledger.queries import Indicator
from viecthat.ledger.rules import may_declare_figure
from viecthat.reading.tables.columns import heading_key
from viecthat.reading.tables.layout import Layout
from viecthat.reading.tables.sheet import Sheet, words_of
from viecthat.reporting.choices import TABLES_AT_WORK, RowVerdict, TableState, TableWay
from viecthat.reporting.commands.table_checking import Checked, TableCheck, kept_row, say_held
from viecthat.reporting.models import FigureTable, TableHabit, TableRow
from viecthat.reporting.queries.table import (
    OF,
    N,
    What,
    guesses,
    habits_of,
    held_in,
    layout_in,
    layout_kept,
    layout_of,
    names_for,
    postings_of,
    seal_in,
    sheet_names,
    sheet_of,
    still_to_write,
    tables_at_work,
    whats,
)
from viecthat.units.queries import unit_with_code
from viecthat.units.tree import map_on, tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.documents.grids import GridFile
    from viecthat.reading.tables.names import UnitNames

TASK = "reporting.work_on_table"
MOST_AT_WORK = 6  # tables in hand at once; who comes then is asked to wait rather than queued for an hour
AT_ONCE = 20_000  # cells that are read while one waits; more is left to the background
MOST_TYPED = 2_000
LONGEST_TYPED = 40
_LOOKED_AT = 12  # sheets of a file that are looked through for the one with most units
_ONE_WORKER = 760_302  # class of the advisory locks, one for each table
_BATCH = 2_000
_OLD = "application/vnd.ms-excel"
_TYPES = {"ods": "application/vnd.oasis.opendocument.spreadsheet", "csv": "text/csv", "xls": _OLD}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_log = logging.getLogger(__name__)


@transaction.atomic
def read_table(
    *, unit: int, period: Period, file_name: str, content: bytes, actor: Account, at: datetime, field: str = "file"
) -> FigureTable:
    """Take a file in, find its table and guess its columns. Raises Refused for what is no table of figures.

    A form of our own is recognised by its hidden sheet: nothing of it is guessed.
    """
    if not may_declare_figure(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kê khai số liệu cho đơn vị này."), field="unit")
    today = localdate(at)
    if period.start > today:
        raise Refused(gettext_noop("Kỳ này chưa tới; số liệu xong rồi mới ghi vào sổ."), field="period")
    day = min(period.last_day, today)
    file = open_grids(content)
    table = FigureTable(
        unit_id=unit,
        start=period.start,
        end=period.end,
        day=day,
        file_name=_plain_name(file_name),
        guessed_letters=file.guessed,
        brought_by=actor,
        brought_at=at,
    )
    shown = sheet_names(file)
    table.sheets = [one.name for one in file.sheets]
    names = names_for(unit, day, today)
    if seal := seal_in(file):
        sheet, layout = _sealed(table, file, seal, actor, at)
    else:
        table.sheet, sheet, layout = _fullest(file, shown, names)
    if not layout.figures:
        raise Refused(
            gettext_noop("Không tìm thấy bảng số liệu nào: cần một dòng tiêu đề, tên đơn vị và các cột số."),
            field=field,
        )
    table.layout = layout_kept(layout, sheet)
    if not table.columns:
        _guess(table, layout, day)
    kept = keep_document(content=content, content_type=_TYPES.get(file.kind, _XLSX), at=at, field=field)
    table.file = kept
    save_checked(table, exclude=["typed", "chosen", "seal"])
    if table.seal:
        _check_now_or_later(table, sheet, actor, at)
    return table


def _guess(table: FigureTable, layout: Layout, day: Any) -> None:
    known = whats(table.unit_id, day)
    likely = guesses(layout.heads, known, habits_of(table.unit_id))
    table.columns = [
        guess.key if place in layout.figures and guess.key in known and known[guess.key].why_not is None else ""
        for place, guess in enumerate(likely)
    ]


def _plain_name(file_name: str) -> str:
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return one_line("".join(c for c in name if c.isprintable()), 640)[:160] or "bang-so-lieu"


def _fullest(file: GridFile, shown: Sequence[int], names: UnitNames) -> tuple[int, Sheet, Layout]:
    """The sheet that names most units; of several alike the first."""
    found = [(place, *layout_in(file.grid(place), names)) for place in shown[:_LOOKED_AT]]
    return max(
        found,
        key=lambda one: (
            sum(names.holds(words_of(line[one[2].names])) for line in one[1].lines if one[2].names < len(line)),
            len(one[2].figures),
            -one[0],
        ),
    )


def _sealed(
    table: FigureTable, file: GridFile, seal: Mapping[str, Any], actor: Account, at: datetime
) -> tuple[Sheet, Layout]:
    """Our own form: whose it is, of which period, and what each column holds, as it was sent out."""
    whose = unit_with_code(str(seal.get("unit", "")), table.day)
    if whose is None or not may_declare_figure(actor, whose.id, at):
        raise Refused(
            gettext_noop("Mẫu này lập cho một đơn vị khác; bạn không kê khai được cho đơn vị ấy."), field="file"
        )
    if seal.get("period") != table.period.code:
        message = gettext_noop("Mẫu này lập cho kỳ {period}; chọn đúng kỳ ấy.")
        raise Refused(message, field="period", period=str(seal.get("period", ""))[:40])
    table.unit_id = whose.id
    place = next((at for at, one in enumerate(file.sheets) if not one.hidden), 0)
    sheet = Sheet.of(file.grid(place))
    first = int(seal["first"])
    head = next((at for at, number in enumerate(sheet.numbers) if number == first - 1), 0)
    begin = next((at for at, number in enumerate(sheet.numbers) if number >= first), len(sheet.lines))
    last = next((at for at, number in enumerate(sheet.numbers) if number > int(seal["last"])), len(sheet.lines))
    heads = tuple(words_of(cell) for cell in sheet.lines[head]) if sheet.lines else ()
    known = whats(whose.id, table.day)
    columns = ["" for _ in heads]
    for column, key, _title in seal["columns"]:
        if column < len(columns) and key in known and known[key].why_not is None:
            columns[column] = key
    table.sheet, table.columns, table.seal = place, columns, dict(seal)
    figures = tuple(at for at, key in enumerate(columns) if key)
    return sheet, Layout(False, head, begin, last, 1, heads, figures)


@transaction.atomic
def choose_sheet(*, table: FigureTable, sheet: int, actor: Account, at: datetime) -> None:
    """Look at another sheet of the file. Raises Refused when it holds no table."""
    table = _open(table, actor, at, TableState.READ, TableState.CHECKED)
    file = open_grids(table.file.path.read_bytes())
    if sheet not in sheet_names(file):
        raise Refused(gettext_noop("Trang tính này không đọc được; chọn trang khác."), field="sheet")
    lines, layout = layout_in(file.grid(sheet), names_for(table.unit_id, table.day, localdate(at)))
    if not layout.figures:
        raise Refused(gettext_noop("Trang tính này không có bảng số liệu; chọn trang khác."), field="sheet")
    table.sheet, table.layout, table.typed, table.chosen = sheet, layout_kept(layout, lines), {}, {}
    _guess(table, layout, table.day)
    table.state = TableState.READ
    TableRow.objects.filter(table=table).delete()
    table.save()


@transaction.atomic
def settle_mapping(*, table: FigureTable, columns: Sequence[str], way: str, actor: Account, at: datetime) -> None:
    """The columns are right now: remember them for the unit and have the lines checked. Raises Refused."""
    table = _open(table, actor, at, TableState.READ, TableState.CHECKED)
    layout, known = layout_of(table), whats(table.unit_id, table.day)
    if len(columns) != len(layout.heads):
        raise Refused(gettext_noop("Các cột đã đổi; tải lại trang rồi chọn lại."))
    _check_columns(columns, known)
    table.columns = list(columns)
    table.way = way if way in TableWay.values else TableWay.FILL
    keys = {heading_key(head): columns[place] for place, head in enumerate(layout.heads) if place in layout.figures}
    TableHabit.objects.bulk_create(
        [TableHabit(unit_id=table.unit_id, heading=key, column=column) for key, column in keys.items() if key],
        update_conflicts=True,
        unique_fields=["unit", "heading"],
        update_fields=["column"],
    )
    _check_now_or_later(table, sheet_of(table), actor, at)


def _check_columns(columns: Sequence[str], known: Mapping[str, What]) -> None:
    chosen = [(place, key) for place, key in enumerate(columns) if key]
    if not chosen:
        raise Refused(gettext_noop("Chưa cột nào được chọn chỉ số; chọn ít nhất một cột."))
    held: dict[str, int] = {}
    for place, key in chosen:
        field = f"cot-{place}"
        what = known.get(key)
        if what is None:
            raise Refused(gettext_noop("Các cột đã đổi; tải lại trang rồi chọn lại."), field=field)
        if what.why_not is not None:
            raise Refused(what.why_not.message, field=field, **what.why_not.params)
        if key in held or (what.term and what.indicator.code in held):
            raise Refused(gettext_noop("Hai cột cùng là “{name}”; chọn một."), field=field, name=what.indicator)
        held[key] = place
    for place, key in chosen:
        for term, other in ((N, OF), (OF, N)):
            if key.endswith(term) and key.removesuffix(term) + other not in held:
                message = gettext_noop("“{name}” cần cả hai cột: số đạt và tổng số.")
                raise Refused(message, field=f"cot-{place}", name=known[key].indicator)


@transaction.atomic
def settle_cells(
    *,
    table: FigureTable,
    typed: Mapping[str, str],
    chosen: Mapping[str, str],
    way: str,
    actor: Account,
    at: datetime,
) -> None:
    """Put figures for cells and units for lines, and check again; what is left out stays as it was. Raises Refused.

    `typed` by address of the cell ("" gives the sheet's own back), `chosen` by that of the line: a unit's code, "" to
    leave the line out, "?" to undo the choice.
    """
    table = _open(table, actor, at, TableState.CHECKED)
    known = set(TableRow.objects.filter(table=table).values_list("address", flat=True))
    for address, text in typed.items():
        if text.strip():
            table.typed[address[:12]] = text.strip()[:LONGEST_TYPED]
        else:
            table.typed.pop(address, None)
    for address, code in chosen.items():
        if address not in known:
            continue
        if code == "?":
            table.chosen.pop(address, None)
        elif code:
            unit = unit_with_code(code, table.day)
            stands = map_on(localdate(at)).stands_at(unit.id)[0] if unit else None
            tree = tree_on(localdate(at))
            if unit is None or stands is None or not tree.covers(table.unit_id, stands):
                message = gettext_noop("Đơn vị “{code}” không thuộc đơn vị của bảng này.")
                raise Refused(message, field=f"don-vi-{address}", code=code[:40])
            table.chosen[address] = code
        else:
            table.chosen[address] = ""
    if len(table.typed) + len(table.chosen) > MOST_TYPED:
        raise Refused(gettext_noop("Sửa quá nhiều ô ở đây; sửa trong tệp rồi gửi lại."))
    table.way = way if way in TableWay.values else table.way
    _check_now_or_later(table, sheet_of(table), actor, at)


@transaction.atomic
def do_table(*, table: FigureTable, leave_out: bool, actor: Account, at: datetime) -> None:
    """Have the figures go into the ledger, a posting for each unit. Raises Refused when there are none, or when cells
    must be put right and `leave_out` does not say to leave them."""
    table = _open(table, actor, at, TableState.CHECKED)
    rows = TableRow.objects.filter(table=table)
    if not leave_out and (bad := rows.filter(verdict=RowVerdict.REFUSED).count()):
        message = gettext_noop("Còn {count} dòng có ô cần sửa; sửa, hoặc đánh dấu để lại những ô ấy.")
        raise Refused(message, field="leave_out", count=bad)
    if not rows.exclude(figures={}).exists():
        raise Refused(gettext_noop("Bảng không có số nào ghi được vào sổ."))
    table.total = rows.exclude(figures={}).count()
    if _is_long(table):
        _set_to_work(table, TableState.WRITING, actor)
    else:
        table.state = TableState.WRITING
        table.save()
        write_table(table=table, actor=actor, at=at)


@transaction.atomic
def take_table_back(*, table: FigureTable, reason: str, actor: Account, at: datetime) -> None:
    """Have all postings of the table reversed; it can then be put right and written again. Raises Refused."""
    table = _open(table, actor, at, TableState.DONE)
    line = one_line(reason, LONGEST_REASON, field="reason")
    if not line:
        raise Refused(gettext_noop("Ghi vì sao hoàn tác để người sau hiểu."), field="reason")
    table.undone_reason, table.undone_by = line, actor
    if _is_long(table):
        _set_to_work(table, TableState.UNDOING, actor)
    else:
        undo_table(table=table, actor=actor, at=at)


@transaction.atomic
def take_up_again(*, table: FigureTable, actor: Account, at: datetime) -> None:
    """A table that was taken back is looked through once more, beside what the ledger holds now. Raises Refused."""
    table = _open(table, actor, at, TableState.UNDONE)
    _check_now_or_later(table, sheet_of(table), actor, at)


@transaction.atomic
def drop_table(*, table: FigureTable, actor: Account, at: datetime) -> None:
    """Throw away a table that was never written. Raises Refused."""
    table = _open(table, actor, at, TableState.READ, TableState.CHECKED)
    if table.times:
        raise Refused(gettext_noop("Bảng này đã từng ghi vào sổ; giữ lại để người sau lần ra."))
    TableRow.objects.filter(table=table).delete()
    table.delete()


def _open(table: FigureTable, actor: Account, at: datetime, *states: str) -> FigureTable:
    """The table, locked, in one of these states and open to the actor."""
    found = FigureTable.objects.select_for_update(of=["self"]).select_related("file").filter(pk=table.pk).first()
    if found is None or not may_declare_figure(actor, found.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kê khai số liệu cho đơn vị này."))
    if found.state not in states:
        raise Refused(gettext_noop("Bảng này không ở bước ấy nữa; tải lại trang."))
    return found


def _is_long(table: FigureTable) -> bool:
    layout = layout_of(table)
    return (layout.last - layout.first) * max(sum(map(bool, table.columns)), 1) > AT_ONCE


def _check_now_or_later(table: FigureTable, sheet: Sheet, actor: Account, at: datetime) -> None:
    layout = layout_of(table)
    table.total = layout.last - layout.first
    if _is_long(table):
        _set_to_work(table, TableState.CHECKING, actor)
    else:
        table.state, table.failure = TableState.CHECKING, ""
        table.save()
        check_table(table=table, sheet=sheet, at=at)


def _set_to_work(table: FigureTable, state: TableState, actor: Account) -> None:
    if tables_at_work(actor.pk):
        raise Refused(gettext_noop("Bạn đang có một bảng được xử lý; đợi xong rồi làm bảng này."))
    if tables_at_work() >= MOST_AT_WORK:
        raise Refused(gettext_noop("Máy đang xử lý nhiều bảng; vài phút nữa thử lại."))
    table.state, table.done, table.failure = state, 0, ""
    table.save()
    # In this transaction: the job is there exactly when the state says so.
    app.configure_task(TASK, allow_unknown=True).defer(table=table.pk)


# What is done at once for a short table, in the background for a long one


def work_on_table(*, table: int, at: datetime) -> None:
    """Do what the table's state asks for; asked twice, it is done once. What can't be done is said on its page."""
    with alone_at(_ONE_WORKER, table) as alone:
        found = FigureTable.objects.select_related("brought_by", "undone_by", "file").filter(pk=table).first()
        if alone and found is not None and found.state in TABLES_AT_WORK:
            _work(found, at)


def _work(found: FigureTable, at: datetime) -> None:
    rest = {TableState.CHECKING: TableState.READ, TableState.WRITING: TableState.CHECKED}
    back = rest.get(TableState(found.state), TableState.DONE)
    try:
        if found.state == TableState.CHECKING:
            check_table(table=found, sheet=sheet_of(found), at=at)
        elif found.state == TableState.WRITING:
            write_table(table=found, actor=found.brought_by, at=at)
        elif found.undone_by is not None:
            undo_table(table=found, actor=found.undone_by, at=at)
    except Refused as refused:
        FigureTable.objects.filter(pk=found.pk).update(state=back, failure=str(refused)[:500])
    except Exception:
        _log.exception("table %s", found.pk)
        said = gettext_noop("Máy chủ gặp lỗi, chưa có gì được ghi; thử lại, vẫn lỗi thì báo người quản trị.")
        FigureTable.objects.filter(pk=found.pk).update(state=back, failure=said)


@transaction.atomic
def check_table(*, table: FigureTable, sheet: Sheet, at: datetime) -> list[Checked]:
    """Read every line and take down what is to be said of it, beside what the ledger holds."""
    today = localdate(at)
    check = TableCheck(
        table,
        sheet,
        layout_of(table),
        names_for(table.unit_id, table.day, today),
        whats(table.unit_id, table.day),
        today,
    )
    rows = check.check()
    _say_seal(table, check, rows)
    units = {row.unit for row in rows if row.unit is not None and row.figures}
    held = held_in(units, check.used, table.period, table.day)
    say_held(rows, held, check, way=table.way)
    TableRow.objects.filter(table=table).delete()
    for start in range(0, len(rows), _BATCH):
        copy_rows([kept_row(table, check, row, held) for row in rows[start : start + _BATCH]])
    FigureTable.objects.filter(pk=table.pk).update(
        state=TableState.CHECKED, total=len(rows), done=len(rows), failure=""
    )
    return rows


def _say_seal(table: FigureTable, check: TableCheck, rows: Sequence[Checked]) -> None:
    """Headings of our own form that somebody changed: its figures may no longer be what the form asked for."""
    if not rows:
        return
    for column, _key, title in table.seal.get("columns", ()):
        heads = check.layout.heads
        if column >= len(heads) or heads[column] != title:
            message = gettext_noop("Tiêu đề bị khoá đã đổi, mẫu ghi “{title}”; xem các số trong cột còn đúng không.")
            rows[0].say(message, place=column, refused=False, title=title[:60])
            if rows[0].verdict is RowVerdict.FINE:
                rows[0].verdict = RowVerdict.WARNED


@transaction.atomic
def write_table(*, table: FigureTable, actor: Account, at: datetime) -> int:
    """Declare the figures, a posting for each unit; returns how many postings. Raises Refused.

    What the ledger holds is asked anew: somebody may have recorded work since the table was looked at.
    """
    known = whats(table.unit_id, table.day)
    rows = list(TableRow.objects.filter(table=table).exclude(figures={}).exclude(unit=None).order_by("number"))
    together: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for row in rows:
        of_unit = together[row.unit_id or 0]
        for code, figure in row.figures.items():
            before = of_unit.get(code, [0] * len(figure))
            of_unit[code] = [one + other for one, other in zip(before, figure, strict=True)]
    used = {code: known[code].indicator for figures in together.values() for code in figures if code in known}
    held = held_in(together, used, table.period, table.day)
    drafts: dict[int, list[tuple[Indicator, int | Share]]] = {}
    for unit, figures in together.items():
        given = [
            (used[code], left)
            for code, figure in figures.items()
            if code in used
            and (left := still_to_write(figure, held.get((unit, code), ()), fill=table.way == TableWay.FILL))
            is not None
        ]
        if given:
            drafts[unit] = given
    if not drafts:
        raise Refused(gettext_noop("Sổ đã có đủ mọi số trong bảng; không còn gì để ghi."))
    times = table.times + 1
    made = declare_for_units(
        figures=drafts,
        day=table.day,
        reason=f"Nhập từ bảng “{table.file_name}”, {table.period.name()}"[:LONGEST_REASON],
        key=f"nhap-bang-{table.pk}-{times}",
        actor=actor,
        at=at,
    )
    for row in rows:
        row.posting_id = made.get(row.unit_id or 0)
    TableRow.objects.bulk_update(rows, ["posting"], batch_size=1000)
    FigureTable.objects.filter(pk=table.pk).update(
        state=TableState.DONE, written_at=at, times=times, done=len(rows), failure=""
    )
    return len(made)


@transaction.atomic
def undo_table(*, table: FigureTable, actor: Account, at: datetime) -> int:
    """Reverse every posting of the table, verified ones too; returns how many. Raises Refused."""
    count = reverse_postings(postings=postings_of(table), reason=table.undone_reason, actor=actor, at=at)
    FigureTable.objects.filter(pk=table.pk).update(
        state=TableState.UNDONE, undone_reason=table.undone_reason, undone_by=actor, undone_at=at, failure=""
    )
    return count
