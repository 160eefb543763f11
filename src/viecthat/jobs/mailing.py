"""Mail: one letter that somebody waits for, or one to each of many, of which none waits for another's fault."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING

from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

# So many in a row, and it is the server that is away: each try costs seconds, thousands would hold everything up.
_AWAY = 3
_log = logging.getLogger(__name__)


def send_now(letter: EmailMessage, *, field: str) -> None:
    """Send a letter without which what was asked makes no sense. Raises Refused, naming the `field` of its address."""
    try:
        letter.send()
    except SMTPRecipientsRefused as refused:
        raise Refused(gettext_noop("Máy chủ thư không nhận địa chỉ này; xem lại địa chỉ."), field=field) from refused
    except (OSError, SMTPException) as failed:
        _log.warning("a letter could not be mailed: %s", failed)
        raise Refused(
            gettext_noop("Chưa gửi được thư xác nhận nên chưa lưu: máy chủ thư không trả lời. Thử lại sau ít phút."),
            field=field,
        ) from failed


def send_each(waiting: Iterable[int], send: Callable[[int], bool]) -> int:
    """Have each sent by `send`, which tells whether there was something to send; returns how many went.

    What could not be sent is left for the next time; when the server is away, so is all the rest.
    """
    sent = failures = 0
    for one in waiting:
        try:
            sent += send(one)
        except (OSError, SMTPException) as failed:
            _log.warning("could not be mailed: %s", failed)
            failures += 1
            if failures == _AWAY:
                break
        else:
            failures = 0
    return sent
