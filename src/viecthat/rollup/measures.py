"""What can be asked of the facts: a few typed measures, each of which says how it adds up."""

from __future__ import annotations

from dataclasses import dataclass

from viecthat.kernel.errors import Refused, gettext_noop


@dataclass(frozen=True, slots=True)
class Flow:
    """Sum of the quantities dated within the period."""

    indicator: int


@dataclass(frozen=True, slots=True)
class Stock:
    """Running total: sum of everything dated before the end of the period."""

    indicator: int


@dataclass(frozen=True, slots=True)
class People:
    """Distinct people of the period: each named person with a net quantity > 0 once, plus unnamed head counts."""

    indicator: int


@dataclass(frozen=True, slots=True)
class Turns:
    """Attendances within the period: the plain sum, the same person as often as they came."""

    indicator: int


@dataclass(frozen=True, slots=True)
class Difference:
    """`a` minus `b`."""

    a: Counted
    b: Counted

    def __post_init__(self) -> None:
        _must_be_counted(self.a, self.b)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of the map's units of some kinds whose subtree totals at least `at_least` within the period.

    n = units reaching it, of = all units of those kinds, the asked unit itself included when it is of a kind.
    """

    indicator: int
    kinds: tuple[str, ...]
    at_least: int = 1

    def __post_init__(self) -> None:
        # A list from a YAML catalogue would make the measure unhashable.
        object.__setattr__(self, "kinds", tuple(self.kinds))
        if not self.kinds:
            raise Refused(gettext_noop("Độ phủ phải nêu ít nhất một loại đơn vị."), field="kinds")
        if self.at_least < 1:
            raise Refused(
                gettext_noop("Mức phải đạt của độ phủ phải từ 1 trở lên."),
                field="at_least",
            )


@dataclass(frozen=True, slots=True)
class Ratio:
    """`n` over `of`, carried separately and divided once, at the end, by whoever shows it."""

    n: Counted
    of: Counted

    def __post_init__(self) -> None:
        _must_be_counted(self.n, self.of)


Counted = Flow | Stock | People | Turns | Difference
Measure = Counted | Coverage | Ratio


def indicators_of(measure: Measure) -> frozenset[int]:
    """Ids of every indicator the measure reads."""
    match measure:
        case Difference(a, b) | Ratio(a, b):
            return indicators_of(a) | indicators_of(b)
        case _:
            return frozenset((measure.indicator,))


def without_people(measure: Measure) -> Measure:
    """A measure of the same lines in which nobody is told apart and no unit judged: enough, and quicker, for whoever
    only asks whether anything is there.
    """
    match measure:
        case Coverage(indicator):
            return Flow(indicator)
        case Ratio(n, of):
            return Ratio(_plain(n), _plain(of))
        case _:
            return _plain(measure)


def _plain(counted: Counted) -> Counted:
    match counted:
        case People(indicator) | Turns(indicator):
            return Flow(indicator)
        case Difference(a, b):
            return Difference(_plain(a), _plain(b))
        case _:
            return counted


def is_additive(measure: Measure) -> bool:
    """Whether the parts of a unit always add to the whole; not so for people, who may be seen in two parts."""
    match measure:
        case Difference(a, b) | Ratio(a, b):
            return is_additive(a) and is_additive(b)
        case People():
            return False
        case _:
            return True


def _must_be_counted(*measures: object) -> None:
    if not all(isinstance(measure, Counted) for measure in measures):
        raise Refused(
            gettext_noop("Chỉ so sánh hoặc chia được các số đếm, không phải tỷ lệ hay độ phủ."),
            field="measure",
        )
