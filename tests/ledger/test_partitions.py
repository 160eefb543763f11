"""A partition a year: rows land in theirs, a new year takes its own over, and no way in passes the rules by."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, pairwise
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from psycopg.errors import ForeignKeyViolation

from tests.factories import AT, TODAY, declare, make_indicator, make_officer, make_person
from viecthat.kernel.errors import Refused
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, add_year, import_postings, open_dataset, post_entries, writing
from viecthat.ledger.models import Dataset, Entry, Indicator, UnitDay
from viecthat.people.models import Person
from viecthat.units.models import Unit

pytestmark = pytest.mark.database
db = pytest.mark.django_db
IN_2026 = "ledger_entry_2026"
_ids = count(10**6)  # before PostgreSQL 17 a partition that is named itself hands out no numbers


def fetch(statement: str, *given: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def run(statement: str, *given: object, **named: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, named or given)


def homes() -> dict[int, str]:
    return dict(fetch("SELECT quantity, tableoid::regclass::text FROM ledger_entry"))


@pytest.fixture
def posting(tree):
    return declare(tree.branch, make_officer("base_officer", tree.commune), 120)


def raw(posting, table="ledger_entry", **changes) -> None:
    """A line written by plain SQL, into the whole table or one partition."""
    row = {
        "posting_id": posting.pk, "unit_id": posting.unit_id, "indicator_id": make_indicator().pk, "day": TODAY,
        "quantity": 5, "grade": 1, "person_id": None, "id": next(_ids),
    } | changes  # fmt: skip
    marks = ", ".join(["%s"] * len(row))
    run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())


@db
def test_a_batch_goes_straight_to_the_partitions_and_keeps_its_order(tree):
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2001, 5, 6), date(2025, 1, 1), date(2002, 5, 6)]
    days += [date(2026, 2, 1)] * 60  # more lines than one block of numbers has
    lines = tuple(Line(tree.branch.pk, make_indicator().pk, day, n + 1, Grade.DECLARED) for n, day in enumerate(days))
    dataset, _new = open_dataset(
        code="batch", title="Lô", source="thử", source_date=None, synthetic=True, note="", at=AT
    )
    drafts = [Draft(tree.branch.pk, PostingKind.IMPORT, lines, AT, "batch")]
    # Somebody else draws a block of numbers between two of ours.
    with patch("viecthat.ledger.commands.writing._DRAW", _DRAWN_WITH_A_GAP):
        import_postings(drafts=drafts, dataset=dataset, at=AT)
    odd = "ledger_entry_odd"
    first = {1: "ledger_entry_2025", 2: IN_2026, 3: odd, 4: "ledger_entry_2025", 5: odd}
    assert homes() == first | dict.fromkeys(range(6, 66), IN_2026)
    assert list(Entry.objects.order_by("pk").values_list("quantity", flat=True)) == list(range(1, 66))
    numbers = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    assert [after - before for before, after in pairwise(numbers)] == [1] * 63 + [65]
    assert set(UnitDay.objects.values_list("day", flat=True)) == set(days)
    assert UnitDay.objects.count() == len(set(days))
    posting, lacking = Entry.objects.values_list("posting_id", flat=True)[0], 10**9
    again = [Draft(tree.branch.pk, PostingKind.IMPORT, (replace(lines[0], person=lacking),), AT, "again")]
    with pytest.raises(ForeignKeyViolation, match="a person that is not there"):
        import_postings(drafts=again, dataset=dataset, at=AT)
    assert set(Entry.objects.values_list("posting_id", flat=True)) == {posting}
    later = post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=lines[:1], actor=None, at=AT)
    assert Entry.objects.get(posting=later).pk > numbers[-1]


@db
def test_indicators_are_missed_beside_and_between_those_that_are_there(tree, posting):
    first, between, last = (make_indicator(code) for code in ("first", "between", "last"))
    gone = between.pk
    between.delete()

    def wrote(*numbers: int) -> None:
        rows = ", ".join(
            f"({next(_ids)}, {posting.pk}, {posting.unit_id}, {one}, '2026-03-01', 5, 1)" for one in numbers
        )
        run(f"INSERT INTO {IN_2026} (id, posting_id, unit_id, indicator_id, day, quantity, grade) VALUES {rows}")

    before = Entry.objects.count()
    for numbers in ([gone], [first.pk, gone, last.pk], [10**12], [last.pk, 10**12], [-5, first.pk]):
        with pytest.raises(IntegrityError, match="an indicator that is not there"):
            wrote(*numbers)
    assert Entry.objects.count() == before
    wrote(first.pk, last.pk, first.pk)
    assert Entry.objects.count() == before + 3


_DRAWN_WITH_A_GAP = writing._DRAW.replace("(nextval(", "(nextval('ledger_entry_id_seq') * 0 + nextval(")


@db
def test_every_line_lands_in_its_year_and_odd_years_among_the_odd(tree):
    days = [date(2017, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2001, 5, 6)]
    lines = [Line(tree.branch.pk, make_indicator().pk, day, n + 1, Grade.DECLARED) for n, day in enumerate(days)]
    post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=lines, actor=None, at=AT)
    assert homes() == {1: "ledger_entry_2017", 2: "ledger_entry_2025", 3: IN_2026, 4: "ledger_entry_odd"}
    assert list(Entry.objects.order_by("pk").values_list("quantity", flat=True)) == [1, 2, 3, 4]


@db
def test_a_new_year_takes_its_lines_over_and_keeps_the_rules(tree):
    days = [date(2001, 1, 1), date(2001, 12, 31), date(2000, 12, 31), date(2002, 1, 1)]
    lines = [Line(tree.branch.pk, make_indicator().pk, day, n + 1, Grade.DECLARED) for n, day in enumerate(days)]
    posting = post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=lines, actor=None, at=AT)
    before = list(Entry.objects.order_by("pk").values_list("pk", "quantity", "day"))
    assert add_year(year=2001)
    assert not add_year(year=2001)
    odd = "ledger_entry_odd"
    assert homes() == {1: "ledger_entry_2001", 2: "ledger_entry_2001", 3: odd, 4: odd}
    assert list(Entry.objects.order_by("pk").values_list("pk", "quantity", "day")) == before
    for table in ("ledger_entry_2001", odd):
        with pytest.raises(DatabaseError, match="chỉ ghi thêm"):
            run(f"TRUNCATE {table}")
        with pytest.raises(DatabaseError, match="chỉ ghi thêm"):
            run(f"UPDATE {table} SET quantity = 9")
        with pytest.raises(IntegrityError, match="Số âm"):
            raw(posting, table, day=date(2001, 2, 3) if table != odd else date(1999, 1, 1), quantity=-1)


@db
@pytest.mark.parametrize("year", [1930, 2101])
def test_a_year_no_entry_can_have(year):
    with pytest.raises(Refused, match="1931"):
        add_year(year=year)


@db
def test_the_command_says_what_it_did(capsys):
    call_command("year", 2029)
    call_command("year", 2029)
    out = capsys.readouterr().out
    assert "Đã mở ngăn sổ việc năm 2029." in out
    assert "Ngăn sổ việc năm 2029 đã có sẵn." in out


@db
@pytest.mark.parametrize("table", ["ledger_entry", IN_2026])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"posting_id": 10**9}, "posting"),
        ({"unit_id": 10**9}, "unit"),
        ({"indicator_id": 10**9}, "indicator"),
        ({"person_id": 10**9}, "person"),
        ({"quantity": 0}, "entry_not_zero"),
        ({"quantity": -5}, "Số âm"),
        ({"grade": 4}, "entry_grade_known"),
        ({"unit_id": None}, "unit_id"),
    ],
)
def test_no_way_in_passes_the_rules_by(posting, table, wrong, words):
    with pytest.raises(IntegrityError, match=words):
        raw(posting, table, **wrong)
    raw(posting, table)


@db
def test_a_line_stands_once(posting):
    entry = Entry.objects.get(posting=posting)
    with pytest.raises(IntegrityError, match="pkey"):
        raw(posting, id=entry.pk)


@db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM units_unit WHERE id = %(unit)s",
        "DELETE FROM ledger_indicator WHERE id = %(indicator)s",
        "DELETE FROM people_person WHERE id = %(person)s",
        "UPDATE people_person SET id = id + 1000 WHERE id = %(person)s",
        "UPDATE ledger_indicator SET id = id + 1000 WHERE id = %(indicator)s",
        "TRUNCATE people_person CASCADE",
    ],
)
def test_what_a_line_names_stays(tree, statement):
    person, indicator = make_person(unit=tree.branch), make_indicator()
    line = Line(tree.branch.pk, indicator.pk, TODAY, 1, Grade.EVIDENCED, person.pk)
    post_entries(kind=PostingKind.ACTIVITY, unit=tree.commune.pk, lines=[line], actor=None, at=AT)
    named = {"unit": tree.branch.pk, "indicator": indicator.pk, "person": person.pk}
    with pytest.raises(DatabaseError):
        run(statement + ";SET CONSTRAINTS ALL IMMEDIATE", **named)
    assert Unit.objects.filter(pk=tree.branch.pk).exists()
    assert Person.objects.filter(pk=person.pk).exists()
    assert Indicator.objects.filter(pk=indicator.pk).exists()


@db
@pytest.mark.parametrize("column", ["unit_id", "dataset_id"])
def test_a_posting_names_nothing_that_is_not_there(posting, column):
    row = {"kind": "import", "unit_id": posting.unit_id, "dataset_id": None, "recorded_at": AT, "reason": ""}
    statement = (
        "INSERT INTO ledger_posting (kind, unit_id, dataset_id, recorded_at, reason)"
        " VALUES (%(kind)s, %(unit_id)s, %(dataset_id)s, %(recorded_at)s, %(reason)s)"
    )
    with pytest.raises(IntegrityError, match=r"a posting names a .* that is not there"):
        run(statement, **row | {column: 10**9})
    run(statement, **row)


@db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_dataset WHERE id = %(dataset)s",
        "UPDATE ledger_dataset SET id = id + 1000 WHERE id = %(dataset)s",
        "TRUNCATE ledger_dataset",
        "DELETE FROM units_unit WHERE id = %(unit)s",
    ],
)
def test_what_a_posting_names_stays(tree, statement):
    """Here its lines are of another unit than the posting's own."""
    dataset, _new = open_dataset(
        code="kept", title="Bộ", source="thử", source_date=None, synthetic=True, note="", at=AT
    )
    line = Line(tree.branch.pk, make_indicator().pk, TODAY, 1, Grade.DECLARED)
    import_postings(drafts=[Draft(tree.stranger.pk, PostingKind.IMPORT, (line,), AT, "kept")], dataset=dataset, at=AT)
    with pytest.raises(DatabaseError):
        run(statement, dataset=dataset.pk, unit=tree.stranger.pk)
    assert Dataset.objects.filter(pk=dataset.pk).exists()
    assert Unit.objects.filter(pk=tree.stranger.pk).exists()


@db
def test_what_no_line_names_may_go():
    indicator = make_indicator("mistaken")
    indicator.delete()
    assert not Indicator.objects.filter(code="mistaken").exists()


def test_a_deletion_waits_for_whoever_writes_and_is_then_refused(own_database, elsewhere):
    """Two at once: a line is written and not yet committed while its indicator is being deleted."""
    from tests.factories import make_tree

    tree, indicator = make_tree(), make_indicator("disputed")
    writer, deleter = elsewhere(), elsewhere()
    opened = transaction.atomic()
    writer.do(opened.__enter__)
    line = Line(tree.branch.pk, indicator.pk, TODAY, 1, Grade.DECLARED)
    writer.do(lambda: post_entries(kind=PostingKind.ACTIVITY, unit=tree.branch.pk, lines=[line], actor=None, at=AT))
    deleter.start(lambda: run("DELETE FROM ledger_indicator WHERE code = 'disputed'"))
    waiting = threading.Event()
    while not fetch("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'ledger_posting'::regclass"):
        waiting.wait(0.01)
    writer.do(lambda: opened.__exit__(None, None, None))
    assert isinstance(deleter.answer(), IntegrityError)
    assert Indicator.objects.filter(code="disputed").exists()


@db
def test_questions_of_one_year_look_at_one_partition(tree):
    plan = fetch(
        "EXPLAIN (COSTS OFF) SELECT * FROM ledger_entry WHERE unit_id = %s AND day >= %s AND day < %s",
        tree.branch.pk, date(2026, 1, 1), date(2027, 1, 1),
    )  # fmt: skip
    text = "\n".join(line for (line,) in plan)
    assert IN_2026 in text
    assert "ledger_entry_2025" not in text


@db
def test_the_lines_of_a_posting_are_found_by_its_index_in_every_partition(posting):
    run("SET LOCAL enable_seqscan = off")
    plan = "\n".join(line for (line,) in fetch("EXPLAIN SELECT * FROM ledger_entry WHERE posting_id = 1"))
    assert "Seq Scan" not in plan
    assert plan.count("ledger_entry_2026_pkey") == 1


def test_later_years_are_missed_before_they_come(own_database):
    from viecthat.ledger.queries import Status, checks

    def missing(today):
        return next(c for c in checks(today) if c.code == "years_have_partitions")

    assert missing(TODAY).status is Status.WHOLE
    later = missing(date(2028, 3, 1))
    assert (later.status, later.examples) == (Status.NOTE, ("2029",))
    add_year(year=2029)
    assert missing(date(2028, 3, 1) + timedelta(days=1)).status is Status.WHOLE
