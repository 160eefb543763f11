"""viecthat store status | merge | rebuild | check"""

from django.utils.timezone import now
from django_typer.management import TyperCommand, command, initialize
from typer import Context, Exit


class Command(TyperCommand):
    help = "Kho tổng hợp: status xem, merge gộp dòng mới, rebuild dựng lại, check đối chiếu với sổ việc."

    @initialize(invoke_without_command=True)
    def begin(self, context: Context) -> None:
        """Without a word more: how it stands."""
        if context.invoked_subcommand is None:
            self.status()

    @command(help="Kho đang ở đâu, giữ bao nhiêu dòng, còn bao nhiêu dòng chưa gộp.")
    def status(self) -> None:
        from viecthat.ledger.cli import status

        status()

    @command(help="Gộp những dòng mới vào kho; người đọc không phải đợi.")
    def merge(self) -> None:
        from viecthat.ledger.cli import merge

        merge(at=now())

    @command(help="Dựng lại kho từ sổ việc.")
    def rebuild(self) -> None:
        from viecthat.ledger.cli import rebuild

        rebuild(at=now())

    @command(name="check", help="Đối chiếu kho với sổ việc đến từng byte; khác thì kết thúc bằng 1.")
    def hold_against_ledger(self) -> None:
        from viecthat.ledger.cli import check_the_store

        if not check_the_store():
            raise Exit(1)
