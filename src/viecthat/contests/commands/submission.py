"""Works: sent by members or through the public door, looked at by the organiser, withdrawn by whoever sent them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.contests.choices import ContestState, EntrantKind, RoundKind, SubmissionState
from viecthat.contests.commands.counting import count_work
from viecthat.contests.commands.shared import WHY, kept_contest, kept_file, one_at_a_time
from viecthat.contests.models import Attachment, Category, Contest, Entrant, MinutesLine, Submission
from viecthat.contests.rules import fits, takes_works
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise
from viecthat.ledger.commands.registers import take_back
from viecthat.people.queries.membership import open_members
from viecthat.people.queries.own import person_of
from viecthat.people.rules.charter import age_on, is_child

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person

MOST_FILES = 5
MOST_FROM_ONE = 20  # works of one account in one contest
LONGEST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Named:
    """One of those who made a work, as they were typed."""

    name: str
    birth_date: date | None = None
    place: str = ""
    guardian: str = ""
    guardian_phone: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What is sent: `agreed` to the use of the work, `named`: names may be published with a prize."""

    title: str
    words: str
    team: str = ""
    category: int | None = None
    contact: str = ""
    agreed: bool = False
    named: bool = False
    files: Sequence[bytes] = ()


@transaction.atomic
def send_submission(
    *, contest: Contest, work: Work, people: Sequence[Named], actor: Account | None, at: datetime
) -> Submission:
    """A work enters; the answer's `code` opens the sender's own page. Raises Refused, nothing half-written.

    A member's own file stands for the first name; who of the others is a member of the same unit, by name and birth
    date, is known by their file too. Everybody else is a name.
    """
    one_at_a_time(f"numbers of {contest.pk}")
    row = Contest.objects.get(pk=contest.pk)
    day = localdate(at)
    rounds = list(row.rounds.all())
    if not takes_works(row, rounds, day):
        raise Refused(gettext_noop("Cuộc thi không nhận bài vào hôm nay."))
    own = person_of(actor) if actor is not None else None
    if actor is None and not row.outside:
        raise Refused(gettext_noop("Cuộc thi này dành cho đoàn viên; đăng nhập rồi gửi bài."))
    if actor is not None and row.submissions.filter(sent_by=actor).count() >= MOST_FROM_ONE:
        raise Refused(gettext_noop("Một tài khoản gửi nhiều nhất {most} bài."), most=MOST_FROM_ONE)
    if not work.agreed:
        raise Refused(gettext_noop("Đọc phần quyền sử dụng tác phẩm rồi đánh dấu đồng ý."), field="agreed")
    if not normalise(work.words) and not work.files:
        raise Refused(gettext_noop("Ghi nội dung bài, hoặc gửi kèm tệp."), field="words")
    if len(work.files) > MOST_FILES:
        raise Refused(gettext_noop("Gửi nhiều nhất {most} tệp."), field="attached", most=MOST_FILES)
    if actor is None and not normalise(work.contact):
        raise Refused(gettext_noop("Ghi số điện thoại hoặc thư điện tử để ban tổ chức báo kết quả."), field="contact")
    last = max(one.last_day for one in rounds if one.kind == RoundKind.REGISTRATION)
    entrants = _entrants(row, people, own, day)
    made = Submission(
        contest=row, category=_category(row, work.category, entrants, last), number=_free_number(row),
        code=secrets.token_urlsafe(12), title=needed(work.title, 200, "title", gettext_noop("Ghi tên tác phẩm.")),
        words=work.words.strip()[: LONGEST_WORDS + 1], team=normalise(work.team)[:120],
        unit_id=own.unit_id if own is not None and own.unit_id is not None else row.unit_id,
        contact=normalise(work.contact)[:120], named=work.named, rights_at=at, sent_by=actor, sent_at=at,
    )  # fmt: skip
    if row.entrants == EntrantKind.TEAM and not made.team:
        raise Refused(gettext_noop("Ghi tên đội."), field="team")
    _check_names_hidden(row, made, entrants)
    made.folded = _folded(made, entrants)
    save_checked(made)
    for place, entrant in enumerate(entrants):
        entrant.submission, entrant.position = made, place
        save_checked(entrant)
    for place, content in enumerate(work.files):
        save_checked(Attachment(submission=made, position=place, file=kept_file(content, at, "attached")))
    return made


@transaction.atomic
def note_guardian(*, entrant: Entrant, actor: Account, at: datetime) -> None:
    """The organiser heard or read that a child's guardian agrees. Raises Refused."""
    kept_contest(entrant.submission.contest_id, actor, at, state=ContestState.OPEN)
    row = Entrant.objects.select_for_update().get(pk=entrant.pk)
    if not row.child:
        raise Refused(gettext_noop("Người này đã đủ 16 tuổi, tự quyết định được."))
    row.guardian_on = localdate(at)
    save_checked(row)


@transaction.atomic
def accept_submission(*, submission: Submission, actor: Account, at: datetime) -> None:
    """The work takes part, and is counted with those who made it. Raises Refused."""
    row = _kept(submission, actor, at)
    if row.state not in {SubmissionState.SENT, SubmissionState.REFUSED}:
        raise Refused(gettext_noop("Bài này đã nhận hoặc đã rút."))
    people = list(row.people.all())
    waiting = next((one.name for one in people if one.child and one.guardian_on is None), None)
    if waiting is not None:
        raise Refused(
            gettext_noop("{name} dưới 16 tuổi: xác nhận người giám hộ đồng ý rồi mới nhận bài."), name=waiting
        )
    count_work(row, actor, at)
    row.state, row.refused_why, row.looked_by = SubmissionState.ACCEPTED, "", actor
    save_checked(row)


@transaction.atomic
def refuse_submission(*, submission: Submission, reason: str, actor: Account, at: datetime) -> None:
    """The work does not fit the rules; its sender reads why. Raises Refused."""
    row = _kept(submission, actor, at)
    if row.state == SubmissionState.WITHDRAWN:
        raise Refused(gettext_noop("Bài này đã rút."))
    _check_not_judged(row)
    row.refused_why = needed(reason, 300, "reason", WHY)
    take_back(row.posting_id, f"Bài số {row.number} không hợp lệ", actor, at)
    row.state, row.posting, row.looked_by = SubmissionState.REFUSED, None, actor
    save_checked(row)


@transaction.atomic
def withdraw_submission(*, submission: Submission, at: datetime) -> None:
    """Whoever holds the code takes the work out, while it was not accepted yet. Raises Refused."""
    row = Submission.objects.select_for_update(of=("self",)).select_related("contest").get(pk=submission.pk)
    if row.state == SubmissionState.WITHDRAWN:
        raise Refused(gettext_noop("Bài này đã rút."))
    if row.state == SubmissionState.ACCEPTED:
        raise Refused(gettext_noop("Bài đã được nhận; báo ban tổ chức nếu muốn rút."))
    row.state, row.refused_why = SubmissionState.WITHDRAWN, ""
    save_checked(row)


def _kept(submission: Submission, actor: Account, at: datetime) -> Submission:
    kept_contest(submission.contest_id, actor, at, state=ContestState.OPEN)
    return Submission.objects.select_for_update(of=("self",)).select_related("contest").get(pk=submission.pk)


def _check_not_judged(row: Submission) -> None:
    if MinutesLine.objects.filter(submission=row).exists():
        raise Refused(gettext_noop("Bài này đã có trong biên bản một vòng nên không gạt ra được."))


def _entrants(contest: Contest, people: Sequence[Named], own: Person | None, day: date) -> list[Entrant]:
    typed = [one for one in people if normalise(one.name)]
    need = 2 if contest.entrants == EntrantKind.PAIR else 1
    if own is None and not typed:
        raise Refused(gettext_noop("Ghi họ và tên."), field="name_1")
    if len(typed) < need or (contest.entrants == EntrantKind.TEAM and len(typed) < 2):
        raise Refused(gettext_noop("Ghi đủ tên những người cùng dự thi."), field="name_2")
    if len(typed) > contest.most:
        raise Refused(gettext_noop("Một bài nhiều nhất {most} người."), field="name_1", most=contest.most)
    mates = {}
    if own is not None and own.unit_id is not None and len(typed) > 1:
        for link in open_members([own.unit_id]):
            mates[(fold(link.person.full_name), link.person.birth_date)] = link.person
    rows = []
    for n, one in enumerate(typed, start=1):
        person = own if n == 1 and own is not None else mates.get((fold(one.name), one.birth_date))
        born = person.birth_date if person is not None and person.birth_date else one.birth_date
        if born is None:
            raise Refused(gettext_noop("Ghi ngày sinh: ngày/tháng/năm."), field=f"born_{n}")
        if born > day:
            raise Refused(gettext_noop("Ngày sinh chưa tới; xem lại."), field=f"born_{n}")
        child = is_child(born, day)
        guardian, phone = normalise(one.guardian)[:120], normalise(one.guardian_phone)[:20]
        if child and not (guardian and phone):
            raise Refused(
                gettext_noop("Người dưới 16 tuổi thì ghi tên và số điện thoại cha, mẹ hoặc người giám hộ."),
                field=f"guardian_{n}",
            )
        rows.append(
            Entrant(
                person=person, name=person.full_name if person is not None else normalise(one.name)[:120],
                birth_date=born, place=normalise(one.place)[:200], child=child,
                guardian=guardian if child else "", guardian_phone=phone if child else "",
            )
        )  # fmt: skip
    return rows


def _category(contest: Contest, chosen: int | None, entrants: Sequence[Entrant], day: date) -> Category | None:
    offered = list(contest.categories.order_by("position"))
    if not offered:
        return None
    found = next((one for one in offered if one.pk == chosen), None)
    if found is None:
        raise Refused(gettext_noop("Chọn bảng dự thi."), field="category")
    for one in entrants:
        age = age_on(one.birth_date, day) if one.birth_date else None
        if not fits(found, age):
            raise Refused(
                gettext_noop("{name} không ở độ tuổi của bảng “{category}”; chọn bảng khác."),
                field="category",
                name=one.name,
                category=found.name,
            )
    return found


def _check_names_hidden(contest: Contest, made: Submission, entrants: Sequence[Entrant]) -> None:
    if not contest.anonymous:
        return
    said = f" {fold(f'{made.title} {made.words}')} "
    told = next((one.name for one in entrants if f" {fold(one.name)} " in said), None)
    if told is not None:
        raise Refused(
            gettext_noop("Bài chấm ẩn danh: bỏ tên {name} khỏi tên tác phẩm và nội dung."), field="words", name=told
        )


def _free_number(contest: Contest) -> int:
    taken = set(Submission.objects.filter(contest=contest).values_list("number", flat=True))
    span = 900 if len(taken) < 450 else 9_000 if len(taken) < 4_500 else 900_000
    while (number := 100 + secrets.randbelow(span)) in taken:
        pass
    return number


def _folded(made: Submission, entrants: Sequence[Entrant]) -> str:
    parts = [str(made.number), made.title, made.team]
    for one in entrants:
        parts += [one.name, one.place]
    return fold(" ".join(filter(None, parts)))[:1500]
