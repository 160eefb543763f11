"""A person as a member: where they belong, what happened, what waits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, overload

import numpy as np
import numpy.typing as npt
from django.db.models import OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.people.choices.membership import EventKind, MemberState, TransferState
from viecthat.people.models import Admission, FileAccess, MemberEvent, Membership, Person, PersonMerge, Transfer
from viecthat.people.queries.register import state_of
from viecthat.people.rules.charter import comes_of_age_on, is_child, setting, years_later
from viecthat.people.rules.file import may_see_file
from viecthat.people.rules.membership import holds_members, may_see_transfer, units_kept
from viecthat.units.queries import UnitRow, units_by_id, units_found
from viecthat.units.queries.scope import Units, UnitScope, among, units_seen, units_where
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class ShownEvent:
    """An event with its unit and the other unit, as they were that day."""

    event: MemberEvent
    unit: UnitRow
    other: UnitRow | None

    @property
    def paper(self) -> bool:
        """Whether there is a paper of it to print."""
        return self.event.undone_at is None and self.event.kind in WITH_PAPER


@dataclass(frozen=True)
class OpenedFile:
    """A person's file as its page shows it."""

    person: Person
    unit: UnitRow | None
    state: MemberState
    membership: Membership | None
    events: tuple[ShownEvent, ...]
    transfer: Transfer | None
    admission: Admission | None
    due: date | None
    child: bool
    party: MemberEvent | None


def person_with_file(pk: int, actor: Account, at: datetime) -> Person | None:
    """The person, for those who may open their file; None as for one who never was."""
    person = Person.objects.select_related("photo").filter(pk=pk).first()
    return person if person is not None and may_see_file(actor, person, at) else None


def opened_file(person: Person, at: datetime) -> OpenedFile:
    """Everything the page of a person shows; whoever asks has been let in."""
    today = localdate(at)
    memberships = list(Membership.objects.filter(person=person).order_by("start"))
    open_now = next((m for m in memberships if m.end is None), None)
    last = memberships[-1] if memberships else None
    events = list(
        MemberEvent.objects.filter(person=person).select_related("recorded_by", "undone_by").order_by("-day", "-pk")
    )
    ids = {e.unit_id for e in events} | {e.other_unit_id for e in events if e.other_unit_id}
    if person.unit_id is not None:
        ids.add(person.unit_id)
    units = units_by_id(ids, today)
    due = comes_of_age_on(person.birth_date, today) if open_now and person.birth_date else None
    staying = any(e.kind == EventKind.STAYED_ON and not e.undone_at and e.until and e.until > today for e in events)
    return OpenedFile(
        person=person,
        unit=units.get(person.unit_id or 0),
        state=state_of(last.start if last else None, now=open_now is not None, ended_by=last.ended_by if last else ""),
        membership=open_now,
        events=tuple(ShownEvent(e, units[e.unit_id], units.get(e.other_unit_id or 0)) for e in events),
        transfer=Transfer.objects.filter(person=person, state=TransferState.OPEN).first(),
        admission=Admission.objects.filter(person=person).order_by("-pk").first(),
        due=due if due is not None and due <= today and not staying else None,
        child=is_child(person.birth_date, today),
        party=next((e for e in events if e.kind in PARTY_KINDS and not e.undone_at), None),
    )


# Events whose decision or certificate can be printed.
WITH_PAPER = frozenset(
    {
        EventKind.ADMITTED, EventKind.READMITTED, EventKind.MATURED, EventKind.STAYED_ON, EventKind.STRUCK_OFF,
        EventKind.REPRIMANDED, EventKind.WARNED, EventKind.EXPELLED, EventKind.INTRODUCED, EventKind.CONSIDERED,
        EventKind.TEMPORARY,
    }
)  # fmt: skip
PARTY_KINDS = frozenset(
    {EventKind.CONSIDERED, EventKind.INTRODUCED, EventKind.PARTY_ADMITTED, EventKind.PARTY_DECLINED}
)


def accesses_of(person: Person) -> QuerySet[FileAccess]:
    """Who did what with the file, or with one that went into it, or into that one; newest first."""
    files = [person.pk]
    for one in files:
        went_in = PersonMerge.objects.filter(kept=one, undone_at__isnull=True)
        files.extend(went_in.values_list("absorbed", flat=True))
    found = FileAccess.objects.filter(person__in=files)
    return found.select_related("account").order_by("-at", "-pk")


def event_with_id(pk: int, actor: Account, at: datetime) -> MemberEvent | None:
    """The event, for those who may open the file it stands in."""
    event = MemberEvent.objects.select_related("person", "recorded_by").filter(pk=pk).first()
    return event if event is not None and may_see_file(actor, event.person, at) else None


def open_members(units: Collection[int]) -> QuerySet[Membership]:
    """Memberships of today of these units, by name."""
    found = Membership.objects.filter(unit__in=list(units), end__isnull=True).select_related("person")
    return found.order_by("person__sort_key", "person__pk")


def members_during(units: Units, day: date) -> dict[int, int]:
    """Everybody who belonged to one of these units on the day, with the unit. One query."""
    found = Membership.objects.filter(Q(end=None) | Q(end__gt=day), among(units), start__lte=day)
    return dict(found.values_list("person", "unit"))


def members_to_mature(actor: Account, at: datetime, *, within: int | None = None) -> QuerySet[Membership]:
    """Members over 30 whom `actor` keeps, who have no leave to stay on; the oldest first."""
    today = localdate(at)
    born_by = years_later(today, -setting("maturity_age", today) - 1)
    staying = MemberEvent.objects.filter(kind=EventKind.STAYED_ON, undone_at__isnull=True, until__gt=today).values(
        "membership"
    )
    scope = units_where(actor, Capability.RECORD, at, within=within)
    found = Membership.objects.filter(scope.of("unit"), end__isnull=True, person__birth_date__lte=born_by)
    return found.exclude(pk__in=staying).select_related("person").order_by("person__birth_date", "pk")


@dataclass(frozen=True)
class BranchList(Sequence[UnitRow]):
    """Branches as the tree lays them out. Only those asked for are read: one query a slice, however long the list."""

    ids: npt.NDArray[np.int64]
    day: date

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> UnitRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[UnitRow]: ...
    def __getitem__(self, at: int | slice) -> UnitRow | list[UnitRow]:
        wanted = self.ids[at if isinstance(at, slice) else slice(at, at + 1)].tolist()
        rows = units_by_id(wanted, self.day)
        found = [rows[unit] for unit in wanted]
        return found if isinstance(at, slice) else found[0]


def branches_kept(actor: Account, at: datetime, *, within: UnitScope | None = None, text: str = "") -> BranchList:
    """The branches of today whose books `actor` keeps; only those `within`, only those whose name holds the text."""
    today = localdate(at)
    scope = units_kept(actor, at) if within is None else units_kept(actor, at) & within
    branches = _branches_in(scope, today)
    if text.strip():
        named = units_found(text, today).order_by().values_list("unit", flat=True)
        branches = branches[np.isin(branches, np.fromiter(named, dtype=np.int64))]
    return BranchList(branches, today)


def _branches_in(scope: UnitScope, today: date) -> npt.NDArray[np.int64]:
    tree = tree_on(today)
    branch = np.array([holds_members(str(name)) for name in tree.kind_names], dtype=bool)
    units = tree.units[branch[tree.kind_codes]]
    return units[scope.mask(units)]


def branches_seen(actor: Account, at: datetime) -> list[int]:
    """The branches of today that `actor` sees, as the tree lays them out."""
    return _branches_in(units_seen(actor, at), localdate(at)).tolist()


def transfers_seen(actor: Account, at: datetime, *, state: str = "") -> QuerySet[Transfer]:
    """Letters from or to units whose files `actor` may see, newest first."""
    scope = units_where(actor, Capability.FILES, at)
    found = Transfer.objects.filter(scope.of("origin") | scope.of("destination") | scope.of("branch"))
    if state:
        found = found.filter(state=state)
    return found.select_related("person").order_by("-opened_at", "-pk")


def transfer_with_id(pk: int, actor: Account, at: datetime) -> Transfer | None:
    """The letter, for both of its sides; None for anybody else."""
    found = Transfer.objects.select_related("person", "opened_by", "answered_by").filter(pk=pk).first()
    return found if found is not None and may_see_transfer(actor, found, at) else None


def transfers_to(units: Collection[int]) -> QuerySet[Transfer]:
    """Letters that wait for one of `units` to take somebody in."""
    return Transfer.objects.filter(destination__in=units, state=TransferState.OPEN)


def transfers_waiting(actor: Account, at: datetime) -> QuerySet[Transfer]:
    """Letters that wait for `actor` to receive the member."""
    scope = units_where(actor, Capability.RECORD, at)
    return transfers_seen(actor, at, state=TransferState.OPEN).filter(scope.of("destination"))


def membership_of(person: int) -> Membership | None:
    """The person's membership of today."""
    return Membership.objects.filter(person=person, end__isnull=True).first()


def members_now(person: OuterRef) -> QuerySet[Membership]:
    """The open membership of the person of an outer query, for Exists."""
    return Membership.objects.filter(person=person, end__isnull=True)
