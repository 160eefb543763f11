"""An official document as PDF: tagged, with outline, set by Typst in fonts that travel with the package."""

import json
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import typst

from viecthat.documents import drawing, measure, text
from viecthat.documents.model import (
    Block,
    Bullets,
    Cell,
    Figure,
    Handout,
    Heading,
    Number,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Picture,
    ProofBar,
    Runs,
    Table,
    as_runs,
    leads_in,
)

_TEMPLATES = Path(__file__).parent / "templates" / "documents"
_BAR_LENGTH = 10_000
# How much smaller a handout's letters may become so that it keeps to one sheet.
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)

Data = dict[str, Any]


def to_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF; equal documents give equal bytes."""
    return _set("official.typ", _data(document))


def handout_pdf(handout: Handout) -> bytes:
    """The handout as PDF; with `one_page` in smaller letters as long as it takes more than a sheet."""
    for scale in _SCALES if handout.one_page else _SCALES[:1]:
        made = _set("handout.typ", _handout_data(handout, scale))
        if not handout.one_page or _page_count(made) == 1:
            break
    return made


def _set(template: str, data: Data) -> bytes:
    return typst.compile(
        str(_TEMPLATES / template),
        format="pdf",
        font_paths=[str(measure.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )


def _page_count(made: bytes) -> int:
    with pypdfium2.PdfDocument(made) as read:
        return len(read)


def _handout_data(handout: Handout, scale: float) -> Data:
    words, day = text.WORDS[handout.lang], handout.day
    width = measure.PAPERS[handout.paper][0 if not handout.landscape else 1] - 2 * measure.HANDOUT_MARGIN
    largest = max(measure.LEAST_POINTS, round(handout.table_points * scale))
    return {
        "lang": handout.lang,
        "issuer": text.clean(handout.issuer),
        "title": text.clean(handout.title),
        "subtitle": text.clean(handout.subtitle),
        "day": [day.year, day.month, day.day],
        "paper": handout.paper,
        "landscape": handout.landscape,
        "margin": measure.HANDOUT_MARGIN,
        "points": handout.points * scale,
        "indent": 0,
        "gap": 4 * scale,
        "notices": [text.clean(notice) for notice in handout.notices],
        "body": _blocks(handout, handout.body, width, largest),
        "words": {"verified": words.verified, "evidenced": words.evidenced, "declared": words.declared},
    }


def _data(document: OfficialDocument) -> Data:
    words, sign, day = text.WORDS[document.lang], document.signature, document.day
    return {
        "lang": document.lang,
        "title": text.clean(document.title),
        "head_columns": measure.head_columns(document),
        "signature_columns": measure.SIGNATURE_COLUMNS,
        "day": [day.year, day.month, day.day] if day else None,
        "superior": text.clean(document.superior or ""),
        "issuer": text.clean(document.issuer),
        "number": text.number_line(document),
        "place": text.place_and_day(document),
        "type": text.clean(document.type_name),
        "abstract": [text.clean(line) for line in document.abstract],
        "body": _blocks(document, document.body, measure.UPRIGHT),
        "annexes": [
            {
                "head": f"{text.annex_head(document, position)}\n{text.clean(annex.title)}",
                "origin": text.annex_origin(document),
                "landscape": annex.landscape,
                "blocks": _blocks(document, annex.blocks, measure.LYING if annex.landscape else measure.UPRIGHT),
            }
            for position, annex in enumerate(document.annexes, start=1)
        ],
        "signature": {
            "on_behalf": text.clean(sign.on_behalf),
            "post": text.clean(sign.post),
            "mark": text.clean(sign.mark),
            "name": text.clean(sign.name),
        },
        "recipients": text.recipient_lines(document),
        "notices": [text.clean(notice) for notice in document.notices],
        "watermark": text.clean(document.watermark),
        "words": {
            "union": words.union,
            "recipients": words.recipients,
            "verified": words.verified,
            "evidenced": words.evidenced,
            "declared": words.declared,
        },
    }


def _blocks(
    document: OfficialDocument | Handout, blocks: tuple[Block, ...], width: float, largest: int = measure.TABLE_POINTS
) -> list[Data]:
    while blocks and isinstance(blocks[-1], PageBreak):
        blocks = blocks[:-1]
    made = [_block(document, block, width, largest) for block in blocks]
    for block, told, after in zip(blocks, made, blocks[1:], strict=False):
        told["leads"] = leads_in(block, after)
    return made


def _block(document: OfficialDocument | Handout, block: Block, width: float, largest: int) -> Data:
    match block:
        case Heading(level=level, text=words):
            return {"kind": "heading", "level": level, "text": text.clean(words)}
        case Paragraph(runs=runs, italic=italic):
            return {"kind": "paragraph", "runs": _runs(runs), "italic": italic}
        case Bullets(items=items):
            return {"kind": "bullets", "items": [_runs(item) for item in items]}
        case Table():
            return _table(document, block, width, largest)
        case Picture(chart=chart, caption=caption):
            return {
                "kind": "picture",
                "svg": drawing.to_svg(chart),
                "describe": text.clean(chart.describe),
                "caption": text.clean(caption),
            }
        case PageBreak():
            return {"kind": "page-break"}
    raise TypeError(f"no such block: {block!r}")


def _table(document: OfficialDocument | Handout, table: Table, width: float, largest: int) -> Data:
    layout = measure.lay_out(table, width, document.lang, largest)
    return {
        "kind": "table",
        "caption": text.clean(table.caption),
        "points": layout.points,
        "columns": [
            {
                "title": text.clean(column.title),
                "align": column.align,
                "width": column_width,
                "group": text.clean(column.group),
            }
            for column, column_width in zip(table.columns, layout.widths, strict=True)
        ],
        "groups": [[text.clean(group), size] for group, size in table.column_groups()],
        "rows": [
            [
                _cell(document, cell, layout.points, column_width)
                for cell, column_width in zip(row, layout.widths, strict=True)
            ]
            for row in table.rows
        ],
        "total_row": table.total_row,
        "key": table.has_proof_bars,
    }


def _runs(words: str | Runs) -> list[Data]:
    made: list[Data] = []
    for part in as_runs(words):
        if isinstance(part, Figure):
            made.append({"text": text.clean(part.text), "bold": part.bold})
            if part.unit:
                made.append({"text": text.figure_unit(part), "bold": False})
        else:
            made.append({"text": text.clean(part), "bold": False})
    return made


def _cell(document: OfficialDocument | Handout, cell: Cell, points: int, width: float) -> Data:
    match cell:
        case ProofBar():
            return {
                "parts": text.proof_parts(cell, _BAR_LENGTH),
                "describe": text.proof_description(cell, document.lang),
            }
        case Number():
            return {"runs": [{"text": text.number_text(cell, document.lang), "bold": False}]}
        case Figure():
            return {"runs": _runs((cell,))}
        case _:
            words = measure.breakable(text.clean(cell), points, width - 2 * measure.CELL_PADDING)
            return {"runs": [{"text": words, "bold": False}]}
