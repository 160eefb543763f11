"""The explorer in the terminal: the same question, as a table, as JSON or as SQL."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext as _
from rich.console import Console
from rich.table import Table

from viecthat.figures.choices import CHILDREN, Against, Counting, ProofLevel, Split
from viecthat.figures.queries import words
from viecthat.figures.queries.answer import Answer, answer_of
from viecthat.figures.queries.checking import check_sql
from viecthat.figures.queries.defining import choices_told, made_up_told, steps_of
from viecthat.figures.queries.labels import axis_words, label_of, note_of
from viecthat.figures.queries.periods import end_of, periods_meant
from viecthat.figures.queries.pivot import Layout, Spot, laid_out
from viecthat.figures.queries.question import FigureQuestion
from viecthat.kernel.dates import format_date, format_moment, parse_date
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.numbers import format_percent
from viecthat.kernel.quantities import Share
from viecthat.ledger.queries import indicator_named, last_posting
from viecthat.people.choices.file import GroupedBy
from viecthat.units.queries import kinds, unit_named, units_by_id

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Columns
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.answer import Grades

_SPLITS = {"": Split.WHOLE, "months": Split.MONTHS, "quarters": Split.QUARTERS, "years": Split.YEARS}
_COUNTS = {"": Counting.AS_DEFINED, "people": Counting.PEOPLE, "turns": Counting.TURNS}
_GROUPS = {"": GroupedBy.NOTHING, "sex": GroupedBy.SEX, "age": GroupedBy.AGE, "sex-age": GroupedBy.SEX_AND_AGE,
           "group": GroupedBy.GROUP}  # fmt: skip
_PROOFS = {"": ProofLevel.ALL, "evidenced": ProofLevel.EVIDENCED, "verified": ProofLevel.VERIFIED}


@dataclass(frozen=True)
class Wish:
    """The words of a command line."""

    unit: str
    indicators: tuple[str, ...]
    period: str
    split: str = ""
    by: str = ""
    map_day: str | None = None
    as_known: str | None = None
    count: str = ""
    proof: str = ""
    targets: bool = False
    last_year: bool = False
    groups: str = ""


def print_figures(
    wish: Wish, *, at: datetime, as_json: bool = False, as_sql: bool = False, console: Console | None = None
) -> None:
    """Print the answer. Raises Refused when a word names nothing."""
    today = localdate(at)
    answer = answer_of(question_of(wish, today), today=today)
    if as_sql:
        for indicator in answer.question.indicators:
            sys.stdout.write(check_sql(answer, indicator))
    elif as_json:
        json.dump(answer_data(answer, at), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _print(answer, console or Console(highlight=False))


def question_of(wish: Wish, today: date) -> FigureQuestion:
    """The question the words ask. Raises Refused when one names nothing."""
    map_day = today if wish.map_day is None else parse_date(wish.map_day, field="map")
    known = None if wish.as_known is None else parse_date(wish.as_known, field="as_known")
    if known is not None and known > today:
        raise Refused(gettext_noop("Chưa đến ngày đó nên chưa thể biết; ghi một ngày đã qua."), field="as_known")
    found = [unit_named(text, today) for text in wish.unit.split(";") if text.strip()]
    named = units_by_id({unit.id for unit in found}, map_day)
    units = tuple(named[unit.id] for unit in dict.fromkeys(found))
    if not units:
        raise Refused(gettext_noop("Ghi tên hoặc mã đơn vị."), field="unit")
    split = _chosen(_SPLITS, wish.split, "split")
    against = {Against.TARGET: wish.targets, Against.LAST_YEAR: wish.last_year}
    return FigureQuestion(
        indicators=tuple(dict.fromkeys(indicator_named(text) for text in wish.indicators)),
        units=units,
        periods=periods_meant(units[0].id, wish.period, split),
        map_day=map_day,
        by=_grain(wish.by),
        as_known=None if known is None else end_of(known),
        counting=_chosen(_COUNTS, wish.count, "count"),
        proof=_chosen(_PROOFS, wish.proof, "proof"),
        against=frozenset(one for one, wished in against.items() if wished),
        groups=_chosen(_GROUPS, wish.groups, "groups"),
    )


def answer_data(answer: Answer, at: datetime) -> dict[str, Any]:
    """The answer for programs (docs/json.md)."""
    question = answer.question
    return {
        "schema": "viecthat.figures",
        "version": 1,
        "asked_at": localtime(at).isoformat(timespec="seconds"),
        "last_posting": last_posting(),
        "map_day": question.map_day.isoformat(),
        "as_known": None if question.as_known is None else localtime(question.as_known).isoformat(),
        "by": "children" if question.by == CHILDREN else question.by or None,
        "count": next(word for word, one in _COUNTS.items() if one == question.counting) or None,
        "proof": next(word for word, one in _PROOFS.items() if one == question.proof) or None,
        "groups": next(word for word, one in _GROUPS.items() if one == question.groups) or None,
        "indicators": [_indicator_data(one) for one in question.shown],
        "periods": [
            {
                "code": period.code,
                "name": period.name(),
                "first_day": period.start.isoformat(),
                "last_day": period.last_day.isoformat(),
            }
            for period in question.periods
        ],
        "way": list(steps_of(answer.way, "en" if get_language() == "en" else "vi")),
        "outside_lines": answer.outside,
        "synthetic": bool(answer.made_up),
        "figures": [
            _figure_data(answer, Spot(place, which, when))
            for place in range(len(answer.places))
            for which in range(len(question.shown))
            for when in range(len(question.periods))
        ],
    }


def _indicator_data(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "measure": indicator.measure,
        "unit_of_measure": indicator.unit_of_measure,
        "decimals": indicator.decimals,
    }


def _figure_data(answer: Answer, spot: Spot) -> dict[str, Any]:
    place, indicator = answer.places[spot.place], answer.question.shown[spot.indicator]
    columns = answer.columns[indicator.pk]
    at = (spot.place, spot.period)
    known = bool(columns.known[at])
    counted = int(columns.counted[at]) if known else None
    grades = columns.grades_at(spot.place, spot.period)
    data: dict[str, Any] = {
        "unit": None if place.unit is None else {"code": place.unit.code, "name": place.unit.name},
        "row": "sum" if place.unit is None else "own" if place.is_own else "whole" if place.is_total else "unit",
        "indicator": indicator.code,
        "period": answer.question.periods[spot.period].code,
        "value": counted if columns.of is None else None,
        "n": None if columns.of is None else counted,
        "of": int(columns.of[at]) if columns.of is not None and known else None,
        "grades": _grades_data(grades) if known else None,
        "reported_by": int(columns.reported_by[at]),
        "entries": int(columns.entries[at]),
        "additive": columns.additive,
    }
    if Against.TARGET in answer.question.against:
        data["target"] = _target_data(answer, spot, indicator)
    if Against.LAST_YEAR in answer.question.against:
        data["last_year"] = _then_data(answer.before[indicator.pk], spot)
    return data


def _grades_data(grades: Grades) -> dict[str, int]:
    return {"declared": grades.declared, "evidenced": grades.evidenced, "verified": grades.verified}


def _target_data(answer: Answer, spot: Spot, indicator: Indicator) -> dict[str, Any] | None:
    attained = answer.attained.get((spot.place, indicator.pk, spot.period))
    if attained is None:
        return None
    reached = attained.reached
    return {
        "goal": attained.target.goal,
        "goal_of": attained.target.goal_of,
        "counted_from": attained.span.start.isoformat(),
        "counted_to": attained.span.last_day.isoformat(),
        "reached": None if reached is None else {"n": reached.numerator, "of": reached.denominator},
        "verdict": attained.verdict.value,
    }


def _then_data(before: Columns, spot: Spot) -> dict[str, Any] | None:
    at = (spot.place, spot.period)
    if not before.known[at]:
        return None
    counted = int(before.counted[at])
    of = None if before.of is None else int(before.of[at])
    return {"value": counted if of is None else None, "n": None if of is None else counted, "of": of}


def _print(answer: Answer, console: Console) -> None:
    lang = "en" if get_language() == "en" else "vi"
    question = answer.question
    line = _("Đơn vị theo bản đồ ngày {day}").format(day=format_date(question.map_day, lang))
    if question.as_known is not None:
        line += " · " + _("như đã biết đến {moment}").format(moment=format_moment(localtime(question.as_known), lang))
    console.print("; ".join(unit.name for unit in question.units), style="bold bright_blue", markup=False)
    console.print("; ".join(period.name(lang) for period in question.periods), markup=False)
    console.print(line, style="dim")
    for sentence in (*made_up_told(answer), *choices_told(answer)):
        console.print(sentence, style="yellow")
    if answer.is_empty:
        console.print(_("Sổ việc chưa có số liệu nào cho câu hỏi này."), style="yellow")
        return
    layout = laid_out(answer)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for axis in layout.down:
        table.add_column(axis_words(axis), overflow="fold")
    for column in layout.columns:
        note = note_of(answer, layout.across, column)
        head = label_of(answer, layout.across, column, lang)
        table.add_column(f"{head}\n{note}" if note else head, justify="right", overflow="fold")
    for row in (*layout.rows, *layout.totals):
        names = [label_of(answer, axis, number, lang) for axis, number in layout.row_label_of(row)]
        style = "bold" if row in layout.totals else ""
        table.add_row(
            *names, *(_cell(layout, layout.cell(row, column), lang) for column in layout.columns), style=style
        )
    console.print(table)
    console.print("; ".join(steps_of(answer.way, lang)), style="dim", markup=False)


def _cell(layout: Layout, spot: Spot, lang: str) -> str:
    answer = layout.answer
    indicator = answer.question.shown[spot.indicator]
    columns = answer.columns[indicator.pk]
    at = (spot.place, spot.period)
    if not columns.known[at]:
        return words.NONE
    counted = int(columns.counted[at])
    if columns.of is not None:
        of = int(columns.of[at])
        return f"{words.share_words(Share(counted, of), lang)} ({counted}/{of})"
    said = words.amount(counted, indicator, lang)
    attained = answer.attained.get((spot.place, indicator.pk, spot.period))
    if attained is not None and attained.reached is not None:
        goal = words.goal_words(attained.target, indicator, lang)
        said += f"\n{format_percent(attained.reached, 1, lang)} / {goal}"
    before = answer.before.get(indicator.pk)
    if before is not None and before.known[at]:
        said += "\n" + _("năm trước {n}").format(n=words.amount(int(before.counted[at]), indicator, lang))
    return said


def _grain(text: str) -> str:
    if text in {"", "children"}:
        return CHILDREN if text else ""
    known = kinds()
    if text not in known:
        raise Refused(
            gettext_noop("Không có loại đơn vị “{text}”; có: {kinds}."),
            field="by",
            text=text,
            kinds=", ".join(["children", *known]),
        )
    return text


def _chosen(choices: dict[str, Any], text: str, field: str) -> Any:
    if text not in choices:
        raise Refused(
            gettext_noop("“{text}” không có trong lựa chọn: {choices}."),
            field=field,
            text=text,
            choices=", ".join(word for word in choices if word),
        )
    return choices[text]
