"""PostgreSQL as DHIS2 keeps it: analytics tables with the levels as columns of text identifiers, one partition a month.

As DHIS2 does: identifiers of eleven characters, values as double precision, a row per data element, unit, month and
disaggregation (here the grade of proof) with corrections already netted, btree indexes on the dimensions and on data
element with level. Kinder than DHIS2 is: partitions of a month instead of a year, no unused columns, and the historic
province as a group-set column, so that no second table must be built for another map. As known on a past day cannot be
asked of such a table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.columns import PeerData
from bench.peers.postgres import PostgresPeer
from bench.questions import Answer, Draw, filled
from bench.sizes import INDICATORS, YEAR
from viecthat.rollup.ask import By

LEVEL_COLUMNS = "uidlevel1, uidlevel2, uidlevel3, uidlevel4, uidlevel5"
INDEXES = ("dx", "ou", "uidlevel2", "uidlevel3", "dx, uidlevel2", "dx, uidlevel3")


class PostgresAnalytics(PostgresPeer):
    """A wide table that is grouped by its own columns."""

    name = "postgres_analytics"
    label = "PostgreSQL, DHIS2-style analytics table"
    tables = ("analytics%",)

    def __init__(self) -> None:
        super().__init__()
        self._number: dict[str, int] = {}
        self._centre = 0

    def load(self, data: PeerData) -> None:
        """Fill the analytics tables from the facts, month by month, then index them."""
        self.open(data)
        self.load_facts(data)
        self.load_small(
            "resource_units",
            f"spot integer PRIMARY KEY, ou text, {LEVEL_COLUMNS.replace(',', ' text,')} text, uidold2 text",
            _units(data),
        )
        self.load_small(
            "resource_indicators",
            "indicator smallint PRIMARY KEY, dx text",
            ((i, uid("dx", i)) for i in (*INDICATORS, *(-grade for grade in (1, 2, 3)))),  # type: ignore[misc]
        )
        if not self.has("analytics"):
            self._fill(data)
        self.close()

    def _fill(self, data: PeerData) -> None:
        above = f"ou text NOT NULL, {LEVEL_COLUMNS.replace(',', ' text,')} text, uidold2 text"
        dimensions = f"{above}, monthly text NOT NULL, yearly text"
        self.execute(
            "DROP TABLE IF EXISTS analytics, analytics_event",
            f"CREATE UNLOGGED TABLE analytics_event ({dimensions}, tei integer NOT NULL)",
            f"CREATE TABLE analytics (dx text NOT NULL, co text, {dimensions}, value double precision)"
            " PARTITION BY LIST (monthly)",
            "CREATE INDEX IF NOT EXISTS entries_month ON entries USING brin (month)",
        )
        units = f"u.ou, {', '.join('u.' + name for name in LEVEL_COLUMNS.split(', '))}, u.uidold2"
        for month in data.world.size.months:
            stamp = f"'{YEAR}{month:02}', '{YEAR}'"
            part = f"analytics_{YEAR}{month:02}"
            self.execute(
                f"CREATE UNLOGGED TABLE {part} (LIKE analytics)",
                f"INSERT INTO {part} SELECT i.dx, g.dx, {units}, {stamp}, e.value FROM"
                f" (SELECT spot, indicator, grade, sum(quantity)::double precision AS value FROM entries"
                f" WHERE month = {month} GROUP BY spot, indicator, grade) e"
                " JOIN resource_units u USING (spot) JOIN resource_indicators i USING (indicator)"
                " JOIN resource_indicators g ON g.indicator = -e.grade",
                *(f"CREATE INDEX ON {part} ({columns})" for columns in INDEXES),
                f"ALTER TABLE analytics ATTACH PARTITION {part} FOR VALUES IN ('{YEAR}{month:02}')",
            )
        self.execute(
            f"INSERT INTO analytics_event SELECT {units}, '{YEAR}' || lpad(p.month::text, 2, '0'), '{YEAR}', p.person"
            " FROM presences p JOIN resource_units u USING (spot)",
            "CREATE INDEX ON analytics_event (uidlevel2)",
            "CREATE INDEX ON analytics_event (uidlevel3)",
            "VACUUM ANALYZE analytics",
            "VACUUM ANALYZE analytics_event",
        )
        self.whole("analytics")

    def open(self, data: PeerData) -> None:
        """Connect, and know the numbers behind the identifiers."""
        super().open(data)
        self._centre = data.world.organisation.centre
        self._number = {uid("ou", unit): unit for unit in data.known.tolist()}
        self._number |= {uid("dx", indicator): indicator for indicator in (*INDICATORS, -1, -2, -3)}
        self._number |= {f"{YEAR}{month:02}": month for month in range(1, 13)}

    def can(self, draw: Draw) -> bool:
        """All but the state of a past day."""
        return draw.known is None

    def statement(self, draw: Draw) -> str:
        """The SQL of a question, with every dimension in a list as DHIS2 writes it."""
        region, limits = self._regions(draw)
        months = [f"{YEAR}{month:02}" for month in range(draw.months[0], draw.months[1] + 1)]
        limits.append(f"yearly IN ('{YEAR}')" if len(months) == 12 else f"monthly IN ({_texts(months)})")
        if draw.people:
            return f"SELECT {region}, count(DISTINCT tei) FROM analytics_event WHERE {' AND '.join(limits)} GROUP BY 1"
        keys = [region, "dx"] + ["monthly"] * draw.by_month + ["co"] * draw.by_grade
        limits.append(f"dx IN ({_texts(uid('dx', indicator) for indicator in draw.indicators)})")
        listed = ", ".join(keys)
        return f"SELECT {listed}, sum(value) FROM analytics WHERE {' AND '.join(limits)} GROUP BY {listed}"

    def answer(self, draw: Draw, found: list[tuple[Any, ...]]) -> Answer:
        """Identifiers back into numbers."""
        *keys, values = zip(*found, strict=True)
        columns = [np.array([abs(self._number.get(key, 0)) for key in column]) for column in keys]
        return filled(draw, columns, np.array([round(value) for value in values]))

    def _regions(self, draw: Draw) -> tuple[str, list[str]]:
        if draw.historic:
            return "uidold2", [f"uidold2 IN ({_units_text(draw.units)})"]
        if draw.by != By.NONE:
            column = "uidlevel1" if draw.units == (self._centre,) else "uidlevel2"
            return "uidlevel3", [f"{column} IN ({_units_text(draw.units)})"]
        column = "uidlevel1" if draw.units == (self._centre,) else "uidlevel3" if draw.question == "Q5" else "uidlevel2"
        return column, [f"{column} IN ({_units_text(draw.units)})"]


def uid(what: str, number: int) -> str:
    """An identifier of eleven characters."""
    return hashlib.blake2b(f"{what}{number}".encode(), digest_size=8).hexdigest()[:11]


def _units(data: PeerData) -> Iterator[tuple[Any, ...]]:
    today, historic = data.today.levels[:, :5], data.historic.levels[:, 1]
    for spot, (unit, above, old) in enumerate(zip(data.known.tolist(), today.tolist(), historic.tolist(), strict=True)):
        yield (
            spot,
            uid("ou", unit),
            *(uid("ou", one) if one else None for one in above),
            uid("ou", old) if old else None,
        )


def _texts(values: Any) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _units_text(units: tuple[int, ...]) -> str:
    return _texts(uid("ou", unit) for unit in units)
