"""Judging a target: how far the result has come, p, against how much of the time is gone, t."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from viecthat.kernel.errors import Refused, gettext_noop


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the lines are drawn: `promising` is the part of t that is still promising; a result of more than
    `far_too_low` times the goal says that the goal was far too low; from `met` of the goal on it counts as met.
    """

    promising: Fraction = Fraction(4, 5)
    far_too_low: Fraction = Fraction(3)
    met: Fraction = Fraction(1)


USUAL = Thresholds()


class Verdict(Enum):
    """What is said of a target; `label` is the Vietnamese msgid."""

    label: str

    def __new__(cls, value: str, label: str) -> "Verdict":
        """Keep the code as the value and the label beside it."""
        verdict = object.__new__(cls)
        verdict._value_ = value
        verdict.label = label
        return verdict

    EXCEEDED = "exceeded", gettext_noop("vượt")
    MET = "met", gettext_noop("đạt")
    ON_PACE = "on-pace", gettext_noop("đúng tiến độ")
    PROMISING = "promising", gettext_noop("có triển vọng")
    PUSH = "push", gettext_noop("cần đẩy mạnh")
    NOT_YET = "not-yet", gettext_noop("chưa có số liệu")


def progress(result: Fraction | int, goal: Fraction | int, *, at_most: bool = False) -> Fraction:
    """Return p, the share of the goal that is reached: result/goal, or goal/result when the goal is not to be passed.

    With `at_most` a result of nothing at all counts as met (p = 1). Refused when the goal is below zero, or is zero
    where something is to be reached.
    """
    if goal < 0 or (goal == 0 and not at_most):
        message = gettext_noop("Chỉ tiêu phải lớn hơn 0 thì mới tính được phần đã đạt. Hãy sửa lại chỉ tiêu.")
        raise Refused(message, field="goal")
    if not at_most:
        return Fraction(result) / goal
    return Fraction(goal) / result if result > 0 else Fraction(1)


def judge(result: Fraction | None, elapsed: Fraction, thresholds: Thresholds = USUAL) -> Verdict:
    """Judge p = `result` (see `progress`; None when nothing is known yet) at t = `elapsed`.

    Yearly-repeated and coverage targets are judged year by year: the caller passes that year's p and t.
    """
    if result is None:
        return Verdict.NOT_YET
    if result > 1:
        return Verdict.EXCEEDED
    if result >= thresholds.met:
        return Verdict.MET
    if result >= elapsed:
        return Verdict.ON_PACE
    if result >= thresholds.promising * elapsed:
        return Verdict.PROMISING
    return Verdict.PUSH


def is_far_too_low(result: Fraction | None, thresholds: Thresholds = USUAL) -> bool:
    """Whether p = `result` is so high (over 300 %) that the goal itself should be questioned."""
    return result is not None and result > thresholds.far_too_low
