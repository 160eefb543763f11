"""Every change of the tree. A unit's past is never rewritten: a change closes one version and opens the next."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from viecthat.accounts.choices import Capability
from viecthat.audit.rows import check_references_at_once, save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, normalise, sort_key
from viecthat.units.models import Bloc, BlocMember, BlocRole, Succession, TreeRevision, Unit, UnitKind, UnitVersion
from viecthat.units.rules import may_organise, units_reached
from viecthat.units.tree import days_of_change, tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@dataclass(frozen=True)
class UnitSpan:
    """One dated version for `import_tree`: `parent` and `unit` are codes."""

    unit: str
    name: str
    kind: str
    parent: str | None
    start: date
    end: date | None


@dataclass(frozen=True)
class Move:
    """A unit goes under another parent; of one that had ended, it begins again there."""

    unit: int
    parent: int


@dataclass(frozen=True)
class Ending:
    """A unit ends and becomes `into`; `heir` keeps its history, None keeps it apart.

    One that is closed becomes its superior: with nobody to go on in, its figures would stand nowhere.
    """

    unit: int
    into: tuple[int, ...]
    heir: int | None = None


@dataclass(frozen=True)
class SuccessionSpan:
    """One succession for `import_tree`, by codes."""

    old: str
    new: str
    day: date
    heir: bool
    decision: str


@transaction.atomic
def found_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: int | None,
    day: date,
    decision: str,
    actor: Account | None,
    at: datetime,
) -> Unit:
    """Found a unit under `parent` from `day` on.

    Raises Refused when the actor may not, the code is taken, the kind is not in use on that day, or the parent does
    not exist from that day on.
    """
    _check_authority(actor, parent, at)
    _check_kind(kind, day)
    _check_parent(parent, day)
    unit = Unit(code=code.strip().lower())
    if Unit.objects.filter(code=unit.code).exists():
        raise Refused(gettext_noop("Mã “{code}” đã có đơn vị khác dùng; đặt mã khác."), field="code", code=unit.code)
    save_checked(unit)
    _open_version(unit, name=name, kind=kind, parent=parent, day=day, decision=decision)
    _tree_changed(day)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, day: date, decision: str, actor: Account | None, at: datetime) -> None:
    """The unit bears another name from `day` on. Raises Refused when it is the name it bears already."""
    _check_authority(actor, unit.pk, at)
    if normalise(name) == _current(unit, day).name:
        raise Refused(gettext_noop("Đơn vị đang mang tên này; ghi tên mới."), field="name")
    _next_version(unit, day=day, decision=decision, name=name)


@transaction.atomic
def move_unit(*, unit: Unit, parent: int, day: date, decision: str, actor: Account | None, at: datetime) -> None:
    """The unit stands under another parent from `day` on.

    Raises Refused when it stands there already, or the parent does not exist from then on or stands below the unit.
    """
    _check_authority(actor, unit.pk, at)
    _check_authority(actor, parent, at)
    _check_parent(parent, day)
    tree = tree_on(day)
    if unit.pk in tree and tree.covers(unit.pk, parent):
        raise Refused(gettext_noop("Cấp trên mới đang trực thuộc chính đơn vị này; chọn đơn vị khác."), field="parent")
    if parent == _current(unit, day).parent_id:
        raise Refused(gettext_noop("Đơn vị đang trực thuộc chính cấp trên này; chọn đơn vị khác."), field="parent")
    _next_version(unit, day=day, decision=decision, parent=parent)


@transaction.atomic
def merge_units(
    *, units: Sequence[Unit], into: Unit, day: date, decision: str, actor: Account | None, at: datetime
) -> None:
    """The units end on `day` and become `into`, founded by then; their figures roll up through it.

    Raises Refused when one of them still has units below it on that day, or the actor may not organise both sides.
    """
    _check_authority(actor, into.pk, at)
    if not units or into.pk in {unit.pk for unit in units}:
        raise Refused(gettext_noop("Ghi ít nhất một đơn vị được sáp nhập, khác với đơn vị nhận."), field="units")
    for unit in units:
        _check_authority(actor, unit.pk, at)
        _end(unit, day, [into], heir=into, decision=decision)


@transaction.atomic
def split_unit(
    *,
    unit: Unit,
    into: Sequence[Unit],
    heir: Unit | None,
    day: date,
    decision: str,
    actor: Account | None,
    at: datetime,
) -> None:
    """The unit ends on `day` and becomes several. Its history stays with `heir`, or apart when there is none."""
    for one in (unit, *into):
        _check_authority(actor, one.pk, at)
    if len({new.pk for new in into} - {unit.pk}) < 2:
        raise Refused(gettext_noop("Chia tách thì ghi ít nhất hai đơn vị mới, mỗi đơn vị một dòng."), field="into")
    if heir is not None and heir.pk not in {u.pk for u in into}:
        raise Refused(gettext_noop("Đơn vị giữ lại số liệu phải là một trong các đơn vị mới."), field="heir")
    _end(unit, day, into, heir=heir, decision=decision)


@transaction.atomic
def rearrange_units(
    *,
    moves: Sequence[Move],
    endings: Sequence[Ending],
    day: date,
    decision: str,
    actor: Account | None,
    at: datetime,
    again: Sequence[Move] = (),
) -> None:
    """Many changes of the tree by one decision, all or none: units move, units end, ended ones begin `again`.

    The tree is looked at once, when all is done, so a hundred branches cost little more than one. Raises Refused when
    the actor may not organise one of the units, a day can't be, or a unit that ends still has units below it.
    """
    _check_authorities(actor, {*(m.unit for m in (*moves, *again)), *(e.unit for e in endings)}, at)
    _check_authorities(actor, {*(m.parent for m in (*moves, *again)), *(u for e in endings for u in e.into)}, at)
    decision = normalise(decision)
    closing = [*(move.unit for move in moves), *(ending.unit for ending in endings)]
    current = {
        version.unit_id: version
        for version in UnitVersion.objects.select_for_update().filter(unit__in=closing, end__isnull=True)
    }
    if len(current) < len(set(closing)):
        raise Refused(gettext_noop("Có đơn vị đã kết thúc hoạt động, không đổi được nữa; tải lại trang."))
    for version in current.values():
        _check_later(version, day)
    last = {
        version.unit_id: version
        for version in UnitVersion.objects.filter(unit__in=[m.unit for m in again]).order_by("start")
    }
    if any(version.end is None or version.end > day for version in last.values()):
        raise Refused(gettext_noop("Đơn vị này còn đang hoạt động, không lập lại được; tải lại trang."))
    UnitVersion.objects.filter(pk__in=[version.pk for version in current.values()]).update(end=day)
    known = current | last
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit_id=move.unit,
            name=known[move.unit].name,
            folded_name=known[move.unit].folded_name,
            sort_key=known[move.unit].sort_key,
            kind_id=known[move.unit].kind_id,
            parent_id=move.parent,
            start=day,
            decision=decision,
        )
        for move in (*moves, *again)
    )
    Succession.objects.bulk_create(
        Succession(old_id=e.unit, new_id=new, day=day, heir=new == e.heir, decision=decision)
        for e in endings
        for new in e.into
    )
    _check_nothing_left({ending.unit for ending in endings}, {u for e in endings for u in e.into}, day)
    _tree_changed(day)


def _check_later(version: UnitVersion, day: date) -> None:
    if day <= version.start:
        raise Refused(
            gettext_noop("Ngày thay đổi phải sau {start}, ngày của lần thay đổi gần nhất của {unit}."),
            field="day",
            start=version.start.strftime("%d/%m/%Y"),
            unit=version.name,
        )


def _check_nothing_left(ended: set[int], successors: set[int], day: date) -> None:
    standing = UnitVersion.objects.filter(start__lte=day).exclude(end__lte=day)
    orphan = standing.filter(parent__in=ended).first()
    if orphan is not None:
        raise Refused(
            gettext_noop("{unit} còn trực thuộc đơn vị sẽ kết thúc; chọn nơi đơn vị ấy chuyển về."),
            unit=orphan.name,
        )
    if standing.filter(unit__in=successors).count() < len(successors):
        raise Refused(gettext_noop("Đơn vị kế thừa phải hoạt động từ ngày đó; thành lập trước."), field="into")


@transaction.atomic
def form_bloc(
    *, name: str, year: int, head: int, members: Iterable[int], deputy: int | None, actor: Account | None, at: datetime
) -> Bloc:
    """An emulation bloc for one year; the head and its deputy are members too.

    Raises Refused when the actor may not organise one of them, or the deputy is the head.
    """
    everyone = list(dict.fromkeys([head, *([deputy] if deputy else []), *members]))
    for unit in everyone:
        _check_authority(actor, unit, at)
    if deputy == head:
        raise Refused(gettext_noop("Khối trưởng và khối phó phải là hai đơn vị khác nhau."), field="deputy")
    bloc = Bloc(name=normalise(name), year=year)
    save_checked(bloc)
    for unit in everyone:
        role = BlocRole.HEAD if unit == head else BlocRole.DEPUTY if unit == deputy else BlocRole.MEMBER
        save_checked(BlocMember(bloc=bloc, unit_id=unit, role=role))
    return bloc


@transaction.atomic
def load_unit_kinds(*, kinds: Iterable[UnitKind]) -> None:
    """Take over the catalogue's kinds of units; a kind once used is renamed, never removed."""
    UnitKind.objects.bulk_create(
        kinds, update_conflicts=True, unique_fields=["code"], update_fields=["name", "name_en", "level", "start", "end"]
    )


@transaction.atomic
def import_tree(*, spans: Sequence[UnitSpan], successions: Sequence[SuccessionSpan], decision: str) -> int:
    """Take over a whole map at once; units already known by code are left as they are. Returns how many came new.

    The database's own constraints hold for every row; the first broken one stops all.
    """
    known = set(Unit.objects.values_list("code", flat=True))
    codes = [code for code in dict.fromkeys(span.unit for span in spans) if code not in known]
    if not codes:
        return 0
    check_references_at_once()
    _copy("units_unit", "code", ((code,) for code in codes))
    ids = dict(Unit.objects.values_list("code", "pk"))
    new = set(codes)
    _copy(
        "units_unitversion",
        'unit_id, name, folded_name, sort_key, kind_id, parent_id, start, "end", decision',
        (
            (
                ids[s.unit],
                normalise(s.name),
                fold(s.name),
                sort_key(s.name),
                s.kind,
                None if s.parent is None else ids[s.parent],
                s.start,
                s.end,
                decision,
            )
            for s in spans
            if s.unit in new
        ),
    )
    _copy(
        "units_succession",
        "old_id, new_id, day, heir, decision",
        ((ids[s.old], ids[s.new], s.day, s.heir, s.decision or decision) for s in successions if s.old in new),
    )
    _tell_everyone()
    return len(codes)


def _copy(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _check_authority(actor: Account | None, unit: int | None, at: datetime) -> None:
    """`actor` None is the installation itself: first start, demo, import of the map."""
    if actor is not None and (unit is None or not may_organise(actor, unit, at)):
        raise Refused(gettext_noop("Bạn chưa được giao quyền sắp xếp tổ chức ở đơn vị này."))


def _check_authorities(actor: Account | None, units: set[int], at: datetime) -> None:
    if actor is None:
        return
    # Most are reached as the tree stands today; only the few yet to begin are looked at one by one.
    for unit in units - set(units_reached(actor, Capability.ORGANISE, at)):
        _check_authority(actor, unit, at)


def _check_kind(kind: str, day: date) -> None:
    known = UnitKind.objects.filter(pk=kind).first()
    if known is None:
        raise Refused(gettext_noop("Không có loại đơn vị này; chọn một loại trong danh mục."), field="kind")
    if (known.start and day < known.start) or (known.end and day >= known.end):
        raise Refused(
            gettext_noop("Vào ngày {day}, Điều lệ không có loại “{kind}”; chọn loại khác hoặc xem lại ngày."),
            field="kind",
            day=day.strftime("%d/%m/%Y"),
            kind=known.name,
        )


def _check_parent(parent: int | None, day: date) -> None:
    if parent is not None and parent not in tree_on(day):
        raise Refused(
            gettext_noop("Đơn vị cấp trên không hoạt động vào ngày đó; xem lại ngày hoặc chọn đơn vị khác."),
            field="parent",
        )


def _open_version(unit: Unit, *, name: str, kind: str, parent: int | None, day: date, decision: str) -> None:
    name = normalise(name)
    version = UnitVersion(
        unit=unit,
        name=name,
        folded_name=fold(name),
        sort_key=sort_key(name),
        kind_id=kind,
        parent_id=parent,
        start=day,
        decision=normalise(decision),
    )
    save_checked(version)


def _current(unit: Unit, day: date) -> UnitVersion:
    current = UnitVersion.objects.select_for_update().filter(unit=unit, end__isnull=True).first()
    if current is None:
        raise Refused(gettext_noop("Đơn vị này đã kết thúc hoạt động, không đổi được nữa."))
    if day <= current.start:
        raise Refused(
            gettext_noop("Ngày thay đổi phải sau {start}, ngày của lần thay đổi gần nhất."),
            field="day",
            start=current.start.strftime("%d/%m/%Y"),
        )
    return current


def _next_version(unit: Unit, *, day: date, decision: str, name: str | None = None, parent: int | None = None) -> None:
    current = _current(unit, day)
    UnitVersion.objects.filter(pk=current.pk).update(end=day)
    _open_version(
        unit,
        name=current.name if name is None else name,
        kind=current.kind_id,
        parent=current.parent_id if parent is None else parent,
        day=day,
        decision=decision,
    )
    _tree_changed(day)


def _end(unit: Unit, day: date, successors: Sequence[Unit], *, heir: Unit | None, decision: str) -> None:
    current = _current(unit, day)
    if UnitVersion.objects.filter(parent=unit, start__lte=day).exclude(end__lte=day).exists():
        raise Refused(
            gettext_noop("Đơn vị còn các đơn vị trực thuộc; chuyển các đơn vị đó đi trước rồi mới kết thúc."),
            field="unit",
        )
    for new in successors:
        if not UnitVersion.objects.filter(unit=new, start__lte=day).exclude(end__lte=day).exists():
            raise Refused(gettext_noop("Đơn vị kế thừa phải hoạt động từ ngày đó; thành lập trước."), field="into")
    UnitVersion.objects.filter(pk=current.pk).update(end=day)
    for new in successors:
        keeps = heir is not None and new.pk == heir.pk
        save_checked(Succession(old=unit, new=new, day=day, heir=keeps, decision=normalise(decision)))
    _tree_changed(day)


def _tree_changed(since: date) -> None:
    """Tell everyone, and refuse a change that leaves no tree on some day from `since` on.

    A change dated back may be right on its own day and wrong on a later one: its new parent has ended since, or has
    moved under the unit itself. The revision's row is held until the commit, so two changes never pass each other.
    """
    _tell_everyone()
    for day in days_of_change(since):
        try:
            tree_on(day)
        except Refused as broken:
            raise Refused(
                gettext_noop(
                    "Làm vậy thì từ ngày {day} có đơn vị mất cấp trên hoặc trực thuộc vòng tròn, "
                    "vì sau ngày ghi ở đây còn những thay đổi khác. Xem lại ngày."
                ),
                field="day",
                day=day.strftime("%d/%m/%Y"),
            ) from broken


def _tell_everyone() -> None:
    TreeRevision.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
