"""Share targets out: drafts, what units say to them, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import SharingMethod, SharingState, UndertakingState
from viecthat.plans.commands.checks import check_planner
from viecthat.plans.models import Directive, Share, Sharing, SharingRun, Target, Undertaking
from viecthat.plans.queries.sharing import given_to, laid_before, open_sharing, sharing_in_force
from viecthat.plans.rules import may_accept_share, may_undertake

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LARGEST = 10**15
Amounts = Mapping[tuple[int, int | None], int]


@transaction.atomic
def draft_sharing(
    *,
    target: Target,
    unit: int,
    amounts: Amounts,
    method: str = SharingMethod.HAND,
    basis: str = "",
    actor: Account | None,
    at: datetime,
) -> Sharing:
    """How `unit` would hand the target on: by (unit, year), year None for the whole period. Takes the place of the
    draft that was open. Sums that differ from the whole are shown by the balance, not forbidden.
    """
    check_planner(actor, unit, at)
    _check_shareable(target)
    if not amounts:
        raise Refused(gettext_noop("Ghi mức giao cho ít nhất một đơn vị."))
    if any(not 0 <= amount <= LARGEST for amount in amounts.values()):
        raise Refused(gettext_noop("Mức giao phải từ 0 trở lên."))
    if (unit, None) in amounts or any(receiver == unit for receiver, _year in amounts):
        raise Refused(gettext_noop("Đơn vị không giao chỉ tiêu cho chính mình."))
    sharing = open_sharing(target.root, unit)
    if sharing is None:
        last = Sharing.objects.filter(target=target.root, unit=unit).aggregate(last=Max("version"))["last"]
        sharing = Sharing(target_id=target.root, unit_id=unit, version=(last or 0) + 1, made_at=at)
    else:
        sharing.shares.all().delete()
    sharing.method, sharing.basis, sharing.state, sharing.made_at = method, basis[:200], SharingState.DRAFT, at
    save_checked(sharing)
    _write(sharing.pk, amounts)
    return sharing


@transaction.atomic
def propose_sharing(*, sharing: Sharing, actor: Account | None, at: datetime) -> Sharing:
    """Lay the draft before the units it names: they see it and may answer."""
    check_planner(actor, sharing.unit_id, at)
    if sharing.state != SharingState.DRAFT:
        raise Refused(gettext_noop("Phương án này không còn là bản thảo."))
    sharing.state = SharingState.PROPOSED
    save_checked(sharing)
    return sharing


@transaction.atomic
def decide_sharing(
    *, sharing: Sharing, decision: Directive | None, day: date, actor: Account | None, at: datetime
) -> Sharing:
    """The shares are given by a document; the version before ends on that day and stays as it was."""
    check_planner(actor, sharing.unit_id, at)
    if sharing.state == SharingState.DECIDED:
        raise Refused(gettext_noop("Phương án này đã giao rồi."))
    if decision is None:
        raise Refused(
            gettext_noop("Chọn văn bản giao chỉ tiêu; chưa có thì ghi vào sổ văn bản trước."), field="decision"
        )
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày giao không thể ở sau hôm nay."), field="day")
    before = sharing_in_force(sharing.target_id, sharing.unit_id)
    if before is not None:
        if before.decided_on is not None and day <= before.decided_on:
            raise Refused(
                gettext_noop("Lần giao trước ngày {day}; lần này phải sau ngày đó."), field="day", day=before.decided_on
            )
        before.superseded_on = day
        save_checked(before)
    sharing.state, sharing.decision, sharing.decided_on = SharingState.DECIDED, decision, day
    save_checked(sharing)
    return sharing


@transaction.atomic
def decide_run(*, run: SharingRun, decision: Directive | None, day: date, actor: Account | None, at: datetime) -> int:
    """Give by one document all that one go of sharing out has drafted and that is still open; returns how many."""
    check_planner(actor, run.unit_id, at)
    roots = [target.root for target in Target.objects.filter(pk__in=run.targets)]
    drafts = Sharing.objects.filter(target__in=roots, unit=run.unit_id).exclude(state=SharingState.DECIDED)
    given = [
        decide_sharing(sharing=sharing, decision=decision, day=day, actor=actor, at=at)
        for sharing in drafts.order_by("pk")
    ]
    if not given:
        raise Refused(gettext_noop("Đợt chia này không còn phương án nào chờ giao."))
    return len(given)


@transaction.atomic
def drop_sharing(*, sharing: Sharing, actor: Account | None, at: datetime) -> None:
    """Take back a plan of sharing that was not decided."""
    check_planner(actor, sharing.unit_id, at)
    if sharing.state == SharingState.DECIDED:
        raise Refused(gettext_noop("Đã giao thì không xoá; lập phương án mới thay thế."))
    sharing.delete()


@transaction.atomic
def undertake(
    *, target: Target, unit: int, year: int | None, amount: int, reason: str, actor: Account, at: datetime
) -> Undertaking:
    """The unit's own figure for its share, given or only laid before it: above the share it stands at once, below it
    is a proposal with a reason.
    """
    if not may_undertake(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đăng ký chỉ tiêu cho đơn vị này."))
    given = laid_before(target.root, unit) or given_to(target.root, unit)
    if year not in given:
        raise Refused(gettext_noop("Đơn vị chưa được giao phần nào của chỉ tiêu này."), field="year")
    if not 0 < amount <= LARGEST:
        raise Refused(gettext_noop("Mức đăng ký phải lớn hơn 0."), field="amount")
    share = given[year]
    if amount == share:
        raise Refused(gettext_noop("Mức này bằng mức được giao; không cần đăng ký."), field="amount")
    if amount < share and not normalise(reason):
        raise Refused(gettext_noop("Thấp hơn mức được giao thì ghi lý do để cấp trên xét."), field="reason")
    state = UndertakingState.REGISTERED if amount > share else UndertakingState.PROPOSED
    return _say(target, unit, year, amount, state, normalise(reason)[:500], actor, at)


@transaction.atomic
def accept_shares(*, target: Target, unit: int, actor: Account, at: datetime) -> list[Undertaking]:
    """The unit agrees to all that is laid before it; what it is given, it need not agree to."""
    laid = {year: amount for year, amount in laid_before(target.root, unit).items() if amount > 0}
    asking = Sharing.objects.filter(target=target.root, state=SharingState.PROPOSED, shares__unit=unit).first()
    if not laid or asking is None:
        raise Refused(gettext_noop("Không có mức dự kiến nào đang hỏi ý kiến đơn vị."))
    if not may_accept_share(actor, unit, asking.unit_id, at):
        raise Refused(gettext_noop("Đơn vị được hỏi tự trả lời; người giao chỉ tiêu không trả lời thay."))
    return [_say(target, unit, year, amount, UndertakingState.ACCEPTED, "", actor, at) for year, amount in laid.items()]


def _say(
    target: Target, unit: int, year: int | None, amount: int, state: UndertakingState, reason: str, actor: Account,
    at: datetime,
) -> Undertaking:  # fmt: skip
    Undertaking.objects.filter(target=target.root, unit=unit, year=year, superseded=False).update(superseded=True)
    made = Undertaking(
        target_id=target.root, unit_id=unit, year=year, amount=amount, state=state, reason=reason, by=actor, at=at
    )
    save_checked(made)
    return made


@transaction.atomic
def answer_undertaking(
    *, undertaking: Undertaking, agree: bool, answer: str, actor: Account | None, at: datetime
) -> Undertaking:
    """The level above says yes or no to a lower figure. A yes goes into the version of the shares that is still to be
    decided with its document; when units are being asked about it, they stay asked.
    """
    given_by = _giver(undertaking)
    check_planner(actor, given_by.unit_id, at)
    if undertaking.state != UndertakingState.PROPOSED or undertaking.superseded:
        raise Refused(gettext_noop("Đề nghị này đã được trả lời."))
    if not agree and not normalise(answer):
        raise Refused(gettext_noop("Ghi vì sao không đồng ý."), field="answer")
    undertaking.state = UndertakingState.AGREED if agree else UndertakingState.REFUSED
    undertaking.answer = normalise(answer)[:500]
    save_checked(undertaking)
    if agree:
        _put_into_open(given_by, undertaking, at)
    return undertaking


def _put_into_open(given_by: Sharing, undertaking: Undertaking, at: datetime) -> None:
    unit, year = undertaking.unit_id, undertaking.year
    standing = open_sharing(given_by.target_id, given_by.unit_id)
    if standing is not None:
        standing.shares.update_or_create(unit_id=unit, year=year, defaults={"amount": undertaking.amount})
        return
    amounts = {(one, when): amount for one, when, amount in given_by.shares.values_list("unit", "year", "amount")}
    amounts[unit, year] = undertaking.amount
    draft_sharing(
        target=given_by.target,
        unit=given_by.unit_id,
        amounts=amounts,
        method=given_by.method,
        basis=given_by.basis,
        actor=None,
        at=at,
    )


def _giver(undertaking: Undertaking) -> Sharing:
    given = Share.objects.filter(
        Q(sharing__state=SharingState.PROPOSED) | Q(sharing__state=SharingState.DECIDED, sharing__superseded_on=None),
        sharing__target=undertaking.target_id,
        unit=undertaking.unit_id,
    )
    share = given.select_related("sharing__target").order_by("-sharing__version").first()
    if share is None:
        raise Refused(gettext_noop("Phần giao cho đơn vị không còn hiệu lực."))
    return share.sharing


def _check_shareable(target: Target) -> None:
    if target.goal_of is not None:
        raise Refused(
            gettext_noop("Chỉ tiêu tỷ lệ không chia thành phần; mỗi đơn vị cùng đạt mức đó, đặt thành chỉ tiêu riêng.")
        )
    if target.draft:
        raise Refused(gettext_noop("Chỉ tiêu còn là bản thảo; thông qua rồi mới giao."))


def _write(sharing: int, amounts: Amounts) -> None:
    units = [unit for unit, _year in amounts]
    years = [year for _unit, year in amounts]
    with connection.cursor() as cursor:
        # One statement for twenty thousand units.
        cursor.execute(
            "INSERT INTO plans_share (sharing_id, unit_id, year, amount) "
            "SELECT %s, u, y, a FROM unnest(%s::bigint[], %s::smallint[], %s::bigint[]) AS given(u, y, a)",
            [sharing, units, years, list(amounts.values())],
        )
