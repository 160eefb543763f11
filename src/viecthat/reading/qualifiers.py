# ruff: noqa: E501 - a pattern is read on one line
"""How a number is qualified by the words at it: more than, nearly, about, at least, at most."""

from __future__ import annotations

import re

_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("about", re.compile(r"trên dưới\s?$")),
    (
        "at_least",
        re.compile(
            r"(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|chí ít|≥)(?:\s(?:là|có|đạt|từ|\w+))?\s?$"
        ),
    ),
    (
        "at_most",
        re.compile(
            r"(?:không quá|tối đa|không vượt quá|không hơn|nhiều nhất|≤|<|còn dưới|xuống dưới|dưới)(?:\s(?:là|có|\w+))?\s?$"
        ),
    ),
    ("nearly", re.compile(r"(?:gần|ngót|sắp xỉ|suýt soát)\s?$")),
    (
        "about",
        re.compile(
            r"(?:khoảng|xấp xỉ|chừng|ước|ước tính|ước đạt|ước khoảng|độ chừng|~|≈|khoảng chừng)(?:\s(?:đạt|có|là))?\s?$"
        ),
    ),
    ("over", re.compile(r"(?:hơn|trên|quá|>)\s?$")),
)
_COMPARED = re.compile(r"(?:thấp|cao|nhiều|ít|lớn|nhỏ|tốt|sớm|muộn|đông|dài|vượt)\shơn\s?$")
_AT_LEAST_AFTER = re.compile(r"(?:\s[^\W\d]+){0,5}\strở lên(?!\w)")
_WORD_AT_LEAST = re.compile(r"(?:ít nhất|tối thiểu|không dưới)\s?$")


def qualifier_of(low: str, start: int, end: int, *, ranged: bool) -> tuple[str, int]:
    """The qualifier, and where the words that say it begin."""
    if ranged:
        return "range", start
    before = low[max(0, start - 30) : start]
    if _COMPARED.search(before):
        return "exact", start
    for name, pattern in _BEFORE:
        found = pattern.search(before)
        if found and not (found.start() and before[found.start() - 1].isalnum()):
            return name, start - len(before) + found.start()
    if _AT_LEAST_AFTER.match(low, end) and before.rstrip().endswith(("từ", "có", "đạt")):
        return "at_least", start
    return "exact", start
