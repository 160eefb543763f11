"""An official document as a Word file: the Union's layout in native parts, each bound figure in a content control."""

import io
from collections.abc import Iterable
from datetime import date, datetime, time

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from viecthat.documents import drawing, measure, text, wordml
from viecthat.documents.charts import Chart
from viecthat.documents.model import (
    Annex,
    Block,
    Bullets,
    Handout,
    Heading,
    Lang,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    leads_in,
)
from viecthat.documents.word_runs import RunWriter
from viecthat.documents.word_table import table_parts
from viecthat.documents.wordml import Element, element, twips


def to_docx(document: OfficialDocument) -> bytes:
    """The document as a Word file; equal documents give equal bytes."""
    return _Writer(document).write()


def handout_docx(handout: Handout) -> bytes:
    """The handout as a Word file, in the letters asked for: Word has no way to make them fit."""
    return _HandoutWriter(handout).write()


class BlockWriter:
    """Blocks as Word elements in one file: numbers of its controls run through it, its charts are drawn at once."""

    def __init__(
        self, word: Document, lang: Lang, blocks: Iterable[Block], largest: int = measure.TABLE_POINTS
    ) -> None:
        self.word, self.lang, self.largest = word, lang, largest
        self.writer = RunWriter()
        self.line = self.writer.line
        charts = list(dict.fromkeys(block.chart for block in blocks if isinstance(block, Picture)))
        self._drawn: dict[Chart, bytes] = dict(zip(charts, drawing.to_png(charts), strict=True))

    def elements(self, block: Block, width: float) -> list[Element]:
        """The elements of one block; `width` in mm. Not for a page break, which belongs to what follows it."""
        match block:
            case Heading(level=level, text=words):
                return [self.line(f"Heading{level}", words)]
            case Paragraph(runs=runs, italic=italic):
                return [wordml.paragraph("BodyText", *self.writer.runs(runs, italic=italic))]
            case Bullets(items=items):
                return [wordml.paragraph("ListBullet", *self.writer.runs(item)) for item in items]
            case Table():
                return table_parts(block, width, self.lang, self.writer, self.largest)
            case Picture():
                return self._picture(block, width)
        raise TypeError(f"no such block: {block!r}")

    def _picture(self, picture: Picture, width: float) -> list[Element]:
        caption = [self.line("Caption", picture.caption)] if picture.caption else []
        for made in caption:
            made.pPr.keepNext_val = True
        wide = min(width, drawing.WIDTH)
        inline = self.word.part.new_pic_inline(io.BytesIO(self._drawn[picture.chart]), width=Mm(wide))
        inline.docPr.set("descr", text.clean(picture.chart.describe))
        return [*caption, wordml.paragraph("Picture", element("w:r", element("w:drawing", inline)))]


class _Writer:
    """One file being written: the body grows at its end."""

    def __init__(self, document: OfficialDocument) -> None:
        self.document = document
        self.words = text.WORDS[document.lang]
        self.word: Document = wordml.blank_document()
        blocks = (*document.body, *(block for annex in document.annexes for block in annex.blocks))
        self.blocks = BlockWriter(self.word, document.lang, blocks)
        self.line = self.blocks.line

    def write(self) -> bytes:
        document = self.document
        _properties(self.word, document.title, document.issuer, document.day, document.lang)
        self._head()
        self._title()
        self._blocks(document.body, measure.UPRIGHT, keep_last=True)
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

    def _head(self) -> None:
        document = self.document
        left, right = (twips(width) for width in measure.head_columns(document))
        issuing = [self.line("HeadLine", document.superior)] if document.superior else []
        issuing += [self.line("Issuer", document.issuer), self.line("HeadLine", "***")]
        inset = (right - twips(measure.union_width(document.lang))) // 2
        union = wordml.paragraph(
            "UnionName", wordml.run(self.words.union), properties=[element("w:ind", left=inset, right=inset)]
        )
        self._add(
            wordml.table(
                (left, right),
                wordml.row(wordml.cell(left, *issuing), wordml.cell(right, union)),
                wordml.row(
                    wordml.cell(left, self.line("HeadLine", text.number_line(document))),
                    wordml.cell(right, self.line("PlaceAndDay", text.place_and_day(document))),
                ),
            )
        )

    def _title(self) -> None:
        self._add(self.line("Title", self.document.type_name))
        self._add(*(self.line("Subtitle", line) for line in self.document.abstract))
        self._add(wordml.paragraph("ShortRule"))

    def _blocks(self, blocks: tuple[Block, ...], width: float, *, keep_last: bool = False) -> None:
        break_before = False
        for position, block in enumerate(blocks, start=1):
            if isinstance(block, PageBreak):
                break_before = True
                continue
            made = self.blocks.elements(block, width)
            if break_before:
                if made[0].tag == qn("w:tbl"):
                    made.insert(0, wordml.paragraph("SectionEnd"))
                made[0].pPr.insert_element_before(element("w:pageBreakBefore"), "w:ind", "w:jc")
                break_before = False
            alone = keep_last and position == len(blocks) and isinstance(block, Heading | Paragraph)
            if alone or (position < len(blocks) and leads_in(block, blocks[position])):
                # A signature alone on a sheet could be put under any text.
                made[-1].pPr.keepNext_val = True
            self._add(*made)

    def _signature(self) -> None:
        document, sign = self.document, self.document.signature
        left, right = (twips(width) for width in measure.SIGNATURE_COLUMNS)
        lines = text.recipient_lines(document)
        recipients = [self.line("RecipientsHead", self.words.recipients)] if lines else []
        recipients += [self.line("Recipient", line) for line in lines]
        signed = [self.line("SignatureName", sign.on_behalf), self.line("Signature", sign.post)]
        signed += [self.line("Signature", line) for line in ("", "", sign.mark, "", "")]
        signed.append(self.line("SignatureName", sign.name))
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
        words = text.clean(self.document.watermark)
        behind = [[wordml.watermark(words, place)] if words else [] for place in (1, 2)]
        _replace(section.first_page_header._element, [wordml.paragraph("Header", *behind[0])])
        _replace(section.header._element, [wordml.paragraph("Header", *wordml.field("PAGE", "2"), *behind[1])])
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
            self.line("AnnexOrigin", text.annex_origin(self.document)),
        )
        self._blocks(annex.blocks, measure.LYING if annex.landscape else measure.UPRIGHT)


class _HandoutWriter:
    """A handout being written."""

    def __init__(self, handout: Handout) -> None:
        self.handout = handout
        self.word: Document = wordml.blank_document()
        self.blocks = BlockWriter(self.word, handout.lang, handout.body, handout.table_points)

    def write(self) -> bytes:
        handout, line = self.handout, self.blocks.line
        _properties(self.word, f"{handout.title} {handout.subtitle}".strip(), handout.issuer, handout.day, handout.lang)
        _set_size(self.word, handout.points)
        short, long = measure.PAPERS[handout.paper]
        wide, tall = (long, short) if handout.landscape else (short, long)
        section = self.word.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if handout.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(tall)
        section.top_margin = section.bottom_margin = Mm(measure.HANDOUT_MARGIN)
        section.left_margin = section.right_margin = Mm(measure.HANDOUT_MARGIN)
        end = self.word.element.body.sectPr
        for made in (line("HandoutIssuer", handout.issuer), line("HandoutTitle", handout.title)):
            end.addprevious(made)
        end.addprevious(line("HandoutSubtitle", handout.subtitle))
        for block in handout.body:
            if isinstance(block, PageBreak):
                continue
            for made in self.blocks.elements(block, wide - 2 * measure.HANDOUT_MARGIN):
                end.addprevious(made)
        notices = " · ".join(text.clean(notice) for notice in handout.notices)
        for footer in (section.first_page_footer, section.footer):
            _replace(footer._element, [wordml.paragraph("Footer" if notices else "Normal", wordml.run(notices))])
        return wordml.saved(self.word)


def _set_size(word: Document, points: float) -> None:
    """Paragraphs of this size, without the first-line indent of an official text."""
    styles = word.styles.element
    for style in styles.iter(qn("w:style")):
        name = style.get(qn("w:styleId"))
        if name in {"BodyText", "ListBullet", "Heading1", "Heading2", "Heading3"}:
            marks = style.get_or_add_rPr()
            marks.append(element("w:sz", val=round(2 * points)))
            marks.append(element("w:szCs", val=round(2 * points)))
            indent = style.find(f"{qn('w:pPr')}/{qn('w:ind')}")
            if indent is not None:
                indent.set(qn("w:firstLine"), "0")


def _properties(word: Document, title: str, author: str, day: date | None, lang: Lang) -> None:
    properties = word.core_properties
    properties.title = text.clean(title)[:255]
    properties.author = text.clean(author)[:255]
    properties.last_modified_by = properties.author
    properties.language = "vi-VN" if lang == "vi" else "en-GB"
    if day:
        properties.created = properties.modified = datetime.combine(day, time())
    if lang != "vi":
        for language in word.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")


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
