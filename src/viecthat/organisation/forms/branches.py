"""How the register of branches and the weak-unit list are looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.organisation.queries.branches import ORDERS
from viecthat.units.forms import MOST_NAME, QueryForm, UnitField

PLACES = {
    "": _("mọi loại"),
    "residence": _("địa bàn dân cư, chung cư"),
    "firm": _("doanh nghiệp"),
    "dormitory": _("ký túc xá, nhà trọ"),
    "team": _("đội, nhóm, câu lạc bộ"),
}


class BranchesForm(QueryForm):
    """Every part may be missing."""

    parameters = {"text": "q", "within": "don-vi", "place": "o-dau", "order": "xep"}
    text = forms.CharField(
        label=_("Tìm chi đoàn, bí thư"), required=False, max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    within = UnitField(label=_("Trong"), required=False)
    place = forms.ChoiceField(label=_("Ở đâu"), required=False, choices=list(PLACES.items()))
    order = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def clean_order(self) -> str:
        order: str = self.cleaned_data["order"]
        return order if order in ORDERS else "ten"

    @property
    def given(self) -> dict[str, Any]:
        """What was understood; what was not, is left away."""
        return getattr(self, "cleaned_data", {})
