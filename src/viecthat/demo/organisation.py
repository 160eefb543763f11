"""A made-up proposal to found a branch together and two ratings that wait, so that these pages have something to show.

Nothing of it is decided, so nothing of it stands in the ledger.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.demo.members import COMMUNE, SCHOOL, VILLAGE
from viecthat.demo.tree import unit_code
from viecthat.organisation.commands.founding import propose_founding
from viecthat.organisation.commands.rating import Said, propose_rating
from viecthat.organisation.queries.founding import proposals_seen
from viecthat.organisation.queries.rating import rating_of
from viecthat.organisation.rules.standing import BRANCH, criteria
from viecthat.units.queries import unit_with_code

_NEIGHBOUR = unit_code("09619")
_SAYS = "Số minh hoạ: chi đoàn tự chấm theo sổ họp và biên bản cuối năm"


@transaction.atomic
def settle_organisation(at: datetime) -> int:
    """The proposal and the ratings of last year unless they are there; returns how many came new."""
    today = localdate(at)
    city, commune, branch = (account_named(name) for name in ("thanh-doan", "tan-linh", "chi-doan"))
    host, neighbour = unit_with_code(COMMUNE, today), unit_with_code(_NEIGHBOUR, today)
    if city is None or commune is None or branch is None or host is None or proposals_seen(commune, at).exists():
        return 0
    new = 0
    if neighbour is not None:
        propose_founding(
            proposer=neighbour.id, host=host.id, name="Chi đoàn tòa nhà Hồ Suối Hai (minh hoạ)",
            kind="apartment_branch", place="Toà nhà minh hoạ, đường ven hồ",
            reason="Minh hoạ: 12 đoàn viên của đơn vị thuê nhà ở đây, chưa có nơi sinh hoạt", actor=city, at=at,
        )  # fmt: skip
        new += 1
    year = today.year - 1
    for code, actor, points in ((VILLAGE, branch, Decimal("0.8")), (SCHOOL, commune, Decimal("0.9"))):
        unit = unit_with_code(code, today)
        if unit is None or unit.start > date(year, 12, 31) or rating_of(unit.id, year) is not None:
            continue
        said = {
            one.code: Said((one.points * points).quantize(Decimal("0.5")), _SAYS)
            for one in criteria(BRANCH, year).values()
            if not one.computed
        }
        propose_rating(
            unit=unit.id, year=year, proposed_class="good", said=said, note="Dữ liệu minh hoạ", actor=actor, at=at
        )
        new += 1
    return new
