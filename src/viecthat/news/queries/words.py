"""Words of an article: as an address, as tags, as looked through before it is published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viecthat.kernel.names import fold, normalise
from viecthat.kernel.syllables import looks_misspelt
from viecthat.news.choices import Check

if TYPE_CHECKING:
    from viecthat.news.models import Article, ArticlePicture

MOST_TAGS = 12
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,}) \1\b", re.IGNORECASE)
# Said twice on purpose: "luôn luôn", "xanh xanh".
_REPEATED = """
    luôn nhiều ngày đêm người nhà đâu ai mãi hằng thường dần vừa càng xanh nho hay từ khắp ngành nơi đời tầng lớp
    chiều sáng mau đều từng rất thôn năm tháng gần xa xinh đông hàng lời sắp
"""
_SAID_TWICE = frozenset(_REPEATED.split())
_SPACING = re.compile(r"\S* [,.;:!?](?=\s|$)|[^\W\d_]+[,;!?][^\W\d_]+")
_IN_TEXT = re.compile(r"^\[ảnh (\d+)\]$", re.MULTILINE | re.IGNORECASE)
FIGURE = re.compile(r"\[số (\d+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """Something for the editor to look at: what, and the places in the text."""

    check: Check
    places: tuple[str, ...] = ()


def slug_of(text: str) -> str:
    """The words as they stand in an address: Đoàn xã → doan-xa."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def article_slug(title: str) -> str:
    """The end of an article's address."""
    return slug_of(title)[:120].strip("-") or "bai"


def tags_of(text: str) -> tuple[list[str], list[str]]:
    """Tags between commas, each once, and how they stand in an address."""
    tags: dict[str, str] = {}
    for part in text.split(","):
        tag = normalise(part)[:60]
        if slug_of(tag):
            tags.setdefault(slug_of(tag)[:60], tag)
    kept = list(tags.items())[:MOST_TAGS]
    return [tag for _slug, tag in kept], [slug for slug, _tag in kept]


def numbers_in(body: str) -> list[int]:
    """Which pictures the body names, in order."""
    return [int(number) for number in _IN_TEXT.findall(body)]


def figures_in(body: str) -> list[int]:
    """Which figures the body names, in order."""
    return [int(number) for number in FIGURE.findall(body)]


def checks_of(
    article: Article, pictures: Sequence[ArticlePicture], figures: Mapping[int, bool] | None = None
) -> list[Found]:
    """What an editor should look at. Only figures (number, and whether the ledger has it) can forbid publishing."""
    told, named = figures or {}, figures_in(article.body)
    text = "\n".join([article.title, article.lead, article.body, *(place.picture.caption for place in pictures)])
    captions = Counter(fold(place.picture.caption) for place in pictures if place.picture.caption)
    numbers = {place.number for place in pictures}
    asked: list[tuple[Check, bool, list[str]]] = [
        (Check.NO_LEAD, not article.lead, []),
        (Check.NO_BYLINE, not article.byline, []),
        (Check.NO_TAGS, not article.tags, []),
        (Check.SPELLING, False, sorted({word for word in _WORD.findall(text) if looks_misspelt(word)})),
        (Check.DOUBLED, False, _doubled(text)),
        (Check.SPACING, False, [" ".join(place.split()) for place in _SPACING.findall(text)]),
        (Check.NO_PICTURE, False, [f"[ảnh {n}]" for n in numbers_in(article.body) if n not in numbers]),
        (Check.NO_FIGURE, False, [f"[số {n}]" for n in named if n not in told]),
        (Check.UNUSED_FIGURE, False, [f"[số {n}]" for n in told if n not in named]),
        (Check.EMPTY_FIGURE, False, [f"[số {n}]" for n, there in told.items() if not there and n in named]),
        (Check.NO_CAPTION, False, [f"[ảnh {p.number}]" for p in pictures if not p.picture.caption]),
        (Check.NO_ALT, False, [f"[ảnh {p.number}]" for p in pictures if not p.picture.alt]),
        (
            Check.SAME_CAPTION,
            False,
            [p.picture.caption for p in pictures if captions[fold(p.picture.caption)] > 1 and p.picture.caption],
        ),
    ]
    return [Found(check, tuple(dict.fromkeys(places))) for check, always, places in asked if always or places]


def _doubled(text: str) -> list[str]:
    return [match[0] for match in _DOUBLED.finditer(text) if match[1].lower() not in _SAID_TWICE]
