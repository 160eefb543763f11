"""A few made-up youth works, a charity house, a relief drive and a campaign, so that their registers show something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.campaigns.commands.campaign import (
    CallFacts,
    TeamFacts,
    call_for_volunteers,
    form_team,
    set_up_campaign,
)
from viecthat.campaigns.commands.sign_up import choose, sign_up
from viecthat.demo.accounts import MEMBER
from viecthat.demo.members import SCHOOL, VILLAGE
from viecthat.demo.tree import HANOI, unit_code
from viecthat.kernel.periods import Period
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.people.queries.own import person_of
from viecthat.plans.choices import ProgrammeKind
from viecthat.plans.commands import ProgrammeFacts, open_programme
from viecthat.units.queries import unit_with_code
from viecthat.works.choices import WorkSize
from viecthat.works.commands.house import Family, fund_house, hand_over_house, register_house, start_house
from viecthat.works.commands.later import check_later, hand_over, make_model
from viecthat.works.commands.recognition import inspect_work, recognise_work
from viecthat.works.commands.relief import add_item, deliver_relief, note_need, open_drive, receive_relief
from viecthat.works.commands.work import (
    Plan,
    add_milestone,
    approve_plan,
    reach_milestone,
    record_costs,
    register_work,
)

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

COMMUNE = unit_code("09694")
_FOUNDED = date(2025, 7, 1)
_SETTLED = 200  # days after which all that is told has had its time
_SAFETY = (
    "Đi xe máy đội mũ bảo hiểm, không đi một mình buổi tối.\n"
    "Nắng nóng nghỉ từ 11 giờ đến 14 giờ, mang nước.\n"
    "Không xuống hồ khi không có người biết cứu đuối. Có việc gọi đội trưởng, rồi gọi 115."
)


@transaction.atomic
def settle_works(at: datetime) -> bool:
    """All of it at one commune, once; whether it came new."""
    today = localdate(at)
    units = [unit_with_code(code, today) for code in (VILLAGE, SCHOOL, COMMUNE, HANOI)]
    accounts = [account_named(name) for name in ("chi-doan", "tan-linh", "thanh-doan", MEMBER)]
    if None in units or None in accounts or (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="cong-trinh-chien-dich-minh-hoa",
        title="Công trình, nhà nhân ái, cứu trợ, chiến dịch minh hoạ",
        source="Người và việc do chương trình dựng để dùng thử, không có thật",
        source_date=None,
        synthetic=True,
        note="Toàn bộ là minh hoạ: công trình thanh niên, nhà nhân ái, đợt cứu trợ, đội và lời gọi tình nguyện.",
        at=at,
    )
    if not new:
        return False
    village, school, commune, city = (unit.id for unit in units if unit is not None)
    secretary, officer, department, member = (one for one in accounts if one is not None)
    with recorded_under(dataset):
        _build((village, school), (secretary, officer, department), at)
        _help(commune, officer, at)
        _campaign(city, village, (secretary, department, member), at)
    return True


def _build(units: tuple[int, int], accounts: tuple[Account, Account, Account], at: datetime) -> None:
    today = localdate(at)
    secretary, officer, department = accounts
    village, school = units

    def plan(title: str, begun: int, **more: object) -> Plan:
        start = today - timedelta(days=begun)
        given: dict[str, Any] = {
            "content": "Vận động mỗi nhà góp cây giống và ngày công; chi đoàn trồng, chăm và giữ.",
            "place": "Thôn Đô Trám, xã Suối Hai",
            "start": start,
            "due": start + timedelta(days=90),
            "money": {"social": 18_000_000, "own": 2_000_000},
            **more,
        }
        return Plan(title, **given)

    flowers = register_work(unit=village, plan=plan("Đường hoa thanh niên thôn Đô Trám", 120), actor=secretary, at=at)
    approve_plan(work=flowers, words="Đồng ý; nhớ phân công nhà nào chăm đoạn nào", actor=officer, at=at)
    stone = add_milestone(
        work=flowers, title="Trồng xong 300 mét", due=today - timedelta(days=60), actor=secretary, at=at
    )  # fmt: skip
    reach_milestone(work=flowers, milestone=stone.pk, day=today - timedelta(days=62), actor=secretary, at=at)
    record_costs(work=flowers, money={"social": 17_500_000, "own": 2_000_000}, actor=secretary, at=at)
    inspect_work(
        work=flowers, day=today - timedelta(days=50), finding="Đi dọc đường, đủ 300 mét, hoa sống tốt", passed=True,
        actor=officer, at=at,
    )  # fmt: skip
    recognise_work(
        work=flowers, day=today - timedelta(days=45), number="18-QĐ/ĐTN", outstanding=True, actor=officer, at=at
    )
    hand_over(work=flowers, to="Trưởng thôn Đô Trám", day=today - timedelta(days=44), actor=secretary, at=at)
    check_later(work=flowers, state="in_use", day=today - timedelta(days=5), actor=officer, at=at)
    make_model(
        work=flowers, words="Xin cây giống ở vườn ươm xã; mỗi nhà giữ một đoạn; tốn khoảng 65.000 đồng một mét.",
        actor=officer, at=at,
    )  # fmt: skip
    followed = register_work(
        unit=school, plan=plan("Hàng hoa trước cổng trường", 30, copies=flowers.pk, place="Trường THPT Tản Lĩnh"),
        actor=officer, at=at,
    )  # fmt: skip
    approve_plan(work=followed, actor=department, at=at)
    register_work(
        unit=village, plan=plan("Sân chơi thiếu nhi nhà văn hoá thôn", -10, money={"social": 45_000_000}),
        actor=secretary, at=at,
    )  # fmt: skip
    task = register_work(
        unit=village, plan=plan("Sơn lại bảng tin thôn", 40, size=WorkSize.TASK, money={"own": 400_000}),
        actor=secretary, at=at,
    )  # fmt: skip
    recognise_work(work=task, day=today - timedelta(days=20), number="NQ chi đoàn tháng này", actor=secretary, at=at)


def _help(commune: int, officer: Account, at: datetime) -> None:
    today = localdate(at)
    begun = today - timedelta(days=100)
    family = Family("Bà Minh Hoạ", "Thôn minh hoạ, không có thật", "Nhà dột, sống một mình", "Bà Minh Hoạ", begun)
    house = register_house(
        unit=commune, kind="charity", commune="Xã Suối Hai, Hà Nội", day=begun, family=family, actor=officer, at=at
    )  # fmt: skip
    for source, amount in (("social", 60_000_000), ("partners", 20_000_000)):
        fund_house(
            house=house, source=source, amount=amount, day=today - timedelta(days=80), giver="Minh hoạ", actor=officer,
            at=at,
        )  # fmt: skip
    start_house(house=house, day=today - timedelta(days=75), actor=officer, at=at)
    hand_over_house(house=house, day=today - timedelta(days=10), actor=officer, at=at)

    drive = open_drive(
        unit=commune, title="Cứu trợ đồng bào vùng lũ (minh hoạ)", disaster="Mưa lũ, minh hoạ",
        start=today - timedelta(days=30), actor=officer, at=at,
    )  # fmt: skip
    rice = add_item(drive=drive, name="Gạo", measure="kg", actor=officer, at=at)
    given: dict[str, Any] = {"drive": drive, "day": today - timedelta(days=28), "actor": officer, "at": at}
    note_need(item=rice.pk, commune="Xã Minh Quang", quantity=800, households=80, source="Đoàn xã", **given)
    receive_relief(item=rice.pk, quantity=600, source="social", party="Các chi đoàn trong xã", **given)
    money = drive.items.get(money=True)
    receive_relief(item=money.pk, quantity=12_000_000, source="social", party="Đoàn viên góp", **given)
    given["day"] = today - timedelta(days=25)
    for thing, quantity in ((rice, 500), (money, 10_000_000)):
        deliver_relief(
            item=thing.pk, quantity=quantity, commune="Xã Minh Quang", households=50, party="Bí thư Đoàn xã", **given
        )


def _campaign(city: int, village: int, accounts: tuple[Account, Account, Account], at: datetime) -> None:
    today = localdate(at)
    secretary, department, member = accounts
    period = Period(today - timedelta(days=20), today + timedelta(days=40))
    whole = open_programme(
        unit=city,
        facts=ProgrammeFacts(ProgrammeKind.CAMPAIGN, f"Chiến dịch tình nguyện {today.year}", period, source="Minh hoạ"),
        actor=department, at=at,
    )  # fmt: skip
    exam = open_programme(
        unit=city,
        facts=ProgrammeFacts(
            ProgrammeKind.CAMPAIGN, f"Tiếp sức mùa thi {today.year}", period, parent=whole, source="Minh hoạ"
        ),
        actor=department, at=at,
    )  # fmt: skip
    campaign = set_up_campaign(programme=whole, kind="summer", safety=_SAFETY, actor=department, at=at)
    set_up_campaign(programme=exam, kind="exam_season", safety=_SAFETY, actor=department, at=at)
    team = form_team(
        campaign=campaign,
        facts=TeamFacts(
            village, "Đội Đô Trám", "Phùng Thị Mai", "Bờ nam hồ Suối Hai", period.start, period.last_day
        ),
        actor=secretary, at=at,
    )  # fmt: skip
    start = today + timedelta(days=14)
    call = call_for_volunteers(
        campaign=campaign,
        facts=CallFacts(
            village, "Dọn rác và trồng cây ven hồ", "Nhặt rác dọc bờ, đào hố và trồng 200 cây.", "Hồ Suối Hai", start,
            start + timedelta(days=1), 12, today + timedelta(days=10), conditions="Tự đi được xe đạp", team=team.pk,
            minors=True,
        ),
        actor=secretary, at=at,
    )  # fmt: skip
    call_for_volunteers(
        campaign=campaign,
        facts=CallFacts(
            village, "Giúp bà con cài VNeID", "Ngồi ở nhà văn hoá thôn hai buổi tối.", "Nhà văn hoá thôn Đô Trám",
            start, start, 4, today + timedelta(days=12), digital=True,
        ),
        actor=secretary, at=at,
    )  # fmt: skip
    if person_of(member) is not None:
        answer = sign_up(call=call, note="Em đi được cả hai ngày", actor=member, at=at)
        choose(call=call, chosen=[answer.pk], actor=secretary, at=at)
