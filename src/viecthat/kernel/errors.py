"""Saying no in a sentence: every floor refuses bad input with `Refused`, and pages show its sentence at the field."""

from collections.abc import Callable
from typing import Self

_QUOTE_LIMIT = 40


def gettext_noop(message: str) -> str:
    """Mark `message` for translation (xgettext finds the call) and return it unchanged."""
    return message


def quoted(text: str) -> str:
    """Return typed text short enough to be repeated inside a sentence."""
    return text if len(text) <= _QUOTE_LIMIT else text[: _QUOTE_LIMIT - 1].rstrip() + "…"


class Sentence(str):
    """A Vietnamese sentence, already filled in, that still knows its msgid and parameters and so can be translated."""

    __slots__ = ("message", "params")

    message: str
    params: dict[str, object]

    def __new__(cls, message: str, /, **params: object) -> Self:
        """Fill `params` into `message`; a parameter the message names but is not given raises KeyError at once."""
        sentence = super().__new__(cls, message.format(**params))
        sentence.message = message
        sentence.params = params
        return sentence

    def translated(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language of `translate`, for example Django's `gettext`."""
        return translate(self.message).format(**self.params)


class Refused(Exception):
    """A rule said no. `str()` is the Vietnamese sentence; `field` names the form field it belongs to, if any."""

    def __init__(self, message: str, /, *, field: str | None = None, **params: object) -> None:
        """Take a msgid marked with `gettext_noop` and the values for its {parameters}."""
        self.sentence = Sentence(message, **params)
        self.field = field
        super().__init__(str(self.sentence))

    @property
    def message(self) -> str:
        """The Vietnamese msgid, its {parameters} not yet filled in."""
        return self.sentence.message

    @property
    def params(self) -> dict[str, object]:
        """The values for the parameters of `message`."""
        return self.sentence.params

    def translated(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language of `translate`, for example Django's `gettext`."""
        return self.sentence.translated(translate)
