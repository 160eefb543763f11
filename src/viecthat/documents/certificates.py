"""Certificates, one to an A4 page lying on its side, with a number and a QR that leads to where it is verified."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
import typst

from viecthat.documents import measure, text

_TEMPLATE = Path(__file__).parent / "templates" / "documents" / "certificate.typ"


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What stands on one: who gives it (two lines), its title, to whom, the lines under the name, place and day, who
    signs (`signed_by`: the name under the hand), the number, what the QR says."""

    issuer: tuple[str, str]
    title: str
    name: str
    lines: tuple[str, ...]
    place_and_day: str
    signer: str
    number: str
    code: str
    notice: str = ""
    signed_by: str = ""


def certificates_pdf(pages: Sequence[CertificatePage], *, title: str, lang: str = "vi") -> bytes:
    """The pages; equal certificates give equal bytes."""
    data = {
        "title": text.clean(title),
        "lang": lang,
        "pages": [
            {
                "issuer": [text.clean(line) for line in page.issuer],
                "title": text.clean(page.title),
                "name": text.clean(page.name),
                "lines": [text.clean(line) for line in page.lines],
                "day": text.clean(page.place_and_day),
                "signer": text.clean(page.signer),
                "signed_by": text.clean(page.signed_by),
                "number": text.clean(page.number),
                "notice": text.clean(page.notice),
                "qr": segno.make(page.code, error="m", micro=False).svg_inline(border=2),
            }
            for page in pages
        ],
    }
    return typst.compile(
        str(_TEMPLATE),
        format="pdf",
        font_paths=[str(measure.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"certificates": json.dumps(data, ensure_ascii=False)},
    )
