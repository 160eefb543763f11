"""Who is too young for a piece of work, and whose guardian must have said yes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from viecthat.activities.choices import Minors
from viecthat.activities.queries.guardian import asks_guardians, is_minor
from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from viecthat.activities.models import KindVersion
    from viecthat.people.models import Person


def check_minors(
    version: KindVersion | None,
    people: Iterable[Person],
    day: date,
    *,
    asked: bool = False,
    consented: Collection[int] = (),
) -> None:
    """Raise Refused when one of them is under eighteen on the day and the work is not for them, or no guardian of
    theirs is among those who `consented` (ids of persons).
    """
    if version is None:
        return
    young = sorted((one.full_name, one.pk) for one in people if is_minor(one, day))
    if young and version.minors == Minors.NO:
        raise Refused(
            gettext_noop("Việc này chỉ dành cho người đủ 18 tuổi; {name} chưa đủ tuổi vào ngày đó."),
            field="people",
            name=young[0][0],
        )
    without = [name for name, pk in young if pk not in consented]
    if without and asks_guardians(version, asked=asked):
        raise Refused(
            gettext_noop(
                "{name} chưa đủ 18 tuổi: việc này cần cha mẹ đồng ý trước. Người giữ buổi ghi ý kiến của cha mẹ ở mục"
                " “Cha mẹ đồng ý”, rồi làm lại."
            ),
            field="people",
            name=without[0],
        )
