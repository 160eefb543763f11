"""viecthat bring_table FILE, or bring-table"""

from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand
from typer import Argument, Exit, Option


class Command(TyperCommand):
    help = "Nhập một bảng số liệu vào sổ việc: tìm tiêu đề, đơn vị, cột; --dry-run chỉ kiểm tra."

    def handle(
        self,
        file: Annotated[str, Argument(metavar="FILE", help="Tệp .xlsx, .xls, .ods hoặc .csv.")],
        unit: Annotated[str, Option("--unit", metavar="UNIT", help="Đơn vị của bảng: mã hoặc tên.")],
        period: Annotated[str, Option("--period", metavar="PERIOD", help="Kỳ, ví dụ 2026-Q1.")],
        username: Annotated[str, Option("--as", metavar="USERNAME", help="Tên đăng nhập của người kê khai.")],
        dry_run: Annotated[bool, Option("--dry-run", help="Kiểm tra, không ghi gì.")] = False,
        leave_out: Annotated[bool, Option("--leave-out", help="Để lại những ô cần sửa, ghi phần còn lại.")] = False,
        as_json: Annotated[bool, Option("--json", help="In ra JSON.")] = False,
    ) -> None:
        from viecthat.reporting.cli import bring_table

        whole = bring_table(
            file=file, unit=unit, period=period, username=username, dry_run=dry_run, leave_out=leave_out, at=now(),
            as_json=as_json,
        )  # fmt: skip
        if not whole:
            raise Exit(1)
