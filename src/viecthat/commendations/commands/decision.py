"""A decision commends whom the council passed: into the book and the ledger; corrected and withdrawn with words."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import NomineeKind, NomineeState
from viecthat.commendations.commands.council import NOT_COUNCIL, close_when_done
from viecthat.commendations.models import Commendation, CommendationDecision, CouncilMeeting, DriveForm, Nominee
from viecthat.commendations.rules import form_kinds, may_decide
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.people.queries.own import person_of
from viecthat.units.queries import units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.commendations.models import Dossier
    from viecthat.ledger.models import Posting

COLLECTIVES, INDIVIDUALS = "commended_collectives", "commended_individuals"
WHY = gettext_noop("Ghi vì sao.")
_SERIAL_BITS = 40
_BOOK_LOCK = 7_261_043  # one book at a time gives out its numbers


@dataclass(frozen=True)
class DecisionFacts:
    """The decision as its paper has it: number, day, what about, who signed where."""

    number: str
    day: date
    about: str
    signer_post: str
    signer: str
    place: str


@transaction.atomic
def commend(
    *,
    meeting: CouncilMeeting,
    facts: DecisionFacts,
    nominees: Sequence[int] | None = None,
    actor: Account,
    at: datetime,
) -> CommendationDecision:
    """Commend by one decision those the meeting passed: all of them, or these.

    Each gets a line of the book with the next number of the year and counts in the ledger from the day of the decision,
    for their own unit: `verified` when another unit gave it. Raises Refused for a meeting whose minutes are open, who
    did not pass, a form that is given once in a lifetime given again, and quotas of the drive overstepped.
    """
    row = CouncilMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not may_decide(actor, row.unit_id, at):
        raise Refused(NOT_COUNCIL)
    if row.closed_at is None:
        raise Refused(gettext_noop("Chốt biên bản họp hội đồng rồi mới ra quyết định."))
    check_done(facts.day, at, not_before=row.day)
    passed = Nominee.objects.filter(ballots__meeting=row, ballots__passed=True, state=NomineeState.PASSED)
    chosen = passed if nominees is None else passed.filter(pk__in=list(nominees))
    going = list(chosen.select_for_update(of=("self",)).select_related("dossier__drive", "person").order_by("pk"))
    if not going or (nominees is not None and len(going) != len(set(nominees))):
        raise Refused(gettext_noop("Chọn những đề nghị hội đồng đã thông qua và chưa có quyết định."))
    own = person_of(actor)
    if own is not None and any(one.person_id == own.pk for one in going):
        raise Refused(gettext_noop("Người được đề nghị không tự ghi kết quả của mình; nhờ người khác."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_BOOK_LOCK, row.unit_id])
    _check_given_once(going)
    _check_quotas(going)
    drives = {one.dossier.drive_id for one in going}
    decision = CommendationDecision(
        unit_id=row.unit_id, drive_id=drives.pop() if len(drives) == 1 else None, meeting=row,
        number=needed(facts.number, 60, "number", gettext_noop("Ghi số quyết định, ví dụ 12-QĐKT/TĐTN-VP.")),
        day=facts.day, year=facts.day.year,
        about=needed(facts.about, 300, "about", gettext_noop("Ghi trích yếu, ví dụ “Về việc khen thưởng năm 2020”.")),
        signer_post=one_line(facts.signer_post, 120, field="signer_post"),
        signer=one_line(facts.signer, 120, field="signer"), place=one_line(facts.place, 120, field="place"),
        decided_by=actor, decided_at=at,
    )  # fmt: skip
    save_checked(decision)
    _enter(decision, going, actor, at)
    close_when_done([one.dossier_id for one in going], actor, at)
    return decision


@transaction.atomic
def correct_commendation(
    *, commendation: Commendation, name: str, place: str, why: str, actor: Account, at: datetime
) -> Commendation:
    """Set a name or place right that was written wrong; the paper is printed anew, its number stays."""
    row = _held(commendation, actor, at)
    row.name = needed(name, 200, "name", gettext_noop("Ghi tên trên giấy."))
    row.place = one_line(place, 200, field="place")
    row.folded = fold(f"{row.name} {row.place}")
    row.corrected_on, row.corrected_why = localdate(at), needed(why, 300, "why", WHY)
    save_checked(row)
    return row


@transaction.atomic
def withdraw_commendation(
    *, commendation: Commendation, day: date, number: str, why: str, actor: Account, at: datetime
) -> Commendation:
    """Take a commendation back by decision: the book says so, the paper no longer verifies, the ledger is reversed."""
    row = _held(commendation, actor, at)
    check_done(day, at, not_before=row.day)
    row.withdrawn_on, row.withdrawn_why = day, needed(why, 300, "why", WHY)
    row.withdrawn_by = needed(number, 60, "number", gettext_noop("Ghi số quyết định thu hồi."))
    save_checked(row)
    take_back(row.posting_id, row.withdrawn_by, actor, at)
    return row


@transaction.atomic
def restore_commendation(*, commendation: Commendation, why: str, actor: Account, at: datetime) -> Commendation:
    """A commendation withdrawn by mistake holds again: its paper verifies, it counts from its own day.

    The words stand as a correction; what the withdrawal said stays in the audit. Raises Refused where meanwhile the
    form was given again that is given once, or the drive's quota was used.
    """
    row = _locked(commendation, actor, at)
    if row.withdrawn_on is None:
        raise Refused(gettext_noop("Khen thưởng này chưa thu hồi."))
    nominee = Nominee.objects.select_related("dossier__drive").get(pk=row.nominee_id)
    _check_given_once([nominee])
    _check_quotas([nominee])
    row.corrected_on, row.corrected_why = localdate(at), needed(why, 300, "why", WHY)
    row.withdrawn_on, row.withdrawn_by, row.withdrawn_why = None, "", ""
    row.posting = _count(row, row.decision.number, actor, at)
    save_checked(row)
    return row


def _locked(commendation: Commendation, actor: Account, at: datetime) -> Commendation:
    row = Commendation.objects.select_for_update(of=("self",)).get(pk=commendation.pk)
    if not may_decide(actor, row.giver_id, at):
        raise Refused(NOT_COUNCIL)
    return row


def _held(commendation: Commendation, actor: Account, at: datetime) -> Commendation:
    row = _locked(commendation, actor, at)
    if row.withdrawn_on is not None:
        raise Refused(gettext_noop("Khen thưởng này đã thu hồi."))
    return row


def _count(row: Commendation, reason: str, actor: Account, at: datetime) -> Posting | None:
    """In the ledger it counts for its own unit: `verified` when another one gave it."""
    kind = form_kinds()[row.form].counts
    counted = ((kind, 1, None), (COLLECTIVES if row.to == NomineeKind.COLLECTIVE else INDIVIDUALS, 1, None))
    grade = Grade.EVIDENCED if row.home_id == row.giver_id else Grade.VERIFIED
    return post_counted(row.home_id, counted, row.day, grade=grade, reason=reason, actor=actor, at=at)


def earned_by(dossier: Dossier) -> str:
    """What a paper says after "đã có thành tích": of a drive its matter, not that it commends."""
    if dossier.drive is None:
        return (dossier.origin or dossier.title)[:300]
    matter = dossier.drive.title.removeprefix("Khen thưởng ")
    return (matter[:1].upper() + matter[1:])[:300]


def _enter(decision: CommendationDecision, going: Sequence[Nominee], actor: Account, at: datetime) -> None:
    day, giver = decision.day, decision.unit_id
    units = units_by_id({one.unit_id for one in going if one.unit_id}, day)
    last = Commendation.objects.filter(giver=giver, year=day.year).aggregate(n=Max("number"))["n"] or 0
    today = map_on(day)
    for number, one in enumerate(going, last + 1):
        home = one.unit_id or (one.person.unit_id if one.person is not None else None) or one.dossier.unit_id
        home = today.stands_at(home)[0] or giver
        name = units[one.unit_id].name if one.unit_id else one.person.full_name if one.person else one.name
        row = Commendation(
            decision=decision, nominee=one, form=one.form, to=one.to, unit_id=one.unit_id, person=one.person,
            home_id=home, name=name, place=one.place, folded=fold(f"{name} {one.place}"),
            why=earned_by(one.dossier),
            giver_id=giver, year=day.year, number=number, day=day, serial=secrets.randbits(_SERIAL_BITS),
            key=secrets.token_hex(16),
        )  # fmt: skip
        row.posting = _count(row, decision.number, actor, at)
        save_checked(row)
        one.state = NomineeState.GIVEN
        save_checked(one)


def _check_given_once(going: Sequence[Nominee]) -> None:
    known = form_kinds()
    for one in going:
        if not known[one.form].once or (one.person_id is None and one.unit_id is None):
            continue
        before = Commendation.objects.filter(form=one.form, withdrawn_on__isnull=True)
        held = before.filter(person=one.person_id) if one.person_id else before.filter(unit=one.unit_id)
        row = held.first()
        if row is not None:
            raise Refused(
                gettext_noop("“{form}” chỉ tặng một lần; {name} đã được tặng ngày {day}."),
                form=known[one.form], name=row.name, day=row.day,
            )  # fmt: skip


def _check_quotas(going: Sequence[Nominee]) -> None:
    asked = Counter((one.dossier.drive_id, one.form, one.to) for one in going if one.dossier.drive_id)
    limits = DriveForm.objects.filter(drive__in={drive for drive, _form, _to in asked}, most__isnull=False)
    for limit in limits:
        now = asked[limit.drive_id, limit.form, limit.to]
        before = Commendation.objects.filter(
            nominee__dossier__drive=limit.drive_id, form=limit.form, to=limit.to, withdrawn_on__isnull=True
        ).count()
        if limit.most is not None and before + now > limit.most:
            raise Refused(
                gettext_noop("“{form}”: cả đợt tặng nhiều nhất {most}, đã tặng {before}, lần này {now}."),
                form=form_kinds()[limit.form], most=limit.most, before=before, now=now,
            )  # fmt: skip
