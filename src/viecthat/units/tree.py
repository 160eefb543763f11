"""The tree of any day in memory: one encoding for each span in which nothing changed."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Count

from viecthat.kernel.looking import in_one_look
from viecthat.rollup.placement import Succession as Link, UnitMap, place_units
from viecthat.rollup.tree import NO_UNIT, Tree, encode_columns
from viecthat.units.marks import add_mark, mark
from viecthat.units.models import Succession, UnitVersion

_KINDS = "SELECT code FROM units_unitkind ORDER BY code"
_STANDING = """
    SELECT array_agg(unit_id), array_agg(parent_id), array_agg(kind)
    FROM (
        SELECT v.unit_id, coalesce(v.parent_id, %(no_unit)s) AS parent_id, k.kind
        FROM units_unitversion v
        JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS kind FROM units_unitkind) k ON k.code = v.kind_id
        WHERE v.start <= %(day)s AND (v."end" IS NULL OR v."end" > %(day)s)
        ORDER BY v.sort_key COLLATE "C", v.unit_id
    ) standing
"""


_MARK = add_mark("tree", "SELECT token FROM units_treerevision WHERE id = 1")
_seen: dict[str, UUID] = {}


def _revision() -> UUID:
    """The state of the tree. Read once a question: the price of never showing an old tree. One query."""
    return UUID(mark(_MARK)) if in_one_look() else _revision_now()


def _revision_now() -> UUID:
    # Plain SQL: every posting asks, thousands of times a second, and the ORM would cost more than the answer.
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM units_treerevision WHERE id = 1")
        token: UUID = cursor.fetchone()[0]
    if not connection.in_atomic_block:
        _seen[str(connection.settings_dict["NAME"])] = token
    return token


def presumed_revision() -> UUID | None:
    """The state of the tree that this process saw last; asks nobody. Whoever relies on it has it checked on writing.

    None within a transaction, which may see a tree of its own.
    """
    return None if connection.in_atomic_block else _seen.get(str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=2)
def _boundaries(_database: str, _token: UUID) -> tuple[date, ...]:
    """The days on which the map changes."""
    starts = UnitVersion.objects.order_by().values_list("start").distinct()
    ends = UnitVersion.objects.filter(end__isnull=False).order_by().values_list("end").distinct()
    days = Succession.objects.order_by().values_list("day").distinct()
    return tuple(sorted(day for (day,) in starts.union(ends, days)))


@lru_cache(maxsize=16)
def _tree(_database: str, _token: UUID, day: date) -> Tree:
    # Whole columns in the order of siblings: a nation's tree is read after every change of it.
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"day": day, "no_unit": NO_UNIT})
        units, above, codes = (np.array(column or [], dtype=np.int64) for column in cursor.fetchone())
        cursor.execute(_KINDS)
        names = np.array([name for (name,) in cursor.fetchall()], dtype=np.str_)
    return encode_columns(day, units, above, codes.astype(np.int16), names)


@lru_cache(maxsize=16)
def _map(database: str, token: UUID, day: date) -> UnitMap:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id) FROM units_unit")
        known = cursor.fetchone()[0] or []
    links = Succession.objects.order_by("day", "pk").values_list("old_id", "new_id", "day", "heir")
    return place_units(_tree(database, token, day), known, [Link(*link) for link in links])


def _settled(token: UUID, day: date) -> date:
    """The first day of the span in which the map is as on `day`, so that one copy serves the whole span."""
    before = [b for b in _boundaries(str(connection.settings_dict["NAME"]), token) if b <= day]
    return before[-1] if before else day


def days_of_change(since: date) -> list[date]:
    """`since` and every later day on which the map changes."""
    token = _revision()
    later = [day for day in _boundaries(str(connection.settings_dict["NAME"]), token) if day > since]
    return [since, *later]


def day_of_largest_reform(until: date) -> date | None:
    """The day, no later than `until`, on which most units were succeeded by others; None when none ever was."""
    reforms = Succession.objects.filter(day__lte=until).order_by().values("day").annotate(count=Count("pk"))
    return reforms.order_by("-count", "-day").values_list("day", flat=True).first()


def tree_on(day: date) -> Tree:
    """The tree as it stood on `day`; kept in memory until the tree changes."""
    token = _revision()
    return _tree(str(connection.settings_dict["NAME"]), token, _settled(token, day))


def trees_on(days: Collection[date], revision: UUID | None = None) -> dict[date, Tree]:
    """The tree of each of these days, all of one state: of this revision, or of this moment. One query at most."""
    token = revision or _revision()
    name = str(connection.settings_dict["NAME"])
    return {day: _tree(name, token, _settled(token, day)) for day in days}


def map_on(day: date) -> UnitMap:
    """The map of `day`: its tree, and where every unit ever known stands in it; kept like `tree_on`."""
    token = _revision()
    return _map(str(connection.settings_dict["NAME"]), token, _settled(token, day))


def maps_on(days: Collection[date]) -> dict[date, UnitMap]:
    """The map of each of these days, all of one state. One query at most, while they are in memory."""
    if not days:
        return {}
    token = _revision()
    name = str(connection.settings_dict["NAME"])
    return {day: _map(name, token, _settled(token, day)) for day in days}
