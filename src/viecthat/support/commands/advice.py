"""Advice: to one person, to many together. Each is posted as it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.support.choices import Topic
from viecthat.support.commands.shared import TAKEN_BACK, WHY, check_may_keep, tell_who
from viecthat.support.models import AdviceCase, AdviceSession, Partner
from viecthat.support.rules import warns_of_fraud

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def advise(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> AdviceCase:
    """One person was advised; who need not tell a name. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = AdviceCase(unit_id=unit, recorded_by=actor, recorded_at=at)
    tell_who(row, facts, named=False)
    row.topic, row.day = facts["topic"], facts["day"]
    check_done(row.day, at)
    row.words, row.follow_on = (facts.get("words") or "").strip(), facts.get("follow_on")
    row.free = bool(facts.get("free"))
    _check_free(row.topic, row.free)
    save_checked(row)
    counted = [(_people(row.topic), 1, row.person_id), ("career_turns", 1, None)]
    row.posting = post_counted(unit, counted, row.day, reason=_about(row.topic), actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def follow_up_advice(*, case: AdviceCase, followed: str, actor: Account, at: datetime) -> AdviceCase:
    """What came of the advice. Raises Refused."""
    row = AdviceCase.objects.select_for_update().get(pk=case.pk)
    check_may_keep(actor, row.unit_id, at)
    row.followed = followed.strip()
    if not row.followed:
        raise Refused(gettext_noop("Ghi vài chữ để người sau hiểu."), field="followed")
    save_checked(row)
    return row


@transaction.atomic
def undo_advice(*, case: AdviceCase, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded by mistake: its line is reversed. Raises Refused."""
    row = AdviceCase.objects.select_for_update().get(pk=case.pk)
    _undo(row, reason, actor, at)


@transaction.atomic
def hold_advice_session(*, unit: int, facts: Mapping[str, Any], actor: Account, at: datetime) -> AdviceSession:
    """Many were advised together; people and turns are told apart. Raises Refused."""
    check_may_keep(actor, unit, at)
    row = AdviceSession(unit_id=unit, recorded_by=actor, recorded_at=at)
    row.topic, row.day = facts["topic"], facts["day"]
    check_done(row.day, at)
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên buổi tư vấn."))
    row.place = needed(facts["place"], 200, "place", gettext_noop("Ghi địa điểm."))
    row.people, row.turns, row.free = facts["people"], facts["turns"], bool(facts.get("free"))
    _check_free(row.topic, row.free)
    partner = facts.get("partner")
    if partner is not None:
        row.partner = Partner.objects.filter(pk=partner, unit=unit).first()
        if row.partner is None:
            raise Refused(gettext_noop("Đối tác này không có trong sổ của đơn vị."), field="partner")
    save_checked(row)
    counted = [(_people(row.topic), row.people, None), ("career_turns", row.turns, None)]
    row.posting = post_counted(unit, counted, row.day, reason=_about(row.topic), actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def undo_advice_session(*, session: AdviceSession, reason: str, actor: Account, at: datetime) -> None:
    """It was recorded by mistake: its lines are reversed. Raises Refused."""
    row = AdviceSession.objects.select_for_update().get(pk=session.pk)
    _undo(row, reason, actor, at)


def _undo(row: AdviceCase | AdviceSession, reason: str, actor: Account, at: datetime) -> None:
    check_may_keep(actor, row.unit_id, at)
    if row.undone_why:
        raise Refused(gettext_noop("Dòng này đã lấy lại."))
    row.undone_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, TAKEN_BACK, actor, at)
    save_checked(row)


def _check_free(topic: str, free: bool) -> None:
    if warns_of_fraud(topic) and not free:
        raise Refused(gettext_noop("Tư vấn du học, đi làm việc ở nước ngoài của Đoàn là miễn phí."), field="free")


def _people(topic: str) -> str:
    return "abroad_advised" if warns_of_fraud(topic) else "career_advised"


def _about(topic: str) -> str:
    return f"Tư vấn {Topic(topic).label}"
