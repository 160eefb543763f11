"""Each check is shown something whole and something broken."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.factories import AT, TODAY, declare, make_activity, make_indicator, make_officer, make_photo, make_unit
from viecthat.files.models import KeptFile, path_of
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import open_dataset, regrade_posting, reverse_posting
from viecthat.ledger.models import Entry, Posting
from viecthat.ledger.queries import Status, checks
from viecthat.units.commands import merge_units
from viecthat.units.models import UnitVersion

pytestmark = pytest.mark.django_db
ALL = [
    "append_only",
    "years_have_partitions",
    "references_hold",
    "units_lead_to_their_lines",
    "postings_have_entries",
    "reversals_are_opposites",
    "replaced_are_reversed",
    "entries_within_life",
    "tree_holds",
    "every_unit_has_a_place",
    "files_are_whole",
    "datasets_have_postings",
]


@pytest.fixture
def officer(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def posting(tree, officer):
    return declare(tree.branch, officer, 120)


def run() -> dict:
    return {check.code: check for check in checks(TODAY)}


def broken() -> dict[str, int]:
    return {code: check.found for code, check in run().items() if check.status is Status.BROKEN}


def execute(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def test_a_ledger_with_everything_in_it_is_whole(tree, officer, posting):
    inspector = make_officer("inspector", tree.centre)
    reverse_posting(posting=posting, reason="x", actor=officer, at=AT)
    regrade_posting(posting=declare(tree.sister, officer, 5), grade=Grade.VERIFIED, reason="x", actor=inspector, at=AT)
    make_activity(tree.branch, officer, photos=[make_photo()])
    merge_units(units=[tree.branch], into=tree.sister, day=TODAY + timedelta(days=1), decision="x", actor=None, at=AT)
    found = run()
    assert list(found) == ALL
    assert {check.status for check in found.values()} == {Status.WHOLE}
    assert found["reversals_are_opposites"].looked_at == 2
    assert found["files_are_whole"].looked_at == 1
    assert found["tree_holds"].looked_at == 7


def test_empty_is_whole(db):
    assert broken() == {}


def test_a_trigger_switched_off(tree, broken_open):
    with broken_open("ledger_entry"):
        check = run()["append_only"]
    # Of the whole table all three; and in each of its 13 partitions the one that it handed down.
    assert (check.status, check.found) == (Status.BROKEN, 3 + 13)
    assert "entry_append_only (ledger_entry)" in check.examples
    assert broken() == {}


@pytest.mark.parametrize("table", ["ledger_entry_2026", "units_unit"])
def test_a_trigger_of_one_partition_or_of_what_lines_name_switched_off(tree, broken_open, table):
    with broken_open(table):
        check = run()["append_only"]
    assert check.status is Status.BROKEN
    assert all(table in example for example in check.examples)


@pytest.mark.parametrize("column", ["posting_id", "unit_id", "indicator_id", "person_id"])
def test_a_line_that_names_what_is_not_there(posting, broken_open, column):
    entry = Entry.objects.get(posting=posting)
    with broken_open("ledger_entry"):
        execute(f"UPDATE ledger_entry SET {column} = 1000000000")
    check = run()["references_hold"]
    assert (check.status, check.examples) == (Status.BROKEN, (str(entry.pk),))


@pytest.mark.parametrize("column", ["unit_id", "day", "posting_id"])
def test_a_line_its_unit_does_not_lead_to(posting, broken_open, column):
    with broken_open("ledger_unitday"):
        execute(f"UPDATE ledger_unitday SET {column} = {column} + 1")
    check = run()["units_lead_to_their_lines"]
    assert (check.looked_at, check.examples) == (1, (str(posting.pk),))


def test_a_posting_without_entries(posting):
    empty = Posting.objects.create(kind="activity", unit_id=posting.unit_id, recorded_at=AT)
    check = run()["postings_have_entries"]
    assert (check.found, check.examples) == (1, (str(empty.pk),))


@pytest.mark.parametrize(
    "change",
    ["quantity = -119", "grade = 2", "day = day - 1", "unit_id = unit_id + 1", "person_id = NULL, quantity = -240"],
)
def test_a_reversal_that_is_not_the_opposite(posting, officer, broken_open, change):
    reversal = reverse_posting(posting=posting, reason="x", actor=officer, at=AT)
    assert broken() == {}
    with broken_open("ledger_entry"):
        execute(f"UPDATE ledger_entry SET {change} WHERE posting_id = %s", reversal.pk)
    check = run()["reversals_are_opposites"]
    assert (check.found, check.examples) == (1, (str(posting.pk),))


def test_a_reversal_of_two_lines_by_one_of_their_sum(tree, officer, broken_open):
    """120 + 120 taken back as 240: the total is right, and it is no reversal."""
    posting = declare(tree.branch, officer, 120)
    Entry.objects.create(
        posting=posting, unit=tree.branch, indicator=make_indicator(), day=TODAY, quantity=120, grade=1
    )
    reversal = reverse_posting(posting=posting, reason="x", actor=officer, at=AT)
    assert broken() == {}
    with broken_open("ledger_entry"):
        first, second = Entry.objects.filter(posting=reversal)
        execute("UPDATE ledger_entry SET quantity = -240 WHERE id = %s", first.pk)
        execute("DELETE FROM ledger_entry WHERE id = %s", second.pk)
    assert broken() == {"reversals_are_opposites": 1}


def test_a_reversal_that_left_a_line_out(tree, officer, broken_open):
    posting = declare(tree.branch, officer, 120)
    Entry.objects.create(posting=posting, unit=tree.branch, indicator=make_indicator(), day=TODAY, quantity=7, grade=1)
    reversal = reverse_posting(posting=posting, reason="x", actor=officer, at=AT)
    with broken_open("ledger_entry"):
        execute("DELETE FROM ledger_entry WHERE posting_id = %s AND quantity = -7", reversal.pk)
    assert broken() == {"reversals_are_opposites": 1}


def test_a_posting_replaced_without_being_reversed(posting):
    new = Posting.objects.create(kind="declared", reason="x", unit_id=posting.unit_id, recorded_at=AT, replaces=posting)
    Entry.objects.create(
        posting=new, unit_id=posting.unit_id, indicator=make_indicator(), day=TODAY, quantity=5, grade=3
    )
    assert broken() == {"replaced_are_reversed": 1}


@pytest.mark.parametrize("life", [{"start": TODAY + timedelta(days=1)}, {"end": TODAY}])
def test_an_entry_outside_the_life_of_its_unit(tree, posting, life):
    UnitVersion.objects.filter(unit=tree.branch).update(**life)
    check = run()["entries_within_life"]
    assert (check.found, check.examples) == (1, ("Chi đoàn thôn Đô Trám",))


def test_an_entry_on_the_last_and_on_the_first_day(tree, posting):
    UnitVersion.objects.filter(unit=tree.branch).update(start=TODAY, end=TODAY + timedelta(days=1))
    assert "entries_within_life" not in broken()


def test_a_tree_that_fell_apart(tree):
    UnitVersion.objects.filter(unit=tree.commune).update(end=TODAY - timedelta(days=1))
    execute("UPDATE units_treerevision SET token = gen_random_uuid()")
    check = run()["tree_holds"]
    assert check.status is Status.BROKEN
    assert any("Chi đoàn thôn Đô Trám" in example for example in check.examples)


def test_an_ended_unit_without_a_place_is_a_note_not_a_fault(tree):
    lost = make_unit("Chi đoàn tan rã", parent=tree.commune, kind="branch")
    UnitVersion.objects.filter(unit=lost).update(end=date(2025, 1, 1))
    execute("UPDATE units_treerevision SET token = gen_random_uuid()")
    check = run()["every_unit_has_a_place"]
    assert (check.status, check.found, check.examples) == (Status.NOTE, 1, ("Chi đoàn tan rã",))


def test_a_unit_that_is_yet_to_begin_is_not_lost(tree):
    make_unit("Chi đoàn mới", parent=tree.commune, kind="branch", day=TODAY + timedelta(days=9))
    assert run()["every_unit_has_a_place"].status is Status.WHOLE


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: path.unlink(), "không còn trên đĩa"),
        (lambda path: path.write_bytes(path.read_bytes() + b" "), "kích thước khác"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), "nội dung khác"),
    ],
)
def test_a_file_that_is_not_what_it_was(tree, officer, damage, words, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # damaged files must not be met again by another test
    make_activity(tree.branch, officer, photos=[make_photo(), make_photo((1, 2, 3))])
    digest = KeptFile.objects.order_by("pk").values_list("digest", flat=True)[0]
    damage(path_of(digest))
    check = run()["files_are_whole"]
    assert (check.looked_at, check.found) == (2, 1)
    assert check.examples == (f"{digest[:12]}: {words}" + (" lúc nhận" if "khác" in words else ""),)


def test_a_dataset_that_brought_nothing(db):
    open_dataset(code="d", title="D", source="x", source_date=None, synthetic=False, note="", at=AT)
    check = run()["datasets_have_postings"]
    assert (check.status, check.examples) == (Status.BROKEN, ("d",))
