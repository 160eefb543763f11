"""What stands in the QR of a card: a serial number and a signature, nothing about its bearer.

A printed card holds one token until the card is revoked; a phone shows one that is good for some minutes, so that a
picture of it is worth nothing tomorrow.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 600  # of a phone's token; the one before is still good
_PRINTED, _PHONE = b"p", b"m"
_SERIAL_BYTES, _SIGN_BYTES = 5, 10
_LENGTH = 26  # letters: 16 bytes in base 32


@dataclass(frozen=True)
class Token:
    """A token as it was read: of which card, shown how, with which signature."""

    phone: bool
    serial: int
    signature: bytes


def printed_token(serial: int, key: str) -> str:
    """The token of a printed card."""
    return _written(_PRINTED, serial, _sign(_PRINTED, serial, 0, key))


def phone_token(serial: int, key: str, at: datetime) -> str:
    """The token a phone shows now."""
    return _written(_PHONE, serial, _sign(_PHONE, serial, _window(at), key))


def read_token(text: str) -> Token | None:
    """What a token says; None for anything that is none. Whether it is signed by the card, `is_signed` tells."""
    if len(text) != _LENGTH:
        return None
    try:
        raw = base64.b32decode(text.upper() + "=" * (-_LENGTH % 8))
    except (binascii.Error, ValueError):
        return None
    kind, serial, signature = raw[:1], raw[1 : 1 + _SERIAL_BYTES], raw[1 + _SERIAL_BYTES :]
    if kind not in {_PRINTED, _PHONE}:
        return None
    return Token(kind == _PHONE, int.from_bytes(serial), signature)


def is_signed(token: Token, key: str, at: datetime) -> bool:
    """The card's key made the signature; of a phone's token, just now."""
    if not token.phone:
        return hmac.compare_digest(token.signature, _sign(_PRINTED, token.serial, 0, key))
    now = _window(at)
    return any(
        hmac.compare_digest(token.signature, _sign(_PHONE, token.serial, window, key)) for window in (now, now - 1)
    )


def _window(at: datetime) -> int:
    return int(at.timestamp()) // WINDOW_SECONDS


def _sign(kind: bytes, serial: int, window: int, key: str) -> bytes:
    said = f"{kind.decode()}:{serial}:{window}:{key}"
    return salted_hmac("viecthat.card", said, algorithm="sha256").digest()[:_SIGN_BYTES]


def _written(kind: bytes, serial: int, signature: bytes) -> str:
    raw = kind + serial.to_bytes(_SERIAL_BYTES) + signature
    return base64.b32encode(raw).decode().rstrip("=")
