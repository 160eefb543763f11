"""Pictures that look the same: 64 bits that survive resizing and recompression, and pieces to find them by.

The bits say, for eight by eight places, whether a picture grows brighter from left to right (difference hash).
"""

from __future__ import annotations

from collections.abc import Sequence

ACROSS, DOWN = 9, 8  # the small grey picture that is looked at
SAME = 6  # bits by which two pictures of the same thing may differ
_PLAIN = 12  # a picture with less between its darkest and brightest place is like every other
# Two that differ in at most four bits agree in one of five pieces; most that differ in six do too.
_PIECES = ((13, 0), (13, 13), (13, 26), (13, 39), (12, 52))
_WORD = 1 << 64


def likeness_of(grey: Sequence[int]) -> int | None:
    """The bits of a picture drawn small, row by row, as a signed 64-bit number; None when nothing is to be seen."""
    if max(grey) - min(grey) < _PLAIN:
        return None
    bits = 0
    for row in range(DOWN):
        for place in range(row * ACROSS, row * ACROSS + ACROSS - 1):
            bits = bits << 1 | (grey[place] < grey[place + 1])
    return bits - _WORD if bits >= _WORD >> 1 else bits


def distance(one: int, other: int) -> int:
    """In how many bits two likenesses differ."""
    return ((one ^ other) % _WORD).bit_count()


def bands(likeness: int) -> list[int]:
    """The pieces of a likeness, each with its place: what an index holds."""
    bits = likeness % _WORD
    return [piece << 13 | bits >> shift & (1 << width) - 1 for piece, (width, shift) in enumerate(_PIECES)]
