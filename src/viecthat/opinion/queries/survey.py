"""Surveys: found, how many answered, what they answered with small counts left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext

from viecthat.kernel.names import fold
from viecthat.kernel.suppression import LEAST, hidden_in_line, hidden_in_table
from viecthat.opinion.choices import QuestionKind, SurveyState
from viecthat.opinion.models import Code, Invited, Question, Sheet, Stratum, Survey
from viecthat.opinion.rules import digest_of
from viecthat.people.queries import people_by_id

if TYPE_CHECKING:
    from viecthat.people.models import Person
    from viecthat.units.queries.scope import UnitScope

SURVEY_ORDERS = {"ngay": ("start", "pk"), "-ngay": ("-start", "-pk")}


@dataclass(frozen=True)
class Progress:
    """A stratum: how many were drawn, how many answered; the share of those drawn."""

    stratum: Stratum
    answered: int

    @property
    def share(self) -> Fraction:
        """Of those drawn."""
        return Fraction(self.answered, self.stratum.drawn) if self.stratum.drawn else Fraction(0)


@dataclass(frozen=True)
class Cell:
    """An option with how many chose it; None for left out. weighted: the share with strata weighed by the register."""

    label: str
    n: int | None
    share: Fraction | None
    weighted: Fraction | None = None


@dataclass(frozen=True)
class Result:
    """What a question brought. base: how many answered it. None stands for left out.

    cells: options, or the marks of a scale; mean, middle: of a scale or number.
    """

    question: Question
    base: int | None
    cells: tuple[Cell, ...] = ()
    mean: float | None = None
    middle: float | None = None
    words: tuple[str, ...] = ()

    @property
    def weighs(self) -> bool:
        """Whether shares weighed by the register stand beside the plain ones."""
        return any(cell.weighted is not None for cell in self.cells)


@dataclass(frozen=True)
class Crossed:
    """A question by groups: heads are the options; every row a group with its base."""

    question: Question
    heads: tuple[str, ...]
    rows: tuple[tuple[str, int | None, tuple[int | None, ...]], ...]


def surveys_found(units: UnitScope, *, text: str, state: str, during: Q) -> QuerySet[Survey]:
    """Surveys of these units, with how many sheets came."""
    found = Survey.objects.filter(units.of("unit"), during)
    if state:
        found = found.filter(state=state)
    if fold(text):
        found = found.filter(folded_title__contains=fold(text))
    return found.annotate(received=Count("sheets"))


def surveys_sought(units: UnitScope, text: str) -> QuerySet[Survey]:
    """Surveys of these units (`in_reach`) and those whose results are public, for the search of all."""
    here = units.of("unit")
    found = Survey.objects.filter(here | Q(state=SurveyState.PUBLISHED), folded_title__contains=fold(text))
    return found.annotate(in_reach=Case(When(here, then=Value(True)), default=Value(False)))


def survey_by_id(pk: int) -> Survey | None:
    """The survey."""
    return Survey.objects.filter(pk=pk).first()


def survey_behind(code: str) -> Survey | None:
    """The open survey with this public address."""
    return Survey.objects.filter(public_code=code, state=SurveyState.OPEN).first() if code else None


def survey_of_code(code: str) -> Survey | None:
    """The survey that this unused code answers."""
    held = Code.objects.filter(digest=digest_of(code), used=False).select_related("survey").first()
    return held.survey if held is not None else None


def public_survey(pk: int) -> Survey | None:
    """A survey whose results are public."""
    return Survey.objects.filter(pk=pk, state=SurveyState.PUBLISHED).first()


def published_surveys() -> QuerySet[Survey]:
    """Surveys whose results are public, the latest first."""
    return Survey.objects.filter(state=SurveyState.PUBLISHED).order_by("-last_day", "-pk")


def questions_of(survey: Survey) -> list[Question]:
    """Its questions in order."""
    return list(survey.questions.order_by("position"))


def progress_of(survey: Survey) -> list[Progress]:
    """How many of each stratum answered. One query."""
    rows = Stratum.objects.filter(survey=survey).order_by("position").annotate(received=Count("sheets"))
    return [Progress(one, one.received) for one in rows]


def invited_people(survey: Survey) -> list[tuple[Person, str]]:
    """Who was drawn, by name, with their stratum. Whether they answered nobody knows. Two queries."""
    rows = list(Invited.objects.filter(survey=survey).values_list("person", "stratum__name"))
    people = people_by_id([person for person, _name in rows])
    made = [(people[person], name) for person, name in rows]
    return sorted(made, key=lambda row: row[0].sort_key)


def has_used_codes(survey: Survey) -> bool:
    """Whether somebody answered by a code, so that codes can't be given out anew."""
    return survey.codes.filter(used=True).exists()


def results_of(survey: Survey, questions: Sequence[Question], *, with_words: bool) -> list[Result]:
    """What every question brought; `with_words`: what people wrote too, in an order of chance. Two queries."""
    sheets, weights = _sheets(survey)
    told: dict[int, Result] = {}
    for one in questions:
        gate = told.get(one.skip_position) if one.skip_position is not None else None
        if gate is not None and (not gate.cells or gate.cells[one.skip_option or 0].n is None):
            # How many were asked on is how many chose what was left out before.
            told[one.position] = Result(one, None)
        else:
            told[one.position] = _result(one, sheets, weights, with_words=with_words)
    return list(told.values())


def crossed_by(survey: Survey, questions: Sequence[Question], by: Question | None) -> list[Crossed]:
    """Questions with one answer by the options of another such question, or by stratum for None. Two queries."""
    sheets, _weights = _sheets(survey)
    if by is not None:
        groups: list[tuple[str, list[dict[str, Any]]]] = [
            (label, [answers for _stratum, answers in sheets if answers.get(str(by.position)) == place])
            for place, label in enumerate(by.options)
        ]
    else:
        strata = Stratum.objects.filter(survey=survey).order_by("position")
        groups = [(one.name, [answers for stratum, answers in sheets if stratum == one.pk]) for one in strata]
    return [_crossed(one, groups) for one in questions if may_cross(one) and (by is None or one.pk != by.pk)]


def may_cross(question: Question) -> bool:
    """Whether it has one answer and was put to all: only such questions are crossed with one another."""
    return question.kind in {QuestionKind.SINGLE, QuestionKind.SCALE} and question.skip_position is None


def _sheets(survey: Survey) -> tuple[list[tuple[int | None, dict[str, Any]]], dict[int, Fraction]]:
    """All sheets, by their random number, and what a sheet of each stratum weighs."""
    sheets: list[tuple[int | None, dict[str, Any]]] = list(
        Sheet.objects.filter(survey=survey).order_by("pk").values_list("stratum", "answers")
    )
    strata = dict(Stratum.objects.filter(survey=survey).values_list("pk", "population"))
    counts = {pk: sum(1 for stratum, _answers in sheets if stratum == pk) for pk in strata}
    return sheets, {pk: Fraction(strata[pk], n) for pk, n in counts.items() if n}


def _options(question: Question) -> list[tuple[int, str]]:
    if question.kind == QuestionKind.SCALE:
        low, high = question.low or 0, question.high or 0
        return [(mark, str(mark)) for mark in range(low, high + 1)]
    return list(enumerate(question.options))


def _result(
    question: Question, sheets: Sequence[tuple[int | None, dict[str, Any]]], weights: dict[int, Fraction], *,
    with_words: bool,
) -> Result:  # fmt: skip
    key = str(question.position)
    given = [(stratum, answers[key]) for stratum, answers in sheets if key in answers]
    base = len(given)
    # Nobody learns what so few said, nor that it was so few who were asked on.
    if base < LEAST:
        return Result(question, base if base == 0 else None)
    if question.kind == QuestionKind.TEXT:
        return Result(question, base, words=tuple(answer for _stratum, answer in given) if with_words else ())
    if question.kind == QuestionKind.NUMBER:
        numbers = [answer for _stratum, answer in given]
        return Result(question, base, mean=sum(numbers) / base, middle=float(median(numbers)))
    options = _options(question)
    several = question.kind == QuestionKind.MULTIPLE
    chosen = [_choosing(given, place, several=several) for place, _label in options]
    counts = [len(one) for one in chosen]
    gone = [any(hidden_in_line([n, base - n])) for n in counts] if several else hidden_in_line(counts)
    whole = sum((weights.get(stratum, Fraction(0)) for stratum, _answer in given if stratum), Fraction(0))
    cells = []
    for (_place, label), strata, hide in zip(options, chosen, gone, strict=True):
        weighed = sum((weights.get(stratum, Fraction(0)) for stratum in strata if stratum), Fraction(0))
        weighted = weighed / whole if whole and len(weights) > 1 and not hide else None
        cells.append(
            Cell(label, None if hide else len(strata), None if hide else Fraction(len(strata), base), weighted)
        )
    # The mean of a scale gives a mark away that was left out.
    open_marks = question.kind == QuestionKind.SCALE and not any(gone)
    mean = sum(answer for _stratum, answer in given) / base if open_marks else None
    return Result(question, base, tuple(cells), mean=mean)


def _choosing(given: Iterable[tuple[int | None, Any]], place: int, *, several: bool) -> list[int | None]:
    return [stratum for stratum, answer in given if (place in answer if several else answer == place)]


def _crossed(question: Question, groups: Sequence[tuple[str, Sequence[dict[str, Any]]]]) -> Crossed:
    options, key = _options(question), str(question.position)
    table = [[sum(1 for one in rows if one.get(key) == place) for place, _label in options] for _name, rows in groups]
    hidden = hidden_in_table(table)
    if sum(map(sum, table)) < LEAST:
        return Crossed(question, tuple(label for _place, label in options), ())
    shown: list[tuple[str, int | None, tuple[int | None, ...]]] = []
    for (name, _rows), counts, gone, base_gone in zip(groups, table, hidden.cells, hidden.rows, strict=True):
        cells = tuple(None if hide else n for n, hide in zip(counts, gone, strict=True))
        shown.append((name, None if base_gone else sum(counts), cells))
    columns = [sum(row[place] for row in table) for place in range(len(options))]
    totals = tuple(None if hide else n for n, hide in zip(columns, hidden.columns, strict=True))
    shown.append((gettext("Cộng"), sum(columns), totals))
    return Crossed(question, tuple(label for _place, label in options), tuple(shown))


def is_over(survey: Survey, today: date) -> bool:
    """Whether its last day has passed while it is still open."""
    return survey.state == SurveyState.OPEN and survey.last_day < today
