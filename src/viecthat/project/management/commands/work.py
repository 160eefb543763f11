"""viecthat work"""

from django_typer.management import TyperCommand


class Command(TyperCommand):
    help = "Làm những việc nền đang chờ (gộp kho tổng hợp, …) đến khi dừng; “viecthat serve” tự chạy một tiến trình."

    def handle(self) -> None:
        from viecthat.project.working import do_jobs

        do_jobs()
