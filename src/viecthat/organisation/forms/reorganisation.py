"""Forms of decisions about units; each reads its boxes into a plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, gettext_lazy as _

from viecthat.kernel.names import fold
from viecthat.organisation.choices import ReorganisationKind
from viecthat.organisation.queries.plan import EndingUnit, NewUnit, Place, Plan, Provisional
from viecthat.people.forms.post import DecisionField, PersonField
from viecthat.people.queries.pick import Picked
from viecthat.people.rules.membership import holds_members
from viecthat.ui.fields import DayField
from viecthat.units.forms import MOST_NAME, UnitField, UnitsField
from viecthat.units.queries import UnitKind, UnitRow, children_of, units_with_codes

MOST_PEOPLE = 60
MOST_PARTS = 20
_QUIET = {"autocomplete": "off"}
_CODE = re.compile(r"[^a-z0-9]+")
_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}


def _lines(text: str) -> list[str]:
    """The lines that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class PeopleField(PersonField):
    """Several people, one a line; cleaned to a list without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={**_QUIET, "rows": 3, "spellcheck": "false"}))
        kwargs.setdefault("max_length", MOST_PEOPLE * 300)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_PEOPLE:
            raise ValidationError(_("Ghi nhiều nhất %(most)d người một lần."), params={"most": MOST_PEOPLE})
        read = super().to_python
        return list(dict.fromkeys(read(line) for line in lines))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(one.label for one in value) if isinstance(value, list) else value


class DecisionForm(forms.Form):
    """What every decision about units needs: from which day, by which number.

    `units` are those whose people may be named; without any there is nothing to appoint and nobody to choose.
    """

    day = DayField(
        label=_("Từ ngày"),
        help_text=_("Ngày quyết định có hiệu lực, không muộn hơn hôm nay; trước đó mọi số liệu giữ nguyên như cũ."),
        error_messages={"required": _("Ghi ngày có hiệu lực: ngày/tháng/năm, ví dụ 01/07/2025.")},
    )
    decision = DecisionField(label=_("Số quyết định"))

    def __init__(self, *args: Any, unit: UnitRow, today: date, units: Collection[int] = (), **given: Any) -> None:
        super().__init__(*args, **given)
        self.unit, self.today = unit, today
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.units = units
            elif isinstance(field, UnitField):
                field.day = today

    def provisional(self, place: Place, of: str = "") -> Provisional:
        """The provisional committee that was typed; `of` ends the names of its boxes when there are several."""
        secretary = self.cleaned_data.get(f"secretary{of}")
        return Provisional(
            place,
            secretary.id if isinstance(secretary, Picked) else None,
            tuple(one.id for one in self.cleaned_data.get(f"deputies{of}") or ()),
            tuple(one.id for one in self.cleaned_data.get(f"members{of}") or ()),
        )

    def new_code(self, name: str, taken: Iterable[str] = ()) -> str:
        """A code for a new unit: its superior's, then its name; numbered when that is taken."""
        plain = _CODE.sub("-", fold(name)).strip("-")
        for word in ("chi-doan-", "lien-chi-doan-", "doan-"):
            plain = plain.removeprefix(word)
        stem = f"{self.unit.code}-{plain}"[:58].rstrip("-")
        tries = [stem, *(f"{stem}-{n}" for n in range(2, 40))]
        used = {*units_with_codes(tries, self.today), *taken}
        return next(code for code in tries if code not in used)


class _CommitteeForm(DecisionForm):
    """With a provisional committee appointed by the same decision."""

    secretary = PersonField(
        label=_("Bí thư lâm thời"),
        required=False,
        help_text=_("Gõ vài chữ của tên rồi chọn. Đại hội trong vòng sáu tháng; hạn hiện ở trang Cán bộ, Cảnh báo."),
    )
    deputies = PeopleField(label=_("Phó bí thư lâm thời"), required=False, help_text=_("Mỗi dòng một người."))
    members = PeopleField(label=_("Ủy viên Ban Chấp hành lâm thời"), required=False, help_text=_("Mỗi dòng một người."))


class FoundForm(_CommitteeForm):
    """A new unit below another, with who moves into it."""

    name = forms.CharField(
        label=_("Tên đơn vị"), max_length=MOST_NAME, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": _("Ghi tên đầy đủ, ví dụ “Chi đoàn thôn Đô Trám”.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Loại đơn vị"), error_messages={"required": _("Chọn loại đơn vị.")})
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9-]*$",
        label=_("Mã đơn vị"),
        required=False,
        max_length=64,
        help_text=_("Bỏ trống thì đặt theo tên. Chữ thường không dấu, số và gạch nối; đặt một lần, không đổi."),
        widget=forms.TextInput(attrs={**_QUIET, "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={**_LONG, "invalid": _("Mã đơn vị chỉ gồm chữ thường không dấu, số và gạch nối.")},
    )
    sources = UnitsField(
        label=_("Lấy đoàn viên từ chi đoàn"),
        required=False,
        help_text=_("Mỗi dòng một chi đoàn. Bấm “Xem tác động” rồi đánh dấu ai chuyển sang đơn vị mới."),
    )
    branches = UnitsField(
        label=_("Chi đoàn chuyển về trực thuộc"), required=False, help_text=_("Với Đoàn cơ sở: mỗi dòng một chi đoàn.")
    )
    on_paper = forms.BooleanField(
        label=_("Đơn vị đã thành lập trên giấy từ trước, nay chỉ đưa vào hệ thống"), required=False
    )
    field_order = [
        "name", "kind", "code", "day", "decision", "sources", "branches", "on_paper",
        "secretary", "deputies", "members",
    ]  # fmt: skip

    def __init__(self, *args: Any, kinds: Iterable[UnitKind], **given: Any) -> None:
        super().__init__(*args, **given)
        english = get_language() == "en"
        in_use = [(kind.code, kind.name_en if english else kind.name) for kind in kinds]
        self.fields["kind"].choices = [("", gettext("Chọn loại")), *in_use]  # type: ignore[attr-defined]

    def plan(self, people: Collection[int]) -> Plan:
        """The decision that was typed, `people` being those ticked."""
        given = self.cleaned_data
        code = (given["code"] or self.new_code(given["name"])).strip().lower()
        new = NewUnit(code, given["name"], given["kind"], self.unit.id, on_paper=given["on_paper"])
        plan = Plan(
            kind=ReorganisationKind.FOUNDED,
            unit=self.unit.id,
            day=given["day"],
            decision=given["decision"],
            founded=(new,),
            moved=tuple((row.id, code) for row in given["branches"]),
            people=tuple((person, code) for person in people),
        )
        return plan.with_committee(self.provisional(code))


class MergeForm(_CommitteeForm):
    """Units that end and become another, there already or founded by the same decision."""

    merged = UnitsField(
        label=_("Đơn vị được sáp nhập"),
        help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã. Các đơn vị này kết thúc vào ngày ghi dưới đây."),
        error_messages={"required": _("Ghi ít nhất một đơn vị được sáp nhập.")},
    )
    into = UnitField(label=_("Nhập vào"), required=False, help_text=_("Đơn vị đang có, ghi tên hoặc mã."))
    new_name = forms.CharField(
        label=_("Hoặc thành lập đơn vị mới tên là"), required=False, max_length=MOST_NAME, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
    )  # fmt: skip
    field_order = ["merged", "into", "new_name", "day", "decision", "secretary", "deputies", "members"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        into, new = data.get("into"), (data.get("new_name") or "").strip()
        if "into" not in self.errors and "new_name" not in self.errors and bool(into) == bool(new):
            self.add_error(
                "into", _("Ghi đơn vị nhận, hoặc tên đơn vị mới; chỉ một trong hai.") if into else _("Ghi đơn vị nhận.")
            )
        if into is not None and into in (data.get("merged") or []):
            self.add_error("merged", _("Đơn vị được sáp nhập phải khác với đơn vị nhận."))
        return data

    def plan(self, _people: Collection[int]) -> Plan:
        """The decision that was typed: branches below go along, members of a branch go into the receiving branch."""
        given = self.cleaned_data
        merged: list[UnitRow] = given["merged"]
        founded: tuple[NewUnit, ...] = ()
        place: Place
        if given["into"] is not None:
            place = given["into"].id
        else:
            place = self.new_code(given["new_name"])
            founded = (NewUnit(place, given["new_name"], merged[0].kind, merged[0].parent or 0),)
        gone = {row.id for row in merged}
        below = [child for row in merged for child in children_of(row.id, given["day"]) if child.unit_id not in gone]
        plan = Plan(
            kind=ReorganisationKind.MERGED,
            unit=self.unit.id,
            day=given["day"],
            decision=given["decision"],
            founded=founded,
            moved=tuple((child.unit_id, place) for child in below if child.unit_id != place),
            ended=tuple(EndingUnit(row.id, (place,), place) for row in merged),
            branches=tuple((row.id, place) for row in merged if holds_members(row.kind)),
        )
        return plan.with_committee(self.provisional(place))


class SplitForm(DecisionForm):
    """A unit that ends and becomes several; who and what goes where is chosen line by line.

    Once the new units are written, each has boxes for its provisional committee.
    """

    into = forms.CharField(
        label=_("Chia thành"),
        widget=forms.Textarea(attrs={**_QUIET, "rows": 3, "spellcheck": "false"}),
        max_length=4000,
        help_text=_("Mỗi dòng một đơn vị: mã đơn vị đang có, hoặc tên đơn vị mới."),
        error_messages={**_LONG, "required": _("Ghi ít nhất hai đơn vị mới.")},
    )
    heir = forms.CharField(
        label=_("Đơn vị giữ số liệu cũ"),
        required=False,
        max_length=MOST_NAME,
        error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=_("Chép một dòng ở trên. Bỏ trống thì số liệu cũ để riêng ở cấp trên chung."),
    )
    field_order = ["into", "heir", "day", "decision"]

    def __init__(self, *args: Any, units: Collection[int] = (), **given: Any) -> None:
        super().__init__(*args, units=units, **given)
        for place, line in enumerate(_lines(self.data.get("into", ""))[:MOST_PARTS]):
            name = line[:MOST_NAME]
            boxes: dict[str, PersonField] = {
                f"secretary_{place}": PersonField(
                    label=_("Bí thư lâm thời: %(unit)s") % {"unit": name}, required=False
                ),
                f"deputies_{place}": PeopleField(
                    label=_("Phó bí thư lâm thời: %(unit)s") % {"unit": name}, required=False,
                    help_text=_("Mỗi dòng một người."),
                ),
                f"members_{place}": PeopleField(
                    label=_("Ủy viên Ban Chấp hành lâm thời: %(unit)s") % {"unit": name}, required=False,
                    help_text=_("Mỗi dòng một người."),
                ),
            }  # fmt: skip
            for field in boxes.values():
                field.units = units
            self.fields.update(boxes)

    def clean_into(self) -> list[tuple[Place, str, bool]]:
        """(place, name, whether it is new) of each line."""
        lines = _lines(self.cleaned_data["into"])
        if not 2 <= len(lines) <= MOST_PARTS:
            raise ValidationError(_("Chia tách thì ghi từ hai đến hai mươi đơn vị, mỗi đơn vị một dòng."))
        known = units_with_codes([line.lower() for line in lines], self.today)
        found: list[tuple[Place, str, bool]] = []
        for line in lines:
            if (row := known.get(line.lower())) is not None:
                found.append((row.id, row.name, False))
            elif len(line) > MOST_NAME:
                raise ValidationError(_("Tên dài quá %(most)d ký tự; viết ngắn lại."), params={"most": MOST_NAME})
            else:
                found.append((self.new_code(line, [str(place) for place, _name, _new in found]), line, True))
        if self.unit.id in {place for place, _name, _new in found}:
            raise ValidationError(_("Đơn vị kết thúc không thể là đơn vị mới của chính nó."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanted = fold(data.get("heir") or "")
        places = {fold(name): place for place, name, _new in data.get("into") or []}
        codes = {str(row.code): row.id for row in units_with_codes([wanted], self.today).values()} if wanted else {}
        data["heir"] = places.get(wanted, codes.get(wanted)) if wanted else None
        if wanted and "into" not in self.errors and data["heir"] not in places.values():
            self.add_error("heir", _("Đơn vị giữ lại số liệu phải là một trong các đơn vị mới."))
        return data

    def plan(self, chosen: dict[str, dict[int, Place]]) -> Plan:
        """The decision that was typed; `chosen` says where each person ("people") and unit below ("units") goes."""
        given = self.cleaned_data
        places: list[tuple[Place, str, bool]] = given["into"]
        plan = Plan(
            kind=ReorganisationKind.SPLIT,
            unit=self.unit.id,
            day=given["day"],
            decision=given["decision"],
            founded=tuple(
                NewUnit(str(place), name, self.unit.kind, self.unit.parent or 0) for place, name, new in places if new
            ),
            moved=tuple(chosen["units"].items()),
            ended=(EndingUnit(self.unit.id, tuple(place for place, _name, _new in places), given["heir"]),),
            people=tuple(chosen["people"].items()),
        )
        for line, (place, _name, _new) in enumerate(places):
            plan = plan.with_committee(self.provisional(place, f"_{line}"))
        return plan


class MoveForm(DecisionForm):
    """Another parent, with everything below."""

    parent = UnitField(label=_("Về trực thuộc"), error_messages={"required": _("Ghi tên hoặc mã cấp trên mới.")})
    field_order = ["parent", "day", "decision"]

    def plan(self, _people: Collection[int]) -> Plan:
        """The decision that was typed."""
        given = self.cleaned_data
        moved = ((self.unit.id, given["parent"].id),)
        return Plan(ReorganisationKind.MOVED, self.unit.id, given["day"], given["decision"], moved=moved)


class CloseForm(DecisionForm):
    """A unit that ends with nobody to carry it on: its figures stay with the superior."""

    receiver = UnitField(
        label=_("Nơi nhận đoàn viên, đơn vị trực thuộc"),
        required=False,
        help_text=_("Chi đoàn thì ghi chi đoàn nhận đoàn viên; đơn vị cấp trên thì ghi nơi các đơn vị dưới chuyển về."),
    )
    field_order = ["receiver", "day", "decision"]

    def plan(self, _people: Collection[int]) -> Plan:
        """The decision that was typed."""
        given = self.cleaned_data
        receiver: UnitRow | None = given["receiver"]
        above = self.unit.parent or 0
        below = children_of(self.unit.id, given["day"]) if receiver is not None else ()
        return Plan(
            kind=ReorganisationKind.CLOSED,
            unit=self.unit.id,
            day=given["day"],
            decision=given["decision"],
            moved=tuple((child.unit_id, receiver.id) for child in below if receiver is not None),
            ended=(EndingUnit(self.unit.id, (above,), above),),
            branches=((self.unit.id, receiver.id),) if receiver is not None and holds_members(self.unit.kind) else (),
        )


class UndoForm(DecisionForm):
    """A later decision that undoes an earlier one."""
