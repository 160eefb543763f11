"""Members by sex, age, youth group: everybody's group on a day, as the roll-up asks for it, by the register of now.

What is told of a person (sex, birth date, youth group) is kept in memory, some 40 MB for the nation, and carried on by
the history of the register, so that no question reads six million rows again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.utils.translation import gettext as _

from viecthat.ledger.feed import ledger_state
from viecthat.people.choices.file import GroupedBy, MemberGroup
from viecthat.people.models.person import Sex
from viecthat.people.queries.register import age_groups
from viecthat.rollup.people_groups import Codes, PeopleGroups

_SEXES = (Sex.FEMALE, Sex.MALE)
_FIRST = 1  # the first birth date that is kept apart from "not known", as an ordinal
_KEPT = 8
_ROOM = 100_000  # places for those who come while everybody is read
# More changed files than this are read all anew.
_MOST_CHANGED = 200_000
_MADE_UP = 4  # added to the sex of somebody made for a demonstration
_GROUP = 8  # times the number of the youth group, from 1, is added too
_ROW = np.dtype([("count", ">i2"), *((f"{part}{i}", t) for i in range(3) for part, t in (("n", ">i4"), ("v", ">i8")))])
_HEADER, _TRAILER = 19, 2
_SELECT = """
    SELECT id, (CASE sex WHEN 'female' THEN 0 WHEN 'male' THEN 1 ELSE 2 END + example::int * 4
                + CASE youth_group WHEN '' THEN 0
                  ELSE coalesce(array_position('{GROUPS}'::text[], youth_group::text), 0) END * 8)::bigint,
           coalesce(birth_date - DATE '0001-01-01' + 1, 0)::bigint
    FROM people_person
""".replace("GROUPS", ",".join(MemberGroup.values))
_STATE = """
    SELECT coalesce((SELECT max(pgh_id) FROM people_personevent), 0), clock_timestamp(), (
        SELECT min(xact_start) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL
              AND pid <> pg_backend_pid()
    )
"""
_CHANGED = "SELECT DISTINCT pgh_obj_id FROM people_personevent WHERE pgh_id > %s"


@dataclass(frozen=True, eq=False)
class _Told:
    """What the register tells of everybody, by id: sex (2 not known), birth date as an ordinal (0 not known), the
    number of the youth group (as many as there are: not known).

    made_up: somebody was made for a demonstration.
    """

    sex: npt.NDArray[np.int8]
    born: npt.NDArray[np.int32]
    group: npt.NDArray[np.int8]
    made_up: bool = False


@dataclass
class _Kept:
    """One register's people. floor: its history up to here is told whole; seen, looked: the last look at it."""

    told: _Told | None = None
    floor: int = 0
    seen: int = 0
    looked: datetime | None = None
    groups: OrderedDict[tuple[str, date, int], tuple[_Told, Codes]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept: dict[tuple[str, str], _Kept] = {}


@dataclass(frozen=True)
class GroupName:
    """A group as it is called; sex or age None where the groups do not tell them apart, as youth groups do not."""

    key: str
    name: str
    sex: str | None
    age: str | None


def group_names(by: GroupedBy) -> list[GroupName]:
    """The groups, in the reader's language, in the order in which they are shown."""
    if by == GroupedBy.GROUP:
        return [GroupName(one.value, str(one.label), None, None) for one in MemberGroup]
    sexes = [(one.value, str(one.label)) for one in _SEXES] if by.of_sex else [None]
    ages = [(one.code, one.name) for one in age_groups()] if by.of_age else [None]
    return [_named(sex, age) for sex in sexes for age in ages]


def _named(sex: tuple[str, str] | None, age: tuple[str, str] | None) -> GroupName:
    told = [one for one in (sex, age) if one is not None]
    return GroupName(
        ".".join(code for code, _name in told),
        ", ".join(name for _code, name in told),
        sex[0] if sex else None,
        age[0] if age else None,
    )


def unknown_name() -> str:
    """What those are called of whom no group can be told."""
    return _("chưa rõ")


def anybody_made_up() -> bool:
    """Whether the register has people who were made for a demonstration. Two queries."""
    kept = _kept_here()
    with kept.lock:
        return _carried_on(kept).made_up


def _kept_here() -> _Kept:
    return _kept.setdefault((str(connection.settings_dict["NAME"]), ledger_state().identity), _Kept())


def people_groups(by: GroupedBy) -> PeopleGroups:
    """Everybody's group, as the register tells it now; the age is that of the day asked about. Two queries."""
    kept = _kept_here()
    with kept.lock:
        told = _carried_on(kept)
    names = group_names(by)
    limits = [(one.least, one.most, one) for one in age_groups()]

    def on(day: date) -> Codes:
        with kept.lock:
            key = (by.value, day, len(names))
            held = kept.groups.get(key)
            if held is None or held[0] is not told:
                spans = [one.born(day) for _least, _most, one in limits]
                held = kept.groups[key] = (told, _coded(told, by, spans))
            kept.groups.move_to_end(key)
            while len(kept.groups) > _KEPT:
                kept.groups.popitem(last=False)
            return held[1]

    return PeopleGroups(tuple(one.key for one in names), on)


def _coded(told: _Told, by: GroupedBy, spans: list[tuple[date, date]]) -> Codes:
    """The number of everybody's group; the number of groups for whom none can be told."""
    if by == GroupedBy.GROUP:
        return told.group
    ages = len(spans)
    unknown = (len(_SEXES) if by.of_sex else 1) * (ages if by.of_age else 1)
    if not by.of_age:
        return np.minimum(told.sex, unknown).astype(np.int8)
    # By a table of all birth dates: to search six million of them one by one takes ten times as long.
    of_day = np.full(int(told.born.max(initial=0)) + 1, ages, dtype=np.int8)
    for number, (first, last) in enumerate(spans):
        of_day[max(first.toordinal(), _FIRST) : last.toordinal() + 1] = number
    age = of_day[told.born]
    if not by.of_sex:
        return age
    code = told.sex * np.int8(ages)
    code += age
    np.copyto(code, np.int8(unknown), where=(age == ages) | (told.sex == len(_SEXES)))
    return code


def _carried_on(kept: _Kept) -> _Told:
    """Everybody as the register tells it at this moment.

    A number of the history is given before its transaction ends, so one below the highest seen may still appear. It
    can't any more once nobody writes who began before that look; until then it is looked for again.
    """
    with connection.cursor() as cursor:
        # The state is taken before the rows: what ends in between is read now and looked at once more.
        cursor.execute(_STATE)
        seen, now, writing_since = cursor.fetchone()
        told = kept.told
        if told is not None and seen > kept.floor:
            told = _mended(told, kept.floor, cursor)
        if told is None:
            told, kept.floor = _told_by(cursor), seen
            # While somebody writes there is no number up to which all is told: read again the next time.
            kept.told = told if writing_since is None else None
        else:
            kept.told = told
            if kept.looked is not None and (writing_since is None or writing_since > kept.looked):
                kept.floor = kept.seen
    kept.seen, kept.looked = seen, now
    return told


def _mended(told: _Told, floor: int, cursor: Any) -> _Told | None:
    """With those read again whose files changed since; None when there are too many of them."""
    cursor.execute(f"{_CHANGED} LIMIT {_MOST_CHANGED + 1}", [floor])
    ids = np.array([row[0] for row in cursor.fetchall()], dtype=np.int64)
    if len(ids) > _MOST_CHANGED:
        return None
    size = max(len(told.sex), int(ids.max(initial=0)) + 1)
    fresh = _empty(size)
    fresh.sex[: len(told.sex)], fresh.born[: len(told.born)] = told.sex, told.born
    fresh.group[: len(told.group)] = told.group
    fresh.sex[ids], fresh.born[ids], fresh.group[ids] = len(_SEXES), 0, len(MemberGroup)
    made_up = _fill(fresh, cursor, f"{_SELECT} WHERE id IN ({','.join(map(str, ids.tolist())) or 'NULL'})")
    return replace(fresh, made_up=told.made_up or made_up)


def _told_by(cursor: Any) -> _Told:
    cursor.execute("SELECT coalesce(max(id), 0) FROM people_person")
    told = _empty(cursor.fetchone()[0] + _ROOM)
    return replace(told, made_up=_fill(told, cursor, _SELECT))


def _empty(size: int) -> _Told:
    return _Told(
        np.full(size, len(_SEXES), dtype=np.int8),
        np.zeros(size, dtype=np.int32),
        np.full(size, len(MemberGroup), dtype=np.int8),
    )


def _fill(told: _Told, cursor: Any, select: str) -> bool:
    """Lay the rows of a statement over what is told; who came in between is left to the history. Tells `made_up`."""
    with cursor.cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT BINARY)") as copy:
        raw = b"".join(bytes(part) for part in copy)
    rows = np.frombuffer(raw[_HEADER:-_TRAILER], dtype=_ROW)
    rows = rows[rows["v0"] < len(told.sex)]
    told.sex[rows["v0"]], told.born[rows["v0"]] = rows["v1"] % _MADE_UP, rows["v2"]
    # One less than the number; 0, which is not known, becomes the last.
    told.group[rows["v0"]] = (rows["v1"] // _GROUP - 1) % (len(MemberGroup) + 1)
    return bool((rows["v1"] // _MADE_UP % 2).any())
