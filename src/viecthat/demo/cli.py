"""The demonstration in the terminal: load it, show a review, say how to look around."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from viecthat.demo.accounts import demo_sign_ins
from viecthat.demo.loading import Loaded, load_demo
from viecthat.demo.tree import HANOI
from viecthat.kernel.numbers import format_number
from viecthat.reviews.cli import show_review, terminal, write_documents

REVIEW = "giua-nhiem-ky-2017-2020"
ADDRESS = "http://127.0.0.1:8000"
OUT = Path("out")


def load_and_tell(*, at: datetime, out: Path = OUT, console: Console | None = None) -> None:
    """Load the demonstration, after `load_catalogue()`, then show what it holds and how to open it.

    Raises Refused when `out` can't be written.
    """
    console = console or terminal()
    loaded = _load(at, console)
    console.print(_summary(loaded))
    after_loading(at=at, out=out, console=console)
    _say_ways_in(console)


def after_loading(*, at: datetime, out: Path, console: Console) -> None:
    """The review of Thành đoàn Hà Nội 2017–2020 on the screen, and as Word, Excel and PDF in the folder `out`."""
    show_review(HANOI, REVIEW, at=at, console=console)
    with console.status(_("Đang soạn văn bản …")):
        written = write_documents(HANOI, REVIEW, out, at=at)
    console.print()
    for path in written:
        console.print(_("Đã ghi {path}").format(path=path), soft_wrap=True)


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


def _say_ways_in(console: Console) -> None:
    console.print()
    console.print(_("Mở bằng trình duyệt: chạy [cyan]make serve[/cyan], rồi vào"))
    console.print(f"  {ADDRESS}{reverse('reviews:review', args=[HANOI, REVIEW])}", soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    for username, full_name, role, password in demo_sign_ins():
        table.add_row(f"[cyan]{username}[/cyan]", f"[cyan]{password}[/cyan]", f"{full_name}, {role}")
    console.print(_("Đăng nhập bằng tên và mật khẩu:"))
    console.print(table)
