"""The statements. One text serves every engine: standard SQL with joins on equality only.

They read `ledger` (every entry) and the small tables of `dimensions`: units(unit, place, cell), days(day, span, piece),
cells(cell, region), scopes(scope, indicator, piece, month), heads(head, indicator, piece, month), and, where they
filter, postings(posting) and persons(person).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from viecthat.rollup.facts import ids_of, micros
from viecthat.rollup.question import FROM_EVER, Question, Window


@dataclass(frozen=True, slots=True)
class Lines:
    """Which lines of the ledger a question reads.

    indicators: each with the days [start, stop) in which anything of it is read.
    """

    indicators: Mapping[int, Window]
    as_known: datetime | None = None
    grades: Collection[int] | None = None
    postings: bool = False
    persons: bool = False

    @classmethod
    def of(cls, question: Question) -> Lines:
        """The lines that this question reads."""
        indicators: dict[int, Window] = {}
        for indicator, window in sorted(question.reads):
            start, stop = indicators.get(indicator, window)
            indicators[indicator] = Window(min(start, window.start), max(stop, window.stop))
        where = question.where
        return cls(
            indicators,
            question.as_known,
            None if where is None or where.grades is None else ids_of(where.grades).tolist(),
            where is not None and where.postings is not None,
            where is not None and where.persons is not None,
        )

    def condition(self, only: Collection[int] | None = None) -> str:
        """What holds for a line that is read; `only` keeps to some of the indicators."""
        by_days: dict[Window, list[int]] = {}
        for indicator, window in self.indicators.items():
            if only is None or indicator in only:
                by_days.setdefault(window, []).append(indicator)
        reads = [_within(indicators, window) for window, indicators in sorted(by_days.items())]
        conditions = [reads[0]]
        if len(reads) > 1:
            # The bounds of all, said first, are what lets an engine skip whole blocks of the file.
            every = Window(min(w.start for w in by_days), max(w.stop for w in by_days))
            each = "\n    OR ".join(f"({read})" for read in reads)
            conditions = [_within(sorted(i for some in by_days.values() for i in some), every), f"({each})"]
        if self.as_known is not None:
            conditions.append(f"l.recorded <= {micros(self.as_known)} /* {self.as_known.isoformat()} */")
        if self.grades is not None:
            conditions.append(_among("l.grade", self.grades))
        if self.postings:
            conditions.append("l.posting IN (SELECT posting FROM postings)")
        if self.persons:
            conditions.append("l.person IN (SELECT person FROM persons)")
        return "\n  AND ".join(conditions)


def earliest(lines: Lines) -> str:
    """The first day (day) of any line that is read; NULL without lines."""
    return f"SELECT min(l.day) AS day\nFROM ledger l\nWHERE {lines.condition()}"


def lines_of(indicator: int) -> str:
    """Every line of one indicator with the person it names."""
    return f"""\
SELECT l.unit, l.day, l.quantity, l.person, l.grade, l.recorded
FROM ledger l
WHERE {_among("l.indicator", [indicator])}"""


def sums(lines: Lines, exact_sum: str, unnamed: bool) -> str:
    """Sums and numbers of lines by indicator, span, cell (-2: outside the map) and grade.

    exact_sum: how the engine adds a column up without ever being wrong: NULL when 64 bits do not hold the sum.
    unnamed: also the sums of the lines that name nobody. size: the sum without signs, roughly.
    """
    heads = f",\n       {exact_sum.format('CASE WHEN l.person = 0 THEN l.quantity ELSE 0 END')} AS unnamed"
    return f"""\
SELECT l.indicator, d.span, coalesce(u.cell, -2) AS cell, l.grade,
       count(*) AS entries,
       {exact_sum.format("l.quantity")} AS total,
       sum(abs(CAST(l.quantity AS DOUBLE))) AS size{heads if unnamed else ""}
FROM ledger l
JOIN days d ON d.day = l.day
LEFT JOIN units u ON u.unit = l.unit
WHERE {lines.condition()}
GROUP BY l.indicator, d.span, coalesce(u.cell, -2), l.grade"""


def places(lines: Lines, indicators: Collection[int]) -> str:
    """Sums of some indicators by span, place in the tree and grade."""
    return f"""\
SELECT l.indicator, d.span, u.place, l.grade, CAST(sum(l.quantity) AS BIGINT) AS total
FROM ledger l
JOIN units u ON u.unit = l.unit AND u.cell >= 0
JOIN days d ON d.day = l.day
WHERE {lines.condition(indicators)}
GROUP BY l.indicator, d.span, u.place, l.grade"""


def reporters(lines: Lines, indicators: Collection[int]) -> str:
    """Distinct units by scope and cell whose entries of an indicator do not cancel in some calendar month."""
    return f"""\
WITH months AS (
  SELECT s.scope, u.cell, l.unit
  FROM ledger l
  JOIN units u ON u.unit = l.unit AND u.cell >= 0
  JOIN days d ON d.day = l.day
  JOIN scopes s ON s.indicator = l.indicator AND s.piece = d.piece
  WHERE {_deeper(lines.condition(indicators))}
  GROUP BY s.scope, s.indicator, s.month, u.cell, l.unit
  HAVING sum(l.quantity) <> 0
), reported AS (
  SELECT DISTINCT scope, cell, unit
  FROM months
)
SELECT scope, cell, count(*) AS units
FROM reported
GROUP BY scope, cell"""


def people(lines: Lines, indicators: Collection[int]) -> str:
    """Distinct named people by head count, region and grade: the best proof of any presence.

    Present is who has a net above zero at a unit in a calendar month; its grade is the highest whose own net is.
    """
    return f"""\
WITH present AS (
  SELECT h.head, u.cell, l.person,
         CASE WHEN sum(CASE WHEN l.grade = 3 THEN l.quantity ELSE 0 END) > 0 THEN 3
              WHEN sum(CASE WHEN l.grade = 2 THEN l.quantity ELSE 0 END) > 0 THEN 2
              ELSE 1 END AS grade
  FROM ledger l
  JOIN units u ON u.unit = l.unit AND u.cell >= 0
  JOIN days d ON d.day = l.day
  JOIN heads h ON h.indicator = l.indicator AND h.piece = d.piece
  WHERE l.person <> 0
  AND {_deeper(lines.condition(indicators))}
  GROUP BY h.head, h.month, u.cell, l.unit, l.person
  HAVING sum(l.quantity) > 0
), best AS (
  SELECT p.head, c.region, p.person, max(p.grade) AS grade
  FROM present p
  JOIN cells c ON c.cell = p.cell
  GROUP BY p.head, c.region, p.person
)
SELECT head, region, grade, count(*) AS people
FROM best
GROUP BY head, region, grade"""


def _within(indicators: Iterable[int], window: Window) -> str:
    since = "" if window.start == FROM_EVER else f"l.day >= {window.start} AND "
    return f"{_among('l.indicator', indicators)} AND {since}l.day < {window.stop}"


def _among(column: str, values: Iterable[int]) -> str:
    wanted = sorted({int(value) for value in values})
    if not wanted:
        return "1 = 0"
    return f"{column} = {wanted[0]}" if len(wanted) == 1 else f"{column} IN ({', '.join(map(str, wanted))})"


def _deeper(condition: str) -> str:
    return condition.replace("\n", "\n  ")
