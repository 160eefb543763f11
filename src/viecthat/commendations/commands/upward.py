"""A dossier goes up desk by desk: each gives its opinion, passes it on or returns it with words."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import MAY_CHANGE, VOTED_ON, DossierState, NomineeState, StepKind
from viecthat.commendations.commands.dossier import NOT_PROPOSER, changeable, note_step
from viecthat.commendations.models import Dossier, Nominee, Opinion
from viecthat.commendations.queries.quota import quotas_of
from viecthat.commendations.rules import form_kinds, may_pass_on, may_propose, may_recall_dossier, path_up
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed, one_line

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

WHY = gettext_noop("Ghi vì sao, để đơn vị hiểu.")
NOT_DESK = gettext_noop("Hồ sơ không chờ ở bàn bạn, hoặc do chính bạn lập; người khác của cấp này xét.")


@transaction.atomic
def send_dossier(*, dossier: Dossier, actor: Account, at: datetime) -> Dossier:
    """Send it to the next desk above. Raises Refused when empty, too late, or over the unit's quota."""
    row = changeable(dossier, actor, at)
    today = localdate(at)
    if row.drive is not None and row.state == DossierState.DRAFT and row.drive.due < today:
        raise Refused(gettext_noop("Đợt này đã hết hạn nhận hồ sơ ngày {day}."), day=row.drive.due)
    asked = Counter((one.form, one.to) for one in row.nominees.all())
    if not asked:
        raise Refused(gettext_noop("Hồ sơ chưa có ai; thêm tập thể, cá nhân rồi gửi."))
    for quota in quotas_of(row, today):
        if quota.most is not None and quota.asked > quota.most:
            raise Refused(
                gettext_noop("“{form}”: đề nghị {asked}, đơn vị được nhiều nhất {most}."),
                form=form_kinds()[quota.form], asked=quota.asked, most=quota.most,
            )  # fmt: skip
    row.desk_id = path_up(row.unit_id, row.decider_id, today)[0]
    row.state, row.sent_at = DossierState.SENT, at
    row.nominees.filter(state=NomineeState.HELD).update(state=NomineeState.PROPOSED)
    save_checked(row)
    note_step(row, StepKind.SENT, "", actor, at)
    return row


@transaction.atomic
def say_opinion(*, nominee: Nominee, agrees: bool, words: str, actor: Account, at: datetime) -> Opinion:
    """What the desk says to one nominee; against it, the nominee stays behind when the dossier goes on."""
    dossier = _on_desk(nominee.dossier, actor, at)
    row = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    if row.state not in {NomineeState.PROPOSED, NomineeState.HELD}:
        raise Refused(gettext_noop("Hội đồng đã bỏ phiếu về đề nghị này."))
    said = one_line(words, 500, field="words")
    if not agrees and not said:
        raise Refused(gettext_noop("Không đồng ý thì ghi vì sao."), field="words")
    opinion = row.opinions.filter(unit=dossier.desk_id).first() or Opinion(nominee=row, unit_id=dossier.desk_id)
    opinion.agrees, opinion.words, opinion.by, opinion.at = agrees, said, actor, at
    save_checked(opinion)
    row.state = NomineeState.PROPOSED if agrees else NomineeState.HELD
    save_checked(row)
    return opinion


@transaction.atomic
def forward_dossier(*, dossier: Dossier, words: str = "", actor: Account, at: datetime) -> Dossier:
    """Pass it to the next desk; nominees nobody spoke against are agreed to. Raises Refused at the last desk."""
    row = _on_desk(dossier, actor, at)
    today = localdate(at)
    path = path_up(row.desk_id, row.decider_id, today)
    if not path or path_up(row.decider_id, row.desk_id, today):
        raise Refused(gettext_noop("Đây là nơi quyết định; đưa ra hội đồng thi đua, khen thưởng."))
    going = list(row.nominees.filter(state=NomineeState.PROPOSED))
    if not going:
        raise Refused(gettext_noop("Không còn đề nghị nào để trình lên; trả lại hồ sơ."))
    spoken = set(Opinion.objects.filter(nominee__in=going, unit=row.desk_id).values_list("nominee", flat=True))
    for one in going:
        if one.pk not in spoken:
            save_checked(Opinion(nominee=one, unit_id=row.desk_id, agrees=True, by=actor, at=at))
    note_step(row, StepKind.FORWARDED, one_line(words, 1000, field="words"), actor, at)
    row.desk_id = path[0]
    save_checked(row)
    return row


@transaction.atomic
def return_dossier(*, dossier: Dossier, words: str, actor: Account, at: datetime) -> Dossier:
    """Send it back to the proposing unit with words. Raises Refused once the council voted on any of it."""
    row = _on_desk(dossier, actor, at)
    if row.nominees.filter(state__in=VOTED_ON).exists():
        raise Refused(gettext_noop("Hội đồng đã bỏ phiếu về hồ sơ này, không trả lại được."))
    note_step(row, StepKind.RETURNED, needed(words, 1000, "words", WHY), actor, at)
    row.state, row.desk_id = DossierState.RETURNED, row.unit_id
    save_checked(row)
    return row


@transaction.atomic
def recall_dossier(*, dossier: Dossier, words: str, actor: Account, at: datetime) -> Dossier:
    """The proposing unit calls it back to put something right; it is a draft again.

    Raises Refused once the council voted on any of it, and after the drive's last day: it couldn't be sent any more.
    """
    row = Dossier.objects.select_for_update(of=("self",)).select_related("drive").get(pk=dossier.pk)
    if not may_propose(actor, row.unit_id, at):
        raise Refused(NOT_PROPOSER)
    if not may_recall_dossier(actor, row, at):
        raise Refused(gettext_noop("Hồ sơ này không ở cấp trên, hoặc đang chờ chính bạn xét."))
    if row.nominees.filter(state__in=VOTED_ON).exists():
        raise Refused(gettext_noop("Hội đồng đã bỏ phiếu về hồ sơ này, không thu lại được."))
    if row.drive is not None and row.drive.due < localdate(at):
        raise Refused(
            gettext_noop("Đợt này đã hết hạn nhận ngày {day}: thu lại thì không gửi được nữa; nhờ cấp trên trả lại."),
            day=row.drive.due,
        )
    why = needed(words, 1000, "words", WHY)
    row.state, row.desk_id = DossierState.DRAFT, row.unit_id
    save_checked(row)
    note_step(row, StepKind.RECALLED, why, actor, at)
    return row


@transaction.atomic
def drop_dossier(*, dossier: Dossier, words: str, actor: Account, at: datetime) -> None:
    """The unit no longer proposes it; what was written stays."""
    row = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if not may_propose(actor, row.unit_id, at):
        raise Refused(NOT_PROPOSER)
    if row.state not in MAY_CHANGE:
        raise Refused(gettext_noop("Hồ sơ đang ở cấp trên hoặc đã xong; thu lại hoặc nhờ cấp trên trả lại."))
    note_step(row, StepKind.DROPPED, needed(words, 1000, "words", WHY), actor, at)
    row.state = DossierState.DROPPED
    save_checked(row)


def _on_desk(dossier: Dossier, actor: Account, at: datetime) -> Dossier:
    row = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if not may_pass_on(actor, row, at):
        raise Refused(NOT_DESK)
    return row
