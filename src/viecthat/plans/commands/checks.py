"""What several commands ask before they write."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.rules import may_adopt_target, may_keep_directive, may_keep_directives, may_make_programmes

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.models import Directive

_NUMBERS = 7_301  # ours among the advisory locks of the database


def check_planner(actor: Account | None, unit: int, at: datetime) -> None:
    """`actor` None is the installation itself: catalogue, demo."""
    if actor is not None and not may_adopt_target(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giao chỉ tiêu ở đơn vị này."))


def check_programmer(actor: Account | None, unit: int, at: datetime) -> None:
    """Refused unless `actor` may make the unit's programmes."""
    if actor is not None and not may_make_programmes(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền lập chương trình, kế hoạch của đơn vị này."))


def check_keeper(actor: Account | None, unit: int, at: datetime) -> None:
    """Refused unless `actor` may keep the unit's register of documents."""
    if actor is not None and not may_keep_directives(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị này."))


def check_keeper_of(actor: Account | None, directive: Directive, at: datetime) -> None:
    """Refused unless `actor` may change this document's record."""
    if actor is not None and not may_keep_directive(actor, directive, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền giữ sổ văn bản của đơn vị này."))


def one_at_a_time(unit: int) -> None:
    """Whoever else takes a number in this unit's books waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBERS, unit])
