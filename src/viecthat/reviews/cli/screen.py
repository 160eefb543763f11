"""A review in the terminal: at most 100 columns, plain text when piped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext as _, ngettext
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from viecthat.documents.model import ProofBar
from viecthat.documents.text import proof_parts
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date, format_moment
from viecthat.kernel.judging import Verdict
from viecthat.kernel.numbers import format_number, format_percent
from viecthat.reviews.queries import Figure, ReviewTable, check_words
from viecthat.reviews.queries.findings import NestedPair, nested_pairs

if TYPE_CHECKING:
    from viecthat.ledger.models import Dataset
    from viecthat.reviews.queries import SumCheck
    from viecthat.rollup.answer import Grades

WIDTH = 100
BAR = 12
STYLES = {
    Verdict.EXCEEDED: "bold green",
    Verdict.MET: "green",
    Verdict.ON_PACE: "cyan",
    Verdict.PROMISING: "yellow",
    Verdict.PUSH: "bold red",
    Verdict.NOT_YET: "dim",
}
# Verified, evidenced, declared: as on the pages, contrast follows proof; the textures hold without colour.
GRADES = (("█", "bright_blue"), ("▓", "blue"), ("░", "bright_black"))
_COLUMNS = (24, 15, 11, 9, 6, 17, BAR)


def language() -> str:
    """The language of the terminal's words."""
    return "en" if get_language() == "en" else "vi"


def terminal() -> Console:
    """The program's own output, no wider than a page of print and no narrower when it goes into a file."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def put(console: Console, screen: RenderableType) -> None:
    """Print; into a file without the blanks that fill up the lines."""
    if console.is_terminal:
        console.print(screen)
        return
    with console.capture() as captured:
        console.print(screen)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def review_screen(table: ReviewTable, at: datetime) -> RenderableType:
    """Everything the review says, from its heading to the count of verdicts."""
    return Group(*_parts(table, at, language()))


def _parts(table: ReviewTable, at: datetime, lang: str) -> Iterator[RenderableType]:
    yield from _heading(table, at, lang)
    if not table.areas:
        yield Text("\n" + _("Kỳ này chưa có chỉ tiêu và số liệu nào."), style="yellow")
        return
    yield Text()
    yield proof_key()
    for place, block in enumerate(table.areas):
        yield Text() if place else _figures((), lang, head=True)
        yield Text(str(block.area.label), style="bold cyan")
        yield _figures(block.figures, lang)
    if table.illustrative_goals:
        yield Text(_("* mức đề ra minh hoạ: nguồn nêu kết quả, không nêu chỉ tiêu"), style="dim italic")
    yield from _section(_("Chỉ tiêu nối tiếp"), [_pair(pair, lang) for pair in nested_pairs(table)])
    yield from _section(_("Phép cộng phải khớp"), [_check(check, lang) for check in table.checks])
    yield from _section(_("Nguồn số liệu"), [_dataset(dataset, lang) for dataset in table.datasets])
    yield from _section(_("Tình hình chỉ tiêu"), [_verdicts(table)] if table.verdicts else [])


def _heading(table: ReviewTable, at: datetime, lang: str) -> Iterator[RenderableType]:
    period = f"{table.period.name(lang)}"
    yield Rule(style="blue")
    yield Text(table.unit.name, style="bold bright_blue")
    if table.review is not None:
        yield Text(table.review.title, style="bold")
    yield Text(
        _("Kỳ: {period} · số liệu lúc {moment}").format(period=period, moment=format_moment(localtime(at), lang))
    )
    below = words.kinds_words(table.kinds_below, lang)
    where = _("khi đó") if table.map_name == "then" else _("hôm nay")
    line = _("Bản đồ {where}, ngày {day}").format(where=where, day=format_date(table.map_day, lang))
    yield Text(f"{line}: {below}" if below else line)
    if table.children:
        yield Text(
            _("Đơn vị trực thuộc có số liệu: {some}/{all}").format(
                some=format_number(table.children_reporting, lang=lang), all=format_number(table.children, lang=lang)
            )
        )
    if table.as_known is not None:
        day = format_date(localtime(table.as_known).date(), lang)
        yield Text(_("Chỉ tính những gì đã vào sổ đến hết ngày {day}").format(day=day), style="yellow")
    if table.made_up.split:
        yield Text(_("Phần chia theo đơn vị, thời gian và mức chứng thực là minh hoạ"), style="yellow")
    if table.made_up.all:
        yield Text(
            _("Ở những bộ dựng trọn, tổng cũng là minh hoạ")
            if table.made_up.split
            else _("Mọi số, cả tổng, là minh hoạ"),
            style="yellow",
        )
    yield Rule(style="blue")


def proof_key() -> Text:
    """What the textures of a proof bar mean."""
    names = (_("đã xác minh"), _("có minh chứng"), _("kê khai"))
    key = Text(_("Chứng thực: "))
    for (cell, style), name in zip(GRADES, names, strict=True):
        key.append(cell * 2, style).append(f" {name}   ")
    return key


def _figures(figures: tuple[Figure, ...], lang: str, *, head: bool = False) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim", show_header=head)
    titles = (_("Chỉ tiêu"), _("Kết quả"), _("Đề ra"), _("Đạt"), _("Đã qua"), _("Đánh giá"), _("Chứng thực"))
    for place, (title, width) in enumerate(zip(titles, _COLUMNS, strict=True)):
        table.add_column(title, width=width, justify="right" if 1 <= place <= 4 else "left", overflow="fold")
    for figure in figures:
        table.add_row(
            _name(figure, lang),
            _result(figure, lang),
            _goal(figure, lang),
            "" if figure.reached is None else words.share_words(figure.reached, lang),
            "" if figure.target is None else format_percent(figure.elapsed, 0, lang),
            _verdict(figure),
            proof(figure.row.grades) if figure.has_figures else Text(words.NONE, style="dim"),
        )
    return table


def _name(figure: Figure, lang: str) -> Text:
    name = Text(words.name_words(figure.indicator, lang))
    if len(figure.years) > 1:
        told = [year for year in figure.years if year.row.entries]
        years = " · ".join(
            f"{year.period.start.year}: {words.result_words(year.row, figure.indicator, lang)}" for year in told
        )
        name.append(f"\n{years}", "dim")
    if figure.goal_far_too_low and figure.reached is not None:
        times = words.times_words(figure.reached, lang)
        name.append("\n⚑ " + _("gấp {times} lần mức đề ra: chỉ tiêu quá thấp").format(times=times), "magenta")
    return name


def _result(figure: Figure, lang: str) -> Text:
    row = figure.row
    if not figure.has_figures:
        return Text(words.NONE, style="dim")
    if row.value is not None:
        number, unit = words.quantity_parts(row.value, figure.indicator, lang)
        return Text(number, style="bold").append(f" {unit}", "not bold")
    share = Text(words.result_words(row, figure.indicator, lang), style="bold")
    return share.append(f"\n{words.parts_words(row, lang)}", "not bold dim")


def _goal(figure: Figure, lang: str) -> str:
    target = figure.target
    if target is None:
        return ""
    sign = "≤ " if target.direction == "at_most" else ""
    number = words.goal_words(target, figure.indicator, lang)
    if target.goal_of is None:
        number = " ".join(words.quantity_parts(target.goal, figure.indicator, lang))
        if figure.indicator.unit_of_measure != "đồng":
            number = words.amount(target.goal, figure.indicator, lang)
    return f"{sign}{number}{'*' if target.illustrative else ''}"


def _verdict(figure: Figure) -> Text:
    if figure.target is None:
        return Text()
    return verdict(figure.verdict)


def verdict(said: Verdict) -> Text:
    """Shape, word and colour."""
    return Text(f"{words.SHAPES[said]} {_(said.label)}", style=STYLES[said])


def proof(grades: Grades) -> Text:
    """A bar of 12 cells in three textures, and under it the percents, which add to 100."""
    parts = (grades.verified, grades.evidenced, grades.declared)
    bar = Text()
    if min(parts) < 0 or not grades.total:
        return bar.append(words.NONE, "dim")
    lengths = proof_parts(ProofBar(declared=parts[2], evidenced=parts[1], verified=parts[0]), BAR)
    for (cell, style), length in zip(GRADES, lengths, strict=True):
        bar.append(cell * length, style)
    percents = "·".join(map(str, words.percents(parts)))
    return bar.append(f"\n{percents} %", "dim")


def _pair(pair: NestedPair, lang: str) -> Text:
    first, then = pair.first, pair.then
    line = Text()
    for place, figure in enumerate((first, then)):
        if place:
            line.append(" → ")
        goal = "" if figure.target is None else words.full_goal_words(figure.target, figure.indicator, lang)
        result = words.result_words(figure.row, figure.indicator, lang)
        line.append(f"{words.name_words(figure.indicator, lang)} ").append(result, "bold").append(f"/{goal}")
    if pair.passed_on is not None:
        line.append(f" ({format_percent(pair.passed_on, lang=lang)})")
    return line


def _check(check: SumCheck, lang: str) -> Text:
    mark = Text("✓ ", style="green") if check.holds else Text("✗ ", style="bold red")
    return mark.append(check_words(check, lang), "bold").append(f"  {check.rule}", "not bold")


def _dataset(dataset: Dataset, lang: str) -> Text:
    line = Text(f"• {dataset.title}")
    line.append(f" · {words.source_words(dataset, lang)}", "dim")
    if dataset.made_up:
        said = _("phần chia minh hoạ") if dataset.made_up.split else _("minh hoạ, cả tổng")
        line.append(f" · {said}", "yellow")
    return line


def _verdicts(table: ReviewTable) -> RenderableType:
    lines: list[Text] = []
    for said, count in table.verdicts.items():
        lines.append(verdict(said).append(f"  {count}", "bold"))
    total = sum(table.verdicts.values())
    lines.append(Text(ngettext("{n} chỉ tiêu", "{n} chỉ tiêu", total).format(n=total), style="dim"))
    return Group(*lines)


def _section(title: str, lines: list[RenderableType]) -> Iterator[RenderableType]:
    if lines:
        yield Text(f"\n{title}", style="bold")
        yield from (Padding(line, (0, 0, 0, 1)) for line in lines)
