"""A press extract as words to be published and as a document: nothing in it that few people could be known by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from viecthat.documents.model import Bullets, Figure as Bound, Handout, Lang, Paragraph, Runs
from viecthat.figures.queries import words
from viecthat.kernel.dates import format_date, format_moment
from viecthat.kernel.numbers import format_number
from viecthat.kernel.quantities import Share, unscaled
from viecthat.reviews.exports.paper_texts import PAPER_TEXTS
from viecthat.reviews.queries.extracts import smallest_told

if TYPE_CHECKING:
    from viecthat.reporting.models import Edition
    from viecthat.reviews.models import PressExtract
    from viecthat.reviews.queries.extracts import ExtractLine


def line_runs(line: ExtractLine, day: date, lang: Lang = "vi") -> Runs:
    """One figure: name, number, what part of the goal it is."""
    texts = PAPER_TEXTS[lang]
    name = line.name_en if lang == "en" else line.name
    figure = Bound(said(line, day, lang))
    if not line.reached:
        return (f"{name}: ", figure)
    share = words.share_words(Fraction(line.reached), lang)
    return (f"{name}: ", figure, f", {texts.of_goal.format(share=share)}")


def said(line: ExtractLine, day: date, lang: Lang = "vi") -> str:
    """The number in words: 371.893 người, 86,7 %, dưới 5 người."""
    if line.hidden:
        return PAPER_TEXTS[lang].few_people.format(least=smallest_told(day))
    if line.value is None:
        return words.share_words(Share(line.n or 0, line.of or 1), lang)
    unit = line.measured_in_en if lang == "en" else line.measured_in
    if unit in {"đồng", "dong", "VND"} and not line.decimals:
        for size, name in ((10**9, "tỷ đồng"), (10**6, "triệu đồng")):
            if lang == "vi" and line.value >= size and not line.value * 10 % size:
                return f"{words.times_words(Fraction(line.value, size), lang).removesuffix(',0')}\u00a0{name}"
    return f"{format_number(unscaled(line.value, line.decimals), line.decimals or None, lang)}\u00a0{unit}"


def public_text(title: str, lead: str, lines: Sequence[ExtractLine], source: str, day: date, lang: Lang = "vi") -> str:
    """What may be published, as plain paragraphs."""
    parts = [title, *(one.strip() for one in lead.splitlines() if one.strip())]
    parts += [f"- {_plain(line_runs(line, day, lang))}." for line in lines]
    return "\n".join([*parts, source]).replace("\u00a0", " ")


def source_words(extract: PressExtract, edition: Edition | None, lang: Lang = "vi") -> str:
    """To what the figures hold."""
    texts = PAPER_TEXTS[lang]
    if edition is not None:
        day = format_date(localtime(edition.signed_at).date(), lang)
        return texts.locked_signed.format(number=edition.number, day=day)
    if extract.as_known is None:
        return ""
    return texts.locked_ledger.format(moment=format_moment(localtime(extract.as_known), lang))


def extract_handout(
    extract: PressExtract, lines: Sequence[ExtractLine], *, issuer: str, day: date, made_up: Sequence[str], lang: Lang
) -> Handout:
    """The extract as a sheet for the press."""
    texts = PAPER_TEXTS[lang]
    lead = tuple(Paragraph(one.strip()) for one in extract.lead.splitlines() if one.strip())
    items: tuple[str | Runs, ...] = tuple((*line_runs(line, day, lang), ".") for line in lines)
    source = source_words(extract, extract.edition, lang)
    return Handout(
        issuer=issuer,
        title=extract.title,
        subtitle=texts.some_results,
        body=(*lead, Bullets(items)),
        day=day,
        points=13,
        notices=(*((source,) if source else ()), *made_up),
        lang=lang,
    )


def _plain(runs: Runs) -> str:
    return "".join(run if isinstance(run, str) else run.text for run in runs)
