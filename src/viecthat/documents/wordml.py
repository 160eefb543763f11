"""The WordprocessingML that python-docx has no words for: content controls, fields, shading, tables of fixed widths."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

_PARTS = Path(__file__).parent / "templates" / "documents" / "word"
_PLACES = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document.xml.rels",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/numbering.xml": "numbering.xml",
    "docProps/core.xml": "core.xml",
}
# The oldest moment a zip archive can name: equal documents are then equal byte for byte.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)

# python-docx builds its elements by metaclass, so they have no static type.
Element = Any


@cache
def _blank_package() -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for place, part in _PLACES.items():
            archive.writestr(place, (_PARTS / part).read_bytes())
    return package.getvalue()


def blank_document() -> Document:
    """An empty A4 document with our styles and nothing of python-docx's own template."""
    return docx.Document(io.BytesIO(_blank_package()))


def saved(document: Document) -> bytes:
    """The file's bytes, the same for the same content."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _NO_MOMENT), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """`element("w:shd", val="clear", fill="EEEEEE")`: attributes are of the w: namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(
    text: str, *, bold: bool = False, italic: bool = False, points: float = 0, shading: Element | None = None
) -> Element:
    """Words in the look of their paragraph's style, but for what is said here."""
    marks: list[Element] = []
    if bold:
        marks += [element("w:b"), element("w:bCs")]
    if italic:
        marks += [element("w:i"), element("w:iCs")]
    if points:
        marks += [element("w:sz", val=round(2 * points)), element("w:szCs", val=round(2 * points))]
    if shading is not None:
        marks.append(shading)
    made = element("w:r", *([element("w:rPr", *marks)] if marks else []))
    for position, line in enumerate(text.split("\n")):
        if position:
            made.append(element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if piece:
                words = element("w:t")
                words.text = piece
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(words)
    return made


def content_control(tag: str, number: int, content: Element) -> Element:
    """A content control round one run: readers of the file find the figure by its tag, not by its place."""
    return element(
        "w:sdt",
        element(
            "w:sdtPr",
            element("w:alias", val=tag),
            element("w:tag", val=tag),
            element("w:id", val=number),
            # Not w:text: LibreOffice drops the bold of a plain-text control.
            element("w:richText"),
        ),
        element("w:sdtContent", content),
    )


def field(code: str, shown: str) -> list[Element]:
    """A field such as PAGE, with what is shown until it is computed."""
    instruction = element("w:instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        element("w:r", element("w:fldChar", fldCharType="begin")),
        element("w:r", instruction),
        element("w:r", element("w:fldChar", fldCharType="separate")),
        run(shown),
        element("w:r", element("w:fldChar", fldCharType="end")),
    ]


def watermark(words: str, number: int) -> Element:
    """Words behind the page, pale and aslant, as Word itself writes them; `number` tells the shapes of a file apart."""
    shape = (_PARTS / "watermark.xml").read_text()
    return parse_xml(shape.format(words=quoteattr(words), number=number, width=min(480, 62 * len(words))))


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """`properties` come in the order the schema wants: keepNext, pageBreakBefore, ind, jc."""
    return element("w:p", element("w:pPr", element("w:pStyle", val=style), *properties), *content)


def cell(
    width: int,
    *content: Element,
    span: int = 1,
    merge: str = "",
    shading: Element | None = None,
    align: str = "",
) -> Element:
    """A table cell of `width` twips; `merge` is "restart" or "continue" of a vertical merge."""
    properties = [element("w:tcW", w=width, type="dxa")]
    if span > 1:
        properties.append(element("w:gridSpan", val=span))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    if shading is not None:
        properties.append(shading)
    if align:
        properties.append(element("w:vAlign", val=align))
    return element("w:tc", element("w:tcPr", *properties), *content)


def row(*cells: Element, head: bool = False, height: int = 0, exact: bool = False) -> Element:
    """A row that no page end cuts in two; `head` repeats it on every page; `height` in twips is the least or exact."""
    properties = [element("w:cantSplit")]
    if height:
        properties.append(element("w:trHeight", val=height, hRule="exact" if exact else "atLeast"))
    if head:
        properties.append(element("w:tblHeader"))
    return element("w:tr", element("w:trPr", *properties), *cells)


def table(
    widths: Sequence[int],
    *rows: Element,
    padding: int = 0,
    style: str = "",
    describe: str = "",
    borders: Element | None = None,
) -> Element:
    """A table of fixed column widths in twips, `padding` at both sides; `describe` is read out for what is drawn."""
    properties = [element("w:tblStyle", val=style)] if style else []
    properties += [element("w:tblW", w=sum(widths), type="dxa")]
    if borders is not None:
        properties.append(borders)
    sides = ("top", 0), ("left", padding), ("bottom", 0), ("right", padding)
    properties += [
        element("w:tblLayout", type="fixed"),
        # Said in every table: LibreOffice gives its own padding to a table that leaves it to the style.
        element("w:tblCellMar", *(element(f"w:{side}", w=room, type="dxa") for side, room in sides)),
    ]
    if describe:
        properties.append(element("w:tblDescription", val=describe))
    return element(
        "w:tbl",
        element("w:tblPr", *properties),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)),
        *rows,
    )


def fill(colour: str) -> Element:
    return element("w:shd", val="clear", color="auto", fill=colour)


def hatch(colour: str, ground: str) -> Element:
    return element("w:shd", val="thinDiagStripe", color=colour, fill=ground)


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of `total` in proportion to `weights`, together exactly `total`."""
    whole = sum(weights)
    edges = [0]
    passed = 0.0
    for weight in weights:
        passed += weight
        edges.append(round(total * passed / whole))
    return [right - left for left, right in pairwise(edges)]
