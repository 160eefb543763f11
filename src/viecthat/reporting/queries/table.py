"""Tables of figures: what reading one needs, what the ledger holds beside it, how far it has come."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum
from django.utils.translation import gettext

from viecthat.documents.grids import Grid, GridFile, open_grids
from viecthat.kernel.errors import Refused, Sentence, gettext_noop
from viecthat.kernel.numbers import format_number
from viecthat.kernel.periods import Period
from viecthat.kernel.quantities import Share, unscaled
from viecthat.ledger.feed import LedgerSource
from viecthat.ledger.queries import Indicator, indicators_offered, measure_of
from viecthat.reading.tables.columns import Choice, ColumnGuess, factor_in, guess_columns
from viecthat.reading.tables.layout import Layout, Role, find_layout
from viecthat.reading.tables.names import NamedUnit, UnitNames
from viecthat.reading.tables.sheet import Sheet, words_of
from viecthat.reporting.choices import TABLES_AT_WORK, RowVerdict, TableState, TableWay
from viecthat.reporting.models import FigureTable, TableHabit, TableRow
from viecthat.reporting.rules import tables_visible_to
from viecthat.rollup.ask import By, ask
from viecthat.units.queries import UnitRow, names_borne_below, units_by_id
from viecthat.units.tree import map_on

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

SAMPLES = 3
SEAL_SHEET = "_viecthat"
SEAL_VERSION = 1
MOST_SEAL = 4 * 2**20
N, OF = ":n", ":of"


@dataclass(frozen=True, slots=True)
class What:
    """What a column may hold: an indicator, or one term of a share; `why_not`: the sentence that forbids typing it."""

    key: str
    indicator: Indicator
    term: str
    why_not: Sentence | None

    @property
    def name(self) -> str:
        """The indicator, and which term of it."""
        return str(self.indicator)


@dataclass(frozen=True, slots=True)
class Sample:
    """A column as the page of columns shows it."""

    place: int
    letter: str
    head: str
    values: tuple[str, ...]
    key: str
    settled: bool
    withheld: What | None


def table_by_id(pk: int, actor: Account, at: datetime) -> FigureTable | None:
    """The table, when the actor may see it."""
    return tables_visible_to(actor, at).select_related("file").filter(pk=pk).first()


def tables_found(actor: Account, at: datetime, *, text: str = "", state: str = "") -> QuerySet[FigureTable]:
    """The list, narrowed by words of the file's name and by state."""
    found = tables_visible_to(actor, at)
    for word in text.split():
        found = found.filter(file_name__icontains=word)
    if state in TableState.values:
        found = found.filter(state=state)
    return found


def tables_at_work(account: int | None = None) -> int:
    """How many tables the background has in hand; of one account when given."""
    found = FigureTable.objects.filter(state__in=TABLES_AT_WORK)
    return (found if account is None else found.filter(brought_by=account)).count()


# The file


def file_of(table: FigureTable) -> GridFile:
    """The table's file, opened."""
    return open_grids(Path(table.file.path).read_bytes())


@lru_cache(maxsize=2)
def _grid(digest: str, path: str, place: int) -> Grid:  # noqa: ARG001 - the digest is what tells files apart
    return open_grids(Path(path).read_bytes()).grid(place)


def sheet_of(table: FigureTable) -> Sheet:
    """The cells, lying as the layout says. The last two sheets read are kept in memory."""
    sheet = Sheet.of(_grid(table.file.digest, str(table.file.path), table.sheet))
    return sheet.turn() if table.layout.get("turned") else sheet


def layout_of(table: FigureTable) -> Layout:
    """How the sheet lies."""
    kept = {name: value for name, value in table.layout.items() if name != "places"}
    return Layout(**kept | {"heads": tuple(kept["heads"]), "figures": tuple(kept["figures"])})


def layout_in(grid: Grid, names: UnitNames) -> tuple[Sheet, Layout]:
    """How a sheet lies, told by the names of units in it."""
    return find_layout(Sheet.of(grid), names.holds)


def layout_kept(layout: Layout, sheet: Sheet) -> dict[str, Any]:
    """The layout as a table keeps it, with what the file calls the places."""
    return asdict(layout) | {"places": [sheet.place_name(place) for place in range(sheet.width)]}


def names_for(unit: int, day: date, today: date) -> UnitNames:
    """The names that lines of the unit's tables may bear."""
    return UnitNames(
        NamedUnit(one.unit, one.code, one.name, one.counts_at, one.depth) for one in names_borne_below(unit, day, today)
    )


def seal_in(file: GridFile) -> dict[str, Any]:
    """What the hidden sheet of our own form says; nothing for any other file."""
    place = next((at for at, one in enumerate(file.sheets) if one.name == SEAL_SHEET), None)
    if place is None:
        return {}
    packed = "".join(str(row.cells[0]) for row in file.grid(place).rows if row.cells)
    try:
        seal = json.loads(zlib.decompressobj().decompress(b64decode(packed), MOST_SEAL))
    except (ValueError, zlib.error):
        return {}
    return seal if isinstance(seal, dict) and seal.get("version") == SEAL_VERSION else {}


def seal_of(content: Mapping[str, Any]) -> str:
    """What the hidden sheet is to say."""
    return b64encode(zlib.compress(json.dumps(content, ensure_ascii=True).encode(), 9)).decode()


# Columns


def whats(unit: int, day: date) -> dict[str, What]:
    """What columns may hold, by key, in the order of a report; what a register holds is among them with its reason."""
    found: dict[str, What] = {}
    for one in indicators_offered([unit], day):
        indicator = one.indicator
        found[indicator.code] = What(indicator.code, indicator, "", one.why_not)
        if indicator.numerator_id is not None and indicator.denominator_id is not None and one.why_not is None:
            for term in (N, OF):
                found[indicator.code + term] = What(indicator.code + term, indicator, term, None)
    return found


def habits_of(unit: int) -> dict[str, str]:
    """What the unit took headings for before."""
    return dict(TableHabit.objects.filter(unit=unit).values_list("heading", "column"))


def guesses(heads: Sequence[str], known: Mapping[str, What], habits: Mapping[str, str]) -> list[ColumnGuess]:
    """What each heading is likely of."""
    choices = [
        Choice(key, _term_name(what), what.indicator.unit_of_measure)
        for key, what in known.items()
        if what.why_not is None or not what.term
    ]
    return guess_columns(heads, choices, habits)


def _term_name(what: What) -> str:
    if what.term == N and what.indicator.numerator is not None:
        return what.indicator.numerator.name
    if what.term == OF and what.indicator.denominator is not None:
        return what.indicator.denominator.name
    return what.indicator.name


def samples_of(table: FigureTable, known: Mapping[str, What], columns: Sequence[str]) -> list[Sample]:
    """The columns that hold figures or are settled, with their first values; what a register holds is said beside."""
    sheet, layout = sheet_of(table), layout_of(table)
    habits = habits_of(table.unit_id)
    likely = guesses(layout.heads, known, habits)
    samples = []
    for place, head in enumerate(layout.heads):
        if place not in layout.figures and not columns[place]:
            continue
        values = [
            words_of(line[place])[:40] for line in sheet.lines[layout.first : layout.last] if line[place] is not None
        ]
        guess = likely[place]
        what = known.get(guess.key)
        samples.append(
            Sample(
                place,
                sheet.place_name(place),
                head,
                tuple(values[:SAMPLES]),
                columns[place],
                guess.settled,
                what if what is not None and what.why_not is not None else None,
            )
        )
    return samples


def factors_of(layout: Layout, columns: Sequence[str], known: Mapping[str, What]) -> dict[int, int]:
    """By how much each column's money is multiplied."""
    return {
        place: factor_in(layout.heads[place], known[key].indicator.unit_of_measure)
        for place, key in enumerate(columns)
        if key in known
    }


# What the ledger holds


def held_in(
    units: Iterable[int], wanted: Mapping[str, Indicator], period: Period, day: date
) -> dict[tuple[int, str], list[int]]:
    """What the ledger has for each unit, all below it, and indicator: [value, proved] or [n, of, proved]; none where
    it has nothing. Units that did not stand on the day are left out."""
    unit_map = map_on(day)
    asked = [unit for unit in dict.fromkeys(units) if unit in unit_map.tree]
    if not asked or not wanted:
        return {}
    measures = {code: measure_of(indicator) for code, indicator in wanted.items()}
    table = ask(measures, units=asked, periods=[period], by=By.NONE, map=unit_map, source=LedgerSource())
    held: dict[tuple[int, str], list[int]] = {}
    for code in measures:
        grid = table.grid(code)
        for at, (unit, _part) in enumerate(table.regions):
            if not grid.entries[at, 0]:
                continue
            total = int(grid.totals[at, 0])
            proved = total - int(grid.grades[at, 0, 0])
            held[unit, code] = [total, proved] if grid.of is None else [total, int(grid.of[at, 0]), proved]
    return held


def still_to_write(figure: Sequence[int], held: Sequence[int], *, fill: bool) -> int | Share | None:
    """What of a figure goes into the ledger beside what it holds; None for nothing."""
    if len(figure) == 1:
        left = figure[0] - held[0] if fill and held else figure[0]
        return left if left > 0 else None
    n, of = figure
    if fill and held:
        n, of = n - held[0], of - held[1]
    return Share(n, of) if 0 <= n <= of and of > 0 else None


# Rows


def counts_of(table: FigureTable) -> dict[str, int]:
    """How many lines are fine, warned of, to be put right, no units."""
    found = TableRow.objects.filter(table=table).order_by().values_list("verdict").annotate(count=Count("pk"))
    return {verdict.value: 0 for verdict in RowVerdict} | dict(found)


def rows_of(table: FigureTable, verdict: str = "") -> QuerySet[TableRow]:
    """The table's lines in order; of one verdict when given."""
    found = TableRow.objects.filter(table=table).order_by("number")
    return found.filter(verdict=verdict) if verdict else found


def postings_of(table: FigureTable) -> list[int]:
    """The postings its lines made."""
    found = TableRow.objects.filter(table=table, posting__isnull=False).order_by().values_list("posting", flat=True)
    return sorted(set(found))


def sheet_names(file: GridFile) -> list[int]:
    """The sheets that may be read: those shown, by place."""
    shown = [at for at, one in enumerate(file.sheets) if not one.hidden and one.name != SEAL_SHEET]
    if not shown:
        raise Refused(gettext_noop("Mọi trang tính trong tệp đều bị ẩn; cho hiện trang có số liệu."), field="file")
    return shown


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the page shows it: the file's text, what an officer put instead, what is said, what the ledger has."""

    address: str
    text: str
    typed: str
    faults: tuple[tuple[bool, str], ...]
    held: str
    added: str

    @property
    def refused(self) -> bool:
        """Whether the cell must be put right."""
        return any(refused for refused, _words in self.faults)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line as the page shows it; `asks`: its unit is to be chosen; `left_out`: it was said to be left out."""

    row: TableRow
    unit: UnitRow | None
    faults: tuple[tuple[bool, str], ...]
    cells: tuple[ShownCell, ...]
    asks: bool
    left_out: bool


def column_names(known: Mapping[str, What]) -> dict[str, str]:
    """What the boxes of columns say, by key."""
    return {key: _term_words(what) for key, what in known.items()}


def _term_words(what: What) -> str:
    if what.term == N:
        return gettext("{name}: số đạt").format(name=what.indicator)
    if what.term == OF:
        return gettext("{name}: tổng số").format(name=what.indicator)
    return str(what.indicator)


def fault_words(faults: Iterable[Sequence[Any]]) -> list[tuple[int | None, bool, str]]:
    """What is to be said of a line, in the reader's language: the cell's place, whether it must be put right, the
    sentence."""
    said = []
    for place, refused, message, params in faults:
        said.append((place, bool(refused), gettext(str(message)).format(**params)))
    return said


def cell_address(table: FigureTable, row: TableRow, place: int | None) -> str:
    """What the file calls a cell of a line, or the line."""
    places = table.layout["places"]
    if place is None or place >= len(places):
        return row.address
    return f"{row.address}{places[place]}" if table.layout["turned"] else f"{places[place]}{row.address}"


def shown_rows(table: FigureTable, rows: Sequence[TableRow]) -> tuple[list[tuple[str, str, str]], list[ShownRow]]:
    """The columns that are used or spoken of (their name in the file, heading, indicator), and the lines in them."""
    known = whats(table.unit_id, table.day)
    names = column_names(known)
    layout, places = layout_of(table), table.layout["places"]
    spoken = {fault[0] for row in rows for fault in row.faults if fault[0] is not None}
    shown = [at for at, key in enumerate(table.columns) if key or (at in spoken and at != layout.names)]
    heads = [(places[at], layout.heads[at], names.get(table.columns[at], "")) for at in shown]
    units = units_by_id({row.unit_id for row in rows if row.unit_id is not None}, table.day)
    return heads, [_shown_row(table, row, shown, known, units, layout.names) for row in rows]


def _shown_row(
    table: FigureTable,
    row: TableRow,
    shown: Sequence[int],
    known: Mapping[str, What],
    units: Mapping[int, UnitRow],
    names: int,
) -> ShownRow:
    said: dict[int | None, list[tuple[bool, str]]] = {}
    for place, refused, words in fault_words(row.faults):
        said.setdefault(place, []).append((refused, words))
    cells = []
    for at in shown:
        address = cell_address(table, row, at)
        what = known.get(table.columns[at])
        held, added = _beside(table, row, what) if what is not None else ("", "")
        text = str(row.cells[at]) if at < len(row.cells) else ""
        cells.append(ShownCell(address, text, table.typed.get(address, ""), tuple(said.get(at, ())), held, added))
    about = tuple(said.get(names, []) + ([] if names in said else said.get(None, [])))
    return ShownRow(
        row=row,
        unit=units.get(row.unit_id) if row.unit_id is not None else None,
        faults=about,
        cells=tuple(cells),
        asks=row.role == Role.UNIT and (bool(about) or row.address in table.chosen),
        left_out=table.chosen.get(row.address) == "",
    )


def _beside(table: FigureTable, row: TableRow, what: What) -> tuple[str, str]:
    """What the ledger holds for the cell's figure, and what would be written beside it."""
    code = what.indicator.code
    figure, held = row.figures.get(code), row.held.get(code)
    if figure is None or held is None or what.term == OF:
        return "", ""
    left = still_to_write(figure, held, fill=table.way == TableWay.FILL)
    return figure_words(held[:-1], what.indicator.decimals), figure_words(
        [] if left is None else [left.n, left.of] if isinstance(left, Share) else [left], what.indicator.decimals
    )


def figure_words(figure: Sequence[int], decimals: int) -> str:
    """A figure as it is written: 1.250 or 24/28; "0" for none."""
    if len(figure) > 1:
        return f"{format_number(figure[0])}/{format_number(figure[1])}"
    return format_number(unscaled(figure[0], decimals)) if figure else "0"


def figures_written(table: FigureTable) -> int:
    """How many figures its lines bring; counted where they lie, for a nation's table holds 130,000. One query."""
    keys = Func(F("figures"), template="(SELECT count(*) FROM jsonb_object_keys(%(expressions)s))")
    found = TableRow.objects.filter(table=table).exclude(figures={})
    return found.aggregate(n=Sum(keys, output_field=IntegerField()))["n"] or 0
