"""Small true members for tests, made by the project's own commands."""

from collections.abc import Sequence
from datetime import date

from tests.factories import AT, TODAY, SmallTree, make_indicator, make_officer, make_unit
from viecthat.ledger.queries import entries_of
from viecthat.people.commands.admission import (
    Applicant,
    Ballots,
    admit_members,
    apply_for_membership,
    approve_admissions,
    introduce_applicants,
    learn_charter,
    record_admission_vote,
)
from viecthat.people.commands.bringing import Known, bring_in_members
from viecthat.people.commands.event import FLOWS, STOCK
from viecthat.people.commands.person import PersonDraft
from viecthat.people.models import Admission, Membership, Person

BORN = date(2005, 5, 4)


def make_member_indicators() -> None:
    """The indicators that memberships post to."""
    make_indicator(STOCK, measure="stock", register="memberships", area=6)
    for code in dict.fromkeys(FLOWS.values()):
        make_indicator(code, register="memberships", area=6)


def make_member(
    unit,
    name: str = "Phùng Thị Lan",
    *,
    born: date | None = BORN,
    since: date = date(2024, 3, 26),
    sex: str = "female",
    phone: str = "",
    card: str | None = None,
) -> Person:
    """A member who was in the paper book already."""
    make_member_indicators()
    draft = PersonDraft(name, sex, born, unit.pk, phone=phone, card_number=card)
    (pk,) = bring_in_members(unit=unit.pk, members=[Known(draft, since)], actor=None, at=AT)
    return Person.objects.get(pk=pk)


def apply(unit, actor, *applicants: Applicant, on: date = date(2026, 1, 5)) -> list[Admission]:
    """Applications for the branch."""
    return apply_for_membership(unit=unit.pk, applicants=applicants, applied_on=on, actor=actor, at=AT)


def voted(tree: SmallTree, secretary, names: Sequence[str], *, votes: tuple[int, int, int] = (10, 1, 1)) -> list[int]:
    """Applications on which the branch of `tree` has voted, twelve being present."""
    made = apply(tree.branch, secretary, *(Applicant(name, BORN, "male") for name in names))
    ids = [admission.pk for admission in made]
    introducer = Person.objects.filter(full_name="Phùng Thị Lan", unit=tree.branch).first() or make_member(tree.branch)
    learn_charter(admissions=ids, day=date(2026, 1, 20), actor=secretary, at=AT)
    introduce_applicants(
        admissions=ids, kind="member", introducer=introducer.pk, introducer_name="", day=date(2026, 2, 1),
        actor=secretary, at=AT,
    )  # fmt: skip
    ballots = [Ballots(pk, *votes) for pk in ids]
    record_admission_vote(ballots=ballots, present=12, day=date(2026, 2, 10), actor=secretary, at=AT)
    return ids


def admit(tree: SmallTree, secretary, officer, names: Sequence[str]) -> list[Person]:
    """New members, all steps done, since 26/03/2026."""
    ids = voted(tree, secretary, names)
    approve_admissions(admissions=ids, decision="05-QĐ/ĐTN", day=date(2026, 3, 1), actor=officer, at=AT)
    events = admit_members(admissions=ids, day=date(2026, 3, 26), actor=secretary, at=AT)
    return [event.person for event in events]


def figure(unit, code: str, day: date = TODAY) -> int:
    """The sum of the unit's own entries of an indicator until the day, straight from the ledger."""
    from django.db.models import Sum

    from viecthat.ledger.models import Entry

    found = Entry.objects.filter(unit=unit, indicator__code=code, day__lte=day)
    return found.aggregate(total=Sum("quantity", default=0))["total"]


def lines_of(event) -> list[tuple[str, str, int, int, int | None]]:
    """What an event posted: indicator, unit, quantity, grade, person."""
    if event.posting_id is None:
        return []
    return [(e.indicator.code, e.unit_id, e.quantity, e.grade, e.person_id) for e in entries_of([event.posting_id])]


def open_membership_of(person) -> Membership | None:
    return Membership.objects.filter(person=person, end__isnull=True).first()


def other_branch(tree: SmallTree):
    """A branch in another commune of the same city."""
    return make_unit("Chi đoàn thôn Hà Tân", parent=tree.neighbour, kind="branch", code="hn-ha-tan")


def secretary_of(unit):
    return make_officer("branch_secretary", unit, full_name="Đinh Quốc Việt")
