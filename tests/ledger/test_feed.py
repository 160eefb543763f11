"""The feed: whatever is committed is seen, nothing else ever, however transactions lie across each other.

The argument. A line becomes visible to everybody at the moment its transaction commits. The feed keeps what it read
below a horizon, the oldest transaction still running, for no transaction below it can bring anything any more; what
lies above is read anew each time. So it makes no difference in which order ids were given out, which transaction
commits first, how long one stays open, or whether it is rolled back. The tests below play these cases on real
connections, and then chance plays thousands.
"""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from django.db import transaction

from tests.factories import AT, LONG_AGO, TODAY, declare, make_indicator, make_officer, make_tree
from tests.ledger.conftest import settle
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries, reverse_posting
from viecthat.ledger.feed import LedgerSource, source
from viecthat.ledger.models import Entry

pytestmark = pytest.mark.database
ALWAYS = date(2100, 1, 1)


def seen() -> set[int]:
    """The quantities the feed shows; each test gives every line another one."""
    return set(LedgerSource().hold().unmerged.quantity.tolist())


class Ground:
    """A unit and an indicator, committed, and a way to write one line of a given quantity."""

    def __init__(self) -> None:
        tree = make_tree()
        self.unit, self.indicator = tree.branch.pk, make_indicator().pk
        self.tree = tree

    def write(self, quantity: int) -> None:
        line = Line(self.unit, self.indicator, TODAY, quantity, Grade.DECLARED)
        post_entries(kind=PostingKind.ACTIVITY, unit=self.unit, lines=[line], actor=None, at=AT)


@pytest.fixture
def ground(own_database) -> Ground:
    return Ground()


class Writer:
    """A transaction on a connection of its own, opened, written in and ended step by step."""

    def __init__(self, connection_elsewhere, ground: Ground) -> None:
        self.there, self.ground = connection_elsewhere, ground
        self.atomic: transaction.Atomic | None = None

    def begin(self) -> None:
        def job() -> None:
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        self.there.do(job)

    def write(self, quantity: int) -> None:
        self.there.do(lambda: self.ground.write(quantity))

    def commit(self) -> None:
        self.there.do(lambda: self.atomic.__exit__(None, None, None))
        self.atomic = None

    def roll_back(self) -> None:
        failed = RuntimeError("changed my mind")
        self.there.do(lambda: self.atomic.__exit__(RuntimeError, failed, None))
        self.atomic = None


@pytest.fixture
def writer(ground, elsewhere):
    return lambda: Writer(elsewhere(), ground)


def test_a_line_that_commits_late_with_an_early_id_is_not_missed(ground, writer):
    slow = writer()
    slow.begin()
    slow.write(1)  # its id is the smallest, and nobody may see it yet
    ground.write(2)
    assert seen() == {2}
    ground.write(3)
    assert seen() == {2, 3}
    slow.commit()
    assert seen() == {1, 2, 3}
    early, late = Entry.objects.get(quantity=1), Entry.objects.get(quantity=3)
    assert early.pk < late.pk


def test_a_reader_that_looks_between_every_step_never_sees_what_is_not_committed(ground, writer):
    one, other = writer(), writer()
    one.begin()
    other.begin()
    one.write(1)
    assert seen() == set()
    other.write(2)
    assert seen() == set()
    other.commit()
    assert seen() == {2}
    one.write(3)
    assert seen() == {2}
    one.commit()
    assert seen() == {1, 2, 3}


def test_what_is_rolled_back_leaves_no_trace_in_what_is_kept(ground, writer):
    doubtful = writer()
    doubtful.begin()
    doubtful.write(1)
    ground.write(2)
    assert seen() == {2}
    doubtful.roll_back()
    ground.write(3)
    assert seen() == {2, 3}
    settle()
    assert seen() == {2, 3}
    kept = next(reversed(source._kept.values())).tail.facts
    assert sorted(kept.quantity.tolist()) == [2, 3]


def test_my_own_unfinished_lines_are_mine_to_see_and_forgotten_when_rolled_back(ground):
    def write_and_give_up(quantity, expected):
        with transaction.atomic():
            ground.write(quantity)
            assert seen() == expected
            raise RuntimeError

    ground.write(1)
    with pytest.raises(RuntimeError):
        write_and_give_up(2, {1, 2})
    assert seen() == {1}
    with transaction.atomic():
        ground.write(3)
        with pytest.raises(RuntimeError):
            write_and_give_up(4, {1, 3, 4})
        assert seen() == {1, 3}
    assert seen() == {1, 3}


def test_a_transaction_left_open_holds_up_nobody(ground, writer):
    """It only keeps the kept part from growing; the answers are right all the same."""
    idle = writer()
    idle.begin()
    idle.write(1)
    for quantity in range(10, 20):
        ground.write(quantity)
        assert seen() == set(range(10, quantity + 1))
    idle.roll_back()
    assert seen() == set(range(10, 20))


def test_what_is_settled_is_read_once(ground, django_assert_num_queries):
    for quantity in (1, 2, 3):
        ground.write(quantity)
    settle()
    seen()
    kept = next(reversed(source._kept.values()))
    before = kept.tail
    with django_assert_num_queries(1) as read:  # the horizon; rows come by COPY, which Django does not count
        assert seen() == {1, 2, 3}
    assert kept.tail is before
    assert "pg_snapshot_xmin" in read[0]["sql"]


class Gate:
    """A lock that lets something happen the first time it is let go."""

    def __init__(self, lock, then) -> None:
        self.lock, self.then = lock, then

    def __enter__(self):
        self.lock.acquire()

    def __exit__(self, *_):
        self.lock.release()
        then, self.then = self.then, None
        if then is not None:
            then()


def test_a_question_that_settles_more_while_another_is_half_answered(ground, writer, elsewhere):
    """The first has what was settled and has not read the rest yet; the second moves the line between the two."""
    slow, other_reader = writer(), elsewhere()
    seen()
    slow.begin()
    slow.write(9)
    ground.write(1)  # committed, but above the horizon: the slow one is older

    def meanwhile():
        slow.roll_back()
        ground.write(2)
        assert other_reader.do(seen) == {1, 2}

    kept = next(reversed(source._kept.values()))
    kept.lock = Gate(kept.lock, meanwhile)
    assert {1} <= seen()


@pytest.mark.parametrize("seed", range(4))
def test_chance_plays_three_writers_against_a_reader(ground, writer, seed):
    chance = Random(seed)
    writers = [writer() for _ in range(3)]
    unfinished: dict[int, set[int]] = {}
    committed: set[int] = set()
    for quantity in range(1, 120):
        who = chance.randrange(3)
        step = chance.choice(["write", "write", "commit", "roll back", "read"])
        if step == "read":
            assert seen() == committed
        elif step == "write":
            if who not in unfinished:
                writers[who].begin()
                unfinished[who] = set()
            writers[who].write(quantity)
            unfinished[who].add(quantity)
        elif who in unfinished:
            written = unfinished.pop(who)
            if step == "commit":
                writers[who].commit()
                committed |= written
            else:
                writers[who].roll_back()
            assert seen() == committed
    for who, written in unfinished.items():
        writers[who].commit()
        committed |= written
    assert seen() == committed
    assert committed == set(Entry.objects.values_list("quantity", flat=True))


@pytest.mark.django_db
class TestColumns:
    """What each line carries over."""

    def test_every_column_is_the_row(self, tree):
        officer = make_officer("base_officer", tree.commune)
        posting = declare(tree.branch, officer, 120, day=LONG_AGO)
        reverse_posting(posting=posting, reason="x", actor=officer, at=AT + timedelta(microseconds=7))
        held = LedgerSource().hold().unmerged
        entries = list(Entry.objects.select_related("posting").order_by("pk"))
        order = np.argsort(held.entry)
        assert held.entry[order].tolist() == [e.pk for e in entries]
        assert held.posting[order].tolist() == [e.posting_id for e in entries]
        assert held.unit[order].tolist() == [tree.branch.pk] * 2
        assert held.day[order].tolist() == [LONG_AGO.toordinal()] * 2
        assert held.quantity[order].tolist() == [120, -120]
        assert held.grade[order].tolist() == [1, 1]
        assert held.person[order].tolist() == [0, 0]
        assert (held.recorded[order][1] - held.recorded[order][0]) == 7

    def test_only_the_indicators_days_and_moments_asked_for(self, tree):
        officer = make_officer("base_officer", tree.commune)
        trees, works = make_indicator(), make_indicator("youth_works")
        later = AT + timedelta(seconds=1)
        declare(tree.branch, officer, 1, indicator=trees, day=TODAY - timedelta(days=1))
        declare(tree.branch, officer, 2, indicator=trees, day=TODAY)
        declare(tree.branch, officer, 3, indicator=works, day=TODAY)
        declare(tree.branch, officer, 4, indicator=trees, day=TODAY, at=later)

        def asked(indicators, until=ALWAYS, as_known=None):
            return sorted(LedgerSource().facts([i.pk for i in indicators], until, as_known).quantity.tolist())

        assert asked([trees]) == [1, 2, 4]
        assert asked([works]) == [3]
        assert asked([trees, works]) == [1, 2, 3, 4]
        assert asked([]) == []
        assert asked([trees], until=TODAY) == [1]
        assert asked([trees], as_known=AT) == [1, 2]
        assert asked([trees], as_known=later) == [1, 2, 4]
        assert asked([trees], as_known=AT - timedelta(microseconds=1)) == []
