"""A member's own sign-in: invited by the branch with a one-time code, opened by the member, taken off again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from viecthat.accounts.commands import Door, check_door, close_account, note_try, open_account
from viecthat.accounts.queries import ever_held_roles
from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.choices.file import AccessKind
from viecthat.people.commands.event import check_day, membership_to_change
from viecthat.people.commands.file import note_access
from viecthat.people.commands.rows import each_row
from viecthat.people.models import Invitation, MemberAccount, Person
from viecthat.people.rules.charter import is_child, setting
from viecthat.people.rules.own import may_invite

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

DOOR = Door("invitation", most=10, minutes=15)
MOST_WRONG = 5  # wrong birth dates with a right code: somebody found the slip
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those taken for others: 32, so that ten say 50 bits
_LENGTH = 10


@dataclass(frozen=True)
class Invited:
    """Who is to be invited; of a child, the guardian who agreed."""

    person: int
    guardian: str = ""


@dataclass(frozen=True)
class Slip:
    """An invitation as it is handed over. The code is in no table: it is seen this once."""

    person: Person
    code: str
    expires_at: datetime


class WrongCode(Refused):
    """The code or the birth date is wrong, or the code is used up; which of them is not told."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("Mã hoặc ngày sinh chưa đúng, hoặc mã đã dùng, đã hết hạn. Hỏi bí thư chi đoàn một mã mới."),
            field="code",
        )


@transaction.atomic
def issue_invitations(
    *, invited: Sequence[Invited], guardians_agreed_on: date | None, actor: Account, at: datetime
) -> list[Slip]:
    """A code for each member; a code given before and not used is good no more. Raises RowsRefused."""
    if not invited:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    today = localdate(at)
    expires_at = at + timedelta(days=setting("invitation_days", today))

    def issue(one: Invited) -> Slip:
        membership = membership_to_change(one.person, actor, at)
        person = membership.person
        if not may_invite(actor, membership.unit_id, at):
            raise Refused(gettext_noop("Bạn chưa được giao quyền mở phần hạn chế, nên chưa mời được đoàn viên."))
        if person.birth_date is None:
            raise Refused(gettext_noop("Hồ sơ chưa có ngày sinh; ghi ngày sinh rồi mới phát mã."))
        if MemberAccount.objects.filter(person=person, ended_at__isnull=True).exists():
            raise Refused(gettext_noop("Người này đã có tài khoản của mình."))
        guardian, agreed = "", None
        if is_child(person.birth_date, today):
            guardian, agreed = one_line(one.guardian, 120), guardians_agreed_on
            if not guardian or agreed is None:
                raise Refused(gettext_noop("Chưa đủ 16 tuổi: ghi tên người giám hộ và ngày họ đồng ý."))
            check_day(agreed, at, field="guardians_agreed_on")
        Invitation.objects.filter(person=person, used_at__isnull=True, withdrawn_at__isnull=True).update(
            withdrawn_at=at
        )
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        row = Invitation(
            person=person,
            digest=_digest(code),
            guardian=guardian,
            guardian_agreed_on=agreed,
            issued_by=actor,
            issued_at=at,
            expires_at=expires_at,
        )
        save_checked(row)
        return Slip(person, f"{code[:5]}-{code[5:]}", expires_at)

    slips = each_row(list(dict.fromkeys(invited)), issue)
    note_access(
        people=[slip.person.pk for slip in slips],
        kind=AccessKind.PRINTED,
        detail=gettext_noop("phiếu mời mở tài khoản"),
        actor=actor,
        at=at,
    )
    return slips


def redeem_invitation(
    *,
    code: str,
    birth_date: date,
    username: str = "",
    password: str = "",
    account: Account | None,
    visitor: str,
    at: datetime,
) -> Account:
    """The member opens a sign-in of their own, or ties the `account` they are signed in with to their file.

    Raises WrongCode, or Refused for a door tried too often, a name that is taken, a weak password.
    """
    check_door(door=DOOR, visitor=visitor, at=at)
    try:
        return _redeem(code, birth_date, username, password, account, at)
    except WrongCode:
        note_try(door=DOOR, visitor=visitor, at=at)
        Invitation.objects.filter(digest=_digest(_plain(code))).update(wrong_tries=F("wrong_tries") + 1)
        raise


@transaction.atomic
def _redeem(
    code: str, birth_date: date, username: str, password: str, account: Account | None, at: datetime
) -> Account:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("person")
    row = found.filter(digest=_digest(_plain(code)), used_at__isnull=True, withdrawn_at__isnull=True).first()
    if row is None or row.expires_at <= at or row.wrong_tries >= MOST_WRONG or row.person.birth_date != birth_date:
        raise WrongCode
    if account is not None and account.pk == row.issued_by_id:
        raise Refused(gettext_noop("Không ai tự dùng mã do mình phát; nhờ Đoàn cấp trên phát mã cho bạn."))
    opened_here = account is None
    if account is None:
        account = open_account(username=username, full_name=row.person.full_name, password=password, at=at)
    link = MemberAccount(person=row.person, account=account, since=at, opened_here=opened_here)
    save_checked(link)
    row.used_at = at
    row.save(update_fields=["used_at"])
    return account


@transaction.atomic
def take_account_off(*, person: int, reason: str, actor: Account, at: datetime) -> None:
    """The member lost their sign-in, or somebody else holds it: it opens their file no more.

    An account opened by the invitation that never held a role is closed. Raises Refused.
    """
    membership = membership_to_change(person, actor, at)
    if not may_invite(actor, membership.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền gỡ tài khoản của đoàn viên."))
    why = one_line(reason, 300, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao gỡ để người sau hiểu."), field="reason")
    found = MemberAccount.objects.select_for_update(of=("self",)).select_related("account")
    link = found.filter(person=person, ended_at__isnull=True).first()
    if link is None:
        raise Refused(gettext_noop("Người này chưa có tài khoản của mình."))
    link.ended_at, link.ended_by, link.ended_reason = at, actor, why
    save_checked(link)
    if link.opened_here and not ever_held_roles(link.account):
        close_account(account=link.account, at=at)
    note_access(people=[person], kind=AccessKind.CHANGED, detail=gettext_noop("gỡ tài khoản"), actor=actor, at=at)


def _plain(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code.upper()[:60])


def _digest(code: str) -> str:
    return salted_hmac("viecthat.invitation", code, algorithm="sha256").hexdigest()
