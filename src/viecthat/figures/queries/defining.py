"""How each kind of figure is counted, in sentences, and how an answer was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from viecthat.figures.choices import Counting, ProofLevel
from viecthat.ledger.choices import MeasureKind
from viecthat.rollup.measures import People, Turns

if TYPE_CHECKING:
    from viecthat.figures.queries.answer import Answer
    from viecthat.ledger.models import Indicator
    from viecthat.rollup.answer import Way


@dataclass(frozen=True)
class Definition:
    """One indicator of an answer: how it is counted, and from how many ledger lines at most."""

    indicator: Indicator
    sentence: str
    lines: int


def definitions(answer: Answer) -> list[Definition]:
    """Every indicator of the answer."""
    return [Definition(one, counted_how(answer, one), _lines(answer, one)) for one in answer.question.indicators]


def counted_how(answer: Answer, indicator: Indicator) -> str:
    """The definition of the indicator's measure, as asked."""
    measure = answer.question.measure(indicator)
    if isinstance(measure, People):
        return _(
            "Người: ai có mặt ở một đơn vị trong một tháng (dòng ghi trừ dòng đảo còn lớn hơn 0) đếm một lần trong cả "
            "kỳ và cả đơn vị; số người không ghi tên cộng thêm như đã ghi."
        )
    if isinstance(measure, Turns):
        return _("Lượt: cộng mọi dòng có ngày làm trong kỳ, một người đến mấy lần tính mấy lượt.")
    match indicator.measure:
        case MeasureKind.STOCK:
            return _("Số dư: cộng mọi dòng từ trước đến hết ngày cuối kỳ.")
        case MeasureKind.RATIO:
            return _("Tỷ lệ: “{n}” và “{of}” cộng riêng trong kỳ, chia một lần ở cuối.").format(
                n=indicator.numerator, of=indicator.denominator
            )
        case MeasureKind.COVERAGE:
            return _(
                "Độ phủ: đếm đơn vị (cùng mọi đơn vị dưới nó) có tổng “{n}” trong kỳ từ {least} trở lên, trên tất cả "
                "đơn vị thuộc loại ấy."
            ).format(n=indicator.numerator, least=indicator.at_least)
        case _:
            return _("Cộng dồn: cộng mọi dòng có ngày làm trong kỳ; dòng đảo trừ đi.")


def choices_told(answer: Answer) -> list[str]:
    """What was chosen about proof and about people, in sentences; nothing for what is usual."""
    told = []
    if answer.question.proof != ProofLevel.ALL:
        told.append(
            _("Chỉ tính phần {level}; thanh chứng minh vẫn chia cả số.").format(level=answer.question.proof.label)
        )
    if answer.question.groups:
        told.append(
            _("Tách người theo {groups} như sổ đoàn viên ghi hiện nay; tuổi tính đến ngày cuối kỳ.").format(
                groups=answer.question.groups.label
            )
        )
    if answer.question.counting != Counting.AS_DEFINED:
        told.append(_("Chỉ số đếm người tính theo {counting}.").format(counting=answer.question.counting.label))
    return told


def made_up_told(answer: Answer) -> list[str]:
    """What of the figures is made up for a demonstration, in sentences."""
    told = []
    if answer.made_up.split:
        told.append(_("Phần chia theo đơn vị, thời gian và mức chứng thực là minh hoạ"))
    if answer.made_up.all:
        told.append(_("Có số liệu mà cả tổng cũng là minh hoạ, do máy tạo"))
    return told


def steps_of(way: Way, lang: str) -> Iterator[str]:
    """How the answer was found, the steps after the whole."""
    yield way.text(_, lang)
    for step in way.steps:
        yield from steps_of(step, lang)


def _lines(answer: Answer, indicator: Indicator) -> int:
    """The lines of the whole, or of all units asked, over the period with most of them."""
    entries = answer.columns[indicator.pk].entries
    tops = [n for n, place in enumerate(answer.places) if place.is_total]
    rows = entries[tops] if tops else entries
    return int(rows.sum(axis=0).max(initial=0))
