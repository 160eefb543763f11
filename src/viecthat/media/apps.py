from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class MediaConfig(AppConfig):
    name = "viecthat.media"
    default_auto_field = "django.db.models.BigAutoField"

    # What the floor of the organisation asks of floors above (organisation.queries.effects.HoldsWork).

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """What is not finished in these units."""
        from viecthat.media.queries.work import open_work_of  # noqa: PLC0415 - Django loads apps before tables

        return open_work_of(units)

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:
        """The days on which these units published in the period."""
        from viecthat.media.queries.work import days_of_work  # noqa: PLC0415 - as above

        return days_of_work(units, period)
