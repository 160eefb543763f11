from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class ResidenceConfig(AppConfig):
    name = "viecthat.residence"
    default_auto_field = "django.db.models.BigAutoField"

    # What the floor of the organisation asks of floors above (organisation.queries.effects: HoldsWork, GoesAlong).

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """Letters to these communes that wait, and members who take part there."""
        from viecthat.residence.queries.following import open_work_of  # noqa: PLC0415 - Django loads apps before tables

        return open_work_of(units)

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:  # noqa: ARG002 - the protocol's
        """None: what is done where people live is counted as activities of the branch there."""
        return []

    def go_along(
        self,
        *,
        decision: int,
        successors: Mapping[int, int],
        moved: Collection[int],
        homes: Mapping[int, int],
        day: date,
        actor: "Account | None",
        at: datetime,
    ) -> int:
        """Open registrations follow their commune, their branch and their home branch."""
        from viecthat.residence.commands.following import follow_units  # noqa: PLC0415 - as above

        return follow_units(
            decision=decision, successors=successors, moved=moved, homes=homes, day=day, actor=actor, at=at
        )

    def come_back(self, *, undone: int, actor: "Account", day: date, at: datetime) -> int:
        """They stand again as before the decision."""
        from viecthat.residence.commands.following import come_back  # noqa: PLC0415 - as above

        return come_back(undone=undone, day=day, actor=actor, at=at)
