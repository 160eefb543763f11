"""Enter, correct and join documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of, text_of
from viecthat.files.commands import keep_document
from viecthat.kernel.document_numbers import DocumentNumber, parse_document_number
from viecthat.kernel.errors import Refused, Sentence, gettext_noop
from viecthat.kernel.names import fold, normalise
from viecthat.kernel.periods import Period
from viecthat.plans.choices import LinkKind, Restart, TermLine
from viecthat.plans.commands.checks import check_keeper, check_keeper_of, one_at_a_time
from viecthat.plans.commands.delivery import take_in
from viecthat.plans.models import Directive, DirectiveFile, DirectiveLink, Term
from viecthat.plans.queries.directive import directive_like, numbering_on
from viecthat.plans.queries.term import term_of
from viecthat.units.queries import ancestors_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Entered:
    """The record; `known`: it was there already, and only the spelling of its number was noted."""

    directive: Directive
    warnings: tuple[Sentence, ...] = ()
    known: bool = False


@transaction.atomic
def register_directive(
    *,
    issuer: int,
    number: str,
    type: str,
    subject: str,
    issued_on: date | None,
    force: tuple[date | None, date | None],
    term: Term | None,
    source: str,
    actor: Account | None,
    at: datetime,
    written_as: str = "",
) -> tuple[Directive, tuple[str, ...]]:
    """Enter a document in the register; returns it with warnings on its number's spelling.

    `written_as` is the number as the source spells it, where the register has it otherwise.
    Raises Refused when the number can't be read or stands in the term's register already.
    """
    check_keeper(actor, issuer, at)
    directive = Directive(issuer_id=issuer, kept_by_id=issuer, type=type, issued_on=issued_on, term=term)
    directive.subject, directive.source = normalise(subject), normalise(source)
    directive.start, directive.end = force
    warnings: tuple[str, ...] = ()
    if number:
        parsed = _parsed(number, type)
        _number(directive, parsed, written_as or number)
        warnings = tuple(parsed.warnings)
    _fold(directive)
    save_checked(directive, exclude=() if number else ["sequence"])
    return directive, warnings


@transaction.atomic
def enter_directive(
    *,
    unit: int,
    type: str,
    number: str,
    department: str = "",
    issuer: int | None,
    issuer_name: str,
    subject: str,
    issued_on: date | None,
    force: tuple[date | None, date | None] = (None, None),
    internal_rule: bool = False,
    open_below: bool = True,
    text: str = "",
    files: Sequence[SentFile] = (),
    arrived_on: date | None = None,
    congress: int | None = None,
    actor: Account | None,
    at: datetime,
) -> Entered:
    """Enter a document in the unit's register: its own, another unit's, or an outside body's (`issuer_name`).

    Without a number, an own document takes the next one of its kind where the unit has a rule of numbering. A document
    that is there already, however its number is spelled, is not entered twice: the spelling is noted and the record
    comes back as `known`. `arrived_on` puts it in the unit's incoming book. `congress`: the Party's congress of the
    unit's own level, or one above it, that passed a resolution of an outside body.
    """
    check_keeper(actor, unit, at)
    directive = Directive(
        type=type,
        issuer_id=issuer,
        issuer_name=normalise(issuer_name) if issuer is None else "",
        kept_by_id=unit,
        issued_on=issued_on,
        subject=normalise(subject),
        internal_rule=internal_rule,
        open_below=open_below,
    )
    directive.start, directive.end = force
    _check_days(directive, arrived_on)
    if congress is not None:
        directive.term = _party_term(unit, directive, congress, localdate(at))
    warnings: tuple[Sentence, ...] = ()
    one_at_a_time(issuer if issuer is not None else unit)
    if number:
        parsed = _parsed(number, type)
        _number(directive, parsed, normalise(number))
        _place_in_series(directive, parsed)
        warnings = parsed.warnings
        known = directive_like(directive)
        if known is not None:
            _note_spelling(known, normalise(number))
            if arrived_on is not None and issuer != unit:
                take_in(directive=known, unit=unit, day=arrived_on)
            return Entered(known, warnings, known=True)
    elif issuer == unit and type:
        _take_next_number(directive, department)
    directive.text = "\n".join(line for line in (normalise(line) for line in text.splitlines()) if line)
    _fold(directive)
    save_checked(directive, exclude=["folded", "text", *(() if directive.number else ["sequence"])])
    _keep_files(directive, files, at)
    if arrived_on is not None and issuer != unit:
        take_in(directive=directive, unit=unit, day=arrived_on)
    return Entered(directive, warnings)


@transaction.atomic
def correct_directive(
    *,
    directive: Directive,
    subject: str,
    issued_on: date | None,
    force: tuple[date | None, date | None],
    internal_rule: bool,
    open_below: bool,
    text: str,
    files: Sequence[SentFile] = (),
    actor: Account | None,
    at: datetime,
) -> Directive:
    """Change what the record says of the document; its number stays. Refused to change a text that has marks."""
    check_keeper_of(actor, directive, at)
    directive.subject, directive.issued_on = normalise(subject), issued_on
    directive.start, directive.end = force
    directive.internal_rule, directive.open_below = internal_rule, open_below
    _check_days(directive, None)
    new = "\n".join(line for line in (normalise(line) for line in text.splitlines()) if line)
    if new != directive.text and directive.clauses.exists():
        raise Refused(
            gettext_noop("Toàn văn đã có đoạn được đánh dấu thành chỉ tiêu, nhiệm vụ nên không sửa được nữa."),
            field="text",
        )
    directive.text = new
    _fold(directive)
    save_checked(directive, exclude=["folded", "text", *(() if directive.number else ["sequence"])])
    _keep_files(directive, files, at)
    return directive


@transaction.atomic
def link_directives(
    *, source: Directive, target: Directive, kind: str, actor: Account | None, at: datetime
) -> DirectiveLink:
    """Say that `source` implements, replaces or amends `target`."""
    check_keeper_of(actor, source, at)
    if kind not in LinkKind.values:
        raise Refused(gettext_noop("Chọn văn bản này triển khai, thay thế hay sửa đổi văn bản kia."), field="kind")
    days = (source.issued_on, target.issued_on)
    if days[0] is not None and days[1] is not None and days[0] < days[1]:
        raise Refused(
            gettext_noop("Văn bản kia ban hành ngày {day}, sau văn bản này; nối theo chiều ngược lại."),
            field="other",
            day=days[1],
        )
    link = DirectiveLink(source=source, target=target, kind=kind)
    save_checked(link)
    return link


@transaction.atomic
def unlink_directives(*, link: DirectiveLink, actor: Account | None, at: datetime) -> None:
    """Take a link back that was made by mistake; the history keeps it."""
    check_keeper_of(actor, link.source, at)
    link.delete()


def _party_term(unit: int, directive: Directive, ordinal: int, today: date) -> Term:
    if directive.issuer_id is not None:
        raise Refused(
            gettext_noop("Nghị quyết Đại hội Đảng là văn bản của cơ quan ngoài Đoàn; ghi tên đại hội."),
            field="issuer_name",
        )
    units = [unit, *(row.id for row in reversed(ancestors_of(unit, today)))]
    terms = {row.unit_id: row for row in Term.objects.filter(unit__in=units, line=TermLine.PARTY, ordinal=ordinal)}
    found = next((terms[one] for one in units if one in terms), None)
    if found is None:
        raise Refused(
            gettext_noop("Chưa có nhiệm kỳ Đảng của đại hội lần thứ {ordinal}; ghi nhiệm kỳ trước."),
            field="congress",
            ordinal=ordinal,
        )
    return found


def _parsed(number: str, type: str) -> DocumentNumber:
    parsed = parse_document_number(number, field="number")
    if parsed.type != type:
        raise Refused(
            gettext_noop("Số {number} là của loại văn bản {type}; chọn lại loại."),
            field="type",
            number=number,
            type=parsed.type or "luật",
        )
    return parsed


def _number(directive: Directive, parsed: DocumentNumber, written_as: str) -> None:
    directive.sequence, directive.suffix = parsed.sequence, parsed.suffix
    directive.issuer_code, directive.department = parsed.issuer, parsed.department
    directive.number, directive.written_as = parsed.canonical, written_as


def _place_in_series(directive: Directive, parsed: DocumentNumber) -> None:
    """Correct a code that is one letter off, and find the run of numbers this one belongs to."""
    if parsed.meant:
        directive.issuer_code = parsed.meant
        directive.number = DocumentNumber(
            parsed.sequence, parsed.suffix, parsed.type, parsed.meant, parsed.department
        ).canonical
    day = directive.issued_on
    if parsed.state_form or directive.issuer_id is None:
        directive.series = parsed.year or (day.year if day else None)
        return
    if day is None:
        return
    rule = numbering_on(directive.issuer_id, day)
    term = term_of(directive.issuer_id, Period(day, date.fromordinal(day.toordinal() + 1)))
    if term is not None and (rule is None or rule.restart == Restart.TERM):
        directive.term = term
    else:
        directive.series = day.year


def _take_next_number(directive: Directive, department: str) -> None:
    if directive.issued_on is None or directive.issuer_id is None:
        return
    rule = numbering_on(directive.issuer_id, directive.issued_on)
    if rule is None:
        return
    code = f"{rule.code}-{normalise(department).upper()}" if department.strip() else rule.code
    first = parse_document_number(f"01-{directive.type}/{code}", field="department")
    directive.issuer_code, directive.department = first.issuer, first.department
    _place_in_series(directive, first)
    taken = Directive.objects.filter(
        issuer=directive.issuer_id,
        type=directive.type,
        issuer_code=directive.issuer_code,
        term=directive.term,
        series=directive.series,
    ).aggregate(last=Max("sequence"))["last"]
    parsed = parse_document_number(f"{(taken or 0) + 1}-{directive.type}/{code}")
    _number(directive, parsed, "")


def _note_spelling(directive: Directive, written: str) -> None:
    if written not in {directive.number, directive.written_as, *directive.spellings}:
        directive.spellings = [*directive.spellings, written[:64]]
        _fold(directive)
        directive.save(update_fields=["spellings", "folded"])


def _fold(directive: Directive) -> None:
    parts = (
        directive.number,
        directive.written_as,
        *directive.spellings,
        directive.subject,
        directive.issuer_name,
        directive.text,
    )
    directive.folded = fold(" ".join(part for part in parts if part))


def _check_days(directive: Directive, arrived_on: date | None) -> None:
    issued = directive.issued_on
    if directive.end is not None and directive.start is None:
        directive.start = issued
    if arrived_on is not None and issued is not None and arrived_on < issued:
        raise Refused(
            gettext_noop("Văn bản đến trước ngày ban hành {day}; xem lại hai ngày."), field="arrived_on", day=issued
        )


def _keep_files(directive: Directive, files: Sequence[SentFile], at: datetime) -> None:
    if directive.files.count() + len(files) > MOST_FILES:
        raise Refused(gettext_noop("Mỗi văn bản kèm nhiều nhất {most} tệp."), field="attached", most=MOST_FILES)
    for sent in files:
        kind = kind_of(sent.content, field="attached")
        words = text_of(sent.content, field="attached")
        kept = keep_document(content=sent.content, content_type=kind, at=at)
        if not directive.files.filter(file=kept.pk).exists():
            DirectiveFile.objects.create(
                directive=directive, file_id=kept.pk, name=normalise(sent.name)[-200:] or "van-ban", added_at=at
            )
        if words and not directive.text:
            directive.text = words
            _fold(directive)
            directive.save(update_fields=["text", "folded"])
