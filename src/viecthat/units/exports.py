"""What stands around an official document of a unit: who issues it, under whom, where, who signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from viecthat.documents.model import Lang, Signature
from viecthat.units.queries import UnitRow, ancestors_of, units_by_id

UNKNOWN_PLACE = "…………"
_AT = re.compile(r"(?:Tỉnh đoàn|Thành đoàn|Quận đoàn|Huyện đoàn|Thị đoàn|Đoàn (?:xã|phường|thị trấn|đặc khu)) (\w.*)")
_SHORT = re.compile(r"(?:Tỉnh|Thành|Quận|Huyện|Thị) đoàn|Đoàn (?:xã|phường|thị trấn|đặc khu)|Chi đoàn|Liên chi đoàn")
_SYMBOLS = {"central": "TWĐTN-VP", "province": "TĐTN-VP"}
_BRANCHES = {
    "branch", "apartment_branch", "residential_branch", "firm_branch", "dormitory_branch", "team_branch",
    "inter_branch", "base_branch",
}  # fmt: skip
_STANDING = {"vi": "TM. BAN THƯỜNG VỤ", "en": "FOR THE STANDING COMMITTEE"}
_EXECUTIVE = {"vi": "TM. BAN CHẤP HÀNH", "en": "FOR THE EXECUTIVE COMMITTEE"}
_SECRETARY = {"vi": "BÍ THƯ", "en": "SECRETARY"}
# The unit above, the Party committee, the own committee, the units below, the file.
_RECIPIENTS = {
    "vi": (
        "{unit} (để báo cáo)", "Thường trực cấp ủy (để báo cáo)", "Ủy viên Ban Chấp hành {unit}",
        "Các đơn vị trực thuộc", "Lưu Văn phòng",
    ),
    "en": (
        "{unit} (to report)", "Standing board of the Party committee (to report)",
        "Members of the executive committee of {unit}", "Units directly below", "Office file",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class UnitHead:
    """A unit and those above it on a day, as its documents name them."""

    unit: UnitRow
    above: tuple[UnitRow, ...]
    lang: Lang

    @property
    def superior(self) -> str | None:
        """The unit above, as a head of a document says it."""
        if not self.above:
            return None
        name = self.above[-1].name.upper()
        return f"{name}\nTNCS HỒ CHÍ MINH" if self.above[-1].kind == "central" and "HỒ CHÍ MINH" not in name else name

    @property
    def issuer(self) -> str:
        """The unit itself."""
        return "BAN CHẤP HÀNH TRUNG ƯƠNG" if self.unit.kind == "central" else self.unit.name.upper()

    @property
    def number(self) -> str:
        """The symbol; the office writes the number when the report goes out."""
        return f"Số:       -BC/{_SYMBOLS.get(self.unit.kind, 'ĐTN')}"

    @property
    def place(self) -> str:
        """Where it is signed: the unit's own area, or the nearest one above."""
        if self.unit.kind == "central":
            return "Hà Nội"
        for unit in (self.unit, *reversed(self.above)):
            if found := _AT.fullmatch(unit.name):
                return found[1]
        return UNKNOWN_PLACE

    @property
    def short_name(self) -> str:
        """The unit within its own report: "Thành đoàn"."""
        if self.unit.kind == "central":
            return "Đoàn"
        found = _SHORT.match(self.unit.name)
        return found[0] if found else self.unit.name

    @property
    def is_branch(self) -> bool:
        """A branch has no standing committee."""
        return self.unit.kind in _BRANCHES

    @property
    def committee(self) -> str:
        """Who reports: the standing committee, in a branch the executive one."""
        if self.lang == "en":
            return "the executive committee" if self.is_branch else "the standing committee"
        return "Ban Chấp hành" if self.is_branch else "Ban Thường vụ"

    def report_recipients(self, *, with_units_below: bool) -> tuple[str, ...]:
        """Whom a report goes to: those above first, to report to; then those below; the file last."""
        above, party, committee, below, file = _RECIPIENTS[self.lang]
        to = [above.format(unit=self.above[-1].name)] if self.above else []
        to += [party, committee.format(unit=self.unit.name)]
        return (*to, *([below] if with_units_below else []), file)

    @property
    def signature(self) -> Signature:
        """Signed for the committee; the name is written in by hand."""
        behalf = (_EXECUTIVE if self.is_branch else _STANDING)[self.lang]
        if self.lang == "vi" and self.unit.kind != "central":
            behalf = f"{behalf} {self.short_name.upper()}"
        return Signature(behalf, _SECRETARY[self.lang], "")


def unit_head(unit: int, day: date, lang: Lang) -> UnitHead:
    """The unit's head as names were on `day`. Two queries."""
    return UnitHead(units_by_id([unit], day)[unit], tuple(ancestors_of(unit, day)), lang)
