"""What units are scored by in a drive, and points given by hand with what shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from viecthat.audit.rows import save_checked
from viecthat.commendations.choices import ScoreBy
from viecthat.commendations.commands.drive import open_drive
from viecthat.commendations.models import Criterion, Drive, HandScore
from viecthat.commendations.rules import path_up
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import needed
from viecthat.organisation.rules.standing import unit_classes

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.ledger.models import Indicator


@dataclass(frozen=True)
class CriterionFacts:
    """A criterion: `bar` is a figure in the indicator's smallest unit, or the last place that gets points."""

    words: str
    by: str
    points: Decimal
    indicator: Indicator | None = None
    bar: int | None = None
    rating: str = ""
    year: int | None = None


@transaction.atomic
def add_criterion(*, drive: Drive, facts: CriterionFacts, actor: Account, at: datetime) -> Criterion:
    """Add what the units are scored by. What its source does not need is left out. Raises Refused."""
    row = open_drive(drive, actor, at)
    by_figure = facts.by in {ScoreBy.FIGURE, ScoreBy.RANK}
    by_rating = facts.by == ScoreBy.RATING
    if by_figure and (facts.indicator is None or not facts.bar):
        raise Refused(gettext_noop("Chọn chỉ số và ghi mức để chấm."), field="indicator")
    if by_figure and facts.indicator is not None and facts.indicator.is_share:
        raise Refused(gettext_noop("Chọn một chỉ số đếm được, không phải tỷ lệ."), field="indicator")
    if by_rating and facts.rating not in unit_classes(row.start):
        raise Refused(gettext_noop("Chọn mức xếp loại được điểm."), field="rating")
    if by_rating and facts.year is None:
        raise Refused(gettext_noop("Ghi năm xếp loại."), field="year")
    last = row.criteria.aggregate(n=Max("position"))["n"] or 0
    made = Criterion(
        drive=row, position=last + 1, words=needed(facts.words, 300, "words", gettext_noop("Ghi tiêu chí.")),
        by=facts.by, points=facts.points,
        indicator=facts.indicator if by_figure else None, bar=facts.bar if by_figure else None,
        rating=facts.rating if by_rating else "", year=facts.year if by_rating else None,
    )  # fmt: skip
    save_checked(made)
    return made


@transaction.atomic
def drop_criterion(*, criterion: Criterion, actor: Account, at: datetime) -> None:
    """Take a criterion out, with the points given by it."""
    open_drive(criterion.drive, actor, at)
    criterion.delete()


@transaction.atomic
def score_by_hand(
    *, criterion: Criterion, unit: int, points: Decimal, evidence: str, actor: Account, at: datetime
) -> HandScore:
    """Give a unit points for what no register counts, with what shows it; given again, they are changed."""
    drive = open_drive(criterion.drive, actor, at)
    if criterion.by != ScoreBy.HAND:
        raise Refused(gettext_noop("Tiêu chí này tự chấm từ số liệu."))
    if not 0 <= points <= criterion.points:
        raise Refused(gettext_noop("Cho từ 0 đến {most} điểm."), field="points", most=criterion.points)
    if not path_up(unit, drive.unit_id, drive.start):
        raise Refused(gettext_noop("Đơn vị không thuộc đợt thi đua này."), field="unit")
    row = criterion.scores.filter(unit=unit).first() or HandScore(criterion=criterion, unit_id=unit)
    row.points, row.by, row.at = points, actor, at
    row.evidence = needed(evidence, 500, "evidence", gettext_noop("Ghi minh chứng: văn bản, hoạt động, ai xác nhận."))
    save_checked(row)
    return row
