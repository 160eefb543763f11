"""Judge the departments of an office: criteria, points, levels. What was said stays; a later word replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import one_line
from viecthat.reviews.models import DepartmentLevel, DepartmentScore, OfficeCriteria, OfficeCriterion, Review
from viecthat.reviews.queries.criteria import (
    class_of,
    classes_on,
    criteria_of,
    departments_of,
    points_in_all,
    scores_standing,
)
from viecthat.reviews.rules import may_judge_departments

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_CRITERIA = 20
_LONGEST_NAME = 120
_LONGEST_WORDS = 500
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """A criterion as it was typed."""

    name: str
    points: Decimal
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """Points for one criterion with what they rest on; None: not judged."""

    points: Decimal | None
    words: str
    evidence: str = ""


@transaction.atomic
def set_office_criteria(
    *,
    unit: int,
    start: date,
    decision: str,
    lines: Sequence[CriterionSaid],
    actor: Account | None,
    at: datetime,
) -> OfficeCriteria:
    """The criteria by which the unit judges its departments from `start` on; earlier reviews keep theirs.

    Raises Refused when the actor may not, there are none or too many, two bear one name, or a set begins on that day.
    """
    if actor is not None and not may_judge_departments(actor, unit, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đánh giá ban, đơn vị ở đây."))
    if not lines:
        raise Refused(gettext_noop("Ghi ít nhất một tiêu chí."), field="lines")
    if len(lines) > MOST_CRITERIA:
        raise Refused(gettext_noop("Ghi nhiều nhất {most} tiêu chí."), field="lines", most=MOST_CRITERIA)
    names = [one_line(line.name, _LONGEST_NAME, field="lines") for line in lines]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(gettext_noop("Tiêu chí “{name}” ghi hai lần."), field="lines", name=twice)
    made = OfficeCriteria(unit_id=unit, start=start, decision=one_line(decision, _LONGEST_NAME, field="decision"))
    save_checked(made)
    for position, (name, line) in enumerate(zip(names, lines, strict=True), start=1):
        meaning = one_line(line.meaning, 300, field="lines")
        save_checked(OfficeCriterion(criteria=made, position=position, name=name, meaning=meaning, points=line.points))
    return made


@transaction.atomic
def score_department(
    *, review: Review, unit: int, scores: Mapping[int, Scored], actor: Account | None, at: datetime
) -> int:
    """Points of a department by criterion, each with words; what is as it was is not said again. How many were written.

    Raises Refused, and writes nothing, when the actor may not, the unit is no department of the reviewed office, points
    lie outside a criterion's or are no halves, or words are missing.
    """
    _check(review, unit, actor, at)
    criteria = {one.pk: one for one in criteria_of(review)}
    standing = scores_standing(review).get(unit, {})
    written = 0
    for pk, scored in scores.items():
        criterion = criteria.get(pk)
        if criterion is None:
            raise Refused(gettext_noop("Bộ tiêu chí của cuộc này không có tiêu chí ấy."))
        if scored.points is None:
            if scored.words.strip():
                raise Refused(gettext_noop("Có nhận xét thì cho điểm."), field=f"points_{pk}")
            continue
        if not 0 <= scored.points <= criterion.points or scored.points % _HALF:
            raise Refused(
                gettext_noop("Điểm “{name}” từ 0 đến {most}, lẻ đến nửa điểm."),
                field=f"points_{pk}",
                name=criterion.name,
                most=criterion.points,
            )
        words = one_line(scored.words, _LONGEST_WORDS, field=f"words_{pk}")
        if not words:
            raise Refused(gettext_noop("Chấm điểm thì ghi nhận xét."), field=f"words_{pk}")
        evidence = one_line(scored.evidence, _LONGEST_WORDS, field=f"evidence_{pk}")
        known = standing.get(pk)
        if known is not None and (known.points, known.words, known.evidence) == (scored.points, words, evidence):
            continue
        save_checked(
            DepartmentScore(
                review=review,
                unit_id=unit,
                criterion=criterion,
                points=scored.points,
                words=words,
                evidence=evidence,
                scored_by=actor,
                scored_at=at,
            )
        )
        written += 1
    return written


@transaction.atomic
def rate_department(
    *, review: Review, unit: int, level: str, words: str, actor: Account | None, at: datetime
) -> DepartmentLevel:
    """The level the standing committee gives. Raises Refused when the actor may not, a criterion is not scored yet, the
    class is unknown, or it is not the one the points speak for and no reason is given.
    """
    _check(review, unit, actor, at)
    if level not in {one.code for one in classes_on(review.last_day)}:
        raise Refused(gettext_noop("Chọn một mức xếp loại."), field="level")
    criteria = criteria_of(review)
    standing = scores_standing(review).get(unit, {})
    missing = next((one for one in criteria if one.pk not in standing), None)
    if missing is not None or not criteria:
        raise Refused(
            gettext_noop("Chấm đủ các tiêu chí trước khi xếp mức; còn “{name}”."),
            field="level",
            name=missing.name if missing else "",
        )
    points, most = points_in_all(criteria, standing)
    spoken_for = class_of(points, most, review.last_day)
    reason = one_line(words, _LONGEST_WORDS, field="words")
    if spoken_for.code != level and not reason:
        raise Refused(
            gettext_noop("Điểm ứng với mức “{level}”; xếp mức khác thì ghi lý do."),
            field="words",
            level=spoken_for,
        )
    row = DepartmentLevel(
        review=review, unit_id=unit, level=level, points=points, most=most, words=reason, given_by=actor, given_at=at
    )
    save_checked(row)
    return row


def _check(review: Review, unit: int, actor: Account | None, at: datetime) -> None:
    # Held until the end: points and a level given at the same time follow each other.
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if actor is not None and not may_judge_departments(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền đánh giá ban, đơn vị ở đây."))
    if unit not in {one.id for one in departments_of(review)}:
        raise Refused(gettext_noop("Đơn vị này không thuộc cơ quan được sơ kết."))
