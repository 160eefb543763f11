"""Fail when a sentence of a screen has no translation, or a translation has no sentence any more.

    python tools/check_translations.py            says which
    python tools/check_translations.py --write    brings src/viecthat/locale up to date, for a translator to fill in

Vietnamese is the language of the source, so only the others have whole catalogues; locale/vi may only say better what
Django says in Vietnamese. Needs gettext.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from compile_messages import Message, read_messages

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "viecthat"
LANGUAGES = ("en",)
OVERRIDES = ("vi",)
DJANGO = Path(django.__file__).parent


def main(words: list[str]) -> int:
    """0 when every language is complete and holds nothing that is said no more."""
    if "--write" in words:
        for language in LANGUAGES:
            collect(PACKAGE, language)
    complaints = [complaint for language in LANGUAGES for complaint in complaints_about(language)]
    complaints += [complaint for language in OVERRIDES for complaint in complaints_about_overrides(language)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def complaints_about(language: str) -> list[str]:
    """One line for each sentence that is missing, doubtful or superfluous, and whatever msgfmt finds wrong."""
    kept = catalogue(PACKAGE, language)
    if not kept.exists():
        return [f"{language}: no catalogue; run tools/check_translations.py --write"]
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "viecthat"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "static", "__pycache__"))
        collect(copy, language)
        said = {message.key for message in read_messages(catalogue(copy, language))}
    known = {message.key: message for message in read_messages(kept)}
    shown = kept.relative_to(PACKAGE.parent.parent)
    found = [f"{shown}: untranslated: {brief(key)}" for key in sorted(said) if not is_translated(known.get(key))]
    found += [f"{shown}: said nowhere any more: {brief(key)}" for key in sorted(known.keys() - said)]
    return found + malformed(kept)


def complaints_about_overrides(language: str) -> list[str]:
    """The same for a catalogue that may hold nothing but sentences of Django."""
    kept = catalogue(PACKAGE, language)
    if not kept.exists():
        return []
    shown = kept.relative_to(PACKAGE.parent.parent)
    said = {message.key for po in DJANGO.glob("**/locale/en/LC_MESSAGES/django.po") for message in read_messages(po)}
    known = {message.key: message for message in read_messages(kept)}
    found = [f"{shown}: untranslated: {brief(key)}" for key in sorted(known) if not is_translated(known[key])]
    found += [f"{shown}: no sentence of Django: {brief(key)}" for key in sorted(known.keys() - said)]
    return found + malformed(kept)


def malformed(kept: Path) -> list[str]:
    """What msgfmt finds wrong with a catalogue."""
    checked = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", kept], capture_output=True, text=True, check=False
    )
    return checked.stderr.splitlines() if checked.returncode else []


def collect(package: Path, language: str) -> None:
    """Bring the catalogue of `package` up to date with its sources, as Django collects them."""
    (package / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            f"--locale={language}",
            "--no-obsolete",
            "--add-location=file",
        ],
        cwd=package,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def catalogue(package: Path, language: str) -> Path:
    """Where Django keeps a language."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def is_translated(message: Message | None) -> bool:
    """Whether a reader of that language would see it in that language."""
    return message is not None and message.translated


def brief(key: str) -> str:
    """A sentence short enough for a line."""
    text = key.replace("\0", " / ").replace("\4", ": ").replace("\n", " ")
    return text if len(text) <= 100 else text[:99] + "…"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
