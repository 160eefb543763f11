"""Forms of support between unions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.organisation.choices import SupportKind
from viecthat.ui.fields import DayField, WholeField
from viecthat.units.forms import DatedForm, UnitField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
_QUIET = {"autocomplete": "off"}


class SupportForm(DatedForm):
    """What was given to whom."""

    receiver = UnitField(
        label=_("Đơn vị nhận"), required=False, help_text=_("Ví dụ một tỉnh, thành đoàn khác; ghi tên hoặc mã.")
    )
    partner = forms.CharField(
        label=_("Hoặc đối tác ngoài hệ thống"), required=False, max_length=200, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Hình thức"), choices=SupportKind.choices)
    what = forms.CharField(
        label=_("Nội dung hỗ trợ"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={**_LONG, "required": _("Ghi đã hỗ trợ gì.")},
    )  # fmt: skip
    value = WholeField(label=_("Trị giá (đồng)"), required=False)
    people = WholeField(label=_("Số người được cử, được hỗ trợ"), required=False)
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    end = DayField(label=_("Đến ngày"), error_messages=_DAY)
    proof = forms.CharField(
        label=_("Văn bản, biên nhận"), required=False, max_length=120, error_messages=_LONG,
        widget=forms.TextInput(attrs=_QUIET), help_text=_("Bắt buộc với đối tác ngoài hệ thống."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["value"], data["people"] = data.get("value") or 0, data.get("people") or 0
        return data


class SupportAnswerForm(forms.Form):
    """Why it is not so, or is taken back."""

    reason = forms.CharField(
        label=_("Lý do"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=_LONG, help_text=_("Bắt buộc khi không xác nhận hoặc rút lại."),
    )  # fmt: skip
