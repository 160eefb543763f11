"""What stands around an activity: its kind's boxes, what it served, who else did it, what speaks against its photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.activities.choices import COUNTED, FieldType, PartnerState, YouthGroup
from viecthat.activities.models import Activity, ActivityPartner, ActivityProgramme, Check, OutsidePartner
from viecthat.activities.queries.activity import OpenedActivity
from viecthat.activities.queries.checking import Doubt, checks_of_activity
from viecthat.activities.queries.guardian import asks_guardians
from viecthat.activities.queries.kinds import EFFORT, KindField, fields_of, kind_book
from viecthat.activities.queries.proof import Claim, LookAlike, claim_of, look_alikes
from viecthat.activities.rules import may_see_activity
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import Evidence, KindVersion
    from viecthat.activities.queries.results import Result

_WHOLE = 100


@dataclass(frozen=True)
class Detail:
    """A box of the kind and what was written in it, dates as dates."""

    box: KindField
    value: Any


@dataclass(frozen=True)
class Partner:
    """A unit that did it too: what it says, its part of the credit, whether the reader may answer for it."""

    row: ActivityPartner
    unit: UnitRow
    may_answer: bool


@dataclass(frozen=True)
class AlikeShown:
    """Another activity with the same photo; its name only for those who may see it."""

    activity: Activity | None
    unit: UnitRow


@dataclass(frozen=True)
class PhotoShown:
    """A photo with what it claims of itself and where else it is shown."""

    evidence: Evidence
    claim: Claim
    alike: tuple[AlikeShown, ...]


@dataclass(frozen=True)
class CheckShown:
    """A check and what spoke for it, in words."""

    check: Check
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Around:
    """All of it. credit: how much of the credit the lead unit keeps, in a hundred, where shares were agreed."""

    version: KindVersion | None
    details: tuple[Detail, ...]
    served: tuple[ActivityProgramme, ...]
    youth_groups: tuple[str, ...]
    partners: tuple[Partner, ...]
    outside: tuple[OutsidePartner, ...]
    credit: int | None
    photos: tuple[PhotoShown, ...]
    papers: tuple[Evidence, ...]
    checks: tuple[CheckShown, ...]
    results: tuple[Result, ...]
    effort: tuple[Result, ...]

    @property
    def asks_guardians(self) -> bool:
        """Whether minors take part only with a guardian's consent, by the kind of work."""
        return asks_guardians(self.version)


def around(opened: OpenedActivity, actor: Account, at: datetime) -> Around:
    """What stands around an opened activity. Six queries at most."""
    activity = opened.activity
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    rows = list(activity.partners.all())
    answers = units_where(actor, Capability.RECORD, at) if rows else UnitScope(())
    photos = [one for one in opened.evidence if one.kind == "photo"]
    alike = look_alikes(photos) if opened.names_shown else {}
    others = {like.activity.unit_id for likes in alike.values() for like in likes}
    units = {unit.id: unit for unit in opened.partners}
    elsewhere = units_by_id(others, localdate(at)) if others else {}
    shares = sum(row.share or 0 for row in rows if row.state == PartnerState.CONFIRMED)
    effort = [result for result in opened.results if result.indicator.code in EFFORT]
    return Around(
        version=version,
        details=tuple(details_of(activity, version)),
        served=tuple(activity.serves.select_related("programme", "item").order_by("programme", "item")),
        youth_groups=tuple(str(YouthGroup(group).label) for group in activity.youth_groups),
        partners=tuple(Partner(row, units[row.unit_id], row.unit_id in answers) for row in rows),
        outside=tuple(activity.outside.order_by("name")),
        credit=_WHOLE - shares if shares else None,
        photos=tuple(
            PhotoShown(one, claim_of(one, activity), _alike(alike.get(one.pk, []), elsewhere, actor, at))
            for one in photos
        ),
        papers=tuple(one for one in opened.evidence if one.kind != "photo"),
        checks=tuple(
            CheckShown(check, tuple(str(Doubt(doubt).label) for doubt in check.doubts))
            for check in checks_of_activity(activity.pk)
        ),
        results=tuple(result for result in opened.results if result not in effort),
        effort=tuple(effort),
    )


def details_of(activity: Activity, version: KindVersion | None) -> list[Detail]:
    """What was written in the boxes of its kind, in their order."""
    found = []
    for box in fields_of(version):
        if box.code in activity.details:
            value = activity.details[box.code]
            found.append(Detail(box, date.fromisoformat(value) if box.type == FieldType.DATE else value))
    return found


def parts_of(activity: Activity) -> list[Activity]:
    """The parts that units below took in it, each recorded by the unit itself. One query."""
    return list(activity.parts.filter(state__in=COUNTED).order_by("day", "pk"))


def _alike(likes: list[LookAlike], units: dict[int, UnitRow], actor: Account, at: datetime) -> tuple[AlikeShown, ...]:
    shown = {like.activity.pk: like.activity for like in likes}
    return tuple(
        AlikeShown(one if may_see_activity(actor, one, at) else None, units[one.unit_id]) for one in shown.values()
    )
