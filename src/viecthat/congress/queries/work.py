"""What units have open in congresses, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection

from viecthat.congress.models import Congress
from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Congresses in preparation. One query."""
    count = Congress.objects.filter(among(units), held_on__isnull=True).count()
    return [Held(gettext_noop("Đại hội đang chuẩn bị: theo sang đơn vị nhận"), count)]
