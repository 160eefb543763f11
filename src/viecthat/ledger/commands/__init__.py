"""Every way into the ledger, split by what is written."""

from viecthat.ledger.commands.catalogue import load_indicators, open_dataset
from viecthat.ledger.commands.imports import Draft, import_postings
from viecthat.ledger.commands.lines import EARLIEST, MOST, Line
from viecthat.ledger.commands.many import declare_for_units, post_many, reverse_postings
from viecthat.ledger.commands.persons import rename_person, restore_postings
from viecthat.ledger.commands.postings import (
    LONGEST_REASON,
    declare_figure,
    declare_figures,
    judge_posting,
    lines_of,
    post_entries,
    recorded_under,
    regrade_posting,
    reverse_posting,
)
from viecthat.ledger.commands.store import Progress, check_store, merge_store, rebuild_store
from viecthat.ledger.commands.years import add_year

__all__ = [
    "EARLIEST",
    "LONGEST_REASON",
    "MOST",
    "Draft",
    "Line",
    "Progress",
    "add_year",
    "check_store",
    "declare_figure",
    "declare_figures",
    "declare_for_units",
    "import_postings",
    "judge_posting",
    "lines_of",
    "load_indicators",
    "merge_store",
    "open_dataset",
    "post_entries",
    "post_many",
    "rebuild_store",
    "recorded_under",
    "regrade_posting",
    "rename_person",
    "restore_postings",
    "reverse_posting",
    "reverse_postings",
]
