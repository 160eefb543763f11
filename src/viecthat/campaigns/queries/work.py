"""What units have open in campaigns, for the floor of the organisation below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Value

from viecthat.campaigns.models import Call, Team
from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held


def open_work_of(units: Collection[int]) -> list[Held]:
    """Calls for volunteers that are open, and teams. One query."""
    here = list(units)
    calls = Call.objects.filter(unit__in=here, closed_on__isnull=True).values_list(Value("call"), "pk")
    teams = Team.objects.filter(unit__in=here).values_list(Value("team"), "pk")
    found = Counter(what for what, _pk in calls.union(teams, all=True))
    return [
        Held(gettext_noop("Lời gọi tình nguyện chưa đóng: theo sang đơn vị nhận"), found["call"]),
        Held(gettext_noop("Đội hình tình nguyện: đội còn làm thì theo sang đơn vị nhận"), found["team"]),
    ]
