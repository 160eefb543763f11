from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class CommendationsConfig(AppConfig):
    name = "viecthat.commendations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from viecthat.units.asides import add_unit_part  # noqa: PLC0415 - Django loads apps before anything else

        add_unit_part("viecthat.commendations.queries.of_unit.unit_part")

    # What the floor of the organisation asks of floors above (organisation.queries.effects.HoldsWork). Nothing follows:
    # a unit that ended is reached where its history stands, and so are its dossiers and desks.

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """Dossiers of these units that are not decided."""
        from viecthat.commendations.queries.work import open_work_of  # noqa: PLC0415 - Django loads apps before tables

        return open_work_of(units)

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:  # noqa: ARG002 - the protocol's
        """None: a commendation is no day's work."""
        return []
