"""The register of triggers, with its names kept beside it.

The library goes through all triggers there are for each one that is added: with some hundred tables that is half of the
time the program takes to start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgtrigger import registry

if TYPE_CHECKING:
    from django.db.models import Model
    from pgtrigger import Trigger


class NamedTriggers(registry._Registry):
    """As the library's, in time that grows with the triggers and not with their square."""

    _of_tables: dict[tuple[str, str | None], Trigger]
    _functions: set[str]

    @property
    def by_db_table(self) -> dict[tuple[str, str | None], Trigger]:
        return self._of_tables

    @property
    def pg_function_names(self) -> set[str]:
        return self._functions

    def __setitem__(self, key: str, value: tuple[Model, Trigger]) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self._of_tables[model._meta.db_table, trigger.name] = trigger
        self._functions.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self._of_tables[model._meta.db_table, trigger.name]
        self._functions.discard(trigger.get_pgid(model))


def keep_names(held: registry._Registry) -> None:
    """Have the library's register, with whatever it holds, keep its names. Done twice, it is done once."""
    if isinstance(held, NamedTriggers):
        return
    of_tables, functions = held.by_db_table, held.pg_function_names
    held.__class__ = NamedTriggers
    vars(held).update(_of_tables=of_tables, _functions=functions)
