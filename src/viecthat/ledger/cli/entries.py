"""The ledger from a terminal: declare a figure, check that all is whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext
from rich.console import Console
from rich.table import Table
from rich.text import Text

from viecthat.accounts.queries import account_named
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_number, parse_number, parse_whole
from viecthat.kernel.quantities import Share, scaled
from viecthat.ledger import commands
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import declare_figure
from viecthat.ledger.queries import Check, Status, checks, entries_of, indicator_named
from viecthat.ledger.templatetags.ledger import quantity_words
from viecthat.units.queries import UnitRow, unit_named

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator, Posting

_MARKS = {Status.WHOLE: ("✓", "green"), Status.NOTE: ("!", "yellow"), Status.BROKEN: ("✗", "bold red")}


def post(
    *,
    unit: str,
    indicator: str,
    number: str,
    of: str | None,
    day: str | None,
    reason: str,
    username: str,
    key: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """Declare a figure as `username` and print the posting. Raises Refused for whatever a page would refuse."""
    actor = account_named(username)
    if actor is None or not actor.is_active:
        raise Refused(
            gettext_noop("Không có tài khoản “{name}” đang dùng; ghi đúng tên đăng nhập sau --as."), name=username
        )
    today = localdate(at)
    row, counted = unit_named(unit, today), indicator_named(indicator)
    posting = declare_figure(
        unit=row.id,
        indicator=counted,
        quantity=_quantity(number, of, counted),
        day=today if day is None else parse_date(day, field="day"),
        reason=reason,
        actor=actor,
        at=at,
        key=key,
    )
    if as_json:
        _print_json(_posting_as_dict(posting, row))
    else:
        _print_posting(posting, row)


def _quantity(number: str, of: str | None, indicator: Indicator) -> int | Share:
    if indicator.is_share != (of is not None):
        raise Refused(
            gettext_noop("“{name}” là tỷ lệ: ghi số đạt rồi --of và tổng số.")
            if indicator.is_share
            else gettext_noop("“{name}” là số đếm, không phải tỷ lệ: bỏ --of."),
            field="quantity",
            name=indicator.name,
        )
    if of is not None:
        return Share(parse_whole(number, field="quantity"), parse_whole(of, field="quantity"))
    return scaled(parse_number(number, field="quantity"), indicator.decimals, field="quantity")


def _posting_as_dict(posting: Posting, unit: UnitRow) -> dict[str, Any]:
    return {
        "posting": posting.pk,
        "unit": {"code": unit.code, "name": unit.name},
        "recorded_at": localtime(posting.recorded_at).isoformat(timespec="seconds"),
        "reason": posting.reason,
        "entries": [
            {
                "indicator": entry.indicator.code,
                "day": entry.day.isoformat(),
                "quantity": entry.quantity,
                "decimals": entry.indicator.decimals,
                "grade": Grade(entry.grade).name.lower(),
            }
            for entry in entries_of([posting.pk])
        ],
    }


def _print_posting(posting: Posting, unit: UnitRow) -> None:
    console = Console(highlight=False)
    console.print(gettext("Đã ghi vào sổ việc, chứng từ {number}.").format(number=posting.pk), style="bold green")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(gettext("Đơn vị"), f"{unit.name} ({unit.code})")
    for entry in entries_of([posting.pk]):
        words = f"{quantity_words(entry.quantity, entry.indicator)} {entry.indicator.measured_in}"
        table.add_row(str(entry.indicator), f"{words} · {entry.get_grade_display()}")
    table.add_row(gettext("Lý do"), posting.reason)
    console.print(table)


def add_year(*, year: int) -> None:
    """Open the ledger's partition of a year and say so. Raises Refused for an impossible year."""
    sentence = (
        gettext("Đã mở ngăn sổ việc năm {year}.")
        if commands.add_year(year=year)
        else gettext("Ngăn sổ việc năm {year} đã có sẵn.")
    )
    Console(highlight=False).print(sentence.format(year=year))


def check(*, at: datetime, as_json: bool) -> bool:
    """Run every check, print what was found; whether nothing is broken. A note alone breaks nothing."""
    done = list(_watched(at, quiet=as_json))
    whole = all(one.status is not Status.BROKEN for one in done)
    if as_json:
        _print_json({"whole": whole, "checks": [_check_as_dict(one) for one in done]})
    else:
        _print_checks(done, whole)
    return whole


def _watched(at: datetime, *, quiet: bool) -> Sequence[Check]:
    if quiet:
        return list(checks(localdate(at)))
    with Console(stderr=True).status(gettext("Đang đọc sổ việc…")):
        return list(checks(localdate(at)))


def _check_as_dict(one: Check) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": gettext(one.title),
        "status": one.status.value,
        "looked_at": one.looked_at,
        "found": one.found,
        "examples": list(one.examples),
    }


def _print_checks(done: Sequence[Check], whole: bool) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column(gettext("Kiểm tra"), overflow="fold")
    table.add_column(gettext("Đã xem"), justify="right", no_wrap=True)
    table.add_column(gettext("Sai"), justify="right", no_wrap=True)
    language = "en" if get_language() == "en" else "vi"
    for one in done:
        mark, style = _MARKS[one.status]
        words = Text(gettext(one.title))
        if one.examples:
            words.append("\n" + "; ".join(one.examples), style="dim")
        found = format_number(one.found, lang=language)
        table.add_row(
            Text(mark, style=style),
            words,
            format_number(one.looked_at, lang=language),
            Text(found, style=style if one.found else "dim"),
        )
    console = Console(highlight=False)
    console.print(table)
    if whole:
        console.print(gettext("Mọi thứ còn nguyên."), style="bold green")
    else:
        console.print(gettext("Có chỗ hỏng. Sao lưu rồi tìm nguyên nhân trước khi ghi tiếp."), style="bold red")


def _print_json(what: dict[str, Any]) -> None:
    # Plainly, not through rich: a terminal's width must not break a line of data.
    print(json.dumps(what, ensure_ascii=False, indent=2))
