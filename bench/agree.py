"""Nothing is timed before all ways agree to the unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bench.columns import PeerData
from bench.peers.peer import Peer
from bench.questions import Answer, Draw, answer_of, put
from viecthat.rollup.ask import Source


@dataclass(frozen=True, slots=True)
class Disagreement(Exception):
    """Two ways gave two answers to one question."""

    peer: str
    draw: str
    cells: int

    def __str__(self) -> str:
        return f"{self.peer} differs from ask() in {self.cells} figures of {self.draw}"


def answers(draws: Iterable[Draw], data: PeerData, source: Source) -> dict[str, Answer]:
    """What `ask()` says to each draw, by its name."""
    return {draw.name: answer_of(put(draw, data, source), draw) for draw in draws}


def check(peer: Peer, draws: Iterable[Draw], expected: dict[str, Answer]) -> None:
    """Raise Disagreement unless the (opened) peer gives the expected answer to every draw it can answer."""
    for draw in draws:
        if peer.can(draw):
            compare(peer.name, draw, peer.answer(draw, peer.run(draw)), expected[draw.name])


def compare(peer: str, draw: Draw, given: Answer, expected: Answer) -> None:
    """Raise Disagreement unless two answers are the same."""
    if given.shape != expected.shape or (given != expected).any():
        raise Disagreement(peer, draw.name, int(np.sum(given != expected)) if given.shape == expected.shape else -1)
