"""Lists of members from a file, in the shell."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext
from rich.console import Console

from viecthat.accounts.queries import account_named
from viecthat.kernel.dates import parse_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.people.choices.intake import DayOrder, Verdict
from viecthat.people.commands.intake import check_now, receive_list, write_now
from viecthat.people.exports.intake import problem_words
from viecthat.people.queries.intake import counts_by_verdict, rows_of
from viecthat.people.rules.columns import FIELDS
from viecthat.units.queries import unit_named

MOST_TOLD = 200


def bring_in_file(
    path: Path,
    *,
    unit: str,
    username: str,
    since: str | None,
    month_first: bool,
    only_fine: bool,
    dry: bool,
    at: datetime,
    console: Console,
) -> bool:
    """Check a file and write its good rows; with `dry` nothing is kept. True when no row was refused.

    Raises Refused.
    """
    actor = account_named(username)
    if actor is None or not actor.is_active:
        raise Refused(
            gettext_noop("Không có tài khoản “{name}” đang dùng; ghi đúng tên đăng nhập sau --as."), name=username
        )
    row = unit_named(unit, localdate(at))
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise Refused(gettext_noop("Không đọc được tệp {path}."), path=path.name) from wrong
    with transaction.atomic():
        intake = receive_list(unit=row.id, file_name=path.name, content=content, actor=actor, at=at)
        intake.day_order = DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST
        intake.default_since = parse_date(since) if since else None
        check_now(intake=intake, actor=actor, at=at)
        for head, field in zip(intake.heads, intake.columns, strict=True):
            meant = gettext(FIELDS[field]) if field else gettext("không dùng")
            console.print(f"{head or '—'} → {meant}", markup=False)
        counts = counts_by_verdict(intake)
        told = rows_of(intake).filter(verdict__in=[Verdict.REFUSED, Verdict.WARNED])
        for one in told[:MOST_TOLD]:
            mark = "✗" if one.verdict == Verdict.REFUSED else "!"
            for head, _refused, sentence in problem_words(one.problems, intake.heads):
                where = f"{one.number} {head}:" if head else f"{one.number}"
                console.print(f"{mark} {where} {sentence}", markup=False)
        console.print(" · ".join(f"{Verdict(code).label}: {count}" for code, count in counts.items()), markup=False)
        if dry:
            transaction.set_rollback(True)
    if not dry:
        intake.with_warned = not only_fine
        count = write_now(intake=intake, actor=actor, at=at)
        console.print(gettext("Đã ghi {n} người vào sổ.").format(n=count), markup=False)
    return not counts[Verdict.REFUSED]
