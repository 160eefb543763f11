"""Congresses of the Youth Federation and of one commune, so that the register and its pages show something.

That the city held its eighth and the nation its ninth Federation congress for 2024-2029 was published; who was there,
what was voted, the days and all of the commune's congress are made up and say so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.congress.choices import DelegateBasis
from viecthat.congress.commands.ballot import (
    BallotFacts,
    Count,
    add_candidate,
    count_ballots,
    prepare_ballot,
    settle_list,
)
from viecthat.congress.commands.congress import CongressFacts, hold_congress, open_congress, plan_stage, record_step
from viecthat.congress.commands.delegate import DelegateFacts, add_delegate, call_roll, share_out_seats
from viecthat.congress.commands.publicity import ItemFacts, open_celebration, plan_item, report_item
from viecthat.congress.commands.record import keep_agenda_item, keep_paper
from viecthat.demo.members import VILLAGE
from viecthat.demo.tree import CENTRE, HANOI, unit_code
from viecthat.ledger.commands import open_dataset, recorded_under
from viecthat.people.queries.membership import open_members
from viecthat.plans.commands.directive import SentFile
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.congress.models import Congress

COMMUNE = unit_code("09694")
_FOUNDED = date(2025, 7, 1)
_SETTLED = 200
_CITY_DAY = date(2024, 7, 20)
_PAPER = SentFile("y-kien-minh-hoa.txt", "Văn bản minh hoạ: đồng ý về chủ trương và nhân sự đại hội.".encode())
_AGENDA = (
    ("Khai mạc, bầu đoàn chủ tịch", "Ban tổ chức", 30),
    ("Báo cáo thẩm tra tư cách đại biểu", "Ban thẩm tra", 15),
    ("Báo cáo chính trị, báo cáo kiểm điểm", "Đoàn chủ tịch", 60),
    ("Bầu Ban Chấp hành", "Ban kiểm phiếu", 60),
    ("Thông qua nghị quyết, bế mạc", "Đoàn chủ tịch", 20),
)
_NAMES = ("Nguyễn Minh Hoạ", "Trần Thị Minh Hoạ", "Lê Văn Minh Hoạ")


@transaction.atomic
def settle_congress(at: datetime) -> bool:
    """All of it once; whether it came new."""
    today = localdate(at)
    units = [unit_with_code(code, today) for code in (CENTRE, HANOI, COMMUNE, VILLAGE)]
    chief, officer = account_named("thanh-doan"), account_named("tan-linh")
    if None in units or chief is None or officer is None or (today - _FOUNDED).days < _SETTLED:
        return False
    dataset, new = open_dataset(
        code="dai-hoi-minh-hoa",
        title="Đại hội minh hoạ",
        source="Tên, lần thứ, nhiệm kỳ đại hội Hội LHTN Việt Nam theo nguồn đã công bố; còn lại do chương trình dựng",
        source_date=None,
        synthetic=True,
        note="Ngày họp, đại biểu, phiếu bầu, ý kiến cấp ủy và toàn bộ đại hội cấp xã là minh hoạ.",
        at=at,
    )
    if not new:
        return False
    centre, city, commune, village = (unit.id for unit in units if unit is not None)
    with recorded_under(dataset):
        nation = open_congress(
            unit=centre,
            facts=CongressFacts(
                "federation", "delegates",
                "Đại hội đại biểu toàn quốc Hội LHTN Việt Nam lần thứ IX, nhiệm kỳ 2024 - 2029",
                9, 2024, 2029, date(2024, 12, 18),
            ),
            actor=None,
            at=at,
        )  # fmt: skip
        _federation(nation, city, chief, at)
        ahead = _of_commune(commune, village, officer, at)
        _under_way(village, ahead, officer, at)
        _marked(city, chief, at)
    return True


def _federation(nation: Congress, city: int, chief: Account, at: datetime) -> None:
    held = open_congress(
        unit=city,
        facts=CongressFacts(
            "federation", "delegates",
            "Đại hội đại biểu Hội LHTN Việt Nam thành phố Hà Nội lần thứ VIII, nhiệm kỳ 2024 - 2029",
            8, 2024, 2029, _CITY_DAY, within=nation.pk,
            matters="Việc làm và khởi nghiệp của thanh niên\nNơi vui chơi, thể thao ở khu nhà trọ",
        ),
        actor=chief,
        at=at,
    )  # fmt: skip
    _prepared(held, chief, at)
    rows = [
        add_delegate(
            congress=held, facts=DelegateFacts(DelegateBasis.EX_OFFICIO, name=name, sex=sex), actor=chief, at=at
        )
        for name, sex in zip(_NAMES, ("male", "female", "male"), strict=True)
    ]
    shown = [row.pk for row in rows]
    call_roll(congress=held, shown=shown, there=shown, actor=chief, at=at)
    hold_congress(congress=held, held_on=_CITY_DAY, last_day=_CITY_DAY, actor=chief, at=at)
    plan_stage(
        congress=held, kind="commune", start=date(2024, 1, 15), due=date(2024, 5, 31), actor=chief, at=at
    )  # fmt: skip
    item = plan_item(
        of=held,
        facts=ItemFacts("visual", "Băng rôn, pa-nô ở 12 nút giao", "Ban Đoàn kết tập hợp thanh niên",
                        date(2024, 7, 1), date(2024, 7, 20)),
        actor=chief,
        at=at,
    )  # fmt: skip
    report_item(item=item, day=date(2024, 7, 18), result="Đã treo đủ 12 nút giao (minh hoạ)", actor=chief, at=at)


def _of_commune(commune: int, village: int, officer: Account, at: datetime) -> Congress:
    planned = localdate(at) + timedelta(days=45)
    ahead = open_congress(
        unit=commune,
        facts=CongressFacts(
            "union", "delegates", "Đại hội đại biểu Đoàn xã Suối Hai lần thứ I (minh hoạ)",
            1, planned.year, planned.year + 5, planned, seats=24, place="Hội trường xã Suối Hai",
            matters="Sân chơi ở thôn\nThanh niên đi làm xa khó sinh hoạt",
        ),
        actor=officer,
        at=at,
    )  # fmt: skip
    share_out_seats(congress=ahead, seats=20, least=1, actor=officer, at=at)
    people = [one.person_id for one in open_members([village])[:5]]
    for person in people[:3]:
        facts = DelegateFacts(DelegateBasis.ELECTED, person, village)
        add_delegate(congress=ahead, facts=facts, actor=officer, at=at)
    ballot = prepare_ballot(
        congress=ahead, facts=BallotFacts("committee_member", 3, surplus=1, women=30), actor=officer, at=at
    )  # fmt: skip
    for person in people:
        add_candidate(ballot=ballot, person=person, actor=officer, at=at)
    board = prepare_ballot(congress=ahead, facts=BallotFacts("board", 1, vote="hands"), actor=officer, at=at)
    if people:
        one = add_candidate(ballot=board, person=people[0], actor=officer, at=at)
        settle_list(ballot=board, actor=officer, at=at)
        count = Count("Tổ giúp việc (minh hoạ)", 3, 3, 3, 0, {one.pk: 3})
        count_ballots(ballot=board, count=count, actor=officer, at=at)
    for words, speaker, minutes in _AGENDA:
        keep_agenda_item(congress=ahead, words=words, speaker=speaker, minutes=minutes, actor=officer, at=at)
    keep_paper(
        congress=ahead, kind="political", title="Dự thảo báo cáo chính trị (minh hoạ)", author="Ban Chấp hành",
        file=_PAPER, actor=officer, at=at,
    )  # fmt: skip
    plan_item(
        of=ahead,
        facts=ItemFacts(
            "loudspeaker", "Bài phát thanh về đại hội", "Chi đoàn thôn", planned - timedelta(days=20), planned
        ),
        actor=officer,
        at=at,
    )
    today = localdate(at)
    record_step(congress=ahead, kind="plan", day=today - timedelta(days=20), words="Kế hoạch minh hoạ",
                actor=officer, at=at)  # fmt: skip
    record_step(
        congress=ahead, kind="party_consent", day=today - timedelta(days=3), body="Ban Thường vụ Đảng ủy xã (minh hoạ)",
        verdict="agreed_with", words="Bổ sung một nữ vào danh sách", file=_PAPER, actor=officer, at=at,
    )  # fmt: skip
    return ahead


def _under_way(village: int, ahead: Congress, officer: Account, at: datetime) -> None:
    """A branch meets today: its list is settled, its ballots are out and wait for the count."""
    today = localdate(at)
    meeting = open_congress(
        unit=village,
        facts=CongressFacts(
            "union", "members", "Đại hội Chi đoàn thôn đang họp (minh hoạ)", 1, today.year, today.year + 5, today,
            within=ahead.pk, place="Nhà văn hoá thôn",
        ),
        actor=officer,
        at=at,
    )  # fmt: skip
    for kind, ago, body in (
        ("plan", 25, ""), ("party_consent", 14, "Chi bộ thôn (minh hoạ)"), ("dossier", 12, ""),
        ("superior_consent", 5, "Ban Thường vụ Đoàn xã (minh hoạ)"),
    ):  # fmt: skip
        more: dict[str, Any] = {"verdict": "agreed", "file": _PAPER} if body else {}
        day = today - timedelta(days=ago)
        record_step(congress=meeting, kind=kind, day=day, body=body, **more, actor=officer, at=at)
    ballot = prepare_ballot(
        congress=meeting, facts=BallotFacts("secretary", 1, surplus=1), actor=officer, at=at
    )  # fmt: skip
    people = [one.person_id for one in open_members([village])[:2]]
    for person in people:
        add_candidate(ballot=ballot, person=person, actor=officer, at=at)
    if len(people) > 1:
        settle_list(ballot=ballot, actor=officer, at=at)


def _marked(city: int, chief: Account, at: datetime) -> None:
    ready = open_celebration(
        unit=city,
        key="08-09",
        name="Ngày phát động phong trào “Ba sẵn sàng”",
        day=date(2024, 8, 9),
        since=1964,
        goal="60 năm phong trào “Ba sẵn sàng”: tạo dấu ấn, lan toả trong tuổi trẻ Thủ đô.",
        actor=chief,
        at=at,
    )
    plan_item(
        of=ready,
        facts=ItemFacts("meeting", "Gặp mặt các thế hệ thanh niên “Ba sẵn sàng” (minh hoạ)", "Ban Tuyên giáo",
                        date(2024, 8, 1), date(2024, 8, 9)),
        actor=chief,
        at=at,
    )  # fmt: skip


def _prepared(congress: Congress, chief: Account, at: datetime) -> None:
    for kind, day, body in (
        ("plan", date(2023, 11, 1), ""),
        ("papers", date(2024, 3, 1), ""),
        ("scheme", date(2024, 4, 1), ""),
        ("party_consent", date(2024, 5, 10), "Ban Thường vụ Thành ủy Hà Nội (minh hoạ)"),
        ("dossier", date(2024, 6, 1), ""),
        ("superior_consent", date(2024, 6, 20), "Đoàn Chủ tịch Trung ương Hội (minh hoạ)"),
    ):
        more = {"verdict": "agreed", "file": _PAPER} if body else {}
        record_step(congress=congress, kind=kind, day=day, body=body, **more, actor=chief, at=at)  # type: ignore[arg-type]
