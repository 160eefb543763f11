"""A refusal as the reader sees it: the sentence of the rule in the reader's language, at its field."""

from datetime import date, datetime
from decimal import Decimal

from django.forms import BaseForm
from django.utils.translation import gettext

from viecthat.kernel.errors import Refused, Sentence
from viecthat.ui.templatetags.ui import day, moment, number


def sentence_of(refused: Refused) -> str:
    """The translated sentence; its dates and decimals written the reader's way."""
    return gettext(refused.message).format(**{name: _written(value) for name, value in refused.params.items()})


def add_refusal(form: BaseForm, refused: Refused) -> None:
    """Put the sentence at the field it speaks of; at the head of the form when the form has no such field."""
    form.add_error(refused.field if refused.field in form.fields else None, sentence_of(refused))


def _written(value: object) -> object:
    match value:
        case Sentence():
            return value.translated(gettext)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case Decimal():
            return number(value)
        case _:  # whole numbers stay as they are: many are years
            return value
