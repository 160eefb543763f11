"""The small sum that tells people from machines."""

from django import forms
from django.http import QueryDict

from viecthat.ui.human import HumanForm, new_sum


class SayForm(HumanForm):
    words = forms.CharField()


def _sent(**given):
    data = QueryDict(mutable=True)
    data.update(given)
    return data


def test_a_right_sum_is_taken_and_the_boxes_come_last() -> None:
    signed, answer = new_sum()
    form = SayForm(_sent(words="chào", human_sum=signed, human_answer=str(answer), homepage=""))
    assert form.is_valid(), form.errors
    assert list(form.fields) == ["words", "human_sum", "human_answer", "homepage"]
    assert "cộng" in form.fields["human_answer"].label


def test_a_wrong_one_is_asked_for_anew_with_another_sum() -> None:
    signed, answer = new_sum()
    form = SayForm(_sent(words="chào", human_sum=signed, human_answer=str(answer + 1)))
    assert not form.is_valid()
    assert form["human_sum"].value() not in {"", signed}
    assert form["human_answer"].value() == ""
    assert "phép cộng mới" in str(form.errors["human_answer"])


def test_forged_sums_and_filled_hidden_boxes_are_machines() -> None:
    signed, answer = new_sum()
    assert not SayForm(_sent(words="x", human_sum="[1,1]", human_answer="2")).is_valid()
    assert not SayForm(_sent(words="x", human_sum=signed, human_answer=str(answer), homepage="http://x")).is_valid()
    assert SayForm(_sent(words="x"), human=False).is_valid()
