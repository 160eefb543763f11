"""What a list of activities is filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    State,
)
from viecthat.activities.forms.fields import offer
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period, parse_period
from viecthat.ui.sentences import sentence_of

if TYPE_CHECKING:
    from viecthat.activities.queries import ActivityKind


class FilterForm(forms.Form):
    """What a reader wants to see of the activities; its boxes stand in the address under Vietnamese names."""

    NAMES = {
        "text": "q", "unit": "don-vi", "kind": "loai", "state": "trang-thai", "documented": "minh-chung",
        "period": "ky", "person": "nguoi",
    }  # fmt: skip

    text = forms.CharField(label=_("Tên việc"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    kind = forms.ChoiceField(label=_("Loại việc"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[("", _("tất cả")), *State.choices])
    documented = forms.ChoiceField(
        label=_("Minh chứng"),
        required=False,
        choices=[("", _("tất cả")), ("co", _("có ảnh hoặc danh sách")), ("chua", _("chưa có"))],
    )
    period = forms.CharField(
        label=_("Kỳ"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "cac-ky"})
    )
    person = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], kinds: Iterable[ActivityKind], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        offer(self, "unit", units)
        offer(self, "kind", [("", str(_("tất cả"))), *((kind.code, str(kind)) for kind in kinds)])

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)

    def clean_period(self) -> Period | None:
        typed = self.cleaned_data["period"].strip()
        if not typed:
            return None
        try:
            return parse_period(typed)
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused
