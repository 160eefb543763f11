"""Reporting in the terminal: figures of a file, the chain of signed editions; a table, or JSON (docs/json.md)."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from viecthat.documents.extract import text_of
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.queries import indicators_offered
from viecthat.reading.indicators import guess
from viecthat.reading.reader import org_of, read
from viecthat.reporting.choices import FigureKind, Qualifier
from viecthat.reporting.queries.editions import BrokenEdition, broken_editions
from viecthat.reporting.queries.reading import known_indicators, number_written
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
