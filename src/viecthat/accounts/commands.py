"""Open accounts, give and end roles."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.choices import Role
from viecthat.accounts.models import Account, RoleGrant
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise


@transaction.atomic
def open_account(*, username: str, full_name: str, password: str | None, at: datetime) -> Account:
    """A new sign-in; without a password it can't sign in until one is set.

    Raises Refused when the name is taken or not plain, or the password is weak.
    """
    account = Account(username=username.strip().lower(), full_name=normalise(full_name), opened_at=at)
    if password is not None:
        try:
            validate_password(password, account)
        except ValidationError as weak:
            raise Refused(
                gettext_noop("Mật khẩu chưa đủ mạnh: {why}"), field="password", why=weak.messages[0]
            ) from weak
    account.set_password(password)
    save_checked(account, exclude=["password"])
    return account


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: Role,
    unit_id: int,
    start: date,
    decision: str,
    actor: Account | None,
    at: datetime,
    end: date | None = None,
) -> RoleGrant:
    """Give `account` a role at a unit. `actor` None is the installation itself (first keeper, demo).

    The caller, a floor that knows the tree, has checked that `actor` may appoint there.
    Raises Refused when it ends before it starts or is held already.
    """
    if actor is not None and actor.pk == account.pk:
        raise Refused(
            gettext_noop("Không ai tự giao quyền cho chính mình; nhờ người khác có quyền giao."), field="account"
        )
    grant = RoleGrant(account=account, role=role, unit_id=unit_id, start=start, end=end, decision=normalise(decision))
    save_checked(grant)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, actor: Account, at: datetime) -> None:
    """The role is held no longer from the day of `at`; what was done under it stays."""
    day = localdate(at)
    if grant.end is not None and grant.end <= day:
        raise Refused(gettext_noop("Vai trò này đã thôi từ trước."))
    if day <= grant.start:
        raise Refused(gettext_noop("Vai trò bắt đầu hôm nay; chờ đến ngày mai rồi cho thôi."))
    RoleGrant.objects.filter(pk=grant.pk).update(end=day)


@transaction.atomic
def end_roles_at(*, units: Collection[int], at: datetime) -> list[int]:
    """Units have ended: nobody holds a role there any longer from the day of `at`; returns the ids of what ended.

    Left in force, a role at a merged unit would reach the whole of the unit that took it in. The caller has checked
    that the actor may end these units. A role that begins today or later ends after its first day.
    """
    day = localdate(at)
    held = list(RoleGrant.objects.select_for_update().filter(unit__in=list(units)).exclude(end__lte=day).order_by("pk"))
    for grant in held:
        grant.end = max(day, grant.start + timedelta(days=1))
    RoleGrant.objects.bulk_update(held, ["end"])
    return [grant.pk for grant in held]
