"""All tests together: `doubts_of(facts)`, the most doubtful first, one doubt for one root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from viecthat.doubts.copies import copied
from viecthat.doubts.digits import last_digits, repeated_digits, round_numbers
from viecthat.doubts.doubt import Doubt
from viecthat.doubts.expected import expected_of
from viecthat.doubts.facts import Facts
from viecthat.doubts.history import far_from_history, thousand_off
from viecthat.doubts.limits import Limits, shipped
from viecthat.doubts.peers import far_from_peers, same_in_many
from viecthat.doubts.ratings import even_marks, same_marks
from viecthat.doubts.recording import last_hour, repeated_photos, two_places
from viecthat.doubts.sums import more_than_all, more_turns, parts_and_whole, percent_differs, results_alone, sum_rules
from viecthat.doubts.words import beyond_or_reached, broken_groups, comma_or_point, count_and_list

# Of one figure the first of these explains the later ones: what is off by a thousand is far from everything, and breaks
# every sum it is part of.
_ROOTS = ("thousand_off", "far_from_history", "far_from_peers", "more_than_all", "parts_and_whole", "sum_rule")
_FOLLOWS = frozenset({*_ROOTS, "percent_differs", "results_alone", "more_turns"})


def doubts_of(facts: Facts, limits: Limits | None = None) -> list[Doubt]:
    """Every doubt about the units asked, the highest score first; `limits` None: the catalogue's.

    The order of the units and indicators given changes nothing.
    """
    limits = limits or shipped()
    found = [doubt for doubt in _one_of_a_root(_all(facts, limits)) if doubt.score >= limits.shown_from]
    return sorted(found, key=_order)


def _order(doubt: Doubt) -> tuple[float, int, str, str, str]:
    return -round(doubt.score, 6), doubt.unit, doubt.code, doubt.indicator, doubt.about


def _all(facts: Facts, limits: Limits) -> Iterator[Doubt]:
    expected = expected_of(facts.sheet, limits)
    yield from thousand_off(facts, expected, limits)
    yield from far_from_history(facts, expected, limits)
    yield from far_from_peers(facts, expected, limits)
    yield from same_in_many(facts, expected, limits)
    yield from copied(facts, expected, limits)
    yield from round_numbers(facts, limits)
    yield from repeated_digits(facts, limits)
    yield from last_digits(facts, limits)
    yield from parts_and_whole(facts)
    yield from sum_rules(facts)
    yield from more_than_all(facts)
    yield from percent_differs(facts)
    yield from results_alone(facts)
    yield from more_turns(facts, limits.turns_a_day)
    yield from last_hour(facts, limits)
    yield from two_places(facts, limits)
    yield from repeated_photos(facts, limits)
    yield from same_marks(facts, limits)
    yield from even_marks(facts, limits)
    yield from beyond_or_reached(facts, limits)
    yield from broken_groups(facts)
    yield from comma_or_point(facts)
    yield from count_and_list(facts)


def _one_of_a_root(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """One doubt for one figure of one unit, whichever of `_FOLLOWS` met it: the root, borne out by the others."""
    about: dict[tuple[int, str], list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        if doubt.code in _FOLLOWS:
            about[doubt.unit, doubt.indicator].append(doubt)
        else:
            yield doubt
    roots = {at: _joined(found) for at, found in about.items()}
    explained = {
        (unit, indicator)
        for (unit, indicator), doubt in roots.items()
        if doubt.code in {"thousand_off", "far_from_history"}
    }
    for (unit, indicator), doubt in roots.items():
        others = ((unit, code) for code in doubt.indicators if code != indicator)
        if doubt.code == "sum_rule" and any(other in explained for other in others):
            continue  # one of its terms is asked about already
        yield doubt


def _joined(found: list[Doubt]) -> Doubt:
    found = sorted(found, key=lambda doubt: (_rank(doubt.code), -doubt.score, doubt.about))
    first = found[0]
    for other in found[1:]:
        first = first.joined(other)
    return first


def _rank(code: str) -> int:
    return _ROOTS.index(code) if code in _ROOTS else len(_ROOTS)
