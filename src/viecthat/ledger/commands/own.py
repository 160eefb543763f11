"""A unit's own indicators: defined, renamed, closed; removed only while nothing is counted by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.models import OWN_CODE, Entry, Indicator
from viecthat.ledger.rules import may_define_indicators
from viecthat.units.queries import units_by_id
from viecthat.units.queries.reach import owned_for
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

OWN_MEASURES = (MeasureKind.FLOW, MeasureKind.PEOPLE, MeasureKind.TURNS, MeasureKind.STOCK)
MOST_OWN = 100  # of one unit
_CODE_LENGTH = 56
_OF_SHARES = ("numerator", "denominator", "covers_kinds")  # none of which a unit's own indicator has


@transaction.atomic
def define_indicator(
    *,
    unit: int,
    name: str,
    unit_of_measure: str,
    measure: str,
    area: int,
    start: date,
    decimals: int = 0,
    note: str = "",
    actor: Account,
    at: datetime,
) -> Indicator:
    """A unit counts something of its own from `start` on, for itself and those below it. Raises Refused."""
    _check_may(actor, unit, at)
    today = localdate(at)
    if unit not in tree_on(today):
        raise Refused(gettext_noop("Đơn vị đã kết thúc hoặc chưa thành lập."))
    if measure not in OWN_MEASURES:
        raise Refused(gettext_noop("Chọn cách cộng: cộng dồn, người, lượt hoặc số dư."), field="measure")
    if not 0 <= decimals <= 3:
        raise Refused(gettext_noop("Số lẻ từ 0 đến 3 chữ số."), field="decimals")
    if Indicator.objects.filter(unit=unit).count() >= MOST_OWN:
        raise Refused(gettext_noop("Đơn vị đã có {most} chỉ số riêng; đóng bớt rồi thêm."), most=MOST_OWN)
    row = Indicator(unit_id=unit, measure=measure, area=area, decimals=decimals, start=start)
    _name(row, name, unit_of_measure, note, today)
    row.code = _free_code(units_by_id([unit], today)[unit].code, row.name)
    save_checked(row, exclude=_OF_SHARES)
    return row


@transaction.atomic
def rename_indicator(
    *, indicator: Indicator, name: str, unit_of_measure: str, note: str = "", actor: Account, at: datetime
) -> None:
    """Another name for the same thing: what was counted stays. Its unit of measure only until it is used."""
    row = _locked(indicator, actor, at)
    if row.unit_of_measure != one_line(unit_of_measure, 40, field="unit_of_measure") and _is_used(row):
        raise Refused(
            gettext_noop("Đã có số liệu tính bằng “{unit}”; muốn tính bằng đơn vị khác thì lập chỉ số mới."),
            field="unit_of_measure",
            unit=row.unit_of_measure,
        )
    _name(row, name, unit_of_measure, note, localdate(at))
    save_checked(row, exclude=_OF_SHARES)


@transaction.atomic
def close_indicator(*, indicator: Indicator, end: date | None, actor: Account, at: datetime) -> None:
    """Work of `end` and later is counted by it no longer; None opens it again. Raises Refused."""
    row = _locked(indicator, actor, at)
    if end is not None and row.start is not None and end <= row.start:
        raise Refused(gettext_noop("Ngày đóng phải sau ngày bắt đầu dùng."), field="end")
    if end is not None and Entry.objects.filter(indicator=row, day__gte=end).exists():
        raise Refused(gettext_noop("Đã có số liệu của ngày này hoặc sau đó; chọn ngày muộn hơn."), field="end")
    row.end = end
    save_checked(row, exclude=_OF_SHARES)


@transaction.atomic
def remove_indicator(*, indicator: Indicator, actor: Account, at: datetime) -> None:
    """Take back one that nothing was ever counted by, and no target set for. Raises Refused."""
    row = _locked(indicator, actor, at)
    used = Refused(gettext_noop("Chỉ số đã dùng thì không xoá được; đóng lại để không ai ghi thêm."))
    if _is_used(row):
        raise used
    try:
        row.delete()
    except ProtectedError as kept:
        raise used from kept


def _check_may(actor: Account, unit: int, at: datetime) -> None:
    if not may_define_indicators(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền lập chỉ số riêng của đơn vị này."))


def _locked(indicator: Indicator, actor: Account, at: datetime) -> Indicator:
    row = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    if row.unit_id is None:
        raise Refused(gettext_noop("Chỉ số của danh mục chung không sửa ở đây."))
    _check_may(actor, row.unit_id, at)
    return row


def _is_used(row: Indicator) -> bool:
    return Entry.objects.filter(indicator=row).exists()


def _name(row: Indicator, name: str, unit_of_measure: str, note: str, today: date) -> None:
    row.name = row.name_en = needed(name, 200, "name", gettext_noop("Ghi tên chỉ số."))
    missing = gettext_noop("Ghi đơn vị tính, ví dụ vườn, buổi, người.")
    row.unit_of_measure = row.unit_of_measure_en = needed(unit_of_measure, 40, "unit_of_measure", missing)
    row.note = one_line(note, 300, field="note")
    wanted = fold(row.name)
    others = [one for one in Indicator.objects.exclude(pk=row.pk) if wanted in {fold(one.name), fold(one.name_en)}]
    # A name is looked up as a code is: of two alike nobody could tell which is meant, above or below.
    unit = row.unit_id or 0
    below = [one for one in others if one.unit_id is not None and owned_for([row], [one.unit_id], today)]
    if taken := [*owned_for(others, [unit], today), *below]:
        raise Refused(gettext_noop("Đã có chỉ số “{name}”; dùng chỉ số ấy, hoặc đặt tên khác."), field="name",
                      name=taken[0].name)  # fmt: skip


def _free_code(unit_code: str, name: str) -> str:
    base = f"{OWN_CODE}{unit_code}-{'-'.join(fold(name).split())}"
    base = "".join(c for c in base if c.isascii() and (c.isalnum() or c == "-"))[:_CODE_LENGTH].rstrip("-")
    taken = set(Indicator.objects.filter(code__startswith=base).values_list("code", flat=True))
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
