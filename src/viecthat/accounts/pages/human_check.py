"""One answer to a human check sends one form."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from viecthat.accounts.commands import Door, check_door, note_try
from viecthat.kernel.errors import Refused
from viecthat.ui.human_check import MINUTES, NAME, TOKEN

if TYPE_CHECKING:
    from django.forms import BaseForm

_DOOR = Door("human", most=1, minutes=MINUTES + 1)


def answered_once(form: BaseForm, at: datetime) -> bool:
    """Spend the answer of a valid form with a box `human`; False, said at the box, when it has sent a form already.

    Call it last, right before the command, and outside of its transaction.
    """
    visitor = sha256(form.cleaned_data[NAME].encode()).hexdigest()
    try:
        check_door(door=_DOOR, visitor=visitor, at=at)
    except Refused:
        form.data = {name: value for name, value in form.data.items() if name != TOKEN}
        form.add_error(NAME, _("Mã này đã dùng cho một lần gửi; gõ năm chữ số mới."))
        return False
    note_try(door=_DOOR, visitor=visitor, at=at)
    return True
