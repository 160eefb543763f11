"""Start, stop and look at the embedded server. Several programs may ask at once; one server comes of it."""

import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.embedded.account import Account, run_as, server_account
from viecthat.project.embedded.home import PORT, ServerHome
from viecthat.project.embedded.process import release_stale_locks, server_process
from viecthat.project.embedded.programs import programs_version, runnable_programs

ROLE = DATABASE = "viecthat"
KEEPER = "postgres"  # the superuser: used only to make the role and the database
KEEPERS_EXTENSIONS = ("pg_stat_statements", "pg_prewarm")
START_SECONDS = 120  # recovery after a crash replays the log first
RETRY_SECONDS = 10  # after a kill -9 the orphaned children hold the shared memory for a moment
DEAF_SECONDS = 5  # a live server that is not at its socket for so long is started anew
ANSWER_SECONDS = 5
PAUSE = 0.1
LONGEST_LOG = 10 * 2**20


@dataclass(frozen=True)
class Status:
    """What there is to see of the server: `directory` is its own folder, `pid` None when it does not run."""

    running: bool
    pid: int | None
    version: str
    directory: Path


class EmbeddedServer:
    """The PostgreSQL of one data home: `<data home>/database`. Making the object does nothing."""

    def __init__(self, data_home: Path) -> None:
        self.home = ServerHome(data_home)

    def parameters(self) -> dict[str, Any]:
        """How to connect, computed without touching anything: libpq reads the password from the file named."""
        return {
            "host": str(self.home.sockets),
            "port": PORT,
            "user": ROLE,
            "dbname": DATABASE,
            "passfile": str(self.home.password_file(ROLE)),
        }

    def connection(self) -> dict[str, Any]:
        """How to connect, the password included. Raises Refused when the server was never started."""
        parameters = self.parameters()
        passfile = Path(parameters.pop("passfile"))
        if not passfile.exists():
            raise Refused(gettext_noop("Máy chủ cơ sở dữ liệu chưa được khởi tạo; hãy chạy “viecthat migrate”."))
        return parameters | {"password": self.home.password(ROLE)}

    def status(self) -> Status:
        """Whether it runs, and where; starts nothing."""
        pid = server_process(self.home.data)
        return Status(pid is not None, pid, programs_version(), self.home.path)

    def ensure_running(self) -> None:
        """Return with a server that answers; make it, start it or start it again as needed.

        Raises Refused, with what to do, when that cannot be.
        """
        self.home.check()
        if self._answers():
            return
        account = server_account(self.home.data)
        self.home.prepare(account)
        with self.home.locked():
            if self._answers():
                return
            self.home.prepare_sockets(account)
            self._start(account)
            self._make_database()

    def stop(self) -> bool:
        """Stop it in good order; False when it did not run."""
        self.home.check()
        if server_process(self.home.data) is None:
            return False
        account = server_account(self.home.data)
        with self.home.locked():
            if server_process(self.home.data) is None:
                return False
            self._stop(account, runnable_programs(self.home.path, account))
        return True

    def _answers(self) -> bool:
        if not self.home.password_file(ROLE).exists():
            return False
        try:
            psycopg.connect(**self.parameters(), connect_timeout=ANSWER_SECONDS).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ping(self) -> pq.Ping:
        where = make_conninfo(
            "", host=str(self.home.sockets), port=PORT, dbname="postgres", connect_timeout=ANSWER_SECONDS
        )
        return pq.Ping(pq.PGconn.ping(where.encode()))

    def _start(self, account: Account | None) -> None:
        programs = runnable_programs(self.home.path, account)
        if not (self.home.data / "PG_VERSION").exists():
            self._initialise(account, programs)
        self._check_generation()
        self.home.write_configuration(account)
        self._turn_log()
        began = deaf_since = time.monotonic()
        while (ping := self._ping()) is not pq.Ping.OK:
            now = time.monotonic()
            if now - began > START_SECONDS:
                raise self._failed(gettext_noop("PostgreSQL không sẵn sàng sau {seconds} giây. {words}"), "")
            if ping is pq.Ping.REJECT or self._listens():
                deaf_since = now
            elif server_process(self.home.data) is None:
                words = self._launch(account, programs)
                deaf_since = time.monotonic()
                if words is not None and deaf_since - began > RETRY_SECONDS:
                    raise self._failed(gettext_noop("PostgreSQL không khởi động được: {words}"), words)
            elif now - deaf_since > DEAF_SECONDS:
                self._stop(account, programs)
            time.sleep(PAUSE)

    def _listens(self) -> bool:
        """Whether somebody is at the socket, however slow to answer: such a server is waited for, never stopped."""
        with socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(1)
            try:
                knock.connect(str(self.home.sockets / f".s.PGSQL.{PORT}"))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            except OSError:  # a queue that is full, say
                return True
        return True

    def _launch(self, account: Account | None, programs: Path) -> str | None:
        """Ask pg_ctl to start it. None when it did; else what it said."""
        release_stale_locks(self.home.data, self.home.sockets)
        options = "-c config_file='" + str(self.home.configuration).replace("'", "'\\''") + "'"
        argv: list[str | Path] = [programs / "pg_ctl", "start", "-w", "-t", str(START_SECONDS)]
        argv += ["-D", self.home.data, "-l", self.home.log, "-o", options]
        done = run_as(account, argv, directory=self.home.path, seconds=START_SECONDS + 30)
        return None if done.returncode == 0 else done.stderr or done.stdout

    def _stop(self, account: Account | None, programs: Path) -> None:
        for mode in ("fast", "immediate"):
            argv: list[str | Path] = [programs / "pg_ctl", "stop", "-w", "-t", "60", "-m", mode, "-D", self.home.data]
            done = run_as(account, argv, directory=self.home.path)
            if done.returncode == 0 or server_process(self.home.data) is None:
                return
        raise self._failed(gettext_noop("PostgreSQL không dừng được: {words}"), done.stderr)

    def _initialise(self, account: Account | None, programs: Path) -> None:
        # Under another name until it is whole: what an interrupted initdb leaves is never taken for data.
        self.home.check_vacant()
        draft = self.home.path / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self.home.make_data(draft.name, account)
        with self.home.password_for(account, self.home.password(KEEPER)) as password:
            argv: list[str | Path] = [programs / "initdb", "-D", draft, "-U", KEEPER, f"--pwfile={password}"]
            argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]
            argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            done = run_as(account, argv, directory=self.home.path)
        if done.returncode != 0:
            raise self._failed(gettext_noop("Không tạo được cơ sở dữ liệu: {words}"), done.stderr)
        draft.rename(self.home.data)

    def _check_generation(self) -> None:
        made_by = (self.home.data / "PG_VERSION").read_text().strip()
        if programs_version().split(".")[0] != made_by:
            raise Refused(
                gettext_noop(
                    "Dữ liệu tại {directory} do PostgreSQL {made_by} tạo, chương trình nay là {version}; "
                    "hãy sao lưu bằng bản cũ rồi khôi phục vào bản mới."
                ),
                directory=self.home.data,
                made_by=made_by,
                version=programs_version(),
            )

    def _make_database(self) -> None:
        """The role and the database, when missing. The role owns its database and is no superuser."""
        password = self.home.password(ROLE)
        keeper = {"host": str(self.home.sockets), "port": PORT, "user": KEEPER, "dbname": "postgres"}
        passfile = str(self.home.password_file(KEEPER))
        role = sql.Identifier(ROLE)
        with psycopg.connect(**keeper, passfile=passfile, autocommit=True) as connection:  # type: ignore[arg-type]
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            # Scrambled here, so that the password itself never reaches the server's log.
            scrambled = connection.pgconn.encrypt_password(password.encode(), ROLE.encode(), b"scram-sha-256").decode()
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(scrambled)))
            connection.execute(sql.SQL("GRANT pg_monitor TO {}").format(role))  # to see how the server fares
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), role))
        with psycopg.connect(**keeper | {"dbname": DATABASE}, passfile=passfile, autocommit=True) as connection:  # type: ignore[arg-type]
            # The others the application needs are trusted ones, which the owner of the database may create.
            for extension in KEEPERS_EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))

    def _turn_log(self) -> None:
        if self.home.log.exists() and self.home.log.stat().st_size > LONGEST_LOG:
            self.home.log.replace(self.home.log.with_suffix(".old.log"))

    def _failed(self, sentence: str, words: str) -> Refused:
        """The refusal with the last thing PostgreSQL said."""
        if self.home.log.exists() and (not words or "log output" in words):
            words = self.home.log.read_text(errors="replace")[-2000:]
        said = [line.strip() for line in words.splitlines() if line.strip()]
        telling = [line for line in said if "FATAL" in line or "PANIC" in line or "rror" in line] or said
        return Refused(sentence, words=telling[-1] if telling else "", seconds=START_SECONDS)
