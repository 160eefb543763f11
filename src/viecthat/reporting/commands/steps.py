"""A report's way: checked, signed, sent up, returned figure by figure or taken in, opened again for a correction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, post_many
from viecthat.ledger.commands.registers import take_back
from viecthat.plans.choices import NoticeKind
from viecthat.plans.commands.notice import Told, tell_of_pages
from viecthat.plans.commands.steps import officers_at
from viecthat.reporting.choices import ReportState, Step
from viecthat.reporting.commands.call import name_of_call
from viecthat.reporting.commands.report import LONGEST_WORDS, WRITABLE, writable
from viecthat.reporting.models import Edition, Report, ReportFigure, ReportStep, ReportText
from viecthat.reporting.queries.content import content_of, digest_of
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.filling import today_or_end
from viecthat.reporting.queries.form import kept_form
from viecthat.reporting.queries.report import stands_reopened
from viecthat.reporting.queries.signing import content_to_sign
from viecthat.reporting.rules import may_accept_report, may_sign_report, may_write_report, rights_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator
    from viecthat.reporting.models import ReportForm

MOST_AT_ONCE = 500
_NOT_TAKEN = gettext_noop("Chỉ cấp trên của đơn vị mới nhận hoặc trả lại được, và không ai nhận bản mình ký.")
_NOT_WAITING = gettext_noop("Báo cáo chưa được gửi lên hoặc đã có người xử lý; tải lại trang để xem.")


@transaction.atomic
def check_report(*, report: Report, actor: Account, at: datetime) -> Report:
    """The office has looked through it; writing in it afterwards takes the check back."""
    report = writable(report, actor, at)
    _move(report, ReportState.CHECKED, Step.CHECKED, actor, at)
    return report


@transaction.atomic
def sign_report(*, report: Report, send: bool = True, actor: Account, at: datetime) -> Edition:
    """Sign: what was typed enters the ledger, and what stands now is frozen as the next edition; sent up with `send`.

    Raises Refused when the actor may not sign, the office has not checked where the form wants it, a figure or a
    heading that must be there is missing, or something that was returned has neither changed nor been answered.
    """
    report = _locked(report)
    if report.state not in WRITABLE:
        raise Refused(gettext_noop("Báo cáo đã ký rồi."))
    rights = rights_of(actor, at)
    own = rights.hold_signature(report.unit_id)
    delegation = None if own else rights.delegation(report.unit_id)
    if not own and delegation is None:
        raise Refused(gettext_noop("Chỉ bí thư, phó bí thư của đơn vị hoặc người được ủy quyền mới ký được báo cáo."))
    if report.call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép; xin đơn vị yêu cầu mở lại."))
    report.call.form = form = kept_form(report.call.form_id)
    if form.checked_first and report.state != ReportState.CHECKED:
        raise Refused(gettext_noop("Mẫu này cần văn phòng kiểm tra trước khi ký."))
    figures = {row.line_id: row for row in report.figures.all()}
    texts = {row.section_id: row for row in report.texts.all()}
    last = report.editions.order_by("-number").first()
    _check_answered(form, figures, texts, last)
    _post_typed(report, figures, actor, at)
    expected = expected_for(report.call, at)
    signed_for = delegation.signer if delegation is not None else None
    content = content_to_sign(report, expected, figures, texts, signer=actor, signed_for=signed_for, at=at)
    previous = last.digest if last is not None else _digest_before(report)
    told = content.as_json()
    edition = Edition.objects.create(
        report=report,
        number=last.number + 1 if last is not None else 1,
        content=told,
        as_known=at,
        map_day=expected.unit_map.day,
        signed_by=actor,
        signed_for=signed_for,
        signed_at=at,
        digest=digest_of(told, previous),
        previous=previous,
    )
    taken = [_step(report, Step.SIGNED, actor, at, edition=edition, for_whom=signed_for)]
    report.state = ReportState.SIGNED
    if send:
        report.state, report.sent_at = ReportState.SENT, report.sent_at or at
        taken.append(_step(report, Step.SENT, actor, at, edition=edition))
    report.save(update_fields=["state", "sent_at"])
    ReportStep.objects.bulk_create(taken)
    return edition


@transaction.atomic
def send_report(*, report: Report, actor: Account, at: datetime) -> Report:
    """Send what was signed to the level above. That of the unit that called is taken in by its own committee."""
    report = _locked(report)
    if report.state != ReportState.SIGNED:
        raise Refused(gettext_noop("Ký rồi mới gửi được."))
    if not may_sign_report(actor, report.unit_id, at):
        raise Refused(gettext_noop("Chỉ người ký báo cáo của đơn vị mới gửi được."))
    report.sent_at = report.sent_at or at
    report.save(update_fields=["sent_at"])
    _move(report, ReportState.SENT, Step.SENT, actor, at, edition=_last(report))
    return report


@transaction.atomic
def withdraw_report(*, report: Report, words: str, actor: Account, at: datetime) -> Report:
    """Take back what was signed or sent and not yet taken in; the edition stays readable."""
    report = _locked(report)
    if report.state not in {ReportState.SIGNED, ReportState.SENT}:
        raise Refused(gettext_noop("Chỉ rút được báo cáo đã ký mà cấp trên chưa nhận."))
    if not may_sign_report(actor, report.unit_id, at):
        raise Refused(gettext_noop("Chỉ người ký báo cáo của đơn vị mới rút lại được."))
    _move(report, ReportState.DRAFT, Step.WITHDRAWN, actor, at, words=_words(words), edition=_last(report))
    return report


@transaction.atomic
def return_report(
    *,
    report: Report,
    words: str = "",
    lines: Mapping[int, str] | None = None,
    sections: Mapping[int, str] | None = None,
    actor: Account,
    at: datetime,
) -> Report:
    """Give it back, the whole or single figures and headings, by the ids of the form's lines and sections, with words.

    Raises Refused without words, when the actor may not, or when it is not there to be taken.
    """
    report = _to_take(report, actor, at)
    said = {line: _short(text) for line, text in (lines or {}).items() if text.strip()}
    said_of = {section: _short(text) for section, text in (sections or {}).items() if text.strip()}
    whole = normalise(words)
    if not (whole or said or said_of):
        raise Refused(gettext_noop("Trả lại thì ghi vì sao: cho cả báo cáo hoặc từng số."), field="words")
    form = report.call.form
    if set(said) - set(form.lines.values_list("pk", flat=True)):
        raise Refused(gettext_noop("Mẫu báo cáo không có dòng này."))
    if set(said_of) - set(form.sections.values_list("pk", flat=True)):
        raise Refused(gettext_noop("Mẫu báo cáo không có mục này."))
    for line, text in said.items():
        row, _made = ReportFigure.objects.get_or_create(report=report, line_id=line, defaults={"changed_at": at})
        row.returned, row.answer, row.revision, row.changed_at = text, "", row.revision + 1, at
        row.save()
    for section, text in said_of.items():
        written, _made = ReportText.objects.get_or_create(
            report=report, section_id=section, defaults={"changed_at": at}
        )
        written.returned, written.answer, written.revision, written.changed_at = text, "", written.revision + 1, at
        written.save()
    _move(
        report, ReportState.RETURNED, Step.RETURNED, actor, at, edition=_last(report),
        words=whole or str(gettext_noop("Xem ý kiến ở từng số.")), lines=said, sections=said_of,
    )  # fmt: skip
    _tell_returned(report, actor, at)
    return report


def _tell_returned(report: Report, actor: Account, at: datetime) -> None:
    """Tell whoever writes the unit's reports; of each edition that comes back, not only of the first."""
    page = f"{reverse('reports:report', args=[report.pk])}#ban-{_last(report).number}"
    words = name_of_call(report.call)
    tell_of_pages(
        told=[
            Told(account, NoticeKind.REPORT_BACK, words, page)
            for account in sorted(officers_at([report.unit_id], at).get(report.unit_id, ()))
            if account != actor.pk
        ],
        at=at,
    )


@transaction.atomic
def accept_report(*, report: Report, words: str = "", actor: Account, at: datetime) -> Report:
    """Take in the last edition: it counts above from now on."""
    (taken,) = _take([report.pk], words, actor, at)
    return taken


@transaction.atomic
def accept_reports(*, reports: Collection[int], actor: Account, at: datetime) -> int:
    """Take in several at once, all or none; returns how many. Raises Refused as `accept_report`."""
    if not reports:
        raise Refused(gettext_noop("Chọn ít nhất một báo cáo."))
    if len(reports) > MOST_AT_ONCE:
        raise Refused(gettext_noop("Mỗi lần nhận nhiều nhất {most} báo cáo."), most=MOST_AT_ONCE)
    return len(_take(reports, "", actor, at))


def _take(reports: Collection[int], words: str, actor: Account, at: datetime) -> list[Report]:
    """Take in the last edition of each: so many statements, however many reports."""
    # In one order, so that two who take in the same reports wait for each other and do not lock each other out.
    found = list(
        Report.objects.select_for_update(of=("self",)).select_related("call").filter(pk__in=reports).order_by("pk")
    )
    last = {
        edition.report_id: edition
        for edition in Edition.objects.filter(report__in=found).defer("content").order_by("report", "number")
    }
    rights = rights_of(actor, at)
    for report in found:
        edition = last.get(report.pk)
        if not rights.accept(report, (edition.signed_by_id, edition.signed_for_id) if edition is not None else ()):
            raise Refused(_NOT_TAKEN)
        if report.state != ReportState.SENT or edition is None:
            raise Refused(_NOT_WAITING)
    for said in (ReportFigure, ReportText):
        said.objects.filter(report__in=found).exclude(returned="").update(returned="", answer="")
    newest = Edition.objects.filter(report=OuterRef("pk")).order_by("-number").values("pk")[:1]
    Report.objects.filter(pk__in=[report.pk for report in found]).update(
        state=ReportState.ACCEPTED, accepted=Subquery(newest)
    )
    told = normalise(words)
    ReportStep.objects.bulk_create(
        _step(report, Step.ACCEPTED, actor, at, edition=last[report.pk], words=told) for report in found
    )
    for report in found:
        report.state, report.accepted = ReportState.ACCEPTED, last[report.pk]
    return found


@transaction.atomic
def reopen_report(*, report: Report, words: str, actor: Account, at: datetime) -> Report:
    """Open a taken-in report for a correction; until the next edition is taken in, the one before counts.

    The unit itself may, and the level above.
    """
    report = _locked(report)
    if report.state != ReportState.ACCEPTED:
        raise Refused(gettext_noop("Chỉ mở lại được báo cáo đã nhận."))
    if not (may_write_report(actor, report.unit_id, at) or may_accept_report(actor, report, at)):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở lại báo cáo của đơn vị này."))
    if report.call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép; xin đơn vị yêu cầu mở lại."))
    _move(report, ReportState.DRAFT, Step.REOPENED, actor, at, words=_words(words), edition=report.accepted)
    return report


@transaction.atomic
def restore_report(*, report: Report, actor: Account, at: datetime) -> Report:
    """What was reopened by mistake stands again as it was taken in; what was written meanwhile gives way to it.

    Raises Refused once another edition was signed: what was typed is in the ledger then.
    """
    report = _locked(report)
    if not stands_reopened(report):
        raise Refused(gettext_noop("Chỉ thôi mở lại được báo cáo đã nhận mà từ khi mở lại chưa ký bản nào."))
    rights = rights_of(actor, at)
    if not (rights.write(report.unit_id) or rights.accept(report)):
        raise Refused(gettext_noop("Bạn chưa được giao quyền mở lại báo cáo của đơn vị này."))
    if report.call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép; xin đơn vị yêu cầu mở lại."))
    edition = _last(report)
    signed = content_of(edition.content)
    lines, texts = {one.line: one for one in signed.lines}, {one.section: one.text for one in signed.sections}
    for row in report.figures.all():
        said = lines[row.line_id]
        put_back = {name: getattr(said, name) for name in ("typed", "typed_of", "reason", "explanation")}
        _put_back(row, put_back, actor, at)
    for text in report.texts.all():
        _put_back(text, {"text": texts[text.section_id]}, actor, at)
    _move(report, ReportState.ACCEPTED, Step.RESTORED, actor, at, edition=edition)
    return report


def _put_back(row: ReportFigure | ReportText, signed: Mapping[str, object], actor: Account, at: datetime) -> None:
    if all(getattr(row, name) == value for name, value in signed.items()):
        return
    for name, value in signed.items():
        setattr(row, name, value)
    row.revision, row.changed_at, row.changed_by = row.revision + 1, at, actor
    row.save()


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("call__form").get(pk=report.pk)


def _to_take(report: Report, actor: Account, at: datetime) -> Report:
    report = _locked(report)
    if not may_accept_report(actor, report, at):
        raise Refused(_NOT_TAKEN)
    if report.state != ReportState.SENT:
        raise Refused(_NOT_WAITING)
    return report


def _move(
    report: Report,
    state: ReportState,
    step: Step,
    actor: Account,
    at: datetime,
    *,
    edition: Edition | None = None,
    for_whom: Account | None = None,
    words: str = "",
    lines: Mapping[int, str] | None = None,
    sections: Mapping[int, str] | None = None,
) -> None:
    report.state = state
    report.save(update_fields=["state"])
    _step(
        report, step, actor, at, edition=edition, for_whom=for_whom, words=words, lines=lines, sections=sections
    ).save()


def _step(
    report: Report,
    step: Step,
    actor: Account,
    at: datetime,
    *,
    edition: Edition | None = None,
    for_whom: Account | None = None,
    words: str = "",
    lines: Mapping[int, str] | None = None,
    sections: Mapping[int, str] | None = None,
) -> ReportStep:
    return ReportStep(
        report=report, step=step, at=at, actor=actor, for_whom=for_whom, edition=edition, words=words,
        lines={str(key): text for key, text in (lines or {}).items()},
        sections={str(key): text for key, text in (sections or {}).items()},
    )  # fmt: skip


def _check_answered(
    form: ReportForm, figures: Mapping[int, ReportFigure], texts: Mapping[int, ReportText], last: Edition | None
) -> None:
    """What was returned must have been answered, or changed since `last`; what must be there must be there."""
    for line in form.lines.all():
        row = figures.get(line.pk)
        if row is None or not row.returned or row.answer:
            continue
        signed = next((one for one in last.content["lines"] if one["line"] == line.pk), None) if last else None
        said = (row.typed, row.typed_of, row.explanation)
        if signed is None or said == (signed["typed"], signed["typed_of"], signed["explanation"]):
            raise Refused(
                gettext_noop("“{name}” bị trả lại: sửa số hoặc trả lời ý kiến trước khi ký."), name=line.indicator
            )
    for section in form.sections.all():
        text = texts.get(section.pk)
        if section.written and section.required and (text is None or not text.text):
            raise Refused(gettext_noop("Mục “{name}” phải viết trước khi ký."), name=section.heading)
        if text is not None and text.returned and not text.answer:
            before = (
                next((one for one in last.content["sections"] if one["section"] == section.pk), None) if last else None
            )
            if before is None or before["text"] == text.text:
                raise Refused(
                    gettext_noop("Mục “{name}” bị trả lại: sửa hoặc trả lời ý kiến trước khi ký."),
                    name=section.heading,
                )


def _post_typed(report: Report, figures: Mapping[int, ReportFigure], actor: Account, at: datetime) -> None:
    """Put what was typed into the ledger; what an earlier edition put there and is no longer said is taken back."""
    day = today_or_end(report.call, at)
    indicators = {line.pk: line.indicator for line in report.call.form.lines.all()}
    posted = _posted(figures.values())
    drafts: dict[int, Draft] = {}
    changed = []
    for row in figures.values():
        said = _lines_of(row, indicators[row.line_id], report.unit_id, day)
        if row.posting_id is not None:
            if posted.get(row.posting_id, set()) == _told(said):
                continue
            take_back(row.posting_id, str(gettext_noop("Báo cáo được sửa và ký lại.")), actor, at)
            row.posting = None
        if said:
            key = f"bao-cao-{report.pk}-{row.line_id}-{row.revision}"
            drafts[row.pk] = Draft(report.unit_id, PostingKind.DECLARED, tuple(said), at, key, actor.pk, row.reason)
        changed.append(row)
    made = post_many(drafts=list(drafts.values()), at=at) if drafts else {}
    for row in changed:
        if row.pk in drafts:
            row.posting_id = made[drafts[row.pk].key]
    if changed:
        ReportFigure.objects.bulk_update(changed, ["posting"])


def _lines_of(row: ReportFigure, indicator: Indicator, unit: int, day: date) -> list[Line]:
    if row.typed is None:
        return []
    counted: list[tuple[int | None, int | None]] = [(indicator.pk, row.typed)]
    if indicator.is_share:
        counted = [(indicator.numerator_id, row.typed), (indicator.denominator_id, row.typed_of)]
    return [Line(unit, part, day, quantity, Grade.DECLARED) for part, quantity in counted if part and quantity]


def _told(lines: Sequence[Line]) -> set[tuple[int, date, int]]:
    return {(line.indicator, line.day, line.quantity) for line in lines}


def _posted(figures: Iterable[ReportFigure]) -> dict[int, set[tuple[int, date, int]]]:
    """What earlier editions put into the ledger, by posting. At most one query."""
    ids = [row.pk for row in figures if row.posting_id is not None]
    found: dict[int, set[tuple[int, date, int]]] = {}
    if ids:
        entries = ("posting", "posting__entries__indicator", "posting__entries__day", "posting__entries__quantity")
        for posting, *told in ReportFigure.objects.filter(pk__in=ids).values_list(*entries):
            found.setdefault(posting, set()).add((told[0], told[1], told[2]))
    return found


def _digest_before(report: Report) -> str:
    """Of the unit's report before this one: its last edition's digest, so that reports are one chain too."""
    before = Edition.objects.filter(report__unit=report.unit_id, report__lt=report.pk).order_by("-report", "-number")
    return before.values_list("digest", flat=True).first() or ""


def _last(report: Report) -> Edition:
    return report.editions.defer("content").order_by("-number")[:1].get()


def _words(words: str) -> str:
    said = normalise(words)
    if not said:
        raise Refused(gettext_noop("Ghi vì sao."), field="words")
    return said[: LONGEST_WORDS * 4]


def _short(words: str) -> str:
    return normalise(words)[:LONGEST_WORDS]
