"""Postings and their lines into the database: one statement for one posting, COPY for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from django.db import connection
from psycopg.copy import QueuedLibpqWriter

from viecthat.ledger.commands.lines import Line
from viecthat.ledger.models import Posting

if TYPE_CHECKING:
    import numpy.typing as npt

    from viecthat.ledger.commands.imports import Draft

# One round trip, and nothing to be planned: the function of migration 0007 keeps its plans.
_WRITE = """
    SELECT ledger_post(
        %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
        %s::bigint[], %s::bigint[], %s::date[], %s::bigint[], %s::bigint[], %s::smallint[]
    )
"""
_DRAW = """
    SELECT array_agg(nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass)))
    FROM generate_series(1, %s)
"""
_BLOCK = 64  # numbers of lines that one draw gives: the sequence goes on by so many (migration 0010)
_TREE_MOVED = 0  # what it tells instead of the posting's number
# A binary COPY row: how many fields, then for each its size and value.
_FIELDS = {"id": ">i8", "posting": ">i8", "unit": ">i8", "indicator": ">i8", "day": ">i4"}
_FIELDS |= {"quantity": ">i8", "person": ">i8", "grade": ">i2"}
_ROW = np.dtype([("fields", ">i2"), *((n, t) for k, v in _FIELDS.items() for n, t in ((f"size_{k}", ">i4"), (k, v)))])
_SIGNATURE, _TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_POSTGRES_EPOCH = date(2000, 1, 1).toordinal()
_AT_ONCE = 4_000  # lines laid out at a time: the first few megabytes must not keep the server waiting


class TreeMovedError(Exception):
    """The tree is no longer of the revision by which the lines were checked; nothing was written."""


def write_posting(posting: Posting, lines: Sequence[Line], sign: int = 1, revision: UUID | None = None) -> bool:
    """Write both and number the posting; False, and nothing written, when its key is there already.

    A single statement: whole or not at all, inside a transaction or without one. TreeMovedError when the tree is not
    of the `revision` named.
    """
    given: list[Any] = [
        posting.kind, posting.unit_id, posting.recorded_at, posting.actor_id, posting.reason, posting.reverses_id,
        posting.replaces_id, posting.dataset_id, posting.key, revision,
    ]  # fmt: skip
    columns = [
        _array(line.unit for line in lines),
        _array(line.indicator for line in lines),
        _array(line.day for line in lines),
        _array(sign * line.quantity for line in lines),
        _array("NULL" if line.person is None else line.person for line in lines),
        _array(int(line.grade) for line in lines),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given + columns)
        (made,) = cursor.fetchone()
    if made == _TREE_MOVED:
        raise TreeMovedError
    if made is None:
        return False
    posting.pk = made
    posting._state.adding, posting._state.db = False, connection.alias
    return True


def _array(values: Iterator[Any]) -> str:
    # As text: a list would be looked at once more, element by element, on its way.
    return f"{{{','.join(map(str, values))}}}"


def keys_sent(keys: Sequence[str]) -> dict[str, int]:
    """The postings that have one of these keys already, by key. One query, with the keys as one array of text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, id FROM ledger_posting WHERE key = ANY(%s)", [list(keys)])
        return dict(cursor.fetchall())


@contextmanager
def copying_postings(drafts: Sequence[Draft], dataset: int | None) -> Iterator[list[int]]:
    """The postings of these drafts, without their lines; gives their numbers in the drafts' order.

    They are all there when it is left. What asks the database nothing may be done within, while the server is busy.
    """
    with connection.cursor() as cursor:
        ids: list[int] = _drawn(cursor, "ledger_posting", len(drafts)).tolist()
        with cursor.cursor.copy(
            "COPY ledger_posting (id, kind, unit_id, recorded_at, actor_id, reason, dataset_id, key) FROM STDIN",
            writer=QueuedLibpqWriter(cursor.cursor),
        ) as copy:
            for pk, d in zip(ids, drafts, strict=True):
                copy.write_row((pk, d.kind, d.unit, d.recorded_at, d.actor, d.reason, dataset, d.key))
            yield ids


def copy_lines(lines: Sequence[Line], postings: npt.NDArray[np.int64]) -> None:
    """These lines in their order, each of the posting numbered beside it.

    Each year's go to its own partition: given to the whole table, whose triggers read what came, the server would take
    them in one by one.
    """
    days = list(map(attrgetter("day"), lines))
    ordinals = {day: day.toordinal() - _POSTGRES_EPOCH for day in set(days)}
    with connection.cursor() as cursor:
        # A batch is checked by the trigger at once; sorted in memory rather than on disk.
        cursor.execute("SET LOCAL work_mem = '128MB'")
        blocks = _drawn(cursor, "ledger_entry", -(-len(lines) // _BLOCK))
        ids = (blocks[:, None] + np.arange(_BLOCK)).ravel()[: len(lines)]
        partitions = _partitions(cursor)
        into: dict[str, set[date]] = {}
        for day in ordinals:
            name = f"ledger_entry_{day.year}"
            into.setdefault(name if name in partitions else "ledger_entry_odd", set()).add(day)
        for partition, of in sorted(into.items()):
            if len(into) == 1:  # the usual case
                _copy_into(cursor, partition, lines, postings, ids, ordinals)
            else:
                here = [at for at, day in enumerate(days) if day in of]
                _copy_into(cursor, partition, [lines[at] for at in here], postings[here], ids[here], ordinals)


def _drawn(cursor: Any, table: str, many: int) -> npt.NDArray[np.int64]:
    """New numbers for rows, rising; somebody else may have drawn some in between."""
    cursor.execute(_DRAW, [table, many])
    (drawn,) = cursor.fetchone()
    return np.array(drawn, dtype=np.int64)


def _partitions(cursor: Any) -> set[str]:
    # Held until the end: meanwhile nobody adds a year, and nobody deletes what entries name.
    cursor.execute("LOCK TABLE ONLY ledger_entry IN ROW EXCLUSIVE MODE")
    cursor.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'ledger_entry'::regclass"
    )
    return {name for (name,) in cursor.fetchall()}


def _copy_into(
    cursor: Any,
    partition: str,
    lines: Sequence[Line],
    postings: npt.NDArray[np.int64],
    ids: npt.NDArray[np.int64],
    days: dict[date, int],
) -> None:
    # While the server takes one piece in, the next is laid out. Django's own wrapper knows nothing of writers.
    with cursor.cursor.copy(
        f"COPY {partition} (id, posting_id, unit_id, indicator_id, day, quantity, person_id, grade)"
        " FROM STDIN (FORMAT BINARY)",
        writer=QueuedLibpqWriter(cursor.cursor),
    ) as copy:
        copy.write(_SIGNATURE)
        for start in range(0, len(lines), _AT_ONCE):
            here = slice(start, start + _AT_ONCE)
            copy.write(_binary(lines[here], postings[here], ids[here], days))
        copy.write(_TRAILER)


def _binary(
    lines: Sequence[Line], postings: npt.NDArray[np.int64], ids: npt.NDArray[np.int64], days: dict[date, int]
) -> bytes:
    rows = np.zeros(len(lines), dtype=_ROW)
    rows["fields"] = len(_FIELDS)
    for name, kind in _FIELDS.items():
        rows[f"size_{name}"] = np.dtype(kind).itemsize
    rows["id"], rows["posting"] = ids, postings
    for name in ("unit", "indicator", "quantity", "grade"):
        rows[name] = np.fromiter(map(attrgetter(name), lines), dtype=np.int64, count=len(lines))
    rows["day"] = np.fromiter(map(days.__getitem__, map(attrgetter("day"), lines)), dtype=np.int64, count=len(lines))
    persons = list(map(attrgetter("person"), lines))
    named = np.array([person or 0 for person in persons]) if any(persons) else np.zeros(len(lines), dtype=np.int64)
    rows["person"] = named
    if named.all():
        return rows.tobytes()
    # Nobody is named on a line: a size of -1 and no value.
    rows["size_person"][named == 0] = -1
    cells = rows.view(np.uint8).reshape(len(lines), _ROW.itemsize)
    kept = np.ones(cells.shape, dtype=np.bool_)
    start = _ROW.fields["person"][1]  # type: ignore[index]
    kept[named == 0, start : start + 8] = False
    return cells[kept].tobytes()
