"""viecthat explain UNIT INDICATOR PERIOD"""

from typing import Annotated, Literal

from django.utils.timezone import now
from django_typer.management import TyperCommand
from typer import Argument, Exit, Option


class Command(TyperCommand):
    help = "Mở một số liệu đến từng đơn vị, hoạt động, dòng sổ, và cộng lại để chứng tỏ."

    def handle(
        self,
        unit: Annotated[str, Argument(metavar="UNIT", help="Mã hoặc tên đơn vị, ví dụ: ha-noi, “Thành đoàn Hà Nội”.")],
        indicator: Annotated[
            str, Argument(metavar="INDICATOR", help="Mã hoặc tên chỉ số, ví dụ: trees_planted, “Cây xanh được trồng”.")
        ],
        period: Annotated[
            str, Argument(metavar="PERIOD", help="Kỳ: 2022, 2018-H1, “nhiệm kỳ 2017 – 2022”, 2017-2020 …")
        ],
        as_known: Annotated[
            str | None, Option(metavar="NGÀY", help="Chỉ tính những gì đã vào sổ đến hết ngày này.")
        ] = None,
        map_name: Annotated[
            Literal["then", "now"], Option("--map", help="Bản đồ đơn vị: then là khi đó, now là hôm nay.")
        ] = "then",
        depth: Annotated[int, Option(min=1, max=6, help="Mở xuống bao nhiêu cấp.")] = 3,
        as_json: Annotated[bool, Option("--json", help="In ra JSON (docs/json.md).")] = False,
    ) -> None:
        from viecthat.reviews.cli import explain_figure
        from viecthat.reviews.cli.asking import day_typed

        holds = explain_figure(
            unit,
            indicator,
            period,
            map=map_name,
            as_known=day_typed(as_known),
            depth=depth,
            at=now(),
            as_json=as_json,
        )
        if not holds:
            raise Exit(1)
