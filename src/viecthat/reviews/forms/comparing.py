"""Which two to compare."""

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.units.forms import QueryForm, UnitField

_PERIOD = _("Kỳ hoặc cuộc")
_MISSING = {"required": _("Ghi tên hoặc mã đơn vị.")}
_NO_PERIOD = {"required": _("Ghi kỳ, ví dụ: 6 tháng đầu năm 2018.")}


class CompareForm(QueryForm):
    """Unit and period of either side; a side may be a review by its short name."""

    parameters = {
        "unit_a": "don-vi-a",
        "period_a": "ky-a",
        "unit_b": "don-vi-b",
        "period_b": "ky-b",
        "map": "ban-do",
    }
    unit_a = UnitField(label=_("Bên A: đơn vị"), error_messages=_MISSING)
    period_a = forms.CharField(label=_PERIOD, max_length=80, error_messages=_NO_PERIOD)
    unit_b = UnitField(label=_("Bên B: đơn vị"), error_messages=_MISSING)
    period_b = forms.CharField(label=_PERIOD, max_length=80, error_messages=_NO_PERIOD)
    map = forms.ChoiceField(
        label=_("Bản đồ đơn vị"),
        required=False,
        choices=[("khi-do", _("thời điểm đó")), ("hom-nay", _("hôm nay"))],
    )
