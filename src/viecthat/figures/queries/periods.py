"""What a person means by the periods of a question: a congress term, or days as reports name them."""

from __future__ import annotations

import re

from viecthat.kernel.periods import Period
from viecthat.plans.queries import terms_of

_YEARS = re.compile(r"(?P<first>\d{4})\s*[-–]\s*(?P<last>\d{4})")


def term_meant(unit: int, text: str) -> Period | None:
    """The congress term of the unit between the two years in the text; None when it has none of those years."""
    years = _YEARS.search(text)
    if years is None:
        return None
    asked = (int(years["first"]), int(years["last"]))
    return next((Period(t.start, t.end).as_term() for t in terms_of(unit) if (t.start.year, t.end.year) == asked), None)
