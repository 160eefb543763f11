"""viecthat check"""

from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand
from typer import Exit, Option

from viecthat.ledger.cli import check


class Command(TyperCommand):
    help = "Kiểm tra sổ việc, cây đơn vị và tệp minh chứng còn nguyên không; hỏng thì kết thúc bằng 1."

    def handle(self, as_json: Annotated[bool, Option("--json", help="In ra JSON.")] = False) -> None:
        if not check(at=now(), as_json=as_json):
            raise Exit(1)
