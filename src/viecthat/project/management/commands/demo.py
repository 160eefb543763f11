"""viecthat demo"""

from contextlib import suppress

from django.core.management import call_command
from django.utils.timezone import now
from django_typer.management import TyperCommand


class Command(TyperCommand):
    help = "Nạp dữ liệu minh hoạ từ số liệu đã công bố, in bản sơ kết và cách mở. Chạy lại không nạp trùng."

    def handle(self) -> None:
        from viecthat.demo.cli import load_and_tell
        from viecthat.kernel.errors import Refused
        from viecthat.ledger.cli import build_first
        from viecthat.project.catalogue import load_catalogue

        call_command("migrate", verbosity=0)
        load_catalogue()
        load_and_tell(at=now())
        # Whoever is merging already makes the same.
        with suppress(Refused):
            build_first(at=now())
