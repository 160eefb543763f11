"""Forms of courses for cadres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.choices.course import CourseSubject
from viecthat.people.forms.post import CadreForm, DecisionField, offer
from viecthat.ui.fields import DayField, WholeField

_LONG = {"max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại.")}
_DAY = {"required": _("Ghi ngày/tháng/năm, ví dụ 25/06/2020.")}
_QUIET = {"autocomplete": "off"}


def _line(label: Any, missing: Any, **given: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, widget=forms.TextInput(attrs=_QUIET),
        error_messages={**_LONG, "required": missing}, **given,
    )  # fmt: skip


class CourseForm(CadreForm):
    """A course that was held."""

    title = _line(_("Tên lớp"), _("Ghi tên lớp, ví dụ “Tập huấn nghiệp vụ cho bí thư chi đoàn năm 2026”."))
    subject = forms.ChoiceField(label=_("Nội dung"), choices=CourseSubject.choices)
    organiser = _line(_("Đơn vị tổ chức"), _("Ghi đơn vị mở lớp."), help_text=_("Đoàn, trường hoặc nơi khác mở lớp."))
    place = _line(_("Địa điểm"), _("Ghi nơi học, hoặc “trực tuyến”."))
    start = DayField(label=_("Từ ngày"), error_messages=_DAY)
    end = DayField(label=_("Đến ngày"), error_messages=_DAY, help_text=_("Lớp tính cho năm của ngày học cuối."))
    hours = WholeField(label=_("Số giờ học"), error_messages={"required": _("Ghi số giờ, ví dụ 16.")})
    decision = DecisionField(label=_("Số quyết định, kế hoạch mở lớp"), required=False)


class CourseSessionForm(CadreForm):
    """A session of a course, and who was not there."""

    day = DayField(label=_("Ngày học"), error_messages=_DAY)
    title = _line(_("Chuyên đề"), _("Ghi chuyên đề của buổi học."))
    absent = forms.MultipleChoiceField(label=_("Vắng"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, attendees: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "absent", [(str(pk), name) for pk, name in attendees])


class CertificatesForm(CadreForm):
    """A number for each who attended."""

    def __init__(self, *args: Any, attendees: Sequence[tuple[int, str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        for pk, name, number in attendees:
            self.fields[f"number_{pk}"] = forms.CharField(
                label=name, max_length=80, required=False, initial=number, error_messages=_LONG,
                widget=forms.TextInput(attrs=_QUIET),
            )  # fmt: skip

    def numbers(self) -> dict[int, str]:
        """What was typed, by line of the list."""
        return {int(name.removeprefix("number_")): text for name, text in self.cleaned_data.items()}


class CourseReasonForm(CadreForm):
    """Why something is taken out of the register."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={**_LONG, "required": _("Ghi lý do để người sau hiểu.")},
    )  # fmt: skip


class CourseFilter(forms.Form):
    """Which unit's courses or cadres of which year; its boxes stand in the address under Vietnamese names."""

    NAMES = {"unit": "don-vi", "year": "nam", "text": "q", "trained": "da-hoc", "kind": "chuc-vu"}

    text = forms.CharField(label=_("Tìm"), required=False, max_length=120)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    year = forms.ChoiceField(label=_("Năm"), required=False)
    trained = forms.ChoiceField(
        label=_("Đào tạo"), required=False,
        choices=[("", _("tất cả")), ("co", _("đã học trong năm")), ("chua", _("chưa học"))],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Chức vụ"), required=False)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]] = (),
        today: date,
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        offer(self, "unit", units)
        # None named is this year, which may be named too: links from the courses of a year name it.
        offer(self, "year", [(str(y), str(y)) for y in range(today.year, 2016, -1)])
        offer(self, "kind", [("", str(_("tất cả"))), *kinds])

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)
