"""The pages of one review, beside each other; floors above add theirs when the program starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate

if TYPE_CHECKING:
    from django.utils.functional import Promise

BLOC_SLUG = "khoi-"  # the short name of an emulation bloc's review begins so
_TABS: dict[str, ReviewTab] = {}


@dataclass(frozen=True)
class ReviewTab:
    """A page of a review: `address` names it and takes the unit's code and the review's short name.

    `place` orders the tabs. `opened_only`: not for a period that nobody has opened a review of. `fits`: whether a
    review (its unit's code and its short name) has this page; told without a query, for tabs stand on every page.
    """

    key: str
    label: str | Promise
    address: str
    place: int
    opened_only: bool = True
    fits: Callable[[str, str], bool] | None = None


def add_tab(tab: ReviewTab) -> None:
    """Show `tab` on every review's pages. To be called from an app's `ready`."""
    _TABS[tab.key] = tab


def tabs_of(unit_code: str, slug: str, *, opened: bool) -> list[tuple[ReviewTab, str]]:
    """The tabs with their addresses, in order."""
    shown = sorted(_TABS.values(), key=lambda tab: tab.place)
    return [
        (tab, reverse(tab.address, args=[unit_code, slug]))
        for tab in shown
        if (opened or not tab.opened_only) and (tab.fits is None or tab.fits(unit_code, slug))
    ]


def is_of_bloc(_unit_code: str, slug: str) -> bool:
    """Whether the review is an emulation bloc's."""
    return slug.startswith(BLOC_SLUG)


def has_office(unit_code: str, _slug: str) -> bool:
    """Whether the unit's office has departments today. One query each time the tree has changed, none between."""
    from viecthat.units.queries.below import codes_with_office  # noqa: PLC0415 - heavy: apps load this at every start

    return unit_code in codes_with_office(localdate())
