"""Choosing one of the branches whose books somebody keeps: few stand as they are, many are searched for by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.timezone import now

from viecthat.accounts.queries import actor_of
from viecthat.people.queries.membership import branches_kept

if TYPE_CHECKING:
    from viecthat.units.queries import UnitRow
    from viecthat.units.queries.scope import UnitScope

ON_PAGE = 60


@dataclass(frozen=True)
class BranchChoice:
    """The branches on this page of the list, and what was searched for."""

    page: Page[UnitRow]
    text: str

    @property
    def only(self) -> UnitRow | None:
        """The branch, for somebody who keeps no other."""
        rows = list(self.page)
        return rows[0] if not self.text and self.page.paginator.count == 1 else None

    @property
    def any(self) -> bool:
        """Whether there is one to choose, or there would be without the search."""
        return bool(self.text) or self.page.paginator.count > 0

    @property
    def searched(self) -> bool:
        """Whether the list is long enough to be searched."""
        return bool(self.text) or self.page.paginator.num_pages > 1


def branch_choice(request: HttpRequest, *, within: UnitScope | None = None) -> BranchChoice:
    """The branches whose books the reader keeps (only those `within`), by the search and page in the address."""
    text = request.GET.get("tim", "").strip()
    found = branches_kept(actor_of(request), now(), within=within, text=text)
    return BranchChoice(Paginator(found, ON_PAGE).get_page(request.GET.get("trang")), text)
