"""A list of delegates copied from a sheet: who of each line is in the register, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.congress.choices import DelegateBasis
from viecthat.congress.commands.delegate import DelegateFacts
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused, gettext_noop, quoted
from viecthat.kernel.names import fold, one_line, spelled_alike
from viecthat.people.queries.pick import people_of_names
from viecthat.plans.forms.programme import words_field
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm, UnitField
from viecthat.units.queries import UnitRow
from viecthat.units.queries.finding import unit_named
from viecthat.units.queries.scope import Units

if TYPE_CHECKING:
    from viecthat.people.models.person import Person

MOST_LINES = 300
MOST_WRONG = 20
_HEADS = frozenset({"ho ten", "ho va ten", "ten", "full name", "name"})
_SEXES = {"nam": "male", "nu": "female", "male": "male", "female": "female"}


@dataclass(frozen=True)
class Line:
    """A line that was read, as it will be called."""

    number: int
    facts: DelegateFacts
    name: str
    born: date | None
    unit: UnitRow | None

    @property
    def known(self) -> bool:
        """Whether the register knows them."""
        return self.facts.person is not None


class DelegatesForm(DatedForm):
    """Delegates of one kind, each on a line; `lines` is what was read."""

    basis = forms.ChoiceField(label=_("Thuộc diện"), choices=DelegateBasis.choices)
    unit = UnitField(
        label=_("Đơn vị bầu, đoàn đại biểu"), required=False, help_text=_("Của những dòng không ghi đơn vị riêng.")
    )
    substitute = forms.BooleanField(label=_("Dự khuyết"), required=False)
    people = words_field(
        _("Danh sách, mỗi người một dòng"), 60_000, required=True, rows=10, why=_("Dán danh sách vào đây."),
        help_text=_(
            "Chép từ Excel, Word theo thứ tự cột: họ tên, ngày sinh, giới tính, chức vụ, đơn vị; hoặc gõ, các phần "
            "cách nhau bằng dấu chấm phẩy. Cột số thứ tự và dòng đầu bảng được bỏ qua; "
            "sau họ tên, cột nào cũng để trống được."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Units, **given: Any) -> None:
        super().__init__(*args, **given)
        self.units = units
        self.lines: list[Line] = []
        self._units: dict[str, UnitRow] = {}  # a name stands on many lines

    def clean_people(self) -> str:
        """Every line read, or which could not be and why."""
        text: str = self.cleaned_data["people"]
        rows = [(n, cells) for n, line in enumerate(text.splitlines(), 1) if (cells := _cells(line))]
        if not rows:
            raise forms.ValidationError(_("Không có dòng nào ghi họ tên."))
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(_("Dán mỗi lần nhiều nhất {most} dòng.").format(most=MOST_LINES))
        register = people_of_names([cells[0] for _n, cells in rows], self.units)
        wrong = []
        for number, cells in rows:
            try:
                self.lines.append(self._line(number, cells, register.get(fold(cells[0]), [])))
            except Refused as refused:
                wrong.append(_("Dòng {line}: {why}").format(line=number, why=sentence_of(refused)))
        if wrong:
            raise forms.ValidationError(wrong[:MOST_WRONG])
        return text

    def _line(self, number: int, cells: list[str], alike: list[Person]) -> Line:
        name, born, sex, post, unit = (*cells, "", "", "", "")[:5]
        if len(cells) > 5:
            raise Refused(gettext_noop("có nhiều hơn năm cột; chép lại từ cột họ tên đến cột đơn vị."))
        name = one_line(name, 120)
        day = parse_date(born) if born else None
        if sex and fold(sex) not in _SEXES:
            raise Refused(gettext_noop("“{text}” không phải nam hay nữ."), text=quoted(sex))
        own = self._unit_named(unit) if unit else self.cleaned_data.get("unit")
        person = _meant(name, day, alike)
        facts = DelegateFacts(
            basis=self.cleaned_data.get("basis", ""),
            person=person.pk if person else None,
            unit=own.id if own else None,
            name="" if person else name,
            sex="" if person else _SEXES.get(fold(sex), ""),
            birth_date=None if person else day,
            post=one_line(post, 200),
            substitute=self.cleaned_data.get("substitute", False),
        )
        return Line(number, facts, person.full_name if person else name, person.birth_date if person else day, own)

    def _unit_named(self, name: str) -> UnitRow:
        if name not in self._units:
            self._units[name] = unit_named(name, self.today)
        return self._units[name]


def _meant(name: str, day: date | None, alike: list[Person]) -> Person | None:
    found = [one for one in alike if spelled_alike(name, one.full_name) and day in (None, one.birth_date)]
    if len(found) > 1:
        raise Refused(
            gettext_noop("có {count} người tên {name} trong sổ; ghi ngày sinh, cùng cả ngày sinh thì thêm riêng."),
            count=len(found),
            name=quoted(name),
        )
    return found[0] if found else None


def _cells(line: str) -> list[str]:
    """What stands on a line, without its number and empty ends; nothing for a heading."""
    cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
    if len(cells) > 1 and (cells[0].rstrip(".").isdecimal() or fold(cells[0]) in {"tt", "stt"}):
        cells = cells[1:]
    while cells and not cells[-1]:
        cells.pop()
    return [] if cells and fold(cells[0]) in _HEADS else cells
