"""Forms of the review of cadres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.post import CadreForm, DecisionField, offer
from viecthat.ui.fields import DayField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}


class CallForm(CadreForm):
    """What is asked of which units below, by when."""

    title = forms.CharField(
        label=_("Nội dung rà soát"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={**_LONG, "required": _("Ghi nội dung, ví dụ “Rà soát nhân sự trước đại hội Đoàn cấp xã”.")},
    )  # fmt: skip
    decision = DecisionField(label=_("Số văn bản yêu cầu"))
    kinds = forms.MultipleChoiceField(
        label=_("Đơn vị phải gửi phiếu"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một loại đơn vị phải gửi phiếu.")},
    )  # fmt: skip
    day = DayField(label=_("Tính đến ngày"), error_messages=_DAY)
    due = DayField(label=_("Hạn gửi"), error_messages=_DAY)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], fixed_day: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "kinds", kinds)
        if fixed_day:
            del self.fields["day"]


class RemarksForm(CadreForm):
    """A remark for each cadre and a proposal for all; `rows` are (post, name, remark)."""

    note = forms.CharField(
        label=_("Đề xuất chung của đơn vị"), required=False, max_length=1000, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Sequence[tuple[int, str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        for post, name, remark in rows:
            self.fields[f"remark_{post}"] = forms.CharField(
                label=_("Nhận xét, đề xuất: %(name)s") % {"name": name}, required=False, max_length=500,
                error_messages=_LONG, initial=remark, widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip

    def remarks(self) -> dict[int, str]:
        """What was typed, by post."""
        texts = ((name, text) for name, text in self.cleaned_data.items() if name.startswith("remark_"))
        return {int(name.removeprefix("remark_")): text for name, text in texts}


class PersonnelAnswerForm(CadreForm):
    """What the superior says of a form."""

    answer = forms.CharField(
        label=_("Ý kiến của cấp trên"), required=False, max_length=500, error_messages=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CallOffForm(CadreForm):
    """Why nobody need send it any more."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={**_LONG, "required": _("Ghi lý do để đơn vị dưới hiểu.")},
    )  # fmt: skip
