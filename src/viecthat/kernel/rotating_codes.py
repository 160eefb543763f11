"""Codes that change every thirty seconds, made without a network by whoever holds the key, and checked by whoever
gave it out. The browser makes the same ones (`activities/static/activities/codes.js`); a test holds them together.

A code is HMAC-SHA256 over what it is for, whose it is and the thirty seconds it belongs to, as in RFC 6238 (TOTP); a
QR carries six bytes of it together with what it was made over, a screen shows six digits of it to be typed.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

SECONDS = 30
STEPS_OFF = 1  # a code of the thirty seconds before or after still holds: clocks differ, hands are slow
_SERIAL_BYTES, _STEP_BYTES, _SIGN_BYTES = 5, 4, 6
_LENGTH = 26  # letters: 16 bytes in base 32
SERIAL_BITS = 8 * _SERIAL_BYTES


@dataclass(frozen=True)
class RotatingCode:
    """A code as it was read: for what (one byte), whose, of which thirty seconds, with which signature."""

    purpose: bytes
    serial: int
    step: int
    signature: bytes

    @property
    def made_at(self) -> datetime:
        """When its thirty seconds began."""
        return datetime.fromtimestamp(self.step * SECONDS, UTC)


def step_at(at: datetime) -> int:
    """The number of the thirty seconds that `at` is in."""
    return int(at.timestamp()) // SECONDS


def code_at(purpose: bytes, serial: int, key: str, at: datetime) -> str:
    """The letters of a QR shown at this moment."""
    step = step_at(at)
    raw = purpose + serial.to_bytes(_SERIAL_BYTES) + step.to_bytes(_STEP_BYTES)
    raw += _digest(purpose, serial, step, key)[:_SIGN_BYTES]
    return base64.b32encode(raw).decode().rstrip("=").lower()


def digits_at(purpose: bytes, serial: int, key: str, at: datetime) -> str:
    """The six digits shown at this moment."""
    return _digits(purpose, serial, step_at(at), key)


def read_code(text: str) -> RotatingCode | None:
    """What a QR's letters say; None for anything that is none. Whether the key made it, `is_signed` tells."""
    if len(text) != _LENGTH:
        return None
    try:
        raw = base64.b32decode(text.upper() + "=" * (-_LENGTH % 8))
    except (binascii.Error, ValueError):
        return None
    serial, step = raw[1 : 1 + _SERIAL_BYTES], raw[1 + _SERIAL_BYTES : -_SIGN_BYTES]
    return RotatingCode(raw[:1], int.from_bytes(serial), int.from_bytes(step), raw[-_SIGN_BYTES:])


def is_signed(code: RotatingCode, key: str) -> bool:
    """Whether the key made it, at whatever time."""
    right = _digest(code.purpose, code.serial, code.step, key)[:_SIGN_BYTES]
    return hmac.compare_digest(code.signature, right)


def is_of(code: RotatingCode, at: datetime) -> bool:
    """Whether it was the one to be seen at `at`, or its neighbour."""
    return abs(code.step - step_at(at)) <= STEPS_OFF


def digits_hold(typed: str, purpose: bytes, serial: int, key: str, at: datetime) -> bool:
    """Whether the typed digits are those of this moment, or the ones before or after."""
    now = step_at(at)
    steps = range(now - STEPS_OFF, now + STEPS_OFF + 1)
    return any(hmac.compare_digest(typed.encode(), _digits(purpose, serial, step, key).encode()) for step in steps)


def _digits(purpose: bytes, serial: int, step: int, key: str) -> str:
    kept = _digest(purpose, serial, step, key)[_SIGN_BYTES : _SIGN_BYTES + 4]
    return f"{int.from_bytes(kept) % 1_000_000:06d}"


def _digest(purpose: bytes, serial: int, step: int, key: str) -> bytes:
    return hmac.digest(key.encode(), f"{purpose.decode('latin-1')}:{serial}:{step}".encode(), sha256)
