"""The roll-up's own store for the worlds of the bench."""

from __future__ import annotations

import json
from pathlib import Path

from bench.generate import World
from bench.measure import Peak, seconds
from viecthat.rollup.ask import Source
from viecthat.rollup.store.generation import Generation, open_generation
from viecthat.rollup.store.layout import Layout
from viecthat.rollup.store.source import StoreSource
from viecthat.rollup.store.writing import write_generation


def generation_home(world: World) -> Path:
    """Where this world's generation lies."""
    return world.folder.parent / "generation"


def make_generation(world: World) -> Generation:
    """The generation of all facts; built when it is missing, and then measured into `build.json`."""
    home = generation_home(world)
    if (found := open_generation(home)) is not None:
        return found
    layout = Layout.of(world.today, world.historic)
    with Peak() as peak:
        taken, built = seconds(lambda: write_generation(home, layout, world.batches(), horizon=1))
    measured = {
        "seconds": taken,
        "peak": peak.bytes,
        "bytes": built.bytes,
        "parquet": sum(part.stat().st_size for part in built.parts),
        "lines": built.lines_count,
    }
    (world.folder.parent / "build.json").write_text(json.dumps(measured))
    return built


def source_of(generation: Generation) -> Source:
    """Questions to this generation alone."""
    return StoreSource.of(generation)
