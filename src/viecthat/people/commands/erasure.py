"""Forgetting a person who has left: asked for, waited for, carried out by a job.

Decision numbers and the ledger's figures stay, bound to a number that says no name. What is written over here is
written over in the history tables too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from viecthat.accounts.commands import erase_account
from viecthat.accounts.queries import holds_roles
from viecthat.audit.rows import save_checked
from viecthat.files.commands import erase_files
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line, person_sort_key
from viecthat.people.choices.membership import AdmissionStep, TransferState
from viecthat.people.choices.own import ErasureState
from viecthat.people.models import (
    Admission,
    CadreRating,
    Candidate,
    Consent,
    CorrectionRequest,
    CourseAttendance,
    Erasure,
    FeeMonth,
    FeeReceipt,
    IntakeRow,
    Invitation,
    MemberAccount,
    MemberCard,
    MemberEvent,
    Membership,
    MemberYear,
    Person,
    PersonMerge,
    PersonnelLine,
    Placement,
    Post,
    Qualification,
    Secondment,
    SensitiveFacts,
    Transfer,
)
from viecthat.people.queries.own import account_of, person_of
from viecthat.people.rules.charter import is_child, setting
from viecthat.people.rules.own import may_invite

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

GONE = "(đã xoá)"


@transaction.atomic
def ask_for_erasure(*, person: int | None = None, guardian: str = "", actor: Account, at: datetime) -> Erasure:
    """Ask to be forgotten; with `person` an officer of the last unit enters a request made on paper.

    Raises Refused while the person is a member, holds a post or a role, or something about them waits.
    """
    own = person_of(actor)
    row = own if person is None else Person.objects.filter(pk=person).first()
    if row is None or (person is not None and not may_invite(actor, row.unit_id or 0, at)):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi đề nghị xoá dữ liệu của người này."))
    row = Person.objects.select_for_update().get(pk=row.pk)
    _check_left(row.pk, at)
    today = localdate(at)
    who = one_line(guardian, 120, field="guardian")
    if is_child(row.birth_date, today) and row.birth_date is not None and not who:
        raise Refused(gettext_noop("Chưa đủ 16 tuổi: ghi tên người giám hộ cùng đề nghị."), field="guardian")
    erasure = Erasure(
        person=row,
        unit_id=row.unit_id,
        asked_by=actor,
        asked_at=at,
        on_paper=person is not None,
        guardian=who,
        due_on=today + timedelta(days=setting("erasure_wait_days", today)),
    )
    save_checked(erasure)
    return erasure


@transaction.atomic
def call_off_erasure(*, erasure: Erasure, actor: Account, at: datetime) -> None:
    """The person thinks better of it, or came back. Raises Refused when it is done, or the actor may not."""
    row = Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=erasure.pk)
    own = person_of(actor)
    is_own = own is not None and own.pk == row.person_id
    if not is_own and not (row.on_paper and may_invite(actor, row.person.unit_id or 0, at)):
        raise Refused(gettext_noop("Chỉ người đề nghị, hoặc đơn vị đã nhận đơn giấy, rút lại được."))
    if row.state != ErasureState.WAITING:
        raise Refused(gettext_noop("Đề nghị này đã xong, không rút lại được nữa."))
    row.state, row.ended_at = ErasureState.CALLED_OFF, at
    save_checked(row)


def carry_out_erasures(*, at: datetime) -> int:
    """Do what is due; returns how many were forgotten. Of who has become a member again it is called off."""
    due = Erasure.objects.filter(state=ErasureState.WAITING, due_on__lte=localdate(at)).order_by("due_on", "pk")
    return sum(_carry_out(pk, at) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _carry_out(pk: int, at: datetime) -> bool:
    row = Erasure.objects.select_for_update().get(pk=pk)
    if row.state != ErasureState.WAITING:
        return False
    try:
        _check_left(row.person_id, at)
    except Refused:
        row.state, row.ended_at = ErasureState.CALLED_OFF, at
        row.save(update_fields=["state", "ended_at"])
        return False
    for person in _all_files_of(row.person_id):
        _erase(person, at)
    row.state, row.ended_at, row.guardian = ErasureState.DONE, at, ""
    row.save(update_fields=["state", "ended_at", "guardian"])
    return True


def _check_left(person: int, at: datetime) -> None:
    """Raises Refused for who is still a member, in a post, or on the way."""
    today = localdate(at)
    if Membership.objects.filter(person=person, end__isnull=True).exists():
        raise Refused(
            gettext_noop("Bạn đang là đoàn viên: sổ đoàn viên theo Điều lệ còn cần dữ liệu này. Xoá được khi đã thôi.")
        )
    if Post.objects.filter(person=person).filter(Q(end__isnull=True) | Q(end__gt=today)).exists():
        raise Refused(gettext_noop("Còn giữ chức vụ trong một cơ quan của Đoàn; thôi giữ chức vụ rồi mới xoá."))
    if Transfer.objects.filter(person=person, state=TransferState.OPEN).exists() or (
        Admission.objects.filter(person=person)
        .exclude(step__in=[AdmissionStep.ADMITTED, AdmissionStep.NOT_PASSED, AdmissionStep.CLOSED])
        .exists()
    ):
        raise Refused(gettext_noop("Còn một đơn hoặc giấy chuyển sinh hoạt chưa xong; xong rồi mới xoá."))
    link = account_of(person)
    if link is not None and holds_roles(link.account, at):
        raise Refused(gettext_noop("Tài khoản còn giữ một vai trò; thôi vai trò rồi mới xoá."))


def _all_files_of(person: int) -> list[int]:
    """The person's file, and whatever went into it as a second one of the same person."""
    files = [person]
    for one in files:
        absorbed = PersonMerge.objects.filter(kept=one, undone_at__isnull=True).order_by("pk")
        files.extend(absorbed.values_list("absorbed", flat=True))
    return files


def _erase(person: int, at: datetime) -> None:
    row = Person.objects.select_for_update().get(pk=person)
    photos = [row.photo_id, *_events("Person").filter(pgh_obj_id=person).values_list("photo_id", flat=True)]
    name = f"{GONE[:-1]}, số {person})"
    blank: dict[str, object] = {
        "full_name": name, "folded_name": fold(name), "sort_key": person_sort_key(name), "birth_date": None, "sex": "",
        "card_number": None, "phone": "", "hometown": "", "residence": "", "occupation": "", "paid": False,
        "schooling": "", "youth_group": "", "photo_id": None,
    }  # fmt: skip
    _write_over(Person, Q(pk=person), blank)
    SensitiveFacts.objects.filter(person=person).delete()
    mine = Q(person=person)
    MemberEvent.objects.filter(mine).update(note="", party_cell="")
    MemberEvent.objects.filter(mine, undone_at__isnull=False).update(undone_reason=GONE)
    FeeMonth.objects.filter(mine, undone_at__isnull=False).update(undone_reason=GONE)
    FeeReceipt.objects.filter(mine, cancelled_at__isnull=False).update(cancelled_reason=GONE)
    _write_over(Admission, mine, {"guardian": "", "guardian_consent_on": None, "introducer_name": ""})
    _write_over(Admission, mine & ~Q(closed_reason=""), {"closed_reason": GONE})
    _write_over(Transfer, mine, {"remark": GONE, "reason": "", "answer": ""})
    _write_over(Post, mine, {"destination_note": "", "title": ""})
    _write_over(Placement, Q(post__person=person), {"note": ""})
    _write_over(Secondment, mine, {"remark": "", "task": GONE})
    _write_over(Candidate, mine, {"note": ""})
    _write_over(CadreRating, mine, {"remark": ""})
    _delete(Qualification, mine)
    _write_over(CourseAttendance, mine, {"certificate": ""})
    _write_over(CourseAttendance, mine & ~Q(withdrawn_why=""), {"withdrawn_why": GONE})
    _write_over(PersonnelLine, Q(post__person=person), {"remark": "", "plan": ""})
    proofs = list(CorrectionRequest.objects.filter(mine, proof__isnull=False).values_list("proof", flat=True))
    CorrectionRequest.objects.filter(mine).delete()
    Consent.objects.filter(mine).update(guardian="")
    Invitation.objects.filter(mine).delete()
    IntakeRow.objects.filter(mine).update(cells=[], facts={}, problems=[])
    _delete(MemberCard, mine)
    _write_over(MemberYear, mine & ~Q(taken_back_why=""), {"taken_back_why": GONE})
    # What a merge remembers of both files goes too, and with it the way back.
    PersonMerge.objects.filter(Q(kept=person) | Q(absorbed=person)).update(reason=GONE, before={}, final=True)
    parted = PersonMerge.objects.filter(Q(kept=person) | Q(absorbed=person), undone_at__isnull=False)
    parted.update(undone_reason=GONE)
    accounts = list(MemberAccount.objects.filter(mine).values_list("account", flat=True))
    MemberAccount.objects.filter(mine, ended_at__isnull=True).update(ended_at=at)
    _write_over(MemberAccount, mine & ~Q(ended_reason=""), {"ended_reason": GONE})
    for account in dict.fromkeys(accounts):
        erase_account(account=account, at=at)
    for path in settings.VIECTHAT_ERASERS:
        cast(Callable[[int, list[int], datetime], None], import_string(path))(person, accounts, at)
    erase_files(ids={photo for photo in (*photos, *proofs) if photo is not None})


def _write_over(model: type[Model], rows: Q, values: Mapping[str, object]) -> None:
    """These rows, and all that the history tables say of them."""
    ids = _ids(model, rows)
    model._default_manager.filter(pk__in=ids).update(**values)
    _events(model.__name__).filter(pgh_obj_id__in=ids).update(**values)


def _delete(model: type[Model], rows: Q) -> None:
    ids = _ids(model, rows)
    model._default_manager.filter(pk__in=ids).delete()
    _events(model.__name__).filter(pgh_obj_id__in=ids).delete()


def _ids(model: type[Model], rows: Q) -> list[int]:
    return list(model._default_manager.filter(rows).values_list("pk", flat=True))


def _events(name: str) -> QuerySet[Model]:
    return apps.get_model("people", f"{name}Event")._default_manager.all()
