"""Carry out a decision about units: the tree, the members, the posts, the roles and the ledger, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.commands import end_roles_at
from viecthat.audit.rows import check_references_at_once, save_checked
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.queries import indicators
from viecthat.organisation.choices import Part, ReorganisationKind
from viecthat.organisation.models import (
    GrantEnded,
    MemberMove,
    PostChange,
    Reorganisation,
    ReorganisedUnit,
)
from viecthat.organisation.queries.effects import floors_going_along
from viecthat.organisation.queries.plan import EndingUnit, NewUnit, Place, Plan, Provisional
from viecthat.organisation.queries.setting import kinds_used_at
from viecthat.organisation.rules.founding import figure_of_founding, founding_rule
from viecthat.people.choices.post import Basis
from viecthat.people.commands.body import form_body
from viecthat.people.commands.post import give_post
from viecthat.people.commands.reorganisation import (
    Moved,
    end_posts_of_units,
    move_members,
    redirect_letters,
    settle_stock_of_members,
)
from viecthat.people.queries.post import body_on
from viecthat.people.queries.reorganisation import branches_of, members_of, strength_of
from viecthat.people.rules.membership import holds_members, kinds_with_members
from viecthat.units.commands import Ending, Move, found_unit, rearrange_units
from viecthat.units.queries import units_by_id
from viecthat.units.rules import may_organise
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_WHY = {
    ReorganisationKind.FOUNDED: "Thành lập {into}",
    ReorganisationKind.MERGED: "Sáp nhập {units} vào {into}",
    ReorganisationKind.SPLIT: "Chia tách {units} thành {into}",
    ReorganisationKind.MOVED: "Chuyển {units} về {into}",
    ReorganisationKind.CLOSED: "Giải thể {units}",
}
_LONGEST_WHY = 500


@dataclass(frozen=True)
class CarriedOut:
    """The decision as it was carried out, and what of the given posts is to be looked at."""

    reorganisation: Reorganisation
    warnings: tuple[object, ...] = ()


@transaction.atomic
def carry_out(*, plan: Plan, actor: Account | None, at: datetime, key: str | None = None) -> CarriedOut:
    """Do all that the plan says by its one decision; sent again with the same key it returns what was done then.

    Raises Refused when the actor may not organise one of the units, the charter asks more of a new unit, a member
    would be left in no branch, or a day can't be. Then nothing has changed.
    """
    if key is not None and (known := Reorganisation.objects.filter(key=key).first()) is not None:
        return CarriedOut(known)
    _check_day(plan.day, at)
    decision = parse_document_number(plan.decision, field="decision").canonical
    check_references_at_once()
    before = units_by_id({*plan.ending, *(unit for unit, _place in plan.moved)}, plan.day)
    ids: dict[Place, int] = {unit: unit for unit in _known(plan)}
    for new in plan.founded:
        _check_kind_used(new, plan.day)
        ids[new.code] = found_unit(
            code=new.code, name=new.name, kind=new.kind, parent=new.parent, day=plan.day, decision=decision,
            actor=actor, at=at,
        ).pk  # fmt: skip
    if plan.moved or plan.ended:
        rearrange_units(
            moves=[Move(unit, ids[place]) for unit, place in plan.moved],
            endings=[_ending(one, ids) for one in plan.ended],
            day=plan.day,
            decision=decision,
            actor=actor,
            at=at,
        )
    names = units_by_id({*ids.values(), *before}, plan.day)
    concerned = plan.ending or [unit for unit, _place in plan.moved]
    why = _WHY[plan.kind].format(
        units=_listed([before[unit].name for unit in concerned]),
        into=_listed([names[ids[place]].name for place in _receiving(plan)]),
    )[:_LONGEST_WHY]
    row = Reorganisation(
        kind=plan.kind, unit_id=plan.unit, day=plan.day, decision=decision, why=why, actor=actor, at=at, key=key
    )
    save_checked(row, exclude=["actor"])
    _note_units(row, plan, ids, {unit: old.parent for unit, old in before.items()})
    moved = move_members(
        destinations=_destinations(plan, ids), day=plan.day, decision=decision, note=why, actor=actor, at=at
    )
    _check_nobody_left(plan.ending)
    _note_members(row, moved)
    receiving = dict(plan.branches)
    successors = {e.unit: ids[receiving.get(e.unit, _heir(e))] for e in plan.ended}
    redirect_letters(successors=successors, decision=decision, actor=actor, at=at)
    for floor in floors_going_along():
        floor.go_along(
            decision=row.pk, successors=successors, moved=[unit for unit, _place in plan.moved],
            homes={one.person: one.destination for one in moved}, day=plan.day, actor=actor, at=at,
        )  # fmt: skip
    _end_posts(row, plan.ending, actor, at)
    settle_stock_of_members(
        people=[one.person for one in moved], unit=plan.unit, day=plan.day, reason=f"{why}: {decision}"[:_LONGEST_WHY],
        actor=actor, at=at,
    )  # fmt: skip
    for new in plan.founded:
        _check_founding(new, ids[new.code], plan.day)
        _post_founding(new, ids[new.code], plan.day, decision, actor, at)
    warnings = [
        warning
        for committee in plan.committees
        for warning in _appoint(row, committee, ids[committee.place], actor, at)
    ]
    return CarriedOut(row, tuple(warnings))


@transaction.atomic
def undo_reorganisation(
    *, reorganisation: Reorganisation, day: date, decision: str, actor: Account, at: datetime
) -> Reorganisation:
    """A later decision undoes an earlier one from `day` on: ended units begin again, members and units go back.

    What was in between stays readable. Posts and roles that ended are given anew by their own decisions. Raises
    Refused when later decisions or new members stand on it, or the day is not later.
    """
    old = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    _check_day(day, at)
    number = parse_document_number(decision, field="decision").canonical
    parts = list(ReorganisedUnit.objects.filter(reorganisation=old))
    _check_undoing(old, parts, day, actor, at)
    founded = [part.unit_id for part in parts if part.part == Part.FOUNDED]
    moves = list(MemberMove.objects.filter(reorganisation=old))
    home = branches_of([move.person_id for move in moves])
    back = {move.person_id: move.origin_id for move in moves if home.get(move.person_id) == move.destination_id}
    ended = {part.unit_id for part in parts if part.part == Part.ENDED}
    origins = ended | {move.origin_id for move in moves}
    check_references_at_once()
    rearrange_units(
        moves=[Move(p.unit_id, p.parent_before_id) for p in parts if p.part == Part.MOVED and p.parent_before_id],
        again=[Move(p.unit_id, p.parent_before_id) for p in parts if p.part == Part.ENDED and p.parent_before_id],
        endings=[
            Ending(unit, tuple(sorted(origins)), next(iter(origins)) if len(origins) == 1 else None) for unit in founded
        ],
        day=day,
        decision=number,
        actor=actor,
        at=at,
    )
    why = f"Bỏ quyết định {old.decision}: {old.why}"[:_LONGEST_WHY]
    row = Reorganisation(
        kind=ReorganisationKind.UNDONE, unit_id=old.unit_id, day=day, decision=number, why=why, undoes=old,
        actor=actor, at=at,
    )  # fmt: skip
    save_checked(row, exclude=["actor"])
    again = {Part.FOUNDED: Part.ENDED, Part.ENDED: Part.AGAIN, Part.MOVED: Part.MOVED, Part.RECEIVING: Part.RECEIVING}
    ReorganisedUnit.objects.bulk_create(
        ReorganisedUnit(reorganisation=row, unit_id=p.unit_id, part=again.get(Part(p.part), Part.RECEIVING))
        for p in parts
    )
    moved = move_members(destinations=back, day=day, decision=number, note=why, actor=actor, at=at)
    _check_nobody_left(founded)
    _note_members(row, moved)
    # Back to where it was first; what came to the founded units since goes on to those that begin again.
    for floor in floors_going_along():
        floor.come_back(undone=old.pk, actor=actor, day=day, at=at)
        floor.go_along(
            decision=row.pk,
            successors=dict.fromkeys(founded, min(ended or origins)) if origins else {},
            moved=[p.unit_id for p in parts if p.part == Part.MOVED],
            homes={one.person: one.destination for one in moved},
            day=day,
            actor=actor,
            at=at,
        )
    _end_posts(row, founded, actor, at)
    settle_stock_of_members(
        people=[move.person_id for move in moves], unit=old.unit_id, day=day, reason=f"{why}: {number}"[:_LONGEST_WHY],
        actor=actor, at=at,
    )  # fmt: skip
    return row


def _check_kind_used(new: NewUnit, day: date) -> None:
    used = kinds_used_at(new.parent, day)
    if used is not None and new.kind not in used.kinds:
        raise Refused(
            gettext_noop("Nơi này không dùng loại đơn vị ấy, theo {decision}; chọn loại khác."),
            field="kind",
            decision=used.decision,
        )


def _check_undoing(
    old: Reorganisation, parts: Sequence[ReorganisedUnit], day: date, actor: Account, at: datetime
) -> None:
    if not may_organise(actor, old.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sắp xếp tổ chức ở đơn vị này."))
    if old.kind == ReorganisationKind.UNDONE or Reorganisation.objects.filter(undoes=old).exists():
        raise Refused(gettext_noop("Quyết định này đã được bỏ từ trước, hoặc chính nó là quyết định bỏ."))
    if day <= old.day:
        raise Refused(gettext_noop("Ngày phải sau ngày {day} của quyết định cũ."), field="day", day=old.day)
    touched = [part.unit_id for part in parts]
    later = ReorganisedUnit.objects.filter(unit__in=touched, reorganisation__pk__gt=old.pk).exclude(part=Part.RECEIVING)
    if later.exists():
        raise Refused(gettext_noop("Sau quyết định này các đơn vị ấy đã có thay đổi khác; bỏ quyết định sau trước."))


def _check_day(day: date, at: datetime) -> None:
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày chưa tới; ghi khi quyết định đã có hiệu lực."), field="day")


def _known(plan: Plan) -> set[int]:
    places = [
        plan.unit,
        *(new.parent for new in plan.founded),
        *(place for pair in (*plan.moved, *plan.branches) for place in pair),
        *(place for _person, place in plan.people),
        *(place for one in plan.ended for place in (one.unit, *one.into)),
        *(one.place for one in plan.committees),
    ]
    return {place for place in places if isinstance(place, int)}


def _ending(one: EndingUnit, ids: dict[Place, int]) -> Ending:
    heir = None if one.heir is None else ids[one.heir]
    return Ending(one.unit, tuple(dict.fromkeys(ids[place] for place in one.into)), heir)


def _heir(one: EndingUnit) -> Place:
    return one.into[0] if one.heir is None else one.heir


def _receiving(plan: Plan) -> list[Place]:
    """What the decision leads to, new units first, each once."""
    led = [
        *(new.code for new in plan.founded),
        *(place for one in plan.ended for place in one.into),
        *(place for _unit, place in plan.moved),
    ]
    return list(dict.fromkeys(led))


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:8])
    return ", ".join(shown) + (f" và {len(names) - 8} đơn vị khác" if len(names) > 8 else "")


def _destinations(plan: Plan, ids: dict[Place, int]) -> dict[int, int]:
    """Where each member goes: what is said of a person comes before what is said of the branch."""
    of_branch = {unit: ids[place] for unit, place in plan.branches}
    found = {one.person_id: of_branch[one.unit_id] for one in members_of(of_branch)}
    found |= {person: ids[place] for person, place in plan.people}
    receiving = set(found.values())
    kinds = {unit: row.kind for unit, row in units_by_id(receiving, plan.day).items()}
    wrong = [unit for unit in receiving if not holds_members(kinds[unit])]
    if wrong:
        raise Refused(
            gettext_noop("Đoàn viên thuộc về chi đoàn; “{unit}” không phải chi đoàn."),
            unit=units_by_id(wrong[:1], plan.day)[wrong[0]].name,
        )
    tree = tree_on(plan.day)
    if any(unit not in tree for unit in receiving):
        raise Refused(gettext_noop("Nơi nhận đoàn viên không hoạt động vào ngày đó; chọn chi đoàn khác."))
    return found


def _check_nobody_left(ended: Sequence[int]) -> None:
    left = sum(strength_of(ended).values()) if ended else 0
    if left:
        raise Refused(
            gettext_noop("Còn {count} đoàn viên của đơn vị kết thúc chưa có nơi sinh hoạt; chọn nơi nhận."), count=left
        )


def _check_founding(new: NewUnit, unit: int, day: date) -> None:
    rule = founding_rule(new.kind, day)
    if new.on_paper or rule is None:
        return
    tree = tree_on(day)
    branches = tree.units[tree.positions_of(kinds_with_members(), within=unit)].tolist()
    members = sum(strength_of(branches).values())
    below = len([pk for pk in branches if pk != unit])
    if members < rule.members:
        raise Refused(
            gettext_noop("“{unit}” mới có {count} đoàn viên, cần ít nhất {least}. Theo {article}."),
            field="people" if holds_members(new.kind) else "branches",
            unit=new.name,
            count=members,
            least=rule.members,
            article=rule.article,
        )
    if below < rule.branches:
        raise Refused(
            gettext_noop("“{unit}” mới có {count} chi đoàn, cần ít nhất {least}. Theo {article}."),
            field="branches",
            unit=new.name,
            count=below,
            least=rule.branches,
            article=rule.article,
        )


def _post_founding(new: NewUnit, unit: int, day: date, decision: str, actor: Account | None, at: datetime) -> None:
    code = figure_of_founding(new.kind)
    indicator = next((one.pk for one in indicators().values() if one.code == code), None)
    if indicator is None or new.on_paper:
        return
    line = Line(unit, indicator, day, 1, Grade.EVIDENCED)
    reason = f"Thành lập {new.name}: {decision}"[:_LONGEST_WHY]
    post_entries(kind=PostingKind.REGISTER, unit=unit, lines=[line], reason=reason, actor=actor, at=at)


def _appoint(
    row: Reorganisation, committee: Provisional, unit: int, actor: Account | None, at: datetime
) -> list[object]:
    """Appoint the provisional committee; returns what the charter warns of."""
    if actor is None:
        raise TypeError("a provisional committee is appointed by somebody")
    if body_on(unit, "committee", row.day) is None:
        form_body(
            unit=unit, kind="committee", start=row.day, decision=row.decision, provisional=True, actor=actor, at=at
        )
    named = [
        *((committee.secretary, "secretary"),) * (committee.secretary is not None),
        *((person, "deputy") for person in committee.deputies),
        *((person, "committee_member") for person in committee.members),
    ]
    given = []
    for person, kind in named:
        assert person is not None  # noqa: S101 - for the type checker
        given.append(
            give_post(
                unit=unit, kind=kind, person=person, start=row.day, basis=Basis.PROVISIONAL, decision=row.decision,
                actor=actor, at=at,
            )
        )  # fmt: skip
    PostChange.objects.bulk_create(
        PostChange(reorganisation=row, post_id=post.pk, given=True)
        for one in given
        for post in (one.post, *one.brought)
    )
    return [warning for one in given for warning in one.warnings]


def _end_posts(row: Reorganisation, units: Sequence[int], actor: Account | None, at: datetime) -> None:
    if not units:
        return
    posts = end_posts_of_units(units=units, day=row.day, decision=row.decision, actor=actor, at=at)
    PostChange.objects.bulk_create(PostChange(reorganisation=row, post_id=post, given=False) for post in posts)
    grants = end_roles_at(units=units, at=at)
    GrantEnded.objects.bulk_create(GrantEnded(reorganisation=row, grant_id=grant) for grant in grants)


def _note_units(row: Reorganisation, plan: Plan, ids: dict[Place, int], parents: dict[int, int | None]) -> None:
    parts: dict[int, Part] = {ids[place]: Part.RECEIVING for place in _receiving(plan)}
    parts |= {unit: Part.MOVED for unit, _place in plan.moved}
    parts |= dict.fromkeys(plan.ending, Part.ENDED)
    parts |= {ids[new.code]: Part.FOUNDED for new in plan.founded}
    ReorganisedUnit.objects.bulk_create(
        ReorganisedUnit(reorganisation=row, unit_id=unit, part=part, parent_before_id=parents.get(unit))
        for unit, part in parts.items()
    )


def _note_members(row: Reorganisation, moved: Sequence[Moved]) -> None:
    MemberMove.objects.bulk_create(
        MemberMove(reorganisation=row, person_id=one.person, origin_id=one.origin, destination_id=one.destination)
        for one in moved
    )
