"""The nation's people into a PostgreSQL of the bench's own, by COPY, indexes made afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.core.management import call_command
from django.db import connection
from rich.console import Console

from bench.people.names import draw_names

SEED = 20_260_327
AT = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
BEGIN = date(2000, 1, 1)
_CHUNK = 200_000
_TABLES = ("people_person", "people_membership")
# Not asked for by any read that is measured, and by far the slowest to make: half an hour for the nation.
_LEFT_OUT = ("membership_one_branch_at_a_time",)


@dataclass(frozen=True)
class Nation:
    """How large it is made."""

    provinces: int = 34
    communes: int = 3_321
    branches: int = 200_000
    people: int = 6_400_000


def load(nation: Nation, console: Console) -> None:
    """Tables, tree, people, accounts; nothing when they are there."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_loaded') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute("TRUNCATE people_membership, people_person CASCADE")
    began = time.perf_counter()
    units = _tree(nation)
    console.print(f"tree of {len(units):,} branches: {time.perf_counter() - began:.0f} s")
    with _bare_tables(console):
        began = time.perf_counter()
        for table, columns, rows in (
            ("people_person", _PERSON, _people(nation, units)),
            ("people_membership", _MEMBERSHIP, _memberships(nation, units)),
        ):
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for part in rows:
                    copy.write(part)
            console.print(f"{table}: {time.perf_counter() - began:.0f} s")
    _accounts()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) people_person")
        cursor.execute("VACUUM (ANALYZE) people_membership")
        cursor.execute("CREATE TABLE bench_loaded (at timestamptz DEFAULT now())")


def _tree(nation: Nation) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Centre, provinces, communes, branches; the ids of the branches in their order."""
    from viecthat.project.catalogue import load_catalogue
    from viecthat.units.commands import UnitSpan, import_tree
    from viecthat.units.models import Unit

    load_catalogue()
    spans = [UnitSpan("tw", "Trung ương Đoàn", "central", None, BEGIN, None)]
    spans += [
        UnitSpan(f"t{n:02}", f"Tỉnh đoàn {n + 1:02}", "province", "tw", BEGIN, None) for n in range(nation.provinces)
    ]
    spans += [
        UnitSpan(f"x{n:04}", f"Đoàn xã {n + 1:04}", "commune", f"t{n % nation.provinces:02}", BEGIN, None)
        for n in range(nation.communes)
    ]
    spans += [
        UnitSpan(f"c{n:06}", f"Chi đoàn {n + 1:06}", "branch", f"x{n % nation.communes:04}", BEGIN, None)
        for n in range(nation.branches)
    ]
    import_tree(spans=spans, successions=[], decision="")
    found = Unit.objects.filter(code__regex="^c[0-9]{6}$").order_by("code").values_list("pk", flat=True)
    return np.array(list(found), dtype=np.int64)


_PERSON = (
    "id, full_name, folded_name, sort_key, birth_date, sex, unit_id, example, card_number, phone, hometown, residence,"
    " occupation, paid, schooling"
)
_MEMBERSHIP = "person_id, unit_id, start, ended_by"


def _people(nation: Nation, units: Any) -> Iterator[bytes]:
    first = np.datetime64("1995-01-01")
    for start in range(0, nation.people, _CHUNK):
        count = min(_CHUNK, nation.people - start)
        chance = np.random.default_rng(SEED + start)
        ids = np.arange(start + 1, start + count + 1)
        names = draw_names(count, chance)
        born = (first + chance.integers(0, 5900, count)).astype("S10")
        sex = np.where(chance.random(count) < 0.52, b"female", b"male")
        # A prime that shares nothing with 10^8: every number once, in no order.
        digits = np.strings.zfill(((ids * 48_271) % 100_000_000).astype("S8"), 8)
        phone = np.where(chance.random(count) < 0.85, np.strings.add(b"09", digits), b"")
        card = np.where(chance.random(count) < 0.9, np.strings.add(b"T", np.strings.zfill(ids.astype("S9"), 9)), rb"\N")
        columns = [
            ids.astype("S8"), names.full, names.folded, names.keys, born, sex, _branch_of(ids, nation, units), b"t",
            card, phone, b"", b"", b"", b"f", b"",
        ]  # fmt: skip
        yield _lines(columns)


def _memberships(nation: Nation, units: Any) -> Iterator[bytes]:
    first = np.datetime64("2015-01-01")
    for start in range(0, nation.people, _CHUNK):
        ids = np.arange(start + 1, min(start + _CHUNK, nation.people) + 1)
        since = (first + np.random.default_rng(SEED - start - 1).integers(0, 4000, len(ids))).astype("S10")
        yield _lines([ids.astype("S8"), _branch_of(ids, nation, units), since, b""])


def _branch_of(ids: Any, nation: Nation, units: Any) -> Any:
    return units[(ids - 1) * nation.branches // nation.people].astype("S12")


def _lines(columns: list[Any]) -> bytes:
    line = columns[0]
    for column in columns[1:]:
        line = np.strings.add(np.strings.add(line, b"\t"), column)
    return b"\n".join(line.tolist()) + b"\n"


@contextmanager
def _bare_tables(console: Console) -> Iterator[None]:
    """The tables without their indexes, keys and triggers for as long as they are filled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint"
            " WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x', 'c')",
            [list(_TABLES)],
        )
        constraints = cursor.fetchall()
        for table, name, _definition, _kind in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary",
            [list(_TABLES)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('people_person', 'id'), (SELECT max(id) FROM people_person))"
        )
        for name, definition in indexes:
            began = time.perf_counter()
            cursor.execute(definition)
            console.print(f"{name}: {time.perf_counter() - began:.0f} s")
        for table, name, definition, _kind in constraints:
            if name not in _LEFT_OUT:
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition} NOT VALID')
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _accounts() -> None:
    from viecthat.accounts.choices import Role
    from viecthat.accounts.commands import grant_role, open_account
    from viecthat.units.models import Unit

    for username, code in (("nation", "tw"), ("province", "t07"), ("branch", "c000045")):
        account = open_account(username=username, full_name=username, password=None, at=AT)
        role = Role.BRANCH_SECRETARY if username == "branch" else Role.SECRETARY
        grant_role(
            account=account, role=role, unit_id=Unit.objects.get(code=code).pk, start=BEGIN, end=None, decision="QĐ",
            actor=None, at=AT,
        )  # fmt: skip
