"""Marks of what a process keeps in memory: while a mark is the same, so is what was read.

Within one look (`kernel.looking`) the marks of all floors are asked for together, in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import connection

from viecthat.kernel.looking import in_one_look, looked

_Read = TypeVar("_Read")
_expressions: dict[str, str] = {}
_kept: dict[tuple[str, str], tuple[str, object]] = {}


def add_mark(name: str, expression: str) -> str:
    """Make a mark known: an SQL expression of one value that is never the same for two states. Returns its name."""
    _expressions[name] = expression
    return name


def add_mark_of_rows(table: str) -> str:
    """The mark of a table of few rows: where each lies and which transaction wrote it. Returns its name."""
    rows = "SELECT md5(string_agg(concat_ws(',', ctid, xmin), ' ' ORDER BY ctid)) FROM "
    return add_mark(table, rows + table)


def mark(name: str) -> str:
    """The mark as it is now; within a look, as it was at the first mark asked for. One query, one for a whole look."""
    if in_one_look():
        together = looked(("marks", _database()), lambda: _asked(_expressions))
        if name in together:
            return together[name]
    return _asked([name])[name]


def kept(name: str, read: Callable[[], _Read]) -> _Read:
    """What `read` gives, kept while this mark is the same: to be read, never to be changed.

    Outside a look it is simply read: asking for one mark costs as much as reading a few rows.
    """
    if not in_one_look():
        return read()
    now, place = mark(name), (name, _database())
    before = _kept.get(place)
    if before is not None and before[0] == now:
        return before[1]  # type: ignore[return-value]
    value = read()
    _kept[place] = (now, value)
    return value


def _asked(names: Iterable[str]) -> dict[str, str]:
    wanted = list(names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({_expressions[name]})::text" for name in wanted))
        return {name: told or "" for name, told in zip(wanted, cursor.fetchone(), strict=True)}


def _database() -> str:
    return str(connection.settings_dict["NAME"])
