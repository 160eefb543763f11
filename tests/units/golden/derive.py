"""Derive the golden numbers of the merger of 1 July 2025 from the two CSV files alone, in plain loops.

Shares no code with the roll-up. `python -m tests.units.golden.derive` writes the files again; a test says when they
differ from what the loops find.

- The entry of an old commune: 1 + CRC-32 of its code modulo 1,000.
- An old commune that goes on counts at itself; one with a single successor there; one with several at the heir, where
  exactly one is; else it is not apportioned: it stays at the province all its successors are in, or with the nation.
"""

import csv
from collections import defaultdict
from pathlib import Path
from zlib import crc32

HERE = Path(__file__).parent
MAP = HERE.parents[2] / "src" / "viecthat" / "catalogue" / "administrative_map"
BEFORE, AFTER = "2025-06-30", "2025-07-01"
NATION = "vn"
PROVINCES, COMMUNES = HERE / "provinces.csv", HERE / "communes.csv"
PROVINCE_COLUMNS = (
    "code", "name", "predecessors", "old_communes", "total", "not_apportioned_communes", "not_apportioned", "per_mille"
)  # fmt: skip
COMMUNE_COLUMNS = ("code", "name", "old_communes", "total")


def number(code: str) -> int:
    """What the old commune of this code reported."""
    return 1 + crc32(code.encode()) % 1000


def rows(name: str) -> list[dict[str, str]]:
    with (MAP / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def standing(day: str) -> dict[str, dict[str, str]]:
    return {
        row["code"]: row
        for row in rows("units.csv")
        if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])
    }


def province_of(code: str, units: dict[str, dict[str, str]]) -> str:
    while units[code]["parent_code"]:
        code = units[code]["parent_code"]
    return code


def derive() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    old, new = standing(BEFORE), standing(AFTER)
    became: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows("successions.csv"):
        if row["day"] == AFTER:
            became[row["old_code"]].append((row["new_code"], row["heir"] == "1"))

    total: dict[str, int] = defaultdict(int)
    lines: dict[str, int] = defaultdict(int)
    apart: dict[str, int] = defaultdict(int)
    apart_lines: dict[str, int] = defaultdict(int)
    predecessors: dict[str, set[str]] = defaultdict(set)
    for code, row in old.items():
        if row["kind"] not in {"xa", "phuong", "thi_tran"}:
            continue
        successors = [(code, True)] if code in new else became[code]
        heirs = [where for where, heir in successors if heir]
        places = {province_of(where, new) for where, _ in successors}
        province = places.pop() if len(places) == 1 else NATION
        if len(successors) == 1 or len(heirs) == 1:
            (where,) = heirs if len(heirs) == 1 else [successors[0][0]]
            province = province_of(where, new)
            total[where] += number(code)
            lines[where] += 1
        else:
            apart[province] += number(code)
            apart_lines[province] += 1
        for above in {province, NATION}:
            total[above] += number(code)
            lines[above] += 1
    for code, row in old.items():
        if not row["parent_code"]:
            (went,) = [code] if code in new else [where for where, _ in became[code]]
            predecessors[went].add(code)

    names = {NATION: "Việt Nam"} | {code: row["name"] for code, row in new.items()}
    provinces = [NATION, *sorted(code for code, row in new.items() if not row["parent_code"])]
    communes = sorted(code for code, row in new.items() if row["parent_code"])
    return (
        [
            {
                "code": code,
                "name": names[code],
                "predecessors": " ".join(sorted(predecessors[code])),
                "old_communes": str(lines[code]),
                "total": str(total[code]),
                "not_apportioned_communes": str(apart_lines[code]),
                "not_apportioned": str(apart[code]),
                "per_mille": str(round(1000 * apart[code] / total[code])),
            }
            for code in provinces
        ],
        [
            {"code": code, "name": names[code], "old_communes": str(lines[code]), "total": str(total[code])}
            for code in communes
        ],
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def write(path: Path, columns: tuple[str, ...], found: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as text:
        out = csv.DictWriter(text, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(found)


if __name__ == "__main__":
    provinces, communes = derive()
    write(PROVINCES, PROVINCE_COLUMNS, provinces)
    write(COMMUNES, COMMUNE_COLUMNS, communes)
