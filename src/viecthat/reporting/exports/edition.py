"""An edition, or a draft, as the Union's report: made of its content alone, so that equal contents give equal bytes.

In Vietnamese always: what was signed was signed in these words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from viecthat.documents.model import (
    Annex,
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    proof_bar,
)
from viecthat.kernel.dates import format_moment
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.numbers import roman
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import WorkArea
from viecthat.reporting.queries.content import ContentLine, ContentSection, EditionContent, Part
from viecthat.reporting.queries.wording import figure_words, part_words
from viecthat.units.exports import UnitHead
from viecthat.units.queries import UnitRow

DRAFT = "BẢN THẢO"
_BY_COMMITTEE = "TM. BAN THƯỜNG VỤ"  # a form's usual words; who it is in a unit of this kind, its head knows
_BULLET = ("- ", "– ", "+ ", "• ")
_COLUMNS_ABREAST = 6
_MOST_MISSING = 60
_FINGERPRINT = 16


@dataclass(frozen=True, slots=True)
class Signed:
    """What a print says of the edition beside its content."""

    number: int
    signed_at: datetime
    digest: str


def edition_document(content: EditionContent, signed: Signed | None) -> OfficialDocument:
    """The report as signed; without `signed` a draft, undated, that says on every page that it is one."""
    with override("vi"):
        head = _head(content)
        period = Period(content.start, content.end)
        return OfficialDocument(
            superior=head.superior,
            issuer=head.issuer,
            number=head.number,
            place=head.place,
            day=localdate(signed.signed_at) if signed is not None else None,
            type_name="BÁO CÁO",
            abstract=_abstract(content, period),
            body=tuple(_body(content, head, period)),
            annexes=tuple(_annexes(content)),
            signature=_signature(content, head, signed),
            recipients=head.report_recipients(with_units_below=bool(content.coverage.expected)),
            notices=tuple(_notices(content, signed)),
            watermark="" if signed is not None else DRAFT,
        )


def _abstract(content: EditionContent, period: Period) -> tuple[str, ...]:
    """The subject and the period, each said once."""
    what, when = subject(content), _capital(period.name())
    if when.lower() in what.lower():
        return (what,)
    return (when,) if what.lower() in when.lower() else (what, when)


def subject(content: EditionContent) -> str:
    """What the report is on: the form's name without the word that already stands above it."""
    name = content.form_name
    return _capital(name.removeprefix("Báo cáo ").strip()) if name.startswith("Báo cáo ") else name


def _head(content: EditionContent) -> UnitHead:
    names = (*content.superior, content.unit_name)
    kinds = content.kinds if len(content.kinds) == len(names) else ("",) * len(names)
    rows = [
        UnitRow(place, "", name, kind, None, content.start, None)
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    return UnitHead(rows[-1], tuple(rows[:-1]), "vi")


def _signature(content: EditionContent, head: UnitHead, signed: Signed | None) -> Signature:
    behalf = head.signature.on_behalf if content.signing in {"", _BY_COMMITTEE} else content.signing
    if signed is None:
        return Signature(behalf, "", "")
    return Signature(behalf, content.signer_post.upper(), content.signer, "(đã ký)")


def _body(content: EditionContent, head: UnitHead, period: Period) -> Iterator[Block]:
    committee = head.committee
    yield Paragraph(f"{committee} {content.unit_name} báo cáo kết quả {period.name()} như sau:")
    for section in content.sections:
        yield Heading(_level(section), _title(section))
        yield from _told(section)
    yield from _coverage(content)
    yield Paragraph(f"Trên đây là báo cáo của {content.unit_name}; số liệu ở phụ lục kèm theo.")


def _level(section: ContentSection) -> Literal[1, 2, 3]:
    return 1 if section.level <= 1 else 2 if section.level == 2 else 3


def _title(section: ContentSection) -> str:
    heading = section.heading.upper() if section.level <= 1 else section.heading
    return f"{section.number}. {heading}" if section.number else heading


def _told(section: ContentSection) -> Iterator[Block]:
    """Paragraphs, with lines that begin with a dash as lists."""
    items: list[str] = []
    for line in section.read_as.split("\n"):
        if line.startswith(_BULLET):
            items.append(line[2:].strip())
            continue
        if items:
            yield Bullets(tuple(items))
            items = []
        if line.strip():
            yield Paragraph(line.strip())
    if items:
        yield Bullets(tuple(items))
    if section.written and not section.read_as.strip():
        yield Paragraph("(Không có nội dung.)", italic=True)


def _coverage(content: EditionContent) -> Iterator[Block]:
    coverage = content.coverage
    if not coverage.expected:
        return
    said = f"Báo cáo này có báo cáo đã nhận của {coverage.accepted}/{coverage.expected} đơn vị trực thuộc"
    if coverage.sent:
        said += f"; {coverage.sent} đơn vị đã gửi, chưa nhận"
    if coverage.missing:
        named, more = coverage.missing[:_MOST_MISSING], len(coverage.missing) - _MOST_MISSING
        said += f"; chưa gửi: {', '.join(named)}" + (f" và {more} đơn vị khác" if more > 0 else "")
    yield Paragraph(f"{said}.")


def _annexes(content: EditionContent) -> Iterator[Annex]:
    yield Annex("BẢNG SỐ LIỆU", tuple(_figures(content)), landscape=True)
    tables = tuple(_parts(content.lines))
    if tables:
        yield Annex("SỐ LIỆU CHIA THEO ĐƠN VỊ, NHÓM", tables, landscape=True)


def _figures(content: EditionContent) -> Iterator[Block]:
    below = any(line.below is not None for line in content.lines)
    columns = (
        Column("TT", "center", 5),
        Column("Nội dung", "left", 42),
        Column("Đơn vị tính", "center", 13),
        Column("Kết quả", "right", 15),
        Column("Mức chứng thực", "left", 17),
        *((Column("Cộng báo cáo đã nhận từ cấp dưới", "right", 15),) if below else ()),
        Column("Ghi chú", "left", 40),
    )
    rows: list[tuple[Cell, ...]] = []
    areas = list(dict.fromkeys(line.area for line in content.lines))
    number = 0
    for place, area in enumerate(areas, start=1):
        rows.append((Figure(roman(place)), Figure(area_name(area)), *("" for _ in columns[2:])))
        for line in content.lines:
            if line.area == area:
                number += 1
                rows.append((str(number), *_row(line, below=below)))
    yield Table(columns, tuple(rows))
    if content.doubts:
        yield Paragraph((Figure("Khi ký, số liệu còn những điểm sau và đơn vị đã trả lời:"),))
        yield Bullets(tuple(f"{doubt.sentence} Trả lời: {doubt.answer or 'chưa trả lời'}" for doubt in content.doubts))


def area_name(area: int) -> str:
    """The block of figures."""
    return str(WorkArea(area).label) if area in WorkArea.values else "Khác"


def _row(line: ContentLine, *, below: bool) -> tuple[Cell, ...]:
    under = "" if line.below is None else part_words(Part("", *_counts(line, line.below, line.below_of)), line.decimals)
    return (
        line.name,
        "%" if line.is_share else line.measured_in,
        Figure(figure_words(line), bold=False, bookmark=line.code[:64]) if line.has_figure else "–",
        proof_bar(*line.grades) if line.has_figure else "",
        *((under,) if below else ()),
        "; ".join(notes_on(line)),
    )


def _counts(line: ContentLine, first: int, of: int | None) -> tuple[int | None, int | None, int | None]:
    return (None, first, of) if line.is_share else (first, None, None)


def notes_on(line: ContentLine) -> Iterator[str]:
    """What a reader must know of one figure."""
    if line.is_share and line.has_figure:
        yield f"n/N = {part_words(Part('', n=line.n, of=line.of), line.decimals)}"
    if line.typed is not None:
        typed = part_words(Part("", *_counts(line, line.typed, line.typed_of)), line.decimals)
        yield f"kê khai thêm {typed}: {line.reason}"
    if line.explanation:
        yield line.explanation


def _parts(lines: Sequence[ContentLine]) -> Iterator[Table]:
    """One table for the lines that are opened alike, as many abreast as a sheet holds."""
    alike: dict[tuple[tuple[int | None, str], ...], list[ContentLine]] = {}
    for line in lines:
        if line.parts:
            alike.setdefault(tuple(_key(part) for part in line.parts if _key(part) != _OWN), []).append(line)
    for same in alike.values():
        for first in range(0, len(same), _COLUMNS_ABREAST):
            yield _part_table(same[first : first + _COLUMNS_ABREAST])


_OWN = (None, "")


def _key(part: Part) -> tuple[int | None, str]:
    return part.unit, part.name


def _part_table(lines: Sequence[ContentLine]) -> Table:
    each = 60 / len(lines)
    columns = (
        Column("TT", "center", 5),
        Column("Đơn vị, nhóm", "left", 30),
        *(Column(_column_title(line), "right", each) for line in lines),
    )
    by_line = [{_key(part): part for part in line.parts} for line in lines]
    keys = list(dict.fromkeys(key for parts in by_line for key in parts))
    rows: list[tuple[Cell, ...]] = []
    for place, key in enumerate(keys, start=1):
        cells = _part_cells((parts.get(key) for parts in by_line), lines)
        rows.append((str(place), key[1] or "Ghi tại chính đơn vị", *cells))
    whole = (figure_words(line) if line.has_figure else "–" for line in lines)
    return Table(columns, (*rows, ("", "Chung", *whole)), total_row=True)


def _column_title(line: ContentLine) -> str:
    return line.name if line.is_share else f"{line.name} ({line.measured_in})"


def _part_cells(parts: Iterable[Part | None], lines: Sequence[ContentLine]) -> Iterator[Cell]:
    for part, line in zip(parts, lines, strict=True):
        yield "–" if part is None else part_words(part, line.decimals)


def _notices(content: EditionContent, signed: Signed | None) -> Iterator[str]:
    if signed is None:
        yield "Bản thảo, chưa ký: số còn theo sổ việc mà thay đổi."
    else:
        moment = format_moment(localtime(signed.signed_at), "vi")
        yield f"Bản {signed.number}, ký {moment}; mã nội dung {signed.digest[:_FINGERPRINT]}…"
        if content.signed_for:
            yield f"{content.signer} ký thay {content.signed_for} theo ủy quyền."
    if content.made_up:
        yield from MadeUp(int(content.made_up)).sentences("vi")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
