"""Roll calls and whoever comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    AgeGroup,
    GroupRole,
)
from viecthat.activities.forms.fields import clock_field, offer
from viecthat.ui.fields import DayField, WholeField

if TYPE_CHECKING:
    from viecthat.activities.queries import ActivityKind, KindVersion


class RollCallForm(forms.Form):
    """A meeting at which the roll is called: `cleaned_data` holds `starts_at` and `ends_at`."""

    unit = forms.TypedChoiceField(
        label=_("Đơn vị"), coerce=int, error_messages={"required": _("Chọn đơn vị giữ buổi này.")}
    )
    kind = forms.ChoiceField(label=_("Việc gì"), error_messages={"required": _("Chọn loại việc.")})
    title = forms.CharField(
        label=_("Tên buổi"),
        max_length=200,
        error_messages={
            "required": _("Ghi tên buổi, ví dụ “Trồng cây ven hồ Suối Hai, buổi sáng”."),
            "max_length": _("Tên buổi dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    place = forms.CharField(
        label=_("Ở đâu"),
        max_length=200,
        error_messages={
            "required": _("Ghi nơi gặp nhau, ví dụ “Bờ nam hồ Suối Hai”."),
            "max_length": _("Nơi làm dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )
    day = DayField(label=_("Ngày"), error_messages={"required": _("Ghi ngày của buổi: ngày/tháng/năm.")})
    begins = clock_field(_("Từ giờ"))
    ends = clock_field(_("Đến giờ"))
    guardians = forms.BooleanField(
        label=_("Người dưới 18 tuổi phải có cha mẹ đồng ý"),
        required=False,
        help_text=_("Loại việc đã đòi điều này thì không cần đánh dấu."),
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], kinds: Iterable[KindVersion], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self._kinds = {version.kind_id: version.kind for version in kinds}
        offer(self, "unit", [(str(pk), name) for pk, name in units])
        offer(self, "kind", [("", "—"), *((code, str(kind)) for code, kind in self._kinds.items())])

    @property
    def chosen_kind(self) -> ActivityKind:
        """The kind that was chosen; only of a form that is valid."""
        return self._kinds[self.cleaned_data["kind"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends:
            data["starts_at"], data["ends_at"] = (make_aware(datetime.combine(day, hour)) for hour in (begins, ends))
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", _("Giờ kết thúc phải sau giờ bắt đầu."))
        return data


class GroupForm(forms.Form):
    """So many people who stay without names."""

    role = forms.ChoiceField(label=_("Họ là ai"), choices=GroupRole.choices)
    name = forms.CharField(
        label=_("Nhóm nào"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Ví dụ: em thiếu nhi thôn Đô Trám. Không ghi tên người."),
    )
    count = WholeField(label=_("Số người"), error_messages={"required": _("Ghi số người đếm được.")})
    age_group = forms.ChoiceField(label=_("Lứa tuổi"), required=False, choices=[("", _("không rõ")), *AgeGroup.choices])


class ExcuseForm(forms.Form):
    """Why somebody cannot come."""

    reason = forms.CharField(
        label=_("Lý do vắng"),
        max_length=300,
        error_messages={
            "required": _("Ghi lý do vắng."),
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
        },
    )


class LeavingForm(forms.Form):
    """When somebody left; nothing typed means now."""

    left = clock_field(_("Về lúc"), required=False)

    def left_at(self, starts_at: datetime) -> datetime | None:
        """The moment, on the day of the meeting."""
        hour = self.cleaned_data["left"]
        return make_aware(datetime.combine(localdate(starts_at), hour)) if hour else None


class DigitsForm(forms.Form):
    """The number of a meeting and the six digits its screen shows."""

    number = WholeField(label=_("Số buổi"), error_messages={"required": _("Ghi số buổi hiện trên màn hình.")})
    digits = forms.CharField(
        label=_("Mã 6 số"),
        max_length=7,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "num"}),
        error_messages={"required": _("Gõ 6 số đang hiện."), "max_length": _("Mã có 6 số.")},
    )
