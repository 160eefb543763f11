from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class ActivitiesConfig(AppConfig):
    name = "viecthat.activities"
    label = "activities"

    # What the floor below asks of every floor that keeps work of units (organisation.queries.effects.HoldsWork).

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """Activities of these units that are not documented or verified yet."""
        from viecthat.activities.queries.work import open_work_of  # noqa: PLC0415 - Django loads apps before tables

        return open_work_of(units)

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:
        """The days on which these units worked in the period."""
        from viecthat.activities.queries.work import days_of_work  # noqa: PLC0415 - as above

        return days_of_work(units, period)
