"""Forms of working sessions and what is said in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.plans.choices import PointKind
from viecthat.plans.commands import SessionFacts
from viecthat.plans.forms.directive import DocumentsField
from viecthat.plans.models import SessionPoint
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, QueryForm, UnitField, UnitsField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}


class SessionListForm(QueryForm):
    """Which sessions are looked at."""

    parameters = {"text": "q"}
    text = forms.CharField(
        label=_("Tìm buổi làm việc"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class SessionForm(DatedForm):
    """A working session, held or to be held."""

    unit = forms.ChoiceField(label=_("Đơn vị giữ biên bản"), error_messages={"required": _("Chọn đơn vị.")})
    title = forms.CharField(
        label=_("Nội dung buổi làm việc"),
        max_length=300,
        error_messages={"required": _("Ghi buổi làm việc về việc gì."), **_LONG},
    )
    held_on = DayField(label=_("Ngày"), error_messages=_DAY)
    begins = forms.TimeField(
        label=_("Giờ bắt đầu"),
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%Hh"],
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num", "placeholder": "08:00"}
        ),
        error_messages={"invalid": _("Ghi giờ như 08:00.")},
    )
    place = forms.CharField(label=_("Nơi họp"), required=False, max_length=200, error_messages=_LONG)
    chairs = forms.CharField(
        label=_("Chủ trì"), max_length=300, error_messages={"required": _("Ghi ai chủ trì."), **_LONG}
    )
    parties = UnitsField(label=_("Đơn vị, ban dự"), required=False, help_text=_("Mỗi dòng một tên hoặc mã."))
    guests = forms.CharField(
        label=_("Thành phần ngoài các đơn vị"), required=False, max_length=500, error_messages=_LONG
    )
    agenda = forms.CharField(
        label=_("Chương trình"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_LONG,
    )
    attached = DocumentsField(label=_("Tài liệu"), required=False, help_text=_("DOCX, PDF hoặc TXT."))

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]

    @property
    def facts(self) -> SessionFacts:
        """What was typed."""
        names = ("title", "held_on", "chairs", "begins", "place", "guests", "agenda")
        return SessionFacts(**{name: self.cleaned_data[name] for name in names})


class PointForm(DatedForm):
    """A conclusion, an instruction or an obstacle."""

    kind = forms.ChoiceField(label=_("Là"), choices=PointKind.choices, widget=forms.RadioSelect, initial="conclusion")
    words = forms.CharField(
        label=_("Nội dung"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi nội dung."), **_LONG},
    )
    said_by = forms.CharField(
        label=_("Ai nói, ai nêu"),
        required=False,
        max_length=200,
        help_text=_("Ý kiến chỉ đạo phải có tên người chỉ đạo."),
        error_messages=_LONG,
    )
    unit = UnitField(
        label=_("Đơn vị thực hiện hoặc vướng mắc"), error_messages={"required": _("Ghi tên hoặc mã đơn vị.")}
    )
    day = DayField(label=_("Ngày"), error_messages=_DAY)

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = kind
        if kind == PointKind.OBSTACLE:
            del self.fields["said_by"]


class TakeUpForm(forms.Form):
    """Obstacles that a session deals with."""

    points = forms.ModelMultipleChoiceField(
        label=_("Vướng mắc chờ tháo gỡ"),
        queryset=SessionPoint.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một vướng mắc.")},
    )


class DecideForm(DatedForm):
    """How an obstacle is removed."""

    decision = forms.CharField(
        label=_("Cách tháo gỡ"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi cách tháo gỡ."), **_LONG},
    )
    day = DayField(label=_("Ngày quyết định"), error_messages=_DAY)
