"""What of the shown figures is made up for a demonstration. Whoever shows such figures says so."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag


class MadeUp(IntFlag):
    """Nothing; the SPLIT over units of totals that were published; or ALL, the totals too. A page may show both."""

    NOTHING = 0
    SPLIT = 1
    ALL = 2

    @classmethod
    def of(cls, *, synthetic: bool, totals_published: bool) -> MadeUp:
        """What is made up of one set of figures."""
        if not synthetic:
            return cls.NOTHING
        return cls.SPLIT if totals_published else cls.ALL

    @classmethod
    def among(cls, parts: Iterable[MadeUp]) -> MadeUp:
        """What is made up of all these together."""
        found = cls.NOTHING
        for part in parts:
            found |= part
        return found

    @property
    def split(self) -> bool:
        """Some totals are published and their split is not."""
        return bool(self & MadeUp.SPLIT)

    @property
    def all(self) -> bool:
        """Some totals are made up as well."""
        return bool(self & MadeUp.ALL)
