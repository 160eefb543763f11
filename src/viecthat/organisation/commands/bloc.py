"""An emulation bloc's year: contract, criteria, key tasks, scores of one's own and across, ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of
from viecthat.files.commands import keep_document
from viecthat.kernel.document_numbers import parse_document_number
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise, one_line
from viecthat.organisation.models import (
    BlocContract,
    BlocCriterion,
    BlocRank,
    BlocScore,
    BlocTask,
    BlocTaskProgress,
)
from viecthat.organisation.queries.bloc import members_of_bloc, standing_of_bloc
from viecthat.organisation.rules.bloc import may_lead_bloc, may_speak_for
from viecthat.units.queries import bloc_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_CRITERIA, MOST_TASKS, MOST_POINTS = 60, 20, Decimal(1000)
_NOT_LEADER = gettext_noop("Chỉ khối trưởng, khối phó ghi được mục này.")
_RANKED = gettext_noop("Khối đã xếp hạng năm này; bỏ xếp hạng trước khi sửa.")


@transaction.atomic
def sign_contract(
    *,
    bloc: int,
    signed_on: date,
    terms: str,
    actor: Account,
    at: datetime,
    file: tuple[str, bytes] | None = None,
) -> BlocContract:
    """The members' contract of the year; written again it takes the place of the old, which history keeps.

    `file`: (name, content) of the signed paper. Raises Refused.
    """
    year = _led(bloc, actor, at)
    if signed_on > localdate(at) or not year - 1 <= signed_on.year <= year:
        raise Refused(
            gettext_noop("Ngày ký phải trong năm thi đua hoặc năm trước, và không muộn hơn hôm nay."), field="signed_on"
        )
    lines = "\n".join(line for line in (normalise(line) for line in terms.splitlines()) if line)[:4000]
    if not lines:
        raise Refused(gettext_noop("Ghi nội dung giao ước."), field="terms")
    row = BlocContract.objects.filter(bloc=bloc).first() or BlocContract(bloc_id=bloc)
    row.signed_on, row.terms = signed_on, lines
    if file is not None:
        name, content = file
        kept = keep_document(content=content, content_type=kind_of(content, field="file"), at=at, field="file")
        row.file_id, row.file_name = kept.pk, normalise(name)[-200:] or "giao-uoc"
    save_checked(row)
    return row


@transaction.atomic
def set_criteria(*, bloc: int, criteria: Sequence[tuple[str, Decimal]], actor: Account, at: datetime) -> None:
    """What members are scored by and for how much, in order. Raises Refused once somebody has scored."""
    _led(bloc, actor, at)
    if BlocScore.objects.filter(criterion__bloc=bloc).exists():
        raise Refused(gettext_noop("Đã có đơn vị chấm điểm; tiêu chí không đổi được nữa."), field="criteria")
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        raise Refused(gettext_noop("Ghi từ 1 đến {most} tiêu chí."), field="criteria", most=MOST_CRITERIA)
    BlocCriterion.objects.filter(bloc=bloc).delete()
    for position, (words, points) in enumerate(criteria, start=1):
        line = one_line(words, 300, field="criteria")
        if not line or not 0 < points <= MOST_POINTS:
            raise Refused(
                gettext_noop("Tiêu chí {position}: ghi nội dung và điểm tối đa lớn hơn 0."),
                field="criteria",
                position=position,
            )
        save_checked(BlocCriterion(bloc_id=bloc, position=position, words=line, points=points))


@transaction.atomic
def set_key_tasks(*, bloc: int, tasks: Sequence[str], actor: Account, at: datetime) -> None:
    """The numbered key tasks of the year. A task with reported progress keeps its place. Raises Refused."""
    _led(bloc, actor, at)
    lines = [line for line in (one_line(text, 500, field="tasks") for text in tasks) if line]
    if not 1 <= len(lines) <= MOST_TASKS:
        raise Refused(
            gettext_noop("Ghi từ 1 đến {most} nhiệm vụ, mỗi dòng một nhiệm vụ."), field="tasks", most=MOST_TASKS
        )
    known = {task.position: task for task in BlocTask.objects.filter(bloc=bloc)}
    for position, task in known.items():
        changed = position > len(lines) or lines[position - 1] != task.words
        if changed and task.progress.exists():
            raise Refused(
                gettext_noop("Nhiệm vụ {position} đã có đơn vị báo tiến độ; giữ nguyên dòng ấy."),
                field="tasks",
                position=position,
            )
        if position > len(lines):
            task.delete()
    for position, words in enumerate(lines, start=1):
        task = known.get(position) or BlocTask(bloc_id=bloc, position=position)
        task.words = words
        save_checked(task)


@transaction.atomic
def report_progress(
    *, task: BlocTask, unit: int, note: str, done: bool, actor: Account, at: datetime
) -> BlocTaskProgress:
    """A member says how far it has come with a key task; the newest word stands, history keeps the others.

    Raises Refused.
    """
    _check_member(task.bloc_id, unit)
    if not may_speak_for(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi thay cho đơn vị này."))
    line = one_line(note, 500, field="note")
    if not line:
        raise Refused(gettext_noop("Ghi đã làm được gì."), field="note")
    row = BlocTaskProgress.objects.filter(task=task, unit=unit).first() or BlocTaskProgress(task=task, unit_id=unit)
    row.note, row.done, row.reported_on, row.reported_by = line, done, localdate(at), actor
    save_checked(row)
    return row


@transaction.atomic
def score_member(
    *, bloc: int, unit: int, scorer: int, points: Mapping[int, Decimal], actor: Account, at: datetime
) -> None:
    """`scorer` scores `unit`, itself or another member, by every criterion; scored again, the new points stand.

    Raises Refused when a criterion is missing, points go over its most, or the year has been ranked.
    """
    for member in (unit, scorer):
        _check_member(bloc, member)
    if not may_speak_for(actor, scorer, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền chấm thay cho đơn vị này."))
    _one_at_a_time(bloc)
    if BlocRank.objects.filter(bloc=bloc).exists():
        raise Refused(_RANKED)
    criteria = list(BlocCriterion.objects.filter(bloc=bloc).order_by("position"))
    if not criteria:
        raise Refused(gettext_noop("Khối chưa có tiêu chí chấm điểm."))
    for criterion in criteria:
        given = points.get(criterion.pk)
        if given is None or not 0 <= given <= criterion.points:
            raise Refused(
                gettext_noop("Chấm từ 0 đến {most} điểm."), field=f"points_{criterion.pk}", most=criterion.points
            )
        row = BlocScore.objects.filter(criterion=criterion, unit=unit, scorer=scorer).first() or BlocScore(
            criterion=criterion, unit_id=unit, scorer_id=scorer
        )
        row.points, row.scored_by, row.scored_at = given, actor, at
        save_checked(row)


@transaction.atomic
def rank_bloc(*, bloc: int, decision: str, actor: Account, at: datetime) -> list[BlocRank]:
    """Close the year: members in the order of what the others gave them, equal points share a place.

    Raises Refused while a member has not scored itself or nobody else has scored it.
    """
    _led(bloc, actor, at)
    _one_at_a_time(bloc)
    if BlocRank.objects.filter(bloc=bloc).exists():
        raise Refused(_RANKED)
    number = parse_document_number(decision, field="decision").canonical
    rows = standing_of_bloc(bloc)
    if len(rows) < 2:
        raise Refused(gettext_noop("Xếp hạng cần ít nhất hai thành viên."))
    made = []
    for row in rows:
        if row.own is None or row.cross is None:
            raise Refused(
                gettext_noop("{unit} chưa đủ điểm: cần tự chấm và ít nhất một đơn vị khác chấm chéo."),
                unit=row.unit.name,
            )
        rank = BlocRank(
            bloc_id=bloc, unit_id=row.unit.id, place=row.place, own_points=row.own, cross_points=row.cross,
            decision=number, decided_on=localdate(at), decided_by=actor,
        )  # fmt: skip
        save_checked(rank)
        made.append(rank)
    return made


@transaction.atomic
def unrank_bloc(*, bloc: int, actor: Account, at: datetime) -> None:
    """The ranking was wrong: scores open again; history keeps what was decided. Raises Refused."""
    _led(bloc, actor, at)
    if not BlocRank.objects.filter(bloc=bloc).exists():
        raise Refused(gettext_noop("Khối chưa xếp hạng năm này."))
    BlocRank.objects.filter(bloc=bloc).delete()


def _led(bloc: int, actor: Account, at: datetime) -> int:
    """The year of the bloc, for those who lead it."""
    row = bloc_by_id(bloc)
    leaders = [unit for unit, role in members_of_bloc(bloc) if role != "member"]
    if row is None or not may_lead_bloc(actor, leaders, at):
        raise Refused(_NOT_LEADER)
    return row.year


def _check_member(bloc: int, unit: int) -> None:
    if unit not in {member for member, _role in members_of_bloc(bloc)}:
        raise Refused(gettext_noop("Đơn vị này không phải thành viên của khối."), field="unit")


def _one_at_a_time(bloc: int) -> None:
    """Who scores while the year is being ranked waits, and then finds it closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"scores of bloc {bloc}"])
