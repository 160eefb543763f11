"""The library and quizzes: found, counted by unit, what a member is offered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils.timezone import localdate

from viecthat.accounts.choices import Capability
from viecthat.kernel.names import fold
from viecthat.learning.choices import MaterialKind, QuizState
from viecthat.learning.models import Attempt, Commitment, ConductCheck, Material, Question, Quiz
from viecthat.learning.rules import for_member, given_to, is_running, material_visible
from viecthat.people.queries import people_by_id, people_found
from viecthat.units.queries import UnitRow, units_by_id
from viecthat.units.queries.reach import part_of
from viecthat.units.queries.scope import units_where

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person
    from viecthat.units.queries.scope import UnitScope

MATERIAL_ORDERS = {"ten": ("title", "pk"), "-ten": ("-title", "-pk"), "-ngay": ("-recorded_at", "-pk")}
QUIZ_ORDERS = {"ngay": ("start", "pk"), "-ngay": ("-start", "-pk")}
MOST_NAMED = 500


@dataclass(frozen=True)
class UnitCount:
    """How many of a unit did something, and how many of those well."""

    unit: UnitRow
    n: int
    well: int


@dataclass(frozen=True)
class Taker:
    """Who took a quiz, how often, with how many right at best."""

    person: Person
    unit: UnitRow | None
    tries: int
    marks: int
    passed: bool


@dataclass(frozen=True)
class Offered:
    """A quiz for a member: what they did so far, and whether they may go on."""

    quiz: Quiz
    attempts: tuple[Attempt, ...]
    open: bool

    @property
    def left(self) -> int:
        """How often it may still be taken."""
        return max(self.quiz.tries - len(self.attempts), 0)

    @property
    def passed(self) -> bool:
        """Whether it was passed once."""
        return any(one.passed for one in self.attempts)

    @property
    def best(self) -> int:
        """The most right answers so far."""
        return max((one.marks for one in self.attempts), default=0)


def materials_found(
    actor: Account, units: UnitScope | None, at: datetime, *, text: str, kind: str, area: str
) -> QuerySet[Material]:
    """What the actor may read, of these units when given, that has every word of the text, with marks or without."""
    found = Material.objects.filter(material_visible(actor, at), withdrawn_why="")
    if units is not None:
        found = found.filter(units.of("unit"))
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(area=int(area))
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found.defer("body", "folded")


def material_by_id(pk: int, actor: Account, at: datetime) -> Material | None:
    """What the actor may read."""
    return Material.objects.filter(material_visible(actor, at), pk=pk).first()


def commitments_by_unit(material: Material, units: UnitScope, top: int, today: date) -> list[UnitCount]:
    """How many committed to it in each part of `top`; `well`: by themselves, not on paper. Three queries."""
    rows = (
        Commitment.objects.filter(units.of("unit"), material=material).order_by().values_list("unit")
        .annotate(n=Count("pk"), alone=Count("pk", filter=Q(on_paper=False)))
    )  # fmt: skip
    return _by_part(list(rows), top, today)


def signed_people(material: Material, people: Sequence[int]) -> set[int]:
    """Who of these committed to it."""
    return set(Commitment.objects.filter(material=material, person__in=list(people)).values_list("person", flat=True))


def checks_of(material: Material, units: UnitScope) -> list[ConductCheck]:
    """When it was looked whether the code is kept, the latest first."""
    found = ConductCheck.objects.filter(units.of("unit"), material=material, undone_why="")
    return list(found.order_by("-day", "-pk")[:MOST_NAMED])


def conduct_sum(material: Material, units: UnitScope) -> tuple[int, int]:
    """Of all who were seen, how many kept it: (n, N)."""
    found = ConductCheck.objects.filter(units.of("unit"), material=material, undone_why="")
    sums = found.aggregate(kept=Sum("kept"), seen=Sum("seen"))
    return sums["kept"] or 0, sums["seen"] or 0


def check_by_id(pk: int) -> ConductCheck | None:
    """One look at conduct."""
    return ConductCheck.objects.filter(pk=pk, undone_why="").select_related("material").first()


def quizzes_found(
    actor: Account, units: UnitScope | None, at: datetime, *, text: str, state: str, during: Q
) -> QuerySet[Quiz]:
    """Quizzes given to the actor or by units in reach, with how many took and passed; drafts of the latter only."""
    written = ~Q(state=QuizState.DRAFT) | units_where(actor, Capability.SEE, at).of("unit")
    found = Quiz.objects.filter(given_to(actor, at), written, during)
    if units is not None:
        found = found.filter(units.of("unit"))
    if state:
        found = found.filter(state=state)
    if fold(text):
        found = found.filter(folded_title__contains=fold(text))
    passed = Count("attempts__person", distinct=True, filter=Q(attempts__passed=True))
    return found.annotate(takers=Count("attempts__person", distinct=True), passers=passed)


def quiz_by_id(pk: int) -> Quiz | None:
    """The quiz."""
    return Quiz.objects.filter(pk=pk).select_related("material").first()


def questions_of(quiz: Quiz) -> list[Question]:
    """Its questions in order."""
    return list(quiz.questions.order_by("position"))


def results_by_unit(quiz: Quiz, units: UnitScope, top: int, today: date) -> list[UnitCount]:
    """How many took it in each part of `top`, and passed. Three queries."""
    rows = (
        Attempt.objects.filter(units.of("unit"), quiz=quiz).order_by().values_list("unit")
        .annotate(n=Count("person", distinct=True), well=Count("person", distinct=True, filter=Q(passed=True)))
    )  # fmt: skip
    return _by_part(list(rows), top, today)


def takers_of(quiz: Quiz, units: UnitScope, today: date) -> list[Taker]:
    """Who of these units took it, by name. Three queries."""
    found = Attempt.objects.filter(units.of("unit"), quiz=quiz).order_by().values("person", "unit")
    rows = list(found.annotate(n=Count("pk"), best=Max("marks"), well=Count("pk", filter=Q(passed=True)))[:MOST_NAMED])
    people = people_by_id([row["person"] for row in rows])
    names = units_by_id({row["unit"] for row in rows}, today)
    made = [
        Taker(people[row["person"]], names.get(row["unit"]), row["n"], row["best"], row["well"] > 0)
        for row in rows
        if row["person"] in people
    ]
    return sorted(made, key=lambda one: one.person.sort_key)


def members_under(units: UnitScope) -> int:
    """How many members the register has in these units: the N of n of N."""
    return people_found("").filter(units.of("unit")).count()


def best_shares(quiz: int | None, people: Collection[int]) -> dict[int, Fraction]:
    """Of these people who took a quiz, the share of its questions they had right at best. Two queries."""
    count = Question.objects.filter(quiz=quiz).count()
    found = Attempt.objects.filter(quiz=quiz, person__in=list(people)).order_by().values_list("person")
    return {person: Fraction(best, count) for person, best in found.annotate(best=Max("marks"))} if count else {}


def quizzes_open_at(units: Collection[int]) -> list[Quiz]:
    """Quizzes of these units that are open, the latest first: to be a round of something."""
    return list(Quiz.objects.filter(unit__in=list(units), state=QuizState.OPEN).order_by("-start", "-pk"))


def right_shares(quiz: Quiz, questions: Sequence[Question]) -> list[tuple[Question, int, int]]:
    """Each question with how many answered it right in their first try, of how many. One query."""
    tried = list(Attempt.objects.filter(quiz=quiz, number=1).exclude(answers=[]).values_list("answers", flat=True))
    return [(one, sum(given[i] == one.right for given in tried), len(tried)) for i, one in enumerate(questions)]


def offered_to(person: Person, at: datetime) -> list[Offered]:
    """Quizzes for the member: those that run, and those taken before. Three queries."""
    today = localdate(at)
    given = for_member(person, today)
    taken: dict[int, list[Attempt]] = {}
    for one in Attempt.objects.filter(person=person).select_related("quiz").order_by("number"):
        taken.setdefault(one.quiz_id, []).append(one)
    running = Quiz.objects.filter(state=QuizState.OPEN, start__lte=today, last_day__gte=today)
    known = {one.pk: one for one in running if given(one)}
    known |= {pk: attempts[0].quiz for pk, attempts in taken.items() if pk not in known}
    rows = [Offered(quiz, tuple(taken.get(pk, ())), is_running(quiz, today)) for pk, quiz in known.items()]
    return sorted(rows, key=lambda row: (not row.open, row.quiz.last_day, row.quiz.pk))


def codes_for(person: Person, at: datetime) -> list[tuple[Material, Commitment | None]]:
    """Codes the member may commit to, with the commitment where there is one. Two queries."""
    given = for_member(person, localdate(at))
    signed = {one.material_id: one for one in Commitment.objects.filter(person=person).select_related("material")}
    codes = Material.objects.filter(kind=MaterialKind.CODE, withdrawn_why="").defer("folded").order_by(F("pk").desc())
    rows: list[tuple[Material, Commitment | None]] = [
        (one, signed.get(one.pk)) for one in codes if one.pk in signed or given(one)
    ]
    return rows


def _by_part(rows: Sequence[tuple[int, int, int]], top: int, today: date) -> list[UnitCount]:
    stands = part_of(top, {unit for unit, _n, _well in rows}, today)
    sums: dict[int, tuple[int, int]] = {}
    for unit, n, well in rows:
        if unit in stands:
            before = sums.get(stands[unit], (0, 0))
            sums[stands[unit]] = (before[0] + n, before[1] + well)
    names = units_by_id(set(sums), today)
    made = [UnitCount(names[unit], n, well) for unit, (n, well) in sums.items()]
    return sorted(made, key=lambda one: (-one.n, one.unit.name))
