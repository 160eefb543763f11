"""What is asked of the register, through the product's own queries, at three scopes; P50 and P95 of many draws."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from django.db import connection
from rich.console import Console

from bench.people.load import AT
from viecthat.kernel.dates import format_date
from viecthat.kernel.names import fold

DRAWS = 200
ON_PAGE, MOST_FOUND = 50, 200


def ask_all(console: Console) -> dict[str, Any]:
    """Milliseconds by question and scope."""
    from viecthat.accounts.queries import account_named
    from viecthat.people.queries.register import reach_of
    from viecthat.project.warming import warm_searches

    chance = np.random.default_rng(11)
    found: dict[str, Any] = {}
    began = time.perf_counter()
    pages = warm_searches()
    found["warmed"] = {"seconds": round(time.perf_counter() - began, 1), "megabytes": pages * 8192 // 2**20}
    console.print(f"warmed: {found['warmed']}")
    for scope in ("province", "nation"):
        account = account_named(scope)
        assert account is not None
        began = time.perf_counter()
        reach = reach_of(account, AT)
        found[f"{scope}/reach, cold"] = {"p95": round((time.perf_counter() - began) * 1000, 2)}
        found[f"{scope}/reach"] = _timed(lambda account=account: reach_of(account, AT), 20)  # type: ignore[misc]
        together: list[float] = []
        for name, texts in _texts(chance, scope).items():
            times = _timed_each([_search(reach, text) for text in texts])
            together += times
            found[f"{scope}/{name}"] = told(times)
            console.print(f"{scope}/{name}: {found[f'{scope}/{name}']}")
        found[f"{scope}/all of these together"] = told(together)
    found["branch/roll"] = told(_timed_each(list(_rolls(chance))))
    console.print(f"branch/roll: {found['branch/roll']}")
    return found


def _texts(chance: np.random.Generator, scope: str) -> dict[str, list[str]]:
    """What people type, of people who are there: within the province for its secretary."""
    from viecthat.people.models import Person

    ids = chance.integers(1, Person.objects.order_by("-pk").values_list("pk", flat=True)[0], DRAWS * 40).tolist()
    people = list(Person.objects.filter(pk__in=ids).select_related("unit"))
    if scope == "province":
        inside = _units_of("t07")
        people = [person for person in people if person.unit_id in inside]
    people = people[:DRAWS]
    return {
        "whole name with marks": [p.full_name for p in people],
        "whole name without marks": [fold(p.full_name) for p in people],
        "two words of a name": [" ".join(fold(p.full_name).split()[-2:]) for p in people],
        "given name alone": [fold(p.full_name).split()[-1] for p in people],
        "name and birth date": [f"{p.full_name} {format_date(p.birth_date)}" for p in people if p.birth_date],
        "birth date": [format_date(p.birth_date) for p in people if p.birth_date],
        "phone": [p.phone for p in people if p.phone],
        "card": [p.card_number for p in people if p.card_number],
        "nobody": [f"{fold(p.full_name)} khong co ai" for p in people],
    }


def _units_of(code: str) -> set[int]:
    from django.utils.timezone import localdate

    from viecthat.units.models import Unit
    from viecthat.units.tree import tree_on

    tree = tree_on(localdate(AT))
    lo, hi = tree.span(Unit.objects.get(code=code).pk)
    return set(tree.units[lo:hi].tolist())


def _search(reach: Any, text: str) -> Callable[[], object]:
    """What the page of the register does: the first fifty with all their columns, in the order of names."""
    from viecthat.people.queries.register import listed_people, members_found

    def ask() -> object:
        return listed_people(list(members_found(reach, text=text, state="", most=MOST_FOUND)[:ON_PAGE]), reach)

    return ask


def _rolls(chance: np.random.Generator) -> Iterator[Callable[[], object]]:
    """The members of one branch by name, as its secretary opens them."""
    from viecthat.accounts.queries import account_named
    from viecthat.people.choices.membership import MemberState
    from viecthat.people.queries.register import listed_people, members_found, reach_of
    from viecthat.units.models import Unit

    province = account_named("province")
    assert province is not None
    branches = list(Unit.objects.filter(pk__in=_units_of("t07"), code__startswith="c"))
    for place in chance.integers(0, len(branches), DRAWS).tolist():

        def ask(unit: int = branches[place].pk) -> object:
            reach = reach_of(province, AT, within=unit)
            return listed_people(list(members_found(reach, state=MemberState.MEMBER)[:ON_PAGE]), reach)

        yield ask


def _timed_each(calls: list[Callable[[], object]]) -> list[float]:
    calls[0]()
    return [milliseconds(call) for call in calls]


def _timed(call: Callable[[], object], runs: int) -> dict[str, float]:
    call()
    return told([milliseconds(call) for _ in range(runs)])


def milliseconds(call: Callable[[], object]) -> float:
    """How long the call takes."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def told(times: list[float]) -> dict[str, float]:
    """The median, what 95 in 100 stay within, and the longest."""
    return {
        "p50": round(float(np.percentile(times, 50)), 2),
        "p95": round(float(np.percentile(times, 95)), 2),
        "most": round(max(times), 2),
        "draws": len(times),
    }


def planned(text: str, scope: str) -> str:
    """The plan of one search, to see where its time goes."""
    from viecthat.accounts.queries import account_named
    from viecthat.people.queries.register import members_found, reach_of

    account = account_named(scope)
    assert account is not None
    statement = str(members_found(reach_of(account, AT), text=text)[:ON_PAGE].query)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}")
        return "\n".join(row[0] for row in cursor.fetchall())
