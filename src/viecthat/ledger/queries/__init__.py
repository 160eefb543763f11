"""Reads of the ledger, split by what they return."""

from viecthat.ledger.models import Indicator
from viecthat.ledger.queries.indicators import (
    Offered,
    declarable_indicators,
    indicator_named,
    indicators,
    indicators_offered,
    measure_of,
    why_not_declarable,
)
from viecthat.ledger.queries.integrity import Check, Status, checks
from viecthat.ledger.queries.lines import (
    ORDERS,
    FilterSum,
    LineFilter,
    ListedLine,
    ListedPosting,
    WrittenLine,
    is_undone,
    lines_found,
    lines_in_order,
    listed,
    made_up_in,
    postings_found,
    sums_found,
)
from viecthat.ledger.queries.postings import (
    entries_behind,
    entries_naming,
    entries_of,
    last_posting,
    posting_by_id,
    postings,
    stock_of_people,
    with_units_then,
)
from viecthat.ledger.queries.preview import Effect, Preview, preview_of
from viecthat.ledger.queries.sources import dataset_with_code, datasets, datasets_behind
from viecthat.ledger.queries.store import StoreStatus, store_status

__all__ = [
    "ORDERS",
    "Check",
    "Effect",
    "FilterSum",
    "Indicator",
    "LineFilter",
    "ListedLine",
    "ListedPosting",
    "Offered",
    "Preview",
    "Status",
    "StoreStatus",
    "WrittenLine",
    "checks",
    "dataset_with_code",
    "datasets",
    "datasets_behind",
    "declarable_indicators",
    "entries_behind",
    "entries_naming",
    "entries_of",
    "indicator_named",
    "indicators",
    "indicators_offered",
    "is_undone",
    "last_posting",
    "lines_found",
    "lines_in_order",
    "listed",
    "made_up_in",
    "measure_of",
    "posting_by_id",
    "postings",
    "postings_found",
    "preview_of",
    "stock_of_people",
    "store_status",
    "sums_found",
    "why_not_declarable",
    "with_units_then",
]
