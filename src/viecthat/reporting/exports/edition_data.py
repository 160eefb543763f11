"""An edition for programs (docs/json.md): with its digests, so that anybody may work them out again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

if TYPE_CHECKING:
    from viecthat.reporting.models import Edition


def edition_json(edition: Edition) -> bytes:
    """The edition as JSON; its content just as it was signed."""
    told = {
        "schema": "viecthat.edition",
        "version": 1,
        "report": edition.report_id,
        "edition": edition.number,
        "signed_at": localtime(edition.signed_at).isoformat(timespec="seconds"),
        "as_known": localtime(edition.as_known).isoformat(timespec="seconds"),
        "map_day": edition.map_day.isoformat(),
        "digest": edition.digest,
        "previous": edition.previous or None,
        "content": edition.content,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
