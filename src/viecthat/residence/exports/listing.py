"""The list of registrations as a file: what the reader sees on the screen, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import get_language, gettext

from viecthat.documents.csv_lines import to_csv
from viecthat.documents.workbook import Sheet, SheetCell, SheetColumn, Workbook
from viecthat.documents.xlsx import to_xlsx
from viecthat.residence.queries.registration import Listed
from viecthat.residence.rules import groups


def list_file(rows: Iterable[Listed], kind: str, day: date) -> bytes:
    """The rows as `csv` or `xlsx`."""
    title = gettext("Đoàn viên sinh hoạt nơi cư trú")
    heads = (
        (gettext("Họ và tên"), 28), (gettext("Ngày sinh"), 12), (gettext("Nơi giới thiệu"), 32),
        (gettext("Đoàn xã, phường nơi cư trú"), 28), (gettext("Chi đoàn nơi cư trú"), 28), (gettext("Đối tượng"), 22),
        (gettext("Cư trú"), 14), (gettext("Tình trạng"), 24), (gettext("Từ ngày"), 12), (gettext("Đến trước ngày"), 12),
    )  # fmt: skip
    days = {1, 8, 9}
    columns = tuple(
        SheetColumn(head, "day" if place in days else "text", width) for place, (head, width) in enumerate(heads)
    )
    notes = (gettext("Mỗi người có tên ở đây thấy trong hồ sơ của mình ai đã tải danh sách này."),)
    sheet = Sheet(gettext("Nơi cư trú"), columns, _cells(rows, day), title, notes, freeze=1, landscape=True)
    if kind == "csv":
        return "".join(to_csv(sheet)).encode()
    lang = "en" if get_language() == "en" else "vi"
    return to_xlsx(Workbook((sheet,), title=title, author="Việc Thật", day=day, lang=lang))  # type: ignore[arg-type]


def _cells(rows: Iterable[Listed], day: date) -> Iterator[tuple[SheetCell, ...]]:
    known = groups(day)
    for row in rows:
        one = row.registration
        yield (
            one.person.full_name,
            one.person.birth_date,
            row.home.name if row.home else "",
            row.commune.name,
            row.branch.name if row.branch else "",
            str(known.get(one.group, one.group)),
            str(one.get_kind_display()),
            str(one.get_state_display()),
            one.start,
            one.end,
        )
