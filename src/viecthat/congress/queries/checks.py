"""A congress set against the charter and the guidance: each rule a sentence, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from viecthat.catalogue.posts import age_limit
from viecthat.congress.choices import (
    AFTER,
    CONSENTS,
    NO_POST,
    CongressForm,
    DelegateBasis,
    ElectedTo,
    StepKind,
    Verdict,
    VoteForm,
)
from viecthat.congress.models import Ballot, Candidate, Congress, Delegate
from viecthat.congress.queries.ballot import Result, ballots_of
from viecthat.congress.queries.congress import before
from viecthat.congress.queries.delegate import doubtful, quotas_of
from viecthat.congress.rules import CongressRule, is_not_asked, rule_of, rule_on
from viecthat.kernel.numbers import roman
from viecthat.people.queries.membership import members_during
from viecthat.people.queries.traits import Traits, traits_of
from viecthat.people.rules.charter import age_on
from viecthat.people.rules.post import first_day_over
from viecthat.units.queries import UnitRow, kinds as unit_kinds, subtree_of, units_by_id

BASE_LEVEL = 4


@dataclass(frozen=True)
class Check:
    """What a rule says of this congress: `kept`, broken, or (None) not to be told yet."""

    matter: str
    sentence: str
    kept: bool | None
    article: str = ""


def checks_of(congress: Congress, today: date) -> list[Check]:
    """Every rule, in the order in which a congress is prepared."""
    unit = units_by_id([congress.unit_id], today)[congress.unit_id]
    day = congress.held_on or congress.planned_on
    delegates = list(Delegate.objects.filter(congress=congress, struck_why="", substitute=False))
    return [
        *_on_number(congress),
        *_on_form(congress, unit, delegates, day, today),
        *_on_steps(congress, day, today),
        *_on_delegates(congress, delegates, day, today),
        *_on_quorum(congress, delegates, day, today),
        *_on_ballots(congress, unit, day),
    ]


def checks_of_ballot(ballot: Ballot, today: date) -> list[Check]:
    """Only those about this election, not about another of the same name."""
    congress = ballot.congress
    unit = units_by_id([congress.unit_id], today)[congress.unit_id]
    return list(_on_ballots(congress, unit, congress.held_on or congress.planned_on, only=ballot))


def _on_number(congress: Congress) -> Iterator[Check]:
    last = before(congress)
    if last is None:
        yield Check(
            _("Lần thứ"),
            _("Trong sổ chưa có đại hội trước; đại hội lần thứ {n} là số đơn vị tự ghi.").format(n=congress.roman),
            None,
        )
        return
    follows = congress.ordinal == last.ordinal + 1
    words = (
        _("Lần thứ {n} sau lần thứ {before}.") if follows else _("Lần thứ {n}, mà đại hội trước là lần thứ {before}.")
    )
    yield Check(_("Lần thứ"), words.format(n=congress.roman, before=roman(last.ordinal)), follows)
    joined = congress.first_year == last.last_year
    words = (
        _("Nhiệm kỳ {term} nối nhiệm kỳ trước {before}.")
        if joined
        else _("Nhiệm kỳ {term} không nối với nhiệm kỳ trước {before}.")
    )
    yield Check(_("Nhiệm kỳ"), words.format(term=congress.term, before=last.term), joined)


def _on_form(congress: Congress, unit: UnitRow, delegates: list[Delegate], day: date, today: date) -> Iterator[Check]:
    rule = rule_on("all_members_below", congress.line, day)
    level = unit_kinds()[unit.kind].level
    if rule is not None and level >= BASE_LEVEL:
        members = len(members_during(subtree_of(congress.unit_id, today), today))
        whole = congress.form == CongressForm.MEMBERS
        words = _("{n} đoàn viên; ngưỡng họp đại biểu là {value}: {form}.").format(
            n=members, value=rule.value, form=congress.get_form_display()
        )
        yield Check(_("Hình thức"), words, whole == (members < rule.value) if members else None, rule.article)
    fewest = rule_on("fewest_delegates", congress.line, day)
    if fewest is not None and level == BASE_LEVEL and congress.form == CongressForm.DELEGATES:
        n = congress.seats or len(delegates)
        words = _("{n} đại biểu triệu tập, ít nhất phải {value}.").format(n=n, value=fewest.value)
        yield Check(_("Số đại biểu"), words, n >= fewest.value if n else None, fewest.article)


def _on_steps(congress: Congress, day: date, today: date) -> Iterator[Check]:
    steps = {step.kind: step for step in congress.steps.all()}
    done = [steps[kind] for kind in StepKind if kind in steps]
    wrong = next(((a, b) for a, b in pairwise(done) if b.day < a.day), None)
    if wrong is not None:
        words = _("“{later}” làm trước “{first}”.").format(
            first=wrong[0].get_kind_display(), later=wrong[1].get_kind_display()
        )
        yield Check(_("Trình tự"), words, kept=False)
    elif done:
        yield Check(_("Trình tự"), _("{n} bước đã làm đúng thứ tự.").format(n=len(done)), kept=True)
    for kind in CONSENTS:
        rule, step = rule_of(congress, kind, day), steps.get(kind)
        if rule is None:
            if is_not_asked(congress, kind):
                words = _("Đại hội này không cần bước này.")
                yield Check(str(kind.label), words, None, rule_words(congress))
            continue
        agreed = step is not None and step.verdict in (Verdict.AGREED, Verdict.AGREED_WITH)
        words = (
            f"{step.body}: {step.get_verdict_display()}."
            if step is not None
            else _("Chưa có ý kiến: {what}.").format(what=str(kind.label).lower())
        )
        yield Check(str(kind.label), words, agreed if step is not None or congress.held_on else None, rule.article)
    rule, sent = rule_on("dossier_days", congress.line, day), steps.get(StepKind.DOSSIER)
    if rule is not None:
        if sent is not None:
            days = (day - sent.day).days
            words = _("Gửi trước ngày họp {days} ngày, ít nhất phải {value}.").format(days=days, value=rule.value)
            yield Check(_("Hồ sơ gửi cấp trên"), words, days >= rule.value, rule.article)
        else:
            by = day - timedelta(days=rule.value)
            words = _("Chưa gửi; muộn nhất là ngày {day}.").format(day=f"{by:%d/%m/%Y}")
            yield Check(_("Hồ sơ gửi cấp trên"), words, False if by < today else None, rule.article)
    if congress.held_on is not None:
        missing = [str(kind.label) for kind in StepKind if kind not in AFTER and kind not in steps]
        if missing:
            words = _("Chưa ghi: {steps}.").format(steps="; ".join(missing))
            yield Check(_("Các bước trước đại hội"), words, kept=False)


def rule_words(congress: Congress) -> str:
    """By what the presidium set rules of its own."""
    return _("Đoàn chủ tịch đặt: {words}").format(words=congress.rules_words)


def _on_delegates(congress: Congress, delegates: list[Delegate], day: date, today: date) -> Iterator[Check]:
    if congress.form != CongressForm.DELEGATES or not delegates:
        return
    rule = rule_on("appointed_share", congress.line, day)
    appointed = sum(one.basis == DelegateBasis.APPOINTED for one in delegates)
    if rule is not None:
        words = _("{n} chỉ định trong {whole} đại biểu, nhiều nhất {most}%.").format(
            n=appointed, whole=len(delegates), most=100 * rule.n // rule.of
        )
        yield Check(_("Đại biểu chỉ định"), words, not rule.passed_by(appointed, len(delegates)), rule.article)
    quotas = quotas_of(congress, today)
    if quotas:
        over = [one for one in quotas if one.elected > one.quota.seats]
        missing = sum(one.missing for one in quotas)
        if over:
            names = "; ".join(one.unit.name for one in over)
            yield Check(_("Phân bổ đại biểu"), _("Bầu quá số phân bổ: {units}.").format(units=names), kept=False)
        elif missing:
            words = _("Còn thiếu {n} đại biểu của {units} đơn vị.").format(
                n=missing, units=sum(one.missing > 0 for one in quotas)
            )
            yield Check(_("Phân bổ đại biểu"), words, False if congress.held_on else None)
        else:
            yield Check(_("Phân bổ đại biểu"), _("Mọi đơn vị đã bầu đủ số phân bổ."), kept=True)
    if congress.seats:
        words = _("Danh sách có {n} đại biểu, định triệu tập {seats}.").format(n=len(delegates), seats=congress.seats)
        missing_yet = congress.held_on is None and len(delegates) < congress.seats
        yield Check(_("Tổng số đại biểu"), words, None if missing_yet else len(delegates) == congress.seats)
    asked = doubtful(congress, today)
    words = (
        _("{n} đại biểu cần xem lại tư cách.").format(n=len(asked))
        if asked
        else _("Không đại biểu nào cần xem lại tư cách.")
    )
    yield Check(_("Tư cách đại biểu"), words, not asked)


def _on_quorum(congress: Congress, delegates: list[Delegate], day: date, today: date) -> Iterator[Check]:
    rule = rule_of(congress, "quorum", day)
    if rule is None or (congress.held_on is None and day > today):
        return
    called = congress.called if congress.called is not None else len(delegates)
    there = congress.present if congress.present is not None else sum(one.came_at is not None for one in delegates)
    if called:
        words = _("Có mặt {n} trong {whole} người được triệu tập; cần {part}/{of}.").format(
            n=there, whole=called, part=rule.n, of=rule.of
        )
        yield Check(_("Đủ người họp"), words, rule.reached_by(there, called), rule.article)


def _on_ballots(congress: Congress, unit: UnitRow, day: date, only: Ballot | None = None) -> Iterator[Check]:
    ballots = [row for row in ballots_of(congress) if only is None or row[0] == only]
    people = {one.person_id for _ballot, rows, _result in ballots for one in rows}
    traits = traits_of(people, day) if people else {}
    for ballot, rows, result in ballots:
        title = _("Bầu {what}").format(what=ballot.get_to_display())
        secret = rule_on("secret_ballot", congress.line, day)
        if secret is not None and ballot.to != ElectedTo.BOARD:
            yield Check(
                title, f"{ballot.get_vote_display().capitalize()}.", ballot.vote == VoteForm.SECRET, secret.article
            )
        if ballot.surplus:
            words = _("{n} người trong danh sách, bầu {seats}, số dư ít nhất {surplus}.").format(
                n=len(rows), seats=ballot.seats, surplus=ballot.surplus
            )
            yield Check(title, words, len(rows) - ballot.seats >= ballot.surplus if rows else None)
        yield from _on_list(title, ballot, rows, result, traits)
        yield from _on_ages(title, ballot, rows, unit, day)
        yield from _on_papers(title, ballot, congress)
        yield from _on_result(title, ballot, result)


def _on_papers(title: str, ballot: Ballot, congress: Congress) -> Iterator[Check]:
    # Known when the congress was held; whoever went home before a later election took no paper, so fewer are right.
    if ballot.issued is None or congress.present is None:
        return
    words = _("Phát ra {n} phiếu cho {present} người có mặt.").format(n=ballot.issued, present=congress.present)
    yield Check(title, words, ballot.issued <= congress.present)


def _on_list(
    title: str, ballot: Ballot, rows: list[Candidate], result: Result, traits: dict[int, Traits]
) -> Iterator[Check]:
    looked, who = (result.elected, _("trúng cử")) if ballot.counted_at else (rows, _("trong danh sách"))
    if not looked:
        return
    for share, trait, value, name in (
        (ballot.women, "sex", "female", _("nữ")),
        (ballot.minorities, "minority", True, _("người dân tộc thiểu số")),
    ):
        if share is None:
            continue
        count = sum(getattr(traits.get(one.person_id), trait, None) == value for one in looked)
        words = _("{n} {group} trong {whole} người {who}; đề án cần ít nhất {share}%.").format(
            n=count, group=name, whole=len(looked), who=who, share=share
        )
        yield Check(title, words, 100 * count >= share * len(looked))


def _on_ages(title: str, ballot: Ballot, rows: list[Candidate], unit: UnitRow, day: date) -> Iterator[Check]:
    limit = None if ballot.to in NO_POST else age_limit(ballot.to, unit.kind, day)
    if limit is None or not rows:
        return
    over = []
    for one in rows:
        most = limit.holds if one.incumbent or limit.first is None else limit.first
        born = one.person.birth_date
        if most is not None and born is not None and day >= first_day_over(born, most):
            over.append(
                _("{name} {age} tuổi (không quá {most})").format(
                    name=one.person.full_name, age=age_on(born, day), most=most
                )
            )
    words = "; ".join(over) + "." if over else _("Mọi người trong danh sách đúng độ tuổi.")
    yield Check(title, words, not over, limit.article)


def _on_result(title: str, ballot: Ballot, result: Result) -> Iterator[Check]:
    if ballot.counted_at is None:
        return
    rule: CongressRule | None = result.rule
    article = rule.article if rule is not None else ""
    if result.tied:
        names = ", ".join(one.person.full_name for one in result.tied)
        yield Check(
            title,
            _("Bằng phiếu ở chỗ cuối: {names}; đại hội bầu lại giữa những người này.").format(names=names),
            False,
            article,
        )
    words = _("{n} người quá một nửa số phiếu hợp lệ, cần bầu {seats}.")
    if rule is not None and (rule.n, rule.of) != (1, 2):
        words = _("{n} người quá {part}/{of} số phiếu hợp lệ, cần bầu {seats}.")
    part, of = (rule.n, rule.of) if rule is not None else (1, 2)
    words = words.format(n=len(result.elected), seats=ballot.seats, part=part, of=of)
    yield Check(title, words, result.vacant == 0, article)
