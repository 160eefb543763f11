"""What shows activities: how much, what photos claim, and which of them are also shown elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from viecthat.activities.choices import TAKEN_BACK
from viecthat.activities.models import Evidence, Participation
from viecthat.activities.queries.kinds import Proof
from viecthat.kernel.likeness import SAME, distance

if TYPE_CHECKING:
    from viecthat.activities.models import Activity

FAR_KM = 5  # a photo taken farther from the pin than this is worth a look
_EARTH_KM = 6371
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LookAlike:
    """Another activity shows the same picture: the same bytes (`bits` 0), or so many bits apart."""

    evidence: Evidence
    bits: int

    @property
    def activity(self) -> Activity:
        """The other activity."""
        return self.evidence.activity


@dataclass(frozen=True)
class Claim:
    """What a photo says of its day and place, and how that fits the activity's own."""

    other_day: bool = False
    km_away: float | None = None

    @property
    def doubtful(self) -> bool:
        """Something differs."""
        return self.other_day or (self.km_away is not None and self.km_away > FAR_KM)


def proof_of(activity: Activity) -> Proof:
    """How much there is to show for an activity. Two queries."""
    names = Participation.objects.filter(activity=activity).count()
    return Proof.of(Evidence.objects.filter(activity=activity).only("kind"), names)


def claim_of(evidence: Evidence, activity: Activity) -> Claim:
    """What the photo's own day and place say beside those of the activity; a day's grace for clocks set wrong."""
    day = localdate(evidence.taken_at) if evidence.taken_at else None
    other = day is not None and not activity.day - _A_DAY <= day <= activity.last_day + _A_DAY
    away = None
    if evidence.lat is not None and evidence.lon is not None and activity.lat is not None and activity.lon is not None:
        away = round(_km(evidence.lat, evidence.lon, activity.lat, activity.lon), 1)
    return Claim(other, away)


def look_alikes(evidence: Sequence[Evidence]) -> dict[int, list[LookAlike]]:
    """For each of these photos, those of other activities that look the same, by id. One query.

    What the program drew itself for made-up work is nobody's photo: that it stands in several places says nothing.
    """
    wanted = {piece for one in evidence for piece in one.bands}
    files = {one.file_id for one in evidence if one.file_id is not None}
    if not wanted and not files:
        return {}
    others = (
        Evidence.objects.filter(Q(bands__overlap=sorted(wanted)) | Q(file__in=files))
        .exclude(activity__state__in=TAKEN_BACK)
        .exclude(file__drawn=True)
        .select_related("activity")
        .order_by("pk")
    )
    found: dict[int, list[LookAlike]] = {}
    for other in others:
        for one in evidence:
            bits = _apart(one, other)
            if bits is not None:
                found.setdefault(one.pk, []).append(LookAlike(other, bits))
    return found


def doubtful_photos(activities: Collection[int]) -> dict[int, set[str]]:
    """Of these activities, which have a photo also shown elsewhere ("alike") or of another day or place ("claim").

    Three queries for any number.
    """
    rows = list(Evidence.objects.filter(activity__in=list(activities)).select_related("activity"))
    found: dict[int, set[str]] = {}
    for one in rows:
        if claim_of(one, one.activity).doubtful:
            found.setdefault(one.activity_id, set()).add("claim")
    alike = look_alikes(rows)
    for one in rows:
        if one.pk in alike:
            found.setdefault(one.activity_id, set()).add("alike")
    return found


def _apart(one: Evidence, other: Evidence) -> int | None:
    """In how many bits they differ; None when they are of the same activity or too far apart to be the same."""
    if one.activity_id == other.activity_id:
        return None
    if one.file_id is not None and one.file_id == other.file_id:
        return 0
    if one.likeness is None or other.likeness is None or not set(one.bands) & set(other.bands):
        return None
    bits = distance(one.likeness, other.likeness)
    return bits if bits <= SAME else None


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along the great circle (haversine)."""
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(chord))
