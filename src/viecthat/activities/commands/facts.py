"""What is said of work beside what came of it: its kind's own boxes, hours, place, whom and what it served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from viecthat.activities.choices import FieldType, LinkKind
from viecthat.activities.models import Activity, ActivityProgramme, OutsidePartner
from viecthat.activities.queries.kinds import KindField, fields_of
from viecthat.activities.rules import may_take_part_in
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise, one_line
from viecthat.plans.queries.programme import ProgrammeFilter, item_shown, programmes_found

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import KindVersion

MOST_SERVED = 10
MOST_OUTSIDE = 12
_LONGEST_DETAIL = 500
_LARGEST = 10**15


@dataclass(frozen=True)
class Outside:
    """Somebody outside the organisation who did it too."""

    name: str
    gave: str = ""
    link: str = ""


@dataclass(frozen=True)
class Facts:
    """All that may be said of an activity and counts nothing. serves: (programme, item or None), ids of any version."""

    details: Mapping[str, Any] = field(default_factory=dict)
    begins: time | None = None
    ends: time | None = None
    lat: float | None = None
    lon: float | None = None
    task_served: str = ""
    need_served: str = ""
    youth_groups: Sequence[str] = ()
    challenge: str = ""
    outcome: str = ""
    outcome_words: str = ""
    part_of: int | None = None
    public: bool = False
    serves: Sequence[tuple[int, int | None]] = ()
    outside: Sequence[Outside] = ()


def write_facts(activity: Activity, facts: Facts, version: KindVersion, actor: Account, at: datetime) -> None:
    """Set what is said on the activity, not yet saved. Raises Refused for a box that can't be read."""
    activity.details = read_details(version, facts.details)
    for name in ("begins", "ends", "lat", "lon", "challenge", "outcome", "public"):
        setattr(activity, name, getattr(facts, name))
    for name in ("task_served", "need_served", "outcome_words"):
        setattr(activity, name, normalise(getattr(facts, name)))
    activity.youth_groups = list(dict.fromkeys(facts.youth_groups))
    if facts.part_of != activity.part_of_id:
        activity.part_of = _superior(activity, facts.part_of, actor, at)


def save_ties(activity: Activity, facts: Facts, actor: Account, at: datetime) -> None:
    """Write which programmes the saved activity serves, and who outside did it too; what is gone from the lists goes.

    Raises Refused for a programme that the actor may not see, or too many.
    """
    _save_served(activity, facts.serves, actor, at)
    _save_outside(activity, facts.outside)


def read_details(version: KindVersion, given: Mapping[str, Any]) -> dict[str, Any]:
    """The kind's own boxes as they are kept. Refused at `detail_<code>` for one that is missing or unreadable."""
    return {box.code: value for box in fields_of(version) if (value := _read(box, given.get(box.code))) is not None}


def _read(box: KindField, given: Any) -> Any:
    at_box = f"detail_{box.code}"
    if given is None or (isinstance(given, str) and not given.strip()):
        if box.required:
            raise Refused(gettext_noop("Ghi “{name}”."), field=at_box, name=box.name)
        return None
    match box.type:
        case FieldType.TEXT:
            return one_line(str(given), _LONGEST_DETAIL, field=at_box)
        case FieldType.CHOICE:
            if given not in box.choices:
                raise Refused(gettext_noop("Chọn một mục có trong danh sách."), field=at_box)
            return given
        case FieldType.DATE:
            return _date(given, at_box).isoformat()
        case _:
            return _number(given, at_box, whole=box.type == FieldType.MONEY)


def _date(given: Any, at_box: str) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError as wrong:
        raise Refused(gettext_noop("Ghi ngày/tháng/năm, ví dụ 25/06/2026."), field=at_box) from wrong


def _number(given: Any, at_box: str, *, whole: bool) -> int | float:
    try:
        number = Decimal(str(given))
    except InvalidOperation as wrong:
        raise Refused(gettext_noop("Ghi một số."), field=at_box) from wrong
    if not 0 <= number < _LARGEST or (whole and number != int(number)):
        raise Refused(gettext_noop("Ghi một số từ 0 trở lên."), field=at_box)
    return int(number) if number == int(number) else float(number)


def _superior(activity: Activity, pk: int | None, actor: Account, at: datetime) -> Activity | None:
    if pk is None:
        return None
    found = Activity.objects.filter(pk=pk).first()
    if found is None or not may_take_part_in(actor, found, activity.unit_id, at):
        raise Refused(gettext_noop("Hoạt động này không phải của cấp trên; chọn lại trong danh sách."), field="part_of")
    return found


def _save_served(activity: Activity, wanted: Sequence[tuple[int, int | None]], actor: Account, at: datetime) -> None:
    if len(wanted) > MOST_SERVED:
        raise Refused(
            gettext_noop("Chọn nhiều nhất {most} chương trình; việc vẫn chỉ tính một lần."),
            field="serves",
            most=MOST_SERVED,
        )
    seen = programmes_found(ProgrammeFilter(), actor, at).filter(pk__in=[pk for pk, _item in wanted]) if wanted else []
    programmes = {one.pk: one for one in seen}
    found = [item_shown(item, actor, at) for _pk, item in wanted if item is not None]
    items = {one.pk: one for one in found if one is not None and one.programme_id in programmes}
    roots: set[tuple[int, int | None]] = set()
    for programme, item in wanted:
        if programme not in programmes or (item is not None and item not in items):
            raise Refused(gettext_noop("Có chương trình không còn hoặc bạn không được xem; chọn lại."), field="serves")
        roots.add((programmes[programme].root, None if item is None else items[item].root))
    before = {(row.programme_id, row.item_id): row for row in ActivityProgramme.objects.filter(activity=activity)}
    for key in before.keys() - roots:
        before[key].delete()
    for programme, item in sorted(roots - before.keys(), key=str):
        save_checked(ActivityProgramme(activity=activity, programme_id=programme, item_id=item))


def _save_outside(activity: Activity, wanted: Sequence[Outside]) -> None:
    if len(wanted) > MOST_OUTSIDE:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} đối tác."), field="outside", most=MOST_OUTSIDE)
    named = {one_line(one.name, 200, field="outside"): one for one in wanted if one.name.strip()}
    before = {row.name: row for row in OutsidePartner.objects.filter(activity=activity)}
    for name in before.keys() - named.keys():
        before[name].delete()
    for name, one in named.items():
        row = before.get(name) or OutsidePartner(activity=activity, name=name)
        gave, link = one_line(one.gave, 300, field="outside"), one.link if one.link in LinkKind.values else ""
        if row.pk is None or (row.gave, row.link) != (gave, link):
            row.gave, row.link = gave, link
            save_checked(row)
