"""viecthat migrate: Django's own, in fewer steps"""

from django.core.management.commands import migrate

from viecthat.project.migrating import SteppingExecutor

# Django names its executor here and offers no other place to choose one.
migrate.MigrationExecutor = SteppingExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """As Django's."""
