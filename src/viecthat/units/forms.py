"""Forms of the tree: they read what was typed; what may be, the commands say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.errors import Refused
from viecthat.ui.fields import DayField, WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.ui.templatetags.ui import day as day_words
from viecthat.units.queries import UnitRow, unit_named

MOST_NAME = 200
MOST_LABEL = 300  # a name with a code behind it
MOST_DECISION = 200
MOST_UNITS = 200
_SUGGEST = {
    "list": "unit-names",
    "autocomplete": "off",
    "hx-get": reverse_lazy("units:suggest"),
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#unit-names",
    "hx-swap": "innerHTML",
    "hx-sync": "this:replace",
}


_WITH_CODE = re.compile(r".*\(([a-z0-9][a-z0-9-]*)\)")


def unit_label(name: str, code: str) -> str:
    """How a box shows a unit it knows: the name, and the code that makes it the only one."""
    return f"{name} ({code})"


class UnitField(forms.CharField):
    """A unit by its code, its name, or both ("Đoàn xã Ba Vì (xa-09700)"); cleaned to its row on `day`, which the form
    sets.

    The browser offers names while one types (part `units/parts/names.html`); without script a whole name or code does.
    """

    day: date | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=_SUGGEST))
        kwargs.setdefault("max_length", MOST_LABEL)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self.read(text) if text else None

    def read(self, text: str) -> UnitRow:
        """The unit meant; a refusal becomes the error of the field."""
        if self.day is None:
            raise TypeError("a UnitField needs the day on which names are looked up")
        with_code = _WITH_CODE.fullmatch(text.strip())
        try:
            return unit_named(with_code[1] if with_code else text, self.day)
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused

    def prepare_value(self, value: Any) -> Any:
        return unit_label(value.name, value.code) if isinstance(value, UnitRow) else value

    def run_validators(self, value: Any) -> None:
        """The text was checked before it was read; a row has no length."""

    def clean(self, value: Any) -> Any:
        text = value if isinstance(value, str) else ""
        if len(text) > (self.max_length or MOST_LABEL):
            raise ValidationError(
                _("Tên đơn vị dài quá %(most)d ký tự; ghi mã thay cho tên."), params={"most": self.max_length}
            )
        if "\x00" in text:
            raise ValidationError(_("Tên đơn vị có ký tự lạ; gõ lại."))
        return super().clean(value)


class UnitsField(UnitField):
    """Several units, one a line; cleaned to a list without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}))
        kwargs.setdefault("max_length", MOST_UNITS * MOST_LABEL)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_UNITS:
            raise ValidationError(_("Ghi nhiều nhất %(most)d đơn vị một lần."), params={"most": MOST_UNITS})
        return list(dict.fromkeys(self.read(line) for line in lines))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(unit_label(row.name, row.code) for row in value)
        return value


class DatedForm(forms.Form):
    """A form whose unit fields look names up on `today`."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.day = today


class QueryForm(DatedForm):
    """A form in the address; `parameters` gives fields their Vietnamese names there."""

    parameters: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Drawn without the word "optional": of a question everything is.
            shape = "select" if isinstance(field.widget, forms.Select) else "input"
            field.widget.attrs["class"] = f"{shape} {field.widget.attrs.get('class', '')}".strip()
            if isinstance(field, DayField):
                field.widget.attrs.setdefault("placeholder", day_words(self.today))

    def add_prefix(self, field_name: str) -> str:
        return self.parameters.get(field_name, field_name)


class TreeForm(QueryForm):
    """How the list of units is looked at; every part may be missing."""

    parameters = {"text": "q", "day": "ngay", "within": "trong"}
    text = forms.CharField(
        label=_("Tìm đơn vị"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    day = DayField(label=_("Vào ngày"), required=False)
    within = UnitField(label=_("Trong"), required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        return day


class DayForm(QueryForm):
    """The day whose map a page shows; today's when none is given."""

    parameters = {"day": "ngay"}
    day = DayField(label=_("Vào ngày"), required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        return day


class ChangeForm(DatedForm):
    """What every change of the tree needs: from which day, by which decision."""

    day = DayField(
        label=_("Từ ngày"),
        help_text=_("Ngày quyết định có hiệu lực; trước ngày đó mọi số liệu giữ nguyên như cũ."),
        error_messages={"required": _("Ghi ngày có hiệu lực: ngày/tháng/năm, ví dụ 01/07/2025.")},
    )
    decision = forms.CharField(
        label=_("Theo quyết định"),
        max_length=MOST_DECISION,
        help_text=_("Số, ký hiệu, ngày, cơ quan ban hành."),
        error_messages={
            "required": _("Ghi số quyết định, ví dụ 125-QĐ/TĐTN ngày 20/06/2025."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Tên đơn vị"),
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Ghi tên đầy đủ, ví dụ “Đoàn xã Suối Hai”."),
            "max_length": _("Tên dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class RenameForm(ChangeForm):
    """Another name."""

    name = _name_field()
    field_order = ["name", "day", "decision"]


class BlocForm(DatedForm):
    """An emulation bloc of one year."""

    name = forms.CharField(
        label=_("Tên khối, cụm thi đua"),
        max_length=MOST_NAME,
        error_messages={
            "required": _("Đặt tên khối, ví dụ “Cụm thi đua số 3”."),
            "max_length": _("Tên dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    year = WholeField(
        label=_("Năm"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Ghi năm thi đua, ví dụ 2026.")},
    )
    head = UnitField(label=_("Khối trưởng"), error_messages={"required": _("Ghi đơn vị làm khối trưởng.")})
    deputy = UnitField(label=_("Khối phó"), required=False)
    members = UnitsField(
        label=_("Thành viên"),
        required=False,
        help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã; khối trưởng và khối phó tự là thành viên."),
    )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not self.today.year - 50 <= year <= self.today.year + 5:
            raise ValidationError(
                _("Năm %(year)d chắc là gõ nhầm; ghi năm thi đua, ví dụ %(now)d."),
                params={
                    "year": year,
                    "now": self.today.year,
                },
            )
        return year


class RegisterForm(QueryForm):
    """How a register is looked at: a text, a unit and those below it, a kind, a state, a year."""

    parameters = {"text": "q", "unit": "don-vi", "kind": "loai", "state": "tinh-trang", "year": "nam"}
    text = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Đơn vị"), required=False)
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    state = forms.ChoiceField(label=_("Tình trạng"), required=False)
    year = WholeField(label=_("Năm"), required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[tuple[str, Any]] = (),
        states: Iterable[tuple[str, Any]] = (),
        years: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", list(kinds)), ("state", list(states))):
            if choices:
                self.fields[name].choices = [("", _("tất cả")), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        if not years:
            del self.fields["year"]
        self.fields["text"].widget.attrs.setdefault("class", "input")

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not 1931 <= year <= self.today.year + 5:
            raise ValidationError(_("Năm này chắc là gõ nhầm."))
        return year

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes beside the text and the unit."""
        return [self[name] for name in ("kind", "state", "year") if name in self.fields]

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked."""
        return any(self.data.get(name) for name in self.parameters.values())
