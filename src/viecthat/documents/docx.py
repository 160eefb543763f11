"""An official document as a Word file: the Union's layout in native parts, each bound figure in a content control."""

import textwrap
from collections.abc import Iterable
from datetime import datetime, time
from itertools import count

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from viecthat.documents import text, wordml
from viecthat.documents.model import (
    Annex,
    Block,
    Bullets,
    Cell,
    Figure,
    Heading,
    Number,
    OfficialDocument,
    PageBreak,
    Paragraph,
    ProofBar,
    Runs,
    Table,
    as_runs,
)
from viecthat.documents.wordml import Element, element

# Twips (1/20 point). 160 mm between the margins of an upright page, 257 mm of a lying one.
_UPRIGHT, _LYING = 9071, 14570
_HEAD_LEFT = 4252
_SIGN_LEFT = 3969
_CELL_PADDING = 85
_BAR_HEIGHT = 125
_BOLD_LETTER, _HEAD_LINE, _HEAD_ROOM = 125, 280, 120
_GROUND = "EEF2F7"
_VERIFIED, _EVIDENCED, _DECLARED = "0B2F74", "4D86E4", "8492A6"


def to_docx(document: OfficialDocument) -> bytes:
    """The document as a Word file; equal documents give equal bytes."""
    return _Writer(document).write()


class _Writer:
    """One file being written: the body grows at its end, content controls are numbered through."""

    def __init__(self, document: OfficialDocument) -> None:
        self.document = document
        self.words = text.WORDS[document.lang]
        self.word: Document = wordml.blank_document()
        self.control_ids = count(1)

    def write(self) -> bytes:
        document = self.document
        self._properties()
        self._head()
        self._title()
        self._blocks(document.body, _UPRIGHT, keep_last=True)
        self._signature()
        self._notices()
        self._running_lines(self.word.sections[0])
        for position, annex in enumerate(document.annexes, start=1):
            self._annex(annex, position)
        return wordml.saved(self.word)

    def _add(self, *parts: Element) -> None:
        end = self.word.element.body.sectPr
        for part in parts:
            end.addprevious(part)

    def _properties(self) -> None:
        document, properties = self.document, self.word.core_properties
        properties.title = text.clean(document.title)[:255]
        properties.author = text.clean(document.issuer)[:255]
        properties.last_modified_by = properties.author
        properties.language = "vi-VN" if document.lang == "vi" else "en-GB"
        if document.day:
            properties.created = properties.modified = datetime.combine(document.day, time())
        if document.lang != "vi":
            for language in self.word.styles.element.iter(qn("w:lang")):
                language.set(qn("w:val"), "en-GB")

    def _head(self) -> None:
        document = self.document
        left, right = _HEAD_LEFT, _UPRIGHT - _HEAD_LEFT
        issuing = [self._line("HeadLine", document.superior)] if document.superior else []
        issuing += [self._line("Issuer", document.issuer), self._line("HeadLine", "***")]
        inset = (right - round(self.words.union_width * 1440 / 25.4)) // 2
        union = wordml.paragraph(
            "UnionName", wordml.run(self.words.union), properties=[element("w:ind", left=inset, right=inset)]
        )
        self._add(
            wordml.table(
                (left, right),
                wordml.row(wordml.cell(left, *issuing), wordml.cell(right, union)),
                wordml.row(
                    wordml.cell(left, self._line("HeadLine", text.number_line(document))),
                    wordml.cell(right, self._line("PlaceAndDay", text.place_and_day(document))),
                ),
            )
        )

    def _title(self) -> None:
        self._add(self._line("Title", self.document.type_name))
        self._add(*(self._line("Subtitle", line) for line in self.document.abstract))
        self._add(wordml.paragraph("ShortRule"))

    def _line(self, style: str, words: str) -> Element:
        return wordml.paragraph(style, wordml.run(text.clean(words)))

    def _runs(self, words: str | Runs, *, bold: bool = False, italic: bool = False) -> list[Element]:
        made = []
        for part in as_runs(words):
            if isinstance(part, Figure):
                made.append(self._bound(text.clean(part.text), part.bookmark, bold=bold or part.bold, italic=italic))
                if part.unit:
                    made.append(wordml.run(text.figure_unit(part), bold=bold, italic=italic))
            else:
                made.append(wordml.run(text.clean(part), bold=bold, italic=italic))
        return made

    def _bound(self, words: str, bookmark: str, *, bold: bool, italic: bool = False) -> Element:
        content = wordml.run(words, bold=bold, italic=italic)
        return wordml.content_control(bookmark, next(self.control_ids), content) if bookmark else content

    def _blocks(self, blocks: tuple[Block, ...], width: int, *, keep_last: bool = False) -> None:
        break_before = False
        for position, block in enumerate(blocks, start=1):
            if isinstance(block, PageBreak):
                break_before = True
                continue
            made = self._block(block, width)
            if break_before:
                first = made[0]
                if first.tag == qn("w:tbl"):
                    first = wordml.paragraph("SectionEnd")
                    made.insert(0, first)
                first.pPr.insert_element_before(element("w:pageBreakBefore"), "w:ind", "w:jc")
                break_before = False
            if keep_last and position == len(blocks) and made[-1].tag == qn("w:p"):
                # A signature alone on a sheet could be put under any text.
                made[-1].pPr.keepNext_val = True
            self._add(*made)

    def _block(self, block: Block, width: int) -> list[Element]:
        match block:
            case Heading(level=level, text=words):
                return [self._line(f"Heading{level}", words)]
            case Paragraph(runs=runs, italic=italic):
                return [wordml.paragraph("BodyText", *self._runs(runs, italic=italic))]
            case Bullets(items=items):
                return [wordml.paragraph("ListBullet", *self._runs(item)) for item in items]
            case Table():
                return self._table(block, width)
        raise TypeError(f"no such block: {block!r}")

    def _table(self, table: Table, width: int) -> list[Element]:
        widths = wordml.shares(width, [column.width_share for column in table.columns])
        last = len(table.rows) - 1 if table.total_row else -1
        made = [self._line("Caption", table.caption)] if table.caption else []
        made.append(
            wordml.table(
                widths,
                *self._table_head(table, widths),
                *(
                    wordml.row(
                        *(
                            self._cell(content, column_width, column.align, bold=position == last)
                            for content, column_width, column in zip(cells, widths, table.columns, strict=True)
                        )
                    )
                    for position, cells in enumerate(table.rows)
                ),
                padding=_CELL_PADDING,
                style="RuledTable",
                describe=text.clean(table.caption),
            )
        )
        if table.has_proof_bars:
            made.append(self._proof_key())
        made.append(wordml.paragraph("AfterTable"))
        return made

    def _table_head(self, table: Table, widths: list[int]) -> list[Element]:
        def head_cell(title: str, width: int, *, span: int = 1, merge: str = "") -> Element:
            content = self._line("TableHead", title)
            return wordml.cell(width, content, span=span, merge=merge, shading=wordml.fill(_GROUND), align="center")

        titles = [(column.title, width) for column, width in zip(table.columns, widths, strict=True)]
        if not any(column.group for column in table.columns):
            return [wordml.row(*(head_cell(*title) for title in titles), head=True)]
        # LibreOffice cuts a title that runs over both rows, on every page but the first, unless they are tall enough.
        height = max(
            (_head_height(*title) for title, column in zip(titles, table.columns, strict=True) if not column.group),
            default=0,
        )
        upper, lower, place = [], [], 0
        for group, size in table.column_groups():
            if group:
                upper.append(head_cell(group, sum(widths[place : place + size]), span=size))
                lower += [head_cell(*title) for title in titles[place : place + size]]
            else:
                upper.append(head_cell(*titles[place], merge="restart"))
                lower.append(head_cell("", widths[place], merge="continue"))
            place += size
        return [wordml.row(*upper, head=True, height=height // 2), wordml.row(*lower, head=True, height=height // 2)]

    def _cell(self, content: Cell, width: int, align: str, *, bold: bool) -> Element:
        if isinstance(content, ProofBar):
            bar = self._proof_bar(content, width - 2 * _CELL_PADDING)
            # Word wants a paragraph after an inner table.
            return wordml.cell(width, bar, wordml.paragraph("BarText"), align="center")
        match content:
            case Number(bookmark=bookmark):
                runs = [self._bound(text.number_text(content, self.document.lang), bookmark, bold=bold)]
            case Figure():
                runs = self._runs((content,), bold=bold)
            case _:
                runs = self._runs((content,), bold=bold)
        properties = [] if align == "left" else [element("w:jc", val=align)]
        return wordml.cell(width, wordml.paragraph("TableText", *runs, properties=properties), align="center")

    def _proof_bar(self, bar: ProofBar, width: int) -> Element:
        shadings = (wordml.fill(_VERIFIED), wordml.fill(_EVIDENCED), wordml.hatch(_DECLARED, _GROUND))
        parts = [(part, shade) for part, shade in zip(text.proof_parts(bar, width), shadings, strict=True) if part]
        parts = parts or [(width, wordml.fill("FFFFFF"))]
        edges = [element(f"w:{side}", val="single", sz=2, space=0, color=_DECLARED) for side in _SIDES]
        return wordml.table(
            [part for part, _ in parts],
            wordml.row(
                *(wordml.cell(part, wordml.paragraph("BarText"), shading=shade) for part, shade in parts),
                height=_BAR_HEIGHT,
                exact=True,
            ),
            describe=text.proof_description(bar, self.document.lang),
            borders=element("w:tblBorders", *edges),
        )

    def _proof_key(self) -> Element:
        room = text.NBSP * 4
        key = (
            (wordml.fill(_VERIFIED), self.words.verified),
            (wordml.fill(_EVIDENCED), self.words.evidenced),
            (wordml.hatch(_DECLARED, _GROUND), self.words.declared),
        )
        runs: list[Element] = []
        for shade, words in key:
            runs += [wordml.run(room, shading=shade), wordml.run(f"{text.NBSP}{words}      ")]
        return wordml.paragraph("ProofKey", *runs)

    def _signature(self) -> None:
        document, sign = self.document, self.document.signature
        left, right = _SIGN_LEFT, _UPRIGHT - _SIGN_LEFT
        lines = text.recipient_lines(document)
        recipients = [self._line("RecipientsHead", self.words.recipients)] if lines else []
        recipients += [self._line("Recipient", line) for line in lines]
        signed = [self._line("SignatureName", sign.on_behalf), self._line("Signature", sign.post)]
        signed += [self._line("Signature", line) for line in ("", "", sign.mark, "", "")]
        signed.append(self._line("SignatureName", sign.name))
        self._add(
            wordml.paragraph("AfterTable", properties=[element("w:keepNext")]),
            wordml.table(
                (left, right),
                wordml.row(
                    wordml.cell(left, *(recipients or [wordml.paragraph("Recipient")])), wordml.cell(right, *signed)
                ),
            ),
        )

    def _notices(self) -> None:
        notices = [text.clean(notice) for notice in self.document.notices]
        self._add(wordml.paragraph("AfterTable"))
        self._add(*(wordml.paragraph("Notice", wordml.run(notice, italic=True)) for notice in notices))

    def _running_lines(self, section: Section) -> None:
        """Page number above from page 2, notices below on every page; later sections follow the first."""
        notices = " · ".join(text.clean(notice) for notice in self.document.notices)
        _replace(section.first_page_header._element, [wordml.paragraph("Header")])
        _replace(section.header._element, [wordml.paragraph("Header", *wordml.field("PAGE", "2"))])
        for footer in (section.first_page_footer, section.footer):
            line = wordml.paragraph("Footer", wordml.run(notices)) if notices else wordml.paragraph("Normal")
            _replace(footer._element, [line])

    def _annex(self, annex: Annex, position: int) -> None:
        section = self.word.add_section()
        # The paragraph that ends a section must not push an empty page out.
        ending = self.word.element.body.sectPr.getprevious()
        ending.pPr.insert(0, element("w:pStyle", val="SectionEnd"))
        section.different_first_page_header_footer = False
        _turn(section, landscape=annex.landscape)
        head = wordml.run(f"{text.annex_head(self.document, position)}\n{text.clean(annex.title)}")
        self._add(
            wordml.paragraph("AnnexHead", head),
            self._line("AnnexOrigin", text.annex_origin(self.document)),
        )
        self._blocks(annex.blocks, _LYING if annex.landscape else _UPRIGHT)


_SIDES = ("top", "left", "bottom", "right")


def _head_height(title: str, width: int) -> int:
    """About how high a column title of 12 pt bold stands, in twips."""
    lines = textwrap.wrap(title, max(1, (width - 2 * _CELL_PADDING) // _BOLD_LETTER)) or [""]
    return len(lines) * _HEAD_LINE + _HEAD_ROOM


def _turn(section: Section, *, landscape: bool) -> None:
    """The binding edge, 30 mm, is the left of an upright page and the top of a lying one."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.top_margin = Mm(30) if landscape else Mm(20)
    section.left_margin = Mm(20) if landscape else Mm(30)


def _replace(container: Element, content: Iterable[Element]) -> None:
    for child in list(container):
        container.remove(child)
    container.extend(content)
