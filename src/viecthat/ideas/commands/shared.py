"""What the writes of ideas share: words, the idea locked, who may."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.ideas.models import Idea
from viecthat.ideas.rules import may_keep_ideas
from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

NOT_KEEPER = gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này.")


def paragraphs(text: str) -> str:
    """The text with single spaces in its lines, the lines kept."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def locked(idea: Idea) -> Idea:
    """The idea as it stands, for one who changes it."""
    return Idea.objects.select_for_update(of=("self",)).select_related("person").get(pk=idea.pk)


def check_may_keep(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not record for the unit."""
    if not may_keep_ideas(actor, unit, at):
        raise Refused(NOT_KEEPER)
