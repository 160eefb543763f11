"""Emulation drives and commendations, so that the way from a call to a certificate can be seen.

That the bloc of workers and officials held a drive for the Party's thirteenth congress and 90 years of the Union was
published (19/01/2021); its days, and all of the city's call with its dossiers, council and decision are made up
and say so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.commendations.choices import DriveKind, ScoreBy
from viecthat.commendations.commands import Nominated, open_dossier
from viecthat.commendations.commands.council import Seat, close_meeting, count_ballots, hold_meeting
from viecthat.commendations.commands.criteria import CriterionFacts, add_criterion, score_by_hand
from viecthat.commendations.commands.decision import DecisionFacts, commend
from viecthat.commendations.commands.drive import DriveFacts, call_drive, offer_form, set_target
from viecthat.commendations.commands.upward import send_dossier
from viecthat.demo.members import VILLAGE
from viecthat.demo.tree import BLOC_003, HANOI, unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.ledger.queries import indicators
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.commendations.models import Dossier, Drive

COMMUNE = unit_code("09694")
_FOUNDED = date(2025, 7, 1)
_SETTLED = 200  # days after the roles began: a drive of some months lies behind
_COUNCIL = (
    Seat("Nguyễn Văn Minh Hoạ", "Chủ tịch Hội đồng"),
    Seat("Trần Thị Minh Hoạ", "Phó Chủ tịch"),
    Seat("Lê Văn Minh Hoạ", "Thư ký"),
    Seat("Phạm Thị Minh Hoạ", "Ủy viên"),
    Seat("Hoàng Văn Minh Hoạ", "Ủy viên", present=False),
)
_DONE = (
    "Minh hoạ: trồng và chăm sóc 1.200 cây xanh, mở hai lớp dạy hè cho 60 thiếu nhi, giữ một mô hình làm theo lời Bác."
)


@transaction.atomic
def settle_commendations(at: datetime) -> bool:
    """All of it once; whether it came new."""
    today = localdate(at)
    units = [unit_with_code(code, today) for code in (HANOI, COMMUNE, VILLAGE)]
    chief, officer = account_named("thanh-doan"), account_named("tan-linh")
    if None in units or chief is None or officer is None or (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="khen-thuong-minh-hoa",
        title="Khen thưởng minh hoạ",
        source="Đợt thi đua chào mừng Đại hội XIII theo nguồn đã công bố; còn lại do chương trình dựng",
        source_date=None,
        synthetic=True,
        note="Hồ sơ, hội đồng, quyết định, người được khen là minh hoạ.",
        at=at,
    )
    if not new:
        return False
    city, commune, village = (unit.id for unit in units if unit is not None)
    _published(today, at)
    drive = _call(city, commune, chief, at)
    with recorded_under(dataset):
        _commended(_dossier(drive, commune, village, "Đề nghị đợt 1", officer, at), city, chief, at)
    send_dossier(dossier=_dossier(drive, commune, None, "Đề nghị đợt 2", officer, at), actor=officer, at=at)
    _dossier(drive, commune, None, "Đề nghị đang soạn", officer, at)
    hold_meeting(
        unit=city, day=today, place="Trụ sở Thành đoàn (minh hoạ)", seats=_COUNCIL, minutes="BB-02 (minh hoạ)",
        actor=chief, at=at,
    )  # fmt: skip
    return True


def _published(today: date, at: datetime) -> None:
    bloc, officer = unit_with_code(BLOC_003, today), account_named("khoi-003")
    if bloc is None or officer is None:
        return
    facts = DriveFacts(
        kind=DriveKind.EVENT,
        title="Thi đua chào mừng Đại hội XIII của Đảng và 90 năm thành lập Đoàn",
        event="Đại hội XIII của Đảng; 90 năm thành lập Đoàn TNCS Hồ Chí Minh",
        words="Theo báo cáo năm 2020 của khối (19/01/2021); ngày bắt đầu, kết thúc là minh hoạ.",
        start=date(2020, 9, 1),
        end=date(2021, 3, 26),
        due=date(2021, 3, 26),
    )
    call_drive(unit=bloc.id, facts=facts, actor=officer, at=at)


def _call(city: int, commune: int, chief: Account, at: datetime) -> Drive:
    today = localdate(at)
    facts = DriveFacts(
        kind=DriveKind.YEAR,
        title=f"Khen thưởng công tác Đoàn và phong trào thanh thiếu nhi năm {today.year} (minh hoạ)",
        words="Tập thể, cá nhân xuất sắc trong năm; mỗi tập thể, cá nhân đề nghị một hình thức.",
        start=date(today.year, 1, 1),
        end=date(today.year, 12, 31),
        due=max(date(today.year, 12, 15), today + timedelta(days=30)),
    )
    drive = call_drive(unit=city, facts=facts, actor=chief, at=at)
    for to, most in (("collective", 60), ("individual", 120)):
        offer_form(drive=drive, form="merit_province", to=to, most=most, unit_most=5, actor=chief, at=at)
    offer_form(drive=drive, form="flag_province", to="collective", most=12, unit_most=1, actor=chief, at=at)
    trees = next((one for one in indicators().values() if one.code == "trees_planted"), None)
    if trees is not None:
        set_target(drive=drive, indicator=trees, goal=100_000, each=800, actor=chief, at=at)
        facts_of = (
            CriterionFacts("Trồng cây xanh", ScoreBy.FIGURE, Decimal(40), indicator=trees, bar=800),
            CriterionFacts("Xếp hạng về trồng cây", ScoreBy.RANK, Decimal(20), indicator=trees, bar=10),
        )
        for one in facts_of:
            add_criterion(drive=drive, facts=one, actor=chief, at=at)
    rated = CriterionFacts(
        "Xếp loại tổ chức Đoàn", ScoreBy.RATING, Decimal(20), rating="good", year=localdate(at).year - 1
    )  # fmt: skip
    add_criterion(drive=drive, facts=rated, actor=chief, at=at)
    hand = add_criterion(
        drive=drive, facts=CriterionFacts("Mô hình, cách làm mới", ScoreBy.HAND, Decimal(20)), actor=chief, at=at
    )  # fmt: skip
    score_by_hand(
        criterion=hand, unit=commune, points=Decimal(15), evidence="Mô hình làm theo lời Bác (minh hoạ)", actor=chief,
        at=at,
    )  # fmt: skip
    return drive


def _dossier(drive: Drive, commune: int, village: int | None, title: str, officer: Account, at: datetime) -> Dossier:
    person = Nominated(_DONE, name="Đỗ Thị Minh Hoạ", place="Bí thư chi đoàn (minh hoạ)")
    branch = [Nominated(_DONE, unit=village)] if village is not None else []
    return open_dossier(
        unit=commune, title=f"{title} (minh hoạ)", drive=drive, form="merit_province", nominees=[*branch, person],
        minutes="TTr-05 (minh hoạ)", actor=officer, at=at,
    )  # fmt: skip


def _commended(dossier: Dossier, city: int, chief: Account, at: datetime) -> None:
    today = localdate(at)
    send_dossier(dossier=dossier, actor=dossier.opened_by, at=at)  # type: ignore[arg-type]
    meeting = hold_meeting(
        unit=city, day=today, place="Trụ sở Thành đoàn (minh hoạ)", seats=_COUNCIL, minutes="BB-01 (minh hoạ)",
        actor=chief, at=at,
    )  # fmt: skip
    for nominee in dossier.nominees.all():
        count_ballots(
            meeting=meeting, nominee=nominee, votes_for=4, votes_against=0, votes_blank=0, actor=chief, at=at
        )  # fmt: skip
    close_meeting(meeting=meeting, actor=chief, at=at)
    facts = DecisionFacts(
        "01-QĐKT/TĐTN-VP (minh hoạ)", today, f"Về việc khen thưởng năm {today.year} (minh hoạ)", "Bí thư",
        "Nguyễn Minh Hoạ", "Hà Nội",
    )  # fmt: skip
    commend(meeting=meeting, facts=facts, actor=chief, at=at)
