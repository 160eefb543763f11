"""Marks that are all the same, or spread as if nobody had an opinion."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from viecthat.doubts.chance import binomial_tail, score_of_chance
from viecthat.doubts.doubt import Doubt, Evidence
from viecthat.doubts.facts import Facts, Ratings
from viecthat.doubts.limits import Limits
from viecthat.kernel.errors import gettext_noop

_LEAST_LISTS = 5
_MOST_USUAL = 0.9


def same_marks(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks for marks all alike, or all but one in fifty.

    Doubtful: people who were there seldom all agree, less so than on other subjects. Innocent: something nobody could
    fault, a show of hands.
    """
    usual = _usual_share(facts.ratings, limits)
    for ratings in facts.ratings:
        number = len(ratings.marks)
        if number < limits.marks_least or not facts.asks(ratings.unit):
            continue
        counts = _counts(ratings)
        most = int(counts.max())
        tail = binomial_tail(most, number, usual)
        if most < 0.98 * number or tail > limits.marks_chance:
            continue
        yield Doubt(
            "same_marks",
            ratings.unit,
            "",
            facts.sheet.period,
            score_of_chance(tail, limits.marks_chance),
            gettext_noop(
                "“{subject}”: {count} trong {of} lượt đánh giá cùng cho {mark} điểm. "
                "Có thể do ai cũng hài lòng, hay do phiếu được điền chung một lượt?"
            ),
            {
                "subject": ratings.subject,
                "count": most,
                "of": number,
                "mark": ratings.lowest + int(counts.argmax()),
            },
            _spread(ratings, counts),
            about=ratings.subject,
        )


def even_marks(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    """Looks for marks spread evenly from the lowest to the highest.

    Doubtful: opinions lean to one side. Innocent: a subject that truly divides, a question nobody understood.
    """
    for ratings in facts.ratings:
        number = len(ratings.marks)
        if number < limits.even_least or not facts.asks(ratings.unit):
            continue
        counts = _counts(ratings)
        evenness = _evenness(counts)
        if evenness < limits.even_share:
            continue
        yield Doubt(
            "even_marks",
            ratings.unit,
            "",
            facts.sheet.period,
            0.5 + 0.4 * min((evenness - limits.even_share) / (1 - limits.even_share), 1.0),
            gettext_noop(
                "“{subject}”: {count} lượt đánh giá rải gần đều từ {lowest} đến {highest}. "
                "Có thể do ý kiến chia đều thật, hay do câu hỏi chưa rõ?"
            ),
            {"subject": ratings.subject, "count": number, "lowest": ratings.lowest, "highest": ratings.highest},
            _spread(ratings, counts),
            about=ratings.subject,
        )


def _usual_share(lists: tuple[Ratings, ...], limits: Limits) -> float:
    """How much of a list of marks usually is its most frequent one."""
    shares = [float(_counts(ratings).max()) / len(ratings.marks) for ratings in lists if ratings.marks]
    return max(min(float(np.median(shares)), _MOST_USUAL), 0.3) if len(shares) >= _LEAST_LISTS else limits.marks_usual


def _counts(ratings: Ratings) -> np.ndarray:
    return np.bincount(
        np.asarray(ratings.marks, dtype=np.int64) - ratings.lowest, minlength=ratings.highest - ratings.lowest + 1
    )


def _evenness(counts: np.ndarray) -> float:
    """Entropy over the most there can be, made good for the little that few marks lose by chance (Miller, 1955)."""
    number = counts.sum()
    shares = counts[counts > 0] / number
    entropy = float(-(shares * np.log(shares)).sum()) + (len(shares) - 1) / (2 * number)
    return min(entropy / math.log(len(counts)), 1.0)


def _spread(ratings: Ratings, counts: np.ndarray) -> tuple[Evidence, ...]:
    return tuple(Evidence(str(ratings.lowest + at), int(count)) for at, count in enumerate(counts))
