"""The way of an idea, step by step; each is dated, says who, and is undone by a step that corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.queries import activities_of
from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document, keep_image
from viecthat.ideas.choices import IdeaField, IdeaState
from viecthat.ideas.commands.shared import check_may_keep, locked, paragraphs
from viecthat.ideas.models import Idea, Step
from viecthat.ideas.rules import may_decide
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

PROPOSED, SELECTED, REALISED = "ideas_proposed", "ideas_selected", "ideas_realised"
# The ledger never forgets: what was said of an idea stands in its steps, not here.
_TAKEN_BACK = "Lấy lại trong ngân hàng ý tưởng"
_COUNTS: Mapping[str, tuple[str, str]] = {
    IdeaState.ACCEPTED: (PROPOSED, "Ý tưởng được tiếp nhận vào ngân hàng"),
    IdeaState.SELECTED: (SELECTED, "Ý tưởng được chọn"),
    IdeaState.REALISED: (REALISED, "Ý tưởng đã thực hiện"),
}


def go(idea: Idea, after: str, day: date, *, words: str = "", by: Account | None, at: datetime, **more: Any) -> Step:
    """One step of a locked idea. The database moves the idea's state, or refuses. Raises Refused."""
    step = Step(
        idea=idea, before=idea.state, after=after, day=day, words=paragraphs(words), unit_id=idea.unit_id, by=by, at=at,
        **more,
    )  # fmt: skip
    save_checked(step)
    idea.state = after
    return step


@transaction.atomic
def classify_idea(*, idea: Idea, field: str, actor: Account, at: datetime) -> None:
    """Another field, which the keeper knows better. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    if field not in IdeaField.values:
        raise Refused(gettext_noop("Chọn lĩnh vực."), field="field")
    row.field = field
    row.save(update_fields=["field"])


@transaction.atomic
def hand_over_idea(*, idea: Idea, unit: int, words: str, actor: Account, at: datetime) -> Step:
    """To the unit whom it concerns, before it is taken in. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    if row.state != IdeaState.SENT:
        raise Refused(gettext_noop("Ý tưởng đã tiếp nhận thì đơn vị giữ; ghi đơn vị nhận thực hiện ở phần hỗ trợ."))
    if unit == row.unit_id or unit not in map_on(localdate(at)).tree:
        raise Refused(gettext_noop("Chọn đơn vị khác để chuyển tới."), field="unit")
    step = go(row, IdeaState.SENT, localdate(at), words=words, by=actor, at=at)
    row.unit_id = unit
    row.save(update_fields=["unit"])
    return step


@transaction.atomic
def accept_idea(*, idea: Idea, words: str = "", actor: Account, at: datetime) -> Step:
    """It is an idea, and a new one: everybody reads it now. Counts as proposed, on the day it was sent."""
    row = _to_decide(idea, actor, at)
    day = row.sent_on if row.unit_id in map_on(row.sent_on).tree else localdate(at)
    return _counted(go(row, IdeaState.ACCEPTED, localdate(at), words=words, by=actor, at=at), day, actor, at)


@transaction.atomic
def mark_duplicate(*, idea: Idea, of: Idea, words: str, actor: Account, at: datetime) -> Step:
    """The same as one in the bank already: not counted again, the sender is shown the other. Raises Refused."""
    row = _to_decide(idea, actor, at)
    first = Idea.objects.filter(pk=of.pk).exclude(pk=row.pk).first()
    if first is None or first.state in {IdeaState.DUPLICATE, IdeaState.DROPPED, IdeaState.WITHDRAWN}:
        raise Refused(gettext_noop("Chọn ý tưởng đang có trong ngân hàng."), field="of")
    row.duplicate_of = first
    row.save(update_fields=["duplicate_of"])
    return go(row, IdeaState.DUPLICATE, localdate(at), words=words, by=actor, at=at)


@transaction.atomic
def drop_idea(*, idea: Idea, words: str, actor: Account, at: datetime) -> Step:
    """No idea at all: advertising, an insult. Nobody but the sender and the keepers reads it. Raises Refused."""
    row = _to_decide(idea, actor, at)
    return go(row, IdeaState.DROPPED, localdate(at), words=words, by=actor, at=at)


@transaction.atomic
def answer_idea(*, idea: Idea, words: str, actor: Account, at: datetime) -> Step:
    """Tell everybody how far it has come; nothing moves. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    if row.state == IdeaState.SENT:
        raise Refused(gettext_noop("Tiếp nhận ý tưởng rồi hãy trả lời."))
    return go(row, row.state, localdate(at), words=words, by=actor, at=at)


@transaction.atomic
def select_idea(*, idea: Idea, day: date, words: str = "", actor: Account, at: datetime) -> Step:
    """It is to be done, as somebody who judged it advises. Raises Refused while nobody has judged it."""
    row = _to_decide(idea, actor, at)
    if not row.reviews.filter(given_at__isnull=False).exists():
        raise Refused(gettext_noop("Chưa ai chấm ý tưởng này; mời người chấm rồi hãy chọn."))
    step = go(row, IdeaState.SELECTED, _not_before(row, day, at), words=words, by=actor, at=at)
    return _counted(step, day, actor, at)


@transaction.atomic
def pilot_idea(*, idea: Idea, day: date, words: str = "", actor: Account, at: datetime) -> Step:
    """Tried out in the small since this day. Raises Refused."""
    row = _to_decide(idea, actor, at)
    return go(row, IdeaState.PILOT, _not_before(row, day, at), words=words, by=actor, at=at)


@transaction.atomic
def realise_idea(
    *,
    idea: Idea,
    day: date,
    words: str,
    activity: int | None = None,
    work: int | None = None,
    content: bytes = b"",
    file_name: str = "",
    actor: Account,
    at: datetime,
) -> Step:
    """It was done, with its result and what shows it: an activity, a youth work or a file. Raises Refused."""
    row = _to_decide(idea, actor, at)
    more: dict[str, Any] = {"activity_id": activity, "work_id": work}
    if activity is not None:
        units = {row.unit_id, *row.backings.filter(undone_why="", unit__isnull=False).values_list("unit", flat=True)}
        if not activities_of(sorted(units)).filter(pk=activity).exclude(state="cancelled").exists():
            raise Refused(gettext_noop("Chọn hoạt động của đơn vị đã thực hiện ý tưởng."), field="activity")
    if content:
        kept = keep_proof(content, at)
        more |= {"file_id": kept, "file_name": normalise(file_name)[-200:] or "minh-chung"}
    step = go(row, IdeaState.REALISED, _not_before(row, day, at), words=words, by=actor, at=at, **more)
    return _counted(step, day, actor, at)


@transaction.atomic
def refuse_idea(*, idea: Idea, words: str, actor: Account, at: datetime) -> Step:
    """It is not to be done, and why. It was proposed all the same. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    return go(row, IdeaState.REFUSED, localdate(at), words=words, by=actor, at=at)


@transaction.atomic
def undo_step(*, idea: Idea, words: str, actor: Account, at: datetime) -> Step:
    """The last step is taken back by one that corrects it; what it counted is reversed. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    last = row.steps.exclude(undoes__isnull=False).filter(undone_by__isnull=True).order_by("-pk").first()
    while last is not None and last.is_answer:  # words stay said
        last = row.steps.filter(pk__lt=last.pk, undoes__isnull=True, undone_by__isnull=True).order_by("-pk").first()
    if last is None or last.after == IdeaState.WITHDRAWN:
        raise Refused(gettext_noop("Không có bước nào để lấy lại."))
    step = go(row, last.before, localdate(at), words=words, by=actor, at=at, undoes=last)
    posting, last.posting = last.posting_id, None
    last.save(update_fields=["posting"])
    take_back(posting, _TAKEN_BACK, actor, at)
    if last.after == IdeaState.DUPLICATE:
        row.duplicate_of = None
        row.save(update_fields=["duplicate_of"])
    return step


def keep_proof(content: bytes, at: datetime, field: str = "file") -> int:
    """Keep what shows a result: a photo drawn anew, or a document as it is. Raises Refused for anything else."""
    if content.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")):
        return keep_image(content=content, at=at, field=field).pk
    return keep_document(content=content, content_type=kind_of(content, field=field), at=at, field=field).pk


def _to_decide(idea: Idea, actor: Account, at: datetime) -> Idea:
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    if not may_decide(actor, row, at):
        raise Refused(gettext_noop("Không ai tự quyết ý tưởng của mình; nhờ người khác trong đơn vị hoặc cấp trên."))
    return row


def _not_before(row: Idea, day: date, at: datetime) -> date:
    before = row.steps.filter(undoes__isnull=True, undone_by__isnull=True).order_by("-day").first()
    check_done(day, at, not_before=before.day if before is not None else row.sent_on)
    return day


def _counted(step: Step, day: date, actor: Account, at: datetime) -> Step:
    code, reason = _COUNTS[step.after]
    posting: Posting | None = post_counted(step.unit_id, [(code, 1, None)], day, reason=reason, actor=actor, at=at)
    if posting is not None:
        step.posting = posting
        step.save(update_fields=["posting"])
    return step
