"""Who records: how much and when units put work into the ledger themselves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Max, Q

from viecthat.ledger.models import Posting


def recorded_by_unit(where: Q, *, since: datetime, month: datetime) -> dict[int, tuple[int, datetime]]:
    """Of units that `where` names: postings since `month` and the moment of the last, for those with one since `since`.

    What was loaded without anybody signed in, and what only takes back, is no use of the system. One query.
    """
    found = Posting.objects.filter(where, recorded_at__gte=since, actor__isnull=False, reverses__isnull=True)
    rows = found.order_by().values("unit").annotate(
        n=Count("pk", filter=Q(recorded_at__gte=month)), last=Max("recorded_at")
    )  # fmt: skip
    return {row["unit"]: (row["n"], row["last"]) for row in rows}
