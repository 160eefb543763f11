"""Contests: written, opened, cancelled; their rounds, categories, criteria, prizes and jurors."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.accounts.queries import account_named
from viecthat.audit.rows import save_checked
from viecthat.contests.choices import ContestState, EntrantKind, RoundKind
from viecthat.contests.commands.shared import WHY, check_may_keep, kept_contest, kept_file
from viecthat.contests.models import (
    Award,
    Category,
    Contest,
    Criterion,
    Juror,
    Minutes,
    Prize,
    Recusal,
    Round,
    Score,
    VoteCode,
)
from viecthat.contests.rules import JUDGED_BY_JURY, judged_by, may_keep_contests
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise
from viecthat.kernel.numbers import parse_whole
from viecthat.ledger.commands import LONGEST_REASON, reverse_postings

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_LINES = 30
_FACTS = ("edition", "year", "rules", "rights", "entrants", "most", "outside", "anonymous")


@transaction.atomic
def write_contest(
    *, unit: int, facts: Mapping[str, Any], rules_file: bytes = b"", actor: Account | None, at: datetime
) -> Contest:
    """A contest as a draft, with its categories, criteria and prizes from plain lines. Raises Refused.

    facts: title, edition, year, organisers, partner, rules, rights, entrants, most, outside, anonymous, and the lines
    of `categories`, `criteria`, `prizes`.
    """
    check_may_keep(actor, unit, at)
    row = Contest(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(row, facts, rules_file, at)
    return row


@transaction.atomic
def correct_contest(
    *, contest: Contest, facts: Mapping[str, Any], rules_file: bytes = b"", actor: Account, at: datetime
) -> Contest:
    """A draft is written anew. Raises Refused."""
    row = kept_contest(contest.pk, actor, at, state=ContestState.DRAFT)
    for part in (row.categories, row.criteria, row.prizes):
        part.all().delete()
    _fill(row, facts, rules_file, at)
    return row


@transaction.atomic
def keep_round(
    *, contest: Contest, facts: Mapping[str, Any], round_: Round | None = None, actor: Account | None, at: datetime
) -> Round:
    """A new round, or one put right: a draft's wholly; an open contest's days and name, until it has minutes.

    facts: kind, name, stage, start, last_day, passing, sent_from, sent_until, quiz (its number). Raises Refused.
    """
    held = kept_contest(contest.pk, actor, at)
    if held.state not in {ContestState.DRAFT, ContestState.OPEN}:
        raise Refused(gettext_noop("Cuộc thi này đang không diễn ra."))
    row = Round(contest=held) if round_ is None else Round.objects.select_for_update().get(pk=round_.pk, contest=held)
    if row.pk and Minutes.objects.filter(round=row).exists():
        raise Refused(gettext_noop("Vòng này đã có biên bản; lập biên bản đính chính nếu cần sửa kết quả."))
    begun = row.pk is not None and (row.scores.exists() or row.votes.exists())
    if begun and (facts["kind"], facts["stage"], facts.get("quiz")) != (row.kind, row.stage, row.quiz_id):
        raise Refused(gettext_noop("Vòng này đã có điểm hoặc lượt bình chọn; chỉ đổi được tên và ngày."), field="kind")
    row.name = needed(facts["name"], 120, "name", gettext_noop("Ghi tên vòng."))
    for name in ("kind", "stage", "start", "last_day", "passing", "sent_from", "sent_until"):
        setattr(row, name, facts.get(name))
    row.quiz_id = facts.get("quiz")
    save_checked(row)
    return row


@transaction.atomic
def drop_round(*, round_: Round, actor: Account, at: datetime) -> None:
    """A round of a draft that will not be held. Raises Refused."""
    held = kept_contest(round_.contest_id, actor, at, state=ContestState.DRAFT)
    Round.objects.filter(pk=round_.pk, contest=held).delete()


@transaction.atomic
def add_juror(
    *, contest: Contest, username: str, unit: int | None, title: str = "", actor: Account | None, at: datetime
) -> Juror:
    """Somebody with an account is asked to judge; `unit` is the one they come from. Raises Refused.

    Where works are judged without names, nobody who may read the names is a juror.
    """
    held = kept_contest(contest.pk, actor, at)
    if held.state not in {ContestState.DRAFT, ContestState.OPEN}:
        raise Refused(gettext_noop("Cuộc thi này đang không diễn ra."))
    account = account_named(username)
    if account is None or not account.is_active:
        raise Refused(gettext_noop("Không có tài khoản nào tên “{name}”."), field="username", name=username[:60])
    if held.anonymous and may_keep_contests(account, held.unit_id, at):
        raise Refused(
            gettext_noop("{name} giữ cuộc thi này, biết ai gửi bài nào, nên không chấm ẩn danh được; mời người khác."),
            field="username",
            name=account.full_name,
        )
    row = Juror(contest=held, account=account, unit_id=unit, title=normalise(title)[:200])
    save_checked(row)
    return row


@transaction.atomic
def name_chair(*, juror: Juror, actor: Account, at: datetime) -> None:
    """This juror chairs the jury from now on, in place of who did; earlier minutes keep theirs. Raises Refused."""
    held = kept_contest(juror.contest_id, actor, at)
    if held.state not in {ContestState.DRAFT, ContestState.OPEN}:
        raise Refused(gettext_noop("Cuộc thi này đang không diễn ra."))
    for row in Juror.objects.filter(contest=held, chair=True).exclude(pk=juror.pk):
        row.chair = False
        save_checked(row)
    row = Juror.objects.select_for_update().get(pk=juror.pk)
    row.chair = True
    save_checked(row)


@transaction.atomic
def drop_juror(*, juror: Juror, actor: Account, at: datetime) -> None:
    """A juror who has not marked anything is asked no longer. Raises Refused."""
    kept_contest(juror.contest_id, actor, at)
    if Score.objects.filter(juror=juror).exists():
        raise Refused(gettext_noop("Giám khảo này đã chấm; điểm đã cho thì giữ lại."))
    if Minutes.objects.filter(chair=juror).exists():
        raise Refused(gettext_noop("Giám khảo này đứng tên trưởng ban trong biên bản nên giữ lại."))
    Recusal.objects.filter(juror=juror).delete()
    juror.delete()


@transaction.atomic
def open_contest(*, contest: Contest, actor: Account | None, at: datetime) -> None:
    """Everybody may read it and, on the days of registration, enter. Raises Refused with what is still missing."""
    row = kept_contest(contest.pk, actor, at, state=ContestState.DRAFT)
    rounds = list(row.rounds.all())
    if not any(one.kind == RoundKind.REGISTRATION for one in rounds):
        raise Refused(gettext_noop("Thêm vòng nhận bài trước khi mở."))
    judged = [one for one in rounds if judged_by(one)]
    if not judged:
        raise Refused(gettext_noop("Thêm ít nhất một vòng chấm hoặc bình chọn trước khi mở."))
    if any(judged_by(one) == JUDGED_BY_JURY for one in judged) and not row.criteria.exists():
        raise Refused(gettext_noop("Có vòng do giám khảo chấm mà chưa có tiêu chí; ghi tiêu chí trước khi mở."))
    if max(one.last_day for one in rounds if one.kind == RoundKind.REGISTRATION) < localdate(at):
        raise Refused(gettext_noop("Ngày nhận bài cuối cùng đã qua; sửa ngày rồi mở."))
    row.state = ContestState.OPEN
    save_checked(row)


@transaction.atomic
def cancel_contest(*, contest: Contest, reason: str, actor: Account, at: datetime) -> None:
    """It will not be held; what was sent is counted no longer, prizes are taken back. Raises Refused."""
    row = kept_contest(contest.pk, actor, at)
    if row.state not in {ContestState.DRAFT, ContestState.OPEN}:
        raise Refused(gettext_noop("Cuộc thi đã công bố kết quả hoặc đã huỷ."))
    row.state, row.cancelled_why = ContestState.CANCELLED, needed(reason, 300, "reason", WHY)
    save_checked(row)
    sent, given = row.submissions.exclude(posting=None), Award.objects.filter(prize__contest=row, taken_back_why="")
    counted = {*sent.values_list("posting", flat=True), *given.values_list("posting", flat=True)} - {None}
    if counted:
        told = f"Huỷ cuộc thi “{row.title}”"[:LONGEST_REASON]
        reverse_postings(postings=[pk for pk in counted if pk is not None], reason=told, actor=actor, at=at)
    sent.update(posting=None)
    given.update(posting=None, taken_back_why=row.cancelled_why)


@transaction.atomic
def make_vote_codes(*, round_: Round, count: int, actor: Account, at: datetime) -> list[str]:
    """Codes for people without an account, one vote each. Returns the new ones. Raises Refused."""
    kept_contest(round_.contest_id, actor, at, state=ContestState.OPEN)
    if round_.kind != RoundKind.VOTE:
        raise Refused(gettext_noop("Chỉ vòng bình chọn mới có mã."))
    if not 1 <= count <= 1000:
        raise Refused(gettext_noop("Làm từ 1 đến 1.000 mã một lần."), field="count")
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    codes = ["".join(secrets.choice(letters) for _ in range(9)) for _ in range(count)]
    VoteCode.objects.bulk_create([VoteCode(round=round_, code=code, made_at=at) for code in codes])
    return codes


def _fill(row: Contest, facts: Mapping[str, Any], rules_file: bytes, at: datetime) -> None:
    row.title = needed(facts["title"], 200, "title", gettext_noop("Ghi tên cuộc thi."))
    row.organisers = needed(facts["organisers"], 200, "organisers", gettext_noop("Ghi ban tổ chức."))
    row.partner = normalise(facts.get("partner") or "")[:200]
    row.folded = fold(f"{row.title} {row.organisers} {row.partner}")[:420]
    for name in _FACTS:
        setattr(row, name, facts.get(name))
    row.most = {EntrantKind.SINGLE.value: 1, EntrantKind.PAIR.value: 2}.get(row.entrants, facts.get("most") or 0)
    row.outside, row.anonymous = bool(facts.get("outside")), bool(facts.get("anonymous"))
    if rules_file:
        row.rules_file = kept_file(rules_file, at, "rules_file")
    save_checked(row)
    for place, (name, youngest, oldest) in enumerate(_lines(facts.get("categories", ""), 3, "categories")):
        ages = {"youngest": _age(youngest), "oldest": _age(oldest)}
        _save_line(Category(contest=row, position=place, name=name, **ages), "categories")
    for place, (name, weight) in enumerate(_lines(facts.get("criteria", ""), 2, "criteria")):
        weighs = _whole(weight or "1", "criteria")
        _save_line(Criterion(contest=row, position=place, name=name, weight=weighs), "criteria")
    for place, (name, count, amount) in enumerate(_lines(facts.get("prizes", ""), 3, "prizes")):
        some = _whole(count or "1", "prizes")
        worth = _whole(amount or "0", "prizes")
        _save_line(Prize(contest=row, position=place, name=name, count=some, amount=worth), "prizes")


def _lines(text: str, parts: int, field: str) -> list[list[str]]:
    """Lines of up to `parts` parts between semicolons; what is missing is empty. Raises Refused."""
    found = []
    for line in filter(None, map(normalise, (text or "").splitlines())):
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) > parts or not cells[0]:
            raise Refused(
                gettext_noop("Dòng “{line}” chưa đúng: ghi tên, rồi các số, cách nhau bằng dấu chấm phẩy."),
                field=field,
                line=line[:60],
            )
        found.append([*cells, *[""] * (parts - len(cells))])
    if len(found) > MOST_LINES:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} dòng."), field=field, most=MOST_LINES)
    return found


def _age(text: str) -> int | None:
    return _whole(text, "categories") if text else None


def _whole(text: str, field: str) -> int:
    try:
        number = parse_whole(text)
    except Refused as wrong:
        raise Refused(gettext_noop("“{text}” không phải số; xem lại dòng đó."), field=field, text=text[:40]) from wrong
    if not 0 <= number <= 100_000_000_000:
        raise Refused(gettext_noop("“{text}” không phải số; xem lại dòng đó."), field=field, text=text[:40])
    return number


def _save_line(row: Any, field: str) -> None:
    try:
        save_checked(row)
    except Refused as wrong:
        raise Refused(gettext_noop("Dòng “{name}”: {why}"), field=field, name=row.name[:60], why=str(wrong)) from wrong
