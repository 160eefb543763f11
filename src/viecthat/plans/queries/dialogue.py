"""Dialogues, their questions, and the answers that wait or are late."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext

from viecthat.kernel.names import fold
from viecthat.plans.models import Dialogue, DialogueFile, DialogueQuestion, Task
from viecthat.plans.queries.task import with_due
from viecthat.plans.rules import dialogues_visible, tasks_visible
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

QUESTION_STATES = ("mo", "tre", "hen", "chua", "roi", "tat-ca")
ORDERS: dict[str, tuple[Any, ...]] = {
    "han": (F("due_now").asc(nulls_first=True), "pk"),
    "-han": (F("due_now").desc(nulls_last=True), "-pk"),
    "ngay": ("dialogue__held_on", "pk"),
    "-ngay": ("-dialogue__held_on", "-pk"),
}
FIRST = "han"


@dataclass(frozen=True)
class Tally:
    """What became of the questions of a dialogue; those left out are counted apart."""

    asked: int = 0
    answered: int = 0
    promised: int = 0
    late: int = 0
    left_out: int = 0

    @property
    def waiting(self) -> int:
        """Neither answered nor promised."""
        return self.asked - self.answered - self.promised


@dataclass(frozen=True)
class ListedDialogue:
    """A dialogue with who holds it and what became of its questions."""

    dialogue: Dialogue
    unit: UnitRow
    parties: tuple[UnitRow, ...]
    tally: Tally


@dataclass(frozen=True)
class ListedQuestion:
    """A question with the unit and day its answer was promised for."""

    question: DialogueQuestion
    unit: UnitRow
    owner: UnitRow | None
    due: date | None
    days_left: int | None

    @property
    def late(self) -> bool:
        """Promised for a day that is over, and not answered."""
        return self.question.open and self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        """Days since the day promised; 0 in time."""
        return -(self.days_left or 0) if self.late else 0

    @property
    def heap(self) -> str:
        """The heading the question stands under."""
        if self.question.left_out:
            return gettext("Gạt ra")
        return self.question.topic or gettext("Chưa xếp nhóm")

    @property
    def asker(self) -> str:
        """Who asked, as the record says it."""
        row = self.question
        if row.anonymous:
            return gettext("ẩn danh")
        return row.asker_name or (row.asker.full_name if row.asker else "")


def dialogues_found(
    actor: Account, at: datetime, *, text: str = "", unit: int | None = None, year: int | None = None
) -> QuerySet[Dialogue]:
    """Dialogues the reader may see, the newest first."""
    found = Dialogue.objects.filter(dialogues_visible(actor, at))
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(chairs__icontains=word) | Q(invited__icontains=word))
    if unit is not None:
        found = found.filter(unit=unit)
    if year is not None:
        found = found.filter(held_on__year=year)
    return found.order_by("-held_on", "-pk")


def listed_dialogues(rows: list[Dialogue], today: date) -> list[ListedDialogue]:
    """The rows of a list. Three queries."""
    ids = [row.pk for row in rows]
    parties: dict[int, list[int]] = {}
    pairs = Dialogue.objects.filter(pk__in=ids, parties__isnull=False).order_by("parties__pk")
    for pk, unit in pairs.values_list("pk", "parties__unit"):
        parties.setdefault(pk, []).append(unit)
    counted = tallies(DialogueQuestion.objects.filter(dialogue__in=ids), today)
    names = units_by_id({row.unit_id for row in rows} | {unit for found in parties.values() for unit in found}, today)
    return [
        ListedDialogue(
            row,
            names[row.unit_id],
            tuple(names[unit] for unit in parties.get(row.pk, [])),
            counted.get(row.pk, Tally()),
        )
        for row in rows
    ]


def tallies(questions: QuerySet[DialogueQuestion], today: date) -> dict[int, Tally]:
    """What became of these questions, by dialogue. One query."""
    rows = _with_due(questions).order_by().values("dialogue").annotate(
        asked=Count("pk", filter=Q(left_out="")),
        answered=Count("pk", filter=Q(answer__isnull=False)),
        promised=Count("pk", filter=_PROMISED),
        late=Count("pk", filter=_PROMISED & Q(due_now__lt=today)),
        out=Count("pk", filter=~Q(left_out="")),
    )  # fmt: skip
    return {r["dialogue"]: Tally(r["asked"], r["answered"], r["promised"], r["late"], r["out"]) for r in rows}


_PROMISED = Q(answer=None, left_out="", task__isnull=False)
_OPEN = Q(answer=None, left_out="")


def _with_due(questions: QuerySet[DialogueQuestion]) -> QuerySet[Any]:
    """Each with `due_now`: the day its answer is promised for, extensions included."""
    due = with_due(Task.objects.filter(pk=OuterRef("task"))).values("due_now")[:1]
    return questions.annotate(due_now=Subquery(due))


def dialogue_shown(pk: int, actor: Account, at: datetime) -> Dialogue | None:
    """The dialogue, when the reader may see it."""
    return Dialogue.objects.filter(dialogues_visible(actor, at), pk=pk).first()


def dialogue_titled(unit: int, title: str) -> bool:
    """Whether the unit keeps the record of a dialogue of this title."""
    return Dialogue.objects.filter(unit=unit, title=title).exists()


def dialogue_behind(code: str) -> Dialogue | None:
    """The dialogue of an address where questions are sent."""
    return Dialogue.objects.filter(ask_code=code).first()


def dialogue_file(pk: int, actor: Account, at: datetime) -> DialogueFile | None:
    """A paper of a dialogue that the reader may see."""
    seen = Dialogue.objects.filter(dialogues_visible(actor, at)).values("pk")
    return DialogueFile.objects.filter(pk=pk, dialogue__in=seen).select_related("file").first()


def questions_of(dialogue: Dialogue) -> QuerySet[Any]:
    """The questions of a dialogue, group by group; ungrouped ones and those left out last."""
    place = Case(When(~Q(left_out=""), then=Value(2)), When(topic="", then=Value(1)), default=Value(0),
                 output_field=IntegerField())  # fmt: skip
    rows = _with_due(dialogue.questions.all()).select_related("dialogue", "answer", "task", "asker")
    return rows.order_by(place, "topic", "pk")


def questions_found(
    actor: Account,
    at: datetime,
    today: date,
    *,
    text: str = "",
    state: str = "mo",
    unit: int | None = None,
    order: str = FIRST,
) -> QuerySet[Any]:
    """Questions of dialogues the reader may see: unanswered ones first by the day promised, unless asked otherwise."""
    seen = Dialogue.objects.filter(dialogues_visible(actor, at)).values("pk")
    found = _with_due(DialogueQuestion.objects.filter(dialogue__in=seen))
    if unit is not None:
        found = found.filter(Q(dialogue__unit=unit) | Q(task__unit=unit))
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    wanted = {
        "mo": _OPEN,
        "tre": _PROMISED & Q(due_now__lt=today),
        "hen": _PROMISED,
        "chua": _OPEN & Q(task=None),
        "roi": Q(answer__isnull=False),
    }
    if state in wanted:
        found = found.filter(wanted[state])
    return found.select_related("dialogue", "answer", "task", "asker").order_by(*ORDERS[order])


def listed_questions(rows: Iterable[Any], today: date) -> list[ListedQuestion]:
    """The rows of a list, which come from `questions_of` or `questions_found`. One query."""
    rows = list(rows)
    units = {row.dialogue.unit_id for row in rows} | {row.task.unit_id for row in rows if row.task is not None}
    names = units_by_id(units, today)
    return [
        ListedQuestion(
            row,
            names[row.dialogue.unit_id],
            names[row.task.unit_id] if row.task is not None else None,
            row.due_now,
            None if row.due_now is None else (row.due_now - today).days,
        )
        for row in rows
    ]


def question_shown(pk: int, actor: Account, at: datetime) -> Any:
    """The question: of a dialogue the reader sees, one they asked, or one they see the task to answer of."""
    seen = Dialogue.objects.filter(dialogues_visible(actor, at)).values("pk")
    tasks = Task.objects.filter(tasks_visible(actor, at)).values("pk")
    found = _with_due(DialogueQuestion.objects.filter(Q(dialogue__in=seen) | Q(asker=actor) | Q(task__in=tasks), pk=pk))
    return found.select_related("dialogue", "answer", "task", "asker").first()


def question_behind(code: str) -> Any:
    """The question of a slip."""
    digest = hashlib.sha256(code.encode()).hexdigest()
    rows = _with_due(DialogueQuestion.objects.filter(slip=digest))
    return rows.select_related("dialogue", "answer", "task").first()


def questions_of_task(task: Task) -> list[DialogueQuestion]:
    """What the task promised to answer. One query."""
    return list(task.questions.select_related("dialogue").order_by("pk"))


def topics_of(dialogue: Dialogue) -> list[str]:
    """The groups that questions were put into."""
    rows = dialogue.questions.exclude(topic="").order_by("topic")
    return list(rows.values_list("topic", flat=True).distinct())


def open_beside(question: DialogueQuestion) -> QuerySet[DialogueQuestion]:
    """The other open questions of its dialogue, its own group first."""
    rows = question.dialogue.questions.filter(_OPEN).exclude(pk=question.pk)
    same = Case(When(topic=question.topic, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(same, "topic", "pk")
