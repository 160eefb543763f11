"""Record work once: the activity, who was there, what shows it, and its results in the ledger, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import localdate

from viecthat.activities.choices import Minors, State, VerifiedBy
from viecthat.activities.commands.facts import Facts, save_ties, write_facts
from viecthat.activities.commands.minors import check_minors
from viecthat.activities.commands.presence_ledger import bind_roll_calls, check_served_once
from viecthat.activities.commands.proof import Photo, add_photos
from viecthat.activities.models import (
    Activity,
    ActivityKind,
    ActivityPartner,
    ActivityPosting,
    Participation,
    Verification,
)
from viecthat.activities.queries import live_posting_of, people_nameable, reversal_of
from viecthat.activities.queries.guardian import consented_to
from viecthat.activities.queries.kinds import EFFORT, Proof, grade_earned, kind_book, need_of
from viecthat.activities.queries.proof import proof_of
from viecthat.activities.queries.study import STUDY
from viecthat.activities.rules import may_cancel_activity, may_record_activity, may_verify_activity, stands_above
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, post_entries, regrade_posting, reverse_posting
from viecthat.ledger.queries import indicators
from viecthat.ledger.queries.own import check_own
from viecthat.people.queries import people_by_id
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import KindVersion
    from viecthat.ledger.models import Indicator

MOST_PHOTOS = 12
MOST_PEOPLE = 1_000_000
LONGEST_NOTE = 2000
NOTHING_MORE = Facts()


@transaction.atomic
def record_activity(
    *,
    unit: int,
    kind: ActivityKind,
    title: str,
    day: date,
    place: str,
    results: Mapping[int, int],
    head_count: int,
    actor: Account,
    at: datetime,
    last_day: date | None = None,
    note: str = "",
    people: Sequence[int] = (),
    partners: Sequence[int] = (),
    photos: Sequence[Photo] = (),
    roll_calls: Sequence[int] = (),
    counted: Sequence[Line] = (),
    facts: Facts = NOTHING_MORE,
    key: str | None = None,
) -> Activity:
    """Record an activity; `results` are quantities by indicator id, `people` ids of named persons who were there.

    Who counted at the `roll_calls` has taken part too, and the ledger gets their people and turns. `counted`: lines
    that a register counted, which nobody types.

    With a photo or a list of names its results are `evidenced`, else `declared`. A `key` sent before returns the
    activity it made then. Raises Refused, nothing written, when a rule says no.
    """
    _one_at_a_time(unit)
    if key and (recorded := Activity.objects.filter(key=key).first()) is not None:
        return recorded
    if not may_record_activity(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."), field="unit")
    known = indicators()
    version = kind_book([kind.pk]).needed_on(kind.pk, day)
    check_results(version, results, known, unit, day)
    check_shares(results, known)
    if kind.pk == STUDY and not counted:
        raise Refused(
            gettext_noop("Buổi học tập nghị quyết ghi ở trang “Ghi buổi học tập”: đánh dấu người dự, hai số tự lên."),
            field="kind",
        )
    check_size(head_count, len(photos))
    check_people(people, actor, at)
    _check_young(version, people, day, roll_calls)
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused(gettext_noop("Ghi chú dài quá {limit} ký tự; viết ngắn lại."), field="note", limit=LONGEST_NOTE)
    title = normalise(title)
    activity = Activity(
        unit_id=unit,
        kind=kind,
        title=title,
        folded_title=fold(title),
        day=day,
        last_day=last_day or day,
        place=normalise(place),
        note=note.strip(),
        head_count=max(head_count, len(people)),
        recorded_by=actor,
        recorded_at=at,
        key=key or None,
    )
    write_facts(activity, facts, version, actor, at)
    save_checked(activity)
    for person in dict.fromkeys(people):
        save_checked(Participation(activity=activity, person_id=person))
    present = bind_roll_calls(activity=activity, roll_calls=roll_calls, actor=actor, at=at) if roll_calls else []
    check_served_once(results, present)
    # The ledger's own checks of days and numbers come before any photo is kept.
    names = Participation.objects.filter(activity=activity).count() if present else len(set(people))
    grade = grade_earned(version, Proof(photos=len(photos), names=names))
    lines = [Line(unit, indicator, day, quantity, grade) for indicator, quantity in results.items()]
    lines += [*present, *counted]
    posting = post_entries(kind=PostingKind.ACTIVITY, unit=unit, lines=lines, actor=actor, at=at)
    ActivityPosting.objects.create(posting=posting, activity=activity)
    check_partners(unit, partners, day)
    for partner in dict.fromkeys(partners):
        save_checked(ActivityPartner(activity=activity, unit_id=partner))
    save_ties(activity, facts, actor, at)
    add_photos(activity, photos, at)
    return activity


@transaction.atomic
def plan_activity(
    *,
    unit: int,
    kind: ActivityKind,
    title: str,
    day: date,
    place: str,
    actor: Account,
    at: datetime,
    last_day: date | None = None,
    note: str = "",
    partners: Sequence[int] = (),
    facts: Facts = NOTHING_MORE,
    key: str | None = None,
) -> Activity:
    """Put work that is still to be done into the calendar; nothing of it is in the ledger yet. Raises Refused."""
    _one_at_a_time(unit)
    if key and (planned := Activity.objects.filter(key=key).first()) is not None:
        return planned
    if not may_record_activity(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."), field="unit")
    if day < localdate(at):
        raise Refused(gettext_noop("Ngày này đã qua; ghi kết quả để việc vào sổ."), field="day")
    if unit not in tree_on(localdate(at)):
        raise Refused(gettext_noop("Đơn vị không còn hoạt động."), field="unit")
    version = kind_book([kind.pk]).needed_on(kind.pk, day)
    activity = Activity(
        unit_id=unit, kind=kind, title=normalise(title), folded_title=fold(normalise(title)), day=day,
        last_day=last_day or day, place=normalise(place), note=note.strip()[:LONGEST_NOTE], state=State.PLANNED,
        recorded_by=actor, recorded_at=at, key=key or None,
    )  # fmt: skip
    write_facts(activity, facts, version, actor, at)
    save_checked(activity)
    check_partners(unit, partners, localdate(at))
    for partner in dict.fromkeys(partners):
        save_checked(ActivityPartner(activity=activity, unit_id=partner))
    save_ties(activity, facts, actor, at)
    return activity


@transaction.atomic
def verify_activity(*, activity: Activity, finding: str, actor: Account, at: datetime) -> None:
    """Somebody else, above or outside the unit, checked the work: its results become `verified`.

    Raises Refused for one's own work, a missing finding, or an activity that was verified or cancelled before.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.recorded_by_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự xác minh việc do mình ghi; nhờ người khác kiểm tra."))
    if activity.state != State.RECORDED:
        raise Refused(gettext_noop("Hoạt động này đã được xác minh hoặc đã huỷ."))
    if not may_verify_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xác minh ở đơn vị này."))
    check_verifiable(activity, actor, at)
    check = Verification(
        activity=activity, actor=actor, actor_name=actor.full_name, checked_at=at, finding=normalise(finding)
    )
    save_checked(check)
    live = live_posting_of(activity)
    posting = regrade_posting(posting=live, grade=Grade.VERIFIED, reason=check.finding, actor=actor, at=at)
    for new in (posting.pk, reversal_of(live)):
        ActivityPosting.objects.create(posting_id=new, activity=activity)
    Activity.objects.filter(pk=activity.pk).update(state=State.VERIFIED)


@transaction.atomic
def cancel_activity(*, activity: Activity, reason: str, actor: Account, at: datetime) -> None:
    """Take an activity back: its results are reversed, it stays readable with the reason."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.state == State.CANCELLED:
        raise Refused(gettext_noop("Hoạt động này đã huỷ từ trước."))
    if not may_cancel_activity(actor, activity, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
    if activity.state == State.PLANNED:
        _call_off(activity, reason, at)
        return
    reversal = reverse_posting(posting=live_posting_of(activity), reason=reason, actor=actor, at=at)
    ActivityPosting.objects.create(posting=reversal, activity=activity)
    Activity.objects.filter(pk=activity.pk).update(state=State.CANCELLED, revision=activity.revision + 1, changed_at=at)


def _call_off(activity: Activity, reason: str, at: datetime) -> None:
    """Nothing of it is in the ledger: the reason stays with the activity itself."""
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi lý do huỷ để người sau hiểu."), field="reason")
    note = "\n".join(filter(None, [activity.note, reason]))[-LONGEST_NOTE:]
    Activity.objects.filter(pk=activity.pk).update(
        state=State.CANCELLED, note=note, revision=activity.revision + 1, changed_at=at
    )


def check_verifiable(activity: Activity, actor: Account, at: datetime) -> None:
    """Raise Refused when its kind asks for a check from above, or for more proof than there is."""
    version = kind_book([activity.kind_id]).on(activity.kind_id, activity.day)
    if (
        version is not None
        and version.verified_by == VerifiedBy.ABOVE
        and not stands_above(actor, activity.unit_id, at)
    ):
        raise Refused(gettext_noop("Loại việc này do cấp trên của đơn vị chủ trì xác minh."))
    if not need_of(version, Grade.VERIFIED).met_by(proof_of(activity)):
        raise Refused(gettext_noop("Chưa đủ minh chứng mà loại việc này cần để xác minh; bổ sung trước."))


def _check_young(version: KindVersion, people: Sequence[int], day: date, roll_calls: Sequence[int]) -> None:
    if people and version.minors != Minors.YES:
        consented = consented_to(None, roll_calls) if version.minors == Minors.CONSENT else ()
        check_minors(version, people_by_id(people).values(), day, consented=consented)


def _one_at_a_time(unit: int) -> None:
    """Wait for whoever is recording for this unit just now.

    The same form sent twice at once, as a bad network does, then finds what its first sending made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"record activity of unit {unit}"])


def check_results(
    version: KindVersion, results: Iterable[int], known: Mapping[int, Indicator], unit: int, day: date
) -> None:
    """Raise Refused when a result (an indicator id) is none the kind can yield, nor one of the unit's own."""
    given = [known.get(indicator) for indicator in results]
    check_own((one for one in given if one is not None), unit, day, field="results")
    yielded = (*version.indicators, *EFFORT)
    if any(one is None or (one.unit_id is None and one.code not in yielded) for one in given):
        raise Refused(
            gettext_noop("Loại việc “{kind}” không cho ra kết quả này; chọn loại việc khác."),
            field="results",
            kind=version.kind.name,
        )


def check_shares(results: Mapping[int, int], known: Mapping[int, Indicator]) -> None:
    """Raise Refused when of a ratio's two numbers the part is larger than the whole."""
    for ratio in known.values():
        n, of = ratio.numerator_id, ratio.denominator_id
        if n is None or of is None or n not in results or of not in results:
            continue
        if results[n] > results[of]:
            raise Refused(
                gettext_noop("“{part}” không thể lớn hơn “{whole}”; xem lại hai số."),
                field="results",
                part=known[n].name,
                whole=known[of].name,
            )


def check_partners(lead: int, partners: Sequence[int], day: date) -> None:
    """Raise Refused when the lead unit is named beside itself, or a unit that did not exist on the day."""
    if lead in partners:
        raise Refused(
            gettext_noop("Đơn vị chủ trì không tính là đơn vị cùng làm; bỏ chọn đơn vị đó."), field="partners"
        )
    if not partners:
        return
    tree = tree_on(day)
    if any(partner not in tree for partner in partners):
        raise Refused(
            gettext_noop("Có đơn vị cùng làm không hoạt động vào ngày {day}; bỏ chọn rồi tìm lại."),
            field="partners",
            day=day,
        )


def check_people(people: Sequence[int], actor: Account, at: datetime) -> None:
    """Raise Refused when somebody is named whom the actor may not see: a name must not be learnt by guessing ids."""
    if people and len(people_nameable(actor, people, at)) < len(set(people)):
        raise Refused(
            gettext_noop("Có người không nằm trong các đơn vị bạn phụ trách; bỏ chọn rồi tìm lại."), field="people"
        )


def check_size(head_count: int, photos: int) -> None:
    """Raise Refused when so many people or so many photos can't be."""
    if not 0 <= head_count <= MOST_PEOPLE:
        raise Refused(gettext_noop("Số người tham gia phải từ 0 đến 1.000.000."), field="head_count")
    if photos > MOST_PHOTOS:
        raise Refused(gettext_noop("Gửi nhiều nhất {most} ảnh một lần."), field="photos", most=MOST_PHOTOS)
