"""viecthat review UNIT PERIOD"""

from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand
from typer import Argument, Option


class Command(TyperCommand):
    help = "Sơ kết, tổng kết của một đơn vị: kết quả so với chỉ tiêu, mức chứng thực."

    def handle(
        self,
        unit: Annotated[str, Argument(help="Mã hoặc tên đơn vị, ví dụ: ha-noi, “Thành đoàn Hà Nội”.")],
        period: Annotated[str, Argument(help="Kỳ: 2022, 2018-H1, “nhiệm kỳ 2017 – 2022”, 2017-2020 …")],
        as_known: Annotated[str | None, Option(help="Chỉ tính những gì đã vào sổ đến hết ngày này.")] = None,
        map_name: Annotated[str, Option("--map", help="Bản đồ đơn vị: then (khi đó) hoặc now (hôm nay).")] = "then",
    ) -> None:
        from viecthat.reviews.cli import show_review
        from viecthat.reviews.cli.asking import day_typed

        show_review(unit, period, map=map_name, as_known=day_typed(as_known), at=now())
