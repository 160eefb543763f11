"""What the portal forgets of a person: the name over the articles they wrote. The articles stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from viecthat.audit.rows import write_over
from viecthat.news.models import Article


@transaction.atomic
def erase_from_news(person: int, accounts: Sequence[int], at: datetime) -> None:
    """Called by people's erasure (`VIECTHAT_ERASERS`), within its transaction."""
    write_over(Article, Q(written_by__in=list(accounts)), {"byline": ""})
