"""A refusal stands at the field it speaks of, in the reader's language, its values written the reader's way."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import override

from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import add_refusal, sentence_of


class OneField(forms.Form):
    day = forms.CharField()


def full(refused: Refused) -> forms.Form:
    form = OneField({"day": "x"})
    assert form.is_valid()
    add_refusal(form, refused)
    return form


def test_values_are_written_as_they_are_read():
    message = "Từ {day} đến nay: {amount}, năm {year}."
    refused = Refused(message, day=date(2020, 6, 25), amount=Decimal("1234.5"), year=2020)
    assert sentence_of(refused) == "Từ 25/06/2020 đến nay: 1.234,5, năm 2020."
    with override("en"):
        assert "1,234.5, năm 2020" in sentence_of(refused)


def test_a_refusal_stands_at_its_field():
    form = full(Refused("Không có ngày {text}.", field="day", text="31/02"))
    assert form.errors == {"day": ["Không có ngày 31/02."]}


def test_a_refusal_of_no_field_here_stands_at_the_head_of_the_form():
    assert full(Refused("Việc này đã ghi rồi.")).non_field_errors() == ["Việc này đã ghi rồi."]
    assert full(Refused("Việc này đã ghi rồi.", field="elsewhere")).non_field_errors() == ["Việc này đã ghi rồi."]


def test_braces_and_markup_in_a_value_stay_text():
    refused = Refused("“{text}” không phải là số.", field="day", text="{0.__class__}<b>")
    assert sentence_of(refused) == "“{0.__class__}<b>” không phải là số."
    assert "&lt;b&gt;" in str(full(refused).errors["day"])
