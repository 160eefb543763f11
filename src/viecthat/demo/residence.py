"""A handful of made-up members who take part where they live, so that the register of residence shows something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.members import VILLAGE
from viecthat.demo.tree import unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.people.queries.membership import open_members
from viecthat.residence.commands.commendation import commend_resident
from viecthat.residence.commands.log import log_participation
from viecthat.residence.commands.registration import Introduced, Placed, introduce_members, receive_members
from viecthat.residence.commands.remark import Given, confirm_remarks, give_remarks
from viecthat.residence.commands.request import send_request
from viecthat.residence.queries.registration import introduced_already
from viecthat.units.commands import found_unit
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

COMMUNE = unit_code("09619")
APARTMENTS = f"{COMMUNE}-chung-cu"
_FOUNDED = date(2025, 7, 1)
_SETTLED = 150  # days after which letters, log and remarks have had their time
_GROUPS = ("workers", "students", "officials", "forces", "workers")


@transaction.atomic
def settle_residence(at: datetime) -> int:
    """Five letters, three answered; a log, a remark, a request and a commendation; how many came new."""
    today = localdate(at)
    home, commune = unit_with_code(VILLAGE, today), unit_with_code(COMMUNE, today)
    accounts = [account_named(name) for name in ("chi-doan", "thanh-doan", "bi-thu-ha-noi")]
    if home is None or commune is None or None in accounts or (today - _FOUNDED).days < _SETTLED:
        return 0
    secretary, officer, leader = (one for one in accounts if one is not None)
    people = [row.person_id for row in open_members([home.id])][-len(_GROUPS) :]
    if introduced_already(people):
        return 0
    dataset, _new = open_dataset(
        code="noi-cu-tru-minh-hoa",
        title="Sinh hoạt nơi cư trú minh hoạ",
        source="Người và việc do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: giấy giới thiệu, đăng ký, nhận xét và khen thưởng nơi cư trú.",
        at=at,
    )
    with recorded_under(dataset):
        return _settle(people, commune.id, (secretary, officer, leader), at)


def _settle(people: list[int], commune: int, accounts: tuple[Account, Account, Account], at: datetime) -> int:
    today = localdate(at)
    secretary, officer, leader = accounts
    block = unit_with_code(APARTMENTS, today)
    branch = block.id if block else _found_block(commune, at)
    given = [Introduced(person, group) for person, group in zip(people, _GROUPS, strict=False)]
    letters = introduce_members(
        people=given, commune=commune, kind="permanent", until=None, letter="15-GT/CĐ",
        day=today - timedelta(days=60), actor=secretary, at=at,
    )  # fmt: skip
    placed = [Placed(row.pk, branch) for row in letters[:3]]
    rows = receive_members(placed=placed, day=today - timedelta(days=50), actor=officer, at=at)
    _record([row.pk for row in rows], today, officer, leader, at)
    send_request(
        registration=rows[1], kind="proposal", words="Khu chung cư chưa có sân chơi cho thiếu nhi.",
        day=today - timedelta(days=20), actor=secretary, at=at,
    )  # fmt: skip
    commend_resident(
        registration=rows[0], by_commune=True, form="Giấy khen", merit="Tổ chức lớp tin học cho người cao tuổi",
        decision="", day=today - timedelta(days=5), actor=officer, at=at,
    )  # fmt: skip
    return len(letters)


def _found_block(commune: int, at: datetime) -> int:
    unit = found_unit(
        code=APARTMENTS, name="Chi đoàn chung cư Hoàng Hoa Thám", kind="apartment_branch", parent=commune,
        day=_FOUNDED, decision="Chi đoàn minh hoạ", actor=None, at=at,
    )  # fmt: skip
    return unit.pk


def _record(rows: list[int], today: date, officer: Account, leader: Account, at: datetime) -> None:
    day = today - timedelta(days=30)
    log_participation(registrations=rows, day=day, what="Ngày Chủ nhật xanh ở khu chung cư", actor=officer, at=at)
    given = [Given(rows[0], "good", "Nhiệt tình, giúp được nhiều việc của khu chung cư.")]
    remarks = give_remarks(given=given, year=today.year, day=today - timedelta(days=3), actor=officer, at=at)
    confirm_remarks(remarks=[one.pk for one in remarks], day=today, actor=leader, at=at)
