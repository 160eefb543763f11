"""Reading a finished PDF: words in order, where they stand, in which face."""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

POINTS = 72 / 25.4


@dataclass(frozen=True)
class Place:
    """Where words stand on a page, in mm from its left and its top."""

    left: float
    right: float
    top: float
    bottom: float
    baseline: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Pdf:
    def __init__(self, content: bytes) -> None:
        self.file = pypdfium2.PdfDocument(content)
        self.pages = list(self.file)

    def text(self, page: int) -> str:
        """One page's words with single spaces."""
        return folded(self.pages[page].get_textpage().get_text_range())

    @property
    def all_text(self) -> str:
        return " ".join(self.text(page) for page in range(len(self.pages)))

    def find(self, page: int, words: str) -> Place:
        """The first place of `words` on the page; they must stand on one line."""
        textpage = self.pages[page].get_textpage()
        first, count = self._span(page, words)
        boxes = [textpage.get_charbox(at) for at in range(first, first + count)]
        height = self.pages[page].get_height()
        return Place(
            left=min(box[0] for box in boxes) / POINTS,
            right=max(box[2] for box in boxes) / POINTS,
            top=(height - max(box[3] for box in boxes)) / POINTS,
            bottom=(height - min(box[1] for box in boxes)) / POINTS,
            baseline=(height - _origin(textpage, first)) / POINTS,
        )

    def face(self, page: int, words: str) -> tuple[str, float]:
        """Font and size of the first letter of `words`."""
        textpage, at = self.pages[page].get_textpage(), self._span(page, words)[0]
        return _font(textpage, at), round(pdfium.FPDFText_GetFontSize(textpage.raw, at), 1)

    def fonts(self) -> set[str]:
        found = set()
        for page in self.pages:
            textpage = page.get_textpage()
            found |= {_font(textpage, at) for at in range(textpage.count_chars())}
        return found - {""}

    def image(self, page: int, dots_per_mm: int = 4) -> Image.Image:
        scale = dots_per_mm / POINTS
        return self.pages[page].render(scale=scale).to_pil().convert("RGB")

    def _span(self, page: int, words: str) -> tuple[int, int]:
        textpage = self.pages[page].get_textpage()
        hit = textpage.search(words, match_case=True).get_next()
        assert hit is not None, f"{words!r} is not on page {page + 1}: {self.text(page)}"
        return hit


def folded(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("\u00a0", " ")).strip()


def rule_under(image: Image.Image, place: Place, within: float, dots_per_mm: int = 4) -> tuple[float, float] | None:
    """Left and right end in mm of the longest dark line in the `within` mm below `place`."""
    grey = image.convert("L")
    longest: tuple[float, float] | None = None
    for row in range(int(place.bottom * dots_per_mm) + 1, int((place.bottom + within) * dots_per_mm)):
        dark = [column for column in range(grey.width) if grey.getpixel((column, row)) < 140]
        for left, right in _stretches(dark):
            if longest is None or right - left > longest[1] - longest[0]:
                longest = (left, right)
    return longest and (longest[0] / dots_per_mm, longest[1] / dots_per_mm)


def _stretches(columns: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for column in columns:
        if found and column == found[-1][1] + 1:
            found[-1] = (found[-1][0], column)
        else:
            found.append((column, column))
    return found


def _font(textpage: pypdfium2.PdfTextPage, at: int) -> str:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage.raw, at, name, 128, flags)
    return name.value.decode().partition("+")[2] or name.value.decode()


def _origin(textpage: pypdfium2.PdfTextPage, at: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage.raw, at, x, y)
    return y.value
