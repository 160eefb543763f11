"""Reads of one activity: what was done, by whom, shown by what, and which postings it stands behind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.timezone import localdate

from viecthat.activities.choices import State
from viecthat.activities.models import Activity, ActivityPosting, Evidence, Participation, Verification
from viecthat.activities.queries.results import Result, results_of_postings
from viecthat.activities.rules import may_know_activity, may_see_activity
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Dataset, Posting
    from viecthat.people.models import Person

DOCUMENTED = "Bổ sung minh chứng"  # why a posting is reversed when proof is added


@dataclass(frozen=True)
class Event:
    """One step in the life of an activity.

    what: "recorded"; "documented" when proof was added and its figures rose from declared; "corrected"; "verified";
    "cancelled"; "restored" when that was taken back; "rejected" by a check; "reversed" when its figures were taken back
    in the ledger and the activity itself was not cancelled.
    """

    what: str
    who: str
    when: datetime
    words: str = ""


@dataclass(frozen=True)
class OpenedActivity:
    """An activity with all that stands behind and around it, as one reader may see it.

    people: the named ones, empty when `names_shown` is false; `people_count` always counts them.
    heir: where an ended unit's work stands today. trail: the units above, as of today.
    results: what counts now; when `counts` is false, what counted before it was taken back.
    """

    activity: Activity
    unit: UnitRow
    heir: UnitRow | None
    trail: tuple[UnitRow, ...]
    partners: tuple[UnitRow, ...]
    results: tuple[Result, ...]
    counts: bool
    postings: tuple[Posting, ...]
    events: tuple[Event, ...]
    evidence: tuple[Evidence, ...]
    people: tuple[Person, ...]
    people_count: int
    names_shown: bool
    dataset: Dataset | None


def activity_whole(pk: int) -> Activity | None:
    """One activity with its evidence, named people, partners and verifications. Five queries."""
    return (
        Activity.objects.select_related("kind", "recorded_by")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.select_related("file").order_by("position", "pk")),
            Prefetch("participations", Participation.objects.select_related("person").order_by("person__sort_key")),
            "partners",
            Prefetch("verifications", Verification.objects.order_by("checked_at")),
        )
        .filter(pk=pk)
        .first()
    )


def activity_opened(pk: int, actor: Account, at: datetime) -> OpenedActivity | None:
    """The activity as `actor` may see it; None when there is none or they may not know of it.

    Those over a partner unit see what was done; names and photos are for those over the lead unit.
    """
    activity = activity_whole(pk)
    if activity is None:
        return None
    partners = [partner.unit_id for partner in activity.partners.all()]
    whole = may_see_activity(actor, activity, at)
    if not whole and not may_know_activity(actor, activity, partners, at):
        return None
    today = localdate(at)
    unit_map = map_on(today)
    stands, _how = unit_map.stands_at(activity.unit_id)
    above = list(unit_map.tree.ancestors(stands)) if stands is not None else []
    units = units_by_id({activity.unit_id, *partners, *above, *([stands] if stands else [])}, today)
    postings = tuple(postings_of(activity))
    last = next((p for p in reversed(postings) if p.reverses_id is None), None)
    names = [participation.person for participation in activity.participations.all()]
    return OpenedActivity(
        activity=activity,
        unit=units[activity.unit_id],
        heir=units[stands] if stands is not None and stands != activity.unit_id else None,
        trail=tuple(units[u] for u in above),
        partners=tuple(units[u] for u in partners),
        results=tuple(results_of_postings([last.pk])[last.pk]) if last else (),
        counts=last is not None and _taken_back_by(last) is None,
        postings=postings,
        events=_events(activity, postings, last),
        evidence=tuple(activity.evidence.all()) if whole else (),
        people=tuple(names) if whole else (),
        people_count=len(names),
        names_shown=whole,
        dataset=last.dataset if last else None,
    )


def postings_of(activity: Activity) -> list[Posting]:
    """Every posting the activity made, oldest first. One query."""
    links = (
        ActivityPosting.objects.filter(activity=activity)
        .select_related("posting", "posting__actor", "posting__dataset", "posting__reversed_by__actor")
        .order_by("posting__recorded_at", "posting_id")
    )
    return [link.posting for link in links]


def activities_behind(posting_ids: Collection[int]) -> dict[int, Activity]:
    """The activity that made each of these postings, by posting id. One query."""
    links = ActivityPosting.objects.filter(posting__in=list(posting_ids)).select_related("activity", "activity__kind")
    return {link.posting_id: link.activity for link in links}


def activity_with_key(key: str) -> Activity | None:
    """The activity that was recorded under this key, when one was."""
    return Activity.objects.filter(key=key).first()


def evidence_file(pk: int) -> Evidence | None:
    """A piece of evidence with its file and activity."""
    return Evidence.objects.select_related("file", "activity").filter(pk=pk).first()


def evidence_of(activities: Collection[int]) -> dict[int, list[Evidence]]:
    """What shows each of these activities, by activity id. One query."""
    found: dict[int, list[Evidence]] = {}
    for evidence in Evidence.objects.filter(activity__in=list(activities)).order_by("activity", "position", "pk"):
        found.setdefault(evidence.activity_id, []).append(evidence)
    return found


def live_posting_of(activity: Activity) -> Posting:
    """The posting whose lines count now: neither a reversal nor reversed.

    Raises Refused when the activity has none (its figures were taken back).
    """
    link = (
        ActivityPosting.objects.filter(activity=activity, posting__reverses__isnull=True)
        .filter(posting__reversed_by__isnull=True)
        .select_related("posting")
        .order_by("-posting_id")
        .first()
    )
    if link is None:
        raise Refused(gettext_noop("Số liệu của hoạt động này đã được đảo, không còn gì để thay đổi."))
    return link.posting


def last_posting_of(activity: Activity) -> Posting:
    """The last posting with results, whether or not it was taken back. Raises Refused when there never was one."""
    found = [posting for posting in postings_of(activity) if posting.reverses_id is None]
    if not found:
        raise Refused(gettext_noop("Việc này chưa có kết quả nào trong sổ."))
    return found[-1]


def reversal_of(posting: Posting) -> int:
    """The id of the posting that took this one back."""
    reversal = type(posting).objects.values_list("pk", flat=True).get(reverses=posting.pk)
    return int(reversal)


def _taken_back_by(posting: Posting) -> Posting | None:
    return getattr(posting, "reversed_by", None)


def _events(activity: Activity, postings: Collection[Posting], last: Posting | None) -> tuple[Event, ...]:
    recorder = activity.recorded_by.full_name if activity.recorded_by else ""
    events = [Event("recorded", recorder, activity.recorded_at)]
    events += [Event("verified", v.actor_name, v.checked_at, v.finding) for v in activity.verifications.all()]
    checked = {v.checked_at for v in activity.verifications.all()}
    reversals = {p.reverses_id: p for p in postings if p.reverses_id is not None}
    for p in postings:
        if p.replaces_id is None or p.recorded_at in checked:
            continue
        before = reversals.get(p.replaces_id)
        if before is not None and p.reason:
            # With words of its own: it had been taken back, and stands again.
            events.append(Event("cancelled", _who(before), before.recorded_at, before.reason))
            events.append(Event("restored", _who(p), p.recorded_at, p.reason))
            continue
        words = before.reason if before is not None else ""
        what, words = ("documented", "") if words == DOCUMENTED else ("corrected", words)
        events.append(Event(what, _who(p), p.recorded_at, words))
    reversal = _taken_back_by(last) if last else None
    if reversal is not None:
        what = {State.CANCELLED: "cancelled", State.REJECTED: "rejected"}.get(State(activity.state), "reversed")
        events.append(Event(what, _who(reversal), reversal.recorded_at, reversal.reason))
    return tuple(sorted(events, key=lambda event: event.when, reverse=True))


def _who(posting: Posting) -> str:
    return posting.actor.full_name if posting.actor else ""
