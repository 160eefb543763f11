"""viecthat stop"""

from django.utils.translation import gettext
from django_typer.management import TyperCommand

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.console import say
from viecthat.project.database import database_url, embedded_server


class Command(TyperCommand):
    help = "Dừng cơ sở dữ liệu đi kèm."
    needs_database = False

    def handle(self) -> None:
        if database_url():
            raise Refused(gettext_noop("DATABASE_URL chỉ tới máy chủ khác; lệnh này chỉ dừng cơ sở dữ liệu đi kèm."))
        stopped = embedded_server().stop()
        say(gettext("Đã dừng cơ sở dữ liệu.") if stopped else gettext("Cơ sở dữ liệu vốn không chạy."))
