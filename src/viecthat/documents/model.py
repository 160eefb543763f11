"""An official document as data: what it says, in which order. How it looks is decided by `docx` and `pdf`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from viecthat.documents.charts import Chart
from viecthat.kernel.quantities import Share

Align = Literal["left", "center", "right"]
Lang = Literal["vi", "en"]

_BOOKMARK = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def _check_bookmark(bookmark: str) -> None:
    # Word cuts a longer tag and refuses to open some others.
    if bookmark and not _BOOKMARK.fullmatch(bookmark):
        raise ValueError(f"bookmark {bookmark!r}: 1 to 64 of A-Z a-z 0-9 . _ : -")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure bound to data: `text` as the reader sees it ("156.835"), `bookmark` to find it again in the DOCX."""

    text: str
    unit: str = ""
    bold: bool = True
    bookmark: str = ""

    def __post_init__(self) -> None:
        _check_bookmark(self.bookmark)


Run = str | Figure
Runs = tuple[Run, ...]


def as_runs(words: str | Runs) -> Runs:
    return (words,) if isinstance(words, str) else words


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading as printed: level 1 "I. KẾT QUẢ", level 2 "1. Công tác giáo dục", level 3 "1.1. …"."""

    level: Literal[1, 2, 3]
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"heading level {self.level}: 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A justified paragraph with first-line indent."""

    runs: str | Runs
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list with dashes; each item is a text or a tuple of runs."""

    items: tuple[str | Runs, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a table cell, written by the document's language; None prints as a dash.

    `decimals` None keeps the value's own. A Share is written as a percentage, and so is a value whose unit is "%"
    (86.7 means 86,7 %): to one decimal unless `decimals` says otherwise.
    """

    value: int | Decimal | Share | None
    decimals: int | None = None
    unit: str = ""
    bookmark: str = ""

    def __post_init__(self) -> None:
        _check_bookmark(self.bookmark)


@dataclass(frozen=True, slots=True)
class ProofBar:
    """How much of a figure is declared, evidenced and verified, in any one unit; drawn as a bar of three parts."""

    declared: int | Decimal
    evidenced: int | Decimal
    verified: int | Decimal

    def __post_init__(self) -> None:
        if min(self.declared, self.evidenced, self.verified) < 0:
            raise ValueError("a proof bar has no negative part")

    @property
    def total(self) -> int | Decimal:
        return self.declared + self.evidenced + self.verified


def proof_bar(declared: int, evidenced: int, verified: int) -> ProofBar | str:
    """The bar of a figure; nothing where a correction leaves one grade below zero or the whole at nothing."""
    if min(declared, evidenced, verified) < 0 or not declared + evidenced + verified:
        return ""
    return ProofBar(declared=declared, evidenced=evidenced, verified=verified)


Cell = str | Number | Figure | ProofBar


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; neighbours with the same `group` get that word as a common head above them."""

    title: str
    align: Align = "left"
    width_share: float = 1
    group: str = ""

    def __post_init__(self) -> None:
        if self.width_share <= 0:
            raise ValueError(f"column {self.title!r}: width_share must be above 0")


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its head is repeated on every page. With `total_row` the last row is set bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total_row: bool = False
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table has columns")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")

    @property
    def has_proof_bars(self) -> bool:
        return any(isinstance(cell, ProofBar) for row in self.rows for cell in row)

    def column_groups(self) -> tuple[tuple[str, int], ...]:
        """Runs of neighbouring columns as (group, how many); a column outside groups stands alone."""
        groups: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and groups and groups[-1][0] == column.group:
                groups[-1] = (column.group, groups[-1][1] + 1)
            else:
                groups.append((column.group, 1))
        return tuple(groups)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart across the page, drawn by `drawing` in both renderings, with its caption above."""

    chart: Chart
    caption: str = ""


Block = Heading | Paragraph | Bullets | Table | Picture | PageBreak


def leads_in(block: Block, after: Block) -> bool:
    """Whether a paragraph only introduces what comes after it, and so never stands alone at the foot of a page."""
    if not isinstance(block, Paragraph) or not isinstance(after, Bullets | Table | Picture | Paragraph):
        return False
    last = as_runs(block.runs)[-1:]
    return bool(last) and (last[0] if isinstance(last[0], str) else last[0].text).rstrip().endswith(":")


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own; its number comes from its place."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: "TM. BAN THƯỜNG VỤ THÀNH ĐOÀN", "PHÓ BÍ THƯ", name; `mark` stands for the hand, "(đã ký)"."""

    on_behalf: str
    post: str
    name: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document in the Union's eight-part layout.

    `number` is printed as given after "Số:" (a leading "Số:" is accepted); None leaves room for it to be
    written in. `day` None leaves room for day and month. `abstract` holds the lines below the type.
    `notices` are what no reader may miss: framed after the signature and at the foot of every page. `watermark`
    stands pale and aslant behind every page: what is not signed yet is no document.
    """

    issuer: str
    type_name: str
    abstract: tuple[str, ...]
    place: str
    body: tuple[Block, ...]
    signature: Signature
    superior: str | None = None
    number: str | None = None
    day: date | None = None
    annexes: tuple[Annex, ...] = ()
    recipients: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    lang: Lang = "vi"
    watermark: str = ""

    @property
    def title(self) -> str:
        """Type and abstract in one line, for the file's properties."""
        return " ".join((self.type_name, *self.abstract)).strip()

    def bookmarks(self) -> tuple[str, ...]:
        """Every bookmark, in the order of reading, once each."""
        found: dict[str, None] = {}
        for blocks in (self.body, *(annex.blocks for annex in self.annexes)):
            for block in blocks:
                for part in _bound_parts(block):
                    if part.bookmark:
                        found.setdefault(part.bookmark)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Handout:
    """A page to hand out or to hang up: no official document, so it has no number and no signature.

    `points` is the size of its words, table letters at most `table_points`; `one_page` makes both smaller until all
    stands on one sheet. `day` is the day of making, for the file's properties.
    """

    issuer: str
    title: str
    subtitle: str
    body: tuple[Block, ...]
    day: date
    paper: Literal["a4", "a3"] = "a4"
    landscape: bool = False
    points: float = 12
    table_points: int = 11
    one_page: bool = True
    notices: tuple[str, ...] = ()
    lang: Lang = "vi"


def _bound_parts(block: Block) -> Iterable[Figure | Number]:
    match block:
        case Paragraph(runs=runs):
            parts: Iterable[object] = as_runs(runs)
        case Bullets(items=items):
            parts = (run for item in items for run in as_runs(item))
        case Table(rows=rows):
            parts = (cell for row in rows for cell in row)
        case _:
            parts = ()
    return (part for part in parts if isinstance(part, Figure | Number))
