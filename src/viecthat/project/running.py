"""One command run: its floor found, the database readied, what is refused said in a sentence."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import django
from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import connections
from django.db.utils import InterfaceError, OperationalError
from django.utils.translation import gettext, override

from viecthat.kernel.errors import Refused
from viecthat.project.console import refuse
from viecthat.project.database import ensure_database
from viecthat.project.listing import FROM_DJANGO, our_commands
from viecthat.project.usage import misuse, nearest, speak_vietnamese

NEED_NO_DATABASE = {"collectstatic", "compilemessages", "diffsettings", "makemessages", "startapp"}
# Django's options for its own developers: they would double the length of every help text.
DJANGO_OPTIONS = {
    "--force-color", "--hide-locals", "--no-color", "--pythonpath", "--settings", "--show-locals", "--skip-checks",
    "--traceback", "--verbosity", "--version",
}  # fmt: skip


def run_command(name: str, rest: Sequence[str]) -> int:
    """Run the command with the words after its name; 0, 1 (refused) or 2 (misused)."""
    django.setup()
    with override(os.environ.get("VIECTHAT_LANGUAGE", settings.LANGUAGE_CODE)):
        commands = get_commands()
        if name not in commands and name.replace("-", "_") in commands:
            name = name.replace("-", "_")  # the file of a command is a module, which can't have a hyphen
        if name not in commands:
            refuse(_unknown(name, commands))
            return 2
        speak_vietnamese()
        return _execute(_load(commands[name], name), name, rest)


def _execute(command: BaseCommand, name: str, rest: Sequence[str]) -> int:
    # Not by run_from_argv: it would answer errors itself, in English and with the whole help before them.
    try:
        options = vars(command.create_parser("viecthat", name).parse_args(list(rest)))
    except CommandError as wrong:
        refuse(misuse(wrong, name))
        return 2
    except SystemExit as end:  # --help, which has said what it had to say
        return int(end.code or 0)
    arguments = options.pop("args", ())
    try:
        if _needs_database(command, name):
            ensure_database()
        command.execute(*arguments, **options)
    except Refused as refused:
        refuse(refused.translated(gettext))
        return 1
    except CommandError as failed:
        return _failed(failed)
    except (OperationalError, InterfaceError) as lost:
        refuse(gettext("Không làm việc được với cơ sở dữ liệu: {reason}").format(reason=" ".join(str(lost).split())))
        return 1
    finally:
        connections.close_all()
    return 0


def _failed(failed: CommandError) -> int:
    cause = type(failed.__cause__).__name__
    if cause == "Abort":
        refuse(gettext("Đã dừng, chưa làm gì."))
    elif isinstance(failed, SystemCheckError):
        sys.stderr.write(f"{failed}\n")
    elif cause != "Exit":  # typer.Exit: the command has already said why
        refuse(str(failed))
    return failed.returncode


def _load(app: str | BaseCommand, name: str) -> BaseCommand:
    if isinstance(app, BaseCommand):
        return app
    command = import_module(f"{app}.management.commands.{name}").Command
    if app.startswith("viecthat."):
        command.suppressed_base_arguments = DJANGO_OPTIONS
        command.requires_system_checks = []  # for those who change the program: `make lint` runs them
    loaded: BaseCommand = command()
    return loaded


def _needs_database(command: BaseCommand, name: str) -> bool:
    return bool(getattr(command, "needs_database", name not in NEED_NO_DATABASE))


def _unknown(name: str, commands: Mapping[str, object]) -> str:
    listed = [*our_commands(), *FROM_DJANGO]
    close = nearest(name, listed) or nearest(name, list(commands))
    if close:
        return gettext("Không có lệnh “{name}”. Có phải “{close}”? Gõ “viecthat” để xem mọi lệnh.").format(
            name=name, close=close
        )
    return gettext("Không có lệnh “{name}”. Gõ “viecthat” để xem mọi lệnh.").format(name=name)
