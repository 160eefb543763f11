"""How a reader asks for a review."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import sentence_of
from viecthat.units.forms import QueryForm, UnitField

MAPS = {"khi-do": "then", "hom-nay": "now"}


class ViewForm(forms.Form):
    """The switches of the review page; every part may be missing."""

    map = forms.CharField(required=False)
    known = forms.CharField(label=_("Biết đến ngày"), required=False, max_length=10)

    def clean_map(self) -> str:
        return MAPS.get(self.cleaned_data["map"], "then")

    def clean_known(self) -> date | None:
        text = self.cleaned_data["known"].strip()
        if not text:
            return None
        try:
            return parse_date(text)
        except Refused as refused:
            raise forms.ValidationError(sentence_of(refused)) from refused


class OpenForm(QueryForm):
    """Open any unit's review of any period."""

    parameters = {"unit": "don-vi", "period": "ky"}
    unit = UnitField(label=_("Đơn vị"), error_messages={"required": _("Ghi tên hoặc mã đơn vị.")})
    period = forms.CharField(
        label=_("Kỳ"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Ghi kỳ, ví dụ: 6 tháng đầu năm 2018.")},
    )
