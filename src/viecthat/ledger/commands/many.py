"""Totals of many units at once: declared as a posting for each unit, and taken back all together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from viecthat.accounts.choices import Capability
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands.imports import Draft, take_in
from viecthat.ledger.commands.lines import Line, check_lines
from viecthat.ledger.commands.postings import LONGEST_REASON, counted_parts, dataset_now
from viecthat.ledger.commands.writing import keys_sent, write_posting
from viecthat.ledger.models import Indicator, Posting
from viecthat.ledger.queries import why_not_declarable
from viecthat.ledger.queries.own import check_own
from viecthat.units.rules import units_reached

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_FEW = 12  # postings that single statements write sooner than two COPYs with their threads
Figures = Sequence[tuple[Indicator, int | Share]]
# Each of these postings as it stands now: what a check by others put in its place, or itself.
_STANDING = """
    WITH RECURSIVE chain(first, id) AS (
        SELECT id, id FROM ledger_posting WHERE id = ANY(%s)
        UNION ALL
        SELECT chain.first, p.id FROM chain JOIN ledger_posting p ON p.replaces_id = chain.id
    )
    SELECT DISTINCT chain.id FROM chain
    WHERE NOT EXISTS (SELECT FROM ledger_posting r WHERE r.reverses_id = chain.id)
    ORDER BY chain.id
"""
_REVERSE = """
    INSERT INTO ledger_posting (kind, unit_id, recorded_at, actor_id, reason, dataset_id, reverses_id)
    SELECT 'reversal', unit_id, %s, %s, %s, %s, id FROM ledger_posting WHERE id = ANY(%s) ORDER BY id
"""
_REVERSE_LINES = """
    INSERT INTO ledger_entry (posting_id, unit_id, indicator_id, day, quantity, person_id, grade)
    SELECT r.id, e.unit_id, e.indicator_id, e.day, -e.quantity, e.person_id, e.grade
    FROM ledger_posting r JOIN ledger_entry e ON e.posting_id = r.reverses_id
    WHERE r.reverses_id = ANY(%s) ORDER BY e.posting_id, e.id
"""


@transaction.atomic
def declare_for_units(
    *, figures: Mapping[int, Figures], day: date, reason: str, key: str, actor: Account, at: datetime
) -> dict[int, int]:
    """Type totals of many units from one source: a posting for each, so that each can be verified or put right alone.

    Returns the posting of each unit; `key` and the unit make it unique. Raises Refused as `declare_figures`, and
    nothing is written when one of them can't be.
    """
    reached = set(units_reached(actor, Capability.DECLARE, at))
    if not reached.issuperset(figures):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kê khai số liệu cho đơn vị này."), field="unit")
    for indicator in {indicator.pk: indicator for given in figures.values() for indicator, _ in given}.values():
        if (why_not := why_not_declarable(indicator)) is not None:
            raise Refused(why_not.message, field="indicator", **why_not.params)
        if indicator.unit_id is not None:
            for unit, given in figures.items():
                check_own((one for one, _quantity in given if one.pk == indicator.pk), unit, day)
    line = one_line(reason, LONGEST_REASON, field="reason")
    if not line:
        raise Refused(
            gettext_noop("Ghi lý do kê khai: số này lấy từ đâu, vì sao chưa có hoạt động kèm theo."), field="reason"
        )
    drafts = [
        Draft(unit, PostingKind.DECLARED, counted, at, f"{key}-{unit}", actor.pk, line)
        for unit, given in figures.items()
        if (counted := _lines(unit, given, day))
    ]
    posted = post_many(drafts=drafts, at=at) if drafts else {}
    return {draft.unit: posted[draft.key] for draft in drafts}


@transaction.atomic
def post_many(*, drafts: Sequence[Draft], at: datetime) -> dict[str, int]:
    """Record many postings together (COPY); one whose key was sent before keeps the posting made then.

    Returns the posting by key. For the floors above, whose own rules have said yes. Raises Refused for an impossible
    line, and nothing is written.
    """
    known = keys_sent([draft.key for draft in drafts])
    new = [draft for draft in drafts if draft.key not in known]
    if not new:
        return known
    if len(new) <= _FEW:
        check_lines([one for draft in new for one in draft.lines], at)
        for draft in new:
            posting = Posting(
                kind=draft.kind, unit_id=draft.unit, recorded_at=draft.recorded_at, actor_id=draft.actor,
                reason=draft.reason, key=draft.key, dataset_id=dataset_now(),
            )  # fmt: skip
            if not write_posting(posting, draft.lines):
                posting = Posting.objects.get(key=draft.key)  # sent twice at once: the other one was first
            known[draft.key] = posting.pk
    else:
        known |= take_in(new, dataset_now(), at)
    return known


def _lines(unit: int, figures: Figures, day: date) -> tuple[Line, ...]:
    return tuple(
        Line(unit, counted, day, count, Grade.DECLARED)
        for indicator, quantity in figures
        for counted, count in counted_parts(indicator, quantity)
        if count
    )


@transaction.atomic
def reverse_postings(*, postings: Collection[int], reason: str, actor: Account, at: datetime) -> int:
    """Take many postings back by their exact opposites; returns how many. One taken back before stays so.

    What a check by others put in the place of one is taken back too. Raises Refused as `reverse_posting`.
    """
    line = one_line(reason, LONGEST_REASON, field="reason")
    if not line:
        raise Refused(gettext_noop("Ghi lý do đảo chứng từ để người sau hiểu."), field="reason")
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(postings)])
        standing = [pk for (pk,) in cursor.fetchall()]
        units = set(Posting.objects.filter(pk__in=standing).values_list("unit", flat=True))
        if not units.issubset(units_reached(actor, Capability.CORRECT, at)):
            raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
        cursor.execute(_REVERSE, [at, actor.pk, line, dataset_now(), standing])
        cursor.execute(_REVERSE_LINES, [standing])
    return len(standing)
