"""The roll-up's store from a terminal: how it stands, carry it on, build it anew, hold it against the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from viecthat.kernel.dates import format_moment
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.ledger import commands
from viecthat.ledger.queries import store_status
from viecthat.rollup.store.generation import Generation

_STEPS = {
    "lines": gettext_noop("Đọc sổ việc, dòng"),
    "months": gettext_noop("Xếp từng tháng"),
    "buckets": gettext_noop("Cộng quý và năm"),
}


def status() -> None:
    """Print how the store stands to the ledger."""
    found = store_status()
    lang = "en" if get_language() == "en" else "vi"

    def number(count: int) -> str:
        return format_number(count, lang=lang)

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(gettext("Nơi để"), str(found.home))
    if found.number is None:
        table.add_row(gettext("Kho tổng hợp"), gettext("chưa có; mọi dòng đọc thẳng từ sổ việc"))
    else:
        table.add_row(gettext("Kho tổng hợp"), gettext("đời thứ {number}").format(number=number(found.number)))
        table.add_row(gettext("Dòng trong kho"), number(found.lines))
        table.add_row(gettext("Dung lượng"), f"{number(-(-found.bytes // 2**20))} MB")
        table.add_row(gettext("Đến giao dịch"), number(found.horizon))
    table.add_row(gettext("Dòng chưa gộp"), number(found.tail))
    if found.merged_at is not None:
        table.add_row(gettext("Gộp lần cuối"), format_moment(localtime(found.merged_at), lang))
    Console(highlight=False).print(table)


def merge(*, at: datetime) -> None:
    """Carry the store on and say how far. Raises Refused when somebody else is at it."""
    with _shown() as progress:
        made = commands.merge_store(today=localdate(at), at=at, progress=progress)
    _say(made)


def rebuild(*, at: datetime) -> None:
    """Build the store anew and say what is in it. Raises Refused when somebody else is at it."""
    with _shown() as progress:
        made = commands.rebuild_store(today=localdate(at), at=at, progress=progress)
    _say(made)


def build_first(*, at: datetime) -> None:
    """The same, without a word, when there is no store yet; else carry it on."""
    commands.merge_store(today=localdate(at), at=at)


def check_the_store() -> bool:
    """Hold the store against the ledger; whether they are the same to the byte. Raises Refused when there is none."""
    with _shown() as progress:
        wrong = commands.check_store(progress=progress)
    console = Console(highlight=False)
    if not wrong:
        console.print(gettext("Kho tổng hợp khớp sổ việc đến từng byte."), style="bold green")
        return True
    console.print(gettext("Kho tổng hợp không khớp sổ việc; dựng lại bằng “viecthat store rebuild”."), style="bold red")
    for one in wrong:
        console.print(f"  {one}", style="red")
    return False


def _say(made: Generation | None) -> None:
    lang = "en" if get_language() == "en" else "vi"
    if made is None:
        Console().print(gettext("Không có dòng mới, không phải gộp."))
        return
    Console(highlight=False).print(
        gettext("Kho tổng hợp đời thứ {number}: {lines} dòng.").format(
            number=format_number(made.number, lang=lang), lines=format_number(made.lines_count, lang=lang)
        )
    )


@contextmanager
def _shown() -> Iterator[commands.Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks = {step: shown.add_task(gettext(words), visible=False) for step, words in _STEPS.items()}

        def tell(step: str, done: int, of: int) -> None:
            shown.update(tasks[step], completed=done, total=of, visible=True)

        yield tell
