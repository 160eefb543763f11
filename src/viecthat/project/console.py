"""What the program says in a terminal: results on stdout, a refusal as one red sentence on stderr."""

import io
import locale
import os
import sys
from typing import Any

from rich.console import Console
from rich.text import Text


def speak_utf8() -> None:
    """Vietnamese must come out whole under any locale: start again in UTF-8 mode when the locale is another."""
    if not sys.flags.utf8_mode and locale.getpreferredencoding(False).lower() not in {"utf-8", "utf8"}:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very program again
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(*what: Any) -> None:
    """Print to the terminal: texts with Rich's marks, or tables."""
    Console(highlight=False).print(*what)


def refuse(sentence: str) -> None:
    """One red sentence where errors belong. Never wrapped, so that it can be searched for."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(sentence, style="bold red"))
