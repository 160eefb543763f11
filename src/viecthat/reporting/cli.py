"""Figures of a file in the terminal: a table, or JSON (docs/json.md)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from viecthat.documents.extract import text_of
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.queries import indicators_offered
from viecthat.reading.indicators import guess
from viecthat.reading.reader import org_of, read
from viecthat.reporting.choices import FigureKind, Qualifier
from viecthat.reporting.queries.reading import known_indicators, number_written

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
