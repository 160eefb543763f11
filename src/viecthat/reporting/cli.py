"""Reporting in the terminal: figures of a file, the chain of signed editions; a table, or JSON (docs/json.md)."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from viecthat.accounts.queries import account_named
from viecthat.documents.extract import text_of
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.periods import parse_period
from viecthat.ledger.queries import indicators_offered
from viecthat.reading.indicators import guess
from viecthat.reading.reader import org_of, read
from viecthat.reporting.choices import TABLES_AT_WORK, FigureKind, Qualifier, RowVerdict, TableState, TableWay
from viecthat.reporting.commands.table import do_table, read_table, settle_mapping, work_on_table
from viecthat.reporting.models import FigureTable
from viecthat.reporting.queries.editions import BrokenEdition, broken_editions
from viecthat.reporting.queries.reading import known_indicators, number_written
from viecthat.reporting.queries.table import cell_address, fault_words, figures_written, layout_of, rows_of, whats
from viecthat.units.queries import unit_named, units_by_id

if TYPE_CHECKING:
    from viecthat.reading.reader import Figure


def print_reading(name: str, *, as_json: bool) -> None:
    """Print the figures of a file; "-" is what is piped in. Raises Refused for a file that can't be read."""
    text = _text_of(name)
    try:
        found = read(text)
    except ValueError as refused:
        raise Refused(gettext_noop("Văn bản dài hơn một báo cáo; tách thành vài phần rồi đọc.")) from refused
    known = known_indicators()
    guesses = [guess(figure, text, known) for figure in found]
    if as_json:
        shapes: list[dict[str, Any]] = [
            figure.as_json() | {"indicator": {"code": likely.code, "score": likely.score} if likely else None}
            for figure, likely in zip(found, guesses, strict=True)
        ]
        sys.stdout.write(
            json.dumps(
                {"schema": "viecthat.reading", "version": 1, "org": org_of(text), "figures": shapes},
                ensure_ascii=False,
                indent=2,
            )
            + "\n"
        )
        return
    names = {one.indicator.code: str(one.indicator) for one in indicators_offered()}
    _print_table(found, [names.get(likely.code, likely.code) if likely else "" for likely in guesses])


def print_chain(unit: str | None, *, at: datetime, as_json: bool) -> bool:
    """Go through the signed editions of a unit, or of all, and say which do not hold; whether all do."""
    today = localdate(at)
    only = unit_named(unit, today).id if unit is not None else None
    count, broken = 0, []
    for found in broken_editions(only):
        count += 1
        if found is not None:
            broken.append(found)
    if as_json:
        told = {
            "schema": "viecthat.editions",
            "version": 1,
            "checked": count,
            "broken": [
                {"unit": one.unit, "report": one.report, "edition": one.number, "faults": [str(f) for f in one.faults]}
                for one in broken
            ],
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return not broken
    console = Console(highlight=False)
    if not broken:
        console.print(_("Chuỗi nguyên vẹn: đã kiểm tra {n} bản đã ký.").format(n=count), style="bold green")
        return True
    console.print(_("{broken}/{n} bản đã ký không nguyên vẹn").format(broken=len(broken), n=count), style="bold red")
    names = units_by_id({one.unit for one in broken}, today)
    console.print(_broken_table(broken, {key: row.name for key, row in names.items()}))
    return False


def bring_table(
    *, file: str, unit: str, period: str, username: str, dry_run: bool, leave_out: bool, at: datetime, as_json: bool
) -> bool:
    """Bring a table of figures in as `username`, with the columns as they are guessed; whether nothing must be put
    right. `dry_run`: only say what would be. Raises Refused for whatever the page would refuse.
    """
    actor = account_named(username)
    if actor is None or not actor.is_active:
        raise Refused(
            gettext_noop("Không có tài khoản “{name}” đang dùng; ghi đúng tên đăng nhập sau --as."), name=username
        )
    try:
        content = Path(file).read_bytes()
    except OSError as wrong:
        raise Refused(gettext_noop("Không mở được tệp {name}."), name=file) from wrong
    row, asked = unit_named(unit, localdate(at)), parse_period(period)
    with transaction.atomic():
        table = read_table(unit=row.id, period=asked, file_name=Path(file).name, content=content, actor=actor, at=at)
        if table.state == TableState.READ:
            settle_mapping(table=table, columns=table.columns, way=TableWay.FILL, actor=actor, at=at)
        _finished(table, at)
        told, kept = _told_of(table), table.file
        whole = not told["counts"][RowVerdict.REFUSED]
        if not dry_run and (whole or leave_out):
            do_table(table=FigureTable.objects.get(pk=table.pk), leave_out=leave_out, actor=actor, at=at)
            _finished(table, at)
            told["written"] = figures_written(FigureTable.objects.get(pk=table.pk))
        else:
            transaction.set_rollback(True)
    if "written" not in told and kept.kept_at == at:
        kept.path.unlink(missing_ok=True)  # it came with this table, of which nothing is kept
    if as_json:
        sys.stdout.write(json.dumps({"schema": "viecthat.table", "version": 1} | told, ensure_ascii=False) + "\n")
    else:
        _print_brought(told)
    return whole or "written" in told


def _finished(table: FigureTable, at: datetime) -> None:
    """What the page leaves to the background is done here and now."""
    if FigureTable.objects.get(pk=table.pk).state in TABLES_AT_WORK:
        work_on_table(table=table.pk, at=at)


def _told_of(table: FigureTable) -> dict[str, Any]:
    found = FigureTable.objects.get(pk=table.pk)
    known, layout = whats(found.unit_id, found.day), layout_of(found)
    rows = list(rows_of(found))
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in RowVerdict.values}
    return {
        "file": found.file_name,
        "columns": [
            {"heading": " ".join(str(layout.heads[place]).split()), "indicator": known[key].indicator.code}
            for place, key in enumerate(found.columns)
            if key
        ],
        "counts": counts,
        "figures": sum(len(row.figures) for row in rows),
        "faults": [
            {"cell": cell_address(found, row, place), "unit": row.name, "refused": refused, "says": words}
            for row in rows
            for place, refused, words in fault_words(row.faults)
        ],
    }


def _print_brought(told: dict[str, Any]) -> None:
    console = Console(highlight=False)
    table = Table(title=told["file"])
    for head in (_("Cột"), _("Chỉ số")):
        table.add_column(head, overflow="fold")
    for column in told["columns"]:
        table.add_row(column["heading"], column["indicator"])
    console.print(table)
    for fault in told["faults"]:
        console.print(f"{fault['cell']} {fault['unit']}: {fault['says']}", style="red" if fault["refused"] else None)
    if "written" in told:
        console.print(_("Đã ghi {n} số vào sổ.").format(n=told["written"]), style="bold green")
    else:
        said = _("Chưa ghi gì; có {n} số, {bad} dòng cần sửa.")
        console.print(said.format(n=told["figures"], bad=told["counts"][RowVerdict.REFUSED]))


def _broken_table(broken: list[BrokenEdition], names: dict[int, str]) -> Table:
    table = Table()
    for head in (_("Đơn vị"), _("Báo cáo"), _("Bản"), _("Điều không khớp")):
        table.add_column(head, overflow="fold")
    for one in broken:
        faults = "; ".join(str(fault.label) for fault in one.faults)
        table.add_row(names.get(one.unit, str(one.unit)), str(one.report), str(one.number), faults)
    return table


def _text_of(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    path = Path(name)
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise Refused(gettext_noop("Không mở được tệp {name}."), name=name) from wrong
    if path.suffix.lower() == ".txt":
        # The words as they are: the spans are places in them.
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return text_of(content)


def _print_table(found: list[Figure], indicators: list[str]) -> None:
    table = Table(title=_("{n} số").format(n=len(found)))
    for head in (_("Trích"), _("Số"), _("Đơn vị đếm"), _("Mức"), _("Loại"), _("Chỉ số có thể")):
        table.add_column(head)
    for figure, indicator in zip(found, indicators, strict=True):
        shape = figure.as_json()
        value = shape["value"]
        written = (
            " – ".join(number_written(end, None) for end in value)
            if isinstance(value, list)
            else number_written(value, figure.denominator)
        )
        words = (figure.unit, str(Qualifier(figure.qualifier).label), str(FigureKind(figure.kind).label), indicator)
        table.add_row(" ".join(figure.quote.split()), written, *words)
    Console().print(table)
