"""An explained figure as data for programs: the shape of docs/json.md, version 1."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from viecthat.ledger.choices import Grade
from viecthat.reviews.exports.as_json import VERSION, Data, indicator_data, period_data, row_data, unit_data

if TYPE_CHECKING:
    from viecthat.reviews.queries import OpenedLine
    from viecthat.reviews.queries.explaining import Explained, ExplainedUnit


def explained_data(explained: Explained, map_name: str, map_day: date, as_known: datetime | None, at: datetime) -> Data:
    """The figure, its tree and its proof, ready for `json.dumps`."""
    proof = explained.proof
    return {
        "schema": "viecthat.explained",
        "version": VERSION,
        "asked_at": localtime(at).isoformat(),
        "indicator": indicator_data(explained.indicator),
        "period": period_data(explained.period),
        "map": {"name": map_name, "day": map_day.isoformat()},
        "as_known": None if as_known is None else localtime(as_known).isoformat(),
        "proof": {
            "lines": proof.lines,
            "total": proof.total,
            "of": proof.of,
            "named": proof.named,
            "holds": proof.holds,
        },
        "tree": _unit(explained.tree),
    }


def _unit(node: ExplainedUnit) -> Data:
    found: Data = {"unit": unit_data(node.unit), **row_data(node.row), "opened": node.opened}
    if not node.opened:
        return found
    rest = node.rest
    return found | {
        "below": [_unit(child) for child in node.below],
        "rest": None if rest is None else {"units": rest.units, "value": rest.value, "n": rest.n, "of": rest.of},
        "overlap": node.overlap,
        "own": None if node.own is None else row_data(node.own),
        "lines": [_line(line) for line in node.lines],
        "rest_lines": {"lines": node.rest_lines, "quantity": node.rest_quantity},
        "cancelled_lines": node.cancelled,
    }


def _line(line: OpenedLine) -> Data:
    entry, activity = line.entry, line.activity
    return {
        "entry": entry.pk,
        "posting": entry.posting_id,
        "kind": line.posting.kind,
        "unit": unit_data(line.unit),
        "day": entry.day.isoformat(),
        "quantity": entry.quantity,
        "grade": Grade(entry.grade).name.lower(),
        "activity": None if activity is None else {"id": activity.pk, "title": activity.title},
        "evidence": len(line.evidence),
    }
