"""viecthat cadres UNIT"""

import sys
from pathlib import Path
from typing import Annotated

from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django_typer.management import TyperCommand
from rich.console import Console
from typer import Argument, Option


class Command(TyperCommand):
    help = "Báo cáo công tác cán bộ Đoàn theo Kết luận 07, 08 của một đơn vị, từ sổ cán bộ."

    def handle(
        self,
        unit: Annotated[str, Argument(metavar="UNIT", help="Mã hoặc tên đơn vị, ví dụ: ha-noi, “Thành đoàn Hà Nội”.")],
        day: Annotated[str | None, Option(metavar="NGÀY", help="Tính đến ngày này; không ghi thì là hôm nay.")] = None,
        since: Annotated[str | None, Option(metavar="NGÀY", help="Biến động tính từ ngày này.")] = None,
        docx: Annotated[Path | None, Option(metavar="TỆP", help="Ghi báo cáo Word.")] = None,
        pdf: Annotated[Path | None, Option(metavar="TỆP", help="Ghi báo cáo PDF.")] = None,
    ) -> None:
        from viecthat.people.cli.cadres import print_cadres

        files = {kind: Path(path) for kind, path in {"docx": docx, "pdf": pdf}.items() if path is not None}
        console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        written = print_cadres(
            unit, day, since, today=localdate(), at=now(), files=files, console=console, lang=get_language() or "vi"
        )
        for path in written:
            console.print(gettext("Đã ghi {path}").format(path=path), markup=False)
