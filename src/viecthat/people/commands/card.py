"""Membership cards: issued, handed over, revoked. A card holds only while its bearer is a member."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.event import check_day, membership_to_change
from viecthat.people.commands.file import note_access
from viecthat.people.commands.rows import each_row
from viecthat.people.models import MemberCard
from viecthat.people.queries.card import card_of
from viecthat.people.queries.own import person_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_SERIAL_BITS = 40
CARD_SHEET = "the-doan-vien.pdf"


@transaction.atomic
def issue_cards(*, people: Sequence[int], actor: Account, at: datetime) -> list[MemberCard]:
    """A card for each member; who has one in force keeps it. Raises RowsRefused for who is no member here."""
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))

    def issue(person: int) -> MemberCard:
        membership = membership_to_change(person, actor, at)
        held = card_of(person)
        if held is not None:
            return held
        card = MemberCard(
            person=membership.person,
            serial=secrets.randbits(_SERIAL_BITS),
            key=secrets.token_hex(16),
            issued_by=actor,
            issued_at=at,
        )
        save_checked(card)
        return card

    return each_row(list(dict.fromkeys(people)), issue)


@transaction.atomic
def print_cards(*, people: Sequence[int], actor: Account, at: datetime) -> list[MemberCard]:
    """The cards of these members to be printed, issued where they have none; noted in each file. Raises RowsRefused."""
    cards = issue_cards(people=people, actor=actor, at=at)
    named = [card.person_id for card in cards]
    note_access(people=named, kind=AccessKind.PRINTED, detail=CARD_SHEET, actor=actor, at=at)
    return cards


@transaction.atomic
def hand_over_cards(*, people: Sequence[int], day: date, actor: Account, at: datetime) -> list[MemberCard]:
    """The printed cards came into their bearers' hands, for instance on Members' Day. Raises RowsRefused."""
    check_day(day, at)
    if not people:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))

    def hand_over(person: int) -> MemberCard:
        membership_to_change(person, actor, at)
        card = MemberCard.objects.select_for_update().filter(person=person, revoked_at__isnull=True).first()
        if card is None:
            raise Refused(gettext_noop("Người này chưa được cấp thẻ; cấp thẻ trước khi trao."))
        if card.handed_over_on is not None:
            raise Refused(gettext_noop("Thẻ đã trao ngày {day}."), day=card.handed_over_on)
        card.handed_over_on, card.handed_over_by = day, actor
        save_checked(card)
        return card

    return each_row(list(dict.fromkeys(people)), hand_over)


@transaction.atomic
def revoke_card(*, person: int, reason: str, actor: Account, at: datetime) -> None:
    """The card is lost or wrong: its QR holds no more, and a new one can be issued. Raises Refused."""
    membership_to_change(person, actor, at)
    _revoke(person, one_line(reason, 300, field="reason"), actor, at)


@transaction.atomic
def lock_own_card(*, actor: Account, at: datetime) -> None:
    """The bearer lost the card and locks it at once; the branch issues a new one. Raises Refused."""
    person = person_of(actor)
    if person is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên nào."))
    _revoke(person.pk, "Chủ thẻ tự khoá", actor, at)


def _revoke(person: int, why: str, actor: Account, at: datetime) -> None:
    card = MemberCard.objects.select_for_update().filter(person=person, revoked_at__isnull=True).first()
    if card is None:
        raise Refused(gettext_noop("Người này không có thẻ nào còn hiệu lực."))
    if not why:
        raise Refused(gettext_noop("Ghi vì sao thu hồi thẻ."), field="reason")
    card.revoked_at, card.revoked_by, card.revoked_reason = at, actor, why
    save_checked(card)
