"""The good rows of a list into the register, all together or none, with their postings; and all out of it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

from viecthat.audit.rows import check_references_at_once, copy_rows
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, import_postings, open_dataset, reverse_posting
from viecthat.ledger.queries import entries_naming, indicators, posting_by_id
from viecthat.people.choices.intake import IntakeState, Verdict
from viecthat.people.choices.membership import EventKind
from viecthat.people.commands.event import STOCK
from viecthat.people.commands.person import PersonDraft, register_people
from viecthat.people.models import FileAccess, Intake, IntakeRow, MemberEvent, Membership, Person, SensitiveFacts
from viecthat.people.queries.intake import Register, register_seen_by
from viecthat.people.rules.intake import Row, may_bring_lists, may_take_back

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Dataset

_BATCH = 5_000
_ONE_WRITER = 7_603_200_113  # number of the advisory lock: lists are written one after the other
_SENSITIVE = ("ethnicity", "religion", "id_number")


@contextmanager
def progress_of(intake: Intake) -> Iterator[Callable[[int], None]]:
    """Say how far the work is while its transaction is still open: by a connection of its own."""
    beside = connection.copy()
    try:

        def say(done: int) -> None:
            with beside.cursor() as cursor:
                cursor.execute("UPDATE people_intake SET done = %s WHERE id = %s", [done, intake.pk])

        yield say
    finally:
        beside.close()


@transaction.atomic
def write_list(*, intake: Intake, actor: Account | None, at: datetime, register: Register | None = None) -> int:
    """Bring the checked rows into the register; returns how many. Who came into it since the check is left out.

    `actor` None is the installation itself, which gives the register. Raises Refused when the actor may no longer.
    """
    if actor is not None and not may_bring_lists(actor, intake.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của đơn vị này."))
    if register is None:
        if actor is None:
            raise TypeError("whoever writes a list has a register to hold it against")
        register = register_seen_by(actor, at)
    with connection.cursor() as cursor:
        # Two lists with the same people at once: the second finds those of the first.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])
    check_references_at_once()
    wanted = [Verdict.FINE, Verdict.WARNED] if intake.with_warned else [Verdict.FINE]
    rows = IntakeRow.objects.filter(intake=intake, verdict__in=wanted, person=None).order_by("number")
    dataset, _new = open_dataset(
        code=f"danh-sach-{intake.pk}",
        title="Danh sách đoàn viên nhập từ tệp",
        source=intake.file_name,
        source_date=None,
        synthetic=False,
        note="",
        at=at,
    )
    brought: dict[int, list[tuple[date, int]]] = defaultdict(list)
    opened: list[Membership] = []
    notes: dict[int, str] = {}
    with progress_of(intake) as say:
        for batch in _batches(rows):
            _bring(_still_new(batch, register), brought, opened, notes)
            say(len(opened))
    postings = _post(intake, brought, dataset, actor, at)
    _note_events(opened, notes, postings, actor, at)
    # The state last: until now the connection beside must be able to write to this row.
    Intake.objects.filter(pk=intake.pk).update(
        state=IntakeState.DONE, done=len(opened), total=len(opened), written_at=at, dataset=dataset, content=None
    )
    return len(opened)


def _batches(rows: models.QuerySet[IntakeRow]) -> Iterator[list[IntakeRow]]:
    after = 0
    while batch := list(rows.filter(number__gt=after)[:_BATCH]):
        yield batch
        after = batch[-1].number


def _still_new(batch: Sequence[IntakeRow], register: Register) -> list[IntakeRow]:
    """Without those who came into the register since the check; they are refused now, with the reason."""
    read = [Row(row.number, [], Verdict.FINE, [], row.facts) for row in batch]
    late = {
        number: [problem for problem in problems if problem.refused]
        for number, problems in register.twins_of(read).items()
    }
    refused = [row for row in batch if late.get(row.number)]
    for row in refused:
        row.verdict = Verdict.REFUSED
        row.problems = [*row.problems, *([None, True, p.message, dict(p.params)] for p in late[row.number])]
    IntakeRow.objects.bulk_update(refused, ["verdict", "problems"])
    return [row for row in batch if not late.get(row.number)]


def _bring(
    rows: list[IntakeRow],
    brought: dict[int, list[tuple[date, int]]],
    opened: list[Membership],
    notes: dict[int, str],
) -> None:
    if not rows:
        return
    people = register_people(drafts=[_draft(row.facts) for row in rows])
    memberships, sensitive = [], []
    for row, person in zip(rows, people, strict=True):
        facts = row.facts
        since = date.fromisoformat(facts["since"])
        memberships.append(Membership(person_id=person, unit_id=facts["unit"], start=since))
        brought[facts["unit"]].append((since, person))
        if "joined" in facts:
            notes[person] = f"Vào Đoàn ngày {date.fromisoformat(facts['joined']):%d/%m/%Y}"
        if any(name in facts for name in _SENSITIVE):
            given = {name: facts[name] for name in _SENSITIVE if name in facts}
            sensitive.append(SensitiveFacts(person_id=person, **given))
    copy_rows(memberships)
    opened += memberships
    SensitiveFacts.objects.bulk_create(sensitive)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_intakerow r SET person_id = w.person"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS w(row, person) WHERE r.id = w.row",
            [[row.pk for row in rows], people],
        )


def _draft(facts: dict[str, Any]) -> PersonDraft:
    return PersonDraft(
        full_name=facts["name"],
        sex=facts.get("sex", ""),
        birth_date=date.fromisoformat(facts["born"]),
        unit=facts["unit"],
        phone=facts.get("phone", ""),
        card_number=facts.get("card") or None,
        occupation=facts.get("occupation", ""),
        residence=facts.get("residence", ""),
        hometown=facts.get("hometown", ""),
        schooling=facts.get("schooling", ""),
    )


def _post(
    intake: Intake,
    brought: dict[int, list[tuple[date, int]]],
    dataset: Dataset,
    actor: Account | None,
    at: datetime,
) -> dict[int, int]:
    """One posting a branch, all of the list's own dataset; returns the posting of each branch."""
    stock = next(indicator.pk for indicator in indicators().values() if indicator.code == STOCK)
    drafts = [
        Draft(
            unit,
            PostingKind.REGISTER,
            tuple(Line(unit, stock, since, 1, Grade.EVIDENCED, person) for since, person in people),
            at,
            f"danh-sach/{intake.pk}/{unit}",
            None if actor is None else actor.pk,
            intake.file_name[:200],
        )
        for unit, people in brought.items()
    ]
    made = import_postings(drafts=drafts, dataset=dataset, at=at)
    units = {draft.key: draft.unit for draft in drafts}
    return {units[key]: posting for key, posting in made}


def _note_events(
    opened: Sequence[Membership], notes: dict[int, str], postings: dict[int, int], actor: Account | None, at: datetime
) -> None:
    copy_rows(
        [
            MemberEvent(
                person_id=membership.person_id,
                membership=membership,
                unit_id=membership.unit_id,
                kind=EventKind.BROUGHT_IN,
                day=membership.start,
                note=notes.get(membership.person_id, ""),
                posting_id=postings[membership.unit_id],
                recorded_by=actor,
                recorded_at=at,
            )
            for membership in opened
        ]
    )


@transaction.atomic
def take_back_list(*, intake: Intake, actor: Account, at: datetime) -> int:
    """Undo a whole list: postings reversed, memberships gone, files emptied and nobody's. Returns how many people.

    Raises Refused, naming the first of them, when something was built on a person since.
    """
    if not may_take_back(actor, intake, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính sổ đoàn viên của đơn vị này."))
    people = list(IntakeRow.objects.filter(intake=intake, person__isnull=False).values_list("person", flat=True))
    events = MemberEvent.objects.filter(person__in=people, kind=EventKind.BROUGHT_IN, undone_at__isnull=True)
    postings = sorted(set(events.filter(posting__isnull=False).values_list("posting", flat=True)))
    _check_nothing_built(people, postings)
    check_references_at_once()
    with progress_of(intake) as say:
        for done, pk in enumerate(postings):
            posting = posting_by_id(pk)
            if posting is not None:
                reverse_posting(posting=posting, reason=intake.undone_reason, actor=actor, at=at)
            if done % 50 == 0:
                say(len(people) * done // max(len(postings), 1))
        for start in range(0, len(people), _BATCH):
            part = people[start : start + _BATCH]
            MemberEvent.objects.filter(person__in=part, undone_at__isnull=True).update(
                membership=None, undone_at=at, undone_by=actor, undone_reason=intake.undone_reason
            )
            Membership.objects.filter(person__in=part).delete()
            SensitiveFacts.objects.filter(person__in=part).delete()
            # The name stays for whoever reads the two postings; the rest was never theirs to keep.
            Person.objects.filter(pk__in=part).update(
                unit=None,
                card_number=None,
                phone="",
                hometown="",
                residence="",
                occupation="",
                schooling="",
                youth_group="",
            )
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.UNDONE, undone_at=at, done=len(people))
    return len(people)


# Made by the list itself, or saying nothing of the person's life.
_OWN = (IntakeRow, FileAccess, SensitiveFacts, Membership, MemberEvent)


def _check_nothing_built(people: Sequence[int], postings: Sequence[int]) -> None:
    """Raises Refused when any table of any floor says something of one of these people that the list did not."""
    for relation in Person._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.is_relation and isinstance(model, type)) or relation.concrete:
            continue
        if model in _OWN or hasattr(model, "pgh_tracked_model") or model._meta.app_label == "ledger":
            continue
        column = relation.field.name  # type: ignore[union-attr]
        _refuse_if(model._default_manager.filter(**{f"{column}__in": people}).values_list(column, flat=True))
    if Membership.objects.filter(person__in=people).count() != len(people):
        raise Refused(
            gettext_noop("Có người trong danh sách đã chuyển chi đoàn hoặc thôi sinh hoạt; hoàn tác từng người.")
        )
    later = MemberEvent.objects.filter(person__in=people, undone_at__isnull=True).exclude(kind=EventKind.BROUGHT_IN)
    _refuse_if(later.values_list("person", flat=True))
    ended = Membership.objects.filter(person__in=people, end__isnull=False)
    _refuse_if(ended.values_list("person", flat=True))
    _refuse_if(entries_naming(people).exclude(posting__in=postings).values_list("person", flat=True))


def _refuse_if(found: models.QuerySet[Any, Any]) -> None:
    person = found.order_by().first()
    if person is not None:
        name = Person.objects.filter(pk=person).values_list("full_name", flat=True).first()
        raise Refused(
            gettext_noop("Sau khi nhập, {name} đã có việc khác được ghi; không hoàn tác cả danh sách được nữa."),
            name=name,
        )
