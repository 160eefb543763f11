"""Note and take back what a guardian said about a minor's taking part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.choices import TAKEN_BACK
from viecthat.activities.models import Activity, GuardianConsent, Participation, Presence, RollCall
from viecthat.activities.queries import people_nameable
from viecthat.activities.queries.guardian import is_minor
from viecthat.activities.rules import may_record_activity
from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document, keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.files.models import KeptFile

_LONGEST = 120
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")


@dataclass(frozen=True)
class Said:
    """What a guardian said: who, how, when; `paper`: the paper or a picture of it, as it was sent."""

    guardian: str
    way: str
    given_on: date
    paper: bytes = b""


@transaction.atomic
def note_guardians(
    *, work: RollCall | Activity, people: Sequence[int], said: Said, actor: Account, at: datetime
) -> int:
    """A guardian of these minors agreed that they take part; one paper may speak for several. Returns how many.

    Raises Refused for somebody of age, a day to come, a file that is none, nobody named.
    """
    _check_may_hold(work, actor, at)
    named = people_nameable(actor, people, at)
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."), field="people")
    if len(named) < len(set(people)):
        raise Refused(
            gettext_noop("Có người không nằm trong các đơn vị bạn phụ trách; bỏ chọn rồi tìm lại."), field="people"
        )
    day = _day_of(work)
    grown = next((one.full_name for one in named.values() if one.birth_date and not is_minor(one, day)), None)
    if grown is not None:
        raise Refused(gettext_noop("{name} đã đủ 18 tuổi, tự quyết định được."), field="people", name=grown)
    if said.given_on > localdate(at):
        raise Refused(gettext_noop("Ngày đồng ý chưa tới."), field="given_on")
    guardian = needed(
        said.guardian, _LONGEST, "guardian", gettext_noop("Ghi ai đồng ý: tên cha, mẹ hoặc người giám hộ.")
    )
    kept = _kept(said.paper, at)
    for person in named.values():
        save_checked(
            GuardianConsent(
                roll_call=work if isinstance(work, RollCall) else None,
                activity=work if isinstance(work, Activity) else None,
                person=person, guardian=guardian, way=said.way, file=kept, given_on=said.given_on, told_by=actor,
                told_at=at,
            )
        )  # fmt: skip
    return len(named)


@transaction.atomic
def drop_guardian(*, consent: GuardianConsent, actor: Account, at: datetime) -> None:
    """It was noted wrongly, or the guardian takes it back before the young person came. Raises Refused."""
    work = consent.roll_call or consent.activity
    if work is None:
        return
    _check_may_hold(work, actor, at)
    call, activity = consent.roll_call_id, consent.activity_id or (consent.roll_call and consent.roll_call.activity_id)
    there = Presence.objects.filter(person=consent.person_id, roll_call=call).exists() if call else False
    named = Participation.objects.filter(person=consent.person_id, activity=activity).exists() if activity else False
    if there or named:
        raise Refused(gettext_noop("Người này đã có mặt; bỏ khỏi danh sách có mặt trước."))
    consent.delete()


def _check_may_hold(work: RollCall | Activity, actor: Account, at: datetime) -> None:
    if not may_record_activity(actor, work.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))
    activity = work if isinstance(work, Activity) else work.activity
    if activity is not None and activity.state in TAKEN_BACK:
        raise Refused(gettext_noop("Việc này đã huỷ hoặc bị bác."))


def _day_of(work: RollCall | Activity) -> date:
    return work.day if isinstance(work, Activity) else localdate(work.starts_at)


def _kept(paper: bytes, at: datetime) -> KeptFile | None:
    if not paper:
        return None
    if paper.startswith(_PICTURES):
        return keep_image(content=paper, at=at)
    return keep_document(content=paper, content_type=kind_of(paper, field="paper"), at=at, field="paper")
