"""Two made-up branches of the example commune with made-up members, so that the register has something to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.accounts import MEMBER, MEMBER_NAME
from viecthat.demo.chance import chance
from viecthat.demo.people import made_up_name
from viecthat.demo.tree import unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.people.commands.admission import Applicant, apply_for_membership, introduce_applicants, learn_charter
from viecthat.people.commands.bringing import Known, bring_in_members
from viecthat.people.commands.card import issue_cards
from viecthat.people.commands.consent import give_consent
from viecthat.people.commands.correction import ask_for_correction
from viecthat.people.commands.fee import collect_fees
from viecthat.people.commands.fee_closing import close_fees
from viecthat.people.commands.own_account import Invited, issue_invitations, redeem_invitation
from viecthat.people.commands.person import PersonDraft
from viecthat.people.commands.receipt import issue_receipts
from viecthat.people.commands.transfer import send_transfer
from viecthat.people.queries import people_by_id
from viecthat.people.queries.receipt import payments_without_receipt
from viecthat.people.rules.charter import months_later
from viecthat.units.commands import found_unit
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

COMMUNE = unit_code("09694")
VILLAGE, SCHOOL = f"{COMMUNE}-do-tram", f"{COMMUNE}-thpt"
_FOUNDED = date(2025, 7, 1)
_NAMES = {VILLAGE: "Chi đoàn thôn Đô Trám", SCHOOL: "Chi đoàn lớp 12A1, Trường THPT Tản Lĩnh"}
# Born so many years before the day: of the village from 16 to a little over 30, of the class 17 and one of 15.
_OWN = 8  # the place in the village's list of the member who has a sign-in
_LONG_ENOUGH = 200  # days: the introducer has then been a member for three months
_AGES = {VILLAGE: (17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29, 31, 33), SCHOOL: (15, *(17,) * 11)}


@transaction.atomic
def found_branches(at: datetime) -> int:
    """Found the two branches unless they are there; returns how many came new."""
    parent, new = unit_with_code(COMMUNE, _FOUNDED), 0
    if parent is None:
        raise LookupError(f"no unit {COMMUNE}: plant_tree() comes first")
    for code, name in _NAMES.items():
        if unit_with_code(code, _FOUNDED) is None:
            new += 1
            found_unit(
                code=code, name=name, kind="branch", parent=parent.id, day=_FOUNDED,
                decision="Chi đoàn minh hoạ", actor=None, at=at,
            )  # fmt: skip
    return new


@transaction.atomic
def settle_members(at: datetime) -> int:
    """Enter their members, some applications and a transfer on its way; returns how many people came new."""
    dataset, new = open_dataset(
        code="doan-vien-minh-hoa",
        title="Đoàn viên minh hoạ",
        source="Người do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: tên, ngày sinh, số điện thoại và quá trình sinh hoạt.",
        at=at,
    )
    secretary = account_named("chi-doan")
    if not new or secretary is None:
        return 0
    today = localdate(at)
    people: dict[str, list[int]] = {}
    for code, ages in _AGES.items():
        random, unit = chance("members", code), _unit(code, today)
        since = [min(_FOUNDED + timedelta(days=random.randrange(60)), today) for _ in ages]
        known = [
            Known(_draft(random, age, unit, number, today), day, "Ghi từ sổ chi đoàn")
            for number, (age, day) in enumerate(zip(ages, since, strict=True))
        ]
        if code == VILLAGE:
            known[_OWN] = replace(known[_OWN], person=replace(known[_OWN].person, full_name=MEMBER_NAME, sex="male"))
        people[code] = bring_in_members(unit=unit, members=known, actor=None, at=at, dataset=dataset)
    with recorded_under(dataset):
        if (today - _FOUNDED).days > _LONG_ENOUGH:
            _applications(people[VILLAGE][5], secretary, at)
            _transfer(people[VILLAGE][3], secretary, at)
        _own_side(people[VILLAGE], secretary, at)
        _fees(people[VILLAGE], secretary, at)
    return sum(len(ids) for ids in people.values())


def _unit(code: str, day: date) -> int:
    row = unit_with_code(code, day)
    if row is None:
        raise LookupError(f"no unit {code}: found_branches() comes first")
    return row.id


def _draft(random: Random, age: int, unit: int, number: int, today: date) -> PersonDraft:
    name, sex = made_up_name(random)
    return PersonDraft(
        full_name=name,
        sex=sex,
        birth_date=today - timedelta(days=age * 365 + age // 4 + 40 + random.randrange(200)),
        unit=unit,
        example=True,
        # No network gives numbers that begin so.
        phone=f"0000{unit % 1000:03}{number:03}",
        card_number=f"MH-{unit:06}-{number:02}",
        occupation="Học sinh" if age <= 17 else random.choice(("Nông nghiệp", "Công nhân", "Sinh viên", "Viên chức")),
        paid=age > 22,
    )


def _applications(introducer: int, secretary: Account, at: datetime) -> None:
    """Four applications of the village branch: two at the first step, two with an introducer."""
    today, random = localdate(at), chance("applications")
    applicants = []
    for age in (16, 17, 18, 19):
        name, sex = made_up_name(random)
        applicants.append(Applicant(name, today - timedelta(days=age * 366 + 30), sex, example=True))
    unit = _unit(VILLAGE, today)
    day = today - timedelta(days=40)
    made = apply_for_membership(unit=unit, applicants=applicants, applied_on=day, actor=secretary, at=at)
    ids = [admission.pk for admission in made[2:]]
    learn_charter(admissions=ids, day=today - timedelta(days=30), actor=secretary, at=at)
    introduce_applicants(
        admissions=ids, kind="member", introducer=introducer, introducer_name="", day=today - timedelta(days=20),
        actor=secretary, at=at,
    )  # fmt: skip


def _own_side(people: list[int], secretary: Account, at: datetime) -> None:
    """The sign-in of one member, and what they see in it."""
    account, person = account_named(MEMBER), people_by_id([people[_OWN]])[people[_OWN]]
    if account is None or person.birth_date is None:
        return
    invited = [Invited(person.pk)]
    (slip,) = issue_invitations(invited=invited, guardians_agreed_on=None, actor=secretary, at=at)
    redeem_invitation(code=slip.code, birth_date=person.birth_date, account=account, visitor="demo", at=at)
    facts = {"occupation": "Thợ điện", "residence": "Thôn Đô Trám"}
    ask_for_correction(facts=facts, reason="Mới đi làm, đã chuyển về ở cùng gia đình", actor=account, at=at)
    give_consent(code="phone_contact", actor=account, at=at)
    issue_cards(people=people[_OWN : _OWN + 3], actor=secretary, at=at)


def _fees(people: list[int], secretary: Account, at: datetime) -> None:
    """Two months of the village's fee, some receipts, and the first month closed and handed up."""
    first = months_later(localdate(at).replace(day=1), -2)
    if first < months_later(_FOUNDED, 2):
        return
    unit = _unit(VILLAGE, localdate(at))
    for month, paying in ((first, people[:7]), (months_later(first, 1), people[1:6])):
        collect_fees(people=paying, month=month, day=month + timedelta(days=9), actor=secretary, at=at)
    receipted = [fee.pk for fee in payments_without_receipt(unit) if fee.person_id in people[1:4]]
    issue_receipts(unit=unit, fees=receipted, actor=secretary, at=at)
    close_fees(unit=unit, end=months_later(first, 1), actor=secretary, at=at)


def _transfer(person: int, secretary: Account, at: datetime) -> None:
    today = localdate(at)
    send_transfer(
        person=person,
        destination=_unit(SCHOOL, today),
        day=today - timedelta(days=3),
        letter="07-GT/CĐ",
        remark="Hoàn thành tốt nhiệm vụ đoàn viên",
        fee_paid_until=today.replace(day=1),
        reason="Thay đổi nơi học",
        actor=secretary,
        at=at,
    )
