"""The program `viecthat`: finds the commands of every floor, readies the database, runs one, says no in a sentence."""

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

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.project.console import refuse, say, speak_utf8
from viecthat.project.usage import misuse, nearest, speak_vietnamese

# Django's own commands that a keeper needs, in our words; its others can be run but are not listed.
FROM_DJANGO = {
    "migrate": gettext_noop("Đưa cơ sở dữ liệu lên đúng phiên bản của chương trình."),
    "shell": gettext_noop("Mở Python với mọi bảng dữ liệu đã nạp."),
}
NEED_NO_DATABASE = {"collectstatic", "compilemessages", "diffsettings", "makemessages", "startapp"}
# Django's options for its own developers: they would double the length of every help text.
DJANGO_OPTIONS = {
    "--force-color", "--hide-locals", "--no-color", "--pythonpath", "--settings", "--show-locals", "--skip-checks",
    "--traceback", "--verbosity", "--version",
}  # fmt: skip
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> None:
    """Run `viecthat` with the words after its name; ends the process with 0, 1 (refused) or 2 (misused)."""
    words = list(sys.argv[1:] if argv is None else argv)
    speak_utf8()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")
    try:
        django.setup()
        with override(os.environ.get("VIECTHAT_LANGUAGE", settings.LANGUAGE_CODE)):
            status = _run(words)
    except Refused as refused:
        refuse(str(refused))
        status = 1
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`| head`): no fault; keep the interpreter from complaining at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def _run(words: Sequence[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        _print_help()
        return 0
    if words[0] == "--version":
        say(_version())
        return 0
    name, rest = words[0], words[1:]
    commands = get_commands()
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
            from viecthat.project.database import ensure_database  # noqa: PLC0415 - listing commands needs no psycopg

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
    listed = [*_ours(), *FROM_DJANGO]
    close = nearest(name, listed) or nearest(name, list(commands))
    if close:
        return gettext("Không có lệnh “{name}”. Có phải “{close}”? Gõ “viecthat” để xem mọi lệnh.").format(
            name=name, close=close
        )
    return gettext("Không có lệnh “{name}”. Gõ “viecthat” để xem mọi lệnh.").format(name=name)


def _ours() -> dict[str, str]:
    return {name: app for name, app in get_commands().items() if isinstance(app, str) and app.startswith("viecthat.")}


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - one rare option

    return f"Việc Thật {version('viecthat')}"


def _print_help() -> None:
    from rich.table import Table  # noqa: PLC0415 - rich is not loaded for a command that prints nothing

    sentences = {name: gettext(sentence) for name, sentence in FROM_DJANGO.items()}
    for name, app in _ours().items():
        command = import_module(f"{app}.management.commands.{name}").Command
        sentences[name] = str(command.help or command.__doc__ or "").strip().split("\n")[0]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column()
    for name in sorted(sentences):
        table.add_row(name, sentences[name])
    say(f"[bold]{_version()}[/bold] · {gettext('người thật, việc thật, hiệu quả thật')}\n")
    say(gettext("Cách dùng: viecthat LỆNH …; “viecthat LỆNH --help” cho biết từng lựa chọn.") + "\n")
    say(table)
