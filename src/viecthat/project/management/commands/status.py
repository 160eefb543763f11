"""viecthat status"""

import json
from typing import Annotated

from django.utils.translation import gettext
from django_typer.management import TyperCommand
from rich.table import Table
from typer import Option

from viecthat.project.console import say
from viecthat.project.status import read_status


class Command(TyperCommand):
    help = "Cho biết chương trình và cơ sở dữ liệu đang ra sao."
    needs_database = False

    def handle(self, as_json: Annotated[bool, Option("--json", help="In ra JSON.")] = False) -> None:
        status = read_status()
        if as_json:
            self.stdout.write(json.dumps(status.as_dict(), ensure_ascii=False, indent=2))
            return
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(gettext("Phiên bản"), status.version)
        table.add_row(gettext("Nơi lưu giữ"), status.home)
        table.add_row(gettext("Cơ sở dữ liệu"), status.database)
        table.add_row(gettext("Tình trạng"), status.sentence)
        say(table)
