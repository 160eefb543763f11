"""A real LibreOffice for the documents' tests, in a profile and with fonts of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from viecthat.documents.measure import FONTS

Convert = Callable[[dict[str, bytes], str], dict[str, bytes]]

# Debian has no Times New Roman; Tinos has its measures, so lines and pages break where Word breaks them.
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>
</fontconfig>
"""


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`convert({"a.docx": bytes}, "pdf")` -> {"a.pdf": bytes}: several files in one start of LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing, and CI tests against the real one")
        pytest.skip("LibreOffice (soffice) is not installed")
    home = tmp_path_factory.mktemp("libreoffice")
    conf = home / "fonts.conf"
    conf.write_text(_FONTS_CONF.format(fonts=FONTS, cache=home / "cache"), encoding="utf-8")

    def convert(files: dict[str, bytes], to: str) -> dict[str, bytes]:
        source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target")
        for name, content in files.items():
            (source / name).write_bytes(content)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(target),
                *(str(source / name) for name in files),
            ],
            env={**os.environ, "FONTCONFIG_FILE": str(conf)},
            check=True,
            capture_output=True,
            timeout=300,
        )
        made = {path.name: path.read_bytes() for path in sorted(target.iterdir())}
        wanted = {Path(name).with_suffix(f".{to.partition(':')[0]}").name for name in files}
        assert set(made) == wanted
        return made

    return convert
