"""What several commands of works check and note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.works.choices import WorkState, WorkStepKind
from viecthat.works.models import WorkStep, YouthWork

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_MONEY = 10**15
WHY = gettext_noop("Ghi vì sao, để người sau hiểu.")
NOT_KEEPER = gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này.")


def lines_of(text: str) -> str:
    """Several lines, each without stray spaces."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def check_past(day: date, at: datetime, *, field: str = "day", not_before: date | None = None) -> None:
    """Raise Refused for a day to come, or before the one given."""
    if day > localdate(at):
        raise Refused(gettext_noop("Ngày không thể ở sau hôm nay; xong rồi mới ghi."), field=field)
    if not_before is not None and day < not_before:
        raise Refused(gettext_noop("Ngày không được trước ngày {day}."), field=field, day=not_before)


def check_money(amounts: Iterable[int], field: str) -> None:
    """Raise Refused for an amount that can't be."""
    if any(not 0 <= amount <= MOST_MONEY for amount in amounts):
        raise Refused(gettext_noop("Số tiền từ 0 đến một triệu tỷ đồng."), field=field)


def locked_work(pk: int, *states: str) -> YouthWork:
    """The work, held until the end. Raises Refused when it is at none of these states by now."""
    work = YouthWork.objects.select_for_update(of=("self",)).get(pk=pk)
    if states and work.state not in states:
        raise Refused(
            gettext_noop("Công trình này đang ở bước “{state}”; tải lại trang để xem."),
            state=WorkState(work.state).label,
        )
    return work


def note_step(work: YouthWork, kind: WorkStepKind, words: str, actor: Account | None, at: datetime) -> None:
    """Note what happened."""
    save_checked(WorkStep(work=work, kind=kind, words=words, by=actor, at=at))
