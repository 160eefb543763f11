"""Which units use the system and how: n of N for each, composed of what lower floors count. Never about a person."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate, make_aware

from viecthat.accounts.queries import holders_at
from viecthat.kernel.names import fold
from viecthat.kernel.quantities import Share
from viecthat.ledger.queries.recording import recorded_by_unit
from viecthat.plans.queries.usage import documents_read, tasks_in_time, units_with_plan
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import units_seen
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.rollup.placement import UnitMap

LOOKED_BACK = timedelta(days=365)  # a posting older than this is "more than a year ago"
NONE = Share(0, 0)
USES = ("vao", "ghi", "ke-hoach", "nhiem-vu", "van-ban")
ORDERS: dict[str, Callable[[Usage], object]] = {
    "ten": lambda row: (fold(row.unit.name), row.unit.id),
    "vao": lambda row: (_part(row.signed_in), row.unit.id),
    "ghi": lambda row: (row.recorded, row.unit.id),
    "nhiem-vu": lambda row: (_part(row.tasks), row.unit.id),
    "van-ban": lambda row: (_part(row.documents), row.unit.id),
    "ngay": lambda row: (-1 if row.silent_days is None else -row.silent_days, row.unit.id),
}
FIRST = "ten"


@dataclass
class Usage:
    """How one unit and those below it use the system. Shares say n of N; N of nothing is no answer.

    `silent_days`: since the last posting; None for none within a year.
    """

    unit: UnitRow
    accounts: set[int] = field(default_factory=set)
    came: set[int] = field(default_factory=set)
    recorded: int = 0
    last: datetime | None = None
    planned: bool = False
    tasks: Share = NONE
    documents: Share = NONE
    silent_days: int | None = None

    @property
    def signed_in(self) -> Share:
        """Accounts that hold a role there, and those of them that signed in this month."""
        return Share(len(self.came), len(self.accounts))

    def uses(self, what: str) -> bool | None:
        """Whether the unit does this at all; None for what it was never asked to."""
        match what:
            case "vao":
                return bool(self.came)
            case "ghi":
                return self.recorded > 0
            case "ke-hoach":
                return self.planned
            case "nhiem-vu":
                return self.tasks.n == self.tasks.of if self.tasks.of else None
            case _:
                return self.documents.n == self.documents.of if self.documents.of else None


@dataclass(frozen=True)
class UsageTable:
    """The units right below one, or all of a kind below it, with how each uses the system."""

    above: UnitRow
    rows: tuple[Usage, ...]
    today: date

    def share(self, what: str) -> Share:
        """How many of the units do this, of how many that were to."""
        told = [uses for row in self.rows if (uses := row.uses(what)) is not None]
        return Share(sum(told), len(told))

    @property
    def shares(self) -> list[tuple[str, Share, int]]:
        """Each use with n of N, and how many do not."""
        return [(what, share, share.of - share.n) for what in USES for share in [self.share(what)]]


def month_of(today: date) -> datetime:
    """The moment this month began."""
    return make_aware(datetime.combine(today.replace(day=1), time()))


def kinds_below(above: int, today: date) -> dict[str, int]:
    """Kinds of units below this one, with how many."""
    tree = map_on(today).tree
    return tree.kinds_below(above) if above in tree else {}


def usage_below(above: UnitRow, actor: Account, at: datetime, *, kind: str = "") -> UsageTable:
    """The units right below `above`, or all below it of a kind, that `actor` may see. Six queries for any number."""
    today = localdate(at)
    scope = units_seen(actor, at, within=above.id)
    unit_map = map_on(today)
    tree = unit_map.tree
    wanted = tree.units_of_kind(kind, within=above.id) if kind else tree.children(above.id)
    names = units_by_id([unit for unit in wanted if scope.has(unit) and unit != above.id], today)
    rows = [Usage(row) for row in names.values()]
    where, year = scope.of("unit"), date(today.year, 1, 1)
    place = _Places(rows, unit_map)
    for unit, account, came in holders_at(where, at, month_of(today)):
        for row in place.of(unit):
            row.accounts.add(account)
            if came:
                row.came.add(account)
    for unit, (count, last) in recorded_by_unit(where, since=at - LOOKED_BACK, month=month_of(today)).items():
        for row in place.of(unit):
            row.recorded += count
            row.last = max(row.last, last) if row.last else last
    planned = units_with_plan(where, today.year)
    for unit, (n, of) in tasks_in_time(where, year, today).items():
        for row in place.of(unit):
            row.tasks = Share(row.tasks.n + n, row.tasks.of + of)
    for unit, (n, of) in documents_read(where, year).items():
        for row in place.of(unit):
            row.documents = Share(row.documents.n + n, row.documents.of + of)
    for row in rows:
        row.planned = row.unit.id in planned
        row.silent_days = (today - localdate(row.last)).days if row.last else None
    return UsageTable(above, tuple(rows), today)


def usage_found(rows: Iterable[Usage], *, text: str = "", lacks: str = "", order: str = FIRST) -> list[Usage]:
    """Those whose name holds the text and who do not do what is named, in this order."""
    words = fold(text).split()
    found = [row for row in rows if all(word in fold(row.unit.name) for word in words)]
    if lacks:
        found = [row for row in found if row.uses(lacks) is False]
    return sorted(found, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))  # type: ignore[arg-type]


class _Places:
    """Which row a unit's numbers belong to: the row of the unit itself or of the one it stands under today."""

    def __init__(self, rows: Sequence[Usage], unit_map: UnitMap) -> None:
        self._map = unit_map
        self._spans = sorted(((*unit_map.tree.span(row.unit.id), row) for row in rows), key=lambda span: span[0])
        self._starts = [lo for lo, _hi, _row in self._spans]

    def of(self, unit: int) -> list[Usage]:
        """The one row, or none."""
        stands, _how = self._map.stands_at(unit)
        if stands is None:
            return []
        position = self._map.tree.position(stands)
        found = bisect_right(self._starts, position) - 1
        if found < 0 or position >= self._spans[found][1]:
            return []
        return [self._spans[found][2]]


def _part(share: Share) -> float:
    return share.n / share.of if share.of else -1.0
