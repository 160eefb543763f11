"""Relief: nothing goes out that has not come in, whoever writes it; houses: whose they are stays with few."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import AT, TODAY, make_account, make_officer, make_photo, make_tree, sign_in, stop_clock
from tests.works.building import counted, make_work_indicators
from viecthat.kernel.errors import Refused
from viecthat.works.choices import MoveKind
from viecthat.works.commands.house import (
    Family,
    add_house_photos,
    forget_household,
    fund_house,
    hand_over_house,
    name_household,
    open_household,
    register_house,
    start_house,
    take_back_hand_over,
)
from viecthat.works.commands.relief import (
    add_item,
    close_drive,
    deliver_relief,
    note_need,
    open_drive,
    receive_relief,
    undo_move,
)
from viecthat.works.models import CharityHouse, Household, HouseholdView, HousePhoto, ReliefMove
from viecthat.works.queries.relief import balances_of, given_of

pytestmark = pytest.mark.django_db
FAMILY = Family("Bùi Thị Thơm", "Thôn Cốc, ngõ 3", "Mẹ già, con nhỏ", "Bùi Thị Thơm", TODAY)


@pytest.fixture
def tree():
    make_work_indicators()
    return make_tree()


@pytest.fixture
def base(tree):
    return make_officer("base_officer", tree.commune)


def refused(call, **given) -> str:
    with pytest.raises(Refused) as why:
        call(**given, at=AT)
    return str(why.value)


def test_the_balance_of_a_drive_never_falls_below_zero(tree, base):
    drive = open_drive(
        unit=tree.commune.pk, title="Cứu trợ sau bão", disaster="Bão số 3", start=TODAY, actor=base, at=AT
    )
    rice = add_item(drive=drive, name="Gạo", measure="kg", actor=base, at=AT)
    assert "đã có mặt hàng" in refused(add_item, drive=drive, name="gạo", measure="tấn", actor=base)
    money = drive.items.get(money=True)
    note_need(
        drive=drive, item=rice.pk, commune="Xã Minh Quang", quantity=500, households=40, day=TODAY, actor=base, at=AT
    )
    came = receive_relief(
        drive=drive, item=rice.pk, quantity=300, source="social", party="Công ty Sông Đà", day=TODAY, actor=base, at=AT
    )
    given = {
        "drive": drive, "commune": "Xã Minh Quang", "households": 30, "party": "Bí thư Đoàn xã", "day": TODAY,
        "actor": base,
    }  # fmt: skip
    assert "chỉ còn 300 kg" in refused(deliver_relief, item=rice.pk, quantity=301, **given)
    assert "chỉ còn 0 đồng" in refused(deliver_relief, item=money.pk, quantity=1, **given)
    assert "Ghi ai ký nhận" in refused(deliver_relief, item=rice.pk, quantity=1, **{**given, "party": " "})
    gone = deliver_relief(item=rice.pk, quantity=200, **given, at=AT)
    assert (counted("relief_deliveries"), counted("relief_households"), counted("relief_money")) == (1, 30, 0)
    # What is handed out already can't be taken back as never received; nor by SQL.
    assert "chỉ còn 100 kg" in refused(undo_move, move=came, reason="Nhầm", actor=base)
    row = ReliefMove(
        item=rice, kind=MoveKind.DELIVERED, quantity=-101, day=TODAY, party="x", commune="y", at=AT
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReliefMove.objects.filter(pk=came.pk).update(quantity=9_000)
    undo_move(move=gone, reason="Ghi nhầm xã", actor=base, at=AT)
    assert "đã được lấy lại" in refused(undo_move, move=gone, reason="Lần nữa", actor=base)
    assert (counted("relief_deliveries"), counted("relief_households")) == (0, 0)
    deliver_relief(item=rice.pk, quantity=250, **given, at=AT)
    (balance,) = [one for one in balances_of(drive) if one.item == rice]
    assert (balance.needed, balance.received, balance.delivered, balance.left) == (500, 300, 250, 50)
    assert [(one.commune, one.quantity, one.households) for one in given_of(drive)] == [("Xã Minh Quang", 250, 30)]
    assert "ở sau hôm nay" in refused(close_drive, drive=drive, day=TODAY + timedelta(1), actor=base)
    close_drive(drive=drive, day=TODAY, actor=base, at=AT)
    assert "đã kết thúc" in refused(deliver_relief, item=rice.pk, quantity=1, **given)


def built(tree, base) -> CharityHouse:
    house = register_house(
        unit=tree.commune.pk, kind="charity", commune="Xã Minh Quang, Hà Nội", day=TODAY, family=FAMILY, actor=base,
        at=AT,
    )  # fmt: skip
    fund_house(house=house, source="social", amount=80_000_000, day=TODAY, giver="Quỹ", actor=base, at=AT)
    start_house(house=house, day=TODAY, actor=base, at=AT)
    add_house_photos(house=house, stage="after", photos=[make_photo()], actor=base, at=AT)
    return house


def test_a_house_counts_when_it_is_handed_over(tree, base):
    house = built(tree, base)
    assert "bước" in refused(start_house, house=house, day=TODAY, actor=base)
    hand_over_house(house=house, day=TODAY, actor=base, at=AT)
    assert (counted("charity_houses"), counted("charity_houses_value")) == (1, 80_000_000)
    assert "bước" in refused(fund_house, house=house, source="own", amount=1, day=TODAY, actor=base)
    take_back_hand_over(house=house, reason="Chưa xong mái", actor=base, at=AT)
    assert (counted("charity_houses"), counted("charity_houses_value")) == (0, 0)


def test_a_household_is_named_with_its_consent_and_forgotten_at_its_word(tree, base):
    given = {"unit": tree.commune.pk, "kind": "charity", "commune": "Xã Minh Quang", "day": TODAY, "actor": base}
    unasked = Family("Bùi Thị Thơm", "Thôn Cốc", "", " ", TODAY)
    assert "ai trong hộ đã đồng ý" in refused(register_house, **given, family=unasked)
    assert not CharityHouse.objects.exists()
    house = register_house(**given, at=AT)
    assert "đồng ý của hộ" in refused(add_house_photos, house=house, stage="before", photos=[make_photo()], actor=base)
    name_household(house=house, family=FAMILY, actor=base, at=AT)
    add_house_photos(house=house, stage="before", photos=[make_photo()], actor=base, at=AT)
    kept = HousePhoto.objects.get().file.path
    assert kept.exists()
    forget_household(house=house, actor=base, at=AT)
    row = Household.objects.get()
    assert (row.name, row.address, row.consent_by, HousePhoto.objects.count()) == ("", "", "", 0)
    assert "đã xoá" in refused(open_household, house=house, actor=base)


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_name_and_address_open_for_the_unit_itself_and_each_look_is_noted(tree, base, client, monkeypatch):
    stop_clock(monkeypatch)
    house = built(tree, base)
    page, opening = reverse("works:house", args=[house.pk]), reverse("works:household", args=[house.pk])
    photo = reverse("works:house-photo", args=[HousePhoto.objects.get().pk])
    sign_in(client, base)
    assert "Thơm" not in text_of(client.get(page))
    shown = client.post(opening)
    assert "Bùi Thị Thơm" in text_of(shown)
    assert "Thôn Cốc" in text_of(shown)
    assert shown["Cache-Control"] == "no-store"
    assert client.get(photo).status_code == 200
    assert HouseholdView.objects.get().account == base
    # Above: the commune and the sums, whatever the role.
    for role in ("secretary", "department_officer"):
        sign_in(client, make_officer(role, tree.city))
        above = text_of(client.get(page))
        assert "Xã Minh Quang" in above
        assert "80.000.000" in above
        assert "Quỹ" not in above
        assert client.post(opening).status_code == 403
        assert client.get(photo).status_code == 404
        for address in (reverse("works:houses"), reverse("works:houses-file", args=["csv"])):
            listed = client.get(address).content.decode()
            assert "Minh Quang" in listed
            assert "Thơm" not in listed
        assert client.get(reverse("works:houses"), {"q": "Thom"}).context["page"].paginator.count == 0
    sign_in(client, make_account())
    assert client.get(page).status_code == 404
    assert HouseholdView.objects.count() == 1
