"""The demonstration in the terminal: load it, show a review, say how to look around."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from viecthat.demo.accounts import demo_sign_ins
from viecthat.demo.loading import Loaded, load_demo
from viecthat.demo.tree import HANOI
from viecthat.kernel.numbers import format_number
from viecthat.reviews.cli import show_review

REVIEW = "giua-nhiem-ky-2017-2020"
ADDRESS = "http://127.0.0.1:8000"


def load_and_tell(*, at: datetime, console: Console | None = None) -> None:
    """Load the demonstration, after `load_catalogue()`, then show what it holds and how to open it."""
    console = console or Console(highlight=False)
    loaded = _load(at, console)
    console.print(_summary(loaded))
    after_loading(at=at, console=console)
    console.print(_ways_in())


def after_loading(*, at: datetime, console: Console) -> None:
    """The review of Thành đoàn Hà Nội 2017–2020, as every later reader will ask for it."""
    show_review(HANOI, REVIEW, at=at, console=console)


def _load(at: datetime, console: Console) -> Loaded:
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def report(step: str, done: float) -> None:
            progress.update(task, description=_(step), completed=done)

        return load_demo(at=at, report=report)


def _summary(loaded: Loaded) -> str:
    if not (loaded.units or loaded.datasets):
        return _("Dữ liệu minh hoạ đã có sẵn, không nạp gì thêm.")
    return _("Đã nạp {units} đơn vị, {activities} hoạt động, {postings} chứng từ của sổ quản lý.").format(
        units=format_number(loaded.units),
        activities=format_number(loaded.activities),
        postings=format_number(loaded.postings),
    )


def _ways_in() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(
        _("Mở bằng trình duyệt:"),
        f"[cyan]make serve[/cyan] → {ADDRESS}{reverse('reviews:review', args=[HANOI, REVIEW])}",
    )
    for username, full_name, role, password in demo_sign_ins():
        table.add_row(f"[cyan]{username}[/cyan] / [cyan]{password}[/cyan]", f"{full_name}, {role}")
    return table
