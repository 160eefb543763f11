"""What a search for a person reads, in the database's memory from the start.

A nation's register read from a disk page by page answers in seconds, out of memory in milliseconds: the people of one
name lie all over it.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.db import Error, connection

# What tells most comes first: where memory is short, the rest is read when it is asked for.
SEARCHED = (
    "person_by_name", "person_by_name_end", "membership_by_person", "people_person_pkey", "person_by_birth_name",
    "person_by_card", "person_by_phone", "person_name_trigram", "people_person", "person_by_unit_name",
)  # fmt: skip
_NAMING = ("units_unitversion", "units_unit")  # what says where each is, with every index
_SHARE = 0.9  # of the buffers; the rest stays for what is asked meanwhile
_log = logging.getLogger(__name__)
_ROOM = "SELECT pg_size_bytes(current_setting('shared_buffers'))"
_RELATIONS = """
    SELECT oid::regclass::text, pg_relation_size(oid) FROM (
        SELECT to_regclass(name) AS oid, place FROM unnest(%s::text[]) WITH ORDINALITY AS searched(name, place)
        UNION ALL SELECT indexrelid, 0 FROM pg_index WHERE indrelid = ANY(%s::regclass[])
    ) AS relations WHERE oid IS NOT NULL ORDER BY place
"""


def warm_beside() -> None:
    """Begin to read them in, beside whatever else is done."""
    Thread(target=_warm, daemon=True).start()


def warm_searches() -> int:
    """Read what people are looked up in into the buffers, as far as there is room; how many pages.

    0 on a server without the extension pg_prewarm, which our own has.
    """
    pages = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_prewarm')")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_ROOM)
        room = int(cursor.fetchone()[0] * _SHARE)
        cursor.execute(_RELATIONS, [[*_NAMING, *SEARCHED], list(_NAMING)])
        for name, size in cursor.fetchall():
            if size <= room:
                room -= size
                cursor.execute("SELECT pg_prewarm(%s::regclass)", [name])
                pages += cursor.fetchone()[0]
    return pages


def _warm() -> None:
    try:
        warm_searches()
    except Error as lost:
        _log.warning("not read into memory: %s", " ".join(str(lost).split()))
    finally:
        connection.close()
