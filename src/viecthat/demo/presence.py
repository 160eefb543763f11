"""A made-up meeting with its roll call and what a guardian said, and a draw of checks, for their pages to show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.activities.choices import AgeGroup, GroupRole
from viecthat.activities.commands.checking import draw_checks
from viecthat.activities.commands.guardian import Said, note_guardians
from viecthat.activities.commands.presence import count_group, open_roll_call, tick_present
from viecthat.activities.queries.guardian import is_minor
from viecthat.activities.queries.kinds import kinds
from viecthat.activities.queries.presence import free_roll_calls
from viecthat.demo.members import COMMUNE, VILLAGE
from viecthat.people.queries import people_by_id
from viecthat.people.queries.membership import open_members
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

_SEEN = 6
_TITLE = "Trồng cây ven hồ, buổi sáng (minh hoạ)"


@transaction.atomic
def settle_presence(at: datetime) -> bool:
    """All of it once; whether it came new."""
    today = localdate(at)
    village, commune = unit_with_code(VILLAGE, today), unit_with_code(COMMUNE, today)
    secretary, inspector = account_named("chi-doan"), account_named("kiem-tra")
    if village is None or commune is None or secretary is None or inspector is None:
        return False
    # Nothing of it is in the ledger, so no set of figures names it: it is known by its title.
    if free_roll_calls(village.id).filter(title=_TITLE).exists():
        return False
    _meet(village.id, secretary, at)
    draw_checks(
        unit=commune.id, title="Kiểm tra việc đã ghi (minh hoạ)", start=date(today.year - 1, 1, 1),
        end=today + timedelta(days=1), size=4, seed=f"{today:%Y%m%d}", actor=inspector, at=at,
    )  # fmt: skip
    return True


def _meet(village: int, secretary: Account, at: datetime) -> None:
    """A meeting that is going on, which asks for guardians; the youngest has one who agreed."""
    call = open_roll_call(
        unit=village, kind=kinds().get(code="tree_planting"), title=_TITLE,
        place="Bờ nam hồ Suối Hai", starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=2),
        guardians=True, actor=secretary, at=at,
    )  # fmt: skip
    day = localdate(at)
    people = list(people_by_id([member.person_id for member in open_members([village])]).values())
    young = [one.pk for one in people if is_minor(one, day)]
    grown = [one.pk for one in people if not is_minor(one, day)]
    if young:
        said = Said("Phụ huynh minh hoạ", "statement", day)
        note_guardians(work=call, people=young[:1], said=said, actor=secretary, at=at)
    tick_present(roll_call=call, people=[*young[:1], *grown[:_SEEN]], actor=secretary, at=at)
    for role, name, count, age in (
        (GroupRole.BENEFICIARIES, "hộ thôn Đô Trám", 40, ""),
        (GroupRole.GUESTS, "em thiếu nhi trong thôn", 12, AgeGroup.CHILDREN),
    ):
        count_group(roll_call=call, role=role, name=name, count=count, age_group=age, actor=secretary, at=at)
