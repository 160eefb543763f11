"""Which kinds of units a unit uses below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.post import DecisionField
from viecthat.ui.fields import DayField


class KindsForm(forms.Form):
    """The kinds, from which day, by which decision."""

    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị được dùng ở dưới"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một loại đơn vị ở cấp dưới.")},
    )  # fmt: skip
    start = DayField(label=_("Từ ngày"), error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")})
    decision = DecisionField(label=_("Số quyết định"))

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kinds"].choices = list(kinds)  # type: ignore[attr-defined]
