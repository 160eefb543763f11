"""Several threads ask at once, as the server's do: what is kept for the next question is not broken by it."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from viecthat.rollup import coverage, regions
from viecthat.rollup.coverage import members_of
from viecthat.rollup.regions import By, regions_of
from viecthat.rollup.tree import Node, encode_tree

UNITS = 400


def test_regions_and_members_are_kept_and_let_go_by_many_threads(monkeypatch):
    monkeypatch.setattr(regions, "_MOST_KEPT", 200)
    monkeypatch.setattr(coverage, "_MOST_KEPT", 200)
    nodes = [Node(0, None, "central"), *(Node(unit, 0, "commune") for unit in range(1, UNITS))]
    tree = encode_tree(nodes, date(2026, 1, 1))

    def ask(first: int) -> int:
        found = 0
        for unit in range(first, UNITS):
            of = regions_of(tree, [unit, (unit * 7) % UNITS], By.NONE)
            found += int(members_of(of, ["commune"]).count.sum()) > 0
        return found

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns in the middle of things
    try:
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(ask, [1] * 8)) == [UNITS - 1] * 8
    finally:
        sys.setswitchinterval(before)
