"""PostgreSQL with a closure table: every (unit above, unit), joined to the facts."""

from __future__ import annotations

from collections.abc import Iterator

from bench.columns import PeerData
from bench.peers import statements
from bench.peers.postgres import PostgresPeer, maps_of
from bench.questions import Draw


class PostgresClosure(PostgresPeer):
    """A row per unit and unit above it, for each map."""

    name = "postgres_closure"
    label = "PostgreSQL, closure table"
    tables = ("entries", "presences", "closure")

    def load(self, data: PeerData) -> None:
        """The facts and the closure."""
        self.open(data)
        self.load_facts(data)
        self.load_small(
            "closure",
            "map smallint NOT NULL, unit integer NOT NULL, spot integer NOT NULL",
            _closure(data),
            "CREATE INDEX ON closure (map, unit) INCLUDE (spot)",
            "CREATE INDEX ON closure (spot)",
        )
        self.close()

    def can(self, draw: Draw) -> bool:  # noqa: ARG002
        """Everything."""
        return True

    def statement(self, draw: Draw) -> str:
        """The SQL of a question."""
        return statements.closure(draw)


def _closure(data: PeerData) -> Iterator[tuple[int, ...]]:
    for number, spots in maps_of(data):
        units, spot = spots.closure()
        for unit, place in zip(units.tolist(), spot.tolist(), strict=True):
            yield number, unit, place
