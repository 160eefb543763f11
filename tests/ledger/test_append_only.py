"""Nothing in the ledger is changed or deleted, whoever asks, and what is written keeps its own rules."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError

from tests.factories import AT, TODAY, declare, make_indicator, make_officer
from viecthat.ledger.models import Entry, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SENTENCE = "Sổ việc chỉ ghi thêm, không sửa, không xoá"


@pytest.fixture
def posting(tree):
    return declare(tree.branch, make_officer("base_officer", tree.commune), 120)


def run(statement: str, *given: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET quantity = quantity + 1",
        "UPDATE ledger_entry SET grade = 3 WHERE id IN (SELECT id FROM ledger_entry)",
        "UPDATE ledger_posting SET reason = 'khác'",
        "UPDATE ledger_posting SET recorded_at = now()",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_posting",
        "TRUNCATE ledger_entry",
        "TRUNCATE ledger_entry, ledger_posting CASCADE",
        "TRUNCATE ledger_posting CASCADE",
        "UPDATE ledger_unitday SET day = day + 1",
        "DELETE FROM ledger_unitday",
        "TRUNCATE ledger_unitday",
        "INSERT INTO ledger_posting SELECT * FROM ledger_posting ON CONFLICT (id) DO UPDATE SET reason = 'khác'",
    ],
)
def test_plain_sql_is_refused_with_the_sentence(posting, statement):
    with pytest.raises(DatabaseError, match=SENTENCE):
        run(statement)
    entry = Entry.objects.get(posting=posting)
    assert (entry.quantity, entry.grade) == (120, 1)
    assert Posting.objects.get(pk=posting.pk).reason == posting.reason


@pytest.mark.parametrize("change", ["save", "update", "delete", "delete_rows", "bulk_update"])
def test_the_application_itself_is_refused(posting, change):
    entry = Entry.objects.get(posting=posting)
    entry.quantity = 5
    ways = {
        "save": entry.save,
        "update": lambda: Entry.objects.update(quantity=5),
        "delete": entry.delete,
        "delete_rows": lambda: Entry.objects.all()._raw_delete("default"),
        "bulk_update": lambda: Entry.objects.bulk_update([entry], ["quantity"]),
    }
    with pytest.raises((IntegrityError, InternalError), match=SENTENCE), transaction.atomic():
        ways[change]()
    assert Entry.objects.get().quantity == 120


def entry_of(posting, quantity, **other):
    return Entry(
        posting=posting, unit_id=posting.unit_id, indicator=make_indicator(), day=TODAY, quantity=quantity, **other
    )


def test_a_negative_entry_outside_a_reversal(posting):
    with pytest.raises(IntegrityError, match="Số âm chỉ có trong bút toán đảo"), transaction.atomic():
        entry_of(posting, -1, grade=1).save()


def test_a_negative_entry_among_many_good_ones(posting):
    with pytest.raises(IntegrityError, match="Số âm chỉ có trong bút toán đảo"), transaction.atomic():
        Entry.objects.bulk_create([entry_of(posting, n, grade=1) for n in (5, 6, -7, 8)])
    assert Entry.objects.count() == 1


def test_a_positive_entry_in_a_reversal(posting):
    reversal = Posting.objects.create(
        kind="reversal", unit_id=posting.unit_id, recorded_at=AT, reason="Ghi nhầm", reverses=posting
    )
    with pytest.raises(IntegrityError, match="Số âm chỉ có trong bút toán đảo"), transaction.atomic():
        entry_of(reversal, 120, grade=1).save()
    entry_of(reversal, -120, grade=1).save()


@pytest.mark.parametrize(("quantity", "grade"), [(0, 1), (5, 0), (5, 4)])
def test_a_line_that_says_nothing_or_has_no_known_grade(posting, quantity, grade):
    with pytest.raises(IntegrityError), transaction.atomic():
        entry_of(posting, quantity, grade=grade).save()


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"kind": "reversal", "reason": "x"}, "posting_reversal_names_what"),
        ({"kind": "declared", "reason": "x", "reverses": True}, "posting_reversal_names_what"),
        ({"kind": "reversal", "reason": "", "reverses": True}, "posting_gives_reason"),
        ({"kind": "declared", "reason": ""}, "posting_gives_reason"),
    ],
)
def test_a_posting_that_does_not_say_what_and_why(posting, given, constraint):
    if given.get("reverses"):
        given = given | {"reverses": posting}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Posting.objects.create(unit_id=posting.unit_id, recorded_at=AT, **given)


@pytest.mark.parametrize("link", ["reverses", "replaces"])
def test_one_posting_is_reversed_and_replaced_once(posting, link):
    given = {"unit_id": posting.unit_id, "recorded_at": AT, "reason": "x", link: posting}
    given["kind"] = "reversal" if link == "reverses" else "declared"
    Posting.objects.create(**given)
    with pytest.raises(IntegrityError, match=link), transaction.atomic():
        Posting.objects.create(**given)
