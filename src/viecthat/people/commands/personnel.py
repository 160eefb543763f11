"""The review of cadres: asked for by a superior, remarked, signed and sent up, returned or accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.personnel import PersonnelState
from viecthat.people.commands.body import check_may_give, decision_number
from viecthat.people.models.personnel import PersonnelCall, PersonnelLine, PersonnelReview
from viecthat.people.queries.personnel import register_rows
from viecthat.people.rules.post import may_give_posts
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_NOTE, LONGEST_REMARK = 1_000, 500
_OPEN = (PersonnelState.ASKED, PersonnelState.RETURNED)


@transaction.atomic
def call_for_review(
    *,
    unit: int,
    title: str,
    decision: str,
    day: date,
    due: date,
    units: Sequence[int],
    actor: Account,
    at: datetime,
    within: PersonnelReview | None = None,
) -> PersonnelCall:
    """`unit` asks these units below it for the form of their cadres as they stand on `day`, by `due`.

    `within`: the unit's own form, asked from above, that this call feeds; its day holds and its deadline is the latest.
    Raises Refused.
    """
    check_may_give(actor, unit, at)
    today = localdate(at)
    tree = tree_on(today)
    asked = list(dict.fromkeys(units))
    if unit not in tree or not asked:
        raise Refused(gettext_noop("Chọn ít nhất một loại đơn vị phải gửi phiếu."), field="kinds")
    lo, hi = tree.span(unit)
    if any(one not in tree or not lo < tree.position(one) < hi for one in asked):
        raise Refused(gettext_noop("Chỉ yêu cầu được đơn vị ở dưới đơn vị ra yêu cầu."), field="kinds")
    if day > today:
        raise Refused(gettext_noop("Ngày chưa tới; sổ cán bộ chỉ cho biết đến hôm nay."), field="day")
    if due < today:
        raise Refused(gettext_noop("Hạn gửi đã qua; chọn ngày sau hôm nay."), field="due")
    if within is not None:
        within = PersonnelReview.objects.select_for_update().get(pk=within.pk)
        if within.unit_id != unit or within.state not in _OPEN or within.call.called_off_why:
            raise Refused(gettext_noop("Phiếu của đơn vị đã gửi đi hoặc không thuộc đơn vị này."))
        if due > within.call.due:
            raise Refused(
                gettext_noop("Cấp trên nhận đến ngày {due}; đặt hạn trước ngày ấy."), field="due", due=within.call.due
            )
        day = within.call.day
    name = one_line(title, 200, field="title")
    if not name:
        raise Refused(gettext_noop("Ghi nội dung rà soát."), field="title")
    call = PersonnelCall(
        unit_id=unit,
        title=name,
        decision=decision_number(decision, field="decision"),
        day=day,
        issued_on=today,
        due=due,
        within=within,
    )
    save_checked(call)
    PersonnelReview.objects.bulk_create(PersonnelReview(call=call, unit_id=one) for one in asked)
    return call


@transaction.atomic
def call_off_review(*, call: PersonnelCall, reason: str, actor: Account, at: datetime) -> None:
    """Nobody need send it any more; what was sent stays readable. Raises Refused."""
    call = PersonnelCall.objects.select_for_update().get(pk=call.pk)
    check_may_give(actor, call.unit_id, at)
    if call.called_off_why:
        raise Refused(gettext_noop("Đợt rà soát này đã thôi từ trước."))
    why = one_line(reason, 300, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi lý do để đơn vị dưới hiểu."), field="reason")
    call.called_off_why = why
    save_checked(call)


@transaction.atomic
def remark_cadres(
    *, review: PersonnelReview, remarks: Mapping[int, str], note: str, actor: Account, at: datetime
) -> None:
    """What the unit remarks on each cadre (by post) and proposes as a whole; everything else is of the register.

    Raises Refused.
    """
    review = _open_review(review, actor, at)
    in_form = {row.post.post.pk for row in register_rows(review.unit_id, review.call.day)}
    known = {line.post_id: line for line in PersonnelLine.objects.filter(review=review)}
    for post, text in remarks.items():
        remark = one_line(text, LONGEST_REMARK, field=f"remark_{post}")
        line = known.get(post)
        if post not in in_form:
            raise Refused(gettext_noop("Sổ cán bộ vừa đổi; tải lại trang."))
        if line is None and remark:
            save_checked(PersonnelLine(review=review, post_id=post, remark=remark))
        elif line is not None and line.remark != remark:
            line.remark = remark
            save_checked(line)
    review.note = one_line(note, LONGEST_NOTE, field="note")
    save_checked(review)


@transaction.atomic
def send_review(*, review: PersonnelReview, actor: Account, at: datetime) -> PersonnelReview:
    """Sign the form as the register fills it now and send it up; from then on it stays as it was signed.

    Raises Refused when it was sent before, or somebody over age has neither a placement nor a remark.
    """
    review = _open_review(review, actor, at)
    rows = register_rows(review.unit_id, review.call.day)
    lines = {line.post_id: line for line in PersonnelLine.objects.filter(review=review)}
    for row in rows:
        line = lines.get(row.post.post.pk)
        if row.over and not row.plan and not (line and line.remark):
            raise Refused(
                gettext_noop("{name} đã quá tuổi mà chưa có phương án bố trí hay nhận xét; ghi một trong hai."),
                name=row.post.post.person.full_name,
            )
    PersonnelLine.objects.filter(review=review).update(position=None)
    for position, row in enumerate(rows, start=1):
        line = lines.get(row.post.post.pk) or PersonnelLine(review=review, post=row.post.post)
        line.position, line.age, line.terms = position, row.age, row.terms
        line.over_on, line.plan, line.successors = row.over_on, row.plan, row.successors
        save_checked(line)
    review.state, review.signed_by, review.signed_at = PersonnelState.SENT, actor, at
    save_checked(review)
    return review


@transaction.atomic
def return_review(*, review: PersonnelReview, answer: str, actor: Account, at: datetime) -> None:
    """The superior sends the form back with what is missing. Raises Refused."""
    review = _sent_review(review, actor, at)
    why = one_line(answer, LONGEST_REMARK, field="answer")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao trả lại, cần bổ sung gì."), field="answer")
    review.state, review.answer = PersonnelState.RETURNED, why
    review.answered_by, review.answered_at = actor, at
    save_checked(review)


@transaction.atomic
def accept_review(*, review: PersonnelReview, answer: str, actor: Account, at: datetime) -> None:
    """The superior takes the form. Raises Refused for one's own."""
    review = _sent_review(review, actor, at)
    if review.signed_by_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự nhận phiếu do mình ký; nhờ người khác của cấp trên."))
    review.state, review.answer = PersonnelState.ACCEPTED, one_line(answer, LONGEST_REMARK, field="answer")
    review.answered_by, review.answered_at = actor, at
    save_checked(review)


def _open_review(review: PersonnelReview, actor: Account, at: datetime) -> PersonnelReview:
    row = PersonnelReview.objects.select_for_update(of=("self",)).select_related("call").get(pk=review.pk)
    check_may_give(actor, row.unit_id, at)
    if row.call.called_off_why:
        raise Refused(gettext_noop("Cấp trên đã thôi đợt rà soát này."))
    if row.state not in _OPEN:
        raise Refused(gettext_noop("Phiếu đã gửi đi; muốn sửa thì đề nghị cấp trên trả lại."))
    return row


def _sent_review(review: PersonnelReview, actor: Account, at: datetime) -> PersonnelReview:
    row = PersonnelReview.objects.select_for_update(of=("self",)).select_related("call").get(pk=review.pk)
    if not may_give_posts(actor, row.call.unit_id, at):
        raise Refused(gettext_noop("Chỉ đơn vị ra yêu cầu nhận hoặc trả lại phiếu."))
    if row.state != PersonnelState.SENT:
        raise Refused(gettext_noop("Phiếu không ở tình trạng chờ nhận; tải lại trang để xem."))
    return row
