"""Lists as branches send them: a generator of messy sheets, every fault planted on purpose and known by its row."""

import io
import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import xlsxwriter

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Thanh", "Minh", "Ngọc", "Quốc", "Thuỳ", "Khánh", "Gia", "Bảo", "Xuân")
GIVEN = (
    "An", "Bình", "Châu", "Dũng", "Hà", "Hải", "Hạnh", "Hiếu", "Hoà", "Hùng", "Huệ", "Hương", "Khuê", "Lan", "Linh",
    "Long", "Mai", "Nam", "Nga", "Oanh", "Phúc", "Quân", "Quỳnh", "Sơn", "Thảo", "Tú", "Tuấn", "Uyên", "Vinh", "Yến",
)  # fmt: skip
HEADS = [
    "TT", "HỌ VÀ TÊN", "Ngày, tháng, năm sinh (dd/mm/yyyy)", "Nam/Nữ", "Ngày vào Đoàn", "Chi đoàn", "Số thẻ", "SĐT",
    "Quê quán", "Ghi chú",
]  # fmt: skip
ORIGINAL = 3
NAME, BORN, SEX, JOINED, BRANCH, CARD, PHONE, HOME = range(1, 9)


@dataclass(frozen=True)
class Formula:
    """A cell that a formula fills, with the value kept beside it."""

    text: str
    value: Any = ""


@dataclass
class Messy:
    """A sheet with what was done to it: the rows to be refused, to be warned of, to be passed over."""

    content: bytes
    refused: dict[int, str] = field(default_factory=dict)
    warned: dict[int, str] = field(default_factory=dict)
    skipped: dict[int, str] = field(default_factory=dict)
    count: int = 0


def good_row(chance: random.Random, number: int, branches: list[str]) -> list[Any]:
    """A member as a careful secretary writes one; nobody twice."""
    name = f"{FAMILY[number % len(FAMILY)]} {chance.choice(MIDDLE)} {GIVEN[number // len(FAMILY) % len(GIVEN)]}"
    # All days differ: two of one name never share a birthday.
    born = date(1997, 1, 1) + timedelta(days=number * 4 % 4300)
    joined = date(born.year + 16, 3, 26)
    written = (
        born if number % 3 == 0 else f"{born:%d/%m/%Y}" if number % 3 == 1 else f"{born.day}-{born.month}-{born.year}"
    )
    return [
        number + 1, name if number % 5 else name.upper(), written, ("Nữ", "nam", "NỮ", "Nam")[number % 4],
        f"{joined:%d/%m/%Y}", branches[number % len(branches)], f"HN-{number:06}",
        f"09{number:08}" if number % 2 else f"09{number:08}"[:4] + "." + f"09{number:08}"[4:], "Ba Vì, Hà Nội", "",
    ]  # fmt: skip


def faults() -> list[tuple[str, str, dict[int, Any]]]:
    """(kind, what becomes of the row, the cells that are written over)."""
    return [
        ("name empty", "refused", {NAME: None}),
        ("name of spaces", "refused", {NAME: "   "}),
        ("a number for a name", "refused", {NAME: "12345"}),
        ("a digit in a name", "refused", {NAME: "Nguyễn Văn 4n"}),
        ("TCVN3 name", "refused", {NAME: "NguyÔn V¨n An"}),
        ("VNI name", "refused", {NAME: "Nguyeãn Vaên Bình"}),
        ("TCVN3 home", "refused", {HOME: "Hµ Néi"}),
        ("letters lost", "refused", {NAME: "Nguy?n V?n Cư?ng"}),
        ("NFD name", "warned", {NAME: unicodedata.normalize("NFD", "Nguyễn Thị Điệp")}),
        ("zero width in a name", "warned", {NAME: "Trần\u200b Thị Ẩn"}),
        ("one word", "warned", {NAME: "Lan"}),
        ("31 February", "refused", {BORN: "31/02/2005"}),
        ("29 February of no leap year", "refused", {BORN: "29/02/2005"}),
        ("month 13", "refused", {BORN: "05/13/2005"}),
        ("month first", "refused", {BORN: "04/25/2005"}),
        ("day 32", "refused", {BORN: "32/01/2004"}),
        ("words for a date", "refused", {BORN: "không rõ"}),
        ("letter O", "refused", {BORN: "O4/05/2005"}),
        ("a year", "refused", {BORN: "2005"}),
        ("a year as a number", "refused", {BORN: 2005.0}),
        ("month and year", "refused", {BORN: "05/2005"}),
        ("no birth date", "refused", {BORN: None}),
        ("Excel's number", "warned", {BORN: 38476.0, JOINED: None}),
        ("Excel's number as text", "warned", {BORN: "38477", JOINED: None}),
        ("two digits of a year", "warned", {BORN: "04/05/05", JOINED: None}),
        ("run together", "warned", {BORN: "06052005", JOINED: None}),
        ("year 1025", "refused", {BORN: "04/05/1025"}),
        ("born tomorrow", "refused", {BORN: "28/03/2026"}),
        ("too young", "refused", {BORN: "27/03/2011", JOINED: None}),
        ("a child", "refused", {BORN: "01/09/2015", JOINED: None}),
        ("over thirty", "warned", {BORN: "26/03/1995", JOINED: "26/03/2012"}),
        ("ninety", "refused", {BORN: "04/05/1936", JOINED: "26/03/1955"}),
        ("admitted at 14", "refused", {BORN: "04/05/2005", JOINED: "26/03/2019"}),
        ("admitted on the fifteenth birthday", "refused", {BORN: "04/05/2005", JOINED: "04/05/2020"}),
        ("admitted tomorrow", "refused", {JOINED: "28/03/2026"}),
        ("admission unreadable", "refused", {JOINED: "26-3"}),
        ("sex unreadable", "refused", {SEX: "X"}),
        ("sex empty", "warned", {SEX: None}),
        ("unknown branch", "refused", {BRANCH: "Chi đoàn Sao Hoả"}),
        ("no branch", "refused", {BRANCH: None}),
        ("branch of another province", "refused", {BRANCH: "Chi đoàn thôn Hà Tân"}),
        ("phone too short", "refused", {PHONE: "09123"}),
        ("phone of letters", "refused", {PHONE: "không có"}),
        ("phone without nought", "warned", {PHONE: 912345678.0}),
        ("two phones", "warned", {PHONE: "0912345679; 0987654321"}),
        ("phone rounded", "refused", {PHONE: 9.12e20}),
        ("card of words", "refused", {CARD: "chưa có thẻ"}),
        ("card rounded", "refused", {CARD: 1.2345678901234567e17}),
        ("card too long", "refused", {CARD: "HN-0123456789-0123456789"}),
        ("error in a cell", "refused", {CARD: Formula("=1/0", "#DIV/0!")}),
        ("formula without a value", "refused", {NAME: Formula("=B2&C2", "")}),
        ("formula with a value", "warned", {HOME: Formula('="Ba"&" Vì"', "Ba Vì")}),
    ]


def messy_sheet(branches: list[str], *, rows: int = 1000, seed: int = 20260327) -> Messy:
    """A workbook with a title, merged headings and a hidden sheet; faults stand where chance put them.

    Besides the faults of `faults()`: twins by name and birthday, card and phone, rows that are no members.
    """
    chance = random.Random(seed)
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"strings_to_formulas": False})
    page, hidden = book.add_worksheet("Danh sách"), book.add_worksheet("Nháp")
    hidden.hide()
    hidden.write_row(0, 0, HEADS)
    hidden.write_row(1, 0, ["1", "Người Ẩn", "04/05/2005"])
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    page.merge_range(0, 0, 0, 9, "DANH SÁCH ĐOÀN VIÊN NĂM 2026")
    page.write_row(2, 0, HEADS)
    kinds = [*faults(), *(("twin " + by, fate, {}) for by, fate in TWINS), *((kind, "skipped", {}) for kind in PASSED)]
    places = sorted(chance.sample(range(20, rows - 20), len(kinds)))
    chance.shuffle(kinds)
    at = dict(zip(places, kinds, strict=True))
    sheet = Messy(b"", count=rows)
    for number in range(rows):
        kind, fate, cells = at.get(number, ("", "", {}))
        row = _row(number, good_row(chance, number, branches), kind, branches)
        for column, value in {**dict(enumerate(row)), **cells}.items():
            _write(page, number + 3, column, value, days)
        if fate:
            getattr(sheet, fate)[number + 4] = kind
    book.close()
    sheet.content = packed.getvalue()
    return sheet


TWINS = (("by name", "refused"), ("by card", "refused"), ("by phone", "warned"), ("spelled otherwise", "refused"))
PASSED = {
    "total": ["", "Tổng cộng", "", "", "", "", "", 57.0],
    "headings again": HEADS,
    "signature": ["", "", "", "", "", "", "", "", "TM. BAN CHẤP HÀNH", ""],
    "numbers of columns": [float(i) for i in range(1, 11)],
}


def _row(number: int, row: list[Any], kind: str, branches: list[str]) -> list[Any]:
    if number == ORIGINAL:
        return original(row, branches)
    if kind in PASSED:
        return PASSED[kind]
    if kind.startswith("twin"):
        first = original(row, branches)
        for column in {"twin by card": (CARD,), "twin by phone": (PHONE,)}.get(kind, (NAME, BORN, BRANCH, JOINED)):
            row[column] = first[column]
        if kind == "twin spelled otherwise":
            row[NAME] = f"  {row[NAME].lower()} "
    return row


def _write(page: Any, row: int, column: int, value: Any, days: Any) -> None:
    if isinstance(value, Formula):
        page.write_formula(row, column, value.text, None, value.value)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, days)
    elif value is not None:
        page.write(row, column, value)


def original(row: list[Any], branches: list[str]) -> list[Any]:
    """The member whom the twins are twins of."""
    first = list(row)
    first[NAME], first[BORN], first[BRANCH] = "Đặng Thị Mười", "13/04/2003", branches[0]
    first[CARD], first[PHONE], first[JOINED] = "HN-999003", "0977000003", "26/03/2019"
    return first
