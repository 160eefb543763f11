"""The program `viecthat`: says what it can do, or has one command run; says no in a sentence.

Nothing heavy is imported here: what needs no Django (the list of commands) starts without it.
"""

import os
import sys
from collections.abc import Sequence

from viecthat.kernel.errors import Refused
from viecthat.project.console import refuse, say, speak_utf8

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> None:
    """Run `viecthat` with the words after its name; ends the process with 0, 1 (refused) or 2 (misused)."""
    words = list(sys.argv[1:] if argv is None else argv)
    speak_utf8()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")
    try:
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
        from viecthat.project.listing import print_commands  # noqa: PLC0415 - as above

        print_commands()
        return 0
    if words[0] == "--version":
        from viecthat.project.listing import version_in_words  # noqa: PLC0415 - as above

        say(version_in_words())
        return 0
    from viecthat.project.running import run_command  # noqa: PLC0415 - loads Django and every floor's tables

    return run_command(words[0], words[1:])
