import csv
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest

from viecthat.catalogue.areas import (
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    KIND_NAMES,
    PROVINCE_KINDS,
    Area,
    area_successions,
    areas,
    areas_on,
)

LAST_DAY_OF_OLD_MAP = date(2025, 6, 30)
NEW_MAP = date(2025, 7, 1)
AUTUMN_2026 = date(2026, 10, 1)
HANOI = "01"


def kinds_on(day: date) -> Counter[str]:
    return Counter(area.kind for area in areas_on(day).values())


def under(day: date, root: str) -> list[Area]:
    """Areas anywhere below `root` on that day."""
    today = areas_on(day)

    def stands_below(area: Area) -> bool:
        while area.parent:
            if area.parent == root:
                return True
            area = today[area.parent]
        return False

    return [area for area in today.values() if stands_below(area)]


def named(day: date, root: str, kind: str, name: str) -> Area:
    [area] = [a for a in under(day, root) if (a.kind, a.name) == (kind, name)]
    return area


def became(code: str) -> dict[str, bool]:
    """New codes of an ended area, each with whether it is heir."""
    return {s.new: s.heir for s in area_successions() if s.old == code}


class TestCounts:
    def test_the_map_of_early_2025(self) -> None:
        kinds = kinds_on(LAST_DAY_OF_OLD_MAP)
        assert (kinds["tinh"], kinds["thanh_pho_tw"]) == (57, 6)
        assert sum(kinds[kind] for kind in DISTRICT_KINDS) == 696
        assert (kinds["xa"], kinds["phuong"], kinds["thi_tran"], kinds["dac_khu"]) == (7692, 1726, 617, 0)
        assert sum(kinds[kind] for kind in COMMUNE_KINDS) == 10035

    def test_the_map_of_july_2025(self) -> None:
        kinds = kinds_on(NEW_MAP)
        assert kinds == {"tinh": 28, "thanh_pho_tw": 6, "phuong": 687, "xa": 2621, "dac_khu": 13}
        assert sum(kinds[kind] for kind in COMMUNE_KINDS) == 3321

    def test_the_map_of_autumn_2026(self) -> None:
        kinds = kinds_on(AUTUMN_2026)
        assert kinds == {"tinh": 25, "thanh_pho_tw": 9, "phuong": 709, "xa": 2599, "dac_khu": 13}

    def test_hanoi(self) -> None:
        old = Counter(area.kind for area in under(LAST_DAY_OF_OLD_MAP, HANOI))
        assert {kind: old[kind] for kind in DISTRICT_KINDS} == {"quan": 12, "huyen": 17, "thi_xa": 1, "thanh_pho": 0}
        assert sum(old[kind] for kind in COMMUNE_KINDS) == 526
        assert Counter(area.kind for area in under(NEW_MAP, HANOI)) == {"phuong": 51, "xa": 75}

    def test_eleven_provinces_go_on(self) -> None:
        before, after = (
            {code for code, area in areas_on(day).items() if area.kind in PROVINCE_KINDS}
            for day in (LAST_DAY_OF_OLD_MAP, NEW_MAP)
        )
        assert before & after == {"01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"}

    def test_communes_that_went_on_and_communes_that_were_divided(self) -> None:
        went_on = set(areas_on(LAST_DAY_OF_OLD_MAP)) & set(areas_on(NEW_MAP))
        successors = Counter(s.old for s in area_successions())
        divided = [old for old, count in successors.items() if count > 1]
        with_heir = {s.old for s in area_successions() if s.heir} & set(divided)
        assert sum(len(code) == 5 for code in went_on) == 132
        assert (len(divided), len(with_heir)) == (440, 80)


class TestShape:
    def test_codes_are_plain_and_belong_to_one_level_for_ever(self) -> None:
        levels = defaultdict(set)
        for area in areas():
            assert area.code.isascii()
            assert area.code.removeprefix("cu-").isdigit()
            levels[area.code].add(len(area.code.removeprefix("cu-")))
            level = {2: PROVINCE_KINDS, 3: DISTRICT_KINDS, 5: COMMUNE_KINDS}[len(area.code.removeprefix("cu-"))]
            assert area.kind in level
        assert all(len(level) == 1 for level in levels.values())

    def test_cu_marks_what_ended_with_the_old_map(self) -> None:
        assert {area.end for area in areas() if area.code.startswith("cu-")} == {NEW_MAP}
        today = areas_on(AUTUMN_2026)
        assert all(area.code in today for area in areas() if not area.code.startswith("cu-"))

    def test_names_are_written_one_way(self) -> None:
        kinds = tuple(f"{kind} " for kind in KIND_NAMES.values())
        for area in areas():
            assert area.name == unicodedata.normalize("NFC", area.name)
            assert area.name == " ".join(area.name.split())
            assert area.name
            assert all(c.isalnum() or c in " '-" for c in area.name), area
            assert area.name[0].isupper() or area.name[0].isdigit(), area
            # A ward of Huế is called Phường Đúc.
            assert not area.name.casefold().startswith(kinds) or area.name == "Phường Đúc", area

    def test_versions_of_an_area_follow_one_another_without_gap(self) -> None:
        versions = defaultdict(list)
        for area in areas():
            assert area.end is None or area.start < area.end
            versions[area.code].append(area)
        for rows in versions.values():
            for earlier, later in pairwise(rows):
                assert earlier.end == later.start
                assert (earlier.kind, earlier.name, earlier.parent) != (later.kind, later.name, later.parent)

    def test_a_parent_is_valid_as_long_as_its_child(self) -> None:
        life = defaultdict(list)
        for area in areas():
            life[area.code].append(area)
        for area in areas():
            if area.parent is None:
                assert area.kind in PROVINCE_KINDS
                continue
            first, last = life[area.parent][0], life[area.parent][-1]
            assert first.start <= area.start, area
            assert last.end is None or (area.end is not None and area.end <= last.end), area

    @pytest.mark.parametrize("day", [date(2018, 6, 30), LAST_DAY_OF_OLD_MAP, NEW_MAP, AUTUMN_2026])
    def test_the_tree_has_its_levels_and_no_cycle(self, day: date) -> None:
        today = areas_on(day)
        of_commune = DISTRICT_KINDS if day < NEW_MAP else PROVINCE_KINDS
        for area in today.values():
            parents = of_commune if area.kind in COMMUNE_KINDS else PROVINCE_KINDS
            assert area.kind in PROVINCE_KINDS if area.parent is None else today[area.parent].kind in parents

    def test_namesakes_under_one_parent_differ_in_kind(self) -> None:
        for day in (LAST_DAY_OF_OLD_MAP, NEW_MAP, AUTUMN_2026):
            seen = Counter((a.parent, a.kind, a.name.casefold()) for a in areas_on(day).values())
            assert max(seen.values()) == 1

    def test_files_are_small_sorted_and_written_alike(self) -> None:
        size = 0
        for name in ("units.csv", "successions.csv", "changes.csv", "corrections.csv"):
            content = (files("viecthat.catalogue") / "administrative_map" / name).read_bytes()
            size += len(content)
            assert b"\r" not in content
            assert content.endswith(b"\n")
            rows = list(csv.reader(content.decode("utf-8").splitlines()))[1:]
            assert rows == sorted(rows, key=lambda row: (row[0], row[1] if "units" not in name else row[4]))
        assert size < 2_000_000


class TestSuccessions:
    def test_every_ended_area_has_a_successor_that_is_valid_on_that_day(self) -> None:
        last_days = {area.code: area.end for area in areas()}
        ended = {code: end for code, end in last_days.items() if end}
        olds = {s.old for s in area_successions()}
        assert olds == set(ended)
        before, after = areas_on(LAST_DAY_OF_OLD_MAP), areas_on(NEW_MAP)
        for s in area_successions():
            assert s.day == ended[s.old] == NEW_MAP
            assert s.new in after
            assert s.new not in before or s.note == "cấp huyện kết thúc hoạt động"

    def test_each_pair_stands_once_and_nobody_succeeds_himself(self) -> None:
        pairs = [(s.old, s.new) for s in area_successions()]
        assert len(pairs) == len(set(pairs))
        assert all(old != new for old, new in pairs)
        assert not {old for old, _ in pairs} & {new for _, new in pairs}

    def test_at_most_one_heir_and_a_single_successor_is_heir(self) -> None:
        heirs = defaultdict(list)
        for s in area_successions():
            heirs[s.old].append(s.heir)
        assert all(sum(flags) <= 1 for flags in heirs.values())
        assert all(flags == [True] for flags in heirs.values() if len(flags) == 1)

    def test_communes_go_where_their_province_goes(self) -> None:
        before, after = areas_on(LAST_DAY_OF_OLD_MAP), areas_on(NEW_MAP)
        province_after = {s.old: s.new for s in area_successions() if before[s.old].kind in PROVINCE_KINDS}
        for s in area_successions():
            old = before[s.old]
            if old.kind in COMMUNE_KINDS:
                province = before[before[old.parent or ""].parent or ""].code
                assert after[s.new].parent == province_after.get(province, province)

    def test_districts_go_to_their_province_but_islands_without_communes_become_special_zones(self) -> None:
        before, after = areas_on(LAST_DAY_OF_OLD_MAP), areas_on(NEW_MAP)
        zones = {}
        for s in area_successions():
            if before[s.old].kind in DISTRICT_KINDS and after[s.new].kind not in PROVINCE_KINDS:
                zones[before[s.old].name] = after[s.new].full_name
        assert zones == {
            "Bạch Long Vĩ": "đặc khu Bạch Long Vĩ",
            "Cồn Cỏ": "đặc khu Cồn Cỏ",
            "Côn Đảo": "đặc khu Côn Đảo",
            "Hoàng Sa": "đặc khu Hoàng Sa",
            "Lý Sơn": "đặc khu Lý Sơn",
        }

    def test_every_area_of_the_new_map_comes_from_somewhere(self) -> None:
        begun = set(areas_on(NEW_MAP)) - set(areas_on(LAST_DAY_OF_OLD_MAP))
        assert begun <= {s.new for s in area_successions()}


class TestPlaces:
    def test_tan_linh_went_whole_into_suoi_hai(self) -> None:
        old = named(LAST_DAY_OF_OLD_MAP, HANOI, "xa", "Tản Lĩnh")
        new = named(NEW_MAP, HANOI, "xa", "Suối Hai")
        assert areas_on(LAST_DAY_OF_OLD_MAP)[old.parent or ""].full_name == "huyện Ba Vì"
        assert became(old.code) == {new.code: True}

    def test_the_commune_ba_vi_is_another_area_than_the_district(self) -> None:
        district = named(LAST_DAY_OF_OLD_MAP, HANOI, "huyen", "Ba Vì")
        commune = named(NEW_MAP, HANOI, "xa", "Ba Vì")
        assert became(district.code) == {HANOI: True}
        assert became(named(LAST_DAY_OF_OLD_MAP, HANOI, "xa", "Ba Vì").code) == {commune.code: True}

    def test_the_town_of_dong_anh_was_divided_and_the_commune_that_keeps_its_name_is_heir(self) -> None:
        town = named(LAST_DAY_OF_OLD_MAP, HANOI, "thi_tran", "Đông Anh")
        names = {areas_on(NEW_MAP)[code].name: heir for code, heir in became(town.code).items()}
        assert names == {"Đông Anh": True, "Phúc Thịnh": False, "Thư Lâm": False}

    def test_minh_quang_was_divided_and_neither_part_keeps_its_name(self) -> None:
        old = named(LAST_DAY_OF_OLD_MAP, HANOI, "xa", "Minh Quang")
        names = {areas_on(NEW_MAP)[code].name: heir for code, heir in became(old.code).items()}
        assert names == {"Ba Vì": False, "Bất Bạt": False}

    def test_yen_bai_went_into_lao_cai(self) -> None:
        before = {a.name: a for a in areas_on(LAST_DAY_OF_OLD_MAP).values() if a.kind in PROVINCE_KINDS}
        after = {a.name: a for a in areas_on(NEW_MAP).values() if a.kind in PROVINCE_KINDS}
        assert became(before["Yên Bái"].code) == became(before["Lào Cai"].code) == {after["Lào Cai"].code: True}

    def test_namesakes_of_merged_provinces_are_not_mixed_up(self) -> None:
        """The source took each of these for the other; both would have seemed divided."""
        after = areas_on(NEW_MAP)
        for code, name in (("cu-31666", "Tân Thạnh"), ("cu-31268", "Trường Thành"), ("cu-31657", "Trường Khánh")):
            assert [after[new].name for new in became(code)] == [name]

    def test_quang_ninh_is_one_area_that_changed_its_kind(self) -> None:
        versions = [(a.kind, a.start, a.end) for a in areas() if a.code == "22"]
        assert versions == [
            ("tinh", date(2000, 1, 1), date(2026, 9, 1)),
            ("thanh_pho_tw", date(2026, 9, 1), None),
        ]

    def test_tho_chau_went_on_with_another_kind_and_parent(self) -> None:
        versions = [(a.full_name, a.parent) for a in areas() if a.code == "31105"]
        assert versions == [("xã Thổ Châu", "cu-911"), ("đặc khu Thổ Châu", "91")]

    def test_hanoi_as_it_is_known_begins_in_2008(self) -> None:
        assert named(date(2008, 8, 1), HANOI, "quan", "Hà Đông").start == date(2008, 8, 1)
        assert not under(date(2008, 7, 31), HANOI)
