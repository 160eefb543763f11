"""Words of a document as Word runs; each bound figure in a content control with a number of its own."""

from itertools import count

from viecthat.documents import text, wordml
from viecthat.documents.model import Figure, Runs, as_runs
from viecthat.documents.wordml import Element


class RunWriter:
    """One for each file: the numbers of its content controls run through it."""

    def __init__(self) -> None:
        self._control_ids = count(1)

    def line(self, style: str, words: str, *, points: float = 0) -> Element:
        return wordml.paragraph(style, wordml.run(text.clean(words), points=points))

    def runs(self, words: str | Runs, *, bold: bool = False, italic: bool = False, points: float = 0) -> list[Element]:
        made = []
        for part in as_runs(words):
            if isinstance(part, Figure):
                figure_bold = bold or part.bold
                made.append(self.bound(part.text, part.bookmark, bold=figure_bold, italic=italic, points=points))
                if part.unit:
                    made.append(wordml.run(text.figure_unit(part), bold=bold, italic=italic, points=points))
            else:
                made.append(wordml.run(text.clean(part), bold=bold, italic=italic, points=points))
        return made

    def bound(
        self, words: str, bookmark: str, *, bold: bool = False, italic: bool = False, points: float = 0
    ) -> Element:
        content = wordml.run(text.clean(words), bold=bold, italic=italic, points=points)
        return wordml.content_control(bookmark, next(self._control_ids), content) if bookmark else content
