"""Persons who seem to stand twice: where to look, which file stays, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.models import Person
from viecthat.units.forms import QueryForm, UnitField

WHY = {
    "required": _("Ghi vì sao để người sau hiểu."),
    "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Viết ngắn lại."),
}


class LookForm(QueryForm):
    """The unit among whose people to look; with what is below it."""

    parameters = {"unit": "don-vi"}
    unit = UnitField(label=_("Trong đơn vị"), required=False)


class MergeForm(forms.Form):
    """Which of the two files stays, and how one knows."""

    keep = forms.TypedChoiceField(label=_("Giữ lại hồ sơ"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Vì sao biết là một người"), max_length=400, error_messages=WHY)

    def __init__(self, *args: Any, people: tuple[Person, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, f"{one.full_name} [{one.pk}]") for one in people]
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]
        self.fields["keep"].error_messages = {
            "required": _("Chọn hồ sơ giữ lại."),
            "invalid_choice": _("Chọn hồ sơ giữ lại."),
        }


class PartForm(forms.Form):
    """Why two files are parted again."""

    reason = forms.CharField(label=_("Vì sao tách lại"), max_length=400, error_messages=WHY)
