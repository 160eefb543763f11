"""Forms of membership cards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viecthat.people.forms.life import day_field, words_field
from viecthat.units.forms import DatedForm


class HandOverForm(DatedForm):
    """When the cards were handed over; whose stands in the rows."""

    day = day_field(_("Ngày trao thẻ"))


class RevokeForm(DatedForm):
    """Why a card is revoked."""

    reason = words_field(_("Vì sao thu hồi"), most=300)
