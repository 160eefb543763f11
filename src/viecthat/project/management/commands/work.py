"""viecthat work"""

from typing import Annotated

from django_typer.management import TyperCommand
from typer import Option


class Command(TyperCommand):
    help = "Làm những việc nền đang chờ (gộp kho tổng hợp, …) đến khi dừng; “viecthat serve” tự chạy một tiến trình."

    def handle(self, with_parent: Annotated[bool, Option("--with-parent", hidden=True)] = False) -> None:
        from viecthat.jobs.cli import work
        from viecthat.project.database import ensure_database
        from viecthat.project.warming import warm_beside

        warm_beside()
        work(with_parent=with_parent, ready=ensure_database)
