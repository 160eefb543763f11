"""Outstanding members and the Party: considered, introduced, admitted or not yet (two figures, the second of the
first)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade
from viecthat.people.choices.membership import EventKind
from viecthat.people.commands.event import check_day, membership_to_change, record_event
from viecthat.people.models import MemberEvent, Membership
from viecthat.people.rules.charter import age_on, setting

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def consider_outstanding(*, person: int, day: date, decision: str, actor: Account, at: datetime) -> MemberEvent:
    """The branch found a member outstanding and worth introducing."""
    membership = membership_to_change(person, actor, at)
    if _last(membership, EventKind.PARTY_ADMITTED):
        raise Refused(gettext_noop("Người này đã được kết nạp Đảng."))
    if _last(membership, EventKind.CONSIDERED) and not _answered(membership):
        raise Refused(gettext_noop("Người này đã được xét và đang chờ giới thiệu hoặc trả lời."))
    return _record(membership, EventKind.CONSIDERED, day, membership.start, actor, at, decision=_needed(decision))


@transaction.atomic
def introduce_to_party(
    *, person: int, day: date, party_cell: str, decision: str, actor: Account, at: datetime
) -> MemberEvent:
    """Introduce an outstanding member to a Party cell. Raises Refused before they were considered or are 18."""
    membership = membership_to_change(person, actor, at)
    considered = _last(membership, EventKind.CONSIDERED)
    if considered is None or _waiting(membership) or _answered(membership):
        raise Refused(gettext_noop("Chi đoàn xét đoàn viên ưu tú trước, rồi mới giới thiệu cho Đảng."))
    born, least = membership.person.birth_date, setting("party_age", day)
    if born is None or age_on(born, day) < least:
        raise Refused(gettext_noop("Chỉ giới thiệu đoàn viên từ đủ {least} tuổi."), field="day", least=least)
    cell = one_line(party_cell, 200, field="party_cell")
    if not cell:
        raise Refused(gettext_noop("Ghi chi bộ được giới thiệu đến."), field="party_cell")
    facts = {"party_cell": cell, "decision": _needed(decision)}
    return _record(membership, EventKind.INTRODUCED, day, considered.day, actor, at, **facts)


@transaction.atomic
def record_party_answer(
    *, person: int, admitted: bool, day: date, decision: str, note: str, actor: Account, at: datetime
) -> MemberEvent:
    """The Party admitted the introduced member, or has not yet; then they may be considered anew."""
    membership = membership_to_change(person, actor, at)
    introduced = _waiting(membership)
    if introduced is None:
        raise Refused(gettext_noop("Người này chưa được giới thiệu cho Đảng, hoặc đã có trả lời."))
    words = one_line(note, 500, field="note")
    if admitted:
        number = _needed(decision)
    else:
        number = one_line(decision, 120, field="decision")
        if not words:
            raise Refused(gettext_noop("Ghi vì sao chưa được kết nạp, để giúp đoàn viên phấn đấu tiếp."), field="note")
    kind = EventKind.PARTY_ADMITTED if admitted else EventKind.PARTY_DECLINED
    facts = {"decision": number, "note": words, "party_cell": introduced.party_cell}
    return _record(membership, kind, day, introduced.day, actor, at, **facts)


def _last(membership: Membership, *kinds: EventKind) -> MemberEvent | None:
    # Of the whole life: who moved after being introduced is answered at the new branch.
    found = MemberEvent.objects.filter(person=membership.person_id, kind__in=kinds, undone_at__isnull=True)
    return found.order_by("-day", "-pk").first()


def _latest(membership: Membership) -> MemberEvent | None:
    return _last(
        membership,
        EventKind.CONSIDERED,
        EventKind.INTRODUCED,
        EventKind.PARTY_ADMITTED,
        EventKind.PARTY_DECLINED,
    )


def _waiting(membership: Membership) -> MemberEvent | None:
    latest = _latest(membership)
    return latest if latest is not None and latest.kind == EventKind.INTRODUCED else None


def _answered(membership: Membership) -> bool:
    latest = _latest(membership)
    return latest is not None and latest.kind in {EventKind.PARTY_ADMITTED, EventKind.PARTY_DECLINED}


def _record(
    membership: Membership, kind: EventKind, day: date, after: date, actor: Account, at: datetime, **facts: str
) -> MemberEvent:
    check_day(day, at, not_before=after)
    event = MemberEvent(
        person=membership.person, membership=membership, unit_id=membership.unit_id, kind=kind, day=day, **facts
    )
    return record_event(event, actor=actor, at=at, grade=Grade.EVIDENCED)


def _needed(decision: str) -> str:
    number = one_line(decision, 120, field="decision")
    if not number:
        raise Refused(gettext_noop("Ghi số quyết định hoặc số nghị quyết."), field="decision")
    return number
