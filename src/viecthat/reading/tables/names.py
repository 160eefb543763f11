"""Which unit a name in a table is: abbreviations, marks left out, misspellings, names of before a reform."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from viecthat.kernel.names import fold, normalise

NEAR = 0.79
_CLEARLY = 0.04  # by how much the nearest name must lead before it is proposed
_LOOKED_AT = 8
_NUMBERED = re.compile(r"^(?:\d{1,4}|i{1,3}|iv|vi{0,3}|ix|[a-g])\s*[.)/\-]\s*(?=\D)")
_BRACKETS = re.compile(r"\(([^)]*)\)|\[[^\]]*\]|\*+")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]*[0-9a-z]")
_BODY = re.compile(
    r"^(?:(?:bch|ban chap hanh|btv|ban thuong vu|van phong|co quan)\s+)?"
    r"(?:(?:doan|d|dtn|tn)\.?\s+)?(?:(?:tncs|thanh nien(?: cong san)?|tn)\s+)?(?:(?:ho chi minh|hcm)\s+)?"
)
# Words for a place, by the kind they say; the longest first.
_KINDS = (
    ("thành phố", r"thanh pho|thanh doan|tp\.?|t\.p\.?"),
    ("thị xã", r"thi xa|thi doan|tx\.?|t\.x\.?"),
    ("thị trấn", r"thi tran|tt\.?"),
    ("đặc khu", r"dac khu|dk\.?"),
    ("phường", r"phuong(?: doan)?|p(?:\.|(?=\s?\d))"),
    ("quận", r"quan(?: doan)?|q(?:\.|(?=\s?\d))"),
    ("huyện", r"huyen(?: doan)?|h\."),
    ("tỉnh", r"tinh(?: doan)?|t\."),
    ("xã", r"xa(?: doan)?|x\."),
    ("chi đoàn", r"(?:chi doan|cd|c\.d)\.?(?:\s+(?:thon|to dan pho|tdp|khu pho|kp|khu|ap|ban|lang|xom|khom))?"),
    ("chi đoàn", r"thon|to dan pho|tdp|khu pho|kp|ap|ban|lang|xom|khom"),
)
_KIND = tuple((kind, re.compile(rf"(?:{words})(?=[\s\d]|$)\s*")) for kind, words in _KINDS)
_KIND_DOTTED = tuple((kind, re.compile(rf"(?:{words})\s*")) for kind, words in _KINDS)
_NO_WORD = re.compile(r"[^a-z0-9]+")
_NOUGHTS = re.compile(r"\b0+(?=\d)")


class How(Enum):
    """How sure the finding is."""

    SAME = "same"
    NEAR = "near"
    MANY = "many"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A name a unit bears or bore. `counts_at`: the unit its figures are declared for on the table's day.

    That is the unit itself when it was there that day, its one successor or predecessor, or None when there are
    several. `depth`: how far below the unit whose table it is.
    """

    unit: int
    code: str
    name: str
    counts_at: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class Found:
    """The names that fit, the best first; `how` says whether the first may be taken."""

    how: How
    names: tuple[NamedUnit, ...] = ()

    @property
    def unit(self) -> int | None:
        """The unit to declare for, as far as it can be told."""
        return self.names[0].counts_at if self.names and self.how in {How.SAME, How.NEAR} else None


@lru_cache(maxsize=32_768)
def place_key(name: str) -> tuple[str, str]:
    """A unit's name without its body and kind: ("thành phố", "ha long") for "TP. Hạ Long"."""
    text = _BRACKETS.sub(" ", fold(name)).strip(" .-+–:;,")
    text = _NUMBERED.sub("", text)
    text = re.sub(r"(?<=[a-z])\.(?=[a-z]{2})", ". ", text)
    kind, rest = _kind_of(text)
    if not kind:
        inner = _BODY.sub("", text)
        kind, rest = _kind_of(inner)
    core = _NOUGHTS.sub("", " ".join(_NO_WORD.sub(" ", rest).split()))
    return (kind, core) if core else ("", " ".join(_NO_WORD.sub(" ", text).split()))


def _kind_of(text: str) -> tuple[str, str]:
    for kind, words in _KIND:
        if (found := words.match(text)) and found.end() < len(text):
            return kind, text[found.end() :]
    for kind, words in _KIND_DOTTED:
        if (found := words.match(text)) and found.group().rstrip().endswith(".") and found.end() < len(text):
            return kind, text[found.end() :]
    return "", text


class UnitNames:
    """The names a table may mean, ready to be looked up."""

    def __init__(self, names: Iterable[NamedUnit]) -> None:
        self._by_core: dict[str, list[tuple[str, NamedUnit]]] = defaultdict(list)
        self._by_code: dict[str, NamedUnit] = {}
        for named in names:
            kind, core = place_key(named.name)
            self._by_core[core].append((kind, named))
            self._by_code.setdefault(named.code, named)
        self._grams = {core: _pairs(core) for core in self._by_core}
        self._known: dict[str, Found] = {}

    def holds(self, text: str) -> bool:
        """Whether the text is a name, whosever."""
        return self.found(text, near=False).how in {How.SAME, How.MANY}

    def found(self, text: str, *, near: bool = True) -> Found:
        """The unit with this name or code, or those it may be."""
        if len(text) > 300 or not any(map(str.isalpha, text)):
            return Found(How.NONE)
        if (known := self._known.get(text)) is None:
            known = self._known[text] = self._exact(text)
        if known.how is How.NONE and near:
            return self._near(text)
        return known

    def _exact(self, text: str) -> Found:
        for word in (text.strip().lower(), *(inner.lower() for inner in re.findall(r"\(([^)]*)\)", text))):
            if _CODE.fullmatch(word) and word in self._by_code:
                return Found(How.SAME, (self._by_code[word],))
        whole = normalise(text)
        for said in (whole, re.split(r"\s*,\s*|\s+[-–]\s+", whole)[0]):
            kind, core = place_key(said)
            if found := self._by_core.get(core):
                return _chosen(said, kind, found)
        return Found(How.NONE)

    def _near(self, text: str) -> Found:
        kind, core = place_key(text)
        if len(core) < 4:
            return Found(How.NONE)
        pairs = _pairs(core)
        ranked = sorted(
            (
                (2 * len(pairs & grams) / (len(pairs) + len(grams)), other)
                for other, grams in self._grams.items()
                if grams
            ),
            reverse=True,
        )[:_LOOKED_AT]
        scored = sorted(((SequenceMatcher(None, core, other).ratio(), other) for _rank, other in ranked), reverse=True)
        if not scored or scored[0][0] < NEAR:
            return Found(How.NONE)
        chosen = _chosen(text, kind, self._by_core[scored[0][1]])
        clear = len(scored) == 1 or scored[0][0] - scored[1][0] >= _CLEARLY
        if chosen.how is How.SAME and clear:
            return Found(How.NEAR, chosen.names)
        others = tuple(named for score, other in scored[:3] if score >= NEAR for _kind, named in self._by_core[other])
        return Found(How.MANY, others)


def _chosen(said: str, kind: str, found: list[tuple[str, NamedUnit]]) -> Found:
    """Of several of one name: those of the kind said, then of the very marks, then nearest below, then of today."""
    of_kind = [named for its, named in found if not kind or not its or its == kind]
    how = How.SAME if of_kind else How.NEAR
    left = of_kind or [named for _kind, named in found]
    last, nearest = said.lower().rpartition(" ")[2], min(named.depth for named in left)
    for better in (
        lambda named: named.name.lower().endswith(last),
        lambda named: named.counts_at == named.unit,
        lambda named: named.depth == nearest,
    ):
        if len({named.unit for named in left}) > 1:
            left = [named for named in left if better(named)] or left
    if len({named.unit for named in left}) > 1 or left[0].counts_at is None:
        return Found(How.MANY, tuple({named.unit: named for named in left}.values()))
    return Found(how, (left[0],))


def _pairs(core: str) -> frozenset[str]:
    return frozenset(core[at : at + 2] for at in range(len(core) - 1))
