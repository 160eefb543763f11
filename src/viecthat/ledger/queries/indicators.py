"""Indicators: which there are, which a person may type, what the roll-up is to be asked for each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from viecthat.kernel.errors import Refused, Sentence, gettext_noop
from viecthat.kernel.names import fold
from viecthat.ledger.choices import MeasureKind
from viecthat.ledger.models import Indicator
from viecthat.ledger.queries.own import open_for
from viecthat.rollup import measures
from viecthat.units.marks import add_mark_of_rows, mark

_MARK = add_mark_of_rows("ledger_indicator")


@dataclass(frozen=True, slots=True)
class Offered:
    """An indicator as the declaring page offers it; `why_not` says why it can't be typed."""

    indicator: Indicator
    why_not: Sentence | None


def indicators() -> dict[int, Indicator]:
    """Every indicator by id with the parts of ratios, in the order of a report. One query."""
    found = {i.pk: i for i in Indicator.objects.order_by("area", "pk")}
    for indicator in found.values():
        # Parts are indicators themselves: joined to every row they would be read three times.
        if indicator.numerator_id is not None:
            indicator.numerator = found[indicator.numerator_id]
        if indicator.denominator_id is not None:
            indicator.denominator = found[indicator.denominator_id]
    return found


def known_indicators() -> Mapping[int, Indicator]:
    """The same, kept in memory until one of them changes: to be read, never to be changed. One query."""
    return _known(str(connection.settings_dict["NAME"]), mark(_MARK))


@lru_cache(maxsize=2)
def _known(_database: str, _stored: str) -> Mapping[int, Indicator]:
    return indicators()


def declarable_indicators() -> "QuerySet[Indicator]":
    """Those that a person may type: no register holds them and nothing counts them."""
    return (
        Indicator.objects.filter(register="", listed=True).exclude(measure=MeasureKind.COVERAGE).order_by("area", "pk")
    )


def why_not_declarable(indicator: Indicator) -> Sentence | None:
    """The sentence that says why nobody may type this figure; None when they may."""
    # The indicator itself, not its name, is put in: it is named in the language the sentence is read in.
    if indicator.register:
        return Sentence(
            gettext_noop("“{name}” do sổ quản lý giữ, không kê khai được; ghi vào sổ thì số tự lên."),
            name=indicator,
        )
    if indicator.measure == MeasureKind.COVERAGE:
        return Sentence(
            gettext_noop("“{name}” được đếm từ số liệu của từng đơn vị, không kê khai được."), name=indicator
        )
    if not indicator.listed:
        return Sentence(gettext_noop("“{name}” chỉ là một phần của chỉ số khác; kê khai chỉ số đó."), name=indicator)
    return None


def indicators_offered(units: Collection[int] = (), day: date | None = None) -> list[Offered]:
    """Everything a report shows, in its order, with the reason beside what can't be typed. One query.

    Of units' own indicators those that `units` may use on the `day`, which takes a query more where there are any.
    """
    listed = Indicator.objects.filter(listed=True).select_related("numerator", "denominator").order_by("area", "pk")
    if not units or day is None:
        listed = listed.filter(unit=None)
    offered = listed if day is None else open_for(listed, units, day)
    return [Offered(indicator, why_not_declarable(indicator)) for indicator in offered]


def indicator_named(text: str) -> Indicator:
    """The indicator with this code or name. Raises Refused when there is none."""
    wanted = text.strip()
    found = Indicator.objects.filter(code=wanted).first()
    if found is None:
        found = next(
            (i for i in Indicator.objects.order_by("pk") if fold(wanted) in {fold(i.name), fold(i.name_en)}), None
        )
    if found is None:
        raise Refused(
            gettext_noop("Không có chỉ số nào tên hoặc mã là “{text}”."),
            field="indicator",
            text=wanted,
        )
    return found


def measure_of(indicator: Indicator) -> measures.Measure:
    """What the roll-up is to be asked for this indicator."""
    match indicator.measure:
        case MeasureKind.STOCK:
            return measures.Stock(indicator.pk)
        case MeasureKind.PEOPLE:
            return measures.People(indicator.pk)
        case MeasureKind.TURNS:
            return measures.Turns(indicator.pk)
        case MeasureKind.COVERAGE:
            return measures.Coverage(_id(indicator.numerator_id), tuple(indicator.covers_kinds), indicator.at_least)
        case MeasureKind.RATIO:
            return measures.Ratio(
                measures.Flow(_id(indicator.numerator_id)), measures.Flow(_id(indicator.denominator_id))
            )
        case _:
            return measures.Flow(indicator.pk)


def _id(part: int | None) -> int:
    if part is None:
        raise ValueError("a ratio or coverage without its parts: the database forbids it")
    return part
