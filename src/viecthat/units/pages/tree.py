"""All units: searched, or opened branch by branch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of, grants_held_by
from viecthat.ui.fragments import render_page_or_part
from viecthat.ui.templatetags.ui import day as written_day
from viecthat.units.forms import DayForm, TreeForm, unit_label
from viecthat.units.queries import (
    ancestors_of,
    children_of,
    counts_below,
    kinds,
    subtree_of,
    unit_with_code,
    units_by_id,
    units_found,
)

ON_PAGE = 50
IN_BRANCH = 100  # children shown at once under an opened unit
SUGGESTED = 12


@dataclass(frozen=True)
class Branch:
    """A unit in the tree: its version, what stands below it, and its children when it is opened."""

    unit: Any
    counts: dict[str, int]
    opened: Level | None

    @property
    def below(self) -> int:
        """How many units stand below it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Level:
    """Some children of one unit; `rest` more come after them, from page `next_page` on."""

    branches: list[Branch]
    rest: int
    next_page: int

    @property
    def mixed(self) -> bool:
        """Whether units of different kinds stand side by side, so that each must say what it is."""
        return len({branch.unit.kind_id for branch in self.branches}) > 1

    @property
    def opens(self) -> bool:
        """Whether anything here has units below it."""
        return any(branch.below for branch in self.branches)


def tree(request: HttpRequest) -> HttpResponse:
    """Units found by name when one is asked for, else the tree opened down to the unit named by `mo`."""
    today = localdate()
    form = TreeForm(request.GET, today=today)
    valid = form.is_valid()
    day = form.cleaned_data.get("day") or today
    context: dict[str, Any] = {"form": form, "today": today, **everywhere(day, today)}
    if valid and (form.cleaned_data["text"] or form.cleaned_data["within"]):
        context |= _found(request, form, day)
        return render_page_or_part(request, "units/list.html", "units/parts/found.html", context)
    if valid:
        context |= _opened(request, day)
    mine = {grant.unit_id for grant in grants_held_by(actor_of(request), now())}
    context["mine"] = sorted(units_by_id(mine, day).values(), key=lambda unit: unit.name)
    context["level"] = context.get("level")
    context["found"] = None
    return render(request, "units/list.html", context)


def children(request: HttpRequest, code: str) -> HttpResponse:
    """htmx: one unit of the tree, opened (or closed again); a later page brings only its further children."""
    today = localdate()
    form = DayForm(request.GET, today=today)
    day = form.cleaned_data["day"] if form.is_valid() else today
    unit = unit_with_code(code, day)
    if unit is None:
        raise Http404(_("Không có đơn vị mã {code}.").format(code=code))
    page = request.GET.get("trang", "1")
    number = int(page) if page.isdecimal() and len(page) < 7 and int(page) else 1
    context = everywhere(day, today)
    if number > 1:
        further = {"level": _level(unit.id, day, [], number), "parent_code": unit.code}
        return render(request, "units/parts/branches.html", context | further)
    path = [] if "dong" in request.GET else [unit.id]
    found = branches(children_of(unit.parent, day).filter(unit=unit.id), day, path)
    if not found:
        raise Http404(_("Ngày {day} đơn vị này không hoạt động.").format(day=written_day(day)))
    return render(request, "units/parts/branch.html", context | {"branch": found[0], "level": Level([], 0, 0)})


def everywhere(day: date, today: date) -> dict[str, Any]:
    """What every part of the tree needs; the day is kept in its addresses unless it is today."""
    chosen = "" if day == today else f"ngay={day.isoformat()}"
    return {"day": day, "day_part": chosen, "day_query": f"?{chosen}" if chosen else "", "kinds": kinds()}


def suggest(request: HttpRequest) -> HttpResponse:
    """htmx: names for the box that is being typed in."""
    asked = request.GET.get(request.headers.get("HX-Trigger-Name", "q"), "")
    today = localdate()
    found = list(units_found(asked, today)[:SUGGESTED]) if 2 <= len(asked.strip()) <= 200 else []
    above = units_by_id({version.parent_id for version in found if version.parent_id}, today)
    rows = [(unit_label(v.name, v.unit.code), above.get(v.parent_id or 0)) for v in found]
    return render(request, "units/parts/names.html", {"rows": rows})


def _found(request: HttpRequest, form: TreeForm, day: date) -> dict[str, Any]:
    found = units_found(form.cleaned_data["text"], day)
    within = form.cleaned_data["within"]
    if within is not None:
        found = found.filter(unit__in=subtree_of(within.id, day))
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("trang"))
    versions = list(page)
    above = units_by_id({v.parent_id for v in versions if v.parent_id}, day)
    rows = [(version, above.get(version.parent_id or 0)) for version in versions]
    return {"found": rows, "page": page, "mine": [], "level": None, "within": within}


def _opened(request: HttpRequest, day: date) -> dict[str, Any]:
    wanted = unit_with_code(request.GET["mo"], day) if request.GET.get("mo") else None
    path = [] if wanted is None else [*(row.id for row in ancestors_of(wanted.id, day)), wanted.id]
    level = _level(None, day, path)
    total: dict[str, int] = {}
    for branch in level.branches:
        total[branch.unit.kind_id] = total.get(branch.unit.kind_id, 0) + 1
        for kind, count in branch.counts.items():
            total[kind] = total.get(kind, 0) + count
    if level.branches and not path:
        largest = max(level.branches, key=lambda branch: branch.below)
        level = _level(None, day, [largest.unit.unit_id])
    return {"level": level, "total": total}


def _level(parent: int | None, day: date, path: list[int], number: int = 1) -> Level:
    """The children of `parent`, `IN_BRANCH` at a time; the one on `path` is opened, and is shown however far down."""
    page = Paginator(children_of(parent, day), IN_BRANCH).get_page(number)
    versions = list(page)
    if path and path[0] not in {version.unit_id for version in versions}:
        versions.extend(children_of(parent, day).filter(unit=path[0]))
    rest = page.paginator.count - page.end_index()
    return Level(branches(versions, day, path), rest, number + 1)


def branches(versions: Iterable[Any], day: date, path: list[int]) -> list[Branch]:
    """These units with what stands below them; the one on `path` is opened. Two queries, more for what is opened."""
    shown = list(versions)
    counts = counts_below([version.unit_id for version in shown], day)
    return [
        Branch(
            version,
            counts.get(version.unit_id, {}),
            _level(version.unit_id, day, path[1:]) if path and version.unit_id == path[0] else None,
        )
        for version in shown
    ]
