"""Answers of others: partners, and whoever checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    CheckState,
)
from viecthat.activities.forms.fields import LINE, TOO_LONG, offer
from viecthat.activities.forms.record import _RESULT
from viecthat.kernel.quantities import scaled
from viecthat.ui.fields import DayField, NumberField, WholeField

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator


class AnswerJointForm(forms.Form):
    """Whether the unit took part in another's work."""

    took_part = forms.ChoiceField(
        label=_("Đơn vị có cùng làm việc này không"),
        choices=[("co", _("Có, đơn vị cùng làm")), ("khong", _("Không, đơn vị không tham gia"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn có hoặc không.")},
    )
    words = forms.CharField(
        label=_("Ý kiến"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cần khi đơn vị không tham gia."),
    )


class DrawForm(forms.Form):
    """What is drawn for checking."""

    unit = forms.TypedChoiceField(label=_("Đơn vị kiểm tra"), coerce=int)
    title = forms.CharField(
        label=_("Tên đợt kiểm tra"), max_length=200, widget=LINE, error_messages={"required": _("Đặt tên cho đợt.")}
    )
    start = DayField(label=_("Việc làm từ ngày"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    last = DayField(label=_("Đến ngày"), error_messages={"required": _("Ghi ngày/tháng/năm.")})
    size = WholeField(label=_("Rút bao nhiêu việc"), error_messages={"required": _("Ghi một số, ví dụ 20.")})
    seed = forms.CharField(
        label=_("Số gieo"),
        max_length=40,
        widget=LINE,
        help_text=_("Dãy số bất kỳ, tốt nhất công bố trước; ai có số này cũng rút ra đúng danh sách này."),
        error_messages={"required": _("Ghi số gieo.")},
    )
    due = DayField(label=_("Kiểm tra xong trước ngày"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "unit", [(str(pk), name) for pk, name in units])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        last = data.pop("last", None)
        data["end"] = last + timedelta(days=1) if last else None
        return data


class SettleForm(forms.Form):
    """What a check found; for a correction the right figures."""

    found = forms.ChoiceField(
        label=_("Kết quả kiểm tra"),
        choices=[(state.value, state.label) for state in CheckState if state != CheckState.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kết quả kiểm tra.")},
    )
    words = forms.CharField(
        label=_("Đã thấy gì"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đếm được bao nhiêu, gặp ai, giấy tờ nào. Đơn vị sẽ đọc."),
        error_messages={"required": _("Ghi đã thấy gì."), **TOO_LONG},
    )

    def __init__(self, *args: Any, results: Iterable[Indicator], **given: Any) -> None:
        super().__init__(*args, **given)
        self.indicators = {f"{_RESULT}{one.pk}": one for one in results}
        for name, indicator in self.indicators.items():
            label = f"{_('Số đúng')}: {indicator} ({indicator.measured_in})"
            self.fields[name] = (NumberField if indicator.decimals else WholeField)(label=label, required=False)

    @property
    def results(self) -> dict[int, int]:
        """The right figures, in the smallest unit, by indicator; of a valid form."""
        typed = {one: self.cleaned_data.get(name) for name, one in self.indicators.items()}
        return {
            one.pk: scaled(amount, one.decimals) if one.decimals else int(amount)
            for one, amount in typed.items()
            if amount
        }


class AnswerCheckForm(forms.Form):
    """What the unit answers to a check."""

    answer = forms.CharField(
        label=_("Đơn vị trả lời"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi câu trả lời của đơn vị."), **TOO_LONG},
    )


class VerifyForm(forms.Form):
    """How the work was checked, and what was found."""

    finding = forms.CharField(
        label=_("Đã kiểm tra thế nào"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ví dụ: đếm tại chỗ ngày 28/03, đủ 120 cây; gọi lại ba người tham gia."),
        error_messages={
            "required": _("Ghi đã kiểm tra thế nào: đếm tại chỗ, gọi lại, xem biên bản …"),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class CancelForm(forms.Form):
    """Why an activity is taken back."""

    reason = forms.CharField(
        label=_("Vì sao huỷ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Người sau sẽ đọc lý do này: ghi nhầm ngày, ghi hai lần, việc chưa làm …"),
        error_messages={
            "required": _("Ghi lý do huỷ để người sau hiểu."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class RestoreForm(forms.Form):
    """Why a cancelled activity stands again."""

    reason = forms.CharField(
        label=_("Vì sao khôi phục"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: huỷ nhầm việc khác cùng tên."),
        error_messages={
            "required": _("Ghi vì sao khôi phục để người sau hiểu."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
