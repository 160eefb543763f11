"""The folder of the embedded server: what lies where, who may read it, its passwords and its configuration."""

import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.embedded.account import Account, may_pass

PORT = 5432  # names the socket file only: nothing listens on the network
LONGEST_SOCKET = 100  # bytes; the system's own limit is 107 on Linux, 103 on macOS
LEAST_BUFFERS, MOST_BUFFERS = 256, 4_096  # MB
BUFFERS_SHARE = 4  # of the memory at most a fourth, what PostgreSQL's manual advises to begin with
UNSPEAKABLE = set('"$`\\\n')  # pg_ctl hands the data directory to a shell between double quotes
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
MARKS = {"database", "secret_key"}  # what a folder holds once it is the home of an installation

CONFIGURATION = """\
# Written by Việc Thật at every start of the server.
data_directory = {data}
hba_file = {access}
listen_addresses = ''
port = {port}
unix_socket_directories = {sockets}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
max_locks_per_transaction = 256
shared_buffers = '{buffers}MB'
huge_pages = off
maintenance_work_mem = '64MB'
shared_preload_libraries = 'pg_stat_statements'
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] '
"""

ACCESS = """\
# Written by Việc Thật at every start of the server: the socket only, and a password always.
local all all scram-sha-256
local replication all scram-sha-256
"""


def buffers_for(data: int, memory: int) -> int:
    """How many MB PostgreSQL keeps pages in: room for all its data, of so many bytes of memory no more than a share.

    No more than there is data: each table dropped or emptied has all of them looked through.
    """
    most = min(max(memory // BUFFERS_SHARE // 2**20, LEAST_BUFFERS // 2), MOST_BUFFERS)
    return min(max(data // 2**20, LEAST_BUFFERS), most)


def memory() -> int:
    """Bytes this process may use: the machine's, or what a container leaves of it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    told = (limit.read_text().strip() for limit in LIMITS if limit.is_file())
    return min([machine, *(int(limit) for limit in told if limit.isdigit())])


class ServerHome:
    """`<data home>/database`: data, socket and log belong to the server's account, the rest to who starts it."""

    def __init__(self, data_home: Path) -> None:
        self.above = Path(os.path.realpath(data_home))
        self.path = self.above / "database"
        self.data = self.path / "data"
        self.log = self.path / "log" / "server.log"
        self.configuration = self.path / "postgresql.conf"
        self.access = self.path / "pg_hba.conf"

    @property
    def sockets(self) -> Path:
        """The socket's folder: here, or under /tmp when this path is too long for a socket's address."""
        here = self.path / "socket"
        if len(os.fsencode(here / f".s.PGSQL.{PORT}")) < LONGEST_SOCKET:
            return here
        return Path("/tmp") / f"viecthat-{hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]}"  # noqa: S108 - made 0700, its owner checked

    def password_file(self, role: str) -> Path:
        """The role's password, in the format libpq reads (`passfile`)."""
        return self.path / f"{role}.pgpass"

    def password(self, role: str) -> str:
        """The role's password; the first caller makes it. Call it under `locked()`."""
        kept = self.password_file(role)
        try:
            return kept.read_text().strip().rpartition(":")[2]
        except FileNotFoundError:
            made = secrets.token_hex(24)
            self._write(kept, f"*:*:*:{role}:{made}\n", 0o600)
            return made

    def check(self) -> None:
        """Raise Refused when others could read the data, or when it belongs to somebody else."""
        if not (UNSPEAKABLE.isdisjoint(str(self.path))):
            raise Refused(
                gettext_noop("Đường dẫn thư mục dữ liệu có ký tự không dùng được: {directory}"), directory=self.path
            )
        for directory, closed in ((self.path, 0o066), (self.data, 0o077), (self.sockets, 0o077)):
            try:
                found = directory.lstat()
            except FileNotFoundError:
                continue
            except PermissionError as denied:
                raise Refused(
                    gettext_noop("Không được phép vào thư mục dữ liệu {directory}."), directory=directory
                ) from denied
            if not stat.S_ISDIR(found.st_mode):
                raise Refused(gettext_noop("{directory} không phải là thư mục."), directory=directory)
            if os.geteuid() not in {0, found.st_uid}:
                raise Refused(
                    gettext_noop("Thư mục {directory} thuộc tài khoản khác; đặt VIECTHAT_DATA sang thư mục của mình."),
                    directory=directory,
                )
            if found.st_mode & closed:
                raise Refused(
                    gettext_noop(
                        "Người khác đọc được thư mục dữ liệu {directory} (quyền {mode}); "
                        "hãy chạy “chmod go-rwx {directory}” rồi làm lại."
                    ),
                    directory=directory,
                    mode=f"{stat.S_IMODE(found.st_mode):04o}",
                )

    def prepare(self, account: Account | None) -> None:
        """Make the folders that are missing; never touches a folder that is not ours."""
        self.above.mkdir(parents=True, exist_ok=True)
        if account:
            self._let_pass(account)
        self._make(self.path, None, account)
        self._make(self.log.parent, account, account)

    def prepare_sockets(self, account: Account | None) -> None:
        """Make the socket's folder. Raises Refused when somebody else took its place under /tmp."""
        self._make(self.sockets, account, account)
        owner = account.uid if account else os.geteuid()
        if self.sockets.lstat().st_uid != owner:
            raise Refused(gettext_noop("Thư mục {directory} thuộc tài khoản khác."), directory=self.sockets)

    def make_data(self, name: str, account: Account | None) -> Path:
        """An empty folder of the server's account, 0700."""
        made = self.path / name
        self._make(made, account, account)
        return made

    def check_vacant(self) -> None:
        """Raise Refused when the place of the data is taken by something that is no data of PostgreSQL."""
        if self.data.exists() and any(self.data.iterdir()):
            raise Refused(
                gettext_noop("Thư mục {directory} không trống mà cũng không phải dữ liệu PostgreSQL."),
                directory=self.data,
            )

    @contextmanager
    def password_for(self, account: Account | None, password: str) -> Iterator[Path]:
        """A file that the account reads once, for initdb."""
        file = self.path / f"initdb-{os.getpid()}"
        self._write(file, password + "\n", 0o600)
        if account:
            os.chown(file, account.uid, account.gid)
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)

    def write_configuration(self, account: Account | None) -> None:
        """Write both configuration files: ours to write, the account's to read."""
        texts = {
            self.access: ACCESS,
            self.configuration: CONFIGURATION.format(
                data=_quoted(self.data),
                access=_quoted(self.access),
                port=PORT,
                sockets=_quoted(f'"{self.sockets}"'),
                buffers=buffers_for(self._size(), memory()),
            ),
        }
        for file, text in texts.items():
            self._write(file, text, 0o640)
            if account:
                os.chown(file, 0, account.gid)

    def _size(self) -> int:
        """Bytes of the databases, as of now."""
        size = 0
        for file in self.data.glob("base/*/*"):
            with suppress(FileNotFoundError):  # what a server killed leaves may still be tidied up
                size += file.stat().st_size
        return size

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process at a time starts or stops this server; the others wait."""
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _let_pass(self, account: Account) -> None:
        if may_pass(account, self.above):
            return
        # A private folder given to us alone (mktemp -d, say) is ours to open to one group; any other is not.
        names = {entry.name for entry in self.above.iterdir()}
        if (not names or names & MARKS) and may_pass(account, self.above.parent):
            os.chown(self.above, -1, account.gid)
            self.above.chmod(0o710)
        if not may_pass(account, self.above):
            raise Refused(
                gettext_noop(
                    "Chạy bằng root thì PostgreSQL dùng tài khoản “{account}”, mà tài khoản này không vào được "
                    "{directory}; đặt VIECTHAT_DATA sang thư mục khác, ví dụ /var/lib/viecthat/du-lieu."
                ),
                account=account.name,
                directory=self.above,
            )

    def _make(self, directory: Path, owner: Account | None, account: Account | None) -> None:
        """A folder of `owner`, or of ourselves with passage for the account."""
        try:
            directory.mkdir(mode=0o700)
        except FileExistsError:
            if directory.is_symlink() or not directory.is_dir():
                raise Refused(gettext_noop("{directory} không phải là thư mục."), directory=directory) from None
        # Another start may have made it an instant ago and not yet given it away: doing so twice is safe.
        if account is None or directory.stat().st_uid != 0:
            return
        if owner:
            os.chown(directory, owner.uid, owner.gid)
        else:
            os.chown(directory, 0, account.gid)
            directory.chmod(0o710)

    def _write(self, file: Path, text: str, mode: int) -> None:
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as handle:
            handle.write(text)
            os.fchmod(handle.fileno(), mode)
        draft.replace(file)


def _quoted(value: Path | str) -> str:
    return "'" + str(value).replace("'", "''") + "'"
