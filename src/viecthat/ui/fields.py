"""Form fields that read what Vietnamese readers type: 371.893 is one number, 05/06/2026 is the fifth of June.

Django's own fields take "1.500" for one and a half. Typed figures are Vietnamese in either language of the screen.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from viecthat.kernel.dates import format_date, parse_date
from viecthat.kernel.errors import Refused
from viecthat.kernel.numbers import format_number, parse_number, parse_ordinal, parse_whole
from viecthat.kernel.periods import parse_period
from viecthat.ui.sentences import sentence_of


class _ReadField(forms.Field):
    """A text box read by the kernel; its refusal becomes the error of the field."""

    inputmode = ""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": self.inputmode, "autocomplete": "off", "class": "num"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def read(self, text: str) -> Any:
        raise NotImplementedError  # each kind of value is read in its own way

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return self.read(value)
        except Refused as refused:
            raise ValidationError(sentence_of(refused)) from refused


class NumberField(_ReadField):
    """A Decimal, typed as 371.893 or 86,7."""

    inputmode = "decimal"

    def read(self, text: str) -> Any:
        return parse_number(text)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int | Decimal) else value


class WholeField(NumberField):
    """An int, typed as 371.893; a fraction is refused."""

    inputmode = "numeric"

    def read(self, text: str) -> Any:
        return parse_whole(text)


class OrdinalField(WholeField):
    """Which in a row, an int typed as 16 or as it is written: XVI."""

    inputmode = "text"

    def read(self, text: str) -> Any:
        return parse_ordinal(text)


class DayField(_ReadField):
    """A date, typed as 25/06/2020."""

    inputmode = "numeric"

    def read(self, text: str) -> Any:
        return parse_date(text)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class OfferedInput(forms.TextInput):
    """A line of text with answers offered by the browser; anything else may be typed too."""

    template_name = "ui/parts/offered_input.html"

    def __init__(self, offered: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        of = f"{name}-offered"
        context["widget"]["attrs"]["list"] = of
        return context | {"offered": list(self.offered()), "of": of}


class PeriodField(_ReadField):
    """A Period, typed by its name or code: 6 tháng đầu năm 2026."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 80}), **kwargs)

    def read(self, text: str) -> Any:
        return parse_period(text)
