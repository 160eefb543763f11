"""Printed membership cards of a branch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from viecthat.documents.cards import Card, cards_pdf
from viecthat.files.commands import small_copy
from viecthat.kernel.dates import format_date
from viecthat.people.rules.card import printed_token

if TYPE_CHECKING:
    from viecthat.people.queries.card import CardFace

_HEAD = ("ĐOÀN TNCS HỒ CHÍ MINH", "THẺ ĐOÀN VIÊN")


def card_sheets(faces: Sequence[CardFace], *, title: str, address: Callable[[str], str]) -> bytes:
    """A4 sheets of cards; `address` makes the whole address that a token is verified at. Cards are in Vietnamese."""
    cards = [
        Card(
            head=_HEAD,
            name=face.person.full_name,
            lines=(
                f"Sinh ngày: {format_date(face.person.birth_date) if face.person.birth_date else '…'}",
                f"Số thẻ: {face.person.card_number or '…'}",
                face.branch,
                face.above,
            ),
            code=address(printed_token(face.card.serial, face.card.key)),
            portrait=_portrait(face),
            notice="Minh hoạ, không có giá trị" if face.person.example else "",
        )
        for face in faces
    ]
    return cards_pdf(cards, title=title)


def _portrait(face: CardFace) -> bytes | None:
    photo = face.person.photo
    return small_copy(photo).read_bytes() if photo is not None and photo.path.exists() else None
