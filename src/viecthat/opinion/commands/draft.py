"""Consultations on drafts: prepared, cut into clauses, opened, closed, submitted, issued."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.documents.extract import kind_of, text_of
from viecthat.files.commands import keep_document
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, needed, normalise, one_line
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Line, post_entries
from viecthat.ledger.commands.registers import check_done, post_counted, take_back
from viecthat.ledger.queries import indicators
from viecthat.opinion.choices import DraftState, Handling, Way
from viecthat.opinion.models import Clause, Comment, Draft
from viecthat.opinion.rules import may_keep_opinion

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Posting
    from viecthat.plans.commands.directive import SentFile

HELD, COMMENTS = "consultations_held", "law_comments_sent"
MOST_CLAUSES, MOST_WORDS = 500, 20_000
_LABEL = 200
_ARTICLE = re.compile(r"Điều\s+\d+[a-zđ]?(?=[.:\s]|$)")
_CHAPTER = re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:[IVXLC]+|\d+|thứ\s+\w+)\b")
_NUMBERED = re.compile(r"(?:[IVXL]{1,6}|\d{1,2})[.)]\s")


@dataclass(frozen=True, slots=True)
class Cut:
    """A clause cut out of a draft."""

    label: str
    words: str


def cut_clauses(text: str) -> list[Cut]:
    """A draft's text as clauses: by articles ("Điều 3."); without any by numbered parts, else by paragraph.

    What stands before the first is a clause of its own; a chapter's heading goes with the article that follows it.
    Raises Refused when nothing is left or it is too long.
    """
    lines = [line for line in (normalise(one) for one in text.splitlines()) if line]
    begins = next((one for one in (_ARTICLE, _NUMBERED) if sum(1 for line in lines if one.match(line)) > 1), None)
    found = list(_parts(lines, begins)) if begins else [Cut(f"Đoạn {n}", line) for n, line in enumerate(lines, 1)]
    if not found:
        raise Refused(gettext_noop("Dự thảo chưa có nội dung; dán toàn văn hoặc gửi tệp."), field="text")
    if len(found) > MOST_CLAUSES or any(len(one.words) > MOST_WORDS for one in found):
        raise Refused(
            gettext_noop("Dự thảo có {n} điều, nhiều nhất {most}; hoặc có điều dài quá. Chia làm nhiều dự thảo."),
            field="text", n=len(found), most=MOST_CLAUSES,
        )  # fmt: skip
    return found


def _parts(lines: list[str], begins: re.Pattern[str]) -> Iterator[Cut]:
    head, chapter, held = "", "", list[str]()
    for line in lines:
        if begins.match(line):
            if head or held:
                yield _cut(head, held)
            head, held = line, [chapter] if chapter else []
            chapter = ""
        elif begins is _ARTICLE and (chapter or _CHAPTER.match(line)):
            chapter = f"{chapter}. {line}" if chapter else line
        else:
            held.append(line)
    if chapter:
        held.append(chapter)
    if head or held:
        yield _cut(head, held)


def _cut(head: str, held: list[str]) -> Cut:
    if not head:
        return Cut("Phần mở đầu", "\n".join(held))
    if len(head) <= _LABEL:
        return Cut(head, "\n".join(held))
    short = _ARTICLE.match(head) or _NUMBERED.match(head)
    return Cut(short[0].strip() if short else head[:_LABEL], "\n".join((head, *held)))


@transaction.atomic
def prepare_draft(
    *, unit: int, facts: Mapping[str, Any], text: str = "", file: SentFile | None = None, actor: Account, at: datetime
) -> Draft:
    """A draft enters the register, cut into clauses; nobody is asked yet. The file's words are taken where no text is
    given. Raises Refused.
    """
    check_keeps(actor, unit, at)
    row = Draft(unit_id=unit, recorded_by=actor, recorded_at=at)
    _fill(row, facts, file, at)
    _write_clauses(row, text or (text_of(file.content, field="attached") if file else ""))
    return row


@transaction.atomic
def correct_draft(
    *,
    draft: Draft,
    facts: Mapping[str, Any],
    text: str = "",
    file: SentFile | None = None,
    actor: Account,
    at: datetime,
) -> Draft:
    """Facts are put right; before it is opened the text too, which is then cut anew. Raises Refused."""
    row = locked(draft, actor, at)
    new = text or (text_of(file.content, field="attached") if file else "")
    if new and row.state != DraftState.PREPARED:
        raise Refused(
            gettext_noop("Đã mở lấy ý kiến thì lời dự thảo giữ nguyên; lập lần lấy ý kiến mới."), field="text"
        )
    _fill(row, facts, file, at)
    if new:
        row.clauses.all().delete()
        _write_clauses(row, new)
    return row


@transaction.atomic
def open_draft(*, draft: Draft, public: bool, actor: Account, at: datetime) -> Draft:
    """Units and members are asked from today; with `public` whoever has the address too. Raises Refused."""
    row = locked(draft, actor, at)
    if row.state != DraftState.PREPARED:
        raise Refused(gettext_noop("Lần lấy ý kiến này đã mở."))
    today = localdate(at)
    if row.due < today:
        raise Refused(gettext_noop("Ngày cuối đã qua; sửa ngày rồi mở."))
    row.state, row.opened_on = DraftState.OPEN, today
    row.public_code = secrets.token_urlsafe(9) if public else None
    row.held_posting = post_counted(
        row.unit_id, [(HELD, 1, None)], today, reason=f"Lấy ý kiến: {row.title}"[:500], actor=actor, at=at
    )
    save_checked(row)
    return row


@transaction.atomic
def close_draft(*, draft: Draft, actor: Account, at: datetime) -> Draft:
    """No more comments; they are summed up. Raises Refused."""
    row = locked(draft, actor, at)
    if row.state != DraftState.OPEN:
        raise Refused(gettext_noop("Lần lấy ý kiến này không mở."))
    row.state = DraftState.CLOSED
    save_checked(row)
    return row


@transaction.atomic
def reopen_draft(*, draft: Draft, actor: Account, at: datetime) -> Draft:
    """Comments are taken again until its day: closed too early, or the day was put off. Raises Refused."""
    row = locked(draft, actor, at)
    if row.state != DraftState.CLOSED:
        raise Refused(gettext_noop("Chỉ mở lại lần lấy ý kiến đã đóng mà chưa gửi đi."))
    if row.due < localdate(at):
        raise Refused(gettext_noop("Ngày cuối đã qua; sửa ngày rồi mở."))
    row.state = DraftState.OPEN
    save_checked(row)
    return row


@transaction.atomic
def submit_draft(*, draft: Draft, day: date, paper: str, actor: Account, at: datetime) -> Draft:
    """The summary went to the drafting body. Every comment stands in an opinion that is handled, or was left out with
    a reason; the ledger counts the comments that went, for the unit each came from. Raises Refused.
    """
    row = locked(draft, actor, at)
    if row.state != DraftState.CLOSED:
        raise Refused(gettext_noop("Đóng nhận ý kiến và tổng hợp xong rồi mới gửi."))
    check_done(day, at, not_before=row.opened_on)
    kept = Comment.objects.filter(draft=row, hidden_why="")
    if loose := kept.filter(opinion__isnull=True).count():
        raise Refused(gettext_noop("Còn {n} ý kiến chưa đưa vào bảng tổng hợp."), n=loose)
    if waiting := row.opinions.filter(handling=Handling.WAITING).count():
        raise Refused(gettext_noop("Còn {n} dòng tổng hợp chưa xử lý."), n=waiting)
    row.submitted_on, row.state = day, DraftState.SUBMITTED
    row.submitted_by_paper = needed(paper, 120, "paper", gettext_noop("Ghi số văn bản gửi."))
    row.sent_posting = _count_comments(row, day, actor, at)
    save_checked(row)
    return row


@transaction.atomic
def take_back_submission(*, draft: Draft, reason: str, actor: Account, at: datetime) -> Draft:
    """It was not sent, or sent wrongly: what was counted is reversed, the summary may be changed. Raises Refused."""
    row = locked(draft, actor, at)
    if row.state != DraftState.SUBMITTED:
        raise Refused(gettext_noop("Chưa gửi, hoặc văn bản đã ban hành."))
    why = needed(reason, 300, "reason", gettext_noop("Ghi lý do để người sau hiểu."))
    take_back(row.sent_posting_id, why, actor, at)
    row.state, row.submitted_on, row.submitted_by_paper, row.sent_posting = DraftState.CLOSED, None, "", None
    save_checked(row)
    return row


@transaction.atomic
def note_issue(*, draft: Draft, day: date, number: str, actor: Account, at: datetime) -> Draft:
    """The document came out; now it is noted which opinions it took. Raises Refused."""
    row = locked(draft, actor, at)
    if row.state not in {DraftState.SUBMITTED, DraftState.ISSUED}:
        raise Refused(gettext_noop("Gửi tổng hợp cho cơ quan soạn thảo rồi mới ghi kết quả."))
    check_done(day, at, not_before=row.opened_on)
    row.issued_on, row.state = day, DraftState.ISSUED
    row.issued_number = needed(number, 120, "number", gettext_noop("Ghi số văn bản đã ban hành."))
    save_checked(row)
    return row


def check_keeps(actor: Account, unit: int, at: datetime) -> None:
    """Raises Refused for who may not hold the unit's consultations and surveys."""
    if not may_keep_opinion(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền ghi việc cho đơn vị này."))


def locked(draft: Draft, actor: Account, at: datetime) -> Draft:
    """The draft's row, which nobody else changes until this transaction is over. Raises Refused."""
    row = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    check_keeps(actor, row.unit_id, at)
    return row


def _fill(row: Draft, facts: Mapping[str, Any], file: SentFile | None, at: datetime) -> None:
    row.title = needed(facts["title"], 300, "title", gettext_noop("Ghi tên dự thảo."))
    row.body = needed(facts["body"], 200, "body", gettext_noop("Ghi cơ quan soạn thảo."))
    row.replaces = one_line(facts.get("replaces") or "", 300, field="replaces")
    row.asks = one_line(facts.get("asks") or "", 2000, field="asks")
    row.folded = fold(f"{row.title} {row.body} {row.replaces}")[:900]
    row.kind, row.due = facts["kind"], facts["due"]
    if file is not None:
        row.file = keep_document(content=file.content, content_type=kind_of(file.content, field="attached"), at=at)
        row.file_name = normalise(file.name)[-200:] or "du-thao"
    save_checked(row)


def _write_clauses(row: Draft, text: str) -> None:
    cuts = cut_clauses(text)
    Clause.objects.bulk_create(
        Clause(draft=row, position=place, label=one.label, words=one.words) for place, one in enumerate(cuts)
    )


def _count_comments(row: Draft, day: date, actor: Account, at: datetime) -> Posting | None:
    known = {one.code: one.pk for one in indicators().values()}
    if COMMENTS not in known:
        return None
    sums: dict[int, int] = {}
    kept = Comment.objects.filter(draft=row, hidden_why="").order_by().values_list("way", "unit")
    for way, unit, n in kept.annotate(n=Count("pk")):
        whose = row.unit_id if way == Way.PUBLIC else unit
        sums[whose] = sums.get(whose, 0) + n
    lines = [Line(unit, known[COMMENTS], day, n, Grade.EVIDENCED) for unit, n in sorted(sums.items())]
    if not lines:
        return None
    reason = f"Góp ý dự thảo: {row.title}"[:500]
    return post_entries(kind=PostingKind.REGISTER, unit=row.unit_id, lines=lines, reason=reason, actor=actor, at=at)
