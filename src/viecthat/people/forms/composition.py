"""Which members are looked at, on which day."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.people.choices.file import MemberGroup
from viecthat.ui.fields import DayField
from viecthat.units.forms import QueryForm, UnitField


class CompositionForm(QueryForm):
    """A unit, the day, and what was known when; every part may be missing."""

    parameters = {"unit": "don-vi", "day": "ngay", "known": "biet-den"}
    unit = UnitField(label=_("Đơn vị"), required=False)
    day = DayField(label=_("Đến ngày"), required=False)
    known = DayField(label=_("Như đã biết ngày"), required=False)

    def clean_day(self) -> date:
        """Today when none is given; a day to come has no members yet."""
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today:
            raise ValidationError(_("Ngày này chưa tới; ghi một ngày đã qua hoặc hôm nay."))
        return day

    def clean_known(self) -> date | None:
        known: date | None = self.cleaned_data["known"]
        if known is not None and known > self.today:
            raise ValidationError(_("Chưa đến ngày đó nên chưa thể biết; ghi một ngày đã qua."))
        return known


class GroupingForm(forms.Form):
    """The youth group of many members at once."""

    group = forms.ChoiceField(
        label=_("Nhóm đối tượng"),
        choices=MemberGroup.choices,
        error_messages={"required": _("Chọn một nhóm đối tượng.")},
    )
    everybody = forms.BooleanField(
        label=_("Đổi cả người đã có nhóm"), required=False, help_text=_("Không đánh dấu thì chỉ ghi cho người chưa có.")
    )
