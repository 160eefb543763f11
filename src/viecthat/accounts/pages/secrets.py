"""Pages that a secret in the address opens, without signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest
from django.utils.timezone import now

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.accounts.queries import visitor_of
from viecthat.kernel.errors import Refused

Found = TypeVar("Found")


def behind_door(request: HttpRequest, door: Door, find: Callable[[str], Found | None], code: str) -> Found:
    """What `find` knows by the code. Http404 when it is nothing, and for a visitor who has tried too many."""
    at, visitor = now(), visitor_of(request)
    try:
        check_door(door=door, visitor=visitor, at=at)
    except Refused as refused:
        raise Http404 from refused
    found = find(code)
    if found is None:
        note_try(door=door, visitor=visitor, at=at)
        raise Http404
    return found
