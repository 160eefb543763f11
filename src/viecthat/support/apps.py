from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class SupportConfig(AppConfig):
    name = "viecthat.support"
    default_auto_field = "django.db.models.BigAutoField"

    # What the floor of the organisation asks of floors above (organisation.queries.effects: HoldsWork, GoesAlong).

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """What is not finished in these units."""
        from viecthat.support.queries.work import open_work_of  # noqa: PLC0415 - Django loads apps before tables

        return open_work_of(units)

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:
        """The days on which these units worked in the period."""
        from viecthat.support.queries.work import days_of_work  # noqa: PLC0415 - as above

        return days_of_work(units, period)

    def go_along(
        self,
        *,
        decision: int,
        successors: Mapping[int, int],
        moved: Collection[int],  # noqa: ARG002 - the protocol's, as the rest
        homes: Mapping[int, int],  # noqa: ARG002
        day: date,
        actor: "Account | None",  # noqa: ARG002
        at: datetime,  # noqa: ARG002
    ) -> int:
        """Loan groups, partners and placements follow their units."""
        from viecthat.support.commands.following import follow_units  # noqa: PLC0415 - as above

        return follow_units(decision=decision, successors=successors, day=day)

    def come_back(self, *, undone: int, actor: "Account", day: date, at: datetime) -> int:  # noqa: ARG002 - as above
        """They stand again as before the decision."""
        from viecthat.support.commands.following import come_back  # noqa: PLC0415 - as above

        return come_back(undone=undone, day=day)
