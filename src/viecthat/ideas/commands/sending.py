"""An idea comes in: from a member, from anybody, written down by an officer, found in something of a floor above."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.ideas.choices import IdeaField, IdeaOrigin, IdeaState
from viecthat.ideas.commands.shared import NOT_KEEPER, locked, paragraphs
from viecthat.ideas.commands.steps import accept_idea, go
from viecthat.ideas.models import Idea
from viecthat.ideas.rules import may_keep_ideas
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.people.queries import people_by_id
from viecthat.people.queries.own import person_of
from viecthat.people.rules.charter import is_child
from viecthat.plans.commands.calendar import digest_of
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

_BYTES = 12
LONGEST = 6000


@dataclass(frozen=True)
class IdeaFacts:
    """What an idea says and, for who is not signed in, who sends it.

    `contact` is never shown to the public; of a child it is kept only with a `guardian` who agreed.
    """

    title: str
    text: str
    field: str
    effect: str = ""
    name: str = ""
    contact: str = ""
    show_name: bool = False
    child: bool = False
    guardian: str = ""


@transaction.atomic
def send_idea(*, unit: int, facts: IdeaFacts, actor: Account | None, at: datetime) -> tuple[Idea, str]:
    """Send an idea to a unit; nothing is counted or shown before the unit has read it.

    Without an account the code is returned under which the sender reads the answer: it is told this once, only its
    digest is kept. The caller has made sure that a person sends, and not too many from one place. Raises Refused.
    """
    person = person_of(actor) if actor is not None else None
    row = _written(unit, facts, at, person=person, signed_in=actor is not None)
    row.origin = IdeaOrigin.MEMBER if actor is not None else IdeaOrigin.PUBLIC
    row.account = actor
    code = ""
    if actor is None:
        code = secrets.token_urlsafe(_BYTES)
        row.code = digest_of(code)
    save_checked(row)
    return row, code


@transaction.atomic
def record_idea(
    *,
    unit: int,
    facts: IdeaFacts,
    origin: str = IdeaOrigin.PAPER,
    source: str = "",
    source_name: str = "",
    person: int | None = None,
    words: str = "",
    actor: Account,
    at: datetime,
) -> Idea:
    """An officer who may record for `unit` puts an idea into the bank, taken in at once: one more idea proposed.

    For ideas given on paper, and for floors above: an entry of a contest becomes an idea by
    `record_idea(unit=…, facts=…, origin="contest", source="contest:<id>", source_name="Cuộc thi …, bài số 12", …)`.
    A `source` recorded before gives the idea made then, nothing is counted twice. `words`: the public answer with which
    it is taken in. `person`: whose idea it is, a member's id. Raises Refused.
    """
    if not may_keep_ideas(actor, unit, at):
        raise Refused(NOT_KEEPER, field="unit")
    if source and (known := Idea.objects.filter(source=source).first()) is not None:
        return known
    whose = people_by_id([person]).get(person) if person else None
    if person and whose is None:
        raise Refused(gettext_noop("Không tìm thấy người này; chọn lại."), field="person")
    row = _written(unit, facts, at, person=whose, signed_in=False)
    row.origin, row.source = origin, source
    row.source_name = one_line(source_name, 200, field="source_name")
    row.recorded_by = actor
    save_checked(row)
    accept_idea(idea=row, words=words, actor=actor, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def withdraw_idea(*, idea: Idea, actor: Account | None, at: datetime) -> None:
    """The sender, of whom the page has made sure, takes an idea back as long as nobody has taken it in."""
    row = locked(idea)
    if row.state != IdeaState.SENT:
        raise Refused(gettext_noop("Ý tưởng đã được tiếp nhận; muốn rút thì báo đơn vị đang giữ."))
    go(row, IdeaState.WITHDRAWN, localdate(at), by=actor, at=at)


def _written(unit: int, facts: IdeaFacts, at: datetime, *, person: Person | None, signed_in: bool) -> Idea:
    today = localdate(at)
    if unit not in map_on(today).tree:
        raise Refused(gettext_noop("Đơn vị này không còn; chọn đơn vị khác."), field="unit")
    if facts.field not in IdeaField.values:
        raise Refused(gettext_noop("Chọn lĩnh vực."), field="field")
    title = needed(facts.title, 200, "title", gettext_noop("Đặt tên cho ý tưởng."))
    text = paragraphs(facts.text)
    if not text:
        raise Refused(gettext_noop("Kể ý tưởng của bạn."), field="text")
    if len(text) > LONGEST:
        raise Refused(gettext_noop("Viết trong {most} ký tự."), field="text", most=LONGEST)
    row = Idea(
        unit_id=unit, title=title, folded_title=fold(title)[:200], text=text, effect=paragraphs(facts.effect),
        folded=fold(f"{title} {text}"), field=facts.field, sent_on=today, sent_at=at, show_name=facts.show_name,
    )  # fmt: skip
    if person is not None:
        row.person, row.child = person, is_child(person.birth_date, today)
    else:
        row.name = one_line(facts.name, 120, field="name")
        row.child = facts.child
        if not signed_in:
            row.contact = one_line(facts.contact, 120, field="contact")
            row.guardian = one_line(facts.guardian, 120, field="guardian")
    if row.child:
        row.show_name = False
        if row.contact and not row.guardian:
            raise Refused(
                gettext_noop("Chưa đủ 16 tuổi: ghi tên người giám hộ đồng ý, hoặc bỏ trống cách liên lạc."),
                field="guardian",
            )
    return row
