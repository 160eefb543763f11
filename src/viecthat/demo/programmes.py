"""Terms, themes, programmes and registers beside the published figures; what is made up says so in its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.demo.members import COMMUNE
from viecthat.demo.published import read
from viecthat.demo.tree import HANOI
from viecthat.kernel.periods import Period
from viecthat.plans.choices import AdviceOutcome, ItemKind, ProgrammeKind, TermLine
from viecthat.plans.commands import (
    AdviceFacts,
    CoordinationFacts,
    ItemFacts,
    ProgrammeFacts,
    adapt_programme,
    add_item,
    add_milestone,
    align_item,
    change_item,
    drop_item,
    enter_directive,
    keep_advice,
    keep_coordination,
    link_programmes,
    log_visit,
    note_progress,
    open_programme,
    open_term,
    register_directive,
    serve_programme,
    set_theme,
    tell_outcome,
    tell_result,
)
from viecthat.plans.queries import directives_of, targets_of, terms_of
from viecthat.plans.queries.programme import programmes_of
from viecthat.reviews.commands import open_round
from viecthat.units.queries import unit_with_code

Row = Mapping[str, Any]


@transaction.atomic
def settle_programmes(at: datetime) -> int:
    """Whatever of it is not there yet; returns how many programmes came new."""
    today = localdate(at)
    if programmes_of(_unit(HANOI, today), 2024):
        return 0
    rows: dict[str, Any] = read("programmes")
    _terms(rows, today, at)
    _themes(rows, today, at)
    documents = _directives(rows, today, at)
    made = _programmes(rows, documents, today, at)
    made |= _party(rows, made, today, at)
    made |= _this_year(rows["this_year"], today, at)
    _registers(rows, today, at)
    _audit(today, at)
    return len(made)


def _terms(rows: Row, today: date, at: datetime) -> None:
    for row in rows["terms"]:
        open_term(
            unit=_unit(row["unit"], today),
            ordinal=row["ordinal"],
            period=Period(row["start"], row["end"]),
            note=row["note"],
            line=row.get("line", TermLine.UNION),
            body=row.get("body", ""),
            actor=None,
            at=at,
        )


def _themes(rows: Row, today: date, at: datetime) -> None:
    for row in rows["themes"]:
        set_theme(
            unit=_unit(row["unit"], today),
            year=row["year"] or today.year,
            line=row.get("line", TermLine.UNION),
            text=row["text"],
            source=row["source"],
            actor=None,
            at=at,
        )


def _directives(rows: Row, today: date, at: datetime) -> dict[str, int]:
    found = {}
    for row in rows["directives"]:
        if "body" in row:
            entered = enter_directive(
                unit=_unit(row["kept_by"], today), type="NQ", number="", issuer=None, issuer_name=row["body"],
                subject=row["subject"], issued_on=None, congress=row["congress"], actor=None, at=at,
            )  # fmt: skip
            found[row["key"]] = entered.directive.pk
            continue
        issuer = _unit(row["issuer"], today)
        directive, _warnings = register_directive(
            issuer=issuer, number="", type="NQ", subject=row["subject"], issued_on=None, force=(None, None),
            term=terms_of(issuer).filter(ordinal=row["term"]).first(), source="HNP 29/01/2024", actor=None, at=at,
        )  # fmt: skip
        found[row["key"]] = directive.pk
    return found


def _programmes(rows: Row, documents: Mapping[str, int], today: date, at: datetime) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for row in rows["programmes"]:
        facts = ProgrammeFacts(
            kind=row["kind"],
            title=row["title"],
            period=Period(row["start"], row["end"]),
            goal=row.get("goal", ""),
            lead=row.get("lead", ""),
            budget=row.get("budget"),
            parent=made.get(row.get("parent", "")),
            adopted_on=row.get("adopted_on"),
            source=row["source"],
        )
        programme = open_programme(unit=_unit(row["unit"], today), facts=facts, actor=None, at=at)
        made[row["key"]] = programme
        if row.get("serves"):
            served = [documents[key] for key in row["serves"]]
            serve_programme(programme=programme, directives=served, actor=None, at=at)
        for group in row.get("items", ()):
            _group(programme, group, documents, at)
        for title in row.get("target_groups", ()):
            add_item(programme=programme, facts=ItemFacts(ItemKind.TARGETS, title), actor=None, at=at)
        for day, percent, text in row.get("progress", ()):
            note_progress(programme=programme, day=day, percent=percent, text=text, actor=None, at=at)
        if "adapted" in row:
            _adapt(programme, row["adapted"], at)
    return made


def _group(programme: Any, row: Row, documents: Mapping[str, int], at: datetime) -> Any:
    facts = ItemFacts(
        ItemKind.GROUP,
        row["title"],
        area=row["area"],
        lead=row["lead"],
        breakthrough=row.get("breakthrough", False),
        serves=[documents[key] for key in row.get("serves", ())],
    )
    group = add_item(programme=programme, facts=facts, actor=None, at=at)
    for task in row.get("tasks", ()):
        add_item(programme=programme, facts=ItemFacts(ItemKind.TASK, task, parent=group), actor=None, at=at)
    for title, due in row.get("milestones", ()):
        add_milestone(programme=programme, item=group, title=title, due=due, actor=None, at=at)
    return group


def _adapt(programme: Any, row: Row, at: datetime) -> None:
    new = adapt_programme(
        programme=programme, reason=row["reason"], adopted_on=row["day"], directive=None, actor=None, at=at
    )
    items = {item.title: item for item in new.items.select_related("parent")}
    for title in row["dropped"]:
        drop_item(item=items[title], actor=None, at=at)
    for title, other in row["changed"].items():
        item = items[title]
        facts = ItemFacts(item.kind, other, parent=item.parent, lead=item.lead)
        change_item(item=item, facts=facts, actor=None, at=at)
    for title, tasks in row["added"].items():
        for task in tasks:
            facts = ItemFacts(ItemKind.TASK, task, parent=items[title])
            add_item(programme=new, facts=facts, actor=None, at=at)


def _party(rows: Row, made: Mapping[str, Any], today: date, at: datetime) -> dict[str, Any]:
    row = rows["party"]
    found = {}
    for place, title in enumerate(row["titles"]):
        facts = ProgrammeFacts(
            ProgrammeKind.PARTY, title, Period(row["start"], row["end"]), body=row["body"], source=row["source"]
        )
        programme = open_programme(unit=_unit(row["unit"], today), facts=facts, actor=None, at=at)
        found[f"party-{place}"] = programme
        if place in row["mapped"]:
            own = made[row["mapped"][place]]
            link_programmes(source=own, target=programme, note="", actor=None, at=at)
    return found


def _this_year(row: Row, today: date, at: datetime) -> dict[str, Any]:
    year = today.year
    city = _unit(HANOI, today)
    facts = ProgrammeFacts(
        ProgrammeKind.YEAR, row["title"].format(year=year), Period.year(year), goal=row["goal"], source="Minh hoạ"
    )
    programme = open_programme(unit=city, facts=facts, actor=None, at=at)
    groups = {}
    for group in row["items"]:
        above = add_item(
            programme=programme,
            facts=ItemFacts(ItemKind.GROUP, group["title"], area=group["area"], lead=group["lead"]),
            actor=None,
            at=at,
        )
        groups[group["title"]] = above
        for title, month, day in group["tasks"]:
            work = ItemFacts(ItemKind.WORK, title, parent=above, lead=group["lead"], due=date(year, month, day))
            add_item(programme=programme, facts=work, actor=None, at=at)
    known = {target.indicator.code: target.root for target in targets_of(city) if target.start == date(year, 1, 1)}
    for title, codes in row["target_groups"].items():
        targets = [known[code] for code in codes if code in known]
        add_item(programme=programme, facts=ItemFacts(ItemKind.TARGETS, title, targets=targets), actor=None, at=at)
    made = {"year": programme}
    commune = unit_with_code(COMMUNE, today)
    if commune is not None:
        own = row["commune"]
        facts = ProgrammeFacts(ProgrammeKind.YEAR, own["title"].format(year=year), Period.year(year), source="Minh hoạ")
        made["commune"] = open_programme(unit=commune.id, facts=facts, actor=None, at=at)
        group = add_item(programme=made["commune"], facts=ItemFacts(ItemKind.GROUP, own["group"]), actor=None, at=at)
        task = add_item(
            programme=made["commune"],
            facts=ItemFacts(ItemKind.TASK, own["task"], parent=group, due=date(year, 3, 31)),
            actor=None,
            at=at,
        )
        align_item(item=task, superior_item=groups[own["group"]], feasibility=own["feasibility"], actor=None, at=at)
    return made


def _registers(rows: Row, today: date, at: datetime) -> None:
    centre = _unit("trung-uong", today)
    for row in rows["advice"]:
        serves = directives_of(centre).filter(number=row["serves"]).first() if "serves" in row else None
        facts = AdviceFacts(row["topic"], row["addressee"], row["sent_on"], serves=serves)
        advice = keep_advice(unit=_unit(row["unit"], today), facts=facts, actor=None, at=at)
        if "outcome" in row:
            tell_outcome(
                advice=advice, outcome=AdviceOutcome(row["outcome"]), outcome_on=row["outcome_on"], note=row["note"],
                actor=None, at=at,
            )  # fmt: skip
    for row in rows["coordinations"]:
        agreed = CoordinationFacts(row["partner"], row["title"], row["start"], row["end"], content=row["content"])
        coordination = keep_coordination(unit=_unit(row["unit"], today), facts=agreed, actor=None, at=at)
        for day, text in row["results"]:
            tell_result(coordination=coordination, day=day, text=text, actor=None, at=at)
    commune = unit_with_code(COMMUNE, today)
    for row in rows["visits"] if commune is not None else ():
        log_visit(
            unit=_unit(row["unit"], today),
            department=row["department"],
            visited=commune.id,  # type: ignore[union-attr]
            day=today,
            people=row["people"],
            purpose=row["purpose"],
            found=row["found"],
            actor=None,
            at=at,
        )


def _audit(today: date, at: datetime) -> None:
    """A round of going through targets that waits for the commune; the city opened it."""
    commune = unit_with_code(COMMUNE, today)
    if commune is None:
        return
    open_round(
        unit=_unit(HANOI, today),
        units=[commune.id],
        title=f"Rà soát chỉ tiêu năm {today.year} (minh hoạ)",
        as_of=today,
        due=today,
        directive=None,
        actor=None,
        at=at,
    )


def _unit(code: str, today: date) -> int:
    row = unit_with_code(code, today)
    if row is None:
        raise LookupError(f"no unit {code}: plant_tree() comes first")
    return row.id
