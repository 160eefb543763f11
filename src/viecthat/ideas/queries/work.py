"""What units have open in the bank of ideas, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection

from viecthat.ideas.choices import OPEN_STATES, InitiativeState
from viecthat.ideas.models import Idea, Initiative
from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held


def open_work_of(units: Collection[int]) -> list[Held]:
    """Ideas not yet decided and initiatives not yet confirmed. Two queries."""
    here = list(units)
    ideas = Idea.objects.filter(unit__in=here, state__in=OPEN_STATES).count()
    waiting = Initiative.objects.filter(unit__in=here, state=InitiativeState.DECLARED).count()
    return [
        Held(gettext_noop("Ý tưởng đang xem xét, thực hiện: theo sang đơn vị nhận"), ideas),
        Held(gettext_noop("Sáng kiến chờ xác nhận: theo sang đơn vị nhận"), waiting),
    ]
