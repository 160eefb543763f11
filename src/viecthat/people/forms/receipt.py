"""Forms of receipts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import words_field
from viecthat.units.forms import DatedForm


class CancelReceiptForm(DatedForm):
    """Why a receipt is cancelled."""

    reason = words_field(_("Vì sao huỷ"))
