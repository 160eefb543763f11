"""Reviews in the terminal and as files, for the commands and for the demonstration."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from rich.console import Console

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.queries import indicator_named
from viecthat.reviews.cli.asking import asked_for, one_state
from viecthat.reviews.cli.screen import language, put, review_screen, terminal
from viecthat.reviews.cli.tree import explained_screen
from viecthat.reviews.exports import document_bytes, explained_data, file_name, review_data
from viecthat.reviews.queries.explaining import explained_figure

if TYPE_CHECKING:
    from viecthat.reviews.queries import ReviewTable

__all__ = ["explain_figure", "print_review", "show_review", "terminal", "write_documents"]

WRITTEN = ("docx", "xlsx", "pdf")
_WHY = {
    FileNotFoundError: gettext_noop("không có thư mục này"),
    IsADirectoryError: gettext_noop("đó là một thư mục"),
    NotADirectoryError: gettext_noop("đó không phải thư mục"),
    PermissionError: gettext_noop("không có quyền ghi ở đó"),
}


def show_review(
    unit: str,
    period: str,
    *,
    map: str = "then",
    as_known: date | None = None,
    at: datetime,
    console: Console | None = None,
) -> None:
    """Print where the unit stands. Raises Refused when the unit or the period names nothing."""
    print_review(unit, period, map=map, as_known=as_known, at=at, console=console)


def print_review(
    unit: str,
    period: str,
    *,
    map: str = "then",
    as_known: date | None = None,
    at: datetime,
    as_json: bool = False,
    files: Mapping[str, Path] | None = None,
    console: Console | None = None,
) -> list[Path]:
    """Print the review, or its JSON, and write it into `files` (kind → path); returns what was written.

    Raises Refused when the unit or the period names nothing, or a file can't be written.
    """
    with one_state():
        table = asked_for(unit, period, map=map, as_known=as_known, at=at).table()
        # Files first: what can't be written is said before a page of figures, not below it.
        written = [_write(table, kind, path, at) for kind, path in (files or {}).items()]
        if as_json:
            _print_json(review_data(table, at))
        else:
            put(console or terminal(), review_screen(table, at))
        return written


def write_documents(
    unit: str,
    period: str,
    folder: Path,
    *,
    map: str = "then",
    as_known: date | None = None,
    at: datetime,
) -> list[Path]:
    """Write the review as Word, Excel and PDF into a folder, which is made when missing; returns the files."""
    with one_state():
        table = asked_for(unit, period, map=map, as_known=as_known, at=at).table()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as failed:
            raise _unwritable(folder, failed) from failed
        return [_write(table, kind, folder / file_name(table, kind), at) for kind in WRITTEN]


def explain_figure(
    unit: str,
    indicator: str,
    period: str,
    *,
    map: str = "then",
    as_known: date | None = None,
    depth: int = 3,
    at: datetime,
    as_json: bool = False,
    console: Console | None = None,
) -> bool:
    """Print a figure down to its ledger lines; returns whether their sum is the figure.

    The period is the one the review of `period` counts the figure over: a target's from its first day. Raises Refused
    when the unit, the indicator or the period names nothing.
    """
    with one_state():
        asked = asked_for(unit, period, map=map, as_known=as_known, at=at)
        counted = indicator_named(indicator)
        figure = next((f for f in asked.table().figures if f.indicator.pk == counted.pk), None)
        span = asked.period if figure is None else figure.period
        explained = explained_figure(
            asked.unit, counted, span, map_day=asked.map_day, as_known=asked.as_known, depth=depth
        )
        if as_json:
            _print_json(explained_data(explained, asked.map_name, asked.map_day, asked.as_known, at))
        else:
            put(console or terminal(), explained_screen(explained, asked))
        return explained.proof.holds


def _print_json(data: Mapping[str, object]) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _write(table: ReviewTable, kind: str, path: Path, at: datetime) -> Path:
    content, _content_type, _name = document_bytes(table, kind, at=at, lang=language())
    try:
        path.write_bytes(content)
    except OSError as failed:
        raise _unwritable(path, failed) from failed
    return path


def _unwritable(path: Path, failed: OSError) -> Refused:
    return Refused(
        gettext_noop("Không ghi được “{path}”: {why}. Chọn nơi khác hoặc mở quyền ghi."),
        path=str(path),
        why=next((gettext(why) for kind, why in _WHY.items() if isinstance(failed, kind)), failed.strerror or ""),
    )
