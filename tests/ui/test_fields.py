"""What is typed the Vietnamese way is read so, drawn with its label, help and error, and never guessed at."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from viecthat.ui.fields import DayField, NumberField, WholeField

Draw = Callable[..., str]


class Sheet(forms.Form):
    trees = WholeField(label="Cây xanh", help_text="Đếm được, không làm tròn.")
    road = NumberField(label="Đường làng", required=False)
    day = DayField(label="Ngày")
    kind = forms.ChoiceField(label="Việc gì", widget=forms.RadioSelect, choices=[("a", "Trồng cây"), ("b", "Hiến máu")])
    sure = forms.BooleanField(label="Đã đếm", required=False)
    photo = forms.FileField(label="Ảnh", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def filled(**changes: str) -> Sheet:
    return Sheet({"trees": "371.893", "road": "2,4", "day": "05/06/2026", "kind": "a"} | changes)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_figures_and_days_are_read_the_vietnamese_way_on_either_screen(language):
    with override(language):
        form = filled()
        assert form.is_valid(), form.errors
        assert form.cleaned_data["trees"] == 371_893
        assert form.cleaned_data["road"] == Decimal("2.4")
        assert form.cleaned_data["day"] == date(2026, 6, 5)
        again = Sheet(initial=form.cleaned_data)
        assert 'value="371.893"' in str(again["trees"])
        assert 'value="2,4"' in str(again["road"])
        assert 'value="05/06/2026"' in str(again["day"])


MISTAKES = [("trees", "1.5"), ("trees", "2,4"), ("road", "1,234.5"), ("day", "31/02/2026"), ("day", "06/25/2026")]


@pytest.mark.parametrize(("field", "typed"), MISTAKES)
def test_what_could_mean_two_things_is_refused_with_a_sentence(field, typed):
    form = filled(**{field: typed})
    assert list(form.errors) == [field]
    assert len(form.errors[field][0]) > 20


def test_an_optional_figure_may_be_left_out_and_a_needed_one_not():
    form = filled(road=" ", trees="")
    assert list(form.errors) == ["trees"]
    assert form.cleaned_data["road"] is None


def test_nothing_changed_is_seen_as_nothing_changed():
    form = Sheet({"trees": "371.893", "road": "2,40", "day": "5/6/2026", "kind": "a"},
                 initial={"trees": 371_893, "road": Decimal("2.4"), "day": date(2026, 6, 5), "kind": "a"})  # fmt: skip
    assert form.changed_data == []


def test_a_field_ties_its_label_help_and_error_to_its_box(draw: Draw):
    drawn = draw('{% field f.trees unit="cây" %}', f=filled(trees="1.5"))
    assert '<label for="id_trees">Cây xanh' in drawn
    assert 'aria-describedby="id_trees_help id_trees_error"' in drawn
    assert drawn.count("aria-describedby") == 1
    assert 'id="id_trees_help"' in drawn
    assert 'id="id_trees_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'class="input num"' in drawn
    assert 'inputmode="numeric"' in drawn
    assert '<span class="unit">cây</span>' in drawn


def test_optional_is_marked_and_needed_is_not(draw: Draw):
    assert "không bắt buộc" in draw("{% field f.road %}", f=filled())
    assert "không bắt buộc" not in draw("{% field f.trees %}", f=filled())


def test_choices_stand_in_a_fieldset_with_tiles_when_there_are_icons(draw: Draw):
    plain = draw("{% field f.kind %}", f=filled(kind=""))
    assert "<legend>Việc gì" in plain
    assert 'aria-describedby="id_kind_error"' in plain
    assert plain.count('type="radio"') == 2
    tiles = draw("{% field f.kind tiles=icons %}", f=filled(), icons={"a": "leaf"})
    assert 'class="tiles"' in tiles
    assert "i-leaf" in tiles
    assert tiles.count("checked") == 1


def test_a_checkbox_a_file_and_a_hidden_field_have_their_own_shapes(draw: Draw):
    assert '<label class="check" for="id_sure">' in draw("{% field f.sure %}", f=filled())
    assert 'type="file"' in draw("{% field f.photo %}", f=filled())
    assert draw("{% field f.token %}", f=filled()).startswith('<input type="hidden"')


def test_what_was_typed_comes_back_as_text(draw: Draw):
    drawn = draw("{% field f.trees %}", f=filled(trees='"><script>'))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
