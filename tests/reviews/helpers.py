"""What tests of review pages and workbooks read them by."""

import re
from html import unescape
from io import BytesIO

from python_calamine import CalamineWorkbook


def plain(response) -> str:
    """The words of a page, a space wherever an element begins or ends."""
    text = unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r" ([.,;])", r"\1", " ".join(text.replace("\u00a0", " ").split()))


def sheet_rows(content: bytes) -> dict[str, list[list[object]]]:
    """The rows of every sheet by its name; empty cells are None."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {
        name: [[cell if cell != "" else None for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }
