"""What the pages of support share: the places to go, records in reach, one form that gives one command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from viecthat.accounts.choices import Capability
from viecthat.plans.pages.of_units import Registers
from viecthat.plans.pages.shared import Reader, Words, private_change_page, reader_of, sent
from viecthat.support.queries.record import partners_of
from viecthat.support.rules import may_keep_support, may_see_support
from viecthat.units.queries.scope import UnitScope, units_where

if TYPE_CHECKING:
    pass


POSTED = ["GET", "HEAD", "POST"]

__all__ = [
    "POSTED",
    "Reader",
    "Words",
    "actions",
    "form_page",
    "in_reach",
    "links",
    "partner_choices",
    "reader_of",
    "sent",
    "trail_of",
    "unit_kept_or_404",
    "units_of_people",
    "warning_of_fraud",
]


_REGISTERS = Registers("support", may_keep_support, may_see_support)
actions, unit_kept_or_404, in_reach = _REGISTERS.actions, _REGISTERS.unit_kept_or_404, _REGISTERS.in_reach


def links() -> tuple[tuple[str, str], ...]:
    """The registers beside one another."""
    return (
        (_("Tổng hợp"), reverse("support:home")),
        (_("Ca tư vấn"), reverse("support:cases")),
        (_("Buổi tư vấn"), reverse("support:sessions")),
        (_("Giới thiệu việc làm"), reverse("support:placements")),
        (_("Đối tác"), reverse("support:partners")),
        (_("Tổ vay vốn"), reverse("support:groups")),
        (_("Khởi nghiệp"), reverse("support:projects")),
        (_("Công nhân"), reverse("support:cares")),
    )


def units_of_people(reader: Reader) -> UnitScope:
    """Units whose people the reader may name."""
    return units_where(reader.actor, Capability.FILES, reader.at)


def partner_choices(unit: int) -> list[tuple[str, str]]:
    """Partners of the unit to choose from."""
    return [(str(one.pk), f"{one.name} ({one.get_kind_display()})") for one in partners_of(unit)]


def warning_of_fraud() -> str:
    """What stands wherever somebody is advised on going abroad."""
    return _(
        "Cảnh báo lừa đảo: chỉ đi qua doanh nghiệp có giấy phép (tra cứu ở Cục Quản lý lao động ngoài nước); không nộp"
        " tiền cho môi giới cá nhân, không giữ hộ giấy tờ gốc, không tin “việc nhẹ lương cao”. Đoàn tư vấn miễn phí."
    )


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Where in the floor a page stands."""
    return [(_("Hỗ trợ thanh niên"), reverse("support:home")), *steps]


form_page = partial(private_change_page, template="units/register_change.html")
