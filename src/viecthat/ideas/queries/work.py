"""What units have open in the bank of ideas, for the floor of the organisation below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Value

from viecthat.ideas.choices import OPEN_STATES, InitiativeState
from viecthat.ideas.models import Idea, Initiative
from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held


def open_work_of(units: Collection[int]) -> list[Held]:
    """Ideas not yet decided and initiatives not yet confirmed. One query."""
    here = list(units)
    ideas = Idea.objects.filter(unit__in=here, state__in=OPEN_STATES).values_list(Value("idea"), "pk")
    waiting = Initiative.objects.filter(unit__in=here, state=InitiativeState.DECLARED)
    found = Counter(what for what, _pk in ideas.union(waiting.values_list(Value("initiative"), "pk"), all=True))
    return [
        Held(gettext_noop("Ý tưởng đang xem xét, thực hiện: theo sang đơn vị nhận"), found["idea"]),
        Held(gettext_noop("Sáng kiến chờ xác nhận: theo sang đơn vị nhận"), found["initiative"]),
    ]
