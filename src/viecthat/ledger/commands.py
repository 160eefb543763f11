"""Every way into the ledger. Nothing in it is changed or deleted: a correction reverses and records anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, MeasureKind, PostingKind
from viecthat.ledger.models import Dataset, Entry, Indicator, Posting
from viecthat.ledger.queries import why_not_declarable
from viecthat.ledger.rules import may_declare_figure, may_reverse_posting, may_verify_posting
from viecthat.units.tree import tree_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST = 10**15  # far beyond any real figure, far below what the database can hold
EARLIEST = date(1931, 3, 26)  # the Union's founding day
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be: ids, the day of the work, the quantity in the indicator's smallest unit."""

    unit: int
    indicator: int
    day: date
    quantity: int
    grade: Grade
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting for `import_postings`; `key` makes it unique for all time."""

    unit: int
    kind: PostingKind
    lines: tuple[Line, ...]
    recorded_at: datetime
    key: str
    actor: int | None = None
    reason: str = ""


@transaction.atomic
def declare_figure(
    *,
    unit: int,
    indicator: Indicator,
    quantity: int | Share,
    day: date,
    reason: str,
    actor: Account,
    at: datetime,
    key: str | None = None,
) -> Posting:
    """Type a total that no register and no activity holds; it is graded `declared` and shown so.

    `quantity` is in the indicator's smallest unit; a Share for a ratio. Raises Refused when the actor may not, a
    register holds the figure, the number or the day can't be, or the reason is missing.
    """
    if not may_declare_figure(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kê khai số liệu cho đơn vị này."), field="unit")
    if (why_not := why_not_declarable(indicator)) is not None:
        raise Refused(why_not.message, field="indicator", **why_not.params)
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(
            gettext_noop("Ghi lý do kê khai: số này lấy từ đâu, vì sao chưa có hoạt động kèm theo."), field="reason"
        )
    lines = [Line(unit, counted, day, count, Grade.DECLARED) for counted, count in _parts(indicator, quantity) if count]
    return post_entries(kind=PostingKind.DECLARED, unit=unit, lines=lines, reason=reason, actor=actor, at=at, key=key)


@transaction.atomic
def post_entries(
    *,
    kind: PostingKind,
    unit: int,
    lines: Sequence[Line],
    actor: Account | None,
    at: datetime,
    reason: str = "",
    key: str | None = None,
    dataset: Dataset | None = None,
    replaces: Posting | None = None,
) -> Posting:
    """Record the lines of one source together. For the floors above, whose own rules have said yes.

    A `key` sent before returns the posting it made then. A register may let a stock fall: a line of a stock is then
    negative. Raises Refused for an impossible line.
    """
    if key is not None and (known := Posting.objects.filter(key=key).first()) is not None:
        return known
    _check_lines(lines, at, falling=kind == PostingKind.REGISTER)
    posting = Posting(
        kind=kind, unit_id=unit, recorded_at=at, actor=actor, reason=reason, key=key, dataset=dataset, replaces=replaces
    )
    try:
        _insert(posting, lines)
    except IntegrityError:
        # The same form sent twice at once: the other one was first.
        if key is not None and (known := Posting.objects.filter(key=key).first()) is not None:
            return known
        raise
    return posting


@transaction.atomic
def reverse_posting(*, posting: Posting, reason: str, actor: Account, at: datetime) -> Posting:
    """Take a posting back by its exact opposite; both stay readable.

    Raises Refused when the actor may not, it was reversed before, or no reason is given.
    """
    if posting.kind == PostingKind.REVERSAL:
        raise Refused(gettext_noop("Đây đã là bút toán đảo; ghi lại chứng từ mới thay vì đảo lần nữa."))
    if not may_reverse_posting(actor, posting, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đính chính số liệu của đơn vị này."))
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi lý do đảo chứng từ để người sau hiểu."), field="reason")
    return _reverse(posting, reason, actor, at)


@transaction.atomic
def regrade_posting(*, posting: Posting, grade: Grade, reason: str, actor: Account, at: datetime) -> Posting:
    """The same lines at another grade of proof: reversed and recorded anew. Returns the new posting.

    Raises Refused when the actor may not verify here, or recorded it themselves.
    """
    if posting.actor_id == actor.pk:
        raise Refused(gettext_noop("Không ai tự xác minh việc do mình ghi; nhờ người khác kiểm tra."))
    if not may_verify_posting(actor, posting, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền xác minh ở đơn vị này."))
    reason = one_line(reason, LONGEST_REASON, field="reason")
    if not reason:
        raise Refused(gettext_noop("Ghi đã kiểm tra thế nào: ai đếm, ở đâu, bao nhiêu."), field="reason")
    lines = [replace(line, grade=grade) for line in lines_of(posting)]
    _reverse(posting, reason, actor, at)
    return post_entries(
        kind=PostingKind(posting.kind),
        unit=posting.unit_id,
        lines=lines,
        reason=posting.reason,
        dataset=posting.dataset,
        actor=actor,
        at=at,
        replaces=posting,
    )


@transaction.atomic
def import_postings(*, drafts: Iterable[Draft], dataset: Dataset, at: datetime) -> list[tuple[str, int]]:
    """Take over many postings of one dataset at once (COPY). Returns (key, posting id) of those that came new.

    Every line is checked as a single one would be; one wrong line stops all.
    """
    wanted = list(drafts)
    known = set(Posting.objects.filter(key__in=[d.key for d in wanted]).values_list("key", flat=True))
    new = [draft for draft in wanted if draft.key not in known]
    if not new:
        return []
    if not all(draft.lines for draft in new):
        _check_lines((), at)
    _check_lines([line for draft in new for line in draft.lines], at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('ledger_posting', 'id')) FROM generate_series(1, %s)", [len(new)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        with cursor.copy(
            "COPY ledger_posting (id, kind, unit_id, recorded_at, actor_id, reason, dataset_id, key) FROM STDIN"
        ) as copy:
            for pk, d in zip(ids, new, strict=True):
                copy.write_row((pk, d.kind, d.unit, d.recorded_at, d.actor, d.reason, dataset.pk, d.key))
        with cursor.copy(
            "COPY ledger_entry (posting_id, unit_id, indicator_id, day, quantity, person_id, grade) FROM STDIN"
        ) as copy:
            for pk, d in zip(ids, new, strict=True):
                for line in d.lines:
                    copy.write_row(
                        (pk, line.unit, line.indicator, line.day, line.quantity, line.person, int(line.grade))
                    )
    return [(draft.key, pk) for draft, pk in zip(new, ids, strict=True)]


@transaction.atomic
def open_dataset(
    *,
    code: str,
    title: str,
    source: str,
    source_date: date | None,
    synthetic: bool,
    note: str,
    at: datetime,
    totals_published: bool = True,
) -> tuple[Dataset, bool]:
    """The dataset with this code and whether it came new just now."""
    return Dataset.objects.get_or_create(
        code=code,
        defaults={
            "title": title,
            "source": source,
            "source_date": source_date,
            "synthetic": synthetic,
            "totals_published": totals_published,
            "note": note,
            "loaded_at": at,
        },
    )


def lines_of(posting: Posting) -> list[Line]:
    """The posting's entries as lines."""
    return [
        Line(e.unit_id, e.indicator_id, e.day, e.quantity, Grade(e.grade), e.person_id)
        for e in Entry.objects.filter(posting=posting).order_by("pk")
    ]


def _parts(indicator: Indicator, quantity: int | Share) -> list[tuple[int, int]]:
    if isinstance(quantity, Share):
        if indicator.numerator_id is None or indicator.denominator_id is None:
            raise Refused(gettext_noop("Chỉ số này là số đếm, không phải tỷ lệ; ghi một số."), field="quantity")
        if not 0 <= quantity.n <= quantity.of or quantity.of == 0:
            raise Refused(gettext_noop("Số đạt phải từ 0 đến tổng số, và tổng số phải lớn hơn 0."), field="quantity")
        return [(indicator.numerator_id, quantity.n), (indicator.denominator_id, quantity.of)]
    if indicator.is_share:
        raise Refused(gettext_noop("Tỷ lệ được ghi bằng hai số: số đạt và tổng số."), field="quantity")
    return [(indicator.pk, quantity)]


def _check_lines(lines: Sequence[Line], at: datetime, *, falling: bool = False) -> None:
    """`falling`: a register may let a stock fall, as when a member leaves; nothing else has negative lines."""
    if not lines:
        raise Refused(gettext_noop("Chưa có kết quả nào để ghi vào sổ; ghi ít nhất một số."), field="quantity")
    today = localdate(at)
    alive: dict[date, set[int]] = {}
    fallen = {line.indicator for line in lines if line.quantity < 0} if falling else set()
    stocks = set(Indicator.objects.filter(pk__in=fallen, measure=MeasureKind.STOCK).values_list("pk", flat=True))
    for line in lines:
        if line.quantity == 0 or (line.quantity < 0 and line.indicator not in stocks):
            raise Refused(
                gettext_noop("Số lượng phải lớn hơn 0. Muốn giảm số đã ghi, mở chứng từ cũ rồi đảo."), field="quantity"
            )
        if abs(line.quantity) > MOST:
            raise Refused(gettext_noop("Số này lớn quá mức có thể; xem lại số chữ số 0."), field="quantity")
        if line.day > today:
            raise Refused(gettext_noop("Ngày làm việc chưa tới; việc làm xong rồi mới ghi vào sổ."), field="day")
        if line.day < EARLIEST:
            raise Refused(gettext_noop("Ngày trước khi Đoàn thành lập (26/03/1931); xem lại năm."), field="day")
        alive.setdefault(line.day, set()).add(line.unit)
    for day, units in alive.items():
        tree = tree_on(day)
        if any(unit not in tree for unit in units):
            raise Refused(
                gettext_noop("Vào ngày {day} đơn vị chưa thành lập hoặc đã kết thúc; xem lại ngày."),
                field="day",
                day=day.strftime("%d/%m/%Y"),
            )


def _insert(posting: Posting, lines: Iterable[Line], sign: int = 1) -> None:
    try:
        with transaction.atomic():
            posting.save(force_insert=True)
            Entry.objects.bulk_create(
                [
                    Entry(
                        posting=posting,
                        unit_id=line.unit,
                        indicator_id=line.indicator,
                        day=line.day,
                        quantity=sign * line.quantity,
                        person_id=line.person,
                        grade=line.grade,
                    )
                    for line in lines
                ],
                batch_size=2000,
            )
    except IntegrityError as clash:
        # Two people at once: the database let one of them through.
        if "reverses" in str(clash) or "replaces" in str(clash):
            raise Refused(
                gettext_noop("Chứng từ này vừa được người khác đảo hoặc thay; tải lại trang để xem.")
            ) from clash
        raise


def _reverse(posting: Posting, reason: str, actor: Account, at: datetime) -> Posting:
    if Posting.objects.filter(reverses=posting).exists():
        raise Refused(gettext_noop("Chứng từ này đã được đảo từ trước; tải lại trang để xem."))
    reversal = Posting(
        kind=PostingKind.REVERSAL, unit_id=posting.unit_id, recorded_at=at, actor=actor, reason=reason, reverses=posting
    )
    _insert(reversal, lines_of(posting), sign=-1)
    return reversal


@transaction.atomic
def load_indicators(*, indicators: Sequence[tuple[Indicator, str, str]]) -> None:
    """Take over the catalogue's indicators: (indicator, numerator code, denominator code). Known codes are updated."""
    fields = [
        "name", "name_en", "measure", "unit_of_measure", "unit_of_measure_en", "decimals", "area", "register",
        "listed", "numerator", "denominator", "covers_kinds", "at_least", "note",
    ]  # fmt: skip
    for indicator, numerator, denominator in indicators:
        codes = {"numerator": numerator, "denominator": denominator}
        for part, code in codes.items():
            setattr(indicator, part, Indicator.objects.get(code=code) if code else None)
        Indicator.objects.update_or_create(code=indicator.code, defaults={f: getattr(indicator, f) for f in fields})
