"""Receipts of a unit's year, and the payments that have none."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from viecthat.people.models import FeeMonth, FeeReceipt, FeeReceiptLine


@dataclass(frozen=True)
class ShownReceipt:
    """A receipt with the months it names and their sum in đồng."""

    receipt: FeeReceipt
    fees: tuple[FeeMonth, ...]

    @property
    def amount(self) -> int:
        """The sum of its lines."""
        return sum(fee.amount for fee in self.fees)

    @property
    def months(self) -> str:
        """01/2026, 02/2026 …"""
        return ", ".join(f"{fee.month:%m/%Y}" for fee in self.fees)

    @property
    def number(self) -> str:
        """Its number with the year: 07/2026."""
        return f"{self.receipt.number:02}/{self.receipt.year}"


def payments_without_receipt(unit: int) -> list[FeeMonth]:
    """What was paid at the unit and has no receipt in force, by name and month. One query."""
    held = FeeReceiptLine.objects.filter(fee=OuterRef("pk"), receipt__cancelled_at__isnull=True)
    found = FeeMonth.objects.filter(~Exists(held), unit=unit, exempt=False, undone_at__isnull=True)
    return list(found.select_related("person").order_by("person__sort_key", "person", "month"))


def receipts_of(unit: int, year: int) -> QuerySet[FeeReceipt]:
    """The unit's receipts of a year, the last first, cancelled ones among them."""
    return _with_lines().filter(unit=unit, year=year).order_by("-number")


def receipts_of_person(person: int) -> QuerySet[FeeReceipt]:
    """A member's receipts, the last first."""
    return _with_lines().filter(person=person).order_by("-year", "-issued_at", "-pk")


def receipt_at(pk: int, unit: int) -> FeeReceipt | None:
    """One receipt of the unit's book."""
    return _with_lines().filter(pk=pk, unit=unit).first()


def receipt_of(pk: int, person: int) -> FeeReceipt | None:
    """One of a member's own receipts."""
    return _with_lines().filter(pk=pk, person=person).first()


def shown_receipt(receipt: FeeReceipt) -> ShownReceipt:
    """The receipt with its months."""
    return ShownReceipt(receipt, tuple(line.fee for line in receipt.lines.all()))


def _with_lines() -> QuerySet[FeeReceipt]:
    lines = FeeReceiptLine.objects.select_related("fee").order_by("fee__month")
    return FeeReceipt.objects.select_related("person", "issued_by", "cancelled_by").prefetch_related(
        Prefetch("lines", queryset=lines)
    )
