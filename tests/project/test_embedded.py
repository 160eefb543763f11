"""The embedded server's life: real servers, real crashes, real file modes."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from viecthat.kernel.errors import Refused
from viecthat.project.embedded import EmbeddedServer, account, home, programs, server
from viecthat.project.embedded.process import server_process

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


@pytest.fixture(scope="module")
def running(shared_home: Path) -> EmbeddedServer:
    """One server for the tests that only look."""
    started = EmbeddedServer(shared_home)
    started.ensure_running()
    return started


def ask(where: EmbeddedServer, question: str) -> list[tuple]:
    with psycopg.connect(**where.connection(), autocommit=True) as connection:
        answer = connection.execute(question)
        return answer.fetchall() if answer.description else []


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def kill_nine(where: EmbeddedServer) -> int:
    pid = where.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_settings_are_durable_local_and_small(running: EmbeddedServer) -> None:
    shown = {
        name: ask(running, f"SHOW {name}")[0][0]
        for name in (
            "listen_addresses",
            "fsync",
            "synchronous_commit",
            "shared_buffers",
            "shared_preload_libraries",
            "password_encryption",
            "unix_socket_permissions",
        )
    }
    assert shown == {
        "listen_addresses": "",
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": "256MB",
        "shared_preload_libraries": "pg_stat_statements",
        "password_encryption": "scram-sha-256",
        "unix_socket_permissions": "0700",
    }
    assert ask(running, "SELECT bool_or(query LIKE 'SHOW%') FROM pg_stat_statements") == [(True,)]


@pytest.mark.parametrize(
    ("data", "memory", "buffers"), [(0, 0.25, 128), (0, 24, 256), (1, 2, 512), (1, 24, 1_024), (9, 24, 4_096)]
)
def test_memory_grows_with_the_data(data: float, memory: float, buffers: int) -> None:
    assert home.buffers_for(int(data * 2**30), int(memory * 2**30)) == buffers


def test_database_sorts_and_folds_by_the_builtin_provider(running: EmbeddedServer) -> None:
    assert ask(
        running,
        "SELECT datlocprovider::text, datlocale, pg_encoding_to_char(encoding)"
        " FROM pg_database WHERE datname = current_database()",
    ) == [("b", "C.UTF-8", "UTF8")]
    assert ask(running, "SELECT upper('đoàn thanh niên')") == [("ĐOÀN THANH NIÊN",)]


def test_role_owns_its_database_and_is_no_superuser(running: EmbeddedServer) -> None:
    assert ask(running, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [(False, True)]
    for extension in ("btree_gist", "citext", "ltree", "pg_trgm", "unaccent"):
        ask(running, f"CREATE EXTENSION IF NOT EXISTS {extension}")


def test_the_application_may_have_tables_read_into_memory(running: EmbeddedServer) -> None:
    ask(running, "CREATE TABLE searched AS SELECT 1 AS one")
    assert ask(running, "SELECT pg_prewarm('searched')") == [(1,)]


def test_nobody_comes_in_without_the_password(running: EmbeddedServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**running.connection() | {"password": "sai"})


def test_folders_and_passwords_are_closed_to_others(running: EmbeddedServer) -> None:
    assert mode(running.home.data) == 0o700
    assert mode(running.home.sockets) == 0o700
    assert mode(running.home.path) & 0o067 == 0
    assert {mode(file) for file in running.home.path.glob("*.pgpass")} == {0o600}


@as_root
def test_as_root_the_server_runs_under_an_account_without_privileges(running: EmbeddedServer) -> None:
    pid = running.status().pid
    identities = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    taken = account.server_account(running.home.data)
    assert taken is not None
    assert identities["Uid"].split() == [str(taken.uid)] * 4
    assert identities["Gid"].split() == [str(taken.gid)] * 4
    assert "0" not in identities["Groups"].split()
    environment = Path(f"/proc/{pid}/environ").read_text()
    assert "/root" not in environment


def test_parameters_name_the_password_file_and_carry_no_password(running: EmbeddedServer) -> None:
    parameters = running.parameters()
    assert "password" not in parameters
    with psycopg.connect(**parameters) as connection:
        assert connection.info.user == "viecthat"


def test_computing_parameters_touches_nothing(tmp_path: Path) -> None:
    quiet = EmbeddedServer(tmp_path / "absent")
    quiet.parameters()
    assert not quiet.status().running
    assert not quiet.stop()
    with pytest.raises(Refused, match="chưa được khởi tạo"):
        quiet.connection()
    assert list(tmp_path.iterdir()) == []


def test_stop_then_start_keeps_data(home: Path) -> None:
    own = EmbeddedServer(home)
    (home / "database").mkdir(mode=0o700)
    (home / "database" / "data.new").mkdir()
    (home / "database" / "data.new" / "half").write_text("what an interrupted initdb leaves")
    own.ensure_running()
    ask(own, "CREATE TABLE kept (n int)")
    ask(own, "INSERT INTO kept VALUES (1)")
    assert own.stop()
    assert not own.stop()
    assert not own.status().running
    own.ensure_running()
    assert ask(own, "SELECT n FROM kept") == [(1,)]


def test_five_starts_at_once_give_one_server(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from viecthat.project.embedded import EmbeddedServer;"
        "own = EmbeddedServer(Path(sys.argv[1])); own.ensure_running(); print(own.status().pid)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * 5
    assert len(set(said)) == 1
    assert said[0] == str(EmbeddedServer(home).status().pid)


def test_killed_server_comes_back_with_everything_acknowledged(running: EmbeddedServer) -> None:
    ask(running, "CREATE TABLE acknowledged (n int)")
    for crash in range(3):
        with psycopg.connect(**running.connection(), autocommit=True) as connection:
            for n in range(50):
                connection.execute("INSERT INTO acknowledged VALUES (%s)", [crash * 50 + n])
            # Connected still: the orphan of this session holds the shared memory for a moment.
            killed = kill_nine(running)
            running.ensure_running()
        assert running.status().pid not in {None, killed}
    assert ask(running, "SELECT count(*), min(n), max(n) FROM acknowledged") == [(150, 0, 149)]


def test_process_id_given_to_another_program_since_is_no_server(running: EmbeddedServer) -> None:
    ask(running, "CREATE TABLE seven AS SELECT 7 AS n")
    killed = kill_nine(running)
    runs_as = account.server_account(running.home.data)
    # Of the same account: of any other, PostgreSQL itself would know that it is a stranger.
    with subprocess.Popen(
        ["/bin/sleep", "600"],
        user=runs_as.uid if runs_as else None,
        group=runs_as.gid if runs_as else None,
        extra_groups=[] if runs_as else None,
    ) as stranger:
        try:
            for lock in (running.home.data / "postmaster.pid", running.home.sockets / ".s.PGSQL.5432.lock"):
                lock.write_text(lock.read_text().replace(str(killed), str(stranger.pid), 1))
            assert server_process(running.home.data) is None
            running.ensure_running()
            assert stranger.poll() is None
        finally:
            stranger.kill()
    assert running.status().pid not in {killed, stranger.pid}
    assert ask(running, "SELECT n FROM seven") == [(7,)]


def test_server_whose_socket_vanished_is_started_anew(running: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "DEAF_SECONDS", 0)
    before = running.status().pid
    (running.home.sockets / ".s.PGSQL.5432").unlink()
    running.ensure_running()
    assert running.status().pid != before
    assert ask(running, "SELECT 1") == [(1,)]


def test_server_that_is_slow_to_answer_is_not_stopped(running: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "DEAF_SECONDS", 0)
    monkeypatch.setattr(server, "START_SECONDS", 1)
    monkeypatch.setattr(server, "ANSWER_SECONDS", 2)
    before = running.status().pid
    assert before is not None
    os.kill(before, signal.SIGSTOP)
    try:
        with pytest.raises(Refused, match="không sẵn sàng sau 1 giây"):
            running.ensure_running()
    finally:
        os.kill(before, signal.SIGCONT)
    running.ensure_running()
    assert running.status().pid == before


@pytest.mark.parametrize("opened", [0o755, 0o750, 0o701])
def test_data_that_others_can_read_are_refused(running: EmbeddedServer, opened: int) -> None:
    running.home.data.chmod(opened)
    try:
        with pytest.raises(Refused, match=rf"Người khác đọc được .*{opened:04o}.*chmod go-rwx"):
            EmbeddedServer(running.home.above).ensure_running()
    finally:
        running.home.data.chmod(0o700)
    running.ensure_running()


def test_folder_around_the_data_that_others_can_read_is_refused(home: Path) -> None:
    own = EmbeddedServer(home)
    own.home.path.mkdir()
    own.home.path.chmod(0o755)
    with pytest.raises(Refused, match="Người khác đọc được"):
        own.ensure_running()
    assert list(own.home.path.iterdir()) == []


def test_what_is_no_data_of_postgresql_is_left_alone(home: Path) -> None:
    own = EmbeddedServer(home)
    own.home.data.mkdir(parents=True, mode=0o700)
    own.home.path.chmod(0o700)
    (own.home.data / "thư.txt").write_text("của người khác")
    with pytest.raises(Refused, match="không trống"):
        own.ensure_running()
    assert (own.home.data / "thư.txt").read_text() == "của người khác"


def test_data_of_another_generation_are_refused(home: Path) -> None:
    own = EmbeddedServer(home)
    own.home.data.mkdir(parents=True, mode=0o700)
    own.home.path.chmod(0o700)
    (own.home.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(Refused, match="do PostgreSQL 17 tạo"):
        own.ensure_running()


def test_long_path_with_spaces_and_accents_works(home: Path) -> None:
    deep = home / "Tỉnh đoàn Hà Nội - người thật, việc thật, hiệu quả thật" / ("dài" * 20)
    deep.mkdir(parents=True)
    for folder in (home, deep.parent, deep):
        folder.chmod(0o755)
    own = EmbeddedServer(deep)
    try:
        own.ensure_running()
        assert len(os.fsencode(own.home.sockets)) < 80
        assert mode(own.home.sockets) == 0o700
        assert ask(own, "SELECT 1") == [(1,)]
    finally:
        own.stop()
        shutil.rmtree(own.home.sockets)


def test_path_a_shell_would_read_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ký tự không dùng được"):
        EmbeddedServer(tmp_path / "$(id)").ensure_running()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def open_programs() -> Iterator[Path]:
    """The wheel's programs where every account can run them, wherever this environment lies."""
    made = Path(tempfile.mkdtemp(prefix="viecthat-programs-", dir="/tmp"))
    package = programs.installed_programs().parents[1]
    for folder in (package, package.parent / programs.LIBRARIES):
        shutil.copytree(folder, made / folder.name, copy_function=link_or_copy)
    made.chmod(0o755)
    yield made / package.name / "pginstall" / "bin"
    shutil.rmtree(made)


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@as_root
def test_programs_the_account_cannot_reach_are_copied(
    home: Path, tmp_path: Path, open_programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    shutil.copytree(open_programs.parents[2], closed, copy_function=link_or_copy)
    closed.chmod(0o700)
    monkeypatch.setattr(
        programs, "installed_programs", lambda: closed / open_programs.relative_to(open_programs.parents[2])
    )
    own = EmbeddedServer(home)
    own.ensure_running()
    assert ask(own, "SELECT 1") == [(1,)]
    copied = Path(f"/proc/{own.status().pid}/exe").resolve()
    assert copied.is_relative_to(own.home.path)
    assert mode(closed) == 0o700


@as_root
def test_folder_the_account_cannot_enter_is_refused_and_left_as_it_was(home: Path) -> None:
    inner = home / "riêng"
    inner.mkdir(mode=0o700)
    (home / "khác").write_text("không phải của ta")
    with pytest.raises(Refused, match="không vào được"):
        EmbeddedServer(inner).ensure_running()
    assert mode(home) == 0o700


AS_NOBODY = """
import os, pwd, sys
from pathlib import Path
import psycopg
from viecthat.project.embedded import EmbeddedServer, programs
home, binaries = map(Path, sys.argv[1:])
programs.installed_programs = lambda: binaries
try:  # load what the first connection loads: below a closed folder it could not be found later
    psycopg.connect(host="/nowhere", connect_timeout=1)
except psycopg.OperationalError:
    pass
nobody = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
own = EmbeddedServer(home)
own.ensure_running()
with psycopg.connect(**own.connection()) as connection:
    print(connection.execute("SELECT current_user").fetchone()[0])
print(Path(f"/proc/{own.status().pid}").stat().st_uid == nobody.pw_uid)
print(own.stop(), own.status().running)
"""


@as_root
def test_unprivileged_user_runs_it_as_himself(home: Path, open_programs: Path) -> None:
    shutil.chown(home, "nobody")
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(home), str(open_programs)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.split() == ["viecthat", "True", "True", "False"], done.stderr
