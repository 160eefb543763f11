from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class WorksConfig(FollowsUnits, AppConfig):
    name = "viecthat.works"
    default_auto_field = "django.db.models.BigAutoField"

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """Works, houses and relief drives of these units that are under way."""
        from viecthat.works.queries.open import open_work_of  # noqa: PLC0415 - Django loads apps before tables

        return open_work_of(units)

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:  # noqa: ARG002 - the protocol's
        """None: the days of work on them are activities."""
        return []
