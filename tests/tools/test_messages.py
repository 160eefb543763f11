"""The catalogues we compile ourselves are the ones gettext would have compiled."""

import gettext
import io
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: a/page.html
msgid "Chưa có số liệu."
msgstr "No figures yet."

# two lines, an escaped quote and a tab
msgid ""
"Đơn vị \"{name}\"\t"
"đã gửi."
msgstr ""
"The unit \"{name}\"\t"
"has sent it."

msgctxt "verb"
msgid "Ghi"
msgstr "Record"

msgctxt "noun"
msgid "Ghi"
msgstr "Note"

msgid "{n} người"
msgid_plural "{n} người"
msgstr[0] "{n} person"
msgstr[1] "{n} people"

#, fuzzy
msgid "Đoán"
msgstr "A guess"

msgid "Chưa dịch"
msgstr ""

#~ msgid "Đã bỏ"
#~ msgstr "Retired"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    po = tmp_path / "django.po"
    po.write_text(CATALOGUE, encoding="utf-8")
    subprocess.run([sys.executable, TOOLS / "compile_messages.py", po], check=True)
    return po


def load(mo: bytes) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(mo))


def test_it_holds_what_msgfmt_holds(catalogue: Path) -> None:
    theirs = catalogue.with_suffix(".theirs")
    subprocess.run(["msgfmt", "-o", theirs, catalogue], check=True)
    assert load(catalogue.with_suffix(".mo").read_bytes())._catalog == load(theirs.read_bytes())._catalog


def test_sentences_contexts_and_plurals_are_found(catalogue: Path) -> None:
    english = load(catalogue.with_suffix(".mo").read_bytes())
    assert english.gettext("Chưa có số liệu.") == "No figures yet."
    assert english.gettext('Đơn vị "{name}"\tđã gửi.') == 'The unit "{name}"\thas sent it.'
    assert (english.pgettext("verb", "Ghi"), english.pgettext("noun", "Ghi")) == ("Record", "Note")
    assert [english.ngettext("{n} người", "{n} người", n) for n in (1, 2)] == ["{n} person", "{n} people"]


@pytest.mark.parametrize("sentence", ["Đoán", "Chưa dịch", "Đã bỏ"])
def test_guesses_and_gaps_stay_vietnamese(catalogue: Path, sentence: str) -> None:
    assert load(catalogue.with_suffix(".mo").read_bytes()).gettext(sentence) == sentence


def test_a_broken_catalogue_is_named_with_its_line(catalogue: Path) -> None:
    catalogue.write_text(CATALOGUE + "\nmsgid không ngoặc\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, TOOLS / "compile_messages.py", catalogue], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert f"{catalogue}:{len(catalogue.read_text().splitlines())}: not a line of a catalogue" in done.stderr
