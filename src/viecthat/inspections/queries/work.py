"""What units have open in inspections, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection

from viecthat.inspections.choices import InspectionState
from viecthat.inspections.models import Inspection
from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held
from viecthat.units.queries.scope import among


def open_work_of(units: Collection[int]) -> list[Held]:
    """Inspections that are planned or under way. One query."""
    running = [InspectionState.PLANNED, InspectionState.RUNNING]
    found = Inspection.objects.filter(among(units), state__in=running).count()
    return [Held(gettext_noop("Cuộc kiểm tra, giám sát chưa kết luận: theo sang đơn vị nhận"), found)]
