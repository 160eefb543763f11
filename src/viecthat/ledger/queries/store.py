"""How the roll-up's store stands to the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from viecthat.ledger.feed import current_generation, ledger_state, store_home
from viecthat.ledger.models import StoreMark

OLDEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """number: the generation read now, None when there is none of this ledger, and then everything is tail.

    lines, bytes, horizon: of the generation. tail: entries that it does not hold; oldest: when the first of these was
    recorded. merged_at: when a generation was last written.
    """

    home: Path
    number: int | None
    lines: int
    bytes: int
    horizon: int
    tail: int
    oldest: datetime | None
    merged_at: datetime | None

    def is_due(self, at: datetime) -> bool:
        """Whether the tail is long or old enough to be merged."""
        if self.oldest is None:
            return False
        return self.tail >= settings.VIECTHAT_MERGE_LINES or self.oldest <= at - OLDEST


def store_status() -> StoreStatus:
    """The store as every process of this installation finds it."""
    generation = current_generation(ledger_state())
    horizon = 0 if generation is None else generation.horizon
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(p.recorded_at) FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id "
            "WHERE p.xact >= %s",
            [horizon],
        )
        tail, oldest = cursor.fetchone()
    return StoreStatus(
        home=store_home(),
        number=None if generation is None else generation.number,
        lines=0 if generation is None else generation.lines_count,
        bytes=0 if generation is None else generation.bytes,
        horizon=horizon,
        tail=tail,
        oldest=oldest,
        merged_at=StoreMark.objects.values_list("merged_at", flat=True).get(pk=1),
    )
