"""Which generation of the store may be read: only one of this very ledger, and of nothing it has forgotten."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from viecthat.ledger.feed.reading import LedgerState
from viecthat.rollup.store.generation import Generation, open_generation


def store_home() -> Path:
    """The folder of this database's store; made when something is written."""
    return Path(settings.VIECTHAT_STORE) / str(connection.settings_dict["NAME"])


def current_generation(state: LedgerState, home: Path | None = None) -> Generation | None:
    """The last good generation of this ledger, if there is one."""
    found = open_generation(home or store_home())
    return found if found is not None and belongs(found, state) else None


def belongs(generation: Generation, state: LedgerState) -> bool:
    """Whether the generation holds what this ledger holds below its horizon, and nothing else.

    Another identity: a database made anew or restored elsewhere. Beyond the mark or the ceiling: the database was put
    back to an earlier state, and its numbers will be given out again to other transactions.
    """
    return generation.identity == state.identity and generation.horizon <= min(state.mark, state.ceiling)
