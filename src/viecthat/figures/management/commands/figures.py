"""viecthat figures UNIT INDICATOR… --period …"""

from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand
from typer import Argument, Option


class Command(TyperCommand):
    help = "Hỏi bất cứ số nào của sổ việc: chỉ số nào, đơn vị nào, kỳ nào, theo bản đồ ngày nào."

    def handle(
        self,
        unit: Annotated[
            str, Argument(metavar="UNIT", help="Mã hoặc tên đơn vị; nhiều đơn vị cách nhau dấu chấm phẩy.")
        ],
        indicator: Annotated[list[str], Argument(metavar="INDICATOR…", help="Mã hoặc tên chỉ số, một hay nhiều.")],
        period: Annotated[str, Option(metavar="KỲ", help="Kỳ: 2022, 2018-H1 …; nhiều kỳ cách nhau dấu chấm phẩy.")],
        split: Annotated[str, Option(metavar="CHIA", help="Chia kỳ: months, quarters, years.")] = "",
        by: Annotated[
            str, Option(metavar="CHIA", help="Chia đơn vị: children (trực thuộc) hoặc mã loại đơn vị, như commune.")
        ] = "",
        map_day: Annotated[str | None, Option("--map", metavar="NGÀY", help="Theo bản đồ đơn vị ngày này.")] = None,
        as_known: Annotated[
            str | None, Option(metavar="NGÀY", help="Chỉ tính những gì đã vào sổ đến hết ngày này.")
        ] = None,
        count: Annotated[str, Option(metavar="CÁCH", help="Đếm người hay lượt: people, turns.")] = "",
        proof: Annotated[str, Option(metavar="MỨC", help="Mức chứng minh: evidenced (trở lên), verified.")] = "",
        groups: Annotated[str, Option(metavar="CÁCH", help="Tách người theo: sex, age, sex-age, group.")] = "",
        targets: Annotated[bool, Option("--targets", help="So với chỉ tiêu.")] = False,
        last_year: Annotated[bool, Option("--last-year", help="So với cùng kỳ năm trước.")] = False,
        sql: Annotated[bool, Option("--sql", help="In câu SQL để tự kiểm tra, thay cho bảng.")] = False,
        as_json: Annotated[bool, Option("--json", help="In ra JSON (docs/json.md).")] = False,
    ) -> None:
        from viecthat.figures.cli import Wish, print_figures

        wish = Wish(
            unit, tuple(indicator), period, split, by, map_day, as_known, count, proof, targets, last_year, groups
        )
        print_figures(wish, at=now(), as_json=as_json, as_sql=sql)
