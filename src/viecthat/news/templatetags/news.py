"""How an article is drawn: its few marks become paragraphs, headings, lists, links, pictures; all else is escaped."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from viecthat.kernel.dates import format_moment, weekday_name
from viecthat.news.models import ArticlePicture
from viecthat.news.queries.figures import FigureTold
from viecthat.news.queries.words import FIGURE, numbers_in

register = template.Library()

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SLANTED = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s()<>\"]+|/[^\s()<>\"]*)\)")
_PICTURE = re.compile(r"\[ảnh (\d+)\]", re.IGNORECASE)


@register.filter
def weekday_moment(value: datetime | None) -> str:
    """Thứ hai, 29/01/2024 21:24, by the reader's clock."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    language = (get_language() or "vi")[:2]
    return f"{weekday_name(here.date(), language).capitalize()}, {format_moment(here, language)}"


@register.simple_tag
def article_body(
    body: str, pictures: Sequence[ArticlePicture], desk: bool = False, figures: Sequence[FigureTold] = ()
) -> SafeString:
    """The words with their pictures; those the words do not name stand first (one) and last (the rest).

    Figures stand where the words name them; fixed and read by everybody, each leads to how it was counted.
    """
    told = {one.row.number: _number(one, desk) for one in figures}
    by_number = {place.number: place for place in pictures}
    named = set(numbers_in(body))
    left = [place for place in pictures if place.number not in named]
    blocks = [_figure(place, desk) for place in left[:1]] if not named else []
    for block in re.split(r"\n\s*\n", body.strip()):
        blocks += _block(block, by_number, desk, told)
    blocks += [_figure(place, desk) for place in (left if named else left[1:])]
    return mark_safe("\n".join(blocks))  # noqa: S308 - every block is escaped where it is made


def _block(block: str, pictures: dict[int, ArticlePicture], desk: bool, figures: Mapping[int, str]) -> list[str]:
    def _inline(line: str) -> str:
        return _line(line, figures)

    lines = [line.rstrip() for line in block.strip().split("\n")]
    made: list[str] = []
    words: list[str] = []

    def flush() -> None:
        if words:
            made.append(f"<p>{'<br>'.join(_inline(line) for line in words)}</p>")
            words.clear()

    if lines and all(line.startswith("- ") for line in lines):
        return [f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"]
    if lines and all(line.startswith("> ") for line in lines):
        return [f"<blockquote><p>{'<br>'.join(_inline(line[2:]) for line in lines)}</p></blockquote>"]
    for line in lines:
        picture = _PICTURE.fullmatch(line.strip())
        if picture is not None:
            flush()
            place = pictures.get(int(picture[1]))
            made += [_figure(place, desk)] if place is not None else []
        elif line.startswith("## "):
            flush()
            made.append(f"<h2>{_inline(line[3:])}</h2>")
        elif line:
            words.append(line)
    flush()
    return made


def _line(line: str, figures: Mapping[int, str]) -> str:
    text = str(escape(line))
    text = _LINK.sub(r'<a href="\2" rel="noopener">\1</a>', text)
    text = _SLANTED.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", text))
    return FIGURE.sub(lambda found: figures.get(int(found[1]), found[0]), text)


def _number(figure: FigureTold, desk: bool) -> str:
    if desk or figure.row.known_at is None:
        return format_html('<mark class="live" title="{}">{}</mark>', figure.row.indicator, figure.words)
    article = figure.row.article
    address = reverse("news:figure", args=[article.portal.code, article.pk, article.slug, figure.row.number])
    return format_html('<a class="live" href="{}" title="{}">{}</a>', address, figure.row.indicator, figure.words)


def _figure(place: ArticlePicture, desk: bool) -> str:
    picture = place.picture
    address = reverse("news:desk-picture-file" if desk else "news:picture", args=[picture.pk])
    said = format_html("<figcaption>{}{}</figcaption>", picture.caption, credit(picture.credit))
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}" loading="lazy">{}</figure>',
        address, picture.alt, str(picture.file.width or ""), str(picture.file.height or ""),
        said if picture.caption or picture.credit else "",
    )  # fmt: skip


def credit(name: str) -> SafeString:
    """Whose picture it is, behind its caption."""
    return format_html(" <small>{}</small>", gettext("Ảnh: {name}").format(name=name)) if name else SafeString("")


@register.filter
def comment_words(words: str) -> SafeString:
    """A reader's words: paragraphs and nothing else."""
    return mark_safe(linebreaks(words, autoescape=True))  # noqa: S308 - escaped by linebreaks


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Data for machines; no character in it can end the script."""
    written = json.dumps(data, ensure_ascii=False).translate({ord(char): f"\\u{ord(char):04x}" for char in "<>&"})
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 - escaped right above
