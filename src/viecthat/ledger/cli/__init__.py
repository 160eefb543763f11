"""The ledger from a terminal, split by what is looked after."""

from viecthat.ledger.cli.entries import add_year, check, post
from viecthat.ledger.cli.store import build_first, check_the_store, merge, rebuild, status

__all__ = ["add_year", "build_first", "check", "check_the_store", "merge", "post", "rebuild", "status"]
