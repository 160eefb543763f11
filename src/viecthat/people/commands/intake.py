"""A list of members from a file: taken in, its columns settled, checked row by row, and set to work.

What takes time is done by the background; the state of the list says what, and a killed worker's job does it again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from viecthat.audit.rows import copy_rows
from viecthat.documents.sheets import open_sheets
from viecthat.jobs.alone import alone_at
from viecthat.kernel.errors import Refused, Sentence, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.intake import AT_WORK, DayOrder, IntakeState, Verdict
from viecthat.people.commands.intake_writing import take_back_list, write_list
from viecthat.people.models import ColumnHabit, Intake, IntakeRow
from viecthat.people.queries.intake import (
    Register,
    SheetTwins,
    context_of,
    data_rows,
    file_of,
    headings_in,
    lists_at_work,
    register_seen_by,
    survey,
)
from viecthat.people.rules.columns import FIELDS, SENSITIVE, heading_key
from viecthat.people.rules.intake import Context, Row, may_bring_lists, may_read_list, may_take_back, read_row
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.rules.cells import Problem

TASK = "people.work_on_list"
MOST_AT_WORK = 6  # lists in hand at once; who comes then is asked to wait rather than queued for an hour
KEPT_DAYS = 30  # then the bytes and the cells of a list go
_BATCH = 2_000
_ONE_WORKER = 760_301  # class of the advisory locks, one for each list
_log = logging.getLogger(__name__)


@transaction.atomic
def receive_list(*, unit: int, file_name: str, content: bytes, actor: Account, at: datetime) -> Intake:
    """Take a file in and guess its columns. Raises Refused for what is no list, or when too many are in hand."""
    if not may_bring_lists(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ đoàn viên của đơn vị này."), field="unit")
    if unit not in tree_on(localdate(at)):
        raise Refused(gettext_noop("Đơn vị này đã kết thúc; chọn một đơn vị đang hoạt động."), field="unit")
    file = open_sheets(content)
    shown = [place for place, sheet in enumerate(file.sheets) if not sheet.hidden]
    if not shown:
        raise Refused(gettext_noop("Mọi trang tính trong tệp đều bị ẩn; cho hiện trang có danh sách."), field="file")
    # Of several sheets the one whose headings say most.
    read = {place: headings_in(file, place, unit) for place in shown[:8]}
    sheet = max(read, key=lambda place: (sum(map(bool, read[place].fields)), -place))
    found = read[sheet]
    if not found.heads:
        raise Refused(gettext_noop("Tệp không có dòng nào; chọn lại tệp."), field="file")
    intake = Intake(
        unit_id=unit,
        file_name=_plain_name(file_name),
        content=content,
        sheet=sheet,
        sheet_name=file.sheets[sheet].name if file.kind == "xlsx" else "",
        hidden_sheets=[one.name for one in file.sheets if one.hidden][:20],
        guessed_letters=file.guessed,
        heads=list(found.heads),
        columns=list(found.fields),
        first_row=found.first_row,
        uploaded_by=actor,
        uploaded_at=at,
    )
    intake.save()
    return intake


def _plain_name(file_name: str) -> str:
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return one_line("".join(c for c in name if c.isprintable()), 640)[:160] or "danh-sach"


@transaction.atomic
def settle_columns(
    *,
    intake: Intake,
    columns: Sequence[str],
    day_order: str,
    default_since: date | None,
    actor: Account,
    at: datetime,
) -> None:
    """The columns are right now: remember them for the unit and have the rows checked. Raises Refused."""
    intake = _mine(intake, actor, at, IntakeState.UPLOADED, IntakeState.CHECKED)
    if len(columns) != len(intake.heads) or any(field and field not in FIELDS for field in columns):
        raise Refused(gettext_noop("Các cột đã đổi; tải lại trang rồi chọn lại."))
    _check_columns(columns)
    if default_since is not None and default_since > localdate(at):
        raise Refused(gettext_noop("Ngày này chưa tới; việc xong rồi mới ghi vào sổ."), field="default_since")
    intake.columns, intake.default_since = list(columns), default_since
    intake.day_order = day_order if day_order in DayOrder.values else DayOrder.DAY_FIRST
    keys = {heading_key(head): field for head, field in zip(intake.heads, columns, strict=True) if heading_key(head)}
    ColumnHabit.objects.bulk_create(
        [ColumnHabit(unit_id=intake.unit_id, heading=key, field=field) for key, field in keys.items()],
        update_conflicts=True,
        unique_fields=["unit", "heading"],
        update_fields=["field"],
    )
    _set_to_work(intake, IntakeState.CHECKING, actor)


def _check_columns(columns: Sequence[str]) -> None:
    chosen = [field for field in columns if field]
    for field in chosen:
        if chosen.count(field) > 1:
            raise Refused(gettext_noop("Có hai cột cùng là “{name}”; chọn một."), name=Sentence(FIELDS[field]))
    if "full_name" not in chosen and "given_name" not in chosen:
        raise Refused(gettext_noop("Chưa có cột họ và tên; chọn cột ấy ở dưới."))
    if not {"birth_date", "born_male", "born_female"} & set(chosen):
        raise Refused(gettext_noop("Chưa có cột ngày sinh; chọn cột ấy ở dưới."))


@transaction.atomic
def write_checked_list(*, intake: Intake, with_warned: bool, actor: Account, at: datetime) -> None:
    """Have the rows that can be go into the register. Raises Refused when there are none."""
    intake = _mine(intake, actor, at, IntakeState.CHECKED)
    wanted = [Verdict.FINE, Verdict.WARNED] if with_warned else [Verdict.FINE]
    count = IntakeRow.objects.filter(intake=intake, verdict__in=wanted).count()
    if not count:
        raise Refused(gettext_noop("Không có dòng nào ghi được vào sổ; sửa tệp rồi gửi lại."))
    intake.with_warned, intake.total = with_warned, count
    _set_to_work(intake, IntakeState.WRITING, actor)


@transaction.atomic
def ask_to_take_back(*, intake: Intake, reason: str, actor: Account, at: datetime) -> None:
    """Have the whole list taken back. Raises Refused; what was built on its rows is found when it is done."""
    intake = Intake.objects.select_for_update().defer("content").get(pk=intake.pk)
    if not may_take_back(actor, intake, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính sổ đoàn viên của đơn vị này."))
    if intake.state != IntakeState.DONE:
        raise Refused(gettext_noop("Danh sách này không ở bước ấy nữa; tải lại trang."))
    line = one_line(reason, 500, field="reason")
    if not line:
        raise Refused(gettext_noop("Ghi vì sao hoàn tác để người sau hiểu."), field="reason")
    intake.undone_reason, intake.undone_by = line, actor
    intake.total = IntakeRow.objects.filter(intake=intake, person__isnull=False).count()
    _set_to_work(intake, IntakeState.UNDOING, actor)


@transaction.atomic
def drop_list(*, intake: Intake, actor: Account, at: datetime) -> None:
    """Throw away a list that was not written. Raises Refused."""
    intake = _mine(intake, actor, at, IntakeState.UPLOADED, IntakeState.CHECKED)
    IntakeRow.objects.filter(intake=intake).delete()
    intake.delete()


def forget_old_lists(*, at: datetime) -> int:
    """Empty the bytes and cells of lists that nobody touched for a month; what they became stands in the register."""
    old = Intake.objects.filter(uploaded_at__lt=at - timedelta(days=KEPT_DAYS)).exclude(state__in=AT_WORK)
    IntakeRow.objects.filter(intake__in=old.values("pk")).exclude(cells=[], facts={}).update(cells=[], facts={})
    never = old.filter(state__in=[IntakeState.UPLOADED, IntakeState.CHECKED])
    IntakeRow.objects.filter(intake__in=never.values("pk")).delete()
    never.delete()
    return old.filter(content__isnull=False).update(content=None)


def _mine(intake: Intake, actor: Account, at: datetime, *states: str) -> Intake:
    """The list, locked, in one of these states and the actor's own to go on with."""
    found = Intake.objects.select_for_update().defer("content").filter(pk=intake.pk).first()
    if found is None or not may_read_list(actor, found, at):
        raise Refused(gettext_noop("Danh sách này do người khác gửi; chỉ người gửi làm tiếp được."))
    if found.state not in states:
        raise Refused(gettext_noop("Danh sách này không ở bước ấy nữa; tải lại trang."))
    return found


def _set_to_work(intake: Intake, state: IntakeState, actor: Account) -> None:
    if lists_at_work(actor.pk):
        raise Refused(gettext_noop("Bạn đang có một danh sách được xử lý; đợi xong rồi làm danh sách này."))
    if lists_at_work() >= MOST_AT_WORK:
        raise Refused(gettext_noop("Máy đang xử lý nhiều danh sách; vài phút nữa thử lại."))
    intake.state, intake.done, intake.failure = state, 0, ""
    intake.save()
    # In this transaction: the job is there exactly when the state says so.
    app.configure_task(TASK, allow_unknown=True).defer(intake=intake.pk)


# What the background does


def work_on_list(*, intake: int, at: datetime) -> None:
    """Do what the list's state asks for; asked twice, it is done once. What can't be done is said on its page."""
    with alone_at(_ONE_WORKER, intake) as alone:
        found = Intake.objects.select_related("uploaded_by", "undone_by").defer("content").filter(pk=intake).first()
        if alone and found is not None and found.state in AT_WORK:
            _work(found, at)


def _work(found: Intake, at: datetime) -> None:
    rest = {IntakeState.CHECKING: IntakeState.UPLOADED, IntakeState.WRITING: IntakeState.CHECKED}
    try:
        if found.state == IntakeState.CHECKING:
            check_list(intake=found, actor=found.uploaded_by, at=at)
        elif found.state == IntakeState.WRITING:
            write_list(intake=found, actor=found.uploaded_by, at=at)
        elif found.undone_by is not None:
            take_back_list(intake=found, actor=found.undone_by, at=at)
    except Refused as refused:
        back = rest.get(IntakeState(found.state), IntakeState.DONE)
        Intake.objects.filter(pk=found.pk).update(state=back, failure=str(refused)[:500])
    except Exception:
        _log.exception("list %s", found.pk)
        back = rest.get(IntakeState(found.state), IntakeState.DONE)
        said = gettext_noop("Máy chủ gặp lỗi, chưa có gì được ghi; thử lại, vẫn lỗi thì báo người quản trị.")
        Intake.objects.filter(pk=found.pk).update(state=back, failure=said)


def check_now(*, intake: Intake, actor: Account, at: datetime) -> None:
    """Check a list of one's own in the foreground, with the columns as they were guessed. Raises Refused."""
    intake = _with_choices(intake, actor, at, IntakeState.UPLOADED)
    _check_columns(intake.columns)
    intake.state = IntakeState.CHECKING
    intake.save(update_fields=["state", "day_order", "default_since"])
    check_list(intake=intake, actor=actor, at=at)


def write_now(*, intake: Intake, actor: Account, at: datetime) -> int:
    """Write a checked list in the foreground; returns how many people. Raises Refused."""
    return write_list(intake=_with_choices(intake, actor, at, IntakeState.CHECKED), actor=actor, at=at)


def _with_choices(intake: Intake, actor: Account, at: datetime, state: str) -> Intake:
    with transaction.atomic():
        found = _mine(intake, actor, at, state)
    for name in ("day_order", "default_since", "with_warned"):
        setattr(found, name, getattr(intake, name))
    return found


def check_list(*, intake: Intake, actor: Account | None, at: datetime, register: Register | None = None) -> None:
    """Read every row and take down what is to be said of it. Holds some thousands of rows at a time.

    `register` None: as far as the actor sees files.
    """
    file = file_of(intake)
    if file is None:
        raise Refused(gettext_noop("Tệp đã được dọn đi; gửi lại tệp."))
    if register is None:
        if actor is None:
            raise TypeError("whoever checks a list has a register to hold it against")
        register = register_seen_by(actor, at)
    IntakeRow.objects.filter(intake=intake).delete()
    total, days = survey(intake, file)
    if not total:
        raise Refused(gettext_noop("Dưới dòng tiêu đề không có dòng nào."))
    Intake.objects.filter(pk=intake.pk).update(total=total, done=0)
    context, twins = context_of(intake, days, actor, at), SheetTwins()
    rows, done = data_rows(intake, file), 0
    while batch := [twins.also(read_row(row, context)) for row in islice(rows, _BATCH)]:
        known = register.twins_of([row for row in batch if row.verdict != Verdict.SKIPPED])
        kept = [row.also(*known[row.number]) if row.number in known else row for row in batch]
        copy_rows([_kept(intake, row, context) for row in kept])
        done += len(batch)
        Intake.objects.filter(pk=intake.pk).update(done=done)
    Intake.objects.filter(pk=intake.pk, state=IntakeState.CHECKING).update(state=IntakeState.CHECKED)


def _kept(intake: Intake, row: Row, context: Context) -> IntakeRow:
    cells = row.cells
    if not context.sensitive:
        # Whoever may not see the restricted part does not get it through a file either.
        hidden = {place for place, field in enumerate(intake.columns) if field in SENSITIVE}
        cells = ["" if place in hidden else cell for place, cell in enumerate(cells)]
    return IntakeRow(
        intake=intake,
        number=row.number,
        verdict=row.verdict,
        cells=cells,
        problems=[as_kept(problem, context) for problem in row.problems],
        facts={} if row.verdict in {Verdict.REFUSED, Verdict.SKIPPED} else row.facts,
    )


def as_kept(problem: Problem, context: Context) -> list[object]:
    """A problem as a row keeps it."""
    return [context.places.get(problem.field), problem.refused, problem.message, dict(problem.params)]
