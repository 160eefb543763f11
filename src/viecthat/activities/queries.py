"""Reads of activities: what was done, by whom, shown by what, and which figures it stands behind."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, QuerySet

from viecthat.activities.models import Activity, ActivityKind, ActivityPosting, Evidence, Participation, Verification
from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from viecthat.ledger.models import Posting


def kinds() -> QuerySet[ActivityKind]:
    """Every kind of activity, in the order they are offered."""
    return ActivityKind.objects.order_by("position", "name")


def activities_behind(posting_ids: Collection[int]) -> dict[int, Activity]:
    """The activity that made each of these postings, by posting id. One query."""
    links = ActivityPosting.objects.filter(posting__in=list(posting_ids)).select_related("activity", "activity__kind")
    return {link.posting_id: link.activity for link in links}


def activities_of(units: Collection[int]) -> QuerySet[Activity]:
    """What these units did, newest first, with how many pieces of evidence."""
    return (
        Activity.objects.filter(unit__in=list(units))
        .select_related("kind", "recorded_by")
        .annotate(evidence_count=Count("evidence"))
        .order_by("-day", "-pk")
    )


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


def evidence_of(activities: Collection[int]) -> dict[int, list[Evidence]]:
    """What shows each of these activities, by activity id. One query."""
    found: dict[int, list[Evidence]] = {}
    for evidence in Evidence.objects.filter(activity__in=list(activities)).order_by("activity", "position", "pk"):
        found.setdefault(evidence.activity_id, []).append(evidence)
    return found


def evidence_file(pk: int) -> Evidence | None:
    """A piece of evidence with its file and activity."""
    return Evidence.objects.select_related("file", "activity").filter(pk=pk).first()


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


def reversal_of(posting: Posting) -> int:
    """The id of the posting that took this one back."""
    reversal = type(posting).objects.values_list("pk", flat=True).get(reverses=posting.pk)
    return int(reversal)
