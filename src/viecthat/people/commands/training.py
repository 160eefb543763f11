"""The training programme "Rèn luyện đoàn viên": registered at the start of a year, reviewed by oneself, rated by the
branch; the result is the yearly rating (guidance 13-HD/TWĐTN-BTC of 20/06/2018)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import LONGEST_REASON, Line, post_entries, reverse_posting
from viecthat.ledger.queries import indicators, posting_by_id
from viecthat.people.commands.event import check_day, membership_to_change
from viecthat.people.commands.rows import Row, each_row
from viecthat.people.models import MemberYear
from viecthat.people.queries.beside import RatingNote, rating_notes
from viecthat.people.rules.charter import setting
from viecthat.people.rules.membership import may_keep_members
from viecthat.people.rules.training import MemberClass, member_classes, training_contents

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting

REGISTERED = "members_in_training"


@dataclass(frozen=True)
class Rating:
    """How the branch rates one member; `attended` of `held` activities of the year."""

    person: int
    given_class: str
    attended: int
    held: int


@transaction.atomic
def register_for_training(
    *, people: Sequence[int], year: int, contents: Sequence[str], day: date, actor: Account, at: datetime
) -> list[MemberYear]:
    """Members undertake contents for a year. Raises RowsRefused for who is no member here or registered before."""
    known = training_contents(day)
    if not contents or any(code not in known for code in contents):
        raise Refused(gettext_noop("Chọn ít nhất một nội dung rèn luyện."), field="contents")

    def register(person: int) -> MemberYear:
        membership = membership_to_change(person, actor, at)
        check_day(day, at, not_before=membership.start)
        row = MemberYear(
            person=membership.person,
            unit_id=membership.unit_id,
            year=year,
            registered_on=day,
            contents=list(contents),
            recorded_by=actor,
            recorded_at=at,
        )
        save_checked(row)
        row.registered_posting = _post(row, REGISTERED, day, actor, at)
        row.save(update_fields=["registered_posting"])
        return row

    return each_row(_some(people), register)


@transaction.atomic
def record_own_reviews(
    *, classes: Mapping[int, str], year: int, day: date, actor: Account, at: datetime
) -> list[MemberYear]:
    """How members rate themselves, by person. Raises RowsRefused for who has not registered or was rated."""
    known = member_classes(day)

    def review(person: int) -> MemberYear:
        row = _waiting(person, year, actor, at)
        check_day(day, at, not_before=row.registered_on)
        if classes[person] not in known:
            raise Refused(gettext_noop("Chọn một mức xếp loại."), field="own_class")
        row.own_class, row.own_review_on = classes[person], day
        save_checked(row)
        return row

    return each_row(_some(list(classes)), review)


@transaction.atomic
def rate_members(*, ratings: Sequence[Rating], year: int, day: date, actor: Account, at: datetime) -> list[MemberYear]:
    """The branch rates its members after their own reviews; each rating posts.

    The top class needs nine of ten activities attended, no more than its cap of those rated good or better, and what
    other registers ask (`queries.beside`).
    """
    known = member_classes(day)
    notes = rating_notes([rating.person for rating in ratings], year, day)

    def rate(rating: Rating) -> MemberYear:
        row = _waiting(rating.person, year, actor, at)
        if not row.own_class or row.own_review_on is None:
            raise Refused(gettext_noop("Đoàn viên tự nhận xét trước, rồi chi đoàn xếp loại."), field="given_class")
        check_day(day, at, not_before=row.own_review_on)
        if rating.given_class not in known:
            raise Refused(gettext_noop("Chọn một mức xếp loại."), field="given_class")
        _check_attendance(known[rating.given_class], rating, day)
        if known[rating.given_class].rank == 1:
            _check_beside(notes.get(rating.person, ()))
        row.given_class, row.reviewed_on = rating.given_class, day
        row.attended, row.held = rating.attended, rating.held
        save_checked(row)
        row.rated_posting = _post(row, known[rating.given_class].posts, day, actor, at)
        row.save(update_fields=["rated_posting"])
        return row

    made = each_row(_some(ratings), rate)
    for unit in {row.unit_id for row in made}:
        _check_cap(unit, year, known, day)
    return made


@transaction.atomic
def take_back_rating(*, year_of_member: MemberYear, reason: str, actor: Account, at: datetime) -> None:
    """A rating was wrong: its figure is reversed, and the branch may rate anew."""
    row = MemberYear.objects.select_for_update().get(pk=year_of_member.pk)
    why = one_line(reason, LONGEST_REASON, field="reason")
    if not why:
        raise Refused(gettext_noop("Ghi vì sao lấy lại để người sau hiểu."), field="reason")
    posting = posting_by_id(row.rated_posting_id) if row.rated_posting_id else None
    if posting is None or not may_keep_members(actor, row.unit_id, at):
        raise Refused(gettext_noop("Người này chưa được xếp loại, hoặc không thuộc đơn vị bạn phụ trách."))
    reverse_posting(posting=posting, reason="Lấy lại xếp loại đoàn viên", actor=actor, at=at)
    row.taken_back_why = why
    row.given_class, row.reviewed_on, row.attended, row.held, row.rated_posting = "", None, None, None, None
    save_checked(row)


def _waiting(person: int, year: int, actor: Account, at: datetime) -> MemberYear:
    row = MemberYear.objects.select_for_update().filter(person=person, year=year, given_class="").first()
    if row is None or not may_keep_members(actor, row.unit_id, at):
        raise Refused(gettext_noop("Có người chưa đăng ký rèn luyện năm này, hoặc đã được xếp loại; tải lại trang."))
    return row


def _check_attendance(given: MemberClass, rating: Rating, day: date) -> None:
    if rating.attended > rating.held or rating.attended < 0:
        raise Refused(gettext_noop("Số buổi tham gia nhiều hơn số buổi tổ chức."), field="attended")
    needed = setting("rating_top_attendance_percent", day)
    if given.rank == 1 and (rating.held == 0 or rating.attended * 100 < rating.held * needed):
        raise Refused(
            gettext_noop("Xếp loại xuất sắc cần tham gia từ {needed} phần trăm số buổi; mới {attended}/{held}."),
            field="given_class",
            needed=needed,
            attended=rating.attended,
            held=rating.held,
        )


def _check_beside(notes: Sequence[RatingNote]) -> None:
    for note in notes:
        if note.forbids and note.lacks is not None:
            raise note.lacks


def _check_cap(unit: int, year: int, known: Mapping[str, MemberClass], day: date) -> None:
    given = list(MemberYear.objects.filter(unit=unit, year=year).values_list("given_class", flat=True))
    ranks = [known[code].rank for code in given if code in known]
    top, good = sum(rank == 1 for rank in ranks), sum(rank <= 2 for rank in ranks)
    cap = setting("rating_top_cap_percent", day)
    # Rounded up: a small branch may have one.
    most = -(-good * cap // 100)
    if top > most:
        raise Refused(
            gettext_noop(
                "Xuất sắc không quá {cap} phần trăm số đạt từ tốt trở lên: nhiều nhất {most} người, đang có {top}."
            ),
            cap=cap,
            most=most,
            top=top,
        )


def _post(row: MemberYear, code: str, day: date, actor: Account, at: datetime) -> Posting | None:
    indicator = next((one.pk for one in indicators().values() if one.code == code), None)
    if indicator is None:
        return None
    line = Line(row.unit_id, indicator, day, 1, Grade.EVIDENCED, row.person_id)
    return post_entries(kind=PostingKind.REGISTER, unit=row.unit_id, lines=[line], actor=actor, at=at)


def _some(rows: Sequence[Row]) -> list[Row]:
    if not rows:
        raise Refused(gettext_noop("Chưa chọn ai; đánh dấu ít nhất một người."))
    return list(rows)
