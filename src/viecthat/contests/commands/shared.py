"""What the writes of contests share: the contest held fast, who may, one thing at a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from viecthat.contests.choices import ContestState
from viecthat.contests.models import Contest
from viecthat.contests.rules import may_keep_contests
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document, keep_image
from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.files.models import KeptFile

NOT_YOURS = gettext_noop("Bạn chưa được giao quyền giữ cuộc thi của đơn vị này.")
WHY = gettext_noop("Ghi lý do để người sau hiểu.")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")


def check_may_keep(actor: Account | None, unit: int, at: datetime) -> None:
    """Raises Refused for who may not run the unit's contests; None is the installation itself."""
    if actor is not None and not may_keep_contests(actor, unit, at):
        raise Refused(NOT_YOURS)


def kept_contest(contest: int, actor: Account | None, at: datetime, *, state: ContestState | None = None) -> Contest:
    """The contest, held fast until the end of the transaction. Raises Refused unless it stands in `state`."""
    row = Contest.objects.select_for_update().get(pk=contest)
    check_may_keep(actor, row.unit_id, at)
    if state == ContestState.DRAFT and row.state != ContestState.DRAFT:
        raise Refused(gettext_noop("Cuộc thi đã mở nên thể lệ, bảng, tiêu chí, giải giữ nguyên."))
    if state is not None and row.state != state:
        raise Refused(gettext_noop("Cuộc thi này đang không diễn ra."))
    return row


def one_at_a_time(what: str) -> None:
    """Wait for whoever is about the same thing just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contests: {what}"])


def kept_file(content: bytes, at: datetime, field: str) -> KeptFile:
    """A picture drawn anew, or a document as it is. Raises Refused for anything else."""
    if content.startswith(_PICTURES):
        return keep_image(content=content, at=at, field=field)
    return keep_document(content=content, content_type=kind_of(content, field=field), at=at, field=field)
