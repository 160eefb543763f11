"""PostgreSQL with ranges: a subtree is spots from lo up to hi, so no closure is needed."""

from __future__ import annotations

from collections.abc import Iterator

from bench.columns import PeerData
from bench.peers import statements
from bench.peers.postgres import PostgresPeer, maps_of
from bench.questions import Draw


class PostgresRange(PostgresPeer):
    """A row per range of an upper unit, for each map."""

    name = "postgres_range"
    label = "PostgreSQL, range on preorder"
    tables = ("entries", "presences", "spans")

    def load(self, data: PeerData) -> None:
        """The facts and the ranges."""
        self.open(data)
        self.load_facts(data)
        self.load_small(
            "spans",
            "map smallint NOT NULL, unit integer NOT NULL, lo integer NOT NULL, hi integer NOT NULL",
            spans_of(data),
            "CREATE INDEX ON spans (map, unit)",
        )
        self.close()

    def can(self, draw: Draw) -> bool:  # noqa: ARG002
        """Everything."""
        return True

    def statement(self, draw: Draw) -> str:
        """The SQL of a question."""
        return statements.ranges(draw)


def spans_of(data: PeerData) -> Iterator[tuple[int, ...]]:
    """(map, unit, lo, hi) of all units that a question may name: down to base units; of old, provinces."""
    for number, spots in maps_of(data):
        tree = spots.map.tree
        kinds = ("centre", "province", "base") if number == 0 else ("centre", "province")
        for kind in kinds:
            for unit in tree.units_of_kind(kind):
                for lo, hi in spots.spans(unit):
                    yield number, unit, lo, hi
