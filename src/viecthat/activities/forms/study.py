"""Study of resolutions with a list that is ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import (
    Audience,
)
from viecthat.activities.forms.fields import LINE, TOO_LONG
from viecthat.ui.fields import DayField
from viecthat.units.forms import DatedForm, QueryForm, UnitField

if TYPE_CHECKING:
    pass


class StudyListForm(QueryForm):
    """Whose list, on which day."""

    parameters = {"unit": "don-vi", "day": "ngay", "audiences": "doi-tuong"}
    unit = UnitField(label=_("Đơn vị tổ chức"), error_messages={"required": _("Chọn đơn vị.")})
    day = DayField(
        label=_("Ngày học"),
        error_messages={"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")},
    )
    audiences = forms.MultipleChoiceField(
        label=_("Học cho ai"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn học cho đoàn viên, cho cán bộ Đoàn, hoặc cả hai.")},
    )


class StudyForm(DatedForm):
    """What was studied, where; who was there stands in the list beside."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Tên buổi học"),
        max_length=200,
        widget=LINE,
        error_messages={"required": _("Ghi tên buổi học."), **TOO_LONG},
    )
    document = forms.CharField(
        label=_("Nghị quyết, chỉ thị được học"),
        max_length=200,
        widget=LINE,
        error_messages={"required": _("Ghi nghị quyết, chỉ thị được học."), **TOO_LONG},
    )
    place = forms.CharField(
        label=_("Ở đâu"),
        max_length=200,
        widget=LINE,
        error_messages={"required": _("Ghi nơi học."), **TOO_LONG},
    )
    speaker = forms.CharField(
        label=_("Báo cáo viên"), required=False, max_length=200, widget=LINE, error_messages=TOO_LONG
    )
    present = forms.TypedMultipleChoiceField(label=_("Ai đã học"), required=False, coerce=int)
