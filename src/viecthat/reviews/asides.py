"""What floors above say of a review on its page, in a sentence that leads to them; added when the program starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from viecthat.reviews.models import Review
    from viecthat.units.queries import UnitRow


@dataclass(frozen=True)
class Aside:
    """A sentence, and where it leads."""

    sentence: str
    address: str


Teller = Callable[["Review", "UnitRow", date], "Aside | None"]
_TELLERS: list[str] = []


def add_aside(tell: str) -> None:
    """Have the function of this dotted name asked, as `tell(review, unit, today)`, on the page of every opened review.

    To be called from an app's `ready`; it is loaded when first asked.
    """
    _TELLERS.append(tell)


def asides_of(review: Review, unit: UnitRow, today: date) -> Iterator[Aside]:
    """What there is to say of the review."""
    for name in _TELLERS:
        tell: Teller = import_string(name)
        if (said := tell(review, unit, today)) is not None:
            yield said
