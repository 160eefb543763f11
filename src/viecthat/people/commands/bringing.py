"""Members who are in the paper book already come into the register, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import indicators
from viecthat.people.choices.membership import EventKind
from viecthat.people.commands.event import STOCK, check_day
from viecthat.people.commands.person import PersonDraft, register_people
from viecthat.people.models import MemberEvent, Membership
from viecthat.people.rules.membership import may_keep_members

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Dataset


@dataclass(frozen=True)
class Known:
    """A member of the paper book: who, and since when of this branch."""

    person: PersonDraft
    since: date
    note: str = ""


@transaction.atomic
def bring_in_members(
    *,
    unit: int,
    members: Sequence[Known],
    actor: Account | None,
    at: datetime,
    dataset: Dataset | None = None,
    grade: Grade = Grade.EVIDENCED,
) -> list[int]:
    """Enter members of one branch with one posting; returns the ids of the people in the order given.

    `actor` None is the installation itself (a demonstration). Raises Refused when the actor may not or a day can't be.
    """
    if actor is not None and not may_keep_members(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của đơn vị này."), field="unit")
    if not members:
        return []
    for member in members:
        check_day(member.since, at, field="since")
    people = register_people(drafts=[member.person for member in members])
    memberships = Membership.objects.bulk_create(
        [
            Membership(person_id=person, unit_id=unit, start=member.since)
            for person, member in zip(people, members, strict=True)
        ]
    )
    stock = next(indicator.pk for indicator in indicators().values() if indicator.code == STOCK)
    lines = [Line(unit, stock, member.since, 1, grade, person) for person, member in zip(people, members, strict=True)]
    posting = post_entries(kind=PostingKind.REGISTER, unit=unit, lines=lines, actor=actor, at=at, dataset=dataset)
    MemberEvent.objects.bulk_create(
        MemberEvent(
            person_id=membership.person_id,
            membership=membership,
            unit_id=unit,
            kind=EventKind.BROUGHT_IN,
            day=member.since,
            note=member.note,
            posting=posting,
            recorded_by=actor,
            recorded_at=at,
        )
        for membership, member in zip(memberships, members, strict=True)
    )
    return people
