"""Editions as their page shows them, and the chain of digests that binds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from viecthat.reporting.choices import ChainFault, Step
from viecthat.reporting.models import Edition, ReportStep
from viecthat.reporting.queries.content import content_of, digest_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.files.models import KeptFile
    from viecthat.kernel.periods import Period
    from viecthat.reporting.queries.content import EditionContent


# Two reports of a unit signed at once do not see each other yet.
_AT_ONCE = timedelta(minutes=1)


def editions_of(report: int, *, drafts: bool) -> QuerySet[Edition]:
    """The report's editions, first to last; without `drafts` only those that were sent up."""
    found = Edition.objects.filter(report=report).select_related("signed_by", "signed_for", "printed")
    if not drafts:
        sent = ReportStep.objects.filter(report=report, step=Step.SENT, edition__isnull=False)
        found = found.filter(pk__in=sent.values("edition"))
    return found.order_by("number")


def edition_by_number(report: int, number: int, *, drafts: bool) -> Edition | None:
    """One of `editions_of`, with its report, call and signatures."""
    found = editions_of(report, drafts=drafts).filter(number=number).select_related("report__call__form")
    return found.prefetch_related("signatures__file", "signatures__added_by").first()


def edition_over(unit: int, period: Period) -> tuple[Edition, EditionContent] | None:
    """What the unit signed and sent last over exactly this period, with its content; None for nothing. One query."""
    sent = ReportStep.objects.filter(
        report__unit=unit, report__call__start=period.start, report__call__end=period.end, step=Step.SENT
    )
    signed = Edition.objects.filter(pk__in=sent.exclude(edition=None).values("edition"))
    last = signed.order_by("-signed_at", "-pk").first()
    return None if last is None else (last, content_of(last.content))


@dataclass(frozen=True, slots=True)
class BrokenEdition:
    """An edition whose chain does not hold, and in what."""

    edition: int
    unit: int
    report: int
    number: int
    faults: tuple[ChainFault, ...]


def broken_editions(unit: int | None = None) -> Iterator[BrokenEdition | None]:
    """Every edition of a unit, or of all, in turn: None where it holds. One unit's editions in memory at a time."""
    found = Edition.objects.select_related("report", "printed")
    if unit is not None:
        found = found.filter(report__unit=unit)
    ordered = found.order_by("report__unit", "report", "number").iterator(chunk_size=200)
    for _unit, editions in groupby(ordered, key=lambda one: one.report.unit_id):
        yield from _unit_checked(list(editions))


def chain_of(edition: Edition) -> tuple[ChainFault, ...]:
    """What does not hold of this edition and those of its unit before it; empty when the chain is whole. Three queries.

    Contents and prints are worked out again for this report's editions; of the unit's earlier reports, by whose number
    a page must not become slow, it is seen that each stands on the one before. `broken_editions` takes nothing as read.
    """
    unit = Edition.objects.filter(report__unit=edition.report.unit_id).order_by("report", "number")
    own = unit.filter(report=edition.report_id, number__lte=edition.number).select_related("report", "printed")
    earlier = unit.filter(report__lt=edition.report_id).select_related("report").defer("content")
    faults: dict[ChainFault, None] = {}
    for checked in _unit_checked([*earlier, *own], worked_out=edition.report_id):
        if checked is not None:
            faults |= dict.fromkeys(checked.faults)
    return tuple(faults)


def _place(edition: Edition) -> tuple[int, int]:
    return edition.report_id, edition.number


def _unit_checked(editions: Sequence[Edition], worked_out: int | None = None) -> Iterator[BrokenEdition | None]:
    """Each in turn; with `worked_out` only of this report contents and prints are read."""
    steps = ReportStep.objects.filter(edition__in=[one.pk for one in editions], step=Step.SIGNED)
    signed = {step.edition_id: step for step in steps}
    for edition in editions:
        faults = tuple(_faults(edition, editions, signed.get(edition.pk)))
        if worked_out in {None, edition.report_id}:
            faults = (*_bytes_faults(edition), *faults)
        yield (
            BrokenEdition(edition.pk, edition.report.unit_id, edition.report_id, edition.number, faults)
            if faults
            else None
        )


def _faults(edition: Edition, editions: Sequence[Edition], step: ReportStep | None) -> Iterator[ChainFault]:
    if edition.number > 1 and not any(
        one.report_id == edition.report_id and one.number == edition.number - 1 for one in editions
    ):
        yield ChainFault.NUMBER
    elif edition.previous not in _digests_before(edition, editions):
        yield ChainFault.LINK
    told = (step.at, step.actor_id, step.for_whom_id) if step is not None else None
    if told != (edition.signed_at, edition.signed_by_id, edition.signed_for_id):
        yield ChainFault.SIGNER


def _bytes_faults(edition: Edition) -> Iterator[ChainFault]:
    if digest_of(edition.content, edition.previous) != edition.digest:
        yield ChainFault.CONTENT
    if edition.printed is not None and not _whole(edition.printed):
        yield ChainFault.PRINT


def _digests_before(edition: Edition, editions: Iterable[Edition]) -> set[str]:
    """The digest that `previous` must be; more than one where editions were signed at nearly the same moment."""
    if edition.number > 1:
        return {
            one.digest for one in editions if one.report_id == edition.report_id and one.number == edition.number - 1
        }
    earlier = [one for one in editions if one.report_id < edition.report_id and one.signed_at <= edition.signed_at]
    settled = edition.signed_at - _AT_ONCE
    last = max((one for one in earlier if one.signed_at < settled), key=_place, default=None)
    return {last.digest if last is not None else ""} | {one.digest for one in earlier if one.signed_at >= settled}


def _whole(printed: KeptFile) -> bool:
    try:
        return hashlib.sha256(printed.path.read_bytes()).hexdigest() == printed.digest
    except OSError:
        return False
