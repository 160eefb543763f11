"""Small true rows for tests, made by the project's own commands. Nothing happens that is not asked for.

Everything that is dated stands on one fixed day, `TODAY`; `AT` is a moment of that day.
"""

import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import count
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from PIL import Image

if TYPE_CHECKING:
    import pytest
    from django.test import Client

    from viecthat.accounts.choices import Role
    from viecthat.accounts.models import Account
    from viecthat.activities.models import Activity, ActivityKind
    from viecthat.ledger.models import Indicator, Posting
    from viecthat.people.models import Person
    from viecthat.plans.models import Target
    from viecthat.units.models import Unit

TODAY = date(2026, 3, 27)
AT = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
LONG_AGO = date(2000, 1, 1)
PASSWORD = "bờ nam hồ Suối Hai 95"
KIND_LEVELS = {"central": 1, "province": 2, "district": 3, "commune": 4, "base_union": 4, "branch": 5}
REAL_CLOCK = timezone.now
_numbers = count(1)
_looked_at: set[str] = set()
_clocks: list[ModuleType] = []


# accounts


def make_account(
    username: str = "", *, full_name: str = "Nguyễn Thu Hà", password: str | None = None, at: datetime = AT
) -> "Account":
    """An account without any role; without a password (hashing is slow) it signs in by `sign_in` only."""
    from viecthat.accounts.commands import open_account

    return open_account(username=username or f"account-{next(_numbers)}", full_name=full_name, password=password, at=at)


def give_role(
    account: "Account", role: "Role | str", unit: "Unit", *, start: date = LONG_AGO, end: date | None = None
) -> None:
    """The account holds the role at the unit."""
    from viecthat.accounts.choices import Role
    from viecthat.accounts.commands import grant_role

    grant_role(
        account=account, role=Role(role), unit_id=unit.pk, start=start, end=end, decision="QĐ 01", actor=None, at=AT
    )


def make_officer(role: "Role | str", unit: "Unit", *, full_name: str = "Nguyễn Thu Hà") -> "Account":
    """A new account with one role at one unit."""
    account = make_account(full_name=full_name)
    give_role(account, role, unit)
    return account


def sign_in(client: "Client", account: "Account") -> "Account":
    """The client acts as this account; no password is asked for."""
    client.force_login(account, backend="viecthat.accounts.backends.AccountBackend")
    return account


# units


def make_unit_kinds() -> None:
    """The few kinds of units that tests need, by the catalogue's codes."""
    from viecthat.units.commands import load_unit_kinds
    from viecthat.units.models import UnitKind

    load_unit_kinds(
        kinds=[UnitKind(code=c, name=c, name_en=c.replace("_", " "), level=n) for c, n in KIND_LEVELS.items()]
    )


def make_unit(
    name: str = "Đoàn xã Suối Hai",
    *,
    parent: "Unit | None" = None,
    kind: str = "commune",
    code: str = "",
    day: date = LONG_AGO,
) -> "Unit":
    """A unit founded on `day` under `parent` (None: a root)."""
    from viecthat.units.commands import found_unit

    make_unit_kinds()
    return found_unit(
        code=code or f"unit-{next(_numbers)}",
        name=name,
        kind=kind,
        parent=parent.pk if parent else None,
        day=day,
        decision="",
        actor=None,
        at=AT,
    )


@dataclass(frozen=True)
class SmallTree:
    """Trung ương → Hà Nội → (Suối Hai → Đô Trám, Hát Giang), Tản Lĩnh; and beside Hà Nội another province."""

    centre: "Unit"
    city: "Unit"
    commune: "Unit"
    branch: "Unit"
    sister: "Unit"  # another branch of the same commune
    neighbour: "Unit"  # another commune of the same city
    stranger: "Unit"  # another province


def make_tree(day: date = LONG_AGO) -> SmallTree:
    """The smallest tree with a parent, a child, a sister, a neighbour and a stranger."""
    from viecthat.units.commands import UnitSpan, import_tree
    from viecthat.units.models import Unit

    make_unit_kinds()
    places = [
        ("centre", "tw", "Trung ương Đoàn", "central", None),
        ("city", "hn", "Thành đoàn Hà Nội", "province", "tw"),
        ("commune", "hn-suoi-hai", "Đoàn xã Suối Hai", "commune", "hn"),
        ("branch", "hn-do-tram", "Chi đoàn thôn Đô Trám", "branch", "hn-suoi-hai"),
        ("sister", "hn-hat-giang", "Chi đoàn thôn Hát Giang", "branch", "hn-suoi-hai"),
        ("neighbour", "hn-tan-linh", "Đoàn xã Tản Lĩnh", "commune", "hn"),
        ("stranger", "na", "Tỉnh đoàn Nghệ An", "province", "tw"),
    ]
    spans = [UnitSpan(code, name, kind, parent, day, None) for _place, code, name, kind, parent in places]
    import_tree(spans=spans, successions=[], decision="")
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[place[1] for place in places])}
    return SmallTree(**{place: units[code] for place, code, *_rest in places})


# people


def make_person(
    full_name: str = "Phùng Thị Lan",
    *,
    unit: "Unit | None" = None,
    sex: str = "female",
    birth_date: date | None = None,
) -> "Person":
    """A person of a unit."""
    from viecthat.people.commands import PersonDraft, register_people
    from viecthat.people.queries import people_by_id

    draft = PersonDraft(full_name=full_name, sex=sex, birth_date=birth_date, unit=unit.pk if unit else None)
    (pk,) = register_people(drafts=[draft])
    return people_by_id([pk])[pk]


# the ledger


def make_indicator(
    code: str = "trees_planted",
    *,
    name: str = "Cây xanh được trồng",
    measure: str = "flow",
    unit: str = "cây",
    decimals: int = 0,
    area: int = 2,
    register: str = "",
    listed: bool = True,
    numerator: "Indicator | None" = None,
    denominator: "Indicator | None" = None,
    covers_kinds: Sequence[str] = (),
) -> "Indicator":
    """An indicator; the one of that code when it is there already."""
    from viecthat.ledger.models import Indicator

    return Indicator.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "name_en": name,
            "measure": measure,
            "unit_of_measure": unit,
            "unit_of_measure_en": unit,
            "decimals": decimals,
            "area": area,
            "register": register,
            "listed": listed,
            "numerator": numerator,
            "denominator": denominator,
            "covers_kinds": list(covers_kinds),
        },
    )[0]


def make_ratio(code: str = "cadres_trained", *, name: str = "Cán bộ được bồi dưỡng") -> "Indicator":
    """A ratio with its two parts, `<code>_count` and `<code>_of`."""
    n = make_indicator(f"{code}_count", name=f"{name} (số đạt)", unit="cán bộ", listed=False)
    of = make_indicator(f"{code}_of", name=f"{name} (tổng số)", unit="cán bộ", listed=False)
    return make_indicator(code, name=name, measure="ratio", unit="cán bộ", numerator=n, denominator=of)


def declare(
    unit: "Unit",
    actor: "Account",
    quantity: int,
    *,
    indicator: "Indicator | None" = None,
    day: date = TODAY,
    reason: str = "Tổng hợp từ sổ tay của chi đoàn",
    at: datetime = AT,
) -> "Posting":
    """A typed total; `actor` needs a role that may declare at the unit."""
    from viecthat.ledger.commands import declare_figure

    return declare_figure(
        unit=unit.pk,
        indicator=indicator or make_indicator(),
        quantity=quantity,
        day=day,
        reason=reason,
        actor=actor,
        at=at,
    )


# plans


def make_target(
    unit: "Unit",
    indicator: "Indicator | None" = None,
    *,
    goal: int = 1000,
    goal_of: int | None = None,
    start: date = date(2026, 1, 1),
    end: date = date(2027, 1, 1),
) -> "Target":
    """A target of the whole year 2026 unless said otherwise; `end` is the first day after."""
    from viecthat.plans.models import Target

    return Target.objects.create(
        unit=unit, indicator=indicator or make_indicator(), goal=goal, goal_of=goal_of, start=start, end=end
    )


# activities


def make_kind(
    code: str = "tree_planting",
    *,
    name: str = "Trồng cây",
    icon: str = "leaf",
    indicators: Iterable["Indicator"] | None = None,
    **asks: Any,
) -> "ActivityKind":
    """A kind of work that yields these indicators (trees planted when none are given); `asks`: of its version."""
    from viecthat.activities.models import ActivityKind, KindVersion

    yields = [make_indicator()] if indicators is None else list(indicators)
    kind, new = ActivityKind.objects.get_or_create(code=code, defaults={"name": name, "name_en": name, "icon": icon})
    if new:
        asks.setdefault("start", date(1900, 1, 1))
        KindVersion.objects.create(kind=kind, indicators=[i.code for i in yields], **asks)
    return kind


def make_activity(
    unit: "Unit",
    actor: "Account",
    *,
    kind: "ActivityKind | None" = None,
    title: str = "Trồng cây ven hồ Suối Hai",
    day: date = TODAY,
    place: str = "Bờ nam hồ Suối Hai",
    results: "Mapping[Indicator, int] | None" = None,
    head_count: int = 34,
    people: Sequence["Person"] = (),
    partners: Sequence["Unit"] = (),
    photos: Sequence[bytes] = (),
    note: str = "",
    key: str | None = None,
    at: datetime = AT,
) -> "Activity":
    """A recorded activity (120 trees unless said otherwise); `actor` needs a role that may record at the unit."""
    from viecthat.activities.commands import Photo, record_activity

    counted = {make_indicator(): 120} if results is None else results
    return record_activity(
        unit=unit.pk,
        kind=kind or make_kind(indicators=counted),
        title=title,
        day=day,
        place=place,
        results={indicator.pk: quantity for indicator, quantity in counted.items()},
        head_count=head_count,
        people=[person.pk for person in people],
        partners=[partner.pk for partner in partners],
        photos=[Photo(content) for content in photos],
        note=note,
        key=key,
        actor=actor,
        at=at,
    )


def make_imported(
    unit: "Unit",
    *,
    synthetic: bool = True,
    totals_published: bool = True,
    title: str = "Trồng cây",
    quantity: int = 5,
    day: date = TODAY,
    at: datetime = AT,
) -> "Activity":
    """An activity taken over from a dataset, published, or made up: its split (`synthetic`) or all of it."""
    from viecthat.activities.commands import ActivityDraft, ResultLine, import_activities
    from viecthat.activities.queries import activity_with_key
    from viecthat.ledger.choices import Grade
    from viecthat.ledger.commands import open_dataset

    dataset, _new = open_dataset(
        code=f"{'made-up' if synthetic else 'published'}{'' if totals_published else '-whole'}",
        title="Bộ số liệu",
        source="Báo cáo 2020",
        source_date=None,
        synthetic=synthetic,
        totals_published=totals_published,
        note="",
        at=AT,
    )
    draft = ActivityDraft(
        key=f"imported-{next(_numbers)}",
        unit=unit.pk,
        kind=make_kind().code,
        title=title,
        day=day,
        place="Bờ hồ",
        results=(ResultLine(make_indicator().pk, quantity),),
        head_count=3,
        grade=Grade.DECLARED,
        recorded_at=AT,
    )
    import_activities(drafts=[draft], dataset=dataset, at=AT)
    activity = activity_with_key(draft.key)
    assert activity is not None
    return activity


def make_photo(
    colour: tuple[int, int, int] = (60, 120, 70),
    *,
    size: tuple[int, int] = (64, 48),
    kind: str = "JPEG",
    camera: str = "",
) -> bytes:
    """The bytes of a plain picture; with `camera` it carries what a camera writes: maker, and where it was taken."""
    picture = Image.new("RGB", size, colour)
    sent = io.BytesIO()
    if camera:
        exif = Image.Exif()
        exif[0x010F] = camera
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 9.0, 22.3), 3: "E", 4: (105.0, 23.0, 14.6)})
        picture.save(sent, kind, exif=exif)
    else:
        picture.save(sent, kind)
    return sent.getvalue()


# the clock


def stop_clock(monkeypatch: "pytest.MonkeyPatch", at: datetime = AT) -> None:
    """Every page reads `at` from the clock until the test is over."""
    import_module("viecthat.project.urls")  # a page that is loaded later would ask the real clock
    # Each module is looked at once: all of them for each of a thousand tests took a hundredth of a second.
    new = sys.modules.keys() - _looked_at
    _clocks.extend(sys.modules[name] for name in new if getattr(sys.modules[name], "now", None) is REAL_CLOCK)
    _looked_at.update(new)
    for module in _clocks:
        monkeypatch.setattr(module, "now", lambda: at)
