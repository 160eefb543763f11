"""Which year of which unit the figures of courses are asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.ui.fields import WholeField
from viecthat.units.forms import QueryForm, UnitField


class YearForm(QueryForm):
    """A unit and a year; this one when none is given."""

    parameters = {"unit": "don-vi", "year": "nam"}
    unit = UnitField(label=_("Đơn vị"), required=False)
    year = WholeField(label=_("Năm"), required=False)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"] or self.today.year
        if not 1931 <= year <= self.today.year + 1:
            raise forms.ValidationError(_("Năm này chắc là gõ nhầm."))
        return year
