"""Forms of the pages that compose what lower floors know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from viecthat.units.forms import QueryForm, UnitField

LACKS = [
    ("", pgettext_lazy("filter", "tất cả")),
    ("vao", _("tháng này chưa ai vào")),
    ("ghi", _("tháng này chưa ghi việc")),
    ("ke-hoach", _("chưa có chương trình năm")),
    ("nhiem-vu", _("có nhiệm vụ không trả lời đúng hạn")),
    ("van-ban", _("có văn bản chưa đọc")),
]


class UsageForm(QueryForm):
    """Of which units the use is looked at."""

    parameters = {"text": "q", "unit": "don-vi", "kind": "loai", "lacks": "chua"}
    text = forms.CharField(
        label=_("Tìm đơn vị"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Cấp dưới của"), required=False)
    kind = forms.ChoiceField(label=_("Loại đơn vị"), required=False)
    lacks = forms.ChoiceField(label=_("Chỉ những đơn vị"), required=False, choices=LACKS)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", gettext("trực thuộc")), *kinds]  # type: ignore[attr-defined]
