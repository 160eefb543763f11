"""The list of commands is instant and true, and no program loads what it does not use."""

import subprocess
import sys
from importlib import import_module

from viecthat.project.listing import FROM_DJANGO, our_commands, sentence_of


def loaded_by(code: str) -> set[str]:
    """The libraries that a process of its own has loaded after this."""
    tell = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{tell}"], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_every_sentence_is_the_commands_own() -> None:
    commands = our_commands()
    assert {"demo", "migrate", "serve", "store"} <= set(commands)
    for name, file in commands.items():
        if name in FROM_DJANGO:
            continue
        command = import_module(f"viecthat.{file.parents[2].name}.management.commands.{name}").Command
        assert sentence_of(file) == command.help != ""


def test_listing_the_commands_loads_no_floor() -> None:
    loaded = loaded_by("from viecthat.project import listing; listing.print_commands()")
    assert loaded & {"django", "numpy", "psycopg", "typer"} == set()


def test_what_adds_up_and_what_draws_are_loaded_where_they_are_used() -> None:
    loaded = loaded_by(
        "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'viecthat.project.settings'; django.setup()"
    )
    assert "django" in loaded
    assert loaded & {"numpy", "duckdb", "PIL", "docx", "xlsxwriter", "typst", "granian", "yaml"} == set()
