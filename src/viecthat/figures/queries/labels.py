"""The names of what stands down and across a table."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from viecthat.figures.choices import Axis
from viecthat.figures.queries import words
from viecthat.figures.queries.answer import Answer, Place
from viecthat.kernel.numbers import format_number


def label_of(answer: Answer, axis: Axis, number: int, lang: str) -> str:
    """A unit, an indicator or a period by name."""
    match axis:
        case Axis.UNIT:
            return place_words(answer, answer.places[number], lang)
        case Axis.INDICATOR:
            return words.name_words(answer.question.shown[number], lang)
        case _:
            name = answer.question.periods[number].name(lang)
            return name[:1].upper() + name[1:]


def note_of(answer: Answer, axis: Axis, number: int) -> str:
    """What is counted, under an indicator's name."""
    return answer.question.shown[number].measured_in if axis is Axis.INDICATOR else ""


def place_words(answer: Answer, place: Place, lang: str) -> str:
    """The unit; what stands at itself; the sum of those asked for."""
    if place.unit is None:
        count = len(answer.question.units)
        return ngettext("Cộng {n} đơn vị", "Cộng {n} đơn vị", count).format(n=format_number(count, lang=lang))
    if place.is_own:
        return _("{name}, trực tiếp và phần chưa chia được").format(name=place.unit.name)
    return place.unit.name


def axis_words(axis: Axis) -> str:
    """What a column of names holds."""
    return {Axis.UNIT: _("Đơn vị"), Axis.INDICATOR: _("Chỉ số"), Axis.PERIOD: _("Kỳ")}[axis]
