"""A table as a Word table: fixed widths, head on every page, proof bars as small shaded tables inside."""

from viecthat.documents import measure, text, wordml
from viecthat.documents.model import Cell, Lang, Number, ProofBar, Table
from viecthat.documents.word_runs import RunWriter
from viecthat.documents.wordml import Element, element

GROUND = "EEF2F7"
_VERIFIED, _EVIDENCED, _DECLARED = "0B2F74", "4D86E4", "8492A6"
_BAR_HEIGHT = 125  # twips
# Points above and below the words of a row, as the style Table Text has them.
_ROW_ROOM = 6
_SIDES = ("top", "left", "bottom", "right")


def table_parts(
    table: Table, width: float, lang: Lang, writer: RunWriter, largest: int = measure.TABLE_POINTS
) -> list[Element]:
    """Caption, table, key of its proof bars, and the room after it; `width` in mm, `largest` letters in points."""
    layout = measure.lay_out(table, width, lang, largest)
    caption = [writer.line("Caption", table.caption)] if table.caption else []
    made = [*caption, _TableWriter(table, layout, wordml.twips(width), lang, writer).table()]
    if table.has_proof_bars:
        made.append(_proof_key(lang))
    made.append(wordml.paragraph("AfterTable"))
    return made


class _TableWriter:
    def __init__(self, table: Table, layout: measure.TableLayout, width: int, lang: Lang, writer: RunWriter) -> None:
        self.content, self.layout, self.lang, self.writer = table, layout, lang, writer
        self.widths = wordml.shares(width, layout.widths)
        self.padding = wordml.twips(measure.CELL_PADDING)

    def table(self) -> Element:
        last = len(self.content.rows) - 1 if self.content.total_row else -1
        rows = (
            wordml.row(
                *(
                    self._cell(cell, width, column.align, bold=position == last)
                    for cell, width, column in zip(cells, self.widths, self.content.columns, strict=True)
                )
            )
            for position, cells in enumerate(self.content.rows)
        )
        return wordml.table(
            self.widths,
            *self._head(),
            *rows,
            padding=self.padding,
            style="RuledTable",
            describe=text.clean(self.content.caption),
        )

    def _head(self) -> list[Element]:
        columns, titles = (
            self.content.columns,
            list(zip([c.title for c in self.content.columns], self.widths, strict=True)),
        )
        if not any(column.group for column in columns):
            return [wordml.row(*(self._head_cell(*title) for title in titles), head=True)]
        # LibreOffice cuts a title that runs over both rows, on every page but the first, unless they are tall enough.
        height = max(
            (self._head_height(*title) for title, column in zip(titles, columns, strict=True) if not column.group),
            default=0,
        )
        upper, lower, place = [], [], 0
        for group, size in self.content.column_groups():
            if group:
                upper.append(self._head_cell(group, sum(self.widths[place : place + size]), span=size))
                lower += [self._head_cell(*title) for title in titles[place : place + size]]
            else:
                upper.append(self._head_cell(*titles[place], merge="restart"))
                lower.append(self._head_cell("", self.widths[place], merge="continue"))
            place += size
        return [wordml.row(*cells, head=True, height=height // 2) for cells in (upper, lower)]

    def _head_cell(self, title: str, width: int, *, span: int = 1, merge: str = "") -> Element:
        content = self.writer.line("TableHead", title, points=self.layout.points)
        return wordml.cell(width, content, span=span, merge=merge, shading=wordml.fill(GROUND), align="center")

    def _head_height(self, title: str, width: int) -> int:
        inner = width / wordml.twips(1) - 2 * measure.CELL_PADDING
        lines = measure.lines_of(text.clean(title), self.layout.points, inner, bold=True)
        return round((lines * self.layout.points * 1.15 + _ROW_ROOM) * 20)

    def _cell(self, content: Cell, width: int, align: str, *, bold: bool) -> Element:
        points = self.layout.points
        match content:
            case ProofBar():
                bar = _proof_bar(content, width - 2 * self.padding, self.lang)
                # Word wants a paragraph after an inner table.
                return wordml.cell(width, bar, wordml.paragraph("BarText"), align="center")
            case Number(bookmark=bookmark):
                runs = [self.writer.bound(text.number_text(content, self.lang), bookmark, bold=bold, points=points)]
            case _:
                runs = self.writer.runs((content,), bold=bold, points=points)
        properties = [] if align == "left" else [element("w:jc", val=align)]
        return wordml.cell(width, wordml.paragraph("TableText", *runs, properties=properties), align="center")


def _proof_bar(bar: ProofBar, width: int, lang: Lang) -> Element:
    shadings = (wordml.fill(_VERIFIED), wordml.fill(_EVIDENCED), wordml.hatch(_DECLARED, GROUND))
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
        describe=text.proof_description(bar, lang),
        borders=element("w:tblBorders", *edges),
    )


def _proof_key(lang: Lang) -> Element:
    words, swatch = text.WORDS[lang], text.NBSP * 4
    key = (
        (wordml.fill(_VERIFIED), words.verified),
        (wordml.fill(_EVIDENCED), words.evidenced),
        (wordml.hatch(_DECLARED, GROUND), words.declared),
    )
    runs: list[Element] = []
    for shade, name in key:
        runs += [wordml.run(swatch, shading=shade), wordml.run(f"{text.NBSP}{name}      ")]
    return wordml.paragraph("ProofKey", *runs)
