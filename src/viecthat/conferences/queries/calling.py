"""Whom a rule calls: holders of posts in the units of some kinds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from viecthat.catalogue.posts import post_kinds
from viecthat.people.queries.post import UNION_POSTS, held, posts_on
from viecthat.units.queries import kinds as unit_kinds, units_by_id
from viecthat.units.queries.scope import units_seen
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.conferences.models import Conference


@dataclass(frozen=True)
class Called:
    """Somebody called by a rule; without a person the unit sends its holder of the post."""

    unit: int
    post: str
    person: int | None = None
    name: str = ""


def kinds_to_call(conference: Conference) -> list[tuple[str, str, int]]:
    """The kinds of units below on the day of the conference, highest first: code, name, how many. Two queries."""
    tree = tree_on(conference.held_on)
    if conference.unit_id not in tree:
        return []
    below, names = tree.kinds_below(conference.unit_id), unit_kinds()
    return [(code, str(kind), below[code]) for code, kind in names.items() if below.get(code)]


def posts_to_call() -> list[tuple[str, str]]:
    """The posts of the Union that may be called, highest first."""
    book = post_kinds()
    return [(code, book[code].name) for code in sorted(UNION_POSTS, key=lambda code: book[code].rank)]


def called_by_rule(
    conference: Conference,
    *,
    kinds: Collection[str],
    posts: Sequence[str],
    below: bool,
    unnamed: bool,
    actor: Account | None,
    at: datetime,
) -> Iterator[Called]:
    """Holders of these posts on the day of the conference, unit by unit in the order of the tree, each person once.

    Names are those that the actor may read; a unit beyond their reach is called without one.
    """
    tree, unit = tree_on(conference.held_on), conference.unit_id
    if unit not in tree:
        return
    wanted = [one for kind in kinds for one in tree.units_of_kind(kind, unit) if one != unit]
    if not below:
        wanted = [one for one in wanted if tree.parent(one) == unit]
    wanted.sort(key=tree.position)
    in_reach = None if actor is None else units_seen(actor, at)
    reached = {one for one in wanted if in_reach is None or one in in_reach}
    rank = {code: place for place, code in enumerate(posts)}
    holders: dict[int, list[Called]] = {}
    filled: set[int] = set()
    rows = held(posts_on(reached, conference.held_on).filter(kind__in=list(posts)), conference.held_on)
    for one in sorted(rows, key=lambda row: rank[row.post.kind]):
        person = one.post.person
        holders.setdefault(one.unit.id, []).append(Called(one.unit.id, one.name(), person.pk, person.full_name))
        if one.post.kind == posts[0]:
            filled.add(one.unit.id)
    book, seen = post_kinds(), set()
    kind_of = {row.id: row.kind for row in units_by_id(set(wanted), conference.held_on).values()} if unnamed else {}
    for here in wanted:
        if unnamed and here not in filled:
            yield Called(here, book[posts[0]].called(kind_of[here]))
        for called in holders.get(here, ()):
            if called.person not in seen:
                seen.add(called.person)
                yield called
