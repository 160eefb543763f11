"""Under which account the database server runs: PostgreSQL refuses root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viecthat.kernel.errors import Refused, gettext_noop

PREFERRED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An existing account of the machine without privileges, and the groups it is in."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...]


def server_account(data: Path) -> Account | None:
    """The account that runs the server of this data directory; None when we are not root and run it as ourselves.

    Existing data keep the account they were made under: a “postgres” installed later does not take them over.
    """
    if os.geteuid() != 0:
        return None
    candidates: list[str] = list(PREFERRED)
    if data.exists() and (owner := data.stat().st_uid) != 0:
        try:
            candidates = [pwd.getpwuid(owner).pw_name]
        except KeyError:
            raise Refused(
                gettext_noop("Thư mục dữ liệu {directory} thuộc một tài khoản không còn trên máy này ({owner})."),
                directory=data,
                owner=owner,
            ) from None
    for name in candidates:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid, tuple(os.getgrouplist(name, found.pw_gid)))
    raise Refused(
        gettext_noop(
            "PostgreSQL không chạy dưới quyền root và máy này không có tài khoản “postgres” hay “nobody”; "
            "hãy chạy bằng một tài khoản thường."
        )
    )


def run_as(
    account: Account | None, argv: Sequence[str | Path], *, directory: Path, seconds: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run a program as `account` (None: as ourselves) in a clean environment; its words are captured.

    Raises Refused when the account cannot be taken; a non-zero result is the caller's to judge.
    """
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(directory)}
    try:
        return subprocess.run(
            [str(word) for word in argv],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=account.groups if account else None,
            umask=0o077,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(
            gettext_noop("Chương trình {program} của PostgreSQL không xong trong {seconds} giây."),
            program=Path(argv[0]).name,
            seconds=seconds,
        ) from late
    except (PermissionError, subprocess.SubprocessError) as denied:
        if account is None:
            raise
        raise Refused(
            gettext_noop(
                "Không chuyển được sang tài khoản “{account}” để chạy PostgreSQL ({reason}); "
                "hãy chạy bằng một tài khoản thường."
            ),
            account=account.name,
            reason=denied,
        ) from denied


def may_pass(account: Account, directory: Path) -> bool:
    """Whether the account can enter `directory`: asked of the system itself, so that access lists count."""
    return run_as(account, ["/bin/sh", "-c", 'test -x "$1"', "sh", directory], directory=Path("/")).returncode == 0
