"""A bloc's flagship movement of the year, and the products its members made of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.organisation.models import BlocFlagship, BlocProduct
from viecthat.organisation.queries.bloc import members_of_bloc
from viecthat.organisation.rules.bloc import may_lead_bloc, may_speak_for
from viecthat.units.queries import bloc_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def set_flagship(*, bloc: int, movement: str, trait: str, actor: Account, at: datetime) -> BlocFlagship:
    """The one movement the bloc chose; chosen again, it takes the place of the old, which history keeps.

    Raises Refused.
    """
    leaders = [unit for unit, role in members_of_bloc(bloc) if role != "member"]
    if bloc_by_id(bloc) is None or not may_lead_bloc(actor, leaders, at):
        raise Refused(gettext_noop("Chỉ khối trưởng, khối phó ghi được mục này."))
    row = BlocFlagship.objects.filter(bloc=bloc).first() or BlocFlagship(bloc_id=bloc)
    row.movement = needed(movement, 200, "movement", gettext_noop("Ghi tên phong trào chủ lực của khối."))
    row.trait = needed(trait, 500, "trait", gettext_noop("Ghi nét riêng: khối làm khác nơi khác ở chỗ nào."))
    row.set_on = localdate(at)
    save_checked(row)
    return row


@transaction.atomic
def add_product(
    *, bloc: int, unit: int, title: str, words: str, day: date, url: str, actor: Account, at: datetime
) -> BlocProduct:
    """A member made something of the flagship movement. Raises Refused."""
    _check_speaks(bloc, unit, actor, at)
    if not BlocFlagship.objects.filter(bloc=bloc).exists():
        raise Refused(gettext_noop("Khối chưa chọn phong trào chủ lực; khối trưởng chọn trước."))
    found = bloc_by_id(bloc)
    if day > localdate(at) or (found is not None and day.year != found.year):
        raise Refused(gettext_noop("Ngày ra mắt phải trong năm thi đua và không muộn hơn hôm nay."), field="day")
    row = BlocProduct(bloc_id=bloc, unit_id=unit, day=day, url=url, recorded_by=actor)
    row.title = needed(title, 200, "title", gettext_noop("Ghi tên sản phẩm."))
    row.words = needed(words, 500, "words", gettext_noop("Ghi dùng vào đâu, kết quả ra sao."))
    save_checked(row)
    return row


@transaction.atomic
def remove_product(*, product: BlocProduct, actor: Account, at: datetime) -> None:
    """It was noted by mistake; the history keeps it. Raises Refused."""
    _check_speaks(product.bloc_id, product.unit_id, actor, at)
    product.delete()


def _check_speaks(bloc: int, unit: int, actor: Account, at: datetime) -> None:
    if unit not in {member for member, _role in members_of_bloc(bloc)}:
        raise Refused(gettext_noop("Đơn vị này không phải thành viên của khối."), field="unit")
    if not may_speak_for(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi thay cho đơn vị này."))
