"""Charity houses: registered, paid for, handed over; the household's consent, and who read its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.audit.rows import save_checked
from viecthat.files.commands import erase_files, keep_image
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, one_line
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands.registers import post_counted, take_back
from viecthat.units.rules import may
from viecthat.works.choices import HouseKind, HouseState, MoneySource, PhotoStage
from viecthat.works.commands.checks import MOST_MONEY, WHY, check_past
from viecthat.works.models import CharityHouse, Household, HouseholdView, HouseMoney, HousePhoto
from viecthat.works.rules import may_see_household

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

HOUSES, VALUE = "charity_houses", "charity_houses_value"
MOST_PHOTOS = 12
_NOT_KEEPER = gettext_noop("Chỉ người giữ hồ sơ của chính đơn vị dựng nhà được ghi; cấp trên xem nơi và số tiền.")


@dataclass(frozen=True)
class Family:
    """A household with its consent: who said yes, on which day."""

    name: str
    address: str
    circumstances: str
    consent_by: str
    consent_on: date


@transaction.atomic
def register_house(
    *, unit: int, kind: str, commune: str, day: date, family: Family | None = None, actor: Account, at: datetime
) -> CharityHouse:
    """A unit undertakes a house in a commune; the household may be named now or later, with its consent."""
    _check_keeper(actor, unit, at)
    if kind not in HouseKind.values:
        raise Refused(gettext_noop("Chọn loại nhà."), field="kind")
    check_past(day, at)
    place = needed(commune, 120, "commune", gettext_noop("Ghi xã, phường và tỉnh, thành phố."))
    house = CharityHouse(
        unit_id=unit, kind=kind, commune=place, folded=fold(place), registered_on=day, registered_by=actor,
        registered_at=at,
    )  # fmt: skip
    save_checked(house)
    if family is not None:
        _name(house, family, at)
    return house


@transaction.atomic
def name_household(*, house: CharityHouse, family: Family, actor: Account, at: datetime) -> None:
    """Write the household and its consent, or write it anew."""
    house = _locked(house.pk, actor, at, HouseState.PLANNED, HouseState.BUILDING, HouseState.HANDED)
    _name(house, family, at)


@transaction.atomic
def open_household(*, house: CharityHouse, actor: Account, at: datetime) -> Household:
    """Read name and address; that it was read is noted. Raises Refused for anybody but the building unit's own."""
    if not may_see_household(actor, house.unit_id, at):
        raise Refused(_NOT_KEEPER)
    row = Household.objects.filter(house=house, forgotten_on__isnull=True).first()
    if row is None:
        raise Refused(gettext_noop("Chưa ghi hộ nào, hoặc đã xoá theo yêu cầu của hộ."))
    HouseholdView.objects.create(household=row, account=actor, at=at)
    return row


@transaction.atomic
def forget_household(*, house: CharityHouse, actor: Account, at: datetime) -> None:
    """The household takes its consent back: name, address and photos are deleted; place and sums stay."""
    _check_keeper(actor, house.unit_id, at)
    row = Household.objects.select_for_update().filter(house=house, forgotten_on__isnull=True).first()
    if row is None:
        raise Refused(gettext_noop("Chưa ghi hộ nào, hoặc đã xoá theo yêu cầu của hộ."))
    row.name = row.address = row.circumstances = row.consent_by = ""
    row.consent_on, row.forgotten_on = None, localdate(at)
    save_checked(row, exclude=["name", "address"])
    photos = list(HousePhoto.objects.filter(house=house))
    files = [photo.file_id for photo in photos]
    HousePhoto.objects.filter(house=house).delete()
    erase_files(ids=files)


@transaction.atomic
def fund_house(
    *, house: CharityHouse, source: str, amount: int, day: date, giver: str = "", actor: Account, at: datetime
) -> HouseMoney:
    """Means came in for the house, before it is handed over."""
    house = _locked(house.pk, actor, at, HouseState.PLANNED, HouseState.BUILDING)
    if source not in MoneySource.values:
        raise Refused(gettext_noop("Chọn nguồn."), field="source")
    if not 0 < amount <= MOST_MONEY:
        raise Refused(gettext_noop("Số tiền phải lớn hơn 0 và không quá một triệu tỷ đồng."), field="amount")
    check_past(day, at)
    row = HouseMoney(house=house, source=source, amount=amount, day=day, giver=one_line(giver, 200, field="giver"))
    save_checked(row)
    return row


@transaction.atomic
def start_house(*, house: CharityHouse, day: date, actor: Account, at: datetime) -> None:
    """Work on the house begins."""
    house = _locked(house.pk, actor, at, HouseState.PLANNED)
    check_past(day, at, not_before=house.registered_on)
    house.state, house.started_on = HouseState.BUILDING, day
    save_checked(house)


@transaction.atomic
def add_house_photos(*, house: CharityHouse, stage: str, photos: Sequence[bytes], actor: Account, at: datetime) -> None:
    """Photos before, during and after; as private as the household."""
    house = _locked(house.pk, actor, at, HouseState.PLANNED, HouseState.BUILDING, HouseState.HANDED)
    if not 0 < len(photos) <= MOST_PHOTOS:
        raise Refused(gettext_noop("Gửi từ 1 đến {most} ảnh một lần."), field="photos", most=MOST_PHOTOS)
    if not Household.objects.filter(house=house, forgotten_on__isnull=True).exists():
        raise Refused(gettext_noop("Ghi hộ và đồng ý của hộ trước khi giữ ảnh nhà họ."), field="photos")
    if stage not in PhotoStage.values:
        raise Refused(gettext_noop("Chọn ảnh chụp lúc nào."), field="stage")
    for content in photos:
        save_checked(HousePhoto(house=house, stage=stage, file=keep_image(content=content, at=at), added_at=at))


@transaction.atomic
def hand_over_house(*, house: CharityHouse, day: date, actor: Account, at: datetime) -> None:
    """The household gets the house: it counts, with all means that came in."""
    house = _locked(house.pk, actor, at, HouseState.BUILDING)
    check_past(day, at, not_before=house.started_on)
    value = house.money.aggregate(sum=Sum("amount"))["sum"]
    if not value:
        raise Refused(gettext_noop("Ghi kinh phí từ đâu trước khi bàn giao."))
    house.state, house.handed_on = HouseState.HANDED, day
    grade = Grade.EVIDENCED if house.photos.exists() else Grade.DECLARED
    house.posting = post_counted(
        house.unit_id, ((HOUSES, 1, None), (VALUE, int(value), None)), day, grade=grade, actor=actor, at=at
    )
    save_checked(house)


@transaction.atomic
def take_back_hand_over(*, house: CharityHouse, reason: str, actor: Account, at: datetime) -> None:
    """The hand-over was noted by mistake: the figures are reversed."""
    house = _locked(house.pk, actor, at, HouseState.HANDED)
    take_back(house.posting_id, needed(reason, 500, "reason", WHY), actor, at)
    house.state, house.handed_on, house.posting = HouseState.BUILDING, None, None
    save_checked(house)


@transaction.atomic
def drop_house(*, house: CharityHouse, reason: str, actor: Account, at: datetime) -> None:
    """The house will not be built."""
    house = _locked(house.pk, actor, at, HouseState.PLANNED, HouseState.BUILDING)
    house.state, house.dropped_why = HouseState.DROPPED, needed(reason, 500, "reason", WHY)
    save_checked(house)


def _check_keeper(actor: Account, unit: int, at: datetime) -> None:
    if not may_see_household(actor, unit, at) or not may(actor, Capability.RECORD, unit, at):
        raise Refused(_NOT_KEEPER, field="unit")


def _locked(pk: int, actor: Account, at: datetime, *states: str) -> CharityHouse:
    house = CharityHouse.objects.select_for_update(of=("self",)).get(pk=pk)
    _check_keeper(actor, house.unit_id, at)
    if house.state not in states:
        raise Refused(
            gettext_noop("Nhà này đang ở bước “{state}”; tải lại trang để xem."), state=HouseState(house.state).label
        )
    return house


def _name(house: CharityHouse, family: Family, at: datetime) -> None:
    check_past(family.consent_on, at, field="consent_on")
    row = Household(
        house=house,
        name=needed(family.name, 120, "name", gettext_noop("Ghi tên chủ hộ.")),
        address=needed(family.address, 200, "address", gettext_noop("Ghi địa chỉ: thôn, tổ, số nhà.")),
        circumstances=one_line(family.circumstances, 1000, field="circumstances"),
        consent_by=needed(family.consent_by, 120, "consent_by", gettext_noop("Ghi ai trong hộ đã đồng ý.")),
        consent_on=family.consent_on,
    )
    if Household.objects.filter(house=house).exists():
        row._state.adding = False
    row.full_clean(exclude=["house"])
    row.save()
