"""Whether the ledger and what it stands on are whole: every check reads all there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.db import connection
from django.db.models import Count, Max, Min

from viecthat.files.queries import damaged_files
from viecthat.kernel.dates import format_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.ledger.models import Dataset, Entry, Posting, UnitDay
from viecthat.units.queries import days_without_parent, lifespans, units_by_id
from viecthat.units.tree import map_on, tree_on

MOST_EXAMPLES = 5


class Status(Enum):
    """How a check ended; a NOTE is worth reading and no fault."""

    WHOLE = "whole"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `title` (Vietnamese msgid), how many things were looked at, how many are wrong, and the first few."""

    code: str
    title: str
    looked_at: int
    found: int
    status: Status
    examples: tuple[str, ...] = field(default=())


def checks(today: date) -> Iterator[Check]:
    """Every check, one after the other, so that a reader sees the work go on."""
    for check in _CHECKS:
        yield check(today)


def _judged(code: str, title: str, looked_at: int, found: int, examples: list[str], *, fault: bool = True) -> Check:
    wrong = Status.BROKEN if fault else Status.NOTE
    return Check(code, title, looked_at, found, wrong if found else Status.WHOLE, tuple(examples[:MOST_EXAMPLES]))


def _rows(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


_POSTING_TRIGGERS = ("posting_append_only", "posting_never_emptied", "posting_refers")
_ENTRY_TRIGGERS = ("entry_append_only", "entry_never_emptied", "entry_refers")
_DAY_TRIGGERS = ("unitday_append_only", "unitday_never_emptied")
_KEEPING_TRIGGERS = ("entries_keep", "entries_keep_number", "entries_keep_all")
_NAMED_BY_ENTRIES = (("units_unit", "unit_id"), ("ledger_indicator", "indicator_id"), ("people_person", "person_id"))


def _append_only(_today: date) -> Check:
    # Every partition by itself: a statement may name one and pass the whole table by.
    tables = [name for (name,) in _names("SELECT relid::regclass::text FROM pg_partition_tree('ledger_entry')")]
    wanted = {("ledger_posting", trigger) for trigger in _POSTING_TRIGGERS}
    wanted |= {("ledger_unitday", trigger) for trigger in _DAY_TRIGGERS}
    wanted |= {(table, trigger) for table in tables for trigger in _ENTRY_TRIGGERS}
    named = [*(table for table, _column in _NAMED_BY_ENTRIES), "ledger_dataset"]
    wanted |= {(table, trigger) for table in named for trigger in _KEEPING_TRIGGERS}
    there = _names("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'O'")
    missing = sorted(wanted - set(there))
    return _judged(
        "append_only",
        gettext_noop("Cơ sở dữ liệu cấm sửa, xoá sổ việc"),
        len(wanted),
        len(missing),
        [f"{trigger} ({table})" for table, trigger in missing],
    )


def _names(statement: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _years_have_partitions(today: date) -> Check:
    there = {name for (name,) in _names("SELECT relid::regclass::text FROM pg_partition_tree('ledger_entry')")}
    missing = [str(year) for year in (today.year, today.year + 1) if f"ledger_entry_{year}" not in there]
    return _judged(
        "years_have_partitions",
        gettext_noop("Năm nay và năm tới có ngăn riêng trong sổ việc (mở bằng “viecthat year NĂM”)"),
        2,
        len(missing),
        missing,
        # Entries of such a year go among the odd ones: slower, and nothing wrong.
        fault=False,
    )


def _references_hold(_today: date) -> Check:
    loose = []
    for table, column in (("ledger_posting", "posting_id"), *_NAMED_BY_ENTRIES):
        loose += _rows(
            f"SELECT e.id FROM ledger_entry e WHERE e.{column} IS NOT NULL "  # noqa: S608 - names of our own
            f"AND NOT EXISTS (SELECT FROM {table} t WHERE t.id = e.{column}) ORDER BY e.id"
        )
    for table, column in (("units_unit", "unit_id"), ("ledger_dataset", "dataset_id")):
        loose += _rows(
            f"SELECT p.id FROM ledger_posting p WHERE p.{column} IS NOT NULL "  # noqa: S608 - names of our own
            f"AND NOT EXISTS (SELECT FROM {table} t WHERE t.id = p.{column}) ORDER BY p.id"
        )
    return _judged(
        "references_hold",
        gettext_noop("Dòng nào cũng có chứng từ, đơn vị, chỉ số và người của nó"),
        Entry.objects.count(),
        len(loose),
        [str(pk) for (pk,) in loose],
    )


def _units_lead_to_their_lines(_today: date) -> Check:
    lost = _rows(
        "SELECT DISTINCT posting_id FROM ("
        "SELECT unit_id, day, posting_id FROM ledger_entry EXCEPT SELECT unit_id, day, posting_id FROM ledger_unitday"
        ") AS lost ORDER BY posting_id"
    )
    return _judged(
        "units_lead_to_their_lines",
        gettext_noop("Từ đơn vị tìm được mọi dòng của nó trong sổ"),
        UnitDay.objects.count(),
        len(lost),
        [str(pk) for (pk,) in lost],
    )


def _postings_have_entries(_today: date) -> Check:
    empty = _rows(
        "SELECT p.id FROM ledger_posting p WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.posting_id = p.id) "
        "ORDER BY p.id"
    )
    return _judged(
        "postings_have_entries",
        gettext_noop("Chứng từ nào cũng có số liệu"),
        Posting.objects.count(),
        len(empty),
        [str(pk) for (pk,) in empty],
    )


def _reversals_are_opposites(_today: date) -> Check:
    # Lines of an original and of its reversal, side by side: those of one kind and size must cancel.
    unlike = _rows(
        """
        WITH pairs AS (SELECT id AS reversal, reverses_id AS original FROM ledger_posting WHERE reverses_id IS NOT NULL)
        SELECT DISTINCT original FROM (
            SELECT pairs.original
            FROM pairs JOIN ledger_entry e ON e.posting_id IN (pairs.original, pairs.reversal)
            GROUP BY pairs.original, e.unit_id, e.indicator_id, e.day, e.person_id, e.grade, abs(e.quantity)
            HAVING sum(e.quantity) <> 0
        ) AS unlike ORDER BY original
        """
    )
    return _judged(
        "reversals_are_opposites",
        gettext_noop("Bút toán đảo ngược đúng từng dòng chứng từ gốc"),
        Posting.objects.filter(reverses__isnull=False).count(),
        len(unlike),
        [str(pk) for (pk,) in unlike],
    )


def _replaced_are_reversed(_today: date) -> Check:
    doubled = Posting.objects.filter(replaced_by__isnull=False, reversed_by__isnull=True).order_by("pk")
    return _judged(
        "replaced_are_reversed",
        gettext_noop("Chứng từ đã thay thì đã đảo, không tính hai lần"),
        Posting.objects.filter(replaces__isnull=False).count(),
        doubled.count(),
        [str(pk) for pk in doubled.values_list("pk", flat=True)[:MOST_EXAMPLES]],
    )


def _entries_within_life(today: date) -> Check:
    spans = UnitDay.objects.order_by().values_list("unit").annotate(Min("day"), Max("day"))
    life = lifespans()
    outside = [
        unit
        for unit, first, last in spans
        if unit not in life or first < life[unit].start or ((end := life[unit].end) is not None and last >= end)
    ]
    rows = units_by_id(outside, today)
    return _judged(
        "entries_within_life",
        gettext_noop("Đơn vị không có số liệu trước ngày thành lập hoặc sau ngày kết thúc"),
        len(spans),
        len(outside),
        [rows[unit].name if unit in rows else str(unit) for unit in outside[:MOST_EXAMPLES]],
    )


def _tree_holds(today: date) -> Check:
    fallen = [f"{row.name} ({format_date(start)})" for row, start in days_without_parent()]
    size = 0
    try:
        size = tree_on(today).size
    except Refused as broken:
        fallen.insert(0, str(broken))
    return _judged(
        "tree_holds",
        gettext_noop("Cây đơn vị liền một mạch, đơn vị nào cũng có cấp trên còn hoạt động"),
        size,
        len(fallen),
        fallen,
    )


def _every_unit_has_a_place(today: date) -> Check:
    title = gettext_noop("Đơn vị đã kết thúc nào cũng có chỗ trên bản đồ hôm nay")
    try:
        unit_map = map_on(today)
    except Refused as broken:
        return _judged("every_unit_has_a_place", title, 0, 1, [str(broken)])
    outside = unit_map.known[unit_map.places < 0].tolist()
    begun = {unit for unit, life in lifespans(outside).items() if life.start <= today}
    rows = units_by_id(begun, today)
    return _judged(
        "every_unit_has_a_place",
        title,
        len(unit_map.known) - unit_map.tree.size,
        len(begun),
        sorted(row.name for row in rows.values()),
        # The history stands nowhere, which no law forbids: a unit may have ended without a successor.
        fault=False,
    )


def _files_are_whole(_today: date) -> Check:
    looked_at, damaged = 0, []
    for digest, damage in damaged_files():
        looked_at += 1
        if damage:
            damaged.append(f"{digest[:12]}: {damage}")
    return _judged(
        "files_are_whole",
        gettext_noop("Tệp minh chứng còn nguyên như lúc nhận"),
        looked_at,
        len(damaged),
        damaged,
    )


def _datasets_have_postings(_today: date) -> Check:
    sets = list(Dataset.objects.annotate(posting_count=Count("postings")).order_by("code"))
    empty = [dataset.code for dataset in sets if not dataset.posting_count]
    counted = [f"{dataset.code}: {format_number(dataset.posting_count)}" for dataset in sets]
    check = _judged(
        "datasets_have_postings", gettext_noop("Bộ số liệu nhập vào nào cũng có chứng từ"), len(sets), len(empty), empty
    )
    return check if empty else Check(check.code, check.title, check.looked_at, 0, Status.WHOLE, tuple(counted))


_CHECKS: tuple[Callable[[date], Check], ...] = (
    _append_only,
    _years_have_partitions,
    _references_hold,
    _units_lead_to_their_lines,
    _postings_have_entries,
    _reversals_are_opposites,
    _replaced_are_reversed,
    _entries_within_life,
    _tree_holds,
    _every_unit_has_a_place,
    _files_are_whole,
    _datasets_have_postings,
)
