"""Who opened what is not for everybody."""

from __future__ import annotations

from viecthat.courses.choices import LookedAt
from viecthat.courses.models import Look


def looks_at(what: LookedAt, record: int, most: int = 30) -> list[Look]:
    """The last looks at a record, the newest first."""
    found = Look.objects.filter(what=what, record=record).select_related("account")
    return list(found.order_by("-at", "-pk")[:most])
