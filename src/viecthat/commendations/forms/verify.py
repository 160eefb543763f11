"""The form on the public page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """The code on a paper."""

    code = forms.CharField(
        label=_("Mã trên giấy"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Ghi mã in cạnh ô vuông trên giấy.")},
    )  # fmt: skip
