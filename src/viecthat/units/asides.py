"""What floors above show of a unit on its page; added when the program starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class UnitPart:
    """A part of the page: the template that draws it, and what that template calls `part`."""

    template: str
    part: Any


Shower = Callable[[int, str, "Account", datetime], "UnitPart | None"]
_SHOWERS: list[str] = []


def add_unit_part(show: str) -> None:
    """Have the function of this dotted name asked, as `show(unit, code, actor, at)`, on the page of every unit.

    To be called from an app's `ready`; it is loaded when first asked.
    """
    if show not in _SHOWERS:
        _SHOWERS.append(show)


def unit_parts(unit: int, code: str, actor: Account, at: datetime) -> Iterator[UnitPart]:
    """What there is to show of the unit to this reader."""
    for name in _SHOWERS:
        show: Shower = import_string(name)
        if (shown := show(unit, code, actor, at)) is not None:
            yield shown
