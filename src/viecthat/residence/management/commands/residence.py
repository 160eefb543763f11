"""viecthat residence UNIT --year"""

import sys
from pathlib import Path
from typing import Annotated

from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django_typer.management import TyperCommand
from rich.console import Console
from typer import Argument, Option


class Command(TyperCommand):
    help = "Báo cáo đoàn viên sinh hoạt nơi cư trú của một đơn vị trong một năm, từ sổ nơi cư trú."

    def handle(
        self,
        unit: Annotated[str, Argument(metavar="UNIT", help="Mã hoặc tên đơn vị, ví dụ: ha-noi, “Thành đoàn Hà Nội”.")],
        year: Annotated[int | None, Option(metavar="NĂM", help="Năm báo cáo; không ghi thì là năm nay.")] = None,
        docx: Annotated[Path | None, Option(metavar="TỆP", help="Ghi báo cáo Word.")] = None,
        xlsx: Annotated[Path | None, Option(metavar="TỆP", help="Ghi bảng tính Excel.")] = None,
    ) -> None:
        from viecthat.residence.cli import print_residence

        files = {kind: Path(path) for kind, path in {"docx": docx, "xlsx": xlsx}.items() if path is not None}
        console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        today = localdate()
        written = print_residence(
            unit, year or today.year, today=today, at=now(), files=files, console=console, lang=get_language() or "vi"
        )
        for path in written:
            console.print(gettext("Đã ghi {path}").format(path=path), markup=False)
