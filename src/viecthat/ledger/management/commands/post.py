"""viecthat post"""

from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand
from typer import Argument, Option

from viecthat.ledger.cli import post


class Command(TyperCommand):
    help = "Kê khai một số vào sổ việc."

    def handle(
        self,
        unit: Annotated[str, Argument(help="Đơn vị: mã hoặc tên, có dấu hay không.", metavar="UNIT")],
        indicator: Annotated[str, Argument(help="Chỉ số: mã hoặc tên.", metavar="INDICATOR")],
        number: Annotated[str, Argument(help="Số viết theo lối Việt Nam: 1.500 hoặc 86,7.", metavar="NUMBER")],
        reason: Annotated[str, Option("--reason", help="Số này lấy từ đâu, vì sao chưa có hoạt động.")],
        username: Annotated[str, Option("--as", help="Tên đăng nhập của người kê khai.", metavar="USERNAME")],
        day: Annotated[str | None, Option("--day", help="Ngày làm, như 25/06/2020; bỏ trống là hôm nay.")] = None,
        of: Annotated[str | None, Option("--of", help="Tổng số, khi chỉ số là tỷ lệ.")] = None,
        key: Annotated[str | None, Option("--key", help="Khoá chống ghi trùng: gửi hai lần, ghi một lần.")] = None,
        as_json: Annotated[bool, Option("--json", help="In ra JSON.")] = False,
    ) -> None:
        post(
            unit=unit,
            indicator=indicator,
            number=number,
            of=of,
            day=day,
            reason=reason,
            username=username,
            key=key,
            at=now(),
            as_json=as_json,
        )
