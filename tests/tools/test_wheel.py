"""The wheel: built once, looked into. Whoever installs it has both languages, the pages and the data."""

import gettext
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "viecthat"
MADE = {"__pycache__", ".mypy_cache", ".ruff_cache"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    made = tmp_path_factory.mktemp("wheel")
    # Of a copy: what the build makes beside its sources must not be what is found there.
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, made)
    shutil.copytree(ROOT / "tools", made / "tools", ignore=shutil.ignore_patterns(*MADE))
    shutil.copytree(SOURCE, made / "src" / "viecthat", ignore=shutil.ignore_patterns(*MADE, "*.mo"))
    command = [uv, "build", "--wheel", "--offline", "--quiet", "--out-dir", str(made / "dist"), str(made)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (found,) = (made / "dist").glob("*.whl")
    return zipfile.ZipFile(found)


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [("en", "Đăng nhập", "Sign in"), ("vi", "This field is required.", "Hãy điền ô này.")],
)
def test_speaks_both_languages(wheel, language, given, said):
    with wheel.open(f"viecthat/locale/{language}/LC_MESSAGES/django.mo") as compiled:
        assert gettext.GNUTranslations(compiled).gettext(given) == said


def test_carries_all_that_is_no_code_too(wheel):
    carried = set(wheel.namelist())
    ours = {
        str(PurePosixPath("viecthat", path.relative_to(SOURCE)))
        for path in SOURCE.rglob("*")
        if path.is_file() and not MADE & set(path.parts) and path.suffix != ".mo"
    }
    assert any(name.endswith(".html") for name in ours)
    assert any("/static/" in name for name in ours)
    assert ours <= carried
    assert not [name for name in carried if "__pycache__" in name or name.startswith("tests")]


def test_the_program_starts_from_it(wheel, tmp_path):
    wheel.extractall(tmp_path)
    program = "import viecthat; print(viecthat.__file__); from viecthat.project.cli import main; main(['--version'])"
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.startswith(str(tmp_path))
