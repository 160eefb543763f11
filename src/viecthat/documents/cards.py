"""Sheets of small cards with a QR code, ten on an A4 page, to be cut; set by Typst like the official documents."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
import typst

from viecthat.documents import measure, text

_TEMPLATE = Path(__file__).parent / "templates" / "documents" / "cards.typ"


@dataclass(frozen=True, slots=True)
class Card:
    """One card: two lines of head, a name, smaller lines under it, what the QR says, a portrait in JPEG."""

    head: tuple[str, str]
    name: str
    lines: tuple[str, ...]
    code: str
    portrait: bytes | None = None
    notice: str = ""


def qr_svg(words: str, *, scale: int = 4) -> str:
    """The QR of some words as an SVG without styles; black on nothing, with the quiet border a reader needs."""
    return segno.make(words, error="m", micro=False).svg_inline(scale=scale, border=4, omitsize=True)


def cards_pdf(cards: Sequence[Card], *, title: str, lang: str = "vi") -> bytes:
    """The sheets; equal cards give equal bytes."""
    data = {
        "title": text.clean(title),
        "lang": lang,
        "cards": [
            {
                "head": [text.clean(line) for line in card.head],
                "name": text.clean(card.name),
                "lines": [text.clean(line) for line in card.lines],
                "notice": text.clean(card.notice),
                "qr": segno.make(card.code, error="m", micro=False).svg_inline(border=2),
                "portrait": _framed(card.portrait) if card.portrait else "",
            }
            for card in cards
        ],
    }
    return typst.compile(
        str(_TEMPLATE),
        format="pdf",
        font_paths=[str(measure.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"cards": json.dumps(data, ensure_ascii=False)},
    )


def _framed(jpeg: bytes) -> str:
    # Typst reads no file outside its root; a picture within a drawing needs none.
    packed = base64.b64encode(jpeg).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4" width="30" height="40">'
        f'<image href="data:image/jpeg;base64,{packed}" width="3" height="4" preserveAspectRatio="xMidYMid slice"/>'
        "</svg>"
    )
