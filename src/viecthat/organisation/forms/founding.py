"""The proposal to found a branch together, and its answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy as _

from viecthat.units.forms import MOST_NAME, DatedForm, UnitField
from viecthat.units.queries import UnitKind

_QUIET = {"autocomplete": "off"}
_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}


class ProposeForm(DatedForm):
    """Who proposes to whom which branch, where and why."""

    proposer = UnitField(label=_("Đơn vị đề nghị"), error_messages={"required": _("Ghi đơn vị đề nghị.")})
    host = UnitField(
        label=_("Nơi phối hợp"),
        help_text=_("Đoàn xã, phường nơi có toà nhà, khu dân cư, doanh nghiệp; chi đoàn sẽ trực thuộc đơn vị này."),
        error_messages={"required": _("Ghi đoàn xã, phường phối hợp.")},
    )
    name = forms.CharField(
        label=_("Tên chi đoàn"), max_length=MOST_NAME, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": _("Ghi tên, ví dụ “Chi đoàn tòa nhà Hoa Sen”.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Loại chi đoàn"), error_messages={"required": _("Chọn loại chi đoàn.")})
    place = forms.CharField(
        label=_("Địa chỉ, toà nhà"), max_length=200, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": _("Ghi địa chỉ để nơi phối hợp đối chiếu.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Vì sao thành lập"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={**_LONG, "required": _("Ghi lý do: bao nhiêu đoàn viên, cần gì.")},
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Iterable[UnitKind], today: date, **given: Any) -> None:
        super().__init__(*args, today=today, **given)
        english = get_language() == "en"
        offered = [(kind.code, kind.name_en if english else kind.name) for kind in kinds]
        self.fields["kind"].choices = [("", gettext("Chọn loại")), *offered]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The host's answer."""

    answer = forms.CharField(label=_("Trả lời"), required=False, max_length=500, error_messages=_LONG)
