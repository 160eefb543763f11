"""Sign-ins for trying out: one for each role, one random password for the whole installation."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from viecthat.accounts.choices import Role
from viecthat.accounts.commands import grant_role, open_account
from viecthat.accounts.queries import account_named
from viecthat.demo.tree import BLOC_003, CENTRE, HANOI, OFFICE_004, SOURCE_002, unit_code
from viecthat.units.queries import unit_with_code

# From the day of today's map on: the roles reach what the units have become.
_SINCE = date(2025, 7, 1)
_DECISION = "Tài khoản dùng thử"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


MEMBER, MEMBER_NAME = "doan-vien", "Bùi Thanh Tùng"


@dataclass(frozen=True)
class SignIn:
    """One account of the demonstration."""

    username: str
    full_name: str
    role: Role | None  # None: a member, who holds none
    unit: str


SIGN_INS = (
    SignIn("trung-uong", "Lê Hồng Phúc", Role.SECRETARY, CENTRE),
    SignIn("thanh-doan", "Trần Minh Đức", Role.DEPARTMENT_OFFICER, HANOI),
    SignIn("bi-thu-ha-noi", "Nguyễn Quỳnh Chi", Role.SECRETARY, HANOI),
    # The commune union that goes on where Đoàn xã Tản Lĩnh stood.
    SignIn("tan-linh", "Nguyễn Thu Hà", Role.BASE_OFFICER, unit_code("09694")),
    SignIn("bi-thu-tan-linh", "Hoàng Văn Sơn", Role.SECRETARY, unit_code("09694")),
    SignIn("chi-doan", "Phùng Thị Mai", Role.BRANCH_SECRETARY, f"{unit_code('09694')}-do-tram"),
    SignIn("kiem-tra", "Đặng Quang Hải", Role.INSPECTOR, HANOI),
    # The province that its source does not name stands by itself in the tree; nobody else can look into it.
    SignIn("tinh-002", "Bế Văn Long", Role.DEPARTMENT_OFFICER, SOURCE_002),
    SignIn("khoi-003", "Vũ Thị Hạnh", Role.DEPARTMENT_OFFICER, BLOC_003),
    SignIn("co-quan-004", "Đỗ Văn Nam", Role.STANDING_COMMITTEE, OFFICE_004),
    SignIn("quan-tri", "Phạm Đức Bình", Role.KEEPER, CENTRE),
    # Tied to a member of the village branch by `members.settle_members`.
    SignIn(MEMBER, MEMBER_NAME, None, f"{unit_code('09694')}-do-tram"),
)


@transaction.atomic
def open_demo_accounts(*, at: datetime) -> int:
    """Open those that are not there yet; returns how many came new."""
    missing = [sign_in for sign_in in SIGN_INS if account_named(sign_in.username) is None]
    if not missing:
        return 0
    password = _password()
    for sign_in in missing:
        unit = unit_with_code(sign_in.unit, _SINCE)
        if unit is None:
            raise LookupError(f"no unit {sign_in.unit}: plant_tree() comes first")
        account = open_account(username=sign_in.username, full_name=sign_in.full_name, password=password, at=at)
        if sign_in.role is None:
            continue
        grant_role(
            account=account,
            role=sign_in.role,
            unit_id=unit.id,
            start=_SINCE,
            decision=_DECISION,
            actor=None,
            at=at,
        )
    return len(missing)


def demo_sign_ins() -> list[tuple[str, str, str, str]]:
    """(username, full name, role, password) of every demo account; empty where there is no demo."""
    file = _password_file()
    if not file.is_file():
        return []
    password = file.read_text(encoding="ascii").strip()
    known = [sign_in for sign_in in SIGN_INS if account_named(sign_in.username) is not None]
    return [(s.username, s.full_name, str(s.role.label) if s.role else gettext("Đoàn viên"), password) for s in known]


def _password_file() -> Path:
    return Path(settings.VIECTHAT_HOME) / "demo_password"


def _password() -> str:
    """The installation's password; made up the first time, by whoever comes first."""
    file = _password_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(password + "\n")
    try:
        # A link, unlike a rename, never overwrites what another start made an instant ago.
        os.link(draft, file)
    except FileExistsError:
        password = file.read_text(encoding="ascii").strip()
    finally:
        draft.unlink()
    return password
