"""Add proof to work that was recorded before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.choices import COUNTED
from viecthat.activities.commands.activity import check_people, check_size
from viecthat.activities.commands.minors import check_minors
from viecthat.activities.commands.proof import Paper, Photo, add_link, add_paper, add_photos
from viecthat.activities.commands.study_ledger import recounted
from viecthat.activities.models import Activity, ActivityPosting, Evidence, Participation
from viecthat.activities.queries import live_posting_of
from viecthat.activities.queries.activity import DOCUMENTED
from viecthat.activities.queries.guardian import consented_to
from viecthat.activities.queries.kinds import grade_earned, kind_book
from viecthat.activities.queries.proof import proof_of
from viecthat.activities.rules import may_document_activity
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import lines_of, post_entries, reverse_posting
from viecthat.people.queries import people_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def document_activity(
    *,
    activity: Activity,
    photos: Sequence[Photo],
    people: Sequence[int],
    actor: Account,
    at: datetime,
    paper: Paper | None = None,
    link: str = "",
) -> None:
    """Add photos, a paper, an address, names of those who were there; figures that are then shown become evidenced.

    Raises Refused when there is nothing new, the actor may not, or the activity was taken back or is still to come.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.state not in COUNTED:
        raise Refused(gettext_noop("Hoạt động này đã huỷ, bị bác hoặc chưa làm; không bổ sung minh chứng được."))
    if not may_document_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    named = set(Participation.objects.filter(activity=activity).values_list("person", flat=True))
    shown = Evidence.objects.filter(activity=activity).count()
    new = [person for person in dict.fromkeys(people) if person not in named]
    link = link.strip()
    if not (photos or new or paper or link):
        raise Refused(gettext_noop("Chưa có gì để bổ sung; chọn ít nhất một ảnh hoặc một người."), field="photos")
    check_size(activity.head_count, shown + len(photos))
    check_people(new, actor, at)
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    if new:
        asked = activity.roll_calls.filter(guardians=True).exists()
        check_minors(version, people_by_id(new).values(), activity.day, asked=asked, consented=consented_to(activity))
    for person in new:
        save_checked(Participation(activity=activity, person_id=person))
    add_photos(activity, photos, at, start=shown)
    position = shown + len(photos)
    if paper is not None:
        add_paper(activity, paper, position, at)
    if link:
        add_link(activity, link, position + 1)
    if len(named) + len(new) > activity.head_count:
        Activity.objects.filter(pk=activity.pk).update(head_count=len(named) + len(new))
    if grade_earned(version, proof_of(activity)) != Grade.DECLARED:
        _raise_grade(activity, actor, at)


def _raise_grade(activity: Activity, actor: Account, at: datetime) -> None:
    live = live_posting_of(activity)
    before = lines_of(live)
    named = Participation.objects.filter(activity=activity).values_list("person", flat=True)
    lines = [replace(line, grade=max(line.grade, Grade.EVIDENCED)) for line in before]
    lines = recounted(activity, lines, list(named))
    if Counter(lines) == Counter(before):
        return
    reversal = reverse_posting(posting=live, reason=DOCUMENTED, actor=actor, at=at)
    posting = post_entries(
        kind=PostingKind.ACTIVITY,
        unit=live.unit_id,
        lines=lines,
        dataset=live.dataset,
        actor=actor,
        at=at,
        replaces=live,
    )
    for made in (reversal, posting):
        ActivityPosting.objects.create(posting=made, activity=activity)
