"""One look: what a page asks again and again is asked once, so that all of the page speaks of one state."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

_Told = TypeVar("_Told")
_seen: ContextVar[dict[Hashable, Any] | None] = ContextVar("seen", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """While it lasts, `looked` asks each question once. For pages that write nothing: what is written is not seen.

    Also a decorator of such a page: `@one_look()`.
    """
    before = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(before)


def in_one_look() -> bool:
    """Whether what is asked now is asked within one look."""
    return _seen.get() is not None


def looked(question: Hashable, ask: Callable[[], _Told]) -> _Told:
    """The answer, asked now, or what was answered in this look already."""
    seen = _seen.get()
    if seen is None:
        return ask()
    if question not in seen:
        seen[question] = ask()
    answer: _Told = seen[question]
    return answer
