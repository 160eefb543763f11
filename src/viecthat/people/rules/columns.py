"""Which column of a list is what: headings as people write them, with or without marks, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from viecthat.catalogue.readers import rows
from viecthat.documents.sheets import Cell, CellError, ReadRow
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.kernel.old_fonts import written_in_old_font

# What a column may fill, with its words, in the order in which it is offered.
FIELDS: dict[str, str] = {
    "full_name": gettext_noop("Họ và tên"),
    "family_name": gettext_noop("Họ và tên đệm"),
    "given_name": gettext_noop("Tên"),
    "birth_date": gettext_noop("Ngày sinh"),
    "born_male": gettext_noop("Ngày sinh (cột của nam)"),
    "born_female": gettext_noop("Ngày sinh (cột của nữ)"),
    "sex": gettext_noop("Giới tính"),
    "is_male": gettext_noop("Nam (đánh dấu)"),
    "is_female": gettext_noop("Nữ (đánh dấu)"),
    "branch": gettext_noop("Chi đoàn"),
    "above": gettext_noop("Đoàn cấp trên của chi đoàn"),
    "joined": gettext_noop("Ngày vào Đoàn"),
    "since": gettext_noop("Ngày về chi đoàn"),
    "card_number": gettext_noop("Số thẻ đoàn viên"),
    "phone": gettext_noop("Điện thoại"),
    "hometown": gettext_noop("Quê quán"),
    "residence": gettext_noop("Nơi ở"),
    "occupation": gettext_noop("Nghề nghiệp, lớp học"),
    "schooling": gettext_noop("Học vấn"),
    "ethnicity": gettext_noop("Dân tộc"),
    "religion": gettext_noop("Tôn giáo"),
    "id_number": gettext_noop("Số định danh cá nhân"),
}
SENSITIVE = frozenset({"ethnicity", "religion", "id_number"})
DAYS = frozenset({"birth_date", "born_male", "born_female", "joined", "since"})
LONGEST_HEADING = 200
_LOOKED_AT = 40  # a heading stands among the first rows or nowhere
_ASIDE = re.compile(r"\([^)]*\)")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_HAS_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands above the columns, which field each fills, and the number of the first row below."""

    heads: tuple[str, ...]
    fields: tuple[str, ...]
    first_row: int


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Headings as the catalogue has them: by their very words, and those that are known among others too."""
    exact: dict[str, str] = {}
    among: dict[str, str] = {}
    for row in rows("list_columns"):
        field = "" if row["field"] == "none" else row["field"]
        exact |= dict.fromkeys((*row.get("words", ()), *row.get("alone", ())), field)
        among |= dict.fromkeys(row.get("words", ()) if field else (), field)
    return exact, among


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """A heading without marks, capitals, what stands in brackets, and signs."""
    said = written_in_old_font(heading) or heading
    return " ".join(_NO_WORD.sub(" ", _ASIDE.sub(" ", fold(said))).split())


def field_of(heading: str) -> tuple[str, int]:
    """The field a heading names and how sure that is (2 its very words, 1 among others, 0 not at all)."""
    key = heading_key(heading)
    exact, among = _known()
    if key in exact:
        return exact[key], 2
    inside = [words for words in among if f" {words} " in f" {key} "]
    return (among[max(inside, key=len)], 1) if inside else ("", 0)


def find_headings(read: Sequence[ReadRow], habits: Mapping[str, str]) -> Headings:
    """The row of headings among the first rows: the one that names most fields. `habits`: what a key was taken for.

    Where no row names two, every column is unknown and the first row is data.
    """
    best: tuple[float, Headings] | None = None
    looked = read[:_LOOKED_AT]
    for place, row in enumerate(looked):
        following = looked[place + 1] if place + 1 < len(looked) else None
        for heads, below in _readings(row, following):
            fields = _fields_of(heads, habits)
            named = sum(bool(field) for field in fields)
            # Named fields first; of two readings the one that leaves fewer headings unread; above before below.
            worth = named - 0.01 * place - 0.001 * sum(bool(h) and not f for h, f in zip(heads, fields, strict=True))
            if named >= 2 and (best is None or worth > best[0]):
                best = worth, Headings(tuple(heads), tuple(fields), below)
    width = max((len(row.cells) for row in read), default=0)
    found = best[1] if best is not None else _unknown_headings(looked)
    missing = max(0, width - len(found.heads))
    wide, filled = found.heads + ("",) * missing, [*found.fields, *[""] * missing]
    _name_in_two(read, found.first_row, wide, filled)
    return Headings(wide, tuple(filled), found.first_row)


def _unknown_headings(looked: Sequence[ReadRow]) -> Headings:
    """Words over a row with digits are headings all the same; where there are none, the first row is data."""
    for row, following in pairwise(looked):
        words = [_words(cell) for cell in row.cells]
        said = [word for word in words if word]
        below = [_words(cell) for cell in following.cells]
        if len(said) > 1 and not any(map(_HAS_DIGIT.search, said)) and any(map(_HAS_DIGIT.search, below)):
            return Headings(tuple(words), ("",) * len(words), following.number)
    return Headings((), (), looked[0].number if looked else 1)


def _readings(row: ReadRow, following: ReadRow | None) -> list[tuple[list[str], int]]:
    """The row as headings, alone and together with sub-headings below it; each with the first row of data."""
    tops = [_words(cell) for cell in row.cells]
    found = [(tops, row.number + 1)]
    # The title of a list stands above its headings too: a row over others names columns itself.
    named = sum(bool(field_of(top)[0]) for top in tops)
    if named < 2 or following is None or any(not isinstance(cell, str | None) for cell in following.cells):
        return found
    subs = [_words(cell) for cell in following.cells]
    if not any(subs) or any(_HAS_DIGIT.search(sub) for sub in subs):
        return found
    width = max(len(tops), len(subs))
    tops += [""] * (width - len(tops))
    subs += [""] * (width - len(subs))
    both, above = [], ""
    for place, (top, sub) in enumerate(zip(tops, subs, strict=True)):
        if top:
            above = top
        merged = bool(sub) and (not top or (place + 1 < width and not tops[place + 1] and bool(subs[place + 1])))
        if sub and not merged:
            return found  # a row of data under its headings
        both.append(f"{above} {sub}" if sub else top)
    return [*found, (both, following.number + 1)]


def _fields_of(heads: Sequence[str], habits: Mapping[str, str]) -> list[str]:
    fields: list[str] = []
    taken: dict[str, tuple[int, int]] = {}
    for place, head in enumerate(heads):
        key = heading_key(head)
        field, sure = (habits[key], 3) if key in habits else _under_birth(key) or field_of(head)
        if field in taken and sure <= taken[field][1]:
            field = ""
        elif field in taken:
            fields[taken[field][0]] = ""
        if field:
            taken[field] = (place, sure)
        fields.append(field)
    return fields


def _under_birth(key: str) -> tuple[str, int] | None:
    """ "Ngày sinh" over "Nam" and "Nữ": the day stands in the column of the sex."""
    words = key.split()
    if len(words) < 2 or field_of(" ".join(words[:-1]))[0] != "birth_date":
        return None
    return {"nam": ("born_male", 2), "nu": ("born_female", 2)}.get(words[-1])


def _name_in_two(read: Sequence[ReadRow], first_row: int, heads: Sequence[str], fields: list[str]) -> None:
    """ "Họ và tên" over two columns: the name's first part and, under nothing, the given name."""
    if "full_name" not in fields or "given_name" in fields:
        return
    place = fields.index("full_name") + 1
    if place >= len(heads) or heads[place]:
        return
    beside = [row.cells[place] for row in read if row.number >= first_row and len(row.cells) > place]
    words = [cell for cell in beside if isinstance(cell, str) and not _HAS_DIGIT.search(cell)]
    if words and len(words) * 2 > len(beside):
        fields[place - 1], fields[place] = "family_name", "given_name"


def _words(cell: Cell) -> str:
    text = "" if cell is None or isinstance(cell, CellError) else str(cell)
    return normalise(text)[:LONGEST_HEADING]


def _begins_alike(words: str, key: str) -> bool:
    return words[0].isdigit() == key[:1].isdigit()


def is_heading_again(cells: Sequence[Cell], heads: Sequence[str]) -> bool:
    """The headings repeated on a further printed page, or the row that numbers the columns: (1) (2) (3)."""
    said = [_words(cell) for cell in cells]
    filled = [words for words in said if words]
    if len(filled) <= 2:
        return False
    keys = [heading_key(head) for head in heads]
    # Of a hundred thousand rows few cells look like a heading at all.
    alike = [(words, key) for words, key in zip(said, keys, strict=False) if words and _begins_alike(words, key)]
    same = len(alike) * 2 > len(filled) and sum(heading_key(words) == key for words, key in alike)
    numbers = [words.strip("()[]").removesuffix(".0") for words in filled]
    first = int(numbers[0]) if numbers[0].isdecimal() else -1
    return same * 2 > len(filled) or numbers == [str(first + place) for place in range(len(numbers))]
