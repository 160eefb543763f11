"""What the bench asks of a peer."""

from __future__ import annotations

from typing import Any, Protocol

from bench.columns import PeerData
from bench.questions import Answer, Draw


class Peer(Protocol):
    """One other way to answer.

    name: of its file and its column; label: for readers. `run` is timed and ends with all figures in this process;
    `answer` is not, it only brings them into the common shape.
    """

    name: str
    label: str

    def load(self, data: PeerData) -> None:
        """Store the facts, with indexes and statistics; nothing to do when they are there."""
        ...

    def open(self, data: PeerData) -> None:
        """Make ready for questions: connect, or read into memory."""
        ...

    def can(self, draw: Draw) -> bool:
        """Whether this peer has an answer to such a question at all."""
        ...

    def run(self, draw: Draw) -> Any:
        """Answer, in the peer's own form."""
        ...

    def answer(self, draw: Draw, found: Any) -> Answer:
        """The same answer in the common shape."""
        ...

    def bytes(self) -> int:
        """What its tables and indexes take on disk, or in memory when it keeps nothing on disk."""
        ...

    def close(self) -> None:
        """Let go of connections and memory."""
        ...
