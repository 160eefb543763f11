"""What is open at a commune, for the floor of the organisation below."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q

from viecthat.kernel.errors import gettext_noop
from viecthat.organisation.queries.effects import Held
from viecthat.residence.choices import OPEN_LETTERS, RegistrationState
from viecthat.residence.models import Registration


def open_work_of(units: Collection[int]) -> list[Held]:
    """Letters that wait at these communes, and members who take part in them or their branches. One query."""
    here = Q(commune__in=list(units)) | Q(branch__in=list(units))
    counts = Registration.objects.filter(here).aggregate(
        letters=Count("pk", filter=Q(state__in=OPEN_LETTERS)),
        stays=Count("pk", filter=Q(state=RegistrationState.REGISTERED)),
    )
    return [
        Held(gettext_noop("Giấy giới thiệu nơi cư trú chờ trả lời: chuyển sang đơn vị nhận"), counts["letters"]),
        Held(gettext_noop("Đoàn viên đang sinh hoạt nơi cư trú: theo sang đơn vị nhận"), counts["stays"]),
    ]
