"""What surrounds a report: who issues it, under whom, where, on what, for whom it is signed and to whom it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viecthat.documents.model import Lang
from viecthat.kernel.dates import format_long_date
from viecthat.kernel.names import normalise
from viecthat.reviews.exports.texts import TEXTS
from viecthat.reviews.queries.review import directives_under_review
from viecthat.units.exports import UnitHead
from viecthat.units.queries import ancestors_of, units_by_id

if TYPE_CHECKING:
    from viecthat.plans.models import Directive
    from viecthat.reviews.queries import ReviewTable

_TYPES = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "HD": "Hướng dẫn",
    "ĐA": "Đề án",
}
_YEARS = re.compile(r"(\d{4})\s?[-–]\s?(\d{4})")
_TERM_TAIL = re.compile(r"^(?P<what>.*?),? (?P<tail>nhiệm kỳ \d{4} ?[-–] ?\d{4})$")
_KINDS_EN = {
    "half_year": "Half-year review",
    "year": "Review of the year",
    "school_year": "Review of the school year",
    "mid_term": "Mid-term review",
    "term": "Review of the term",
    "thematic": "Thematic review",
    "campaign": "Review of the campaign",
    "working": "Working session",
}


@dataclass(frozen=True)
class Letterhead(UnitHead):
    """The frame of a unit's report on a day, in one language."""

    table: ReviewTable
    directives: tuple[Directive, ...]

    @property
    def recipients(self) -> tuple[str, ...]:
        """Those a report goes to."""
        return self.report_recipients(with_units_below=bool(self.table.children))

    @property
    def period(self) -> str:
        """The period as it is named; a review over the years of a term by its days."""
        return self.table.period.name(self.lang)

    @property
    def title(self) -> str:
        """What the report is on."""
        review, texts = self.table.review, TEXTS[self.lang]
        if review is None:
            return texts.abstract.format(period=self.period)
        return review.title if self.lang == "vi" else f"{_KINDS_EN[review.kind]}, {self.period}"

    @property
    def abstract(self) -> tuple[str, ...]:
        """The lines below the word "report"."""
        review, lines = self.table.review, [self.title]
        if review is not None and self.lang == "en":
            lines.append(f"(“{review.title}”)")
        elif review is not None and self._resolutions and "nghị quyết" not in review.title.lower():
            lines.append(TEXTS[self.lang].carrying_out.format(directives=self._resolutions))
        return tuple(map(_unparted, lines))

    @property
    def carried_out(self) -> str:
        """The documents under review, named as a report names them; the term they share is said once."""
        return _named_together([_directive_name(directive, self.lang) for directive in self.directives], self.lang)

    @property
    def _resolutions(self) -> str:
        """The resolutions under review without their numbers; nothing where other documents are under review too."""
        if any(directive.type != "NQ" for directive in self.directives):
            return ""
        return _named_together([normalise(directive.subject) for directive in self.directives], self.lang)


def letterhead(table: ReviewTable, lang: Lang) -> Letterhead:
    """The frame of the table's report, with names as they were on the map's day."""
    unit = units_by_id([table.unit.id], table.map_day)[table.unit.id]
    above = tuple(ancestors_of(table.unit.id, table.map_day))
    return Letterhead(unit, above, lang, table, tuple(directives_under_review(table)))


def _directive_name(directive: Directive, lang: Lang) -> str:
    subject = normalise(directive.subject)
    if not directive.number:
        return subject
    day = f" {format_long_date(directive.issued_on, lang)}" if directive.issued_on else ""
    number = f"số {directive.number}{day}" if lang == "vi" else f"No. {directive.number}{day}"
    kind = _TYPES.get(directive.type, "")
    if lang == "en" or not kind or subject.lower().startswith(kind.lower()):
        return f"{subject} ({number})"
    return f"{kind} {number} về {subject[:1].lower()}{subject[1:]}"


def _listed(names: list[str], lang: Lang) -> str:
    """One, two and three."""
    word = " và " if lang == "vi" else " and "
    return word.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _named_together(names: list[str], lang: Lang) -> str:
    """Several documents in a row; the term they share is said once."""
    found = [tail for name in names if (tail := _TERM_TAIL.match(name))]
    if len(names) > 1 and len(found) == len(names) and len({tail["tail"] for tail in found}) == 1:
        return _unparted(f"{_listed([tail['what'] for tail in found], lang)}, {found[0]['tail']}")
    return _unparted(_listed(names, lang))


def _unparted(text: str) -> str:
    """Two years of one span never stand on two lines."""
    return _YEARS.sub("\\1\u00a0–\u00a0\\2", text)
