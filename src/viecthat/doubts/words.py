"""What the narrative says: “vượt” where “đạt” is meant, groups of digits that are none, commas that could be points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from viecthat.doubts.doubt import Doubt, Evidence, Shown
from viecthat.doubts.facts import Facts, Prose
from viecthat.doubts.limits import Limits
from viecthat.doubts.showing import exact
from viecthat.kernel.errors import gettext_noop, quoted

_PERCENT = r"(?P<number>\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?)\s?%"
_BEYOND = re.compile(
    rf"vượt(?:\s(?:mức|trên|hơn|gần|khoảng|tới|đến))*\s{_PERCENT}(?:\s(?:so với|của))?"
    r"(?P<goal>\s(?:chỉ tiêu|kế hoạch|mục tiêu|nghị quyết)[^.;:\n]{0,40})?",
    re.IGNORECASE,
)
_MONTH = r"(?!\d{1,2}\.(?:19|20)\d\d(?!\d))"  # tháng 4.2026
_BROKEN = re.compile(
    _MONTH + r"(?<![\d.,-])(?:\d{1,3}(?:\.\d{3})*\.\d{4,}|\d{1,3}\.\d{1,2}\.\d{3}(?!\d))(?![\d/-])(?!\.\d)"
)
_PAIR = re.compile(r"(?P<n>\d[\d.]*)\s?/\s?$")
_COMMA = re.compile(r"(?<![\d.,])(?P<whole>[1-9]\d{0,2}),(?P<rest>\d{3})(?![\d,])\s(?P<noun>[^\W\d_]+)")
_LISTED = re.compile(
    r"(?<![\d.,/-])(?P<number>[2-9]|1\d)\s"
    r"(?P<what>(?:nhóm\s)?(?:nhiệm vụ|giải pháp|nội dung|chương trình|mục tiêu|kiến nghị)"
    r"(?:\s[^\W\d_]+){0,8})\s?:\s?(?P<list>(?:[^.\n]|\.(?=\d)|(?<=TP)\.)+)(?=\.\s|\.?\Z)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\((\d{1,2})\)")
_AND_ONE = re.compile(r"\.\s+(?:Đặc biệt|Ngoài ra|Đồng thời|Bên cạnh đó|Cùng với đó)\b")
_MEASURED = frozenset(
    re.findall(
        r"\w+",
        "km km2 m m2 m3 ha kg g tấn tạ lít mét ki héc hecta triệu tỷ tỉ nghìn ngàn vạn đồng usd gb mw kw kwh giây giờ",
    )
)
_ALL = 100.0


def beyond_or_reached(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks for “vượt 231,3 % chỉ tiêu”.

    Doubtful: when a figure of the report is 231.3 % of its goal (then it reached that, and went beyond by 131.3 %), or
    when twice the goal and more would have been gone beyond. Innocent: it really was three times the goal.
    """
    for prose in _asked(facts):
        reached = _reached(facts, prose.unit)
        for found in _BEYOND.finditer(prose.text):
            written = float(_number(found["number"]))
            if written < _ALL:
                continue  # whoever only reached that did not go beyond
            close = 0.11 if "," in found["number"] else 1.0
            meant = next((code for code, percent in reached if abs(percent - written) <= close), None)
            right = any(abs(percent - _ALL - written) <= close for _, percent in reached)
            if meant is not None and not right:
                yield _words(
                    facts,
                    prose,
                    found,
                    "beyond_or_reached",
                    0.93,
                    gettext_noop(
                        "“{quote}”: kết quả bằng {written} % chỉ tiêu. Nên ghi “đạt {written} %” hay “vượt {over} %”?"
                    ),
                    {"written": _number(found["number"]), "over": _number(found["number"]) - 100},
                    indicator=meant,
                )
            elif not right and written >= limits.over_percent and found["goal"]:
                yield _words(
                    facts,
                    prose,
                    found,
                    "beyond_or_reached",
                    0.65,
                    gettext_noop(
                        "“{quote}”: vượt {written} % là bằng {all} % chỉ tiêu. Ý ở đây là “vượt” hay “đạt” {written} %?"
                    ),
                    {"written": _number(found["number"]), "all": _number(found["number"]) + 100},
                )


def broken_groups(facts: Facts) -> Iterator[Doubt]:
    """Looks for numbers whose groups of digits are not of three: 18.1887, 1.23.456.

    Doubtful: nobody can say which number it is. Innocent: a code, which is no figure at all.
    """
    for prose in _asked(facts):
        for found in _BROKEN.finditer(prose.text):
            pair = _PAIR.search(prose.text, max(found.start() - 20, 0), found.start())
            begin = pair.start() if pair else found.start()
            yield _words(
                facts,
                prose,
                found,
                "broken_groups",
                0.85 if pair else 0.7,
                gettext_noop("“{quote}”: các nhóm chữ số ở đây không đủ ba chữ số. Số này là bao nhiêu?"),
                {},
                begin=begin,
            )


def comma_or_point(facts: Facts) -> Iterator[Doubt]:
    """Looks for “6,780 đoàn viên”: a comma before three digits, of what is counted whole.

    Doubtful: a Vietnamese comma begins the decimals, so this is read as 6.78. Innocent: the English way of grouping.
    """
    for prose in _asked(facts):
        for found in _COMMA.finditer(prose.text):
            if found["noun"].lower() in _MEASURED:
                continue
            whole = int(found["whole"] + found["rest"])
            yield _words(
                facts,
                prose,
                found,
                "comma_or_point",
                0.75,
                gettext_noop("“{quote}”: dấu phẩy ở đây ngăn hàng nghìn ({whole}) hay ngăn phần lẻ ({part})?"),
                {"whole": whole, "part": Decimal(f"{found['whole']}.{found['rest']}")},
            )


def count_and_list(facts: Facts) -> Iterator[Doubt]:
    """Looks for “5 nhiệm vụ trọng tâm: …; …; …”, of which the list names another number.

    Doubtful: one was forgotten, or the number is of an earlier draft. Innocent: the last one stands in a sentence of
    its own (“Đặc biệt, …”), which counts as one more; a list without (1), (2) or semicolons is not counted.
    """
    for prose in _asked(facts):
        for found in _LISTED.finditer(prose.text):
            numbered = {int(one) for one in _NUMBERED.findall(found["list"])}
            listed = len(numbered) or found["list"].rstrip("; ").count(";") + 1
            stated = int(found["number"])
            more = _AND_ONE.match(prose.text, found.end()) is not None
            if listed > 1 and stated not in (listed, listed + more):
                yield _words(
                    facts,
                    prose,
                    found,
                    "count_and_list",
                    0.6,
                    gettext_noop("“{quote}”: ghi {stated} nhưng kể {listed}. Còn sót phần nào không?"),
                    {"stated": stated, "listed": listed},
                    end=found.end("what"),
                )


def _asked(facts: Facts) -> Iterator[Prose]:
    return (prose for prose in facts.prose if facts.asks(prose.unit))


def _reached(facts: Facts, unit: int) -> list[tuple[str, float]]:
    """Results of the unit in percent of their goals, by indicator."""
    sheet = facts.sheet
    if sheet.goals is None or unit not in sheet.rows:
        return []
    row = sheet.rows[unit]
    known = np.flatnonzero((sheet.goals[row] > 0) & ~np.isnan(sheet.values[row]))
    return [
        (sheet.indicators[column].code, float(100 * sheet.values[row, column] / sheet.goals[row, column]))
        for column in known
    ]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _words(
    facts: Facts,
    prose: Prose,
    found: re.Match[str],
    code: str,
    score: float,
    message: str,
    params: dict[str, Shown],
    *,
    begin: int | None = None,
    end: int | None = None,
    indicator: str = "",
) -> Doubt:
    begin, end = found.start() if begin is None else begin, found.end() if end is None else end
    quote = " ".join(prose.text[begin:end].split())
    around = " ".join(prose.text[max(begin - 60, 0) : found.end() + 60].split())
    shown = {name: exact(float(value), 1) if isinstance(value, Decimal) else value for name, value in params.items()}
    if code == "comma_or_point":
        shown["part"] = params["part"]
    return Doubt(
        code,
        prose.unit,
        indicator,
        facts.sheet.period,
        score,
        message,
        {"quote": quoted(quote), **shown},
        (Evidence(prose.heading, around),),
        indicators=(indicator,) if indicator else (),
        about=f"{prose.heading}:{quoted(quote)}",
    )
