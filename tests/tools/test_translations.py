"""A language of overrides holds nothing but sentences of Django, each of them said."""

import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"

HEADING = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def complaints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What is said about a catalogue of overrides with these entries."""
    monkeypatch.syspath_prepend(str(TOOLS))
    sys.modules.pop("check_translations", None)
    import check_translations

    package = tmp_path / "src" / "viecthat"
    monkeypatch.setattr(check_translations, "PACKAGE", package)

    def about(entries: str) -> list[str]:
        po = package / "locale" / "vi" / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(HEADING + entries, encoding="utf-8")
        return check_translations.complaints_about_overrides("vi")

    return about


def test_a_sentence_of_django_may_be_said_better(complaints) -> None:
    assert complaints('msgid "This field is required."\nmsgstr "Hãy điền ô này."\n') == []


def test_it_must_be_said(complaints) -> None:
    (said,) = complaints('msgid "This field is required."\nmsgstr ""\n')
    assert said == "src/viecthat/locale/vi/LC_MESSAGES/django.po: untranslated: This field is required."


def test_a_sentence_of_our_own_has_no_place_there(complaints) -> None:
    (said,) = complaints('msgid "Chưa có số liệu"\nmsgstr "Không có số liệu"\n')
    assert said == "src/viecthat/locale/vi/LC_MESSAGES/django.po: no sentence of Django: Chưa có số liệu"


def test_parameters_must_be_right(complaints) -> None:
    said = complaints('#, python-format\nmsgid "Constraint “%(name)s” is violated."\nmsgstr "Trái “%(name)d”."\n')
    assert any("name" in line for line in said)
