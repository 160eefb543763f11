"""viecthat migrate: Django's own, in fewer steps; then the catalogue of this version is taken over"""

from typing import Any

from django.core.management.commands import migrate

from viecthat.project.migrating import SteppingExecutor

# Django names its executor here and offers no other place to choose one.
migrate.MigrationExecutor = SteppingExecutor  # type: ignore[attr-defined]

# With any of these the database is not brought to this version, or is one that tests are to find empty.
_NOT_WHOLE = ("app_label", "plan", "check_unapplied", "fake", "prune", "run_syncdb")


class Command(migrate.Command):
    """As Django's; new and changed kinds, indicators and activities stand in the database afterwards."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not any(options.get(name) for name in _NOT_WHOLE):
            from viecthat.project.catalogue import load_catalogue

            load_catalogue()
