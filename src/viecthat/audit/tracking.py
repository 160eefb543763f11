"""One decorator for every register that must remember its past."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model
from pgtrigger import registry

from viecthat.audit.triggers import keep_names

keep_names(registry._registry)  # before the first table is read

M = TypeVar("M", bound=type[Model])


def tracked(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Keep every version of the model's rows, bulk updates and plain SQL included (database triggers)."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=exclude)
