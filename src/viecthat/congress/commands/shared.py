"""What every command of congresses asks first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Max

from viecthat.audit.rows import save_checked
from viecthat.congress.models import Congress
from viecthat.congress.rules import may_keep_congress
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile

MOST_ROWS = 500
R = TypeVar("R", bound=models.Model)


def check_keeps(actor: Account | None, unit: int, at: datetime) -> None:
    """Refused unless the actor keeps the unit's congresses; None is the installation itself."""
    if actor is not None and not may_keep_congress(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))


def kept(congress: Congress, actor: Account | None, at: datetime) -> Congress:
    """The congress's row, which nobody else changes until this transaction is over."""
    check_keeps(actor, congress.unit_id, at)
    return Congress.objects.select_for_update().get(pk=congress.pk)


def add_last(row: R, rows: models.QuerySet[R]) -> R:
    """Save a new row at the end of its order."""
    last: int = rows.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_ROWS:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} dòng."), most=MOST_ROWS)
    row.position = last + 1  # type: ignore[attr-defined]
    save_checked(row)
    return row


def file_values(file: SentFile | None, at: datetime) -> dict[str, Any]:
    """The file kept, as the fields of a row; nothing when none was sent."""
    if file is None:
        return {}
    sent = keep_document(content=file.content, content_type=kind_of(file.content, field="attached"), at=at)
    return {"file_id": sent.pk, "file_name": normalise(file.name)[-200:] or "van-ban"}
