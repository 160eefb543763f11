"""How much a unit may propose in a drive, beside what it does propose."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from viecthat.commendations.choices import OPEN_DOSSIERS, DossierState, NomineeKind, NomineeState
from viecthat.commendations.models import Dossier, DriveForm, Nominee
from viecthat.kernel.periods import Period
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import indicators
from viecthat.ledger.queries.indicators import measure_of
from viecthat.rollup.ask import ask
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.rollup.placement import UnitMap

MEMBERS = "members"


@dataclass(frozen=True)
class Quota:
    """Of one form and kind: how many the unit asks for in all its dossiers of the drive, and may.

    `most` is None where nothing limits it; `share` is of `of` units or members.
    """

    form: str
    to: str
    asked: int
    most: int | None
    share: Decimal | None = None
    of: int | None = None

    @property
    def over(self) -> int:
        """How many too many."""
        return max(0, self.asked - self.most) if self.most is not None else 0


def quotas_of(dossier: Dossier, today: date) -> list[Quota]:
    """The quotas of the drive as they bind the dossier's unit: forms it asks for. Nothing outside a drive."""
    if dossier.drive_id is None:
        return []
    same = Dossier.objects.filter(drive=dossier.drive_id, unit=dossier.unit_id)
    live = same.filter(state__in=[*OPEN_DOSSIERS, DossierState.CLOSED]).exclude(
        pk=dossier.pk, state=DossierState.DROPPED
    )
    named = Nominee.objects.filter(dossier__in=live).exclude(state__in=[NomineeState.HELD, NomineeState.FAILED])
    elsewhere = named.exclude(dossier=dossier.pk).exclude(dossier__state=DossierState.DRAFT)
    asked = Counter(elsewhere.values_list("form", "to")) + Counter(dossier.nominees.values_list("form", "to"))
    found = []
    for limit in DriveForm.objects.filter(drive=dossier.drive_id):
        if not asked[limit.form, limit.to]:
            continue
        of = base_of(dossier.unit_id, limit.to, today) if limit.share is not None else None
        bounds = [] if limit.unit_most is None else [limit.unit_most]
        if limit.share is not None and of is not None:
            bounds.append(int(limit.share * of / 100))
        most = min(bounds) if bounds else None
        found.append(Quota(limit.form, limit.to, asked[limit.form, limit.to], most, limit.share, of))
    return found


def base_of(unit: int, to: str, today: date) -> int:
    """Of how many a share is taken: units below the proposer and itself, or its members by the ledger."""
    unit_map = map_on(today)
    here = unit_map.stands_at(unit)[0]
    if here is None:
        return 0
    if to == NomineeKind.COLLECTIVE:
        lo, hi = unit_map.tree.span(here)
        return hi - lo
    return _members(here, unit_map, today)


def _members(unit: int, unit_map: UnitMap, today: date) -> int:
    counted = next((one for one in indicators().values() if one.code == MEMBERS), None)
    if counted is None:
        return 0
    until = Period(today, today + timedelta(days=1))
    table = ask({0: measure_of(counted)}, units=[unit], periods=[until], map=unit_map, source=LedgerSource())
    return table.one(unit, 0, until).value or 0
