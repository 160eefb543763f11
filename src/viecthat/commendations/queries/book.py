"""The book of commendations: found, listed, verified by anybody with the code on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from viecthat.commendations.models import Commendation, CommendationDecision
from viecthat.commendations.rules import FormKind, book_visible, form_kinds, may_see_commendation, may_see_decision
from viecthat.kernel.names import fold
from viecthat.people.rules.card import is_signed, printed_token, read_token
from viecthat.plans.rules import units_planning_seen
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.commendations.models import Drive

ORDERS: dict[str, tuple[str, ...]] = {
    "ten": ("folded", "pk"),
    "-ten": ("-folded", "-pk"),
    "ngay": ("day", "pk"),
    "-ngay": ("-day", "-pk"),
    "so": ("year", "number", "pk"),
    "-so": ("-year", "-number", "-pk"),
}
NEWEST = "-ngay"


@dataclass(frozen=True)
class Line:
    """A line of the book: who, of which unit, which form, by whom."""

    row: Commendation
    kind: FormKind | None
    home: UnitRow
    giver: UnitRow

    @property
    def number(self) -> str:
        """As it stands on the paper."""
        return paper_number(self.row)


@dataclass(frozen=True)
class VerifiedCommendation:
    """What a paper in force tells whoever scans it: name, unit, form, decision; nothing else about anybody."""

    number: str
    name: str
    place: str
    unit: str
    form: str
    decision: str
    day: date
    giver: str


def paper_number(row: Commendation) -> str:
    """Running number and year."""
    return f"{row.number:04d}/{row.year}"


def book_found(
    actor: Account,
    at: datetime,
    *,
    text: str = "",
    scope: UnitScope | None = None,
    form: str = "",
    year: int | None = None,
    to: str = "",
) -> QuerySet[Commendation]:
    """Lines of the book the reader may see, of units in `scope` when given; withdrawn ones too."""
    found = Commendation.objects.filter(book_visible(actor, at)).select_related("decision")
    if wanted := fold(text):
        found = found.filter(folded__contains=wanted)
    if scope is not None:
        found = found.filter(scope.of("home"))
    if form:
        found = found.filter(form=form)
    if year is not None:
        found = found.filter(year=year)
    return found.filter(to=to) if to else found


def lines(rows: Sequence[Commendation], today: date) -> list[Line]:
    """These lines with their units. One query."""
    units = units_by_id({unit for row in rows for unit in (row.home_id, row.giver_id)}, today)
    known = form_kinds()
    return [Line(row, known.get(row.form), units[row.home_id], units[row.giver_id]) for row in rows]


def commendation_shown(pk: int, actor: Account, at: datetime) -> Commendation | None:
    """One line, for who may see it."""
    found = Commendation.objects.select_related("decision", "nominee__dossier").filter(pk=pk).first()
    return found if found is not None and may_see_commendation(actor, found, at) else None


def decisions_found(actor: Account, at: datetime) -> QuerySet[CommendationDecision]:
    """Decisions the reader may see, the newest first, with how many they commend."""
    seen = CommendationDecision.objects.filter(units_planning_seen(actor, at).of("unit"))
    return seen.annotate(given=Count("commendations")).order_by("-day", "-pk")


def decision_shown(pk: int, actor: Account, at: datetime) -> CommendationDecision | None:
    """The decision, for who may see it."""
    found = CommendationDecision.objects.select_related("drive", "meeting").filter(pk=pk).first()
    return found if found is not None and may_see_decision(actor, found, at) else None


def awarded_in(decision: CommendationDecision) -> list[Commendation]:
    """Whom a decision commends and who still holds it: collectives first, by form and number. One query.

    For floors above that hand the papers over: name, place and form stand in each row.
    """
    order = list(form_kinds())
    rows = decision.commendations.filter(withdrawn_on__isnull=True).order_by("to", "number")
    return sorted(
        rows, key=lambda row: (row.to, order.index(row.form) if row.form in order else len(order), row.number)
    )


def token_of(row: Commendation) -> str:
    """What stands in the QR of the paper."""
    return printed_token(row.serial, row.key)


def verified_commendation(text: str, at: datetime) -> VerifiedCommendation | None:
    """What the code tells; None for every code that does not hold, whatever the reason."""
    token = read_token(text.strip())
    if token is None or token.phone:
        return None
    row = Commendation.objects.select_related("decision").filter(serial=token.serial).first()
    if row is None or not is_signed(token, row.key, at) or row.withdrawn_on is not None:
        return None
    units = units_by_id({row.home_id, row.giver_id}, row.day)
    kind = form_kinds().get(row.form)
    return VerifiedCommendation(
        paper_number(row), row.name, row.place, units[row.home_id].name, str(kind or row.form), row.decision.number,
        row.day, units[row.giver_id].name,
    )  # fmt: skip


def decisions_of_drive(drive: Drive) -> list[CommendationDecision]:
    """Decisions that commend for the drive, the newest first, with how many each commends."""
    return list(drive.decisions.annotate(given=Count("commendations")).order_by("-day", "-pk"))


def decisions_with(found: QuerySet[CommendationDecision], text: str) -> QuerySet[CommendationDecision]:
    """Those whose number or subject holds the text."""
    return found.filter(Q(number__icontains=text) | Q(about__icontains=text))
