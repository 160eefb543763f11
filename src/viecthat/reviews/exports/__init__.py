"""A review as a document to take along."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viecthat.reviews.queries import ReviewTable

KINDS: dict[str, str] = {}


def document_bytes(table: ReviewTable, kind: str, *, at: datetime, lang: str) -> tuple[bytes, str, str]:
    """The document, its content type and its file name."""
    raise LookupError(kind)
