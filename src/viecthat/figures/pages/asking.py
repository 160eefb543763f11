"""What the address asks for, within the reader's reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from viecthat.accounts.queries import actor_of
from viecthat.figures.choices import CHILDREN, Against, Axis, Counting, ProofLevel
from viecthat.figures.forms import FiguresForm
from viecthat.figures.queries.answer import Answer, answer_of
from viecthat.figures.queries.periods import end_of
from viecthat.figures.queries.question import FigureQuestion
from viecthat.figures.rules import FEWEST_PEOPLE, units_beyond_reach, units_not_to_ask, units_to_ask_first
from viecthat.kernel.errors import Refused
from viecthat.ledger.queries import Indicator, indicators
from viecthat.people.choices.file import GroupedBy
from viecthat.people.rules.groups import units_without_files
from viecthat.ui.sentences import add_refusal
from viecthat.units.queries import UnitRow, kinds, units_by_id
from viecthat.units.tree import map_on, tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class Asked:
    """The form as it was sent, and the question when it is one. shut: some unit is out of the reader's reach."""

    form: FiguresForm
    question: FigureQuestion | None
    indicators: Sequence[Indicator]
    own_units: Sequence[UnitRow]
    shut: bool

    def address(self, **changes: str | Sequence[str] | None) -> str:
        """The question with everything said that was left open, as a query; None drops a part of it."""
        query = QueryDict(mutable=True)
        question, form = self.question, self.form
        if question is not None:
            codes = [one.code for one in question.indicators]
            for area in form.cleaned_data["areas"]:
                query.appendlist("mat", str(area))
                codes = [c for c in codes if c not in {one.code for one in self.indicators if one.area == area}]
            query.setlist("cs", codes)
            query.setlist("dv", [unit.code for unit in question.units])
            query["ky"] = form["periods"].data or str(form.today.year)
            query["ban-do"] = question.map_day.isoformat()
            for name in ("by", "split", "counting", "proof", "groups", "down", "across", "chart", "text", "order"):
                if given := form.cleaned_data.get(name):
                    query[form.add_prefix(name)] = given
            if known := form.cleaned_data.get("known"):
                query["biet-den"] = known.isoformat()
            query.setlist("ss", sorted(question.against))
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query.setlist(name, [value] if isinstance(value, str) else list(value))
        return query.urlencode(safe=";/")


def asked_for(request: HttpRequest, at: datetime, today: date) -> Asked:
    """Read the address. What is wrong is said at the fields of the form."""
    actor = actor_of(request)
    listed = [one for one in indicators().values() if one.listed]
    own = _own_units(actor, at, today)
    form = FiguresForm(_whole(request.GET), today=today, indicators=listed, kinds=list(kinds().values()), own_units=own)
    if not form.is_valid():
        return Asked(form, None, listed, own, shut=False)
    given = form.cleaned_data
    refused = units_not_to_ask(actor, [unit.id for unit in given["units"]], at)
    shut = [unit for unit in given["units"] if unit.id in refused]
    for unit in shut:
        sentence = _("Bạn chưa được giao quyền xem số liệu của {unit}; bỏ đơn vị này.").format(unit=unit.name)
        form.add_error("units", sentence)
    if shut or not (given["chosen"] and given["units"]):
        return Asked(form, None, listed, own, shut=bool(shut))
    map_day, known = given["map_day"] or today, given["known"]
    named = units_by_id({unit.id for unit in given["units"]}, map_day)
    question = FigureQuestion(
        indicators=tuple(given["chosen"]),
        units=tuple(named[unit.id] for unit in given["units"]),
        periods=tuple(given["periods"]),
        map_day=map_day,
        by=given["by"],
        as_known=end_of(known) if known else None,
        counting=Counting(given["counting"]),
        proof=ProofLevel(given["proof"]),
        against=frozenset(Against(one) for one in given["against"]),
        groups=GroupedBy(given["groups"]),
    )
    return Asked(form, question, listed, own, shut=False)


def answered(asked: Asked, actor: Account, at: datetime, today: date) -> Answer | None:
    """The answer; None when there is no question, or the ledger can't answer it, which the form then says."""
    question = asked.question
    if question is None:
        return None
    try:
        beyond = units_beyond_reach(actor, _standing(question), question.map_day, at)
        unseen = units_without_files(actor, _standing(question), at) if question.groups else frozenset()
        return answer_of(question, today=today, beyond_reach=beyond, fewest_people=FEWEST_PEOPLE, without_files=unseen)
    except Refused as refused:
        if refused.field == "unit":
            refused.field = "units"
        add_refusal(asked.form, refused)
        return None


def axes_of(asked: Asked) -> tuple[Axis | None, Axis | None]:
    """What the reader wants down and across."""
    given = asked.form.cleaned_data
    down, across = given.get("down"), given.get("across")
    return (Axis(down) if down else None), (Axis(across) if across else None)


def _standing(question: FigureQuestion) -> list[int]:
    """Every unit that stands at or under those asked for, in the map of the question."""
    tree = map_on(question.map_day).tree
    found: set[int] = set()
    for unit in question.units:
        if unit.id in tree:
            lo, hi = tree.span(unit.id)
            found.update(tree.units[lo:hi].tolist() if question.by else [unit.id])
    return sorted(found)


def _own_units(actor: Account, at: datetime, today: date) -> list[UnitRow]:
    """The reader's own unit: the uppermost, when they hold roles at several."""
    tree = tree_on(today)
    held = [unit for unit in units_to_ask_first(actor, at) if unit in tree]
    first = sorted(held, key=tree.position)[:1]
    return list(units_by_id(first, today).values())


def _whole(query: QueryDict) -> QueryDict:
    """The address of one opened figure is a whole question too: that figure and the units under it."""
    if "so" not in query or "cs" in query or "mat" in query:
        return query
    query = query.copy()
    query["cs"] = str(query["so"])
    for name, given in (("dv", query.get("mo")), ("ky", query.get("nam")), ("chia", CHILDREN)):
        if given and name not in query:
            query[name] = str(given)
    return query
