"""Made-up cadres of Hà Nội and of a few of its communes today, so that the register has something to show.

The province of source 002 keeps its published figures: below it the source names no unit in which to put people.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.demo.chance import chance
from viecthat.demo.grounds import Ground
from viecthat.demo.people import made_up_name
from viecthat.demo.tree import HANOI, unit_code
from viecthat.ledger.commands import open_dataset
from viecthat.people.choices.post import Basis
from viecthat.people.commands.person import PersonDraft
from viecthat.people.commands.post_import import BodyDraft, CadreDraft, import_cadres
from viecthat.units.queries import unit_with_code

SOURCE = "Người và chức vụ minh hoạ, không lấy từ văn bản nào"
_MERGED = date(2025, 7, 1)
_CONGRESS = date(2025, 11, 28)  # the city's seventeenth congress; its committee has 54 members
_COMMUNE_CONGRESS = date(2025, 9, 21)
_CITY_SEATS, _CITY_STANDING, _STAFF = 54, 17, 24
_COMMUNES, _SEATS, _STANDING = 6, 15, 5


@transaction.atomic
def settle_cadres(at: datetime) -> int:
    """Bodies and posts of the city and six communes unless they are there; returns how many people came new."""
    if localdate(at) <= _CONGRESS:
        return 0
    dataset, new = open_dataset(
        code="minh-hoa-can-bo",
        title="Cán bộ Đoàn minh hoạ",
        source=SOURCE,
        source_date=None,
        synthetic=True,
        totals_published=False,
        note="Tên, ngày sinh, chức vụ, trình độ do máy tạo; số lượng ủy viên Thành đoàn (54) là số đã đăng báo.",
        at=at,
    )
    city = unit_with_code(HANOI, _CONGRESS)
    if not new or city is None:
        return 0
    spots = Ground(_MERGED).spots["commune"]
    here = unit_code("09694")
    communes = sorted(spots, key=lambda spot: (spot.code != here, spot.code))[:_COMMUNES]
    bodies = [*_city_bodies(city.id)]
    cadres = [*_city(city.id, chance("cadres", HANOI))]
    for place, spot in enumerate(communes):
        bodies += _commune_bodies(spot.unit, provisional=place == _COMMUNES - 1)
        cadres += _commune(spot.unit, chance("cadres", spot.code), place)
    return len(import_cadres(bodies=bodies, cadres=cadres, dataset=dataset, at=at))


def _city_bodies(unit: int) -> Iterator[BodyDraft]:
    term = "khoá XVII, nhiệm kỳ 2025 – 2030"
    yield BodyDraft(unit, "committee", _CONGRESS, term, _CITY_SEATS)
    yield BodyDraft(unit, "standing", _CONGRESS, term, _CITY_STANDING)
    yield BodyDraft(unit, "inspection", _CONGRESS, term, 7)
    yield BodyDraft(unit, "office", _MERGED)
    yield BodyDraft(unit, "federation", _CONGRESS, term)
    yield BodyDraft(unit, "pioneers", _CONGRESS, term)


def _commune_bodies(unit: int, *, provisional: bool) -> Iterator[BodyDraft]:
    start = _MERGED if provisional else _COMMUNE_CONGRESS
    term = "" if provisional else "nhiệm kỳ 2025 – 2030"
    due = date(2026, 1, 1) if provisional else None
    yield BodyDraft(unit, "committee", start, term, _SEATS, provisional, due)
    yield BodyDraft(unit, "standing", start, term, _STANDING, provisional, due)
    yield BodyDraft(unit, "front", _MERGED)


def _city(unit: int, random: Random) -> Iterator[CadreDraft]:
    """One secretary, three deputies, 17 standing, 54 in the committee, an office of 24 beside the four."""
    leaders: tuple[tuple[tuple[str, ...], int], ...] = (
        (("secretary",), 36),
        (("first_deputy", "federation_president"), 35),
        (("deputy", "pioneers_president"), 36),
        (("deputy", "inspection_head"), 37),
    )
    for kinds, age in leaders:
        yield _cadre(random, unit, kinds, age, _CONGRESS, full_time=True, degree="master")
    for place in range(_CITY_STANDING - len(leaders)):
        kinds = ("standing_member", "office_head") if place < 6 else ("standing_member",)
        yield _cadre(random, unit, kinds, 29 + place % 7, _CONGRESS, full_time=place < 6, degree="university")
    for place in range(_CITY_SEATS - _CITY_STANDING):
        kinds = ("committee_member", "inspection_member") if place < 3 else ("committee_member",)
        yield _cadre(random, unit, kinds, 24 + place % 9, _CONGRESS, degree="university")
    for _place in range(_STAFF - 6):
        yield _cadre(
            random, unit, ("officer",), random.randrange(24, 33), _MERGED, full_time=True, degree="university",
            basis=Basis.APPOINTED,
        )  # fmt: skip


def _commune(unit: int, random: Random, place: int) -> Iterator[CadreDraft]:
    """A committee of 15, five of them standing; the third commune has no secretary, the last a provisional one."""
    provisional = place == _COMMUNES - 1
    start = _MERGED if provisional else _COMMUNE_CONGRESS
    basis = Basis.DESIGNATED if provisional else Basis.ELECTED
    members = _SEATS
    if place != 2:
        # The second one passes the limit of 35 within two years.
        age = 34 if place == 1 else 30
        yield _cadre(
            random, unit, ("secretary", "front_vice"), age, start, full_time=True, degree="university", basis=basis
        )
        members -= 1
    for _deputy in range(2):
        yield _cadre(random, unit, ("deputy",), random.randrange(25, 32), start, degree="university", basis=basis)
    for number in range(members - 2):
        kind = "standing_member" if number < _STANDING - 3 else "committee_member"
        age = 34 if place == 3 and number == 5 else random.randrange(20, 33)
        yield _cadre(random, unit, (kind,), age, start, degree="college" if age < 24 else "university", basis=basis)


def _cadre(
    random: Random,
    unit: int,
    kinds: tuple[str, ...],
    age: int,
    start: date,
    *,
    degree: str,
    full_time: bool = False,
    basis: Basis = Basis.ELECTED,
) -> CadreDraft:
    """`age` is that of the day of the start, as it will be some weeks later."""
    name, sex = made_up_name(random)
    born = start - timedelta(days=age * 365 + age // 4 + 330 - random.randrange(300))
    learned = [(degree, date(born.year + 22, 6, 15), f"MH-{random.randrange(10**6):06}")]
    if full_time:
        learned.append(("theory_intermediate", date(born.year + 28, 12, 1), f"MH-{random.randrange(10**6):06}"))
    return CadreDraft(
        PersonDraft(full_name=name, sex=sex, birth_date=born, unit=unit, example=True),
        unit,
        kinds,
        start,
        basis,
        full_time,
        tuple(line for line in learned if line[1] < start),
    )
