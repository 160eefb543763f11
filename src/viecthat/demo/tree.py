"""The organisation tree of the demonstration: the Union's units in the real administrative areas, on both maps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from viecthat.catalogue.areas import DISTRICT_KINDS, PROVINCE_KINDS, Area, area_successions, areas
from viecthat.catalogue.union_names import union_name
from viecthat.units.commands import SuccessionSpan, UnitSpan, import_tree

CENTRE = "trung-uong"
HANOI = "ha-noi"
SOURCE_002 = "tinh-nguon-002"
BLOC_003 = "khoi-nguon-003"
OFFICE_004 = "co-quan-nguon-004"
FOUNDED = date(1931, 3, 26)
BROUGHT_IN = "Nhập từ bản đồ hành chính đi kèm chương trình"

GUESSED = "ước tính"
_HANOI_AREA = "01"
_LEVELS = {2: ("tinh", "province"), 3: ("huyen", "district"), 5: ("xa", "commune")}


def unit_code(area_code: str) -> str:
    """The unit's code in an area: "ha-noi", "tinh-cu-08", "huyen-cu-271", "xa-09694". Never changes."""
    if area_code == _HANOI_AREA:
        return HANOI
    return f"{_LEVELS[len(area_code.removeprefix('cu-'))][0]}-{area_code}"


def unit_kind(area: Area) -> str:
    """The kind of unit that the Union has in an area of this kind."""
    if area.kind in PROVINCE_KINDS:
        return "province"
    return "district" if area.kind in DISTRICT_KINDS else "commune"


def plant_tree() -> int:
    """Bring in every unit with all its versions and successions; returns how many came new. Repeat at will."""
    return import_tree(spans=[*_roots(), *_spans()], successions=list(_successions()), decision=BROUGHT_IN)


def _roots() -> Iterator[UnitSpan]:
    yield UnitSpan(CENTRE, "Trung ương Đoàn", "central", None, FOUNDED, None)
    # The source never names its province, so it stands by itself and not among the sixty-three.
    yield UnitSpan(SOURCE_002, "Tỉnh đoàn (nguồn 002, không nêu tên tỉnh)", "province", None, FOUNDED, None)
    # So do the units that source 003 counts without naming, and the office of source 004, whose departments would
    # otherwise stand among the provinces of the centre.
    yield UnitSpan(BLOC_003, "Khối Công nhân viên chức Thủ đô (nguồn 003)", "bloc_union", None, FOUNDED, None)
    yield UnitSpan(OFFICE_004, "Cơ quan Trung ương Đoàn (nguồn 004)", "attached_central", None, FOUNDED, None)


def _spans() -> Iterator[UnitSpan]:
    for area in areas():
        parent = CENTRE if area.parent is None else unit_code(area.parent)
        yield UnitSpan(unit_code(area.code), union_name(area), unit_kind(area), parent, area.start, area.end)


def _successions() -> Iterator[SuccessionSpan]:
    """As the areas went. No open source says which union keeps a divided commune's figures: where no part keeps the
    name, the demonstration takes the nearest one and says so; an organisation would record its own decision.
    """
    kept = {(went.old, went.day) for went in area_successions() if went.heir}
    for went in area_successions():
        guessed = (went.old, went.day) not in kept and GUESSED in went.note
        note = f"{went.note}; bản minh hoạ coi đây là nơi giữ số liệu" if guessed else went.note
        yield SuccessionSpan(unit_code(went.old), unit_code(went.new), went.day, went.heir or guessed, note)
