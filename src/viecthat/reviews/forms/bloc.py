"""Open the review of a bloc; set its tasks for the next year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.ui.fields import DayField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}


class OpenBlocForm(forms.Form):
    """The title and the conference's day; the period is the bloc's year."""

    title = forms.CharField(
        label=_("Tên cuộc"), max_length=200, error_messages={**_LONG, "required": _("Đặt tên cuộc tổng kết.")}
    )
    conference_on = DayField(label=_("Ngày hội nghị"), required=False, help_text=_("Chưa định thì bỏ trống."))


class NextTasksForm(forms.Form):
    """Tasks of the next year, one a line."""

    words = forms.CharField(
        label=_("Nhiệm vụ"),
        max_length=16_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi dòng một nhiệm vụ. Mỗi việc do khối trưởng chủ trì, các thành viên cùng làm."),
        error_messages={**_LONG, "required": _("Ghi ít nhất một nhiệm vụ, mỗi dòng một việc.")},
    )
    due = DayField(label=_("Hạn"), required=False)

    def lines(self) -> list[str]:
        """What was typed, line by line."""
        given: dict[str, Any] = self.cleaned_data
        return [line for line in given["words"].splitlines() if line.strip()]
