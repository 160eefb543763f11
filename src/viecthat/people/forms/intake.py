"""Lists of members: the file, its columns, and whether to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from viecthat.documents.sheets import MOST_BYTES
from viecthat.people.choices.intake import DayOrder
from viecthat.people.queries.intake import Sample
from viecthat.people.rules.columns import FIELDS, SENSITIVE
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, UnitField


class ListFileField(forms.FileField):
    """A list, read into memory once its weight is known to be bearable."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"})

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes] | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                _("Tệp nặng quá %(most)d MB; chia danh sách thành nhiều tệp."), params={"most": MOST_BYTES >> 20}
            )
        return str(file.name), bytes(file.read())


class ListForm(DatedForm):
    """A file and the unit it is for."""

    unit = UnitField(
        label=_("Danh sách của đơn vị"),
        help_text=_("Chi đoàn, hoặc đơn vị trên nó nếu trong tệp có cột Chi đoàn."),
        error_messages={"required": _("Ghi tên hoặc mã đơn vị.")},
    )
    file = ListFileField(
        label=_("Tệp danh sách"),
        help_text=_("Excel (.xlsx) hoặc CSV; cột theo thứ tự nào cũng được."),
        error_messages={
            "required": _("Chọn tệp."),
            "empty": _("Tệp rỗng; chọn lại tệp."),
            "invalid": _("Chọn tệp."),
            "missing": _("Chọn tệp."),
            "max_length": _("Tên tệp dài quá; đặt tên ngắn hơn."),
        },
    )


class ColumnsForm(DatedForm):
    """What each column is. Fields are `cot-0`, `cot-1` …"""

    day_order = forms.ChoiceField(
        label=_("Ngày tháng dạng chữ viết theo thứ tự"), choices=DayOrder.choices, widget=forms.RadioSelect
    )
    default_since = DayField(
        label=_("Vào chi đoàn từ ngày"),
        help_text=_("Cho những dòng không ghi ngày vào Đoàn hay ngày về chi đoàn; bỏ trống là hôm nay."),
        required=False,
    )

    def __init__(self, *args: Any, samples: Sequence[Sample], sensitive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(field, gettext(words)) for field, words in FIELDS.items() if sensitive or field not in SENSITIVE]
        self.samples = samples
        for sample in samples:
            field = forms.ChoiceField(
                label=sample.head or gettext("Cột {letter}").format(letter=column_letter(sample.place)),
                choices=[("", gettext("không dùng")), *offered],
                required=False,
                initial=sample.field,
            )
            self.fields[f"cot-{sample.place}"] = field

    def columns(self) -> list[str]:
        """The field of each column."""
        return [self.cleaned_data.get(f"cot-{sample.place}", "") for sample in self.samples]

    def boxes(self) -> list[tuple[Sample, str, forms.BoundField]]:
        """Each column with its letter in the sheet and its box."""
        return [(sample, column_letter(sample.place), self[f"cot-{sample.place}"]) for sample in self.samples]


class WriteForm(forms.Form):
    """Which rows go into the register."""

    with_warned = forms.BooleanField(
        label=_("Ghi cả những dòng cần xem lại"),
        help_text=_("Bỏ đánh dấu thì chỉ ghi những dòng không có gì phải nhắc."),
        required=False,
        initial=True,
    )


class TakeBackForm(forms.Form):
    """Why a whole list is taken back."""

    reason = forms.CharField(
        label=_("Vì sao hoàn tác"),
        max_length=500,
        error_messages={
            "required": _("Ghi vì sao hoàn tác để người sau hiểu."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


def column_letter(place: int) -> str:
    """The letter above a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
