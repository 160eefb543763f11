"""The cells of a large table, written compactly: thousands of figures in a few milliseconds.

Everything that is not a number goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from urllib.parse import quote, urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from viecthat.figures.choices import Against, Axis
from viecthat.figures.queries import words
from viecthat.figures.queries.answer import Columns
from viecthat.figures.queries.labels import label_of, note_of
from viecthat.figures.queries.parts import is_part
from viecthat.figures.queries.pivot import Layout, Spot, key_of
from viecthat.figures.rules import FEWEST_PEOPLE
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import NO_FIGURE, format_percent
from viecthat.kernel.quantities import Share
from viecthat.ledger.queries import Indicator
from viecthat.ui.templatetags.ui import proof

# With fewer cells than this every figure has its proof bar under it; with more, each row has one.
MOST_BARS = 240
_NO_CELL = f'<td class="num">{NO_FIGURE}</td>'


class _Seen:
    """One indicator's figures at the places that are drawn, as plain lists: numpy is slow one number at a time."""

    __slots__ = ("counted", "hidden", "known", "of")

    def __init__(self, columns: Columns, places: Sequence[int]) -> None:
        at = list(places)
        self.known: dict[int, list[bool]] = dict(zip(at, columns.known[at].tolist(), strict=True))
        self.hidden: dict[int, list[bool]] = dict(zip(at, columns.hidden[at].tolist(), strict=True))
        self.counted: dict[int, list[int]] = dict(zip(at, columns.counted[at].tolist(), strict=True))
        self.of: dict[int, list[int]] | None = None
        if columns.of is not None:
            self.of = dict(zip(at, columns.of[at].tolist(), strict=True))


@dataclass
class TableWriter:
    """Writes rows of a layout: `rows_shown` of them at a time; `map_day_said`, `known` go into the cells' addresses."""

    layout: Layout
    lang: str
    map_day_said: bool
    known: date | None
    rows_shown: int
    _amounts: dict[int, Callable[[int], str]] = field(default_factory=dict)
    _seen: list[_Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        question = self.layout.answer.question
        same: list[tuple[str, str]] = []
        if self.map_day_said:
            same.append(("ban-do", question.map_day.isoformat()))
        if self.known is not None:
            same.append(("biet-den", self.known.isoformat()))
        self._same = escape("&" + urlencode(same)) if same else ""
        self._subs = _subs(question.against)
        self.bars = self.rows_shown * len(self.layout.columns) <= MOST_BARS
        self._codes = self._keys(Axis.INDICATOR, len(question.indicators))
        self._units = self._keys(Axis.UNIT, len(self.layout.answer.places))
        self._periods = self._keys(Axis.PERIOD, len(question.periods))

    def _keys(self, axis: Axis, count: int) -> list[str]:
        return [quote(key_of(self.layout.answer, axis, number)) for number in range(count)]

    def head(self, query: str, order: str, corner: Sequence[str]) -> SafeString:
        """The head: a column is a link that sorts by it. `corner`: what the row names are."""
        layout, answer = self.layout, self.layout.answer
        deep = ' rowspan="2"' if self._subs else ""
        cells = [f'<th scope="col"{deep}>{_sort_link(query, order, "ten", corner[0])}</th>']
        cells += [f'<th scope="col"{deep}>{escape(word)}</th>' for word in corner[1:]]
        wide = f' colspan="{1 + len(self._subs)}"' if self._subs else ""
        group = ' scope="colgroup"' if self._subs else ' scope="col"'
        below = []
        for column in layout.columns:
            key, label = key_of(answer, layout.across, column), label_of(answer, layout.across, column, self.lang)
            note = note_of(answer, layout.across, column)
            words_ = _sort_link(query, order, key, label, largest=True) if key else escape(label)
            small = f"<small>{escape(note)}</small>" if note else ""
            said = {key: "descending", f"-{key}": "ascending"}.get(order, "") if key else ""
            sort = f' aria-sort="{said}"' if said else ""
            cells.append(f'<th{group}{wide} class="num"{sort}>{words_}{small}</th>')
            if self._subs:
                below.append(f'<th scope="col" class="num">{escape(_("Số liệu"))}</th>')
                below += [f'<th scope="col" class="num">{escape(word)}</th>' for word in self._subs.values()]
        if not self.bars:
            cells.append(f'<th scope="col"{deep}>{escape(_("Chứng minh"))}</th>')
        second = f"<tr>{''.join(below)}</tr>" if below else ""
        return mark_safe(f"<tr>{''.join(cells)}</tr>{second}")  # noqa: S308 - every text in it is escaped above

    def body(self, rows: Sequence[Spot], go: str) -> SafeString:
        """The rows. `go`: the query that narrows the question to a unit, its code to be added."""
        shown = range(len(self.layout.answer.places)) if self.layout.across is Axis.UNIT else {r.place for r in rows}
        answer = self.layout.answer
        self._seen = [_Seen(answer.columns[one.pk], sorted(shown)) for one in answer.question.shown]
        written = [self._row(row, go) for row in rows]
        return mark_safe("".join(written))  # noqa: S308 - every text in it is escaped below

    def _row(self, row: Spot, go: str) -> str:
        layout = self.layout
        parts = ["<tr>"]
        for number, (axis, value) in enumerate(layout.row_label_of(row)):
            label: str = escape(label_of(layout.answer, axis, value, self.lang))
            code = key_of(layout.answer, axis, value)
            place = layout.answer.places[value] if axis is Axis.UNIT else None
            if place is not None and code and place.opens and not place.is_total:
                label = f'<a href="?{escape(go)}&amp;dv={code}">{label}</a>'
            note = note_of(layout.answer, axis, value) if not number else ""
            parts.append(f'<th scope="row">{label}{f"<small>{escape(note)}</small>" if note else ""}</th>')
        # A local name is looked up faster, and this line runs for every cell.
        cell = self._cell
        parts += [cell(layout.cell(row, column)) for column in layout.columns]
        if not self.bars:
            parts.append(f'<td class="proof-cell">{self._proof(layout.cell(row, layout.columns[0]))}</td>')
        parts.append("</tr>")
        return "".join(parts)

    def _cell(self, spot: Spot) -> str:
        answer = self.layout.answer
        indicator = answer.question.shown[spot.indicator]
        figure = self._figure(self._seen[spot.indicator], indicator, spot)
        if not self._subs:
            return figure
        return figure + "".join(self._compared(spot, indicator, answer.columns[indicator.pk]))

    def _figure(self, seen: _Seen, indicator: Indicator, spot: Spot) -> str:
        place, period = spot.place, spot.period
        if not seen.known[place][period]:
            return _NO_CELL
        if seen.hidden[place][period]:
            return f'<td class="num">{escape(kept_back_words() if is_part(indicator) else few_words())}</td>'
        counted = seen.counted[place][period]
        small = ""
        if seen.of is None:
            figure = self._amount(indicator)(counted)
        else:
            of = seen.of[place][period]
            figure = escape(words.share_words(Share(counted, of), self.lang))
            small = f"<small>{counted}/{of}</small>"
        if (code := self._units[place]) and not is_part(indicator) and self.layout.answer.places[place].opens:
            address = f"?so={self._codes[spot.indicator]}&amp;mo={code}&amp;nam={self._periods[period]}{self._same}"
            figure = f'<a href="{address}">{figure}</a>'
        bar = self._proof(spot) if self.bars else ""
        return f'<td class="num">{figure}{small}{bar}</td>'

    def _proof(self, spot: Spot) -> str:
        answer = self.layout.answer
        columns = answer.columns[answer.question.shown[spot.indicator].pk]
        if not columns.known[spot.place, spot.period] or columns.hidden[spot.place, spot.period]:
            return ""
        return proof(columns.grades_at(spot.place, spot.period))

    def _compared(self, spot: Spot, indicator: Indicator, columns: Columns) -> list[str]:
        cells = []
        answer = self.layout.answer
        if "goal" in self._subs:
            attained = answer.attained.get((spot.place, indicator.pk, spot.period))
            if attained is None:
                cells += ["<td></td>", "<td></td>"]
            else:
                goal = escape(words.goal_words(attained.target, indicator, self.lang))
                longer = attained.span != answer.question.periods[spot.period]
                since = f"<small>{escape(since_words(attained.span.start, self.lang))}</small>" if longer else ""
                reached = "" if attained.reached is None else escape(format_percent(attained.reached, 1, self.lang))
                verdict = "" if attained.reached is None else escape(words.verdict_words(attained.verdict, self.lang))
                cells.append(f'<td class="num">{goal}{since}</td>')
                cells.append(f'<td class="num">{reached}<small>{verdict}</small></td>')
        if "before" in self._subs:
            before = answer.before[indicator.pk]
            cells += self._against_last_year(spot, indicator, columns, before)
        return cells

    def _against_last_year(self, spot: Spot, indicator: Indicator, columns: Columns, before: Columns) -> list[str]:
        at = (spot.place, spot.period)
        if not before.known[at] or before.hidden[at]:
            return [_NO_CELL, "<td></td>"]
        then = before.counted[at].item()
        figure: str
        if before.of is not None:
            figure = escape(words.share_words(Share(then, before.of[at].item()), self.lang))
            return [f'<td class="num">{figure}</td>', "<td></td>"]
        figure = f'<td class="num">{self._amount(indicator)(then)}</td>'
        if not columns.known[at] or columns.hidden[at] or then <= 0:
            return [figure, "<td></td>"]
        change = Fraction(columns.counted[at].item() - then, then)
        sign = "+" if change > 0 else ""
        return [figure, f'<td class="num">{sign}{escape(format_percent(change, 1, self.lang))}</td>']

    def _amount(self, indicator: Indicator) -> Callable[[int], str]:
        known = self._amounts.get(indicator.pk)
        if known is None:
            known = self._amounts[indicator.pk] = amount_writer(indicator, self.lang)
        return known


def amount_writer(indicator: Indicator, lang: str) -> Callable[[int], str]:
    """Writes quantities of the indicator as `words` does, whole numbers several times faster."""
    if indicator.unit_of_measure == "đồng":
        return lambda quantity: escape(words.quantity_words(quantity, indicator, lang))
    if indicator.decimals:
        return lambda quantity: escape(words.amount(quantity, indicator, lang))
    if lang == "en":
        return lambda quantity: f"{quantity:,}".replace("-", "\u2212")
    return lambda quantity: f"{quantity:,}".replace(",", ".").replace("-", "\u2212")


def few_words() -> str:
    """What stands for a figure of too few people."""
    return _("dưới {few}").format(few=FEWEST_PEOPLE)


def kept_back_words() -> str:
    """What stands for a group of people where somebody could be recognised."""
    return _("không nêu")


def since_words(day: date, lang: str) -> str:
    """From when a result is counted towards a longer target."""
    return _("tính từ {day}").format(day=format_date(day, lang))


def _subs(against: frozenset[Against]) -> dict[str, str]:
    found: dict[str, str] = {}
    if Against.TARGET in against:
        found |= {"goal": _("Chỉ tiêu"), "reached": _("Đạt")}
    if Against.LAST_YEAR in against:
        found |= {"before": _("Cùng kỳ năm trước"), "change": _("Tăng, giảm")}
    return found


def _sort_link(query: str, order: str, key: str, label: str, *, largest: bool = False) -> str:
    wanted = f"-{key}" if order == key else key
    mark = ""
    if order.lstrip("-") == key:
        down = (order == key) == largest
        mark = f'<i class="icon i-{"down" if down else "up"} s" aria-hidden="true"></i>'
    joined = f"{query}&" if query else ""
    address = escape(f"?{joined}{urlencode({'xep': wanted})}#bang")
    return f'<a class="sort{" now" if mark else ""}" href="{address}">{escape(label)}{mark}</a>'
