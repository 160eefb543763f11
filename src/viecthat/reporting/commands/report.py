"""Writing a report: figures said, words under headings, answers to what was returned. Nobody's words are lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import normalise, one_line
from viecthat.kernel.quantities import Share
from viecthat.ledger.queries import why_not_declarable
from viecthat.reporting.choices import ReportState
from viecthat.reporting.models import FormLine, Report, ReportCall, ReportFigure, ReportText
from viecthat.reporting.queries.expected import expected_for
from viecthat.reporting.queries.form import kept_form
from viecthat.reporting.rules import may_write_report

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

LONGEST_TEXT = 40_000
LONGEST_REASON = 300
LONGEST_WORDS = 1_000
# Checked by the office is still open to be written: writing takes the check back.
WRITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.CHECKED})


class OvertakenError(Refused):
    """Somebody else saved the same place meanwhile. `theirs` is the row as they left it."""

    def __init__(self, theirs: ReportFigure | ReportText) -> None:
        self.theirs = theirs
        super().__init__(
            gettext_noop("Có người vừa sửa chỗ này; chữ của bạn vẫn ở trong ô. Xem bản của họ rồi lưu lại."),
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What the unit says of one line. `typed` in the indicator's smallest unit, a Share for a ratio, None for none."""

    typed: int | Share | None = None
    reason: str = ""
    explanation: str = ""
    answer: str = ""


@transaction.atomic
def open_report(*, call: ReportCall, unit: int, actor: Account, at: datetime) -> Report:
    """The unit's report for the call, begun if nobody has yet.

    Raises Refused when the actor may not write for the unit, the unit owes none, or the call was closed.
    """
    found = Report.objects.filter(call=call, unit=unit).first()
    if found is not None:
        return found
    if not may_write_report(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền làm báo cáo cho đơn vị này."))
    if call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép; xin đơn vị yêu cầu mở lại."))
    if unit not in expected_for(call, at):
        raise Refused(gettext_noop("Đơn vị này không phải gửi báo cáo của đợt này."))
    report, _made = Report.objects.get_or_create(
        call=call, unit_id=unit, defaults={"made_at": at, "made_by": actor, "state": ReportState.DRAFT}
    )
    return report


@transaction.atomic
def say_figure(*, report: Report, line: int, said: Said, revision: int, actor: Account, at: datetime) -> ReportFigure:
    """Keep what the unit says of a line. `revision` is that of the row the words were written over, 0 for none.

    Raises Refused when the report can't be written now, a register holds the figure, or the reason is missing;
    OvertakenError when somebody saved the same line meanwhile.
    """
    report = writable(report, actor, at)
    asked = next((one for one in kept_form(report.call.form_id).lines.all() if one.pk == line), None)
    if asked is None:
        raise Refused(gettext_noop("Mẫu báo cáo không có dòng này."))
    typed, of = _quantity(asked, said)
    reason = one_line(said.reason, LONGEST_REASON, field="reason")
    if typed is not None and not reason:
        raise Refused(
            gettext_noop("Ghi lý do kê khai: số này lấy từ đâu, vì sao chưa có hoạt động kèm theo."), field="reason"
        )
    row = ReportFigure.objects.select_for_update().filter(report=report, line=asked).first()
    row = row or ReportFigure(report=report, line=asked)
    explanation = one_line(said.explanation, LONGEST_WORDS, field="explanation")
    answer = one_line(said.answer, LONGEST_WORDS, field="answer")
    kept = typed, of, reason if typed is not None else "", explanation, answer
    if row.revision != revision:
        if (row.typed, row.typed_of, row.reason, row.explanation, row.answer) == kept:
            return row  # sent twice: a box saved itself at the moment when all of the report was sent
        raise OvertakenError(row)
    row.typed, row.typed_of, row.reason, row.explanation, row.answer = kept
    _keep(row, actor, at)
    _written(report)
    return row


@transaction.atomic
def write_section(
    *, report: Report, section: int, text: str, answer: str = "", revision: int, actor: Account, at: datetime
) -> ReportText:
    """Keep what is written under a heading; figures stand in it as {code}.

    Raises Refused as `say_figure`, and when the text is too long; OvertakenError likewise.
    """
    report = writable(report, actor, at)
    written = (one for one in kept_form(report.call.form_id).sections.all() if one.written)
    heading = next((one for one in written if one.pk == section), None)
    if heading is None:
        raise Refused(gettext_noop("Mẫu báo cáo không có mục này."))
    told = "\n".join(normalise(line) for line in text.replace("\r\n", "\n").strip().split("\n"))
    if len(told) > LONGEST_TEXT:
        raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field="text", most=LONGEST_TEXT)
    row = ReportText.objects.select_for_update().filter(report=report, section=heading).first()
    row = row or ReportText(report=report, section=heading)
    answered = one_line(answer, LONGEST_WORDS, field="answer")
    if row.revision != revision:
        if (row.text, row.answer) == (told, answered):
            return row
        raise OvertakenError(row)
    row.text, row.answer = told, answered
    _keep(row, actor, at)
    _written(report)
    return row


def writable(report: Report, actor: Account, at: datetime) -> Report:
    """The report, locked, when the actor may write in it now. Raises Refused when not."""
    locked = Report.objects.select_for_update(of=("self",)).select_related("call").get(pk=report.pk)
    if not may_write_report(actor, locked.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền làm báo cáo cho đơn vị này."))
    if locked.call.closed_at is not None:
        raise Refused(gettext_noop("Đợt báo cáo này đã khép; xin đơn vị yêu cầu mở lại."))
    if locked.state not in WRITABLE:
        raise Refused(gettext_noop("Báo cáo đã ký nên không sửa được; rút lại hoặc mở lại để sửa trước đã."))
    return locked


def _quantity(line: FormLine, said: Said) -> tuple[int | None, int | None]:
    if said.typed is None:
        return None, None
    if (why_not := why_not_declarable(line.indicator)) is not None:
        raise Refused(why_not.message, field="typed", **why_not.params)
    if line.indicator.is_share:
        share = said.typed
        if not isinstance(share, Share):
            message = gettext_noop("“{name}” là tỷ lệ: ghi số đạt và tổng số, như 24/28.")
            raise Refused(message, field="typed", name=line.indicator)
        if not 0 <= share.n <= share.of or not share.of:
            raise Refused(gettext_noop("Số đạt phải từ 0 đến tổng số, và tổng số phải lớn hơn 0."), field="typed")
        return share.n, share.of
    if isinstance(said.typed, Share):
        raise Refused(gettext_noop("“{name}” là số đếm, không phải tỷ lệ."), field="typed", name=line.indicator)
    if said.typed < 0:
        raise Refused(gettext_noop("Số kê khai thêm không thể âm."), field="typed")
    return said.typed, None


def _keep(row: ReportFigure | ReportText, actor: Account, at: datetime) -> None:
    row.revision += 1
    row.changed_at, row.changed_by = at, actor
    save_checked(row)


def _written(report: Report) -> None:
    if report.state == ReportState.CHECKED:
        report.state = ReportState.DRAFT
        report.save(update_fields=["state"])
