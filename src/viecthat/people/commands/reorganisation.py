"""What becomes of members and posts when units are merged, split, closed or founded. Many at once, by one decision.

The floor that changes units calls these within its own transaction, after the tree has changed, and has asked its own
rules: whoever may organise the units decides for all who belong to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import indicators, stock_of_people
from viecthat.people.choices.membership import STOCK, AdmissionStep, EventKind, TransferState
from viecthat.people.choices.post import Leaving
from viecthat.people.commands.post_ledger import settle_posts
from viecthat.people.models import Admission, Body, MemberEvent, Membership, Person, Post, Transfer
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_LASTING = (EventKind.STAYED_ON, EventKind.ON_LEAVE, EventKind.TEMPORARY)
_OVER = (AdmissionStep.ADMITTED, AdmissionStep.NOT_PASSED, AdmissionStep.CLOSED)


@dataclass(frozen=True)
class Moved:
    """A member who left one branch and entered another by the decision."""

    person: int
    origin: int
    destination: int


@transaction.atomic
def move_members(
    *, destinations: Mapping[int, int], day: date, decision: str, note: str, actor: Account | None, at: datetime
) -> list[Moved]:
    """Members go to another branch on `day`, by person; `note` says why in their files. Letters on their way go along.

    Never in two branches and never in none: both halves are of the same day. Raises Refused when somebody came to
    their branch on that day or later.
    """
    held = Membership.objects.select_for_update().filter(person__in=list(destinations), end__isnull=True)
    leaving = [one for one in held.order_by("pk") if one.unit_id != destinations[one.person_id]]
    late = [one for one in leaving if one.start >= day]
    if late:
        raise Refused(
            gettext_noop("{count} người vào chi đoàn từ ngày này trở đi; chọn ngày muộn hơn."),
            field="day",
            count=len(late),
        )
    Membership.objects.filter(pk__in=[one.pk for one in leaving]).update(end=day, ended_by=EventKind.REORGANISED_OUT)
    entered = Membership.objects.bulk_create(
        Membership(person_id=one.person_id, unit_id=destinations[one.person_id], start=day) for one in leaving
    )
    MemberEvent.objects.bulk_create(
        MemberEvent(
            person_id=here.person_id, membership=here, unit_id=here.unit_id, kind=kind, day=day, decision=decision,
            note=note, other_unit_id=there.unit_id, recorded_by=actor, recorded_at=at,
        )
        for old, new in zip(leaving, entered, strict=True)
        for kind, here, there in ((EventKind.REORGANISED_OUT, old, new), (EventKind.REORGANISED_IN, new, old))
    )  # fmt: skip
    lasting = MemberEvent.objects.filter(
        membership__in=leaving, kind__in=_LASTING, undone_at__isnull=True, until__gt=day
    )
    successor = {old.pk: new.pk for old, new in zip(leaving, entered, strict=True)}
    going_on = list(lasting)
    for event in going_on:
        event.membership_id = successor[event.membership_id or 0]
    MemberEvent.objects.bulk_update(going_on, ["membership"])
    moved = [Moved(old.person_id, old.unit_id, new.unit_id) for old, new in zip(leaving, entered, strict=True)]
    for unit, people in _by_destination(moved).items():
        Person.objects.filter(pk__in=people).update(unit=unit)
        Transfer.objects.filter(person__in=people, state=TransferState.OPEN).exclude(destination=unit).update(
            origin=unit
        )
        _cancel(Transfer.objects.filter(person__in=people, destination=unit), decision, actor, at)
    return moved


@transaction.atomic
def redirect_letters(
    *, successors: Mapping[int, int], decision: str, actor: Account | None, at: datetime
) -> tuple[int, int]:
    """Letters and applications addressed to units that end go on to their successors; returns how many of each."""
    waiting = Transfer.objects.filter(destination__in=list(successors), state=TransferState.OPEN)
    open_ones = Admission.objects.filter(unit__in=list(successors)).exclude(step__in=_OVER)
    letters = applications = 0
    for old in sorted({*waiting.values_list("destination", flat=True)}):
        addressed = waiting.filter(destination=old)
        _cancel(addressed.filter(origin=successors[old]), decision, actor, at)
        letters += addressed.update(destination=successors[old])
    for old in sorted({*open_ones.values_list("unit", flat=True)}):
        of_old = open_ones.filter(unit=old)
        Person.objects.filter(pk__in=of_old.values("person"), unit=old).update(unit=successors[old])
        applications += of_old.update(unit=successors[old])
    return letters, applications


@transaction.atomic
def settle_stock_of_members(
    *, people: Collection[int], unit: int, day: date, reason: str, actor: Account | None, at: datetime
) -> bool:
    """Let the stock of members stand where the register has these people on `day`, under the map of that day.

    A unit that became another took its figures with it, so of a plain merger nothing is left to post; a split, a
    closing and a founding move what the map does not. Returns whether a posting was made.
    """
    stock = next((one.pk for one in indicators().values() if one.code == STOCK), None)
    if stock is None or not people:
        return False
    unit_map = map_on(day)
    home = dict(Membership.objects.filter(person__in=list(people), end__isnull=True).values_list("person", "unit"))
    lines: list[Line] = []
    standing: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for person, where, grade, quantity in stock_of_people(stock, people, day):
        place, _how = unit_map.stands_at(where)
        if place is not None:
            standing[person][place, grade] += quantity
    for person, sums in standing.items():
        for (place, grade), quantity in sums.items():
            if quantity and place != home.get(person):
                lines.append(Line(place, stock, day, -quantity, Grade(grade), person))
                if person in home:
                    lines.append(Line(home[person], stock, day, quantity, Grade(grade), person))
    if not lines:
        return False
    post_entries(kind=PostingKind.REGISTER, unit=unit, lines=lines, reason=reason, actor=actor, at=at)
    return True


@transaction.atomic
def end_posts_of_units(
    *, units: Sequence[int], day: date, decision: str, actor: Account | None, at: datetime
) -> list[int]:
    """The bodies of units that end are no more from `day` on; returns the ids of the posts that ended with them.

    Raises Refused when a post or a body began on that day or later.
    """
    bodies = Body.objects.select_for_update().filter(unit__in=list(units), end__isnull=True)
    posts = list(Post.objects.select_for_update().filter(unit__in=list(units), end__isnull=True).order_by("pk"))
    if bodies.filter(start__gte=day).exists() or any(post.start >= day for post in posts):
        raise Refused(
            gettext_noop("Đơn vị sẽ kết thúc có chức vụ bắt đầu từ ngày này trở đi; chọn ngày muộn hơn."), field="day"
        )
    ids = [post.pk for post in posts]
    Post.objects.filter(pk__in=ids).update(end=day, leaving=Leaving.UNIT_ENDED, leaving_decision=decision)
    Body.objects.filter(pk__in=[body.pk for body in bodies]).update(end=day)
    settle_posts(
        pairs=[(post.person_id, post.unit_id) for post in posts],
        actor=actor,
        at=at,
        reason=f"{Leaving.UNIT_ENDED.label}: {decision}",
    )
    return ids


def _by_destination(moved: Sequence[Moved]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one in moved:
        found.setdefault(one.destination, []).append(one.person)
    return found


def _cancel(letters: QuerySet[Transfer], decision: str, actor: Account | None, at: datetime) -> None:
    """Both ends of the letter are now one branch: there is nothing left to receive."""
    letters.filter(state=TransferState.OPEN).update(
        state=TransferState.CANCELLED,
        answer=f"Nơi đi và nơi đến nay là một chi đoàn theo {decision}"[:300],
        answered_by=actor,
        answered_at=at,
    )
