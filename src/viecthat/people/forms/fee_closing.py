"""Forms of the closing of the fee book."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import day_field, words_field
from viecthat.units.forms import DatedForm


class CloseForm(DatedForm):
    """The end of the period that the page showed, so that nobody closes another one than they saw."""

    end = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])


class ConfirmForm(DatedForm):
    """When the money of the ticked lines was received."""

    day = day_field(_("Ngày nhận"))


class ReopenForm(DatedForm):
    """Why a closed book is opened again."""

    reason = words_field(_("Vì sao mở lại"))
