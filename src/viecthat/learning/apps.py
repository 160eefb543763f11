from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

from viecthat.organisation.apps import FollowsUnits

if TYPE_CHECKING:
    from viecthat.people.models import Person
    from viecthat.people.queries.own import OwnDue


class LearningConfig(FollowsUnits, AppConfig):
    name = "viecthat.learning"
    default_auto_field = "django.db.models.BigAutoField"

    def own_due(self, person: "Person", at: datetime) -> "list[OwnDue]":
        """What the floor of people asks of floors above (people.queries.own.AsksMembers)."""
        from viecthat.learning.queries.beside import own_due  # noqa: PLC0415 - Django loads apps before tables

        return own_due(person, at)
