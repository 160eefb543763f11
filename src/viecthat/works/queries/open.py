"""What units have under way, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet, Value

from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held
from viecthat.works.choices import HOUSE_UNDER_WAY, WORK_UNDER_WAY
from viecthat.works.models import CharityHouse, ReliefDrive, YouthWork

_WORDS = (
    gettext_noop("Công trình, phần việc đang làm: theo sang đơn vị nhận"),
    gettext_noop("Nhà nhân ái đang dựng: theo sang đơn vị nhận"),
    gettext_noop("Đợt cứu trợ đang mở: theo sang đơn vị nhận"),
)


def open_work_of(units: Collection[int]) -> list[Held]:
    """Works not recognised, houses not handed over, drives not closed. One query."""
    ids = list(units)
    works = YouthWork.objects.filter(unit__in=ids, state__in=WORK_UNDER_WAY)
    houses = CharityHouse.objects.filter(unit__in=ids, state__in=HOUSE_UNDER_WAY)
    drives = ReliefDrive.objects.filter(unit__in=ids, closed_on__isnull=True)
    counts = dict(_counted(works, 0).union(_counted(houses, 1), _counted(drives, 2), all=True))
    return [Held(words, counts.get(place, 0)) for place, words in enumerate(_WORDS)]


def _counted(rows: QuerySet[Any], place: int) -> QuerySet[Any, Any]:
    return rows.order_by().annotate(nth=Value(place)).values_list("nth").annotate(n=Count("pk"))
