"""Who is called to a congress: quotas by unit, delegates of every kind, the roll, who is struck from the list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.congress.choices import CongressLine, DelegateBasis
from viecthat.congress.commands.shared import kept
from viecthat.congress.models import Congress, Delegate, Quota
from viecthat.congress.queries.delegate import standing_twice
from viecthat.congress.rules import rule_on
from viecthat.kernel.dividing import divide
from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.kernel.names import fold, needed, one_line
from viecthat.people.queries.duplicate import went_into
from viecthat.people.queries.membership import members_during
from viecthat.people.queries.post import members_on
from viecthat.units.queries import children_of, subtree_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_DELEGATES = 3000
MEMBER_POSTS = {
    CongressLine.UNION: ("committee_member",),
    CongressLine.FEDERATION: ("federation_member", "federation_president", "federation_vice"),
    CongressLine.STUDENTS: ("students_member", "students_president", "students_vice"),
}


@dataclass(frozen=True)
class DelegateFacts:
    """A delegate: of the register by `person`, or by name; `unit` the delegation."""

    basis: str
    person: int | None = None
    unit: int | None = None
    name: str = ""
    sex: str = ""
    birth_date: date | None = None
    post: str = ""
    substitute: bool = False


@transaction.atomic
def share_out_seats(*, congress: Congress, seats: int, least: int, actor: Account, at: datetime) -> list[Quota]:
    """Delegates to be elected are shared out among the units directly below by their members of today.

    Each unit has at least `least`; what rounding leaves goes to the largest remainders. Raises Refused.
    """
    row, today = kept(congress, actor, at), localdate(at)
    _not_held(row)
    units = [version.unit_id for version in children_of(row.unit_id, today)]
    if not units:
        raise Refused(gettext_noop("Đơn vị không có đơn vị trực thuộc nào để phân bổ đại biểu."), field="seats")
    free = seats - least * len(units)
    if free < 0:
        raise Refused(
            gettext_noop("{units} đơn vị, mỗi đơn vị ít nhất {least} đại biểu: cần ít nhất {all} đại biểu được bầu."),
            field="seats",
            units=len(units),
            least=least,
            all=least * len(units),
        )
    members = _members(units, today)
    counts = [members[unit] for unit in units]
    # Where nobody is in the register yet all units weigh the same.
    parts = divide(free, counts if any(counts) else [1] * len(units))
    Quota.objects.filter(congress=row).delete()
    rows = [
        Quota(congress=row, unit_id=unit, members=count, seats=least + part)
        for unit, count, part in zip(units, counts, parts, strict=True)
    ]
    for one in rows:
        save_checked(one)
    return rows


@transaction.atomic
def add_delegate(*, congress: Congress, facts: DelegateFacts, actor: Account | None, at: datetime) -> Delegate:
    """Somebody is called. Raises Refused beyond the share of appointed ones or a unit's quota."""
    row = kept(congress, actor, at)
    _not_held(row)
    delegate = Delegate(
        congress=row,
        basis=facts.basis,
        person_id=facts.person,
        unit_id=facts.unit,
        name="" if facts.person else one_line(facts.name, 120, field="name"),
        sex="" if facts.person else facts.sex,
        birth_date=None if facts.person else facts.birth_date,
        post=one_line(facts.post, 200, field="post"),
        substitute=facts.substitute,
    )
    if Delegate.objects.filter(congress=row).count() >= MOST_DELEGATES:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} đại biểu."), most=MOST_DELEGATES)
    if facts.person is None and not delegate.name:
        raise Refused(gettext_noop("Chọn người trong sổ, hoặc ghi họ tên người ngoài sổ."), field="name")
    if delegate.basis == DelegateBasis.ELECTED and delegate.unit_id is None:
        raise Refused(gettext_noop("Đại biểu được bầu thì ghi đơn vị bầu."), field="unit")
    _check_quota(row, delegate)
    _check_appointed(row, delegate)
    save_checked(delegate)
    return delegate


@transaction.atomic
def add_delegates(
    *, congress: Congress, lines: Sequence[tuple[int, DelegateFacts]], actor: Account | None, at: datetime
) -> list[Delegate]:
    """Those of a list are called, all of them or nobody. Refused with the line that may not be.

    Whoever is not in the register is told from the others by name and birth date: a list sent twice calls nobody twice.
    """
    row = kept(congress, actor, at)
    outside = Delegate.objects.filter(congress=row, person=None, struck_why="")
    known = {(fold(name), born) for name, born in outside.values_list("name", "birth_date")}
    added = []
    for number, facts in lines:
        try:
            if facts.person is None and (who := (fold(facts.name), facts.birth_date)) in known:
                raise Refused(gettext_noop("{name} đã có trong danh sách đại biểu."), name=quoted(facts.name))
            added.append(add_delegate(congress=row, facts=facts, actor=actor, at=at))
        except Refused as refused:
            message = gettext_noop("Dòng {line}: {why}")
            raise Refused(message, field="people", line=number, why=refused.sentence) from refused
        if facts.person is None:
            known.add(who)
    return added


@transaction.atomic
def call_committee(*, congress: Congress, actor: Account, at: datetime) -> int:
    """Members of the committee that calls the congress are delegates by their post; returns how many came new."""
    row = kept(congress, actor, at)
    _not_held(row)
    people = members_on(row.unit_id, MEMBER_POSTS[CongressLine(row.line)], localdate(at))
    known = set(Delegate.objects.filter(congress=row, struck_why="").values_list("person", flat=True))
    for person in sorted(people - known):
        facts = DelegateFacts(DelegateBasis.EX_OFFICIO, person)
        add_delegate(congress=row, facts=facts, actor=actor, at=at)
    return len(people - known)


@transaction.atomic
def strike_delegate(*, delegate: Delegate, reason: str, actor: Account, at: datetime) -> Delegate:
    """A delegate is struck from the list: left the Union's work, moved away, disciplined. Raises Refused."""
    row = kept(delegate.congress, actor, at)
    _not_held(row)
    delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
    if delegate.struck_why:
        raise Refused(gettext_noop("Đại biểu này đã rút tên."))
    delegate.struck_why = needed(reason, 300, "reason", gettext_noop("Ghi vì sao rút tên."))
    delegate.came_at = None
    save_checked(delegate)
    # Of one person who stood twice the other line is now the only one, and is of the file that goes on.
    for other in standing_twice(row):
        into = went_into(other.person_id) if other.person_id else None
        if into == delegate.person_id:
            other.person_id = into
            save_checked(other)
    return delegate


@transaction.atomic
def call_roll(
    *, congress: Congress, shown: Collection[int], there: Collection[int], actor: Account, at: datetime
) -> int:
    """Of those shown on the list these are there, the others not; returns how many are there now."""
    row = kept(congress, actor, at)
    _not_held(row)
    called = Delegate.objects.filter(congress=row, struck_why="")
    called.filter(pk__in=set(shown) - set(there)).update(came_at=None)
    called.filter(pk__in=set(shown) & set(there), came_at__isnull=True).update(came_at=at)
    return called.filter(came_at__isnull=False).count()


def _members(units: list[int], day: date) -> dict[int, int]:
    under = {unit: subtree_of(unit, day) for unit in units}
    counts: dict[int, int] = {}
    for unit in members_during([one for below in under.values() for one in below], day).values():
        counts[unit] = counts.get(unit, 0) + 1
    return {unit: sum(counts.get(one, 0) for one in below) for unit, below in under.items()}


def _not_held(row: Congress) -> None:
    if row.held_on is not None:
        raise Refused(gettext_noop("Đại hội đã họp; danh sách đại biểu không sửa được nữa."))


def _check_quota(row: Congress, delegate: Delegate) -> None:
    if delegate.basis != DelegateBasis.ELECTED or delegate.substitute:
        return
    quota = Quota.objects.filter(congress=row, unit=delegate.unit_id).first()
    elected = Delegate.objects.filter(
        congress=row, unit=delegate.unit_id, basis=DelegateBasis.ELECTED, substitute=False, struck_why=""
    ).count()
    if quota is not None and elected >= quota.seats:
        raise Refused(
            gettext_noop("Đơn vị này được phân bổ {seats} đại biểu và đã bầu đủ; thêm nữa là dự khuyết."),
            field="unit",
            seats=quota.seats,
        )


def _check_appointed(row: Congress, delegate: Delegate) -> None:
    rule = rule_on("appointed_share", row.line, row.planned_on)
    if delegate.basis != DelegateBasis.APPOINTED or rule is None:
        return
    delegates = Delegate.objects.filter(congress=row, struck_why="", substitute=False)
    appointed = delegates.filter(basis=DelegateBasis.APPOINTED).count() + 1
    # The number that is to be called decides while the list is being made; without one, the list itself.
    whole = row.seats or delegates.count() + 1
    if rule.passed_by(appointed, whole):
        raise Refused(
            gettext_noop("{n} đại biểu chỉ định trong {whole} đại biểu được triệu tập là quá mức. {article}."),
            field="basis",
            n=appointed,
            whole=whole,
            article=rule.article_vi,
        )
