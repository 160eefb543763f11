"""The store beside the ledger: never a wrong number, whatever happens while it is carried on.

The argument is in docs/decisions/0013-nothing-is-missed.md; each of its steps has its test here.
"""

import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories import AT, TODAY, make_indicator, make_tree
from tests.journeys.serving import database_url
from tests.ledger.conftest import settle
from tests.own_database import leave_alone
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, check_store, merge_store, post_entries, rebuild_store, store as store_command
from viecthat.ledger.feed import LedgerSource, current_generation, ledger_state, source, store_home
from viecthat.ledger.models import Entry
from viecthat.ledger.queries import measure_of, store_status
from viecthat.rollup.ask import ask
from viecthat.rollup.store.generation import CURRENT, open_generation
from viecthat.units.tree import map_on

pytestmark = pytest.mark.database
YEAR = Period.year(2026)


class Ground:
    """A unit and an indicator, committed; a way to write, and to ask what the whole is."""

    def __init__(self) -> None:
        self.tree, self.indicator = make_tree(), make_indicator()
        self.written = 0

    def write(self, quantity: int, *, at=AT, day: date = TODAY) -> None:
        line = Line(self.tree.branch.pk, self.indicator.pk, day, quantity, Grade.DECLARED)
        post_entries(kind=PostingKind.ACTIVITY, unit=self.tree.branch.pk, lines=[line], actor=None, at=at)
        self.written += quantity

    def shown(self, **given) -> int:
        """What every page would show of the city."""
        city = self.tree.city.pk
        table = ask(
            {1: measure_of(self.indicator)},
            units=[city], periods=[YEAR], map=map_on(TODAY), source=LedgerSource(), **given,
        )  # fmt: skip
        return table.one(city, 1, YEAR).value


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.VIECTHAT_STORE = tmp_path / "store"


@pytest.fixture
def ground(own_database) -> Ground:
    return Ground()


def merge_now():
    """Merge what is settled by now."""
    return merge_store(today=TODAY, at=AT)


def merge():
    """Merge all that was written."""
    settle()
    return merge_now()


def rebuild():
    settle()
    return rebuild_store(today=TODAY, at=AT)


def rebuild_now():
    return rebuild_store(today=TODAY, at=AT)


def forget() -> None:
    """As a process that begins."""
    source._kept.clear()


def test_without_a_store_everything_is_read_from_the_ledger(ground):
    ground.write(5)
    assert store_status().number is None
    assert (ground.shown(), store_status().tail) == (5, 1)


def test_a_merge_changes_no_figure_and_empties_the_tail(ground):
    ground.write(5)
    assert ground.shown() == 5
    merge()
    assert (store_status().tail, store_status().lines) == (0, 1)
    assert ground.shown() == 5
    assert len(LedgerSource().hold().unmerged) == 0
    ground.write(7)
    assert (store_status().tail, ground.shown()) == (1, 12)
    merge()
    assert (store_status().lines, ground.shown()) == (2, 12)
    forget()
    assert ground.shown() == 12
    assert check_store() == []


def test_nothing_new_is_nothing_to_merge(ground):
    ground.write(5)
    first = merge()
    assert merge() is None
    assert store_status().number == first.number


def test_what_commits_late_is_merged_late_and_seen_at_once(ground, elsewhere):
    """Its transaction began before the merge and ends after it."""
    ground.write(1)
    merge()
    slow = elsewhere()
    opened = transaction.atomic()
    slow.do(opened.__enter__)
    slow.do(lambda: ground.write(10))
    ground.write(100)
    merge_now()
    assert ground.shown() == 101
    slow.do(lambda: opened.__exit__(None, None, None))
    assert ground.shown() == 111
    forget()
    assert ground.shown() == 111
    merge()
    forget()
    assert (ground.shown(), store_status().tail) == (111, 0)
    assert check_store() == []


@pytest.mark.parametrize("step", ["read", "merge_generation", "_mark"])
def test_what_commits_while_a_merge_is_at_any_step(ground, elsewhere, monkeypatch, step):
    ground.write(1)
    merge()
    ground.write(10)
    other = elsewhere()
    really = getattr(store_command, step)

    def interrupted(*given, **named):
        monkeypatch.setattr(store_command, step, really)
        other.do(lambda: ground.write(100))
        assert other.do(ground.shown) == 111
        done = really(*given, **named)
        other.do(lambda: ground.write(1000))
        return done

    settle()
    monkeypatch.setattr(store_command, step, interrupted)
    merge_now()
    assert ground.shown() == 1111
    merge()
    forget()
    assert (ground.shown(), store_status().tail) == (1111, 0)
    assert check_store() == []


@pytest.mark.parametrize("seed", range(3))
def test_chance_plays_writers_mergers_and_readers(ground, elsewhere, seed):
    """Three transactions lie across each other while the store is merged, built anew, and read by two processes."""
    chance = Random(seed)
    writers, opened, unfinished = [elsewhere() for _ in range(3)], {}, {}
    committed = 0
    for quantity in (3**n for n in range(25)):
        who = chance.randrange(3)
        match chance.choice(["write", "write", "write", "commit", "roll back", "merge", "rebuild", "begin anew"]):
            case "write":
                if who not in opened:
                    opened[who] = transaction.atomic()
                    writers[who].do(opened[who].__enter__)
                    unfinished[who] = 0
                writers[who].do(lambda q=quantity: ground.write(q))
                unfinished[who] += quantity
            case "commit" if who in opened:
                writers[who].do(lambda w=who: opened[w].__exit__(None, None, None))
                committed += unfinished.pop(who)
                del opened[who]
            case "roll back" if who in opened:
                writers[who].do(lambda w=who: opened[w].__exit__(RuntimeError, RuntimeError(), None))
                del opened[who], unfinished[who]
            case "merge":
                merge_now()
            case "rebuild":
                rebuild_now()
            case "begin anew":
                forget()
        assert ground.shown() == committed
    for who, one in opened.items():
        writers[who].do(lambda o=one: o.__exit__(None, None, None))
    merge()
    whole = sum(Entry.objects.values_list("quantity", flat=True))
    assert ground.shown() == whole
    assert check_store() == []


def test_writers_post_while_the_store_is_merged_again_and_again(ground, elsewhere):
    """Really at once: two write, one merges, and every figure read is one that was true in between."""
    merge()
    writers = [elsewhere(), elsewhere()]
    ended = threading.Event()
    done = [0, 0]

    def write(who):
        for _ in range(40):
            ground.write(1)
            done[who] += 1

    for who, writer in enumerate(writers):
        writer.start(lambda w=who: write(w))

    merger = elsewhere()

    def keep_merging():
        while not ended.is_set():
            merge_now()

    merger.start(keep_merging)
    while sum(done) < 80:
        least = sum(done)
        shown = ground.shown()
        assert least <= shown <= sum(done) + 2
    ended.set()
    assert [writer.answer() for writer in writers] == [None, None]
    assert merger.answer() is None
    assert ground.shown() == 80
    merge()
    assert (ground.shown(), store_status().tail) == (80, 0)
    assert check_store() == []


def test_two_mergers_at_once_are_one(ground, elsewhere):
    ground.write(5)
    merge()
    ground.write(6)
    with store_command._alone():
        for job in (merge_now, rebuild_now, check_store):
            with pytest.raises(Refused, match="một tiến trình khác"):
                elsewhere().do(job)
        assert ground.shown() == 11
    merge()
    assert ground.shown() == 11


def test_a_clock_that_goes_back(ground):
    """Recorded earlier than what was merged before: it counts, and not in what was known then."""
    ground.write(1, at=AT)
    merge()
    ground.write(10, at=AT - timedelta(days=3), day=TODAY - timedelta(days=9))
    known = {"as_known": AT - timedelta(days=1)}
    assert (ground.shown(), ground.shown(**known)) == (11, 10)
    merge()
    forget()
    assert (ground.shown(), ground.shown(**known)) == (11, 10)


def program(code: str, **more) -> subprocess.Popen:
    """A process of its own on the same database and store."""
    from django.conf import settings

    environment = os.environ | {
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "VIECTHAT_STORE": str(settings.VIECTHAT_STORE),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    head = "import django; django.setup()\nfrom tests.factories import AT, TODAY\n"
    head += "from viecthat.ledger.commands import store, merge_store\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(code)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more,
    )  # fmt: skip


@pytest.mark.parametrize("at_step", ["_write_through", "sync_folder", "sweep", "write_part", "write_arrays"])
def test_a_merger_that_is_killed_at_any_step(ground, at_step):
    ground.write(5)
    merge()
    ground.write(6)
    killed = program(f"""
        import os, signal
        from viecthat.rollup.store import arrays, files, generation, writing
        for module in (writing, files, generation, arrays):
            if hasattr(module, "{at_step}"):
                setattr(module, "{at_step}", lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))
        merge_store(today=TODAY, at=AT)
    """)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert ground.shown() == 11
    forget()
    assert ground.shown() == 11
    assert current_generation(ledger_state()).check() == []
    merge()
    assert (ground.shown(), store_status().tail) == (11, 0)
    assert check_store() == []


def test_a_full_disk(ground):
    ground.write(5)
    merge()
    for quantity in range(200):
        ground.write(quantity + 1)
    whole = ground.shown()

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    failed = program(
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nmerge_store(today=TODAY, at=AT)",
        preexec_fn=little_room,
    )
    _out, words = failed.communicate(timeout=60)
    assert failed.returncode == 1
    assert "File too large" in words
    forget()
    assert ground.shown() == whole
    merge()
    assert (ground.shown(), store_status().tail) == (whole, 0)
    assert check_store() == []


@pytest.mark.parametrize("damage", ["truncated", "gone", "manifest", "current"])
def test_a_damaged_file(ground, damage):
    ground.write(5)
    first = merge()
    ground.write(6)
    second = merge()
    home = store_home()
    match damage:
        case "truncated":
            victim = next(p for p in sorted(home.glob(f"month-*-{second.number}*")))
            victim = victim if victim.is_file() else next(p for p in sorted(victim.iterdir()))
            victim.write_bytes(victim.read_bytes()[:-8])
        case "gone":
            victim = next(p for p in sorted(home.glob(f"year-*-{second.number}*")))
            victim.unlink()
        case "manifest":
            (home / f"manifest-{second.number:08}.json").write_text("{")
        case "current":
            (home / CURRENT).write_text("")
    forget()
    assert ground.shown() == 11
    assert first.number < second.number
    rebuild()
    assert ground.shown() == 11
    assert check_store() == []


def test_a_byte_that_changed_is_found_by_the_check(ground):
    ground.write(5)
    generation = merge()
    victim = max((p for p in Path(generation.home).rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    raw = bytearray(victim.read_bytes())
    raw[-1] ^= 1
    victim.write_bytes(raw)
    assert any("damaged" in one for one in check_store())


def test_a_ledger_that_holds_other_lines_than_its_store_is_found_by_the_check(ground, broken_open):
    ground.write(5)
    merge()
    with broken_open("ledger_entry"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = 6")
    assert check_store() != []


class TestStale:
    """A store of another ledger, or of a past that was put away, is never read."""

    def test_a_database_made_anew(self, ground):
        ground.write(5)
        merge()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_storemark SET token = gen_random_uuid()")
        assert current_generation(ledger_state()) is None
        ground.write(1)
        assert ground.shown() == 6
        merge()
        assert (current_generation(ledger_state()).lines_count, ground.shown()) == (2, 6)

    def test_a_copy_under_the_same_name(self, ground, own_database):
        """Dropped and restored from a dump: the same token, another number of the database."""
        ground.write(5)
        generation = merge()
        other = f"{own_database}_copy"
        connection.close()
        with connection._nodb_cursor() as cursor:
            leave_alone(cursor, own_database)
            cursor.execute(f'DROP DATABASE IF EXISTS "{other}"')
            cursor.execute(f'CREATE DATABASE "{other}" TEMPLATE "{own_database}"')
            cursor.execute(f'DROP DATABASE "{own_database}"')
            cursor.execute(f'ALTER DATABASE "{other}" RENAME TO "{own_database}"')
        assert open_generation(store_home()).number == generation.number
        assert current_generation(ledger_state()) is None
        assert ground.shown() == 5
        merge()
        assert current_generation(ledger_state()).lines_count == 1

    def test_beyond_what_the_ledger_remembers(self, ground):
        """Put back to an earlier state of its files: cluster, number and token are the same, the mark is behind."""
        ground.write(5)
        merge()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_storemark SET horizon = horizon - 1")
        assert current_generation(ledger_state()) is None
        assert ground.shown() == 5

    def test_beyond_every_transaction(self, ground):
        """The numbers of transactions began again."""
        ground.write(5)
        generation = merge()
        state = ledger_state()
        assert current_generation(state) is not None
        behind = type(state)(state.identity, state.mark, 1, generation.horizon - 1)
        assert current_generation(behind) is None


def test_the_ledger_is_read_in_batches(ground):
    from viecthat.ledger.feed import read_in_batches

    for quantity in range(1, 8):
        ground.write(quantity)
    batches = list(read_in_batches(0, size=3))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert sorted(q for batch in batches for q in batch.quantity.tolist()) == list(range(1, 8))
    assert next(read_in_batches(0, size=7)).entry.size == 7
    assert [len(batch) for batch in read_in_batches(10**15, size=7)] == [0]


class TestCommand:
    """viecthat store"""

    def test_each_word_says_what_it_found(self, ground, capsys):
        ground.write(5)
        settle()
        for words in (["status"], ["merge"], ["merge"], ["rebuild"], ["check"], []):
            call_command("store", *words)
        out = capsys.readouterr().out
        assert "chưa có; mọi dòng đọc thẳng từ sổ việc" in out
        assert "Kho tổng hợp đời thứ 1: 1 dòng." in out
        assert "Không có dòng mới, không phải gộp." in out
        assert "Kho tổng hợp đời thứ 2: 1 dòng." in out
        assert "khớp sổ việc đến từng byte" in out
        assert "Dòng chưa gộp" in out

    def test_a_check_that_fails_ends_with_one(self, ground):
        from typer import Exit

        ground.write(5)
        generation = merge()
        next(p for p in Path(generation.home).glob("*.parquet")).write_bytes(b"")
        forget()
        with pytest.raises((Exit, SystemExit, Refused)):
            call_command("store", "check")
