"""A figure explained in the terminal: a tree from the unit down to the ledger's lines, and the sum that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text
from rich.tree import Tree

from viecthat.documents.model import ProofBar
from viecthat.documents.text import proof_parts
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date
from viecthat.kernel.numbers import format_number
from viecthat.kernel.quantities import Share
from viecthat.ledger.choices import Grade, MeasureKind, PostingKind
from viecthat.reviews.cli.screen import GRADES, language, proof_key
from viecthat.reviews.queries import OpenedLine

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator
    from viecthat.reviews.cli.asking import Asked
    from viecthat.reviews.queries.explaining import Explained, ExplainedUnit, Proof
    from viecthat.rollup.answer import Row

_BAR = 8
_CELLS = dict(zip((Grade.VERIFIED, Grade.EVIDENCED, Grade.DECLARED), GRADES, strict=True))


def explained_screen(explained: Explained, asked: Asked) -> RenderableType:
    """Heading, tree, proof."""
    return Group(*_parts(explained, asked, language()))


def _parts(explained: Explained, asked: Asked, lang: str) -> Iterator[RenderableType]:
    indicator = explained.indicator
    yield Rule(style="blue")
    yield Text(words.name_words(indicator, lang), style="bold")
    where = _("khi đó") if asked.map_name == "then" else _("hôm nay")
    line = _("{period} · bản đồ {where}, ngày {day}").format(
        period=explained.period.name(lang), where=where, day=format_date(asked.map_day, lang)
    )
    yield Text(line[:1].upper() + line[1:])
    if asked.known_day is not None:
        day = format_date(asked.known_day, lang)
        yield Text(_("Chỉ tính những gì đã vào sổ đến hết ngày {day}").format(day=day), style="yellow")
    yield Rule(style="blue")
    yield proof_key().append(_("#: số chứng từ"))
    yield Text()
    tree = Tree(_unit(explained.tree, None, indicator, lang), guide_style="dim")
    _grow(tree, explained.tree, indicator, lang)
    yield tree
    yield Text()
    yield _proof(explained, lang)


def _grow(tree: Tree, node: ExplainedUnit, indicator: Indicator, lang: str) -> None:
    for child in node.below:
        branch = tree.add(_unit(child, node.row, indicator, lang))
        if child.opened:
            _grow(branch, child, indicator, lang)
    if node.rest is not None:
        rest = node.rest
        said = ngettext("{n} đơn vị khác", "{n} đơn vị khác", rest.units).format(n=format_number(rest.units, lang=lang))
        amount = _sum(rest.value, rest.n, rest.of, indicator, lang)
        tree.add(Text(f"… {said}: ", style="dim").append(amount, "bold"))
    if node.overlap:
        tree.add(
            Text(_("trừ người trùng giữa các đơn vị: "), style="dim").append(
                words.quantity_words(-node.overlap, indicator, lang), "bold"
            )
        )
    if not (node.lines or node.rest_lines):
        return
    counted = indicator.numerator or indicator
    place = tree
    if node.below and node.own is not None:
        label = Text(_("Ghi tại chính đơn vị, hoặc chưa chia được: "), style="italic")
        place = tree.add(label.append(_figure(node.own, indicator, lang), "bold"))
    for line in node.lines:
        place.add(_line(line, node, counted, lang))
    if node.rest_lines:
        said = ngettext("{n} dòng khác", "{n} dòng khác", node.rest_lines).format(
            n=format_number(node.rest_lines, lang=lang)
        )
        quantity = words.quantity_words(node.rest_quantity, counted, lang)
        place.add(Text(f"… {said}: ", style="dim").append(quantity, "bold"))
    if node.cancelled:
        said = ngettext("{n} dòng đã đảo, cộng lại bằng 0", "{n} dòng đã đảo, cộng lại bằng 0", node.cancelled)
        place.add(Text(said.format(n=node.cancelled), style="dim"))


def _unit(node: ExplainedUnit, whole: Row | None, indicator: Indicator, lang: str) -> Text:
    label = Text(f"{node.unit.name}: ").append(_figure(node.row, indicator, lang), "bold")
    part, of = node.row.value, None if whole is None else whole.value
    if part is not None and of:
        label.append(f"  {words.share_words(Share(part, of), lang)}", "dim")
    grades = node.row.grades
    parts = (grades.verified, grades.evidenced, grades.declared)
    if min(parts) >= 0 and grades.total:
        label.append("  ")
        lengths = proof_parts(ProofBar(declared=parts[2], evidenced=parts[1], verified=parts[0]), _BAR)
        for (cell, style), length in zip(GRADES, lengths, strict=True):
            label.append(cell * length, style)
    return label


def _figure(row: Row, indicator: Indicator, lang: str) -> str:
    return words.full_result_words(row, indicator, lang)


def _sum(value: int | None, n: int | None, of: int | None, indicator: Indicator, lang: str) -> str:
    if value is not None:
        return words.quantity_words(value, indicator, lang)
    return f"{words.share_words(Share(n or 0, of or 0), lang)} ({_ratio(n, of, lang)})"


def _ratio(n: int | None, of: int | None, lang: str) -> str:
    return f"{format_number(n or 0, lang=lang)}/{format_number(of or 0, lang=lang)}"


def _line(line: OpenedLine, node: ExplainedUnit, counted: Indicator, lang: str) -> Text:
    entry, posting = line.entry, line.posting
    cell, style = _CELLS[Grade(entry.grade)]
    said = Text(f"{cell} ", style=style)
    said.append(f"{format_date(entry.day, lang)}  ", "not dim default")
    said.append(words.quantity_words(entry.quantity, counted, lang), "bold default")
    title = line.activity.title if line.activity else str(PostingKind(posting.kind).label)
    said.append(f"  {title}", "default")
    if line.unit.id != node.unit.id:
        said.append(f"  ({line.unit.name})", "default")
    if line.evidence:
        count = len(line.evidence)
        said.append("  " + ngettext("{n} minh chứng", "{n} minh chứng", count).format(n=count), "dim default")
    return said.append(f"  #{posting.pk}", "dim default")


def _proof(explained: Explained, lang: str) -> Text:
    proof, row, indicator = explained.proof, explained.tree.row, explained.indicator
    lines = ngettext("{n} dòng sổ", "{n} dòng sổ", proof.lines).format(n=format_number(proof.lines, lang=lang))
    said = Text(f"Σ {lines} = ", style="bold")
    said.append(_proved(proof, indicator, lang))
    if proof.holds:
        return said.append(" ✓", "bold green")
    shown = _figure(row, indicator, lang)
    return said.append(" ✗ " + _("khác số {figure} ở trên").format(figure=shown), "bold red")


def _proved(proof: Proof, indicator: Indicator, lang: str) -> str:
    if proof.of is not None:
        share = Share(proof.total, proof.of)
        reached = _ratio(proof.total, proof.of, lang)
        if indicator.measure == MeasureKind.COVERAGE:
            return _("{ratio} đơn vị đạt").format(ratio=reached)
        return f"{reached} = {words.share_words(share, lang)}"
    total = words.quantity_words(proof.total, indicator, lang)
    if proof.named:
        named, heads = (format_number(n, lang=lang) for n in (proof.named, proof.total - proof.named))
        return _("{named} người có tên + {heads} chỉ đếm đầu người = {total}").format(
            named=named, heads=heads, total=total
        )
    return total
