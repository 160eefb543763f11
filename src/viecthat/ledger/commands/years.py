"""The years of the ledger: a partition for each."""

from __future__ import annotations

from django.db import connection, transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.commands.lines import EARLIEST

LATEST = 2100


@transaction.atomic
def add_year(*, year: int) -> bool:
    """A partition for the entries of the year; False when it is there. Entries of it among the odd years move in.

    Nobody writes while it lasts. Raises Refused for a year that no entry can have.
    """
    if not EARLIEST.year <= year <= LATEST:
        raise Refused(
            gettext_noop("Sổ việc ghi từ năm {first} đến {last}."), field="year", first=EARLIEST.year, last=LATEST
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_add_year(%s)", [year])
        return bool(cursor.fetchone()[0])
