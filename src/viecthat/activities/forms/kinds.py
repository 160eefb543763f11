"""Kinds of work, as the central office writes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    KindGroup,
    Minors,
    Movement,
    VerifiedBy,
)
from viecthat.activities.forms.fields import LINE, offer
from viecthat.ui.fields import DayField, WholeField

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator


class KindForm(forms.Form):
    """What a kind of work asks for from a day on."""

    name = forms.CharField(
        label=_("Tên loại việc"), max_length=120, widget=LINE, error_messages={"required": _("Ghi tên loại việc.")}
    )
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=120, required=False, widget=LINE)
    group = forms.ChoiceField(label=_("Nhóm"), choices=KindGroup.choices)
    start = DayField(
        label=_("Áp dụng cho việc làm từ ngày"),
        help_text=_("Việc làm trước ngày này giữ nguyên bản cũ."),
        error_messages={"required": _("Ghi ngày/tháng/năm.")},
    )
    indicators = forms.MultipleChoiceField(
        label=_("Kết quả đếm được"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một kết quả mà loại việc này cho ra.")},
    )
    boxes = forms.CharField(
        label=_("Ô riêng của loại việc"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Mỗi ô một dòng: tên ô | kiểu (số, chữ, ngày, tiền, chọn: a; b; c) | bắt buộc. "
            "Ví dụ: Loài cây | chữ | bắt buộc."
        ),
    )
    photos = WholeField(label=_("Có minh chứng: số ảnh"), required=False)
    names = WholeField(label=_("Có minh chứng: số người có tên"), required=False)
    papers = WholeField(label=_("Có minh chứng: số giấy tờ"), required=False)
    links = WholeField(label=_("Có minh chứng: số địa chỉ trên mạng"), required=False)
    all = forms.BooleanField(label=_("Phải đủ tất cả những thứ trên (bỏ trống: có một là được)"), required=False)
    verified_by = forms.ChoiceField(label=_("Ai xác minh"), choices=VerifiedBy.choices)
    minors = forms.ChoiceField(label=_("Người dưới 18 tuổi"), choices=Minors.choices)
    serves = forms.MultipleChoiceField(
        label=_("Thường phục vụ"), required=False, choices=Movement.choices, widget=forms.CheckboxSelectMultiple
    )
    guidance = forms.CharField(
        label=_("Hướng dẫn khi ghi"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    offered = forms.BooleanField(label=_("Còn dùng để ghi việc"), required=False, initial=True)
    reason = forms.CharField(
        label=_("Vì sao có lần sửa này"),
        max_length=300,
        widget=LINE,
        error_messages={"required": _("Ghi vì sao, để người sau hiểu.")},
    )

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "indicators", [(one.code, f"{one} ({one.measured_in})") for one in indicators])
