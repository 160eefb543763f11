"""Many postings of one dataset taken over at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter

import numpy as np
from django.db import transaction

from viecthat.ledger.choices import PostingKind
from viecthat.ledger.commands.lines import Line, check_lines, check_units, sound_lines
from viecthat.ledger.commands.writing import copy_lines, copying_postings, keys_sent
from viecthat.ledger.models import Dataset


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting for `import_postings`; `key` makes it unique for all time."""

    unit: int
    kind: PostingKind
    lines: tuple[Line, ...]
    recorded_at: datetime
    key: str
    actor: int | None = None
    reason: str = ""


@transaction.atomic
def import_postings(*, drafts: Iterable[Draft], dataset: Dataset, at: datetime) -> list[tuple[str, int]]:
    """Take over many postings of one dataset at once (COPY). Returns (key, posting id) of those that came new.

    Every line is checked as a single one would be; one wrong line stops all.
    """
    wanted = list(drafts)
    known = keys_sent([draft.key for draft in wanted])
    new = [draft for draft in wanted if draft.key not in known]
    if not new:
        return []
    return list(take_in(new, dataset.pk, at).items())


def take_in(drafts: Sequence[Draft], dataset: int | None, at: datetime) -> dict[str, int]:
    """Write postings whose keys are new, with their lines (COPY); their numbers by key, in the order of the drafts.

    For commands, within their transaction. Raises Refused for an impossible line; nothing of it may stay then.
    """
    if not all(draft.lines for draft in drafts):
        check_lines((), at)
    lines = list(chain.from_iterable(map(attrgetter("lines"), drafts)))
    with copying_postings(drafts, dataset) as ids:
        # While the server takes the postings in.
        alive = sound_lines(lines, at)
    check_units(alive)
    copy_lines(lines, np.repeat(np.array(ids, dtype=np.int64), [len(draft.lines) for draft in drafts]))
    return dict(zip((draft.key for draft in drafts), ids, strict=True))
