"""What units have under way, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection

from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held
from viecthat.works.choices import HouseState, WorkState
from viecthat.works.models import CharityHouse, ReliefDrive, YouthWork

_UNDER_WAY = (WorkState.PROPOSED, WorkState.RETURNED, WorkState.RUNNING)


def open_work_of(units: Collection[int]) -> list[Held]:
    """Works not recognised, houses not handed over, drives not closed. Three queries."""
    ids = list(units)
    works = YouthWork.objects.filter(unit__in=ids, state__in=_UNDER_WAY).count()
    houses = CharityHouse.objects.filter(unit__in=ids, state__in=[HouseState.PLANNED, HouseState.BUILDING]).count()
    drives = ReliefDrive.objects.filter(unit__in=ids, closed_on__isnull=True).count()
    return [
        Held(gettext_noop("Công trình, phần việc đang làm: đứng ở đơn vị cũ, đơn vị nhận làm tiếp"), works),
        Held(gettext_noop("Nhà nhân ái đang dựng: đứng ở đơn vị cũ, đơn vị nhận làm tiếp"), houses),
        Held(gettext_noop("Đợt cứu trợ đang mở: kết thúc trước khi sắp xếp"), drives),
    ]
