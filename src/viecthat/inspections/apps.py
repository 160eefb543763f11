from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period


class InspectionsConfig(FollowsUnits, AppConfig):
    name = "viecthat.inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:  # noqa: ARG002 - the protocol's
        """None: branches hold no inspections."""
        return []
