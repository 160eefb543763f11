"""A doubt: a question about a figure, with what it rests on. Never an accusation, and it stops nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share

Shown = int | Decimal | Share | date | Period | str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the doubt rests on: `label` (a msgid or a name), a value, and the unit, period or work it leads to."""

    label: str
    value: Shown
    unit: int | None = None
    period: Period | None = None
    activity: int | None = None

    def shown(self, lang: str = "vi") -> str:
        """The value as a reader writes it."""
        return shown(self.value, lang)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one test asks about one figure, or about a whole report (`indicator` empty).

    `code` names the test (`explained.EXPLAINED`); `score` from 0.5 (worth a question) to 1 (hardly an accident);
    `also`: other tests that met the same thing; `indicators`: all figures it is about.
    """

    code: str
    unit: int
    indicator: str
    period: Period
    score: float
    message: str
    params: Mapping[str, Shown] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    about: str = ""

    @property
    def key(self) -> str:
        """The same for the same question asked again: an answer is kept under it."""
        return ":".join((self.code, str(self.unit), self.period.code, self.indicator, self.about))

    def words(self, lang: str = "vi", translate: Callable[[str], str] = str) -> str:
        """The question in the reader's language, numbers as that language writes them."""
        return translate(self.message).format(**{name: shown(value, lang) for name, value in self.params.items()})

    def joined(self, other: Doubt) -> Doubt:
        """This doubt, borne out by another of the same root."""
        return replace(
            self,
            score=1 - (1 - self.score) * (1 - other.score),
            also=tuple(dict.fromkeys((*self.also, other.code, *other.also))),
            evidence=tuple(dict.fromkeys((*self.evidence, *other.evidence))),
            indicators=tuple(dict.fromkeys((*self.indicators, *other.indicators))),
        )


def shown(value: Shown, lang: str = "vi") -> str:
    """A value as a reader of that language writes it: 371.893, 86,7 %, 30/06/2018, quý II năm 2018."""
    match value:
        case Share():
            return format_percent(value, lang=lang)
        case Period():
            return value.name(lang)
        case date():
            return format_date(value, lang)
        case str():
            return value
        case _:
            return format_number(value, lang=lang)
