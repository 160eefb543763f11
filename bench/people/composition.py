"""The nation by province, sex and age group: a ledger line for every member, the store, and the query of the page."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction
from rich.console import Console

from bench.people.load import AT
from bench.people.questions import milliseconds, told

DRAWS = 40
TODAY = date(2026, 3, 27)
_POSTINGS = """
    INSERT INTO ledger_posting (kind, unit_id, recorded_at, reason, key)
    SELECT 'register', unit_id, %s, '', 'bench/' || unit_id FROM (SELECT DISTINCT unit_id FROM people_membership) AS u
"""
_ENTRIES = """
    INSERT INTO ledger_entry (posting_id, unit_id, indicator_id, day, quantity, person_id, grade)
    SELECT p.id, m.unit_id, %s, m.start, 1, m.person_id, 2
    FROM people_membership m JOIN ledger_posting p ON p.key = 'bench/' || m.unit_id ORDER BY p.id
"""


def post_members(console: Console) -> None:
    """The line of every member, and the store built of them; nothing when they are there."""
    from viecthat.ledger.commands import merge_store
    from viecthat.ledger.queries import indicator_named

    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_posting WHERE key LIKE 'bench/%')")
        if not cursor.fetchone()[0]:
            began = time.perf_counter()
            with transaction.atomic():
                cursor.execute("SET LOCAL work_mem = '512MB'")
                cursor.execute(_POSTINGS, [AT])
                cursor.execute(_ENTRIES, [indicator_named("members").pk])
            cursor.execute("ANALYZE ledger_entry")
            console.print(f"posted: {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    merge_store(today=TODAY, at=AT)
    console.print(f"store: {time.perf_counter() - began:.0f} s")


def compose_all(console: Console) -> dict[str, Any]:
    """Milliseconds of the query of the page, at several scopes and days."""
    from viecthat.people.queries.composition import composition_of
    from viecthat.units.models import Unit
    from viecthat.units.queries import units_by_id

    units = units_by_id({Unit.objects.get(code=code).pk for code in ("tw", "t07")}, TODAY)
    by_code = {unit.code: unit for unit in units.values()}
    chance = np.random.default_rng(5)
    days = [TODAY - timedelta(days=int(back)) for back in chance.integers(1, 3_000, DRAWS)]
    found: dict[str, Any] = {}
    began = time.perf_counter()
    whole = composition_of(by_code["tw"], TODAY)
    found["the first time in a process, s"] = {"p95": round(time.perf_counter() - began, 1)}
    found["members"] = whole.whole.total
    asked = {
        "nation by province, today": [lambda: composition_of(by_code["tw"], TODAY)] * DRAWS,
        "nation by province, any past day": [lambda day=day: composition_of(by_code["tw"], day) for day in days],
        "nation by province, as known on another day": [
            lambda: composition_of(by_code["tw"], TODAY, known=TODAY)
        ] * DRAWS,
        "province by commune, today": [lambda: composition_of(by_code["t07"], TODAY)] * DRAWS,
    }  # fmt: skip
    for name, calls in asked.items():
        calls[0]()
        found[name] = told([milliseconds(call) for call in calls])
        console.print(f"{name}: {found[name]}")
    return found
