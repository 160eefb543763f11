"""Add proof to work that was recorded before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.choices import State
from viecthat.activities.commands.activity import Photo, check_people, check_size
from viecthat.activities.models import Activity, ActivityPosting, Evidence, Participation
from viecthat.activities.queries import live_posting_of
from viecthat.activities.rules import may_document_activity
from viecthat.audit.rows import save_checked
from viecthat.files.commands import keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import lines_of, post_entries, reverse_posting

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def document_activity(
    *, activity: Activity, photos: Sequence[Photo], people: Sequence[int], actor: Account, at: datetime
) -> None:
    """Add photos and names of those who were there; figures that stood as declared become evidenced.

    Raises Refused when there is nothing new, the actor may not, or the activity was cancelled.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.state == State.CANCELLED:
        raise Refused(gettext_noop("Hoạt động này đã huỷ, không bổ sung được nữa."))
    if not may_document_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    named = set(Participation.objects.filter(activity=activity).values_list("person", flat=True))
    shown = Evidence.objects.filter(activity=activity).count()
    new = [person for person in dict.fromkeys(people) if person not in named]
    if not photos and not new:
        raise Refused(gettext_noop("Chưa có gì để bổ sung; chọn ít nhất một ảnh hoặc một người."), field="photos")
    check_size(activity.head_count, shown + len(photos))
    check_people(new, actor, at)
    for person in new:
        save_checked(Participation(activity=activity, person_id=person))
    for position, photo in enumerate(photos, start=shown):
        kept = keep_image(content=photo.content, at=at)
        save_checked(Evidence(activity=activity, file=kept, caption=normalise(photo.caption), position=position))
    if len(named) + len(new) > activity.head_count:
        Activity.objects.filter(pk=activity.pk).update(head_count=len(named) + len(new))
    _raise_grade(activity, actor, at)


def _raise_grade(activity: Activity, actor: Account, at: datetime) -> None:
    live = live_posting_of(activity)
    lines = lines_of(live)
    if all(line.grade != Grade.DECLARED for line in lines):
        return
    reversal = reverse_posting(posting=live, reason="Bổ sung minh chứng", actor=actor, at=at)
    posting = post_entries(
        kind=PostingKind.ACTIVITY,
        unit=live.unit_id,
        lines=[replace(line, grade=max(line.grade, Grade.EVIDENCED)) for line in lines],
        dataset=live.dataset,
        actor=actor,
        at=at,
        replaces=live,
    )
    for made in (reversal, posting):
        ActivityPosting.objects.create(posting=made, activity=activity)
