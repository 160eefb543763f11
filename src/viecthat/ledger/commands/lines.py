"""The lines of a posting: what can't be is refused before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, MeasureKind
from viecthat.ledger.models import Indicator
from viecthat.units.tree import trees_on

MOST = 10**15  # far beyond any real figure, far below what the database can hold
EARLIEST = date(1931, 3, 26)  # the Union's founding day


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be: ids, the day of the work, the quantity in the indicator's smallest unit."""

    unit: int
    indicator: int
    day: date
    quantity: int
    grade: Grade
    person: int | None = None


def check_lines(lines: Sequence[Line], at: datetime, *, falling: bool = False, revision: UUID | None = None) -> None:
    """Raise Refused for a line that can't be: no amount, a day to come, a unit that was not there that day.

    `falling`: a register may let a stock fall, as when a member leaves; nothing else has negative lines.
    `revision`: of the tree to look at, where another than today's will be noticed on writing.
    """
    check_units(sound_lines(lines, at, falling=falling), revision)


def sound_lines(lines: Sequence[Line], at: datetime, *, falling: bool = False) -> dict[date, set[int]]:
    """The first half of `check_lines`, amounts and days: asks the database nothing unless some stock falls.

    Gives the units by day, for `check_units`.
    """
    if not lines:
        raise Refused(gettext_noop("Chưa có kết quả nào để ghi vào sổ; ghi ít nhất một số."), field="quantity")
    # Whole columns at once: a bulk posting has hundreds of thousands of lines.
    quantities = list(map(attrgetter("quantity"), lines))
    if 0 in quantities or (min(quantities) < 0 and not (falling and _only_stocks_fall(lines))):
        raise Refused(
            gettext_noop("Số lượng phải lớn hơn 0. Muốn giảm số đã ghi, mở chứng từ cũ rồi đảo."), field="quantity"
        )
    if max(quantities) > MOST or (falling and min(quantities) < -MOST):
        raise Refused(gettext_noop("Số này lớn quá mức có thể; xem lại số chữ số 0."), field="quantity")
    alive: dict[date, set[int]] = {}
    for day, unit in set(map(attrgetter("day", "unit"), lines)):
        alive.setdefault(day, set()).add(unit)
    if max(alive) > localdate(at):
        raise Refused(gettext_noop("Ngày làm việc chưa tới; việc làm xong rồi mới ghi vào sổ."), field="day")
    if min(alive) < EARLIEST:
        raise Refused(gettext_noop("Ngày trước khi Đoàn thành lập (26/03/1931); xem lại năm."), field="day")
    return alive


def check_units(alive: Mapping[date, Collection[int]], revision: UUID | None = None) -> None:
    """The second half of `check_lines`: raise Refused where a unit did not stand on its day. One query at most."""
    trees = trees_on(alive, revision)
    for day, units in alive.items():
        tree = trees[day]
        if any(unit not in tree for unit in units):
            raise Refused(
                gettext_noop("Vào ngày {day} đơn vị chưa thành lập hoặc đã kết thúc; xem lại ngày."),
                field="day",
                day=day.strftime("%d/%m/%Y"),
            )


def _only_stocks_fall(lines: Sequence[Line]) -> bool:
    fallen = {line.indicator for line in lines if line.quantity < 0}
    return Indicator.objects.filter(pk__in=fallen, measure=MeasureKind.STOCK).count() == len(fallen)
