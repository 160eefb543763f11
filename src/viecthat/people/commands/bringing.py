"""Members who are in the paper book already come into the register, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import indicators
from viecthat.people.choices.membership import EventKind
from viecthat.people.commands.event import STOCK, check_branch, check_day
from viecthat.people.commands.person import PersonDraft, plain_phone, register_people
from viecthat.people.commands.rows import each_row
from viecthat.people.models import MemberEvent, Membership, Person
from viecthat.people.queries.person import card_is_taken
from viecthat.people.rules.charter import first_admission_day
from viecthat.people.rules.membership import holds_members, may_keep_members
from viecthat.units.queries import units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

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
    if not holds_members(units_by_id([unit], localdate(at))[unit].kind):
        raise Refused(gettext_noop("Đoàn viên thuộc về chi đoàn; chọn một chi đoàn của đơn vị này."), field="unit")
    if actor is not None:
        seen = units_where(actor, Capability.FILES, at)
        each_row(list(enumerate(members)), lambda row: _check(unit, row[1], members[: row[0]], seen, at))
    for day in {member.since for member in members}:
        check_day(day, at, field="since")
        check_branch(unit, day, field="since")
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


def _check(unit: int, member: Known, before: Sequence[Known], seen: UnitScope, at: datetime) -> None:
    """Raises Refused for a row that can't be: in the book already, named twice, a card or a day that can't be."""
    draft = member.person
    check_day(member.since, at, field="since")
    check_branch(unit, member.since, field="since")
    plain_phone(draft.phone)
    if draft.birth_date is not None and member.since < first_admission_day(draft.birth_date, member.since):
        raise Refused(gettext_noop("Ngày vào trước khi đủ 15 tuổi 1 ngày; xem lại ngày."), field="since")
    twins = [one.person for one in before if one.person.birth_date == draft.birth_date]
    known = Person.objects.filter(unit=unit, folded_name=fold(draft.full_name), birth_date=draft.birth_date)
    if known.exists() or any(fold(twin.full_name) == fold(draft.full_name) for twin in twins):
        raise Refused(gettext_noop("{name} đã có trong sổ của chi đoàn."), field="full_name", name=draft.full_name)
    cards = [one.person.card_number for one in before]
    if draft.card_number and (draft.card_number in cards or card_is_taken(draft.card_number, seen)):
        raise Refused(gettext_noop("Số thẻ này đã cấp cho người khác; xem lại thẻ."), field="card_number")
