"""Which process a lock file of PostgreSQL names, and whether that process is really our server."""

import os
import shutil
import subprocess
from pathlib import Path

# No system gives out such a number, so PostgreSQL finds the process gone and checks its shared memory itself.
NO_PROCESS = 2**31 - 2


def server_process(data: Path) -> int | None:
    """The process id of the live server of this data directory; None when none runs, whatever the file says."""
    pid = _named_in(data / "postmaster.pid")
    return pid if pid is not None and _serves(pid, data) else None


def release_stale_locks(data: Path, sockets: Path) -> None:
    """Free the locks of a server that died and whose process id another program has since been given.

    PostgreSQL clears a lock whose process is gone, but takes any living process for itself. The file is kept with an
    impossible id rather than deleted: it also names the shared memory that orphaned children may still use.
    """
    for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
        pid = _named_in(lock)
        if pid is not None and not _serves(pid, data):
            _rewrite_first_line(lock, str(NO_PROCESS))


def _named_in(lock: Path) -> int | None:
    try:
        return abs(int(lock.read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    return str(data) in _command_line(pid)


def _command_line(pid: int) -> list[str]:
    """The words a process was started with; empty when it is gone or only waits to be buried."""
    if Path("/proc/self/cmdline").exists():
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
        except OSError:
            return []
    ps = shutil.which("ps") or "/bin/ps"
    shown = subprocess.run([ps, "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.split()


def _rewrite_first_line(lock: Path, line: str) -> None:
    # O_NOFOLLOW: the folder belongs to the server's account, and we may be root.
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_NOFOLLOW), "r+") as file:
        rest = file.read().partition("\n")[2]
        file.seek(0)
        file.write(f"{line}\n{rest}")
        file.truncate()
