"""What a member allows, and takes back; of a child the branch confirms the guardian's word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.people.models import Consent
from viecthat.people.queries.own import person_of
from viecthat.people.rules.charter import is_child
from viecthat.people.rules.consent import consent_kinds
from viecthat.people.rules.own import may_invite

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person


@transaction.atomic
def give_consent(*, code: str, guardian: str = "", actor: Account, at: datetime) -> Consent:
    """The member behind `actor` allows this; of a child it waits for the guardian's word. Raises Refused."""
    person = _person(actor)
    today = localdate(at)
    if code not in consent_kinds(today):
        raise Refused(gettext_noop("Không có mục đồng ý này."))
    child = is_child(person.birth_date, today)
    name = one_line(guardian, 120, field="guardian") if child else ""
    if child and not name:
        raise Refused(gettext_noop("Chưa đủ 16 tuổi: ghi tên người giám hộ cùng đồng ý."), field="guardian")
    row = Consent(person=person, code=code, given_at=at, given_by=actor, child=child, guardian=name)
    save_checked(row)
    return row


@transaction.atomic
def withdraw_consent(*, code: str, actor: Account, at: datetime) -> None:
    """The member allows it no longer, from this moment on. Raises Refused when they did not."""
    person = _person(actor)
    row = Consent.objects.select_for_update().filter(person=person, code=code, withdrawn_at__isnull=True).first()
    if row is None:
        raise Refused(gettext_noop("Bạn chưa đồng ý điều này, nên không có gì để rút."))
    row.withdrawn_at = at
    save_checked(row)


@transaction.atomic
def confirm_guardian(*, consent: Consent, actor: Account, at: datetime) -> None:
    """The branch has seen that the guardian agrees too. Raises Refused."""
    row = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)
    if not may_invite(actor, row.person.unit_id or 0, at) or row.given_by_id == actor.pk:
        raise Refused(gettext_noop("Bạn chưa được giao quyền xác nhận cho đoàn viên này."))
    if row.withdrawn_at is not None or row.confirmed_at is not None or not row.child:
        raise Refused(gettext_noop("Mục này đã được xác nhận hoặc đã rút lại."))
    row.confirmed_at, row.confirmed_by = at, actor
    save_checked(row)


def _person(actor: Account) -> Person:
    person = person_of(actor)
    if person is None:
        raise Refused(gettext_noop("Tài khoản này chưa gắn với hồ sơ đoàn viên nào."))
    return person
