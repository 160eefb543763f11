"""Lists as files: a template to fill in, and the list back with what is wrong with each row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from django.utils.translation import gettext

from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.kernel.errors import Sentence
from viecthat.people.choices.intake import Verdict
from viecthat.people.models import Intake, IntakeRow
from viecthat.people.queries.intake import rows_of

Lang = Literal["vi", "en"]
_TEMPLATE = (
    ("STT", 6), ("Họ và tên", 28), ("Ngày sinh", 14), ("Giới tính", 11), ("Số thẻ đoàn viên", 18), ("Điện thoại", 15),
    ("Chi đoàn", 30), ("Đoàn cấp trên của chi đoàn", 28), ("Ngày vào Đoàn", 15), ("Ngày về chi đoàn", 16),
    ("Quê quán", 26), ("Nơi ở", 26), ("Nghề nghiệp, lớp học", 24), ("Học vấn", 12),
)  # fmt: skip
_EXAMPLE = (
    "1", "Nguyễn Thị Mẫu", "04/05/2005", "Nữ", "HN-000123", "0912345678", "Chi đoàn thôn Mẫu", "Đoàn xã Mẫu",
    "26/03/2021", "26/03/2021", "", "", "", "12/12",
)  # fmt: skip


def problem_words(problems: list[list[object]], heads: list[str]) -> list[tuple[str, bool, str]]:
    """What is to be said of a row, in the reader's language: the column's heading, whether it refuses, the sentence."""
    said = []
    for place, refused, message, params in problems:
        head = heads[place] if isinstance(place, int) and place < len(heads) else ""
        given = params if isinstance(params, dict) else {}
        said.append((head, bool(refused), gettext(str(message)).format(**given)))
    return said


def template_sheet(day: date) -> bytes:
    """A workbook to fill in, with one example row."""
    columns = tuple(SheetColumn(title, "text", width) for title, width in _TEMPLATE)
    sheet = Sheet("Danh sách đoàn viên", columns, [_EXAMPLE], freeze=2, landscape=True)
    return to_xlsx(Workbook((sheet,), title="Danh sách đoàn viên", author="Việc Thật", day=day))


def list_with_problems(intake: Intake, *, day: date, lang: Lang) -> bytes:
    """The rows as they came, the verdict and every problem beside them; ready to be mended and sent again."""
    heads = [Sentence(head.replace("{", "{{").replace("}", "}}")) for head in intake.heads]
    columns = (
        SheetColumn(gettext("Dòng"), "whole", 7),
        *(SheetColumn(head, "text", 18) for head in heads),
        SheetColumn(gettext("Kết quả"), "text", 14),
        SheetColumn(gettext("Vấn đề"), "text", 70),
    )
    sheet = Sheet(gettext("Danh sách"), columns, _lines(intake), freeze=1, landscape=True)
    return to_xlsx(Workbook((sheet,), title=intake.file_name, author="Việc Thật", day=day, lang=lang))


def _lines(intake: Intake) -> Iterator[tuple[SheetCell, ...]]:
    width = len(intake.heads)
    for row in rows_of(intake).exclude(verdict=Verdict.SKIPPED).iterator(chunk_size=2000):
        cells = [str(cell) for cell in row.cells[:width]] + [""] * (width - len(row.cells))
        yield (row.number, *cells, str(Verdict(row.verdict).label), _told(row, intake))


def _told(row: IntakeRow, intake: Intake) -> str:
    words = problem_words(row.problems, intake.heads)
    return "; ".join(f"{head}: {sentence}" if head else sentence for head, _refused, sentence in words)
