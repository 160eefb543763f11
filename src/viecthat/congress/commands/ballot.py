"""Elections: the scheme, the list of candidates, the ballots as counted, and the elected entering their posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.catalogue.posts import post_kinds
from viecthat.congress.choices import NO_POST, OF_LINE, CongressLine, DelegateBasis, ElectedTo, VoteForm
from viecthat.congress.commands.delegate import DelegateFacts, add_delegate
from viecthat.congress.commands.shared import add_last, kept
from viecthat.congress.models import Ballot, Candidate, Congress
from viecthat.congress.queries.ballot import candidates_twice, result_of
from viecthat.congress.rules import rule_on
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.people.choices.post import Basis
from viecthat.people.commands.body import form_body
from viecthat.people.commands.post import give_post
from viecthat.people.queries.post import body_on, members_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_CANDIDATES = 300


@dataclass(frozen=True)
class BallotFacts:
    """What is elected, how, how many, and what the scheme asks of the list."""

    to: str
    seats: int
    vote: str = VoteForm.SECRET
    surplus: int = 0
    women: int | None = None
    minorities: int | None = None


@dataclass(frozen=True)
class Count:
    """The ballots as the counting board found them; `votes` by the id of the candidate."""

    board: str
    issued: int
    collected: int
    valid: int
    invalid: int
    votes: Mapping[int, int]


@transaction.atomic
def prepare_ballot(*, congress: Congress, facts: BallotFacts, actor: Account | None, at: datetime) -> Ballot:
    """An election is planned: the number and the make-up that the scheme asks for. Raises Refused."""
    row = kept(congress, actor, at)
    if facts.to not in OF_LINE[CongressLine(row.line)] | NO_POST:
        raise Refused(gettext_noop("Đại hội này không bầu cơ quan ấy."), field="to")
    _check_vote(row, facts)
    if facts.to == ElectedTo.DELEGATES and row.within_id is None:
        raise Refused(
            gettext_noop("Chọn đại hội cấp trên ở trang của đại hội trước, rồi bầu đại biểu đi dự."), field="to"
        )
    ballot = Ballot(
        congress=row,
        to=facts.to,
        vote=facts.vote,
        seats=facts.seats,
        surplus=facts.surplus,
        women=facts.women,
        minorities=facts.minorities,
    )
    return add_last(ballot, Ballot.objects.filter(congress=row))


@transaction.atomic
def correct_ballot(*, ballot: Ballot, facts: BallotFacts, actor: Account, at: datetime) -> Ballot:
    """The scheme asks for another number or make-up. Raises Refused once the list is settled."""
    row = _open(ballot, actor, at)
    if facts.to != row.to:
        raise Refused(gettext_noop("Bầu cơ quan khác là cuộc bầu khác; bỏ cuộc này rồi thêm cuộc kia."), field="to")
    _check_vote(row.congress, facts)
    row.vote, row.seats, row.surplus = facts.vote, facts.seats, facts.surplus
    row.women, row.minorities = facts.women, facts.minorities
    save_checked(row)
    return row


@transaction.atomic
def add_candidate(
    *, ballot: Ballot, person: int, self_named: bool = False, actor: Account | None, at: datetime
) -> Candidate:
    """Somebody stands. Who holds the post now stands again (`incumbent`). Raises Refused."""
    row = _open(ballot, actor, at)
    if row.candidates.count() >= MOST_CANDIDATES:
        raise Refused(gettext_noop("Danh sách bầu ghi nhiều nhất {most} người."), most=MOST_CANDIDATES)
    held = row.to not in NO_POST and person in members_on(row.congress.unit_id, [row.to], localdate(at))
    candidate = Candidate(ballot=row, person_id=person, incumbent=held, self_named=self_named)
    return add_last(candidate, row.candidates.all())


@transaction.atomic
def drop_candidate(*, candidate: Candidate, actor: Account, at: datetime) -> None:
    """Somebody stands no longer; the history keeps that they did."""
    _open(candidate.ballot, actor, at)
    candidate.delete()


@transaction.atomic
def settle_list(*, ballot: Ballot, actor: Account | None, at: datetime) -> Ballot:
    """The congress agreed on the list: from now on ballots are printed with it. Raises Refused."""
    row = _open(ballot, actor, at)
    standing = row.candidates.count()
    if standing < row.seats + row.surplus:
        raise Refused(
            gettext_noop("Cần bầu {seats}, số dư ít nhất {surplus}: danh sách phải có {all} người, mới có {n}."),
            seats=row.seats,
            surplus=row.surplus,
            all=row.seats + row.surplus,
            n=standing,
        )
    if twice := candidates_twice(row):
        raise Refused(
            gettext_noop("{name} đứng hai lần trong danh sách (hồ sơ đã nhập); rút một dòng rồi chốt."),
            name=twice[0].person.full_name,
        )
    row.settled_on = localdate(at)
    save_checked(row)
    return row


@transaction.atomic
def reopen_list(*, ballot: Ballot, actor: Account, at: datetime) -> Ballot:
    """The list was settled too soon: somebody joins or leaves it still. Raises Refused once ballots were counted."""
    kept(ballot.congress, actor, at)
    row = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if row.settled_on is None:
        raise Refused(gettext_noop("Danh sách bầu này chưa chốt."))
    if row.counted_at is not None:
        raise Refused(gettext_noop("Đã kiểm phiếu theo danh sách này; không mở lại được."))
    row.settled_on = None
    save_checked(row)
    return row


@transaction.atomic
def count_ballots(*, ballot: Ballot, count: Count, actor: Account | None, at: datetime) -> Ballot:
    """The counting board's sums; counted again they are put right until the elected enter their posts.

    The database itself refuses ballots that don't add up and more votes than ballots. Raises Refused.
    """
    kept(ballot.congress, actor, at)
    row = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if row.settled_on is None:
        raise Refused(gettext_noop("Chốt danh sách bầu trước khi kiểm phiếu."))
    if row.installed_on is not None:
        raise Refused(gettext_noop("Kết quả đã vào sổ chức vụ; không sửa được số phiếu nữa."))
    row.board = needed(count.board, 500, "board", gettext_noop("Ghi ban kiểm phiếu: họ tên từng người."))
    if count.collected > count.issued:
        raise Refused(
            gettext_noop("Thu về {back} phiếu, nhiều hơn số phát ra {out}; đếm lại."),
            field="collected",
            back=count.collected,
            out=count.issued,
        )
    if count.valid + count.invalid != count.collected:
        raise Refused(
            gettext_noop("Hợp lệ {valid} cộng không hợp lệ {invalid} phải bằng số thu về {back}; đếm lại."),
            field="valid",
            valid=count.valid,
            invalid=count.invalid,
            back=count.collected,
        )
    candidates = list(row.candidates.select_related("person"))
    for one in candidates:
        votes = count.votes.get(one.pk)
        if votes is None or votes > count.valid:
            raise Refused(
                gettext_noop("{name}: số phiếu phải từ 0 đến {valid} phiếu hợp lệ."),
                field=f"votes_{one.pk}",
                name=one.person.full_name,
                valid=count.valid,
            )
        one.votes = votes
    total = sum(one.votes or 0 for one in candidates)
    if total > count.valid * row.seats:
        raise Refused(
            gettext_noop(
                "Cộng mọi người được {total} phiếu, quá {most} ({valid} phiếu hợp lệ, mỗi phiếu {seats} người)."
            ),
            field="valid",
            total=total,
            most=count.valid * row.seats,
            valid=count.valid,
            seats=row.seats,
        )
    # Old votes might not fit new ballots while they are written one after another.
    row.candidates.update(votes=None)
    row.issued, row.collected, row.valid, row.invalid = count.issued, count.collected, count.valid, count.invalid
    row.counted_by, row.counted_at = actor, at
    save_checked(row)
    try:
        Candidate.objects.bulk_update(candidates, ["votes"])
    except IntegrityError as wrong:  # pragma: no cover - the checks above say it in words first
        raise Refused(gettext_noop("Số phiếu không khớp; đếm lại.")) from wrong
    return row


@transaction.atomic
def install_elected(*, congress: Congress, decision: str, actor: Account, at: datetime) -> list[Candidate]:
    """Everybody elected enters the post for the new term, in one step, by the decision that recognises the election.

    Bodies of the new term begin on the day of the congress, those before end then. Delegates elected to the congress
    above enter its list. Returns whom it took in. Raises Refused.
    """
    row = kept(congress, actor, at)
    if row.held_on is None:
        raise Refused(gettext_noop("Đại hội chưa họp; ghi “đã họp” trước rồi mới vào sổ chức vụ."))
    ballots = [
        one for one in row.ballots.all() if one.counted_at and not one.installed_on and one.to != ElectedTo.BOARD
    ]
    if not ballots:
        raise Refused(gettext_noop("Chưa có kết quả kiểm phiếu nào chờ vào sổ chức vụ."))
    taken: list[Candidate] = []
    formed: set[str] = set()
    for ballot in ballots:
        elected = result_of(ballot, row).elected
        if ballot.to == ElectedTo.DELEGATES:
            _send(ballot, row, elected, actor, at)
        else:
            body = post_kinds()[ballot.to].body
            if body not in formed:
                _form(row, body, ballot, decision, actor, at)
                formed.add(body)
            for one in elected:
                if one.person_id not in members_on(row.unit_id, [ballot.to], row.held_on):
                    give_post(
                        unit=row.unit_id,
                        kind=ballot.to,
                        person=one.person_id,
                        start=row.held_on,
                        basis=Basis.ELECTED,
                        decision=decision,
                        actor=actor,
                        at=at,
                    )
        ballot.installed_on = localdate(at)
        save_checked(ballot)
        taken += elected
    return taken


def _form(row: Congress, body: str, ballot: Ballot, decision: str, actor: Account, at: datetime) -> None:
    assert row.held_on is not None  # noqa: S101 - for the type checker: looked at above
    now = body_on(row.unit_id, body, row.held_on)
    if now is not None and now.start == row.held_on:
        return
    whole = post_kinds()[ballot.to].member
    form_body(
        unit=row.unit_id,
        kind=body,
        start=row.held_on,
        decision=decision,
        term=f"{row.roman}, {row.term}"[:40],
        seats=ballot.seats if whole else None,
        actor=actor,
        at=at,
    )


def _send(ballot: Ballot, row: Congress, elected: list[Candidate], actor: Account, at: datetime) -> None:
    above = row.within
    if above is None:
        raise Refused(gettext_noop("Đại hội này chưa nối với đại hội cấp trên; sửa trang đại hội rồi làm lại."))
    for one in elected:
        facts = DelegateFacts(DelegateBasis.ELECTED, one.person_id, row.unit_id)
        add_delegate(congress=above, facts=facts, actor=None, at=at)


def _open(ballot: Ballot, actor: Account | None, at: datetime) -> Ballot:
    kept(ballot.congress, actor, at)
    row = Ballot.objects.select_related("congress").select_for_update(of=("self",)).get(pk=ballot.pk)
    if row.settled_on is not None:
        raise Refused(gettext_noop("Danh sách bầu đã chốt, không thêm bớt được nữa."))
    return row


def _check_vote(row: Congress, facts: BallotFacts) -> None:
    rule = rule_on("secret_ballot", row.line, row.planned_on)
    if rule is not None and facts.vote != VoteForm.SECRET and facts.to != ElectedTo.BOARD:
        raise Refused(
            gettext_noop("Bầu {what} phải bằng phiếu kín. {article}."),
            field="vote",
            what=ElectedTo(facts.to).label,
            article=rule.article_vi,
        )
