"""viecthat report verify [UNIT]"""

from typing import Annotated

from django.utils.timezone import now
from django_typer.management import TyperCommand, command, initialize
from typer import Argument, Context, Exit, Option


class Command(TyperCommand):
    help = "Báo cáo: verify kiểm tra chuỗi các bản đã ký."

    @initialize(invoke_without_command=True)
    def begin(self, context: Context) -> None:
        """Without a word more: all chains."""
        if context.invoked_subcommand is None:
            self.verify()

    @command(help="Tính lại mã của mọi bản đã ký, xem chuỗi có nguyên vẹn không; đứt thì kết thúc bằng 1.")
    def verify(
        self,
        unit: Annotated[str | None, Argument(metavar="UNIT", help="Mã hoặc tên đơn vị; bỏ trống: tất cả.")] = None,
        as_json: Annotated[bool, Option("--json", help="In ra JSON.")] = False,
    ) -> None:
        from viecthat.reporting.cli import print_chain

        if not print_chain(unit, at=now(), as_json=as_json):
            raise Exit(1)
