"""viecthat year"""

from typing import Annotated

from django_typer.management import TyperCommand
from typer import Argument

from viecthat.ledger.cli import add_year


class Command(TyperCommand):
    help = "Mở ngăn sổ việc cho một năm sắp tới."

    def handle(self, year: Annotated[int, Argument(help="Năm, như 2029.", metavar="YEAR")]) -> None:
        add_year(year=year)
