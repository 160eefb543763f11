"""A review as a document to take along: Word, PDF, Excel, CSV, and JSON for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.documents.model import Lang
from viecthat.reviews.exports.as_csv import to_csv
from viecthat.reviews.exports.as_json import review_data
from viecthat.reviews.exports.children import SHEET_COLUMNS, Children, children_of
from viecthat.reviews.exports.explained_json import explained_data
from viecthat.reviews.exports.report import review_document
from viecthat.reviews.exports.workbook import review_workbook

if TYPE_CHECKING:
    from viecthat.reviews.queries import ReviewTable

__all__ = [
    "KINDS",
    "Children",
    "children_of",
    "document_bytes",
    "explained_data",
    "file_name",
    "review_data",
    "review_document",
    "review_workbook",
    "to_csv",
]

KINDS: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def document_bytes(table: ReviewTable, kind: str, *, at: datetime, lang: str = "vi") -> tuple[bytes, str, str]:
    """The document, its content type and its file name (plain ASCII). LookupError for a kind not in `KINDS`."""
    written: Lang = "en" if lang == "en" else "vi"
    make = _MAKERS[kind]
    return make(table, at, written), KINDS[kind], file_name(table, kind)


def file_name(table: ReviewTable, kind: str) -> str:
    """A name that says what it is: so-ket-ha-noi-giua-nhiem-ky-2017-2020.docx."""
    slug = table.review.slug if table.review is not None else table.period.code.lower().replace("..", "-den-")
    return f"so-ket-{table.unit.code}-{slug}.{kind}"


def _docx(table: ReviewTable, at: datetime, lang: Lang) -> bytes:
    from viecthat.documents.docx import to_docx  # noqa: PLC0415 - who only looks at figures needs no Word, Excel or Typst

    return to_docx(review_document(table, children_of(table), at=at, lang=lang))


def _pdf(table: ReviewTable, at: datetime, lang: Lang) -> bytes:
    from viecthat.documents.pdf import to_pdf  # noqa: PLC0415 - who only looks at figures needs no Word, Excel or Typst

    return to_pdf(review_document(table, children_of(table), at=at, lang=lang))


def _xlsx(table: ReviewTable, at: datetime, lang: Lang) -> bytes:
    from viecthat.documents.xlsx import to_xlsx  # noqa: PLC0415 - who only looks at figures needs no Word, Excel or Typst

    return to_xlsx(review_workbook(table, children_of(table, SHEET_COLUMNS, shares=True), at=at, lang=lang))


def _csv(table: ReviewTable, _at: datetime, _lang: Lang) -> bytes:
    return to_csv(table)


_MAKERS: dict[str, Callable[[ReviewTable, datetime, Lang], bytes]] = {
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "csv": _csv,
}
