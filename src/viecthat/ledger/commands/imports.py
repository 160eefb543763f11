"""Many postings of one dataset taken over at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction

from viecthat.ledger.choices import PostingKind
from viecthat.ledger.commands.lines import Line, check_lines
from viecthat.ledger.commands.writing import copy_lines, copy_postings, keys_sent
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
    if not all(draft.lines for draft in new):
        check_lines((), at)
    lines = [line for draft in new for line in draft.lines]
    check_lines(lines, at)
    ids = copy_postings(new, dataset.pk)
    copy_lines(lines, np.repeat(np.array(ids, dtype=np.int64), [len(draft.lines) for draft in new]))
    return [(draft.key, pk) for draft, pk in zip(new, ids, strict=True)]
