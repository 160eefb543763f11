"""One answer to a human check sends one form."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from viecthat.accounts.commands import Door, spend_once
from viecthat.ui.human_check import MINUTES, NAME, TOKEN

if TYPE_CHECKING:
    from django.forms import BaseForm

_DOOR = Door("human", most=1, minutes=MINUTES + 1)


def answered_once(form: BaseForm, at: datetime) -> bool:
    """Spend the answer of a valid form with a box `human`; False, said at the box, when it has sent a form already.

    Call it last, right before the command, and outside of its transaction.
    """
    answer = sha256(form.cleaned_data[NAME].encode()).hexdigest()
    if spend_once(door=_DOOR, secret=answer, at=at):
        return True
    form.data = {name: value for name, value in form.data.items() if name != TOKEN}
    form.add_error(NAME, _("Mã này đã dùng cho một lần gửi; gõ năm chữ số mới."))
    return False
