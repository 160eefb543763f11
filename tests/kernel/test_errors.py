import pytest

from viecthat.kernel.errors import Refused, Sentence, gettext_noop, quoted


def test_gettext_noop_changes_nothing():
    assert gettext_noop("Câu {name}.") == "Câu {name}."


def test_refused_is_a_filled_in_sentence_at_a_field():
    refused = Refused("Đơn vị {name} đã giải thể.", field="unit", name="Ba Vì")
    assert str(refused) == "Đơn vị Ba Vì đã giải thể."
    assert refused.message == "Đơn vị {name} đã giải thể."
    assert refused.params == {"name": "Ba Vì"}
    assert refused.field == "unit"
    assert Refused("Không được.").field is None


def test_refused_can_be_said_in_another_language():
    english = {"Đơn vị {name} đã giải thể.": "The unit {name} was dissolved."}
    refused = Refused("Đơn vị {name} đã giải thể.", name="Ba Vì")
    assert refused.translated(english.__getitem__) == "The unit Ba Vì was dissolved."


def test_a_forgotten_parameter_shows_where_it_is_forgotten():
    with pytest.raises(KeyError):
        Refused("Đơn vị {name} đã giải thể.")


def test_typed_braces_are_not_filled_in():
    assert str(Refused("“{text}” không phải là số.", text="{field} {0}")) == "“{field} {0}” không phải là số."


def test_sentence_is_text_and_remembers_how_it_was_made():
    sentence = Sentence("Có phải {meant}?", meant="TWĐTN")
    assert sentence == "Có phải TWĐTN?"
    assert sentence.translated(lambda message: message.replace("Có phải", "Is it")) == "Is it TWĐTN?"


def test_quoted_keeps_short_text_and_cuts_long_text():
    assert quoted("ngắn") == "ngắn"
    assert quoted("x" * 40) == "x" * 40
    assert quoted("x" * 41) == "x" * 39 + "…"
