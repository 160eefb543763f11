"""A member answers a call; the calling unit chooses; whoever withdraws makes room for the next in line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.campaigns.choices import OPEN_SIGN_UPS, SignUpState
from viecthat.campaigns.commands.campaign import NOT_KEEPER
from viecthat.campaigns.models import Call, SignUp, TeamMember
from viecthat.campaigns.rules import may_keep_call
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.queries.own import person_of
from viecthat.people.rules.charter import is_child

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person


@transaction.atomic
def sign_up(*, call: Call, note: str = "", guardian: str = "", actor: Account, at: datetime) -> SignUp:
    """The member behind `actor` signs up, until the deadline; a child names the guardian who agreed."""
    person = _self(actor)
    today = localdate(at)
    row = _locked(call)
    if row.closed_on is not None or row.deadline < today:
        raise Refused(gettext_noop("Lời gọi này đã hết hạn đăng ký."))
    child = is_child(person.birth_date, today)
    name = one_line(guardian, 120, field="guardian") if child else ""
    if child and not row.minors:
        raise Refused(gettext_noop("Lời gọi này chỉ nhận người từ đủ 16 tuổi."))
    if child and not name:
        raise Refused(gettext_noop("Chưa đủ 16 tuổi: ghi tên người giám hộ đã đồng ý."), field="guardian")
    if row.sign_ups.filter(person=person, state__in=OPEN_SIGN_UPS).exists():
        raise Refused(gettext_noop("Bạn đã đăng ký lời gọi này."))
    made = SignUp(
        call=row, person=person, note=one_line(note, 300, field="note"), child=child, guardian=name, signed_at=at
    )
    save_checked(made)
    return made


@transaction.atomic
def withdraw(*, call: Call, actor: Account, at: datetime) -> SignUp | None:
    """The member behind `actor` withdraws; if they were chosen, the next in line is, and returned."""
    person = _self(actor)
    row = _locked(call)
    mine = row.sign_ups.filter(person=person, state__in=OPEN_SIGN_UPS).first()
    if mine is None:
        raise Refused(gettext_noop("Bạn chưa đăng ký lời gọi này."))
    if row.end < localdate(at):
        raise Refused(gettext_noop("Việc này đã xong, không rút được nữa."))
    return _leave(mine, SignUpState.WITHDRAWN, at)


@transaction.atomic
def acknowledge_safety(*, call: Call, actor: Account, at: datetime) -> None:
    """A chosen volunteer has read the safety notes, before the start."""
    person = _self(actor)
    mine = _locked(call).sign_ups.filter(person=person, state=SignUpState.SELECTED).first()
    if mine is None:
        raise Refused(gettext_noop("Chỉ người được chọn xác nhận dặn dò an toàn."))
    if mine.safety_at is None:
        mine.safety_at = at
        mine.save(update_fields=["safety_at"])


@transaction.atomic
def confirm_guardian(*, sign_up: SignUp, actor: Account, at: datetime) -> None:
    """The calling unit heard the guardian of a child say yes."""
    mine = _for_keeper(sign_up, actor, at)
    if not mine.child:
        raise Refused(gettext_noop("Người này đã đủ 16 tuổi, không cần người giám hộ."))
    mine.guardian_on = localdate(at)
    save_checked(mine)


@transaction.atomic
def choose(*, call: Call, chosen: Sequence[int], actor: Account, at: datetime) -> tuple[int, int]:
    """Choose among those who signed up, in the order they did; beyond the wanted number they go on the waiting list.

    Returns how many were chosen and how many wait. Raises Refused, nobody chosen, for a child without the guardian.
    """
    row = _locked(call)
    if not may_keep_call(actor, row, at):
        raise Refused(NOT_KEEPER)
    rows = list(
        row.sign_ups.filter(pk__in=list(chosen), state__in=[SignUpState.APPLIED, SignUpState.WAITING]).order_by(
            "signed_at", "pk"
        )
    )
    if not rows or len(rows) != len(set(chosen)):
        raise Refused(gettext_noop("Chọn người trong danh sách chờ; tải lại trang nếu danh sách đã đổi."))
    free = row.wanted - row.sign_ups.filter(state=SignUpState.SELECTED).count()
    taken = 0
    for one in rows:
        one.answered_by, one.answered_at = actor, at
        if free > 0:
            _select(one, at)
            free, taken = free - 1, taken + 1
        else:
            one.state = SignUpState.WAITING
            save_checked(one)
    return taken, len(rows) - taken


@transaction.atomic
def decline(*, sign_up: SignUp, answer: str, actor: Account, at: datetime) -> SignUp | None:
    """Not chosen, or chosen no longer, with words; the next in line moves up, and is returned."""
    mine = _for_keeper(sign_up, actor, at)
    if mine.state not in OPEN_SIGN_UPS:
        raise Refused(gettext_noop("Người này đã rút hoặc đã được trả lời."))
    mine.answer = one_line(answer, 300, field="answer")
    if not mine.answer:
        raise Refused(gettext_noop("Ghi vì sao, để người đăng ký hiểu."), field="answer")
    mine.answered_by, mine.answered_at = actor, at
    return _leave(mine, SignUpState.DECLINED, at)


def _self(actor: Account) -> Person:
    person = person_of(actor)
    if person is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ của ai; đăng nhập bằng tài khoản đoàn viên."))
    return person


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("team").get(pk=call.pk)


def _for_keeper(sign_up: SignUp, actor: Account, at: datetime) -> SignUp:
    call = _locked(sign_up.call)
    if not may_keep_call(actor, call, at):
        raise Refused(NOT_KEEPER)
    return SignUp.objects.select_related("call__team").get(pk=sign_up.pk)


def _select(one: SignUp, at: datetime) -> None:
    one.state = SignUpState.SELECTED
    save_checked(one)
    team = one.call.team
    if team is not None and not team.members.filter(person=one.person_id, left_on__isnull=True).exists():
        save_checked(TeamMember(team=team, person_id=one.person_id, joined_on=localdate(at)))


def _leave(mine: SignUp, state: SignUpState, at: datetime) -> SignUp | None:
    was = mine.state
    mine.state = state
    save_checked(mine)
    if was != SignUpState.SELECTED:
        return None
    team = mine.call.team
    if team is not None:
        team.members.filter(person=mine.person_id, left_on__isnull=True).update(left_on=localdate(at))
    ready = mine.call.sign_ups.filter(state=SignUpState.WAITING).exclude(child=True, guardian_on__isnull=True)
    following = ready.order_by("signed_at", "pk").first()
    if following is not None:
        _select(following, at)
    return following
