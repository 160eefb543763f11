"""The register of documents, its books, and the way of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from viecthat.kernel.names import fold, sort_key
from viecthat.plans.choices import LinkKind, TermLine
from viecthat.plans.models import (
    Acknowledgement,
    Clause,
    Delivery,
    Directive,
    DirectiveFile,
    DirectiveLink,
    NumberingRule,
    Task,
    Term,
)
from viecthat.plans.rules import directives_visible
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import Units, among

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

ORDERS: dict[str, tuple[str, ...]] = {
    "ngay": ("issued_on", "pk"),
    "-ngay": ("-issued_on", "-pk"),
    "so": ("type", "issuer_code", "sequence", "pk"),
    "-so": ("-type", "-issuer_code", "-sequence", "-pk"),
    "trich-yeu": ("subject", "pk"),
    "-trich-yeu": ("-subject", "-pk"),
}
FIRST = "-ngay"


@dataclass(frozen=True)
class DirectiveFilter:
    """What is looked for; empty parts ask for nothing."""

    text: str = ""
    type: str = ""
    issuer: int | None = None
    term: int | None = None
    day: date | None = None
    way: str = ""  # "den": came in, "di": went out, "quy-che": internal rules, "dang": of Party congresses
    units: Units = ()  # whose books are meant with `way`


@dataclass(frozen=True)
class ListedDirective:
    """A document with the name of who issued it; `unread` by a unit of the reader."""

    directive: Directive
    issuer: str
    files: int
    unread: bool


def directives_of(unit: int) -> QuerySet[Directive]:
    """Documents the unit issued, newest first."""
    return Directive.objects.filter(issuer=unit).order_by(F("issued_on").desc(nulls_last=True), "number")


def directives_found(wanted: DirectiveFilter, actor: Account, at: datetime, order: str = FIRST) -> QuerySet[Directive]:
    """Documents the reader may see, as asked for."""
    found = Directive.objects.filter(directives_visible(actor, at))
    for word in fold(wanted.text).split():
        found = found.filter(folded__contains=word)
    if wanted.type:
        found = found.filter(type=wanted.type)
    if wanted.issuer is not None:
        found = found.filter(issuer=wanted.issuer)
    if wanted.term is not None:
        found = found.filter(term=wanted.term)
    if wanted.day is not None:
        found = found.filter(
            Q(start__lte=wanted.day) | Q(start=None, issued_on__lte=wanted.day) | Q(start=None, issued_on=None)
        ).exclude(end__lte=wanted.day)
        found = found.exclude(links_in__kind=LinkKind.REPLACES, links_in__source__issued_on__lte=wanted.day)
    if wanted.way == "di":
        found = found.filter(among(wanted.units, "issuer"))
    elif wanted.way == "den":
        found = found.filter(pk__in=Delivery.objects.filter(among(wanted.units)).values("directive"))
    elif wanted.way == "quy-che":
        found = found.filter(internal_rule=True)
    elif wanted.way == "dang":
        found = found.filter(term__line=TermLine.PARTY)
    first, *rest = ORDERS[order]
    column = F(first.lstrip("-"))
    lead = column.desc(nulls_last=True) if first.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(lead, *rest).defer("text", "folded")


def terms_of_register(actor: Account, at: datetime) -> list[tuple[int, str]]:
    """The terms that documents of the reader's register belong to, newest first, each with its unit. Two queries."""
    seen = Directive.objects.filter(directives_visible(actor, at), term__isnull=False)
    terms = list(Term.objects.filter(pk__in=seen.values("term")).order_by("-start", "unit"))
    names = units_by_id({term.unit_id for term in terms}, localdate(at))
    return [(term.pk, f"{term.roman}, {term.body or names[term.unit_id].name}") for term in terms]


def listed(rows: Iterable[Directive], units: Collection[int], day: date) -> list[ListedDirective]:
    """The rows of a list with what they need. Three queries."""
    rows = list(rows)
    ids = [row.pk for row in rows]
    names = units_by_id({row.issuer_id for row in rows if row.issuer_id is not None}, day)
    files = dict(DirectiveFile.objects.filter(directive__in=ids).values_list("directive").annotate(n=Count("pk")))
    unread = set(
        Delivery.objects.filter(directive__in=ids, unit__in=units, read_at=None).values_list("directive", flat=True)
    )
    return [
        ListedDirective(
            row,
            names[row.issuer_id].name if row.issuer_id in names else row.issuer_name,
            files.get(row.pk, 0),
            row.pk in unread,
        )
        for row in rows
    ]


def directive_shown(pk: int, actor: Account, at: datetime) -> Directive | None:
    """The document, when the reader may see it."""
    return Directive.objects.filter(directives_visible(actor, at), pk=pk).select_related("term").first()


def directive_file(pk: int, actor: Account, at: datetime) -> DirectiveFile | None:
    """A file of a document that the reader may see."""
    seen = Directive.objects.filter(directives_visible(actor, at))
    return DirectiveFile.objects.filter(pk=pk, directive__in=seen.values("pk")).select_related("file").first()


def directive_like(draft: Directive) -> Directive | None:
    """The record of the same document, whichever way its number was spelled then: same number, kind and issuer, in the
    same run of numbers. Where a day is missing, the run can't be told and the number decides.
    """
    same = Directive.objects.filter(
        sequence=draft.sequence,
        suffix=draft.suffix,
        type=draft.type,
        issuer_code=draft.issuer_code,
        issuer=draft.issuer_id,
        issuer_name=draft.issuer_name,
    )
    for known in same.order_by("pk"):
        if (known.term_id, known.series) == (draft.term_id, draft.series):
            return known
        if known.issued_on is None or draft.issued_on is None or known.issued_on == draft.issued_on:
            return known
    return None


def numbering_on(unit: int, day: date) -> NumberingRule | None:
    """The rule by which the unit numbers its own documents on that day."""
    return NumberingRule.objects.filter(unit=unit, start__lte=day).order_by("-start").first()


def numbering_rules(unit: int) -> QuerySet[NumberingRule]:
    """Every rule of the unit, newest first."""
    return NumberingRule.objects.filter(unit=unit).order_by("-start")


@dataclass(frozen=True)
class Linked:
    """Another document and what joins it to this one."""

    link: DirectiveLink
    other: Directive
    words: str
    outward: bool


def links_of(directive: Directive, actor: Account, at: datetime) -> list[Linked]:
    """Both ends of every link whose other end the reader may see."""
    seen = Directive.objects.filter(directives_visible(actor, at)).values("pk")
    rows = (
        DirectiveLink.objects.filter(Q(source=directive, target__in=seen) | Q(target=directive, source__in=seen))
        .select_related("source", "target")
        .order_by("kind", "pk")
    )
    return [
        Linked(row, row.target, str(LinkKind(row.kind).label), outward=True)
        if row.source_id == directive.pk
        else Linked(row, row.source, LinkKind(row.kind).back, outward=False)
        for row in rows
    ]


@dataclass(frozen=True)
class Sent:
    """Where the document went."""

    delivery: Delivery
    unit: UnitRow


def deliveries_of(directive: Directive, day: date, seen: Units | None = None) -> list[Sent]:
    """Who was sent the document and has read it, in the order of names; only units `seen` when given."""
    rows = directive.deliveries.select_related("read_by")
    if seen is not None:
        rows = rows.filter(among(seen))
    found = list(rows)
    units = units_by_id({row.unit_id for row in found}, day)
    return sorted((Sent(row, units[row.unit_id]) for row in found), key=lambda sent: sort_key(sent.unit.name))


def acknowledgements_of(directive: Directive) -> QuerySet[Acknowledgement]:
    """Who confirmed the internal rule, the latest first."""
    return directive.acknowledgements.select_related("account").order_by("-at")


@dataclass(frozen=True)
class ArrivalRow:
    """A line of the incoming book. `days`: from receipt to the unit's own document that implements it."""

    delivery: Delivery
    issuer: str
    own: Directive | None
    days: int | None


def incoming_book(unit: int, year: int, day: date) -> list[ArrivalRow]:
    """What the unit received in a year, by number, and how soon its own plan followed. Three queries."""
    rows = list(
        Delivery.objects.filter(unit=unit, arrival_year=year).select_related("directive").order_by("arrival_number")
    )
    own: dict[int, Directive] = {}
    links = DirectiveLink.objects.filter(
        kind=LinkKind.IMPLEMENTS, source__issuer=unit, target__in=[row.directive_id for row in rows]
    ).select_related("source")
    for link in links.order_by(F("source__issued_on").asc(nulls_last=True)):
        own.setdefault(link.target_id, link.source)
    names = units_by_id({row.directive.issuer_id for row in rows if row.directive.issuer_id is not None}, day)
    found = []
    for row in rows:
        plan = own.get(row.directive_id)
        days = None
        if plan is not None and plan.issued_on is not None and row.received_on is not None:
            days = max(0, (plan.issued_on - row.received_on).days)
        issuer = row.directive.issuer_id
        found.append(ArrivalRow(row, names[issuer].name if issuer in names else row.directive.issuer_name, plan, days))
    return found


def outgoing_book(unit: int, year: int) -> QuerySet[Directive]:
    """What the unit issued in a year, by kind and number."""
    return (
        Directive.objects.filter(issuer=unit, issued_on__year=year)
        .annotate(sent_to=Count("deliveries"))
        .order_by("type", "sequence", "issued_on", "pk")
        .defer("text", "folded")
    )


def years_of_book(unit: int, today: date) -> list[int]:
    """Years with anything in the unit's books, this one always, newest first."""
    out = Directive.objects.filter(issuer=unit, issued_on__isnull=False).dates("issued_on", "year")
    came = Delivery.objects.filter(unit=unit, arrival_year__isnull=False).values_list("arrival_year", flat=True)
    years = {today.year, *(day.year for day in out), *(year for year in came.distinct() if year is not None)}
    return sorted(years, reverse=True)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a document's text, with what was made of it."""

    number: int
    text: str
    clauses: tuple[Clause, ...]


def paragraphs_of(directive: Directive) -> list[Paragraph]:
    """The text in numbered paragraphs, each with its marks, their targets and tasks. Three queries."""
    marks: dict[int, list[Clause]] = {}
    clauses = directive.clauses.prefetch_related("targets__indicator", "tasks").order_by("paragraph", "start", "end")
    for clause in clauses:
        marks.setdefault(clause.paragraph, []).append(clause)
    return [
        Paragraph(number, text, tuple(marks.get(number, ())))
        for number, text in enumerate(directive.paragraphs, start=1)
    ]


def tasks_of(unit: int) -> list[Task]:
    """The unit's groups of tasks and tasks, each after its group."""
    rows = list(Task.objects.filter(unit=unit).select_related("clause__directive").order_by("position", "pk"))
    ordered: list[Task] = []
    for group in [row for row in rows if row.is_group]:
        ordered += [group, *(row for row in rows if row.group_id == group.pk)]
    return ordered + [row for row in rows if not row.is_group and row.group_id is None]


def task_groups(unit: int) -> QuerySet[Task]:
    """The unit's groups of tasks."""
    return Task.objects.filter(unit=unit, is_group=True).order_by("position", "pk")


def issued_by(unit: int) -> QuerySet[Directive]:
    """Documents to choose from as a decision of the unit, newest first."""
    return directives_of(unit).defer("text", "folded")
