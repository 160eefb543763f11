"""A congress is opened, prepared step by step, held, and passes its resolution."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.congress.choices import AFTER, CONSENTS, CongressForm, CongressLine, StepKind, Verdict
from viecthat.congress.commands.shared import check_keeps, file_values, kept
from viecthat.congress.models import Congress, Delegate, Stage, Step
from viecthat.congress.queries.delegate import standing_twice
from viecthat.congress.rules import rule_of, rule_on
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.kernel.periods import Period
from viecthat.ledger.commands.registers import check_done, post_counted
from viecthat.people.rules.charter import years_later
from viecthat.plans.choices import TermLine
from viecthat.plans.commands import open_term
from viecthat.plans.commands.directive import Entered, SentFile, enter_directive
from viecthat.plans.queries.term import terms_of
from viecthat.units.queries import kinds as unit_kinds

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

HELD = {CongressLine.UNION: "congresses_held", CongressLine.FEDERATION: "federation_congresses_held"}


@dataclass(frozen=True)
class CongressFacts:
    """Which congress it is, for which years, when and where it is to be held."""

    line: str
    form: str
    name: str
    ordinal: int
    first_year: int
    last_year: int
    planned_on: date
    place: str = ""
    theme: str = ""
    matters: str = ""
    seats: int | None = None
    within: int | None = None


@dataclass(frozen=True)
class OwnRules:
    """What a presidium set: shares n of …, which consents are not asked, and by what."""

    quorum_n: int | None = None
    quorum_of: int | None = None
    elected_n: int | None = None
    elected_of: int | None = None
    no_party_consent: bool = False
    no_superior_consent: bool = False
    rules_words: str = ""


@transaction.atomic
def open_congress(*, unit: int, facts: CongressFacts, actor: Account | None, at: datetime) -> Congress:
    """A congress enters the register. Raises Refused."""
    check_keeps(actor, unit, at)
    row = Congress(unit_id=unit, opened_by=actor, opened_at=at)
    return _filled(row, facts)


@transaction.atomic
def correct_congress(*, congress: Congress, facts: CongressFacts, actor: Account | None, at: datetime) -> Congress:
    """Another name, number, day; of one that was held the line stays. Raises Refused."""
    row = kept(congress, actor, at)
    if row.held_on is not None and facts.line != row.line:
        raise Refused(gettext_noop("Đại hội đã họp thì không đổi được là đại hội của Đoàn hay Hội."), field="line")
    return _filled(row, facts)


@transaction.atomic
def set_rules(*, congress: Congress, rules: OwnRules, actor: Account | None, at: datetime) -> Congress:
    """What the presidium sets where the charter's article could not be checked. Raises Refused once it was held."""
    row = kept(congress, actor, at)
    if row.held_on is not None:
        raise Refused(gettext_noop("Đại hội đã họp; quy định của đại hội không sửa được nữa."))
    for name, value in asdict(rules).items():
        setattr(row, name, value)
    row.rules_words = one_line(rules.rules_words, 300, field="rules_words")
    if rules != OwnRules(rules_words=rules.rules_words) and not row.rules_words:
        raise Refused(
            gettext_noop("Ghi căn cứ: điều nào của Điều lệ, hướng dẫn, hay biên bản nào."), field="rules_words"
        )
    save_checked(row)
    return row


@transaction.atomic
def plan_stage(*, congress: Congress, kind: str, start: date, due: date, actor: Account, at: datetime) -> Stage:
    """Units of a kind below hold theirs between these days. Raises Refused."""
    row = kept(congress, actor, at)
    if kind not in unit_kinds():
        raise Refused(gettext_noop("Chọn loại đơn vị trong danh sách."), field="kind")
    stage = Stage(congress=row, kind=kind, start=start, due=due)
    save_checked(stage)
    return stage


@transaction.atomic
def drop_stage(*, stage: Stage, actor: Account, at: datetime) -> None:
    """The time set for a kind of units is taken back."""
    kept(stage.congress, actor, at)
    stage.delete()


@transaction.atomic
def record_step(
    *,
    congress: Congress,
    kind: str,
    day: date,
    body: str = "",
    number: str = "",
    verdict: str = "",
    words: str = "",
    file: SentFile | None = None,
    actor: Account | None,
    at: datetime,
) -> Step:
    """A step was done; written again it is put right, its file kept unless another one comes. Raises Refused."""
    row = kept(congress, actor, at)
    if kind not in StepKind.values:
        raise Refused(gettext_noop("Chọn bước trong danh sách."), field="kind")
    check_done(day, at)
    if kind in AFTER and (row.held_on is None or day < row.held_on):
        raise Refused(gettext_noop("Bước này làm sau khi đại hội họp; xem lại ngày."), field="day")
    if kind not in AFTER and row.held_on is not None and day > row.held_on:
        raise Refused(gettext_noop("Bước này làm trước khi đại hội họp; xem lại ngày."), field="day")
    step = Step.objects.filter(congress=row, kind=kind).first() or Step(congress=row, kind=kind)
    step.day, step.verdict, step.recorded_by = day, verdict if kind in CONSENTS else Verdict.NONE, actor
    step.body = one_line(body, 200, field="body")
    step.number, step.words = one_line(number, 80, field="number"), one_line(words, 1000, field="words")
    for name, value in file_values(file, at).items():
        setattr(step, name, value)
    if kind in CONSENTS:
        _check_consent(step)
    if kind == StepKind.RECOGNISED and not (step.body and step.number):
        raise Refused(
            gettext_noop("Ghi cơ quan công nhận và số quyết định chuẩn y."), field="number" if step.body else "body"
        )
    save_checked(step)
    return step


@transaction.atomic
def hold_congress(
    *,
    congress: Congress,
    held_on: date,
    last_day: date,
    called: int | None = None,
    present: int | None = None,
    actor: Account | None,
    at: datetime,
) -> Congress:
    """The congress was held: the ledger counts it on its day.

    Of a congress of delegates the roll tells how many were called and came. Raises Refused without the consents that
    the charter asks for, or when too few came.
    """
    row = kept(congress, actor, at)
    if row.held_on is not None:
        raise Refused(gettext_noop("Đại hội này đã ghi là đã họp."))
    check_done(last_day, at, field="last_day", not_before=held_on)
    steps = {step.kind: step for step in row.steps.all()}
    for kind in CONSENTS:
        rule, step = rule_of(row, kind, held_on), steps.get(kind)
        agreed = step is not None and step.verdict in (Verdict.AGREED, Verdict.AGREED_WITH) and step.day <= held_on
        if rule is not None and not agreed:
            raise Refused(
                gettext_noop("Chưa có bước “{step}” trước ngày họp. {article}."),
                step=StepKind(kind).label,
                article=rule.article_vi,
            )
    if row.form == CongressForm.DELEGATES:
        if twice := standing_twice(row):
            raise Refused(
                gettext_noop("Có {n} người đứng hai lần trong danh sách đại biểu (hồ sơ đã nhập); rút một dòng trước."),
                n=len(twice),
            )
        delegates = Delegate.objects.filter(congress=row, struck_why="", substitute=False)
        called, present = delegates.count(), delegates.filter(came_at__isnull=False).count()
    if not called or present is None:
        raise Refused(
            gettext_noop("Ghi danh sách đại biểu và điểm danh, hoặc số được triệu tập và số có mặt."), field="called"
        )
    quorum = rule_of(row, "quorum", held_on)
    if quorum is not None and not quorum.reached_by(present, called):
        raise Refused(
            gettext_noop("Có mặt {present} trong {called} người được triệu tập, chưa đủ {n}/{of}. {article}."),
            field="present",
            present=present,
            called=called,
            n=quorum.n,
            of=quorum.of,
            article=quorum.article_vi,
        )
    row.held_on, row.last_day, row.called, row.present = held_on, last_day, called, present
    code = HELD.get(CongressLine(row.line))
    counted = [(code, 1, None)] if code else []
    row.posting = post_counted(row.unit_id, counted, held_on, reason=row.name, actor=actor, at=at)
    save_checked(row)
    return row


@transaction.atomic
def pass_resolution(
    *,
    congress: Congress,
    number: str,
    subject: str,
    text: str = "",
    files: tuple[SentFile, ...] = (),
    actor: Account,
    at: datetime,
) -> Entered:
    """The resolution enters the register of documents under the new term; targets are set from it there.

    The term is opened when the unit has none that begins with this congress. Raises Refused.
    """
    row = kept(congress, actor, at)
    if row.held_on is None:
        raise Refused(gettext_noop("Đại hội chưa họp thì chưa có nghị quyết; ghi “đã họp” trước."))
    if row.resolution_id is not None:
        raise Refused(gettext_noop("Nghị quyết của đại hội này đã vào sổ văn bản."))
    line = TermLine.UNION if row.line == CongressLine.UNION else TermLine.ASSOCIATION
    if not terms_of(row.unit_id, line).filter(ordinal=row.ordinal).exists():
        open_term(
            unit=row.unit_id,
            ordinal=row.ordinal,
            period=Period(row.held_on, years_later(row.held_on, row.last_year - row.first_year)),
            note=row.name[:300],
            line=line,
            body="" if line == TermLine.UNION else f"{CongressLine(row.line).label}"[:200],
            actor=None,  # not a plan of the actor's: the congress itself opened it
            at=at,
        )
    own = row.line == CongressLine.UNION
    entered = enter_directive(
        unit=row.unit_id,
        type="NQ",
        number=number,
        issuer=row.unit_id if own else None,
        issuer_name="" if own else row.name[:200],
        subject=subject,
        issued_on=row.last_day,
        text=text,
        files=files,
        actor=actor,
        at=at,
    )
    row.resolution_id = entered.directive.pk
    save_checked(row)
    return entered


def _filled(row: Congress, facts: CongressFacts) -> Congress:
    row.line, row.form, row.ordinal = facts.line, facts.form, facts.ordinal
    row.name = needed(facts.name, 300, "name", gettext_noop("Ghi tên đại hội."))
    row.folded = fold(row.name)[:300]
    row.first_year, row.last_year, row.planned_on = facts.first_year, facts.last_year, facts.planned_on
    row.place, row.theme = one_line(facts.place, 200, field="place"), one_line(facts.theme, 300, field="theme")
    row.matters = "\n".join(line for line in map(normalise, facts.matters.splitlines()) if line)
    row.seats = facts.seats
    rule = rule_on("years_of_term", row.line, row.planned_on)
    if rule is not None and row.last_year - row.first_year > rule.value:
        raise Refused(
            gettext_noop("Nhiệm kỳ {first}–{last} dài quá {most} năm. {article}."),
            field="last_year",
            first=row.first_year,
            last=row.last_year,
            most=rule.value,
            article=rule.article_vi,
        )
    same = Congress.objects.filter(unit=row.unit_id, line=row.line, first_year=row.first_year)
    if same.exclude(pk=row.pk).exists():
        raise Refused(gettext_noop("Đơn vị đã có đại hội của nhiệm kỳ này trong sổ."), field="first_year")
    row.within_id = _above(row, facts.within)
    save_checked(row)
    return row


def _above(row: Congress, within: int | None) -> int | None:
    if within is None:
        return None
    found = Congress.objects.filter(pk=within, line=row.line).exclude(pk=row.pk).first()
    if found is None or (row.pk is not None and found.within_id == row.pk):
        raise Refused(gettext_noop("Chọn đại hội cấp trên trong danh sách."), field="within")
    return found.pk


def _check_consent(step: Step) -> None:
    if not step.body:
        raise Refused(gettext_noop("Ghi cơ quan cho ý kiến, ví dụ “Ban Thường vụ Đảng ủy xã”."), field="body")
    if step.verdict not in (Verdict.AGREED, Verdict.AGREED_WITH, Verdict.NOT_AGREED):
        raise Refused(gettext_noop("Chọn đồng ý hay chưa."), field="verdict")
    if step.verdict != Verdict.AGREED and not step.words:
        raise Refused(gettext_noop("Ghi yêu cầu bổ sung, hoặc vì sao chưa đồng ý."), field="words")
    if step.file_id is None:
        raise Refused(gettext_noop("Kèm tệp văn bản cho ý kiến (DOCX, PDF hoặc TXT)."), field="attached")
