"""An official document as the file that somebody asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viecthat.documents.model import OfficialDocument


def on_paper(document: OfficialDocument, kind: str) -> bytes:
    """The document as Word ("docx") or PDF ("pdf"). Each is loaded only for whoever takes it along."""
    if kind == "docx":
        from viecthat.documents.docx import to_docx  # noqa: PLC0415 - as said above

        return to_docx(document)
    from viecthat.documents.pdf import to_pdf  # noqa: PLC0415 - as said above

    return to_pdf(document)
