"""Who came: roll calls, those present at each, what does not fit, and one person's own history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import COUNTED, GroupRole
from viecthat.activities.models import Apology, Participation, Presence, PresentGroup, RollCall, TookPart
from viecthat.activities.queries.guardian import asks_guardians, consents_at, is_minor
from viecthat.activities.queries.kinds import kind_book
from viecthat.activities.rules import may_record_activity
from viecthat.kernel.rotating_codes import code_at, is_signed, read_code
from viecthat.people.rules.charter import is_child
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_where
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import Activity, GuardianConsent
    from viecthat.people.models import Person
    from viecthat.rollup.tree import Tree

# Whoever is told of late counts only when a second person saw them.
COUNTS = Q(late=False) | Q(witness__isnull=False)
_BESIDE = timedelta(days=1)


@dataclass(frozen=True)
class Clash:
    """Somebody noted at another meeting elsewhere at the same time."""

    roll_call: RollCall
    unit: str


@dataclass(frozen=True)
class Present:
    """Somebody who was there, as the holder of the meeting sees it.

    guest: of another unit than the one that met. minutes: None while they are still there. namesake: somebody of the
    same name and birth date was noted too. minor: under eighteen then; consent: what a guardian of theirs said.
    """

    row: Presence
    unit: UnitRow | None
    guest: bool
    minutes: int | None
    clashes: tuple[Clash, ...]
    namesake: bool
    minor: bool
    consent: GuardianConsent | None

    @property
    def counted(self) -> bool:
        """Whether it goes into the ledger: told in time, or seen by a second person."""
        return not self.row.late or self.row.witness_id is not None


@dataclass(frozen=True)
class OpenedRollCall:
    """A roll call with everybody and every group that was there."""

    call: RollCall
    unit: UnitRow
    present: tuple[Present, ...]
    groups: tuple[PresentGroup, ...]
    apologies: tuple[Apology, ...]
    asks_guardians: bool
    consents: dict[int, GuardianConsent]

    @property
    def counted(self) -> int:
        """How many named people count."""
        return sum(one.counted for one in self.present)

    @property
    def waiting(self) -> list[Present]:
        """Told late and seen by nobody yet."""
        return [one for one in self.present if not one.counted]

    @property
    def heads(self) -> int:
        """Everybody who took part, named or not; those who were served are counted apart."""
        return self.counted + sum(g.count for g in self.groups if g.role != GroupRole.BENEFICIARIES)

    @property
    def served(self) -> int:
        """Those whom the work was for."""
        return sum(g.count for g in self.groups if g.role == GroupRole.BENEFICIARIES)


def roll_call_of_serial(serial: int) -> RollCall | None:
    """The roll call that this serial number was given to."""
    return RollCall.objects.filter(serial=serial).first()


def roll_call_numbered(number: int) -> RollCall | None:
    """The roll call by the number people say."""
    return RollCall.objects.filter(pk=number).first()


def roll_calls_of(actor: Account, at: datetime) -> QuerySet[RollCall]:
    """Roll calls that `actor` may hold, the newest first, with `came` people noted."""
    found = RollCall.objects.filter(units_where(actor, Capability.RECORD, at).of("unit")).select_related("kind")
    return found.annotate(came=Count("presences")).order_by("-starts_at", "-pk")


def roll_call_held(pk: int, actor: Account, at: datetime) -> RollCall | None:
    """The roll call, for somebody who may hold it."""
    call = RollCall.objects.select_related("kind", "activity").filter(pk=pk).first()
    return call if call is not None and may_record_activity(actor, call.unit_id, at) else None


def roll_call_opened(call: RollCall, at: datetime) -> OpenedRollCall:
    """Everybody at the roll call, those who wait for a witness first, then by name. Nine queries at most."""
    rows = list(call.presences.select_related("person", "witness").order_by("person__sort_key", "pk"))
    units = units_by_id({call.unit_id, *(row.unit_id for row in rows if row.unit_id)}, localdate(at))
    tree = tree_on(localdate(call.starts_at))
    clashes = clashes_of(call, rows, localdate(at))
    day = localdate(call.starts_at)
    asks = asks_guardians(kind_book([call.kind_id]).on(call.kind_id, day), asked=call.guardians)
    consents = {one.person_id: one for one in consents_at(call)} if asks else {}
    names: dict[tuple[str, date | None], int] = {}
    for row in rows:
        name = (row.person.folded_name, row.person.birth_date)
        names[name] = names.get(name, 0) + 1
    present = [
        Present(
            row,
            units.get(row.unit_id or 0),
            is_guest(tree, call.unit_id, row.unit_id),
            minutes_of(row, call, at),
            clashes.get(row.person_id, ()),
            names[(row.person.folded_name, row.person.birth_date)] > 1,
            is_minor(row.person, day),
            consents.get(row.person_id),
        )
        for row in rows
    ]
    return OpenedRollCall(
        call,
        units[call.unit_id],
        tuple(sorted(present, key=lambda one: one.counted)),
        tuple(call.groups.order_by("role", "name", "pk")),
        tuple(call.apologies.select_related("person").order_by("person__sort_key", "pk")),
        asks,
        consents,
    )


def is_guest(tree: Tree, lead: int, unit: int | None) -> bool:
    """Whether somebody of `unit` is a guest where `lead` meets: neither of it nor of a unit below it."""
    if unit == lead:
        return False
    return unit is None or lead not in tree or unit not in tree or not tree.covers(lead, unit)


def clashes_of(call: RollCall, rows: Iterable[Presence], today: date) -> dict[int, tuple[Clash, ...]]:
    """Other meetings, elsewhere and at the same time, where these people were noted too, by person. Two queries."""
    here = {row.person_id: row for row in rows}
    if not here:
        return {}
    others = (
        Presence.objects.filter(
            person__in=list(here),
            came_at__gt=call.starts_at - _BESIDE,
            came_at__lt=call.ends_at + _BESIDE,
        )
        .exclude(roll_call=call)
        .exclude(roll_call__place=call.place)
        .select_related("roll_call")
        .order_by("came_at", "pk")
    )
    overlapping = [
        other
        for other in others
        if other.came_at < _until(here[other.person_id], call)
        and here[other.person_id].came_at < _until(other, other.roll_call)
    ]
    units = units_by_id({other.roll_call.unit_id for other in overlapping}, today) if overlapping else {}
    found: dict[int, tuple[Clash, ...]] = {}
    for other in overlapping:
        clash = Clash(other.roll_call, units[other.roll_call.unit_id].name)
        found[other.person_id] = (*found.get(other.person_id, ()), clash)
    return found


def _until(row: Presence, call: RollCall) -> datetime:
    return row.left_at or max(call.ends_at, row.came_at)


def minutes_of(row: Presence, call: RollCall, at: datetime) -> int | None:
    """Whole minutes there, within the meeting's own hours; None while the meeting goes on and they have not left."""
    if row.left_at is None and at < call.ends_at:
        return None
    end = min(row.left_at or call.ends_at, call.ends_at)
    return max(0, int((end - max(row.came_at, call.starts_at)).total_seconds()) // 60)


def counted_presence(calls: Collection[int]) -> QuerySet[Presence]:
    """Those present at these roll calls who count."""
    return Presence.objects.filter(COUNTS, roll_call__in=list(calls))


def unnamed_heads(calls: Collection[int]) -> int:
    """How many took part at these roll calls without names; those served are not among them."""
    groups = PresentGroup.objects.filter(roll_call__in=list(calls)).exclude(role=GroupRole.BENEFICIARIES)
    return sum(groups.values_list("count", flat=True))


def served_heads(calls: Collection[int]) -> dict[int, int]:
    """How many people the work was for, by roll call; only roll calls that counted any."""
    groups = PresentGroup.objects.filter(roll_call__in=list(calls), role=GroupRole.BENEFICIARIES).order_by()
    return dict(groups.values_list("roll_call").annotate(Sum("count")))


def counts_served(activity: int) -> bool:
    """Whether the roll calls of the work counted whom it was for: then nobody types that number. One query."""
    return PresentGroup.objects.filter(roll_call__activity=activity, role=GroupRole.BENEFICIARIES).exists()


def free_roll_calls(unit: int) -> QuerySet[RollCall]:
    """Roll calls of the unit that belong to no recorded work yet, the newest first."""
    return RollCall.objects.filter(unit=unit, activity__isnull=True).order_by("-starts_at", "-pk")


@dataclass(frozen=True)
class OwnWork:
    """A piece of work or a meeting in somebody's own history.

    activity: the work, None while the meeting belongs to none. counted: it stands in the ledger or will; False while
    somebody has yet to say that they saw them.
    """

    day: date
    title: str
    unit: UnitRow
    minutes: int | None
    activity: Activity | None
    counted: bool


@dataclass(frozen=True)
class OwnHistory:
    """What somebody took part in, the newest first, and the minutes of each year that count."""

    rows: list[OwnWork]
    years: list[tuple[int, int, int]]


def own_history(person: int, at: datetime) -> OwnHistory:
    """Work that names the person, and meetings that belong to no recorded work yet. Three queries."""
    meetings = list(Presence.objects.filter(person=person).select_related("roll_call").order_by("came_at", "pk"))
    works = took_part_in(person)
    units = units_by_id(
        {work.unit_id for work in works.values()} | {row.roll_call.unit_id for row in meetings}, localdate(at)
    )
    spent: dict[int, int | None] = {}
    rows: list[OwnWork] = []
    for row in meetings:
        call, minutes = row.roll_call, minutes_of(row, row.roll_call, at)
        counted = not row.late or row.witness_id is not None
        if call.activity_id in works and counted:
            before = spent.get(call.activity_id)
            spent[call.activity_id] = minutes if before is None else before + (minutes or 0)
        elif call.activity_id is None or (call.activity_id in works and not counted):
            rows.append(OwnWork(localdate(call.starts_at), call.title, units[call.unit_id], minutes, None, counted))
    for pk, work in works.items():
        rows.append(OwnWork(work.day, work.title, units[work.unit_id], spent.get(pk), work, counted=True))
    rows.sort(key=lambda one: one.day, reverse=True)
    years: dict[int, list[int]] = {}
    for one in rows:
        if one.counted:
            years.setdefault(one.day.year, []).append(one.minutes or 0)
    return OwnHistory(rows, [(year, len(told), sum(told)) for year, told in sorted(years.items(), reverse=True)])


def minutes_at(person: int, activity: int, at: datetime) -> int | None:
    """Minutes of the person at all roll calls of the work that count; None where no roll was called."""
    rows = Presence.objects.filter(COUNTS, person=person, roll_call__activity=activity).select_related("roll_call")
    told = [minutes_of(row, row.roll_call, at) for row in rows]
    known = [minutes for minutes in told if minutes is not None]
    return sum(known) if known else None


def took_part_in(person: int) -> dict[int, Activity]:
    """Work that counts and names the person, by its id."""
    found = Participation.objects.filter(person=person, activity__state__in=list(COUNTED)).select_related(
        "activity__kind"
    )
    return {row.activity_id: row.activity for row in found}


@dataclass(frozen=True)
class VerifiedTookPart:
    """What a certificate tells whoever scans it: what stands on the paper, and of the name no more than its letter.

    `initial` is the first letter of the given name; of a child nothing of the name is told.
    """

    initial: str
    title: str
    day: date
    unit: str
    minutes: int | None


_CERTIFICATE = b"c"


def certificate_code(certificate: TookPart) -> str:
    """What stands in the QR of a certificate: the same for ever, made of the moment it was given."""
    return code_at(_CERTIFICATE, certificate.serial, certificate.key, certificate.issued_at)


def verified_took_part(text: str, at: datetime) -> VerifiedTookPart | None:
    """What the code tells; None for every one that does not hold, whatever the reason."""
    code = read_code(text)
    if code is None or code.purpose != _CERTIFICATE:
        return None
    row = TookPart.objects.select_related("person", "activity").filter(serial=code.serial).first()
    if row is None or not is_signed(code, row.key) or row.activity_id not in took_part_in(row.person_id):
        return None
    person, work = row.person, row.activity
    unit = units_by_id({work.unit_id}, work.day).get(work.unit_id)
    initial = "" if is_child(person.birth_date, localdate(at)) else f"{person.full_name.split()[-1][0].upper()}."
    return VerifiedTookPart(initial, work.title, work.day, unit.name if unit else "", row.minutes)


def people_at(calls: Collection[int]) -> list[Person]:
    """Named people who count at these roll calls, each once, by name."""
    rows = counted_presence(calls).select_related("person").order_by("person__sort_key", "person_id")
    return list({row.person_id: row.person for row in rows}.values())
