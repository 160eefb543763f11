"""Forms of the fee book."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import parse_period
from viecthat.people.forms.life import day_field, decision_field, words_field
from viecthat.people.forms.member import QUIET
from viecthat.ui.fields import WholeField
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import DatedForm


class MonthField(forms.CharField):
    """A month typed as 3/2026; cleaned to its first day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={**QUIET, "inputmode": "numeric"}))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            period = parse_period(f"tháng {text.removeprefix('tháng ')}")
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused
        if period.start.day != 1 or (period.end - period.start).days > 31:
            raise ValidationError(_("Ghi tháng/năm, ví dụ 3/2026."))
        return period.start

    def run_validators(self, value: Any) -> None:
        """The text was read already; a day has no length."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.month}/{value.year}" if isinstance(value, date) else value


class CollectForm(DatedForm):
    """When the fee of the month was paid."""

    day = day_field(_("Ngày thu"))


class ExemptForm(DatedForm):
    """From which month, for how many, by which decision."""

    month = MonthField(label=_("Từ tháng"), error_messages={"required": _("Ghi tháng/năm, ví dụ 3/2026.")})
    months = WholeField(label=_("Số tháng miễn"), error_messages={"required": _("Ghi số tháng.")})
    decision = decision_field()


class TakeBackFeeForm(DatedForm):
    """Why a line of the book is taken back."""

    reason = words_field(_("Vì sao lấy lại"))
