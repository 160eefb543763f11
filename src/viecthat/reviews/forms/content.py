"""What is sent from the page of a review's words: a key task of the next period."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.reviews.commands.content import LONGEST_TASK
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, UnitField


class KeyTaskForm(DatedForm):
    """A numbered task of the next period: what, who answers for it, by when."""

    words = forms.CharField(
        label=_("Nhiệm vụ"),
        max_length=LONGEST_TASK,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Ghi nội dung nhiệm vụ."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    unit = UnitField(
        label=_("Đơn vị chủ trì"),
        help_text=_("Chính đơn vị hoặc một đơn vị trực thuộc."),
        error_messages={"required": _("Ghi đơn vị chủ trì.")},
    )
    due = DayField(label=_("Hạn"), required=False, help_text=_("Cần có hạn trước khi giao thành nhiệm vụ."))
