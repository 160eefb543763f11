"""Works, houses, relief, quizzes, channels and series go on at the unit that carries theirs on; the past stays."""

from datetime import date

import pytest
from django.db.models import Sum

from tests.factories import AT, TODAY, make_indicator, make_officer, sign_in
from tests.organisation.test_reorganisation import LATER, NUMBER, merge_branches, merge_communes
from tests.people.members import make_member
from tests.people.own import own_account
from tests.works.building import START, counted, make_work, make_work_indicators, recognised
from viecthat.learning.commands.library import write_material
from viecthat.learning.commands.quiz import close_quiz, open_quiz, write_quiz
from viecthat.learning.models import Material
from viecthat.learning.queries.listing import offered_to
from viecthat.learning.rules import material_visible
from viecthat.ledger.models import Entry
from viecthat.media.commands.channel import close_channel, open_channel
from viecthat.media.commands.series import open_series, publish_item
from viecthat.media.queries.listing import offered_series
from viecthat.organisation.commands.reorganisation import carry_out, undo_reorganisation
from viecthat.organisation.queries.effects import floors_with_work
from viecthat.units.models import Unit
from viecthat.units.queries import unit_with_code
from viecthat.works.commands.house import fund_house, hand_over_house, register_house, start_house
from viecthat.works.commands.recognition import inspect_work, recognise_work
from viecthat.works.commands.relief import open_drive, receive_relief

pytestmark = pytest.mark.django_db
UNDONE = "06-QĐ/TĐTN-BTC"


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def base(tree):
    return make_officer("base_officer", tree.commune)


def places(*kept) -> list[int]:
    for row in kept:
        row.refresh_from_db()
    return [row.unit_id for row in kept]


def test_works_under_way_count_at_the_unit_that_goes_on(tree, boss, base, client):
    make_work_indicators()
    keeper, theirs = make_officer("branch_secretary", tree.branch), make_officer("branch_secretary", tree.sister)
    # The unit's own files, for the household.
    heir = make_officer("secretary", tree.sister)
    going_on = make_work(tree.branch, keeper, "Đường hoa", approver=base)
    done = recognised(tree.branch, keeper, base, "Sân chơi")
    # One of the same name and day stands at the other branch already, and is over.
    recognised(tree.sister, theirs, base, "Đường hoa")
    before = counted("youth_works")
    commune = {"kind": "charity", "commune": "Suối Hai", "day": START, "at": AT}
    house = register_house(unit=tree.branch.pk, **commune, actor=make_officer("secretary", tree.branch))
    drive = open_drive(
        unit=tree.branch.pk, title="Lũ tháng Ba", disaster="Lũ ống", start=START, actor=keeper, at=AT
    )  # fmt: skip
    held = [one.count for floor in floors_with_work() for one in floor.open_work_of([tree.branch.pk]) if one.count]
    assert held == [1, 1, 1]

    decision = carry_out(plan=merge_branches(tree), actor=boss, at=AT).reorganisation
    old, new = tree.branch.pk, tree.sister.pk
    assert places(going_on, house, drive, done) == [new, new, new, old]
    assert going_on.title.startswith("Đường hoa (Chi đoàn")

    # The heir's secretary goes on with all of it, and reads what the old branch had finished.
    inspect_work(work=going_on, day=TODAY, finding="Đủ 300 mét", passed=True, actor=base, at=AT)
    recognise_work(work=going_on, day=TODAY, number="13-QĐ/ĐTN", actor=base, at=AT)
    assert counted("youth_works") == before + 1
    (money,) = drive.items.all()
    relief = {"item": money.pk, "quantity": 500, "source": "social", "party": "Hội", "day": TODAY}
    receive_relief(drive=drive, **relief, actor=theirs, at=AT)
    start_house(house=house, day=TODAY, actor=heir, at=AT)
    fund_house(house=house, source="social", amount=50_000_000, day=TODAY, actor=heir, at=AT)
    hand_over_house(house=house, day=TODAY, actor=heir, at=AT)
    lines = Entry.objects.filter(indicator__code__in=["youth_works", "charity_houses"], posting__unit=new)
    # The work it had itself, and both that came.
    assert lines.filter(day=TODAY).aggregate(n=Sum("quantity"))["n"] == 3
    sign_in(client, heir)
    listed = client.get("/cong-trinh/").content.decode()
    assert "Đường hoa (Chi đoàn" in listed
    assert "Sân chơi" in listed
    for address in (f"/cong-trinh/{going_on.pk}/", f"/nha-nhan-ai/{house.pk}/", f"/cuu-tro/{drive.pk}/"):
        page = client.get(address).content.decode()
        assert "đứng ở Chi đoàn thôn Đô Trám" in page
        assert NUMBER in page
    assert "đứng ở" not in client.get(f"/cong-trinh/{done.pk}/").content.decode()

    # What is over by then stays where it went on; what still goes on comes back, and no page tells of a way undone.
    undo_reorganisation(reorganisation=decision, day=LATER, decision=UNDONE, actor=boss, at=AT)
    assert places(going_on, house, drive, done) == [new, new, old, old]
    sign_in(client, base)
    assert "đứng ở" not in client.get(f"/cuu-tro/{drive.pk}/").content.decode()


def test_quizzes_channels_and_series_go_on_in_the_new_commune(tree, boss, base):
    for code in ("media_channels", "channel_followers"):
        make_indicator(code, measure="stock", register="media")
    for code in ("series_articles", "good_news"):
        make_indicator(code, register="media")
    given = {"title": "Nghị quyết", "questions": "Năm nào?\n* 1931\n- 1930", "pass_mark": 1, "tries": 2,
             "start": date(2026, 3, 1), "last_day": date(2026, 3, 31)}  # fmt: skip
    going_on, closed = (write_quiz(unit=tree.commune.pk, facts=given, actor=base, at=AT) for _nth in range(2))
    for one in (going_on, closed):
        open_quiz(quiz=one, actor=base, at=AT)
    close_quiz(quiz=closed, actor=base, at=AT)
    facts = {"kind": "study", "title": "Sổ tay", "body": "Đọc kỹ.", "area": 1}
    sheet = write_material(unit=tree.commune.pk, facts=facts, actor=base, at=AT)
    page = {"name": "Tuổi trẻ Suối Hai", "kind": "page", "opened_on": date(2026, 1, 5), "followers": 70}
    channel, shut = (
        open_channel(unit=tree.commune.pk, facts=page | {"url": f"https://example.vn/{n}"}, actor=base, at=AT)
        for n in range(2)
    )
    close_channel(channel=shut, day=TODAY, reason="Không ai đọc", actor=base, at=AT)
    written = {"title": "Mỗi ngày một tin tốt", "kind": "good_news", "rhythm": "day", "start": date(2026, 3, 1)}
    series, over = (
        open_series(unit=tree.commune.pk, facts=written | more, actor=base, at=AT)
        for more in ({}, {"title": "Tết", "last_day": date(2026, 3, 5)})
    )
    item = publish_item(
        series=series, unit=tree.commune.pk, facts={"title": "Trả ví", "day": date(2026, 3, 2), "words": "Chuyện."},
        actor=base, at=AT,
    )  # fmt: skip

    done = carry_out(plan=merge_communes(tree), actor=boss, at=AT).reorganisation
    new = unit_with_code("hn-ba-vi", TODAY)
    assert new is not None
    old, here = tree.commune.pk, new.id
    kept = (going_on, closed, channel, shut, series, over, item)
    assert places(*kept) == [here, old, here, old, here, old, old]

    # Whoever stands in the new commune is offered what went on, and reads what the old one gave them to read.
    heir = make_officer("base_officer", Unit.objects.get(pk=here))
    lan = make_member(tree.branch, "Phùng Thị Lan")
    account = own_account(lan, heir)
    assert [row.quiz.pk for row in offered_to(lan, AT) if row.open] == [going_on.pk]
    assert list(Material.objects.filter(material_visible(account, AT))) == [sheet]
    assert offered_series(tree.branch.pk, AT) == [(series.pk, "Mỗi ngày một tin tốt")]
    close_channel(channel=channel, day=TODAY, reason="Gộp kênh", actor=heir, at=AT)
    for code in ("media_channels", "channel_followers"):
        assert counted(code) == 0

    undo_reorganisation(reorganisation=done, day=LATER, decision=UNDONE, actor=boss, at=AT)
    assert places(*kept) == [old, old, here, old, old, old, old]
