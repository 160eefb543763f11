"""Work by what it serves: movements and companion programmes, what hangs under one, groups reached, values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viecthat.accounts.queries import actor_of
from viecthat.activities.choices import Movement
from viecthat.activities.pages.calendar import asked_unit, asked_year, unit_choices_of
from viecthat.activities.queries.listing import activities_found, listed
from viecthat.activities.queries.movement import COMPANION, group_sums, movement_sum, movement_sums, value_sums
from viecthat.documents.workbook import Sheet, SheetColumn
from viecthat.kernel.periods import Period
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.queries.programme import ProgrammeFilter, programmes_found
from viecthat.units.pages.register import TYPES, sheet_bytes
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import UnitScope, units_seen

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.queries import UnitRow

MOST_RECENT = 20
MOST_PROGRAMMES = 20
_LATEST = "-ngay"


@dataclass(frozen=True)
class Asked:
    """Whose work is looked at, of which year."""

    actor: Account
    at: datetime
    today: date
    unit: UnitRow | None
    scope: UnitScope
    year: int

    @property
    def period(self) -> Period:
        """The whole year."""
        return Period.year(self.year)


@require_safe
def movements(request: HttpRequest) -> HttpResponse:
    """Movements and companion programmes beside one another, and which young people the work reached."""
    asked = _asked(request)
    sums = movement_sums(asked.scope, asked.period, asked.today)
    context = _context(request, asked) | {
        "companion": [one for one in sums if one.movement in COMPANION],
        "others": [one for one in sums if one.movement not in COMPANION],
        "groups": group_sums(asked.scope, asked.period),
    }
    return render(request, "activities/movements.html", context)


@require_safe
def movements_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook: movements with their kinds of work, and the groups reached."""
    asked = _asked(request)
    sums = movement_sums(asked.scope, asked.period, asked.today)
    columns = (
        SheetColumn(_("Phong trào, chương trình"), "text", 44), SheetColumn(_("Loại việc"), "text", 40),
        SheetColumn(_("Hoạt động"), "whole", 12), SheetColumn(_("Đơn vị"), "whole", 12),
        SheetColumn(_("Lượt người tham gia"), "whole", 16), SheetColumn(_("Người hưởng lợi"), "whole", 16),
    )  # fmt: skip
    lines = [
        (str(one.movement.label), name, row.activities, row.units, row.heads, row.served)
        for one in sums
        for name, row in (("", one.sum), *((str(kind.kind), kind.sum) for kind in one.kinds))
    ]
    where = asked.unit.name if asked.unit else _("mọi đơn vị bạn được xem")
    notes = (f"{where} · {asked.year}", _("Một việc phục vụ hai phong trào thì đứng ở cả hai."))
    title = _("Phong trào, chương trình đồng hành")
    groups = (
        SheetColumn(_("Nhóm thanh niên"), "text", 44), SheetColumn(_("Hoạt động"), "whole", 12),
        SheetColumn(_("Người hưởng lợi, chỉ nhóm này"), "whole", 18),
        SheetColumn(_("Người hưởng lợi, cùng nhóm khác"), "whole", 18),
    )  # fmt: skip
    reached = [(str(g.group.label), g.activities, g.served, g.shared) for g in group_sums(asked.scope, asked.period)]
    sheets = (
        Sheet(title[:31], columns, lines, title, notes, freeze=1, landscape=True),
        Sheet(_("Nhóm thanh niên"), groups, reached, _("Nhóm thanh niên hưởng lợi"), notes[:1], freeze=1),
    )
    headers = {"Content-Disposition": f'attachment; filename="phong-trao-{asked.year}.xlsx"'}
    return HttpResponse(sheet_bytes(sheets, title, asked.today), content_type=TYPES["xlsx"], headers=headers)


@require_safe
def movement(request: HttpRequest, code: str) -> HttpResponse:
    """One movement: its programmes, the kinds of work that serve it, the latest of that work."""
    asked = _asked(request)
    if code not in Movement.values:
        raise Http404
    found = movement_sum(Movement(code), asked.scope, asked.period, asked.today)
    codes = [row.kind.pk for row in found.kinds]
    work = activities_found(asked.scope, period=asked.period, order=_LATEST).filter(kind__in=codes)
    wanted = ProgrammeFilter(year=asked.year)
    programmes = list(
        programmes_found(wanted, asked.actor, asked.at)
        .filter(asked.scope.of("unit"), kind__in=_KINDS, folded__contains=_STEMS.get(code, "—"))
        [:MOST_PROGRAMMES]
    )  # fmt: skip
    units = units_by_id({row.unit_id for row in programmes}, asked.today)
    context = _context(request, asked) | {
        "movement": found,
        "rows": listed(list(work[:MOST_RECENT]), asked.today),
        "programmes": [(row, units.get(row.unit_id)) for row in programmes],
    }
    return render(request, "activities/movement.html", context)


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """What a young person of the new generation should be, and the education work that serves it."""
    asked = _asked(request)
    context = _context(request, asked) | {"values": value_sums(asked.scope, asked.period)}
    return render(request, "activities/values.html", context)


# What a programme of the movement is called, without marks: units name their own programmes after it.
_STEMS = {
    Movement.VOLUNTEER.value: "tinh nguyen", Movement.CREATIVE.value: "sang tao", Movement.DEFENCE.value: "xung kich",
    Movement.STUDY.value: "hoc tap", Movement.CAREER.value: "nghiep", Movement.SKILLS.value: "ky nang",
    Movement.CHILDREN.value: "thieu nhi", Movement.EDUCATION.value: "giao duc",
}  # fmt: skip
_KINDS = (ProgrammeKind.MOVEMENT, ProgrammeKind.COMPANION, ProgrammeKind.CAMPAIGN, ProgrammeKind.DRIVE)


def _asked(request: HttpRequest) -> Asked:
    actor, at = actor_of(request), now()
    today = localdate(at)
    unit = asked_unit(request, today)
    scope = units_seen(actor, at, within=unit.id if unit else None)
    return Asked(actor, at, today, unit, scope, asked_year(request, today))


def _context(request: HttpRequest, asked: Asked) -> dict[str, object]:
    return {
        "unit": asked.unit,
        "units": unit_choices_of(request, asked.unit),
        "year": asked.year,
        "query": f"don-vi={asked.unit.code if asked.unit else ''}&nam={asked.year}",
    }
