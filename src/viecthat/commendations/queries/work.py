"""What units have open in commendations, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection

from viecthat.commendations.choices import OPEN_DOSSIERS
from viecthat.commendations.models import Dossier
from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Dossiers of these units that are not decided: whoever carries the unit on goes on with them. One query."""
    found = Dossier.objects.filter(among(units), state__in=OPEN_DOSSIERS).count()
    return [Held(gettext_noop("Hồ sơ khen thưởng chưa xong: đơn vị nhận làm tiếp"), found)]
