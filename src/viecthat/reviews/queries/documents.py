"""Documents asked for and made, and the units' own Word templates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from viecthat.reviews.models import AT_WORK, DocumentOrder, OrderState, WordTemplate

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account
    from viecthat.reviews.models import Review

KEPT = timedelta(days=1)


def orders_of(review: Review, actor: Account, at: datetime) -> QuerySet[DocumentOrder]:
    """What the reader asked for of this review within the last day, the newest first."""
    found = DocumentOrder.objects.filter(review=review, asked_by=actor, asked_at__gt=at - KEPT)
    return found.select_related("file").order_by("-asked_at", "-pk")


def order_numbered(pk: int, actor: Account, at: datetime) -> DocumentOrder | None:
    """One of the reader's own orders that is still kept."""
    found = DocumentOrder.objects.filter(pk=pk, asked_by=actor, asked_at__gt=at - KEPT)
    return found.select_related("file", "review").first()


def orders_at_work(actor: Account) -> int:
    """How many documents are being made for the reader."""
    return DocumentOrder.objects.filter(asked_by=actor, state__in=AT_WORK).count()


def orders_over(at: datetime) -> QuerySet[DocumentOrder]:
    """Orders whose day is over."""
    return DocumentOrder.objects.filter(asked_at__lte=at - KEPT)


def file_in_use(files: list[int]) -> set[int]:
    """Of these files, those that some order still points at."""
    return set(DocumentOrder.objects.filter(file__in=files, state=OrderState.READY).values_list("file", flat=True))


def template_in_force(unit: int) -> WordTemplate | None:
    """The unit's own Word template, if it put one."""
    return WordTemplate.objects.filter(unit=unit, taken_back_at=None).select_related("file", "put_by").first()


def templates_of(unit: int) -> QuerySet[WordTemplate]:
    """Every template the unit ever put, the newest first."""
    return WordTemplate.objects.filter(unit=unit).select_related("file", "put_by", "taken_back_by").order_by("-put_at")
