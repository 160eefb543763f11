"""Sentences as runs: templates filled with texts and bound figures."""

import re

from viecthat.documents.model import Run, Runs

_PART = re.compile(r"\{(\w+)\}")


def fill(template: str, **parts: Run | Runs) -> Runs:
    """The template as runs, its {parts} put in place; neighbouring texts become one run."""
    made: list[Run] = []
    for place, piece in enumerate(_PART.split(template)):
        for run in _as_runs(parts[piece]) if place % 2 else (piece,):
            if isinstance(run, str) and made and isinstance(made[-1], str):
                made[-1] += run
            elif run != "":
                made.append(run)
    return tuple(made)


def joined(*runs: Run | Runs) -> Runs:
    """Several pieces as one sentence."""
    return fill("".join(f"{{p{place}}}" for place in range(len(runs))), **{f"p{n}": r for n, r in enumerate(runs)})


def capitalised(runs: Runs) -> Runs:
    """The sentence with a capital at its beginning."""
    first = runs[0]
    return (first[:1].upper() + first[1:], *runs[1:]) if isinstance(first, str) else runs


def ended(runs: Runs, end: str = ".") -> Runs:
    """The sentence with its full stop."""
    return joined(runs, end)


def _as_runs(part: Run | Runs) -> Runs:
    return part if isinstance(part, tuple) else (part,)
