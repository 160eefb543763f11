from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.kernel.periods import Period
    from viecthat.organisation.queries.effects import Held


class OrganisationConfig(AppConfig):
    name = "viecthat.organisation"
    label = "organisation"


class FollowsUnits:
    """For the app of a floor above whose records follow their units (`queries.effects`: HoldsWork, GoesAlong).

    Its `queries.work` has `open_work_of` and `days_of_work`, its `commands.following` has `follow_units` and
    `come_back`; loaded when asked, for Django loads apps before tables.
    """

    name: str

    def open_work_of(self, units: Sequence[int]) -> "list[Held]":
        """What is not finished in these units."""
        found: list[Held] = import_module(f"{self.name}.queries.work").open_work_of(units)
        return found

    def days_of_work(self, units: Sequence[int], period: "Period") -> list[tuple[int, date]]:
        """The days on which these units worked in the period."""
        found: list[tuple[int, date]] = import_module(f"{self.name}.queries.work").days_of_work(units, period)
        return found

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
        """What is not over follows its units; how many records."""
        following = import_module(f"{self.name}.commands.following")
        return int(following.follow_units(decision=decision, successors=successors, day=day))

    def come_back(self, *, undone: int, actor: "Account", day: date, at: datetime) -> int:  # noqa: ARG002 - as above
        """They stand again as before the decision."""
        return int(import_module(f"{self.name}.commands.following").come_back(undone=undone, day=day))
