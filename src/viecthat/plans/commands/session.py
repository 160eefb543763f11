"""Working sessions kept, and what was said in them and outside of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.plans.choices import PointKind
from viecthat.plans.commands.checks import check_keeper
from viecthat.plans.models import SessionFile, SessionParty, SessionPoint, WorkingSession
from viecthat.plans.rules import may_decide_point, may_keep_session

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile

MOST_PAPERS = 20
MOST_WORDS = 5000


@dataclass(frozen=True)
class SessionFacts:
    """What is noted of a session."""

    title: str
    held_on: date
    chairs: str
    begins: time | None = None
    place: str = ""
    guests: str = ""
    agenda: str = ""


@transaction.atomic
def keep_session(
    *,
    unit: int,
    facts: SessionFacts,
    parties: Sequence[int],
    files: Sequence[SentFile] = (),
    session: WorkingSession | None = None,
    actor: Account | None,
    at: datetime,
) -> WorkingSession:
    """Note a working session, held or to be held; or put right what is noted of `session`."""
    if session is None:
        check_keeper(actor, unit, at)
        session = WorkingSession(unit_id=unit, made_by=actor, made_at=at)
    else:
        _check_keeps(actor, session, at)
        session.revision += 1
    session.title, session.held_on, session.begins = normalise(facts.title), facts.held_on, facts.begins
    session.place, session.chairs = normalise(facts.place), normalise(facts.chairs)
    session.guests, session.agenda = normalise(facts.guests), _lines(facts.agenda)
    save_checked(session)
    wanted = {party for party in parties if party != session.unit_id}
    have = set(session.parties.values_list("unit", flat=True))
    session.parties.filter(unit__in=have - wanted).delete()
    SessionParty.objects.bulk_create(SessionParty(session=session, unit_id=party) for party in sorted(wanted - have))
    if session.papers.count() + len(files) > MOST_PAPERS:
        raise Refused(gettext_noop("Mỗi buổi làm việc kèm nhiều nhất {most} tệp."), field="attached", most=MOST_PAPERS)
    for sent in files:
        kind = kind_of(sent.content, field="attached")
        kept = keep_document(content=sent.content, content_type=kind, at=at)
        name = normalise(sent.name)[-200:] or "tai-lieu"
        SessionFile.objects.get_or_create(session=session, file_id=kept.pk, defaults={"name": name})
    return session


@transaction.atomic
def note_point(
    *,
    unit: int,
    kind: str,
    day: date,
    words: str,
    said_by: str = "",
    session: WorkingSession | None = None,
    actor: Account | None,
    at: datetime,
) -> SessionPoint:
    """A conclusion or an instruction for `unit`, or an obstacle that it met; in a session or outside of one."""
    if session is None:
        check_keeper(actor, unit, at)
        if kind == PointKind.CONCLUSION:
            raise Refused(gettext_noop("Kết luận phải thuộc một buổi làm việc; ghi buổi làm việc trước."), field="kind")
    else:
        _check_keeps(actor, session, at)
    if kind not in PointKind.values:
        raise Refused(gettext_noop("Chọn kết luận, ý kiến chỉ đạo hay vướng mắc."), field="kind")
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày không thể ở sau hôm nay."), field="day")
    if kind == PointKind.INSTRUCTION and not said_by.strip():
        raise Refused(gettext_noop("Ghi ai đã chỉ đạo."), field="said_by")
    point = SessionPoint(unit_id=unit, kind=kind, day=day, words=_lines(words), said_by=normalise(said_by))
    point.session, point.made_by, point.made_at = session, actor, at
    save_checked(point)
    return point


@transaction.atomic
def take_up_obstacles(
    *, session: WorkingSession, points: Sequence[SessionPoint], actor: Account | None, at: datetime
) -> int:
    """The session deals with these obstacles; returns how many."""
    _check_keeps(actor, session, at)
    if not points:
        raise Refused(gettext_noop("Chọn ít nhất một vướng mắc."), field="points")
    ids = [point.pk for point in points]
    waiting = SessionPoint.objects.select_for_update().filter(pk__in=ids, kind=PointKind.OBSTACLE, session=None)
    if len(list(waiting)) != len(set(ids)):
        raise Refused(gettext_noop("Có vướng mắc đã được đưa vào buổi làm việc khác; mở lại trang."), field="points")
    return SessionPoint.objects.filter(pk__in=ids).update(session=session)


@transaction.atomic
def decide_obstacle(
    *, point: SessionPoint, decision: str, day: date, actor: Account | None, at: datetime
) -> SessionPoint:
    """How the obstacle is removed; tasks may be made of it."""
    point = SessionPoint.objects.select_for_update(of=("self",)).select_related("session").get(pk=point.pk)
    if actor is not None and not may_decide_point(actor, point, at):
        raise Refused(gettext_noop("Chỉ đơn vị giữ biên bản buổi làm việc ghi cách tháo gỡ."))
    if point.kind != PointKind.OBSTACLE:
        raise Refused(gettext_noop("Chỉ vướng mắc mới có cách tháo gỡ."))
    if point.session is None:
        raise Refused(gettext_noop("Đưa vướng mắc vào một buổi làm việc rồi mới ghi cách tháo gỡ."))
    if not decision.strip():
        raise Refused(gettext_noop("Ghi cách tháo gỡ."), field="decision")
    if not point.day <= day <= localdate(at):
        raise Refused(
            gettext_noop("Ngày quyết định từ ngày nêu vướng mắc {day} đến hôm nay."), field="day", day=point.day
        )
    point.decision, point.decided_on = _lines(decision), day
    save_checked(point)
    return point


def _check_keeps(actor: Account | None, session: WorkingSession, at: datetime) -> None:
    if actor is not None and not may_keep_session(actor, session, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ biên bản của đơn vị này."))


def _lines(words: str) -> str:
    said = "\n".join(normalise(line) for line in words.strip().splitlines())
    if len(said) > MOST_WORDS:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), most=MOST_WORDS)
    return said
