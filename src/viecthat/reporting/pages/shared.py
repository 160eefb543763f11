"""What the pages of forms and calls share."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext as _

from viecthat.documents.csv_lines import to_csv
from viecthat.documents.workbook import Sheet, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.plans.pages.shared import XLSX, file_response

ON_A_PAGE = 50
MOST_TAKEN = 20_000
POSTED = ["GET", "HEAD", "POST"]


def sheet_file(kind: str, sheets: tuple[Sheet, ...], name: str, day: date) -> HttpResponse:
    """The sheets as `xlsx`, or the first as `csv`. Http404 for another kind."""
    if kind == "csv":
        return file_response("".join(to_csv(sheets[0])).encode(), f"{name}.csv", "text/csv; charset=utf-8")
    if kind != "xlsx":
        raise Http404
    lang = "en" if get_language() == "en" else "vi"
    book = Workbook(sheets, title=sheets[0].title or _("Báo cáo"), author="Việc Thật", day=day, lang=lang)  # type: ignore[arg-type]
    return file_response(to_xlsx(book), f"{name}.xlsx", XLSX)
