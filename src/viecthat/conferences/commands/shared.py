"""What every command on a conference asks first, and rows in an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Case, F, Max, Value, When

from viecthat.audit.rows import save_checked
from viecthat.conferences.models import Conclusion, Conference
from viecthat.conferences.rules import may_keep_conferences
from viecthat.kernel.errors import Refused, gettext_noop

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_ROWS = 500
R = TypeVar("R", bound=models.Model)


def check_keeps(actor: Account | None, unit: int, at: datetime) -> None:
    """Refused unless the actor keeps the unit's conferences; None is the installation itself."""
    if actor is not None and not may_keep_conferences(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền tổ chức hội nghị của đơn vị này."))


def held(conference: Conference, actor: Account | None, at: datetime) -> Conference:
    """The conference's row, which nobody else changes until this transaction is over."""
    check_keeps(actor, conference.unit_id, at)
    return Conference.objects.select_for_update().get(pk=conference.pk)


def place_of(model: type[models.Model]) -> str:
    """The column that orders rows of this table."""
    return "number" if model is Conclusion else "position"


def keep_row(row: R, values: Mapping[str, Any]) -> R:
    """Write the values; a new row goes to the end of its order."""
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk is None and any(field.name in {"position", "number"} for field in row._meta.concrete_fields):
        place = place_of(type(row))
        rows = type(row)._default_manager.filter(conference=row.conference)  # type: ignore[attr-defined]
        last: int = rows.aggregate(last=Max(place))["last"] or 0
        if last >= MOST_ROWS:
            raise Refused(gettext_noop("Ghi nhiều nhất {most} dòng."), most=MOST_ROWS)
        setattr(row, place, last + 1)
    save_checked(row)
    return row


def move_row(row: models.Model, *, up: bool) -> None:
    """Change places with the neighbour before or after it; at either end it stays."""
    model, place = type(row), place_of(type(row))
    here: int = getattr(row, place)
    beside = {f"{place}__lt": here} if up else {f"{place}__gt": here}
    rows = model._default_manager.filter(conference=row.conference)  # type: ignore[attr-defined]
    other = rows.filter(**beside).order_by(f"-{place}" if up else place).first()
    if other is None:
        return
    there: int = getattr(other, place)
    # Both in one statement: no two rows of a conference may have one place, even for a moment.
    changed = Case(When(pk=row.pk, then=Value(there)), default=Value(here))
    model._default_manager.filter(pk__in=[row.pk, other.pk]).update(**{place: changed})


def drop_row(row: models.Model) -> None:
    """Take it out; those after it move up."""
    model = type(row)
    has_order = any(field.name in {"position", "number"} for field in model._meta.concrete_fields)
    rows, place = model._default_manager.filter(conference=row.conference), place_of(model)  # type: ignore[attr-defined]
    here = getattr(row, place) if has_order else 0
    row.delete()
    if has_order:
        rows.filter(**{f"{place}__gt": here}).update(**{place: F(place) - 1})
