"""Open accounts, give and end roles, set a new password, slow down who tries doors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from axes.utils import reset as forget_attempts
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.timezone import localdate

from viecthat.accounts.choices import Role
from viecthat.accounts.models import Account, DoorTry, RoleGrant
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
        _check_strength(password, account)
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
def change_password(*, account: Account, old: str, new: str, at: datetime) -> None:
    """The holder sets a new password; every other session of theirs ends. Raises Refused."""
    row = Account.objects.select_for_update().get(pk=account.pk)
    if not row.check_password(old):
        raise Refused(gettext_noop("Mật khẩu đang dùng chưa đúng."), field="old")
    _check_strength(new, row, field="new")
    row.set_password(new)
    row.save(update_fields=["password"])


@transaction.atomic
def close_account(*, account: Account, at: datetime) -> None:
    """An account that never held a role signs in no more. Raises Refused for one that did."""
    if RoleGrant.objects.filter(account=account).exists():
        raise Refused(gettext_noop("Tài khoản này đã được giao vai trò; cho thôi vai trò trước."))
    row = Account.objects.select_for_update().get(pk=account.pk)
    row.is_active = False
    row.set_unusable_password()
    row.save(update_fields=["is_active", "password"])


@transaction.atomic
def erase_account(*, account: int, at: datetime) -> None:
    """Nothing is left of an account but its number: name, sign-in, password, tries at the door, and their history."""
    row = Account.objects.select_for_update().get(pk=account)
    forget_attempts(username=row.username)
    row.username, row.full_name, row.is_active = f"da-xoa-{account}", f"Tài khoản đã xoá, số {account}", False
    row.set_unusable_password()
    row.save()
    past = apps.get_model("accounts", "AccountEvent")._default_manager.filter(pgh_obj_id=account)
    past.update(username=row.username, full_name=row.full_name)


def _check_strength(password: str, account: Account, *, field: str = "password") -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused(gettext_noop("Mật khẩu chưa đủ mạnh: {why}"), field=field, why=weak.messages[0]) from weak


@dataclass(frozen=True)
class Door:
    """A page where a secret is tried without signing in: so many wrong tries in so many minutes from one place."""

    code: str
    most: int
    minutes: int


_KEPT = timedelta(days=1)


def check_door(*, door: Door, visitor: str, at: datetime) -> None:
    """Raises Refused for who tried in vain too often; `visitor` is from `queries.visitor_of`."""
    since = at - timedelta(minutes=door.minutes)
    if DoorTry.objects.filter(door=door.code, visitor=visitor, at__gt=since).count() >= door.most:
        raise Refused(
            gettext_noop("Thử sai quá nhiều lần từ đây; chờ {minutes} phút rồi thử lại."), minutes=door.minutes
        )


def note_try(*, door: Door, visitor: str, at: datetime) -> None:
    """Note a wrong try; call it outside the transaction that was refused, or it is forgotten with it."""
    DoorTry.objects.filter(at__lt=at - _KEPT).delete()
    DoorTry.objects.create(door=door.code, visitor=visitor, at=at)


@transaction.atomic
def spend_once(*, door: Door, secret: str, at: datetime) -> bool:
    """Whether the secret was not spent at this door yet; now it is. Of two requests at the same moment one is told so.

    Call it outside of the command's transaction: what is refused there has spent the secret all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{door.code} {secret}"])
    since = at - timedelta(minutes=door.minutes)
    if DoorTry.objects.filter(door=door.code, visitor=secret, at__gt=since).exists():
        return False
    note_try(door=door, visitor=secret, at=at)
    return True


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
