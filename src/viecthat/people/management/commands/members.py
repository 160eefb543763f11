"""viecthat members import FILE"""

import sys
from pathlib import Path
from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand, command, initialize
from rich.console import Console
from typer import Argument, Exit, Option


class Command(TyperCommand):
    help = "Sổ đoàn viên: import nhập danh sách từ tệp Excel hoặc CSV."

    @initialize()
    def begin(self) -> None:
        """Only its words do anything."""

    @command(name="import", help="Kiểm tra từng dòng của tệp rồi ghi những dòng được vào sổ.")
    def bring_in(
        self,
        file: Annotated[Path, Argument(metavar="FILE", help="Tệp .xlsx hoặc .csv.")],
        unit: Annotated[str, Option("--unit", metavar="UNIT", help="Chi đoàn, hoặc đơn vị trên nó: mã hoặc tên.")],
        username: Annotated[str, Option("--as", metavar="USERNAME", help="Tên đăng nhập của người giữ sổ.")],
        since: Annotated[str | None, Option(metavar="NGÀY", help="Vào chi đoàn ngày này, cho dòng không ghi.")] = None,
        month_first: Annotated[bool, Option("--month-first", help="Ngày viết tháng/ngày/năm.")] = False,
        only_fine: Annotated[bool, Option("--only-fine", help="Không ghi những dòng cần xem lại.")] = False,
        dry_run: Annotated[
            bool, Option("--dry-run", help="Chỉ kiểm tra; có dòng không nhận thì kết thúc bằng 1.")
        ] = False,
    ) -> None:
        from viecthat.people.cli.lists import bring_in_file

        console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        whole = bring_in_file(
            Path(file), unit=unit, username=username, since=since, month_first=month_first, only_fine=only_fine,
            dry=dry_run, at=now(), console=console,
        )  # fmt: skip
        if not whole and dry_run:
            raise Exit(1)
