"""Every write of readings: a text is read and kept, decisions are kept as they are made, what was kept is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.kernel.numbers import parse_number, parse_whole
from viecthat.kernel.quantities import Share, scaled
from viecthat.ledger.commands import LONGEST_REASON, declare_figures
from viecthat.ledger.queries import indicators_offered, why_not_declarable
from viecthat.reading.indicators import Guess, guess
from viecthat.reading.reader import Figure, read
from viecthat.reporting.choices import Decision, FigureKind
from viecthat.reporting.models import Reading
from viecthat.reporting.queries.reading import is_declared, known_indicators, number_written, readings_of
from viecthat.reporting.rules import may_read_texts

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator, Posting

MOST_CHARACTERS = 300_000
MOST_FIGURES = 1_000
LONGEST_TITLE = 200
LONGEST_NUMBER = 60
_SEARCHED = 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer made of one figure; `indicator` is a code, `number` as typed."""

    decision: Decision
    kind: FigureKind
    indicator: str
    number: str


def read_text(*, title: str, text: str, source: str, actor: Account, at: datetime) -> Reading:
    """Read a text for figures and keep it with them, so that it can be left and taken up again.

    Raises Refused when the actor may declare nothing, the text is empty, longer than a report, or holds no figure.
    """
    if not may_read_texts(actor, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền kê khai số liệu cho đơn vị nào."))
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Refused(gettext_noop("Chưa có chữ nào để đọc; dán văn bản vào ô hoặc chọn một tệp."), field="text")
    too_long = gettext_noop("Văn bản dài quá {most} ký tự hoặc toàn số; tách thành vài phần rồi đọc từng phần.")
    if len(text) > MOST_CHARACTERS:
        raise Refused(too_long, field="text", most=MOST_CHARACTERS)
    try:
        found = read(text)
    except ValueError as refused:
        raise Refused(too_long, field="text", most=MOST_CHARACTERS) from refused
    if len(found) > MOST_FIGURES:
        raise Refused(too_long, field="text", most=MOST_CHARACTERS)
    first_line = text.partition("\n")[0][:LONGEST_TITLE]
    title = one_line(title, LONGEST_TITLE, field="title") or one_line(first_line, LONGEST_TITLE)
    known = known_indicators()
    return Reading.objects.create(
        title=title or source[:LONGEST_TITLE],
        text=text,
        source=source[:LONGEST_TITLE],
        searched=fold(f"{title} {source} {text[:_SEARCHED]}"),
        figures=[_kept(figure, text, guess(figure, text, known)) for figure in found],
        reader=actor,
        made_at=at,
        changed_at=at,
    )


def _kept(figure: Figure, text: str, likely: Guess | None) -> dict[str, Any]:
    return figure.as_json() | {
        "quote_start": figure.quote_start,
        "quote_end": figure.quote_end,
        "sentence": " ".join(text[figure.sentence[0] : figure.sentence[1]].split()),
        "decision": Decision.OPEN.value,
        "indicator": likely.code if likely else "",
        "score": likely.score if likely else 0,
        "number": number_written(figure.as_json()["value"], figure.denominator),
    }


@transaction.atomic
def keep_choices(
    *, reading: int, unit: int | None, day: date | None, choices: Mapping[int, Choice], actor: Account, at: datetime
) -> Reading:
    """Keep what was decided so far; figures that `choices` leaves out stay as they are.

    Raises Refused when the reading is another's, or stands in the ledger.
    """
    row = readings_of(actor).select_related(None).select_for_update().filter(pk=reading).first()
    if row is None:
        raise Refused(gettext_noop("Không có bản đọc này trong số các bản đọc của bạn."))
    if is_declared(row):
        raise Refused(gettext_noop("Bản đọc này đã ghi vào sổ; muốn sửa, đảo chứng từ trước."))
    for place, choice in choices.items():
        if 0 <= place < len(row.figures):
            row.figures[place] |= {
                "decision": choice.decision.value,
                "kind": choice.kind.value,
                "indicator": choice.indicator,
                "number": choice.number[:LONGEST_NUMBER],
            }
    row.unit_id, row.day, row.changed_at = unit, day, at
    row.save(update_fields=["figures", "unit", "day", "changed_at"])
    return row


@transaction.atomic
def declare_reading(*, reading: int, actor: Account, at: datetime) -> Posting:
    """Declare the kept figures of a reading as one posting, whose reason quotes them.

    Raises Refused at the field `indicator-N` or `number-N` of the figure in place N that can't be declared.
    """
    row = readings_of(actor).select_related(None).select_for_update().filter(pk=reading).first()
    if row is None:
        raise Refused(gettext_noop("Không có bản đọc này trong số các bản đọc của bạn."))
    if is_declared(row):
        raise Refused(gettext_noop("Bản đọc này đã ghi vào sổ; muốn sửa, đảo chứng từ trước."))
    if row.unit_id is None:
        raise Refused(gettext_noop("Chọn đơn vị đã làm những việc này."), field="unit")
    if row.day is None:
        raise Refused(gettext_noop("Ghi ngày của số liệu, thường là ngày cuối kỳ."), field="day")
    offered = {one.indicator.code: one.indicator for one in indicators_offered()}
    taken: dict[str, int] = {}
    declared: list[tuple[Indicator, int | Share]] = []
    quotes: list[str] = []
    for place, figure in enumerate(row.figures):
        if figure["decision"] != Decision.KEPT:
            continue
        indicator = _indicator_of(place, figure, offered)
        if indicator.code in taken:
            raise Refused(
                gettext_noop("Chỉ số “{name}” đã lấy ở số thứ {first}; bỏ một trong hai kẻo cộng hai lần."),
                field=f"indicator-{place}", name=indicator.name, first=taken[indicator.code] + 1,
            )  # fmt: skip
        taken[indicator.code] = place
        declared.append((indicator, _quantity_of(place, figure, indicator)))
        quotes.append(" ".join(figure["quote"].split()))
    if not declared:
        raise Refused(gettext_noop("Chưa lấy số nào; chọn “lấy” ở những số cần ghi vào sổ."))
    row.times += 1
    row.posting = declare_figures(
        unit=row.unit_id,
        figures=declared,
        day=row.day,
        reason=_reason(row, quotes),
        key=f"doc-so-lieu-{row.pk}-{row.times}",
        actor=actor,
        at=at,
    )
    row.changed_at = at
    row.save(update_fields=["posting", "times", "changed_at"])
    return row.posting


def _indicator_of(place: int, figure: Mapping[str, Any], offered: Mapping[str, Indicator]) -> Indicator:
    field = f"indicator-{place}"
    if figure["kind"] == FigureKind.TARGET:
        message = gettext_noop("“{quote}” là chỉ tiêu, chưa phải việc đã làm: bỏ, hoặc sửa loại nếu đọc nhầm.")
        raise Refused(message, field=field, quote=figure["quote"])
    if not figure["indicator"]:
        raise Refused(gettext_noop("Chọn chỉ số cho “{quote}”."), field=field, quote=figure["quote"])
    indicator = offered.get(figure["indicator"])
    if indicator is None:
        message = gettext_noop("Không có chỉ số nào tên hoặc mã là “{text}”.")
        raise Refused(message, field=field, text=figure["indicator"])
    if (why_not := why_not_declarable(indicator)) is not None:
        raise Refused(why_not.message, field=field, **why_not.params)
    return indicator


def _quantity_of(place: int, figure: Mapping[str, Any], indicator: Indicator) -> int | Share:
    field = f"number-{place}"
    n, slash, of = figure["number"].partition("/")
    if indicator.is_share:
        if not slash:
            message = gettext_noop("“{name}” là tỷ lệ: ghi số đạt và tổng số, như 24/28.")
            raise Refused(message, field=field, name=indicator.name)
        share = Share(parse_whole(n, field=field), parse_whole(of, field=field))
        if not 0 <= share.n <= share.of or not share.of:
            raise Refused(gettext_noop("Số đạt phải từ 0 đến tổng số, và tổng số phải lớn hơn 0."), field=field)
        return share
    quantity = scaled(parse_number(n, field=field), indicator.decimals, field=field)
    if quantity <= 0:
        raise Refused(
            gettext_noop("Số lượng phải lớn hơn 0. Muốn giảm số đã ghi, mở chứng từ cũ rồi đảo."), field=field
        )
    return quantity


def _reason(reading: Reading, quotes: list[str]) -> str:
    """Where the figures come from, with their quotes as far as a reason is long."""
    said = f"Đọc từ “{reading.title}”: " + " · ".join(f"“{quote}”" for quote in quotes)
    return said if len(said) <= LONGEST_REASON else said[: LONGEST_REASON - 1].rstrip() + "…"
