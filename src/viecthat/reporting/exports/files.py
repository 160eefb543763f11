"""An edition or a draft as files to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viecthat.documents.extract import DOCX, PDF
from viecthat.kernel.names import fold
from viecthat.reporting.exports.edition import Signed, edition_document
from viecthat.reporting.exports.figures_book import edition_workbook

if TYPE_CHECKING:
    from viecthat.reporting.queries.content import EditionContent

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX, "json": "application/json; charset=utf-8"}
DRAFT_KINDS = ("pdf", "docx", "xlsx")


def content_bytes(content: EditionContent, signed: Signed | None, kind: str) -> bytes:
    """The document made anew: "pdf", "docx" or "xlsx"; without `signed` a draft."""
    if kind == "xlsx":
        from viecthat.documents.xlsx import to_xlsx  # noqa: PLC0415 - who only reads needs no Word, Excel or Typst

        return to_xlsx(edition_workbook(content, signed))
    if kind == "docx":
        from viecthat.documents.docx import to_docx  # noqa: PLC0415 - who only reads needs no Word, Excel or Typst

        return to_docx(edition_document(content, signed))
    from viecthat.documents.pdf import to_pdf  # noqa: PLC0415 - who only reads needs no Word, Excel or Typst

    return to_pdf(edition_document(content, signed))


def file_name(content: EditionContent, number: int | None, kind: str) -> str:
    """A name that says what it is: bao-cao-thanh-doan-ha-noi-2026-06-30-ban-1.pdf."""
    unit = "-".join(part for part in fold(content.unit_name).split() if part.isascii() and part.isalnum())[:80]
    which = f"ban-{number}" if number is not None else "ban-thao"
    return f"bao-cao-{unit}-{content.end.isoformat()}-{which}.{kind}"
