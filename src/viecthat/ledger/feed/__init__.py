"""The only bridge from the ledger to the roll-up: what is in the store, and the newest entries besides."""

from viecthat.ledger.feed.reading import LedgerState, ledger_state, read, read_in_batches, read_postings
from viecthat.ledger.feed.source import HeldLedger, LedgerSource
from viecthat.ledger.feed.store import current_generation, store_home

__all__ = [
    "HeldLedger",
    "LedgerSource",
    "LedgerState",
    "current_generation",
    "ledger_state",
    "read",
    "read_in_batches",
    "read_postings",
    "store_home",
]
