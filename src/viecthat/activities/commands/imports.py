"""Take over many activities at once: every check of a single one, made over the whole set, then COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from viecthat.activities.choices import EvidenceKind, PartnerState, State
from viecthat.activities.commands.activity import (
    LONGEST_NOTE,
    check_partners,
    check_results,
    check_shares,
    check_size,
)
from viecthat.activities.models import Activity
from viecthat.activities.queries.kinds import Proof, grade_earned, kind_book, kinds
from viecthat.audit.rows import check_references_at_once
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, import_postings
from viecthat.ledger.queries import indicators

if TYPE_CHECKING:
    from viecthat.activities.models import KindVersion
    from viecthat.ledger.models import Dataset

_LONGEST_TEXT = 200
_LONGEST_NAME = 120
_LONGEST_FINDING = 500


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody above or outside the unit checked the work before it was recorded as verified."""

    by: str
    checked_at: datetime
    finding: str


@dataclass(frozen=True, slots=True)
class ShownBy:
    """A kept file (its id) that shows the work."""

    file: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What came of it, in the indicator's smallest unit; `person` when a named person is what is counted."""

    indicator: int
    quantity: int
    person: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An activity for `import_activities`: ids, and a `key` that makes it and its posting unique for all time."""

    key: str
    unit: int
    kind: str
    title: str
    day: date
    place: str
    results: tuple[ResultLine, ...]
    head_count: int
    grade: Grade
    recorded_at: datetime
    last_day: date | None = None
    note: str = ""
    people: tuple[int, ...] = ()
    partners: tuple[int, ...] = ()
    photos: tuple[ShownBy, ...] = ()
    check: Check | None = None


@transaction.atomic
def import_activities(*, drafts: Iterable[ActivityDraft], dataset: Dataset, at: datetime) -> int:
    """Record many activities of one dataset with their postings; returns how many came new.

    One whose key is known is left as it is. Raises Refused, nothing written, at the first that breaks a rule; the
    grade must be what the proof bears: `verified` with a check and evidence, `evidenced` with evidence or names,
    `declared` with neither.
    """
    wanted = list(drafts)
    known = set(Activity.objects.filter(key__in=[d.key for d in wanted]).values_list("key", flat=True))
    new = [draft for draft in wanted if draft.key not in known]
    if not new:
        return 0
    if len({draft.key for draft in new}) < len(new):
        raise _key_taken()
    _check_all(new, at)
    check_references_at_once()
    postings = dict(import_postings(drafts=[_posting(draft) for draft in new], dataset=dataset, at=at))
    if len(postings) != len(new):
        raise _key_taken()
    ids = _next_ids(len(new))
    try:
        _copy_all(list(zip(ids, new, strict=True)), postings)
    except IntegrityError as clash:
        if "activity_once" in str(clash):
            raise _recorded_twice() from clash
        raise
    return len(new)


def _posting(draft: ActivityDraft) -> Draft:
    lines = tuple(Line(draft.unit, r.indicator, draft.day, r.quantity, draft.grade, r.person) for r in draft.results)
    return Draft(draft.unit, PostingKind.ACTIVITY, lines, draft.recorded_at, draft.key)


def _check_all(drafts: Sequence[ActivityDraft], at: datetime) -> None:
    book, named = kind_book(), set(kinds().values_list("pk", flat=True))
    known = indicators()
    seen: set[tuple[object, ...]] = set()
    for draft in drafts:
        if draft.kind not in named:
            raise Refused(gettext_noop("Không có loại việc “{kind}”."), field="kind", kind=draft.kind)
        version = book.needed_on(draft.kind, draft.day)
        check_results(version, (result.indicator for result in draft.results), known, draft.unit, draft.day)
        if len(draft.results) > 1:
            check_shares(_totals(draft), known)
        check_size(draft.head_count, len(draft.photos))
        check_partners(draft.unit, draft.partners, draft.day)
        _check_named(draft)
        _check_texts(draft)
        _check_days(draft, at)
        _check_proof(draft, version)
        name = (draft.unit, draft.kind, draft.day, fold(draft.title))
        if name in seen:
            raise _recorded_twice()
        seen.add(name)


def _totals(draft: ActivityDraft) -> dict[int, int]:
    totals: dict[int, int] = {}
    for result in draft.results:
        totals[result.indicator] = totals.get(result.indicator, 0) + result.quantity
    return totals


def _check_named(draft: ActivityDraft) -> None:
    counted = [(result.indicator, result.person) for result in draft.results if result.person is not None]
    if not {person for _, person in counted} <= set(draft.people) or len(set(counted)) < len(counted):
        raise Refused(
            gettext_noop("Người được đếm phải có tên trong danh sách tham gia, mỗi người một lần."), field="people"
        )


def _check_texts(draft: ActivityDraft) -> None:
    for field, text in (("title", draft.title), ("place", draft.place)):
        if not one_line(text, _LONGEST_TEXT, field=field):
            raise Refused(gettext_noop("Cần ghi tên hoạt động và nơi làm."), field=field)
    if len(draft.note.strip()) > LONGEST_NOTE:
        raise Refused(gettext_noop("Ghi chú dài quá {limit} ký tự; viết ngắn lại."), field="note", limit=LONGEST_NOTE)
    if len({shown.file for shown in draft.photos}) < len(draft.photos):
        raise Refused(gettext_noop("Ảnh này đã có trong hoạt động."), field="photos")
    for shown in draft.photos:
        one_line(shown.caption, _LONGEST_TEXT, field="photos")


def _check_days(draft: ActivityDraft, at: datetime) -> None:
    last = draft.last_day or draft.day
    if last < draft.day:
        raise Refused(gettext_noop("Ngày kết thúc không được trước ngày bắt đầu."), field="last_day")
    if localdate(draft.recorded_at) < last or draft.recorded_at > at:
        raise Refused(gettext_noop("Lúc ghi vào sổ phải sau khi làm và không sau lúc này."), field="recorded_at")


def _check_proof(draft: ActivityDraft, version: KindVersion) -> None:
    shown = grade_earned(version, Proof(photos=len(draft.photos), names=len(set(draft.people)))) == Grade.EVIDENCED
    earned = Grade.VERIFIED if draft.check and shown else Grade.EVIDENCED if shown else Grade.DECLARED
    if draft.grade != earned or (draft.check and not shown):
        raise Refused(
            gettext_noop("“{title}” ghi mức “{grade}” mà minh chứng kèm theo chỉ đủ mức “{earned}”."),
            field="grade",
            title=draft.title,
            grade=draft.grade.label,
            earned=earned.label,
        )
    check = draft.check
    if check is None:
        return
    if not one_line(check.finding, _LONGEST_FINDING, field="finding") or not one_line(check.by, _LONGEST_NAME):
        raise Refused(gettext_noop("Ghi ai đã kiểm tra và kiểm tra thế nào."), field="finding")
    if localdate(check.checked_at) < draft.day or check.checked_at > draft.recorded_at:
        raise Refused(
            gettext_noop("Việc được kiểm tra sau khi làm và trước khi ghi là đã xác minh; xem lại lúc kiểm tra."),
            field="checked_at",
        )


def _key_taken() -> Refused:
    return Refused(gettext_noop("Khoá của hoạt động đã dùng cho chứng từ khác; đặt khoá khác."), field="key")


def _recorded_twice() -> Refused:
    return Refused(
        gettext_noop("Hoạt động cùng tên, cùng ngày của đơn vị đã có trong sổ; mở lại thay vì ghi lần nữa."),
        field="title",
    )


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('activities_activity', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _copy_all(drafts: Sequence[tuple[int, ActivityDraft]], postings: dict[str, int]) -> None:
    tables: list[tuple[str, str, Callable[[int, ActivityDraft], Iterable[tuple[Any, ...]]]]] = [
        (
            "activities_activity",
            "id, unit_id, kind_id, title, folded_title, day, last_day, place, note, head_count, state, recorded_at,"
            " key, details, task_served, need_served, youth_groups, challenge, outcome, outcome_words, public,"
            " revision",
            _activity_rows,
        ),
        (
            "activities_activityposting",
            "posting_id, activity_id",
            lambda pk, draft: [(postings[draft.key], pk)],
        ),
        (
            "activities_activitypartner",
            "activity_id, unit_id, link, state, words",
            lambda pk, draft: ((pk, unit, "", PartnerState.CONFIRMED, "") for unit in dict.fromkeys(draft.partners)),
        ),
        (
            "activities_participation",
            "activity_id, person_id",
            lambda pk, draft: ((pk, person) for person in dict.fromkeys(draft.people)),
        ),
        (
            "activities_evidence",
            "activity_id, file_id, kind, caption, position, link, bands, minors, consent",
            _evidence_rows,
        ),
        ("activities_verification", "activity_id, actor_name, checked_at, finding", _verification_rows),
    ]
    with connection.wrap_database_errors, connection.cursor() as cursor:
        for table, columns, rows_of in tables:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for pk, draft in drafts:
                    for row in rows_of(pk, draft):
                        copy.write_row(row)


def _activity_rows(pk: int, draft: ActivityDraft) -> Iterator[tuple[Any, ...]]:
    title = one_line(draft.title, _LONGEST_TEXT)
    yield (
        pk,
        draft.unit,
        draft.kind,
        title,
        fold(title),
        draft.day,
        draft.last_day or draft.day,
        one_line(draft.place, _LONGEST_TEXT),
        draft.note.strip(),
        max(draft.head_count, len(set(draft.people))),
        State.VERIFIED if draft.check else State.RECORDED,
        draft.recorded_at,
        draft.key,
        *("{}", "", "", [], "", "", "", False, 0),
    )


def _evidence_rows(pk: int, draft: ActivityDraft) -> Iterator[tuple[Any, ...]]:
    for position, shown in enumerate(draft.photos):
        yield (pk, shown.file, EvidenceKind.PHOTO, one_line(shown.caption, _LONGEST_TEXT), position, "", [], False, "")


def _verification_rows(pk: int, draft: ActivityDraft) -> Iterator[tuple[Any, ...]]:
    if draft.check:
        yield (pk, one_line(draft.check.by, _LONGEST_NAME), draft.check.checked_at, one_line(draft.check.finding, 500))
