"""The library: written, withdrawn; codes committed to, and looked whether they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.learning.choices import MaterialKind
from viecthat.learning.models import Commitment, ConductCheck, Material
from viecthat.learning.rules import is_given_to, may_keep_learning, may_see_who
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.people.queries import people_by_id
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

SIGNED, CHECKED = "commitments_signed", "conduct_checks"
_LONGEST = 20_000


@transaction.atomic
def write_material(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> Material:
    """Something to read enters the library. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = Material(unit_id=unit, kind=facts["kind"], recorded_by=actor, recorded_at=at)
    _fill(row, facts)
    save_checked(row)
    return row


@transaction.atomic
def correct_material(*, material: Material, facts: Mapping[str, Any], actor: Account, at: datetime) -> Material:
    """Another text; the history keeps what it was. What people committed to is not rewritten. Raises Refused."""
    row = _locked(material, actor, at)
    if row.kind == MaterialKind.CODE and row.body != _body(facts) and row.commitments.exists():
        raise Refused(gettext_noop("Đã có người ký cam kết theo nội dung này; ban hành quy tắc mới thay vì sửa."),
                      field="body")  # fmt: skip
    _fill(row, facts)
    save_checked(row)
    return row


@transaction.atomic
def withdraw_material(*, material: Material, reason: str, actor: Account, at: datetime) -> None:
    """It is not offered any longer; what was signed stays. Raises Refused."""
    row = _locked(material, actor, at)
    row.withdrawn_why = needed(reason, 300, "reason", gettext_noop("Ghi vì sao rút."))
    save_checked(row)


@transaction.atomic
def commit_self(*, material: Material, actor: Account, at: datetime) -> Commitment:
    """A member undertakes to keep a code, signed in by themselves. Raises Refused."""
    person = person_of(actor)
    if person is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên nào."))
    if Commitment.objects.filter(material=material, person=person).exists():
        raise Refused(gettext_noop("Bạn đã ký cam kết này."))
    return _commit(material, person, localdate(at), False, actor, at)


@transaction.atomic
def commit_on_paper(
    *, material: Material, unit: int, people: Collection[int], day: date, actor: Account, at: datetime
) -> int:
    """Members of a unit signed on paper, which the unit keeps; how many are new. Raises Refused."""
    check_may_keep(actor, unit, at)
    if not may_see_who(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xem đoàn viên của đơn vị này."))
    check_done(day, at)
    found = people_by_id(list(people))
    if not found or any(one.unit_id != unit for one in found.values()) or len(found) < len(set(people)):
        raise Refused(gettext_noop("Chọn ít nhất một đoàn viên của đơn vị."), field="people")
    signed = set(Commitment.objects.filter(material=material, person__in=found).values_list("person", flat=True))
    new = [one for pk, one in found.items() if pk not in signed]
    for one in new:
        _commit(material, one, day, True, actor, at)
    return len(new)


@transaction.atomic
def check_conduct(
    *, material: Material, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime
) -> ConductCheck:
    """Somebody looked whether the code is kept in a unit. Raises Refused."""
    check_may_keep(actor, unit, at)
    if material.kind != MaterialKind.CODE:
        raise Refused(gettext_noop("Chỉ kiểm tra việc thực hiện quy tắc ứng xử."))
    row = ConductCheck(material=material, unit_id=unit, day=facts["day"], recorded_by=actor, recorded_at=at)
    check_done(row.day, at)
    row.place = needed(facts["place"], 200, "place", gettext_noop("Ghi nơi kiểm tra."))
    row.words = needed(facts["words"], 500, "words", gettext_noop("Ghi đã thấy gì."))
    row.seen, row.kept = facts["seen"], facts["kept"]
    if row.kept > row.seen:
        raise Refused(gettext_noop("Số thực hiện đúng không nhiều hơn số được xem."), field="kept")
    save_checked(row)
    reason = f"Kiểm tra thực hiện: {material.title}"
    row.posting = post_counted(unit, [(CHECKED, 1, None)], row.day, reason=reason, actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def undo_check(*, check: ConductCheck, reason: str, actor: Account, at: datetime) -> None:
    """Recorded by mistake: its line is reversed. Raises Refused."""
    row = ConductCheck.objects.select_for_update().get(pk=check.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.undone_why:
        raise Refused(gettext_noop("Dòng này đã lấy lại."))
    row.undone_why = needed(reason, 300, "reason", gettext_noop("Ghi lý do để người sau hiểu."))
    take_back(row.posting_id, row.undone_why, actor, at)
    save_checked(row)


def check_may_keep(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not keep the unit's library."""
    if not may_keep_learning(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))


def _commit(material: Material, person: Person, day: date, on_paper: bool, actor: Account, at: datetime) -> Commitment:
    if material.kind != MaterialKind.CODE or material.withdrawn_why:
        raise Refused(gettext_noop("Chỉ ký cam kết thực hiện quy tắc ứng xử đang dùng."))
    if person.unit_id is None or not is_given_to(material, person, localdate(at)):
        raise Refused(gettext_noop("Quy tắc này không ban hành cho đơn vị của bạn."))
    row = Commitment(
        material=material, person=person, unit_id=person.unit_id, day=day, on_paper=on_paper, recorded_by=actor,
        recorded_at=at,
    )  # fmt: skip
    row.posting = post_counted(
        person.unit_id, [(SIGNED, 1, person.pk)], day, reason=f"Ký cam kết: {material.title}", actor=actor, at=at
    )
    save_checked(row)
    return row


def _locked(material: Material, actor: Account, at: datetime) -> Material:
    row = Material.objects.select_for_update().get(pk=material.pk)
    check_may_keep(actor, row.unit_id, at)
    if row.withdrawn_why:
        raise Refused(gettext_noop("Tài liệu này đã rút."))
    return row


def _fill(row: Material, facts: Mapping[str, Any]) -> None:
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên."))
    row.body, row.area = _body(facts), facts["area"]
    if not row.body:
        raise Refused(gettext_noop("Ghi nội dung."), field="body")
    if len(row.body) > _LONGEST:
        raise Refused(gettext_noop("Nội dung dài quá {most} ký tự."), field="body", most=_LONGEST)
    row.folded = fold(f"{row.title} {row.body}")
    row.source, row.issued_on = one_line(facts.get("source") or "", 200, field="source"), facts.get("issued_on")


def _body(facts: Mapping[str, Any]) -> str:
    return "\n".join(line.rstrip() for line in str(facts.get("body") or "").strip().splitlines())
