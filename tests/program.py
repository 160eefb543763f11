"""The program's own entry, called in this process: all that a keeper types and reads, without a second for its start.

That it starts, ends and speaks by itself is for the few tests that run it as a process.
"""

import subprocess

import pytest

from viecthat.project.cli import main


def call(capsys: pytest.CaptureFixture[str], *words: str) -> subprocess.CompletedProcess[str]:
    """What `viecthat` with these words prints, and the number it ends with."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        main(words)
    out, err = capsys.readouterr()
    return subprocess.CompletedProcess(words, int(end.value.code or 0), out, err)
