"""The commands of `viecthat` with a sentence each, read without loading any of them: listing them is instant."""

import ast
import os
from gettext import translation
from importlib.metadata import version
from pathlib import Path

from viecthat.kernel.errors import gettext_noop
from viecthat.project.console import say

PACKAGE = Path(__file__).resolve().parent.parent
# Django's own commands that a keeper needs, in our words; its others can be run but are not listed.
FROM_DJANGO = {
    "migrate": gettext_noop("Đưa cơ sở dữ liệu lên đúng phiên bản của chương trình."),
    "shell": gettext_noop("Mở Python với mọi bảng dữ liệu đã nạp."),
}


def our_commands() -> dict[str, Path]:
    """The file of every command of every floor, by the command's name."""
    files = PACKAGE.glob("*/management/commands/*.py")
    return {file.stem: file for file in files if not file.stem.startswith("_")}


def sentence_of(file: Path) -> str:
    """What `help = "…"` says in the class Command of this file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id="help")], value=ast.Constant(value=str(sentence))):
                return sentence
    return ""


def version_in_words() -> str:
    """The name of the program and its version."""
    return f"Việc Thật {version('viecthat')}"


def print_commands() -> None:
    """Say what the program is, how it is used, and every command with its sentence."""
    from rich.table import Table  # noqa: PLC0415 - tables are half of rich, and the version needs none

    # Django's own gettext would first load every floor.
    language = os.environ.get("VIECTHAT_LANGUAGE", "vi")
    gettext = translation("django", PACKAGE / "locale", [language], fallback=True).gettext
    sentences = {name: sentence_of(file) for name, file in our_commands().items()}
    sentences |= {name: gettext(sentence) for name, sentence in FROM_DJANGO.items()}
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column()
    for name in sorted(sentences):
        table.add_row(name, sentences[name])
    say(f"[bold]{version_in_words()}[/bold] · {gettext('người thật, việc thật, hiệu quả thật')}\n")
    say(gettext("Cách dùng: viecthat LỆNH …; “viecthat LỆNH --help” cho biết từng lựa chọn.") + "\n")
    say(table)
