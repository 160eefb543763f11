"""Bring in past work from a sheet, alone or in a ZIP with the photos it names: every row a recording, or none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.commands.activity import record_activity
from viecthat.activities.commands.proof import Photo
from viecthat.activities.queries.kinds import EFFORT, kind_book, results_of, typed_indicators
from viecthat.documents.sheets import Cell, ReadRow, open_sheets
from viecthat.files.commands import MOST_BYTES as MOST_PHOTO_BYTES
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.kernel.numbers import parse_number
from viecthat.kernel.quantities import scaled
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import Activity, KindVersion
    from viecthat.ledger.models import Indicator

MOST_ROWS = 500
MOST_PHOTOS = 1_000
MOST_PACKED = 200 * 2**20
# The columns of the sheet by their heading without marks; "*" must be there.
COLUMNS = {
    "ngay": "day", "ma don vi": "unit", "loai viec": "kind", "ten viec": "title", "noi lam": "place",
    "so nguoi": "head_count", "ket qua": "results", "ghi chu": "note", "anh": "photos",
}  # fmt: skip
NEEDED = ("day", "unit", "kind", "title", "place", "results")


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row, by its number in the sheet."""

    row: int
    why: Refused


class RowsRefused(Refused):
    """Some rows can't be recorded; none was."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__(
            gettext_noop("Có {n} dòng chưa ghi được; sửa trong tệp rồi gửi lại. Chưa dòng nào được ghi."),
            field="file",
            n=len(errors),
        )
        self.errors = errors


@transaction.atomic
def bring_in_work(*, content: bytes, key: str, actor: Account, at: datetime) -> list[Activity]:
    """Record every row of the sheet, with the photos it names. A file sent twice under one `key` is recorded once.

    Raises Refused for a file that can't be read, RowsRefused with a sentence for each row that can't be recorded.
    """
    sheet, photos = _unpacked(content)
    rows = [row for row in open_sheets(sheet).rows() if any(cell not in {None, ""} for cell in row.cells)]
    columns, body = _columns(rows)
    if len(body) > MOST_ROWS:
        raise Refused(gettext_noop("Mỗi lần nhiều nhất {most} dòng; chia tệp ra."), field="file", most=MOST_ROWS)
    book, known = kind_book(), typed_indicators()
    kinds = {fold(one.kind.name): one for one in book.offered_on(localdate(at))}
    made, errors = [], []
    for row in body:
        try:
            with transaction.atomic():
                made.append(_recorded(row, columns, kinds, known, photos, key, actor, at))
        except Refused as refused:
            errors.append(RowError(row.number, refused))
    if errors:
        raise RowsRefused(errors)
    return made


def _recorded(
    row: ReadRow,
    columns: Mapping[str, int],
    kinds: Mapping[str, KindVersion],
    known: Mapping[str, Indicator],
    photos: Mapping[str, bytes],
    key: str,
    actor: Account,
    at: datetime,
) -> Activity:
    cells = {name: row.cells[place] if place < len(row.cells) else None for name, place in columns.items()}
    day = _day(cells["day"])
    unit = unit_with_code(_text(cells["unit"]), day)
    if unit is None:
        raise Refused(gettext_noop("Không có đơn vị mã “{code}”."), code=_text(cells["unit"]))
    version = kinds.get(fold(_text(cells["kind"])))
    if version is None:
        raise Refused(gettext_noop("Không có loại việc “{kind}”."), kind=_text(cells["kind"]))
    return record_activity(
        unit=unit.id,
        kind=version.kind,
        title=_text(cells["title"]),
        day=day,
        place=_text(cells["place"]),
        results=_results(_text(cells["results"]), version, known),
        head_count=int(_number(cells.get("head_count")) or 0),
        note=_text(cells.get("note")),
        photos=[_photo(name, photos) for name in _text(cells.get("photos")).split(";") if name.strip()],
        key=f"{actor.pk}:{key}:{row.number}"[:80],
        actor=actor,
        at=at,
    )


def _results(text: str, version: KindVersion, known: Mapping[str, Indicator]) -> dict[int, int]:
    """ "120", or "Cây xanh được trồng: 120; Lượt …: 30"; a number alone is the kind's first result."""
    may = [*results_of(version, known), *(known[code] for code in EFFORT if code in known)]
    by_name = {fold(one.name): one for one in may}
    found: dict[int, int] = {}
    for part in filter(str.strip, text.split(";")):
        name, colon, amount = part.rpartition(":")
        indicator = by_name.get(fold(name)) if colon else (may[0] if may else None)
        if indicator is None:
            raise Refused(gettext_noop("Loại việc này không có kết quả “{name}”."), name=name.strip() or part.strip())
        found[indicator.pk] = scaled(parse_number(amount.strip()), indicator.decimals)
    return found


def _photo(name: str, photos: Mapping[str, bytes]) -> Photo:
    content = photos.get(name.strip().casefold())
    if content is None:
        raise Refused(gettext_noop("Không có ảnh “{name}” trong tệp nén."), name=name.strip())
    return Photo(content)


def _columns(rows: list[ReadRow]) -> tuple[dict[str, int], list[ReadRow]]:
    for place, row in enumerate(rows[:10]):
        found = {COLUMNS[fold(str(cell))]: n for n, cell in enumerate(row.cells) if fold(str(cell)) in COLUMNS}
        if set(NEEDED) <= found.keys():
            return found, rows[place + 1 :]
    raise Refused(
        gettext_noop("Không thấy dòng đầu có đủ các cột Ngày, Mã đơn vị, Loại việc, Tên việc, Nơi làm, Kết quả."),
        field="file",
    )


def _unpacked(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The sheet, and the photos beside it by their file names. An XLSX is itself a ZIP, told by what is in it."""
    if not content.startswith(b"PK"):
        return content, {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [one for one in packed.infolist() if not one.is_dir()]
            if any(one.filename == "[Content_Types].xml" for one in entries):
                return content, {}
            if len(entries) > MOST_PHOTOS + 1 or sum(one.file_size for one in entries) > MOST_PACKED:
                raise Refused(gettext_noop("Tệp nén quá lớn; mỗi lần nhiều nhất 1.000 ảnh, 200 MB."), field="file")
            sheets = [one for one in entries if one.filename.lower().endswith((".xlsx", ".csv"))]
            if len(sheets) != 1:
                raise Refused(gettext_noop("Tệp nén cần đúng một bảng tính (.xlsx hoặc .csv)."), field="file")
            photos = {
                PurePosixPath(one.filename).name.casefold(): packed.read(one)
                for one in entries
                if one is not sheets[0] and one.file_size <= MOST_PHOTO_BYTES
            }
            return packed.read(sheets[0]), photos
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as wrong:
        raise Refused(gettext_noop("Tệp nén bị hỏng hoặc có mật khẩu; nén lại rồi gửi."), field="file") from wrong


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else parse_date(_text(cell))


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    return parse_number(_text(cell)) if _text(cell) else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
