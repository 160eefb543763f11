"""viecthat review UNIT PERIOD"""

import sys
from pathlib import Path
from typing import Annotated, Literal

from django.utils.timezone import now
from django.utils.translation import gettext
from django_typer.management import TyperCommand
from rich.console import Console
from typer import Argument, Option


class Command(TyperCommand):
    help = "Sơ kết, tổng kết của một đơn vị: kết quả so với chỉ tiêu, mức chứng thực."

    def handle(
        self,
        unit: Annotated[str, Argument(metavar="UNIT", help="Mã hoặc tên đơn vị, ví dụ: ha-noi, “Thành đoàn Hà Nội”.")],
        period: Annotated[
            str, Argument(metavar="PERIOD", help="Kỳ: 2022, 2018-H1, “nhiệm kỳ 2017 – 2022”, 2017-2020 …")
        ],
        as_known: Annotated[
            str | None, Option(metavar="NGÀY", help="Chỉ tính những gì đã vào sổ đến hết ngày này.")
        ] = None,
        map_name: Annotated[
            Literal["then", "now"], Option("--map", help="Bản đồ đơn vị: then là khi đó, now là hôm nay.")
        ] = "then",
        as_json: Annotated[bool, Option("--json", help="In ra JSON (docs/json.md).")] = False,
        docx: Annotated[Path | None, Option(metavar="TỆP", help="Ghi báo cáo Word.")] = None,
        xlsx: Annotated[Path | None, Option(metavar="TỆP", help="Ghi bảng tính Excel.")] = None,
        pdf: Annotated[Path | None, Option(metavar="TỆP", help="Ghi báo cáo PDF.")] = None,
    ) -> None:
        from viecthat.reviews.cli import print_review
        from viecthat.reviews.cli.asking import day_typed

        files = {kind: path for kind, path in {"docx": docx, "xlsx": xlsx, "pdf": pdf}.items() if path is not None}
        written = print_review(
            unit, period, map=map_name, as_known=day_typed(as_known), at=now(), as_json=as_json, files=files
        )
        # Beside JSON nothing else may stand on stdout.
        console = Console(file=sys.stderr if as_json else sys.stdout, highlight=False, soft_wrap=True)
        for path in written:
            console.print(gettext("Đã ghi {path}").format(path=path), markup=False)
