"""Words of cadres in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from viecthat.catalogue.posts import post_kinds
from viecthat.documents.model import Figure
from viecthat.kernel.dates import format_date
from viecthat.people.queries.post_check import Finding

register = template.Library()


class _Named(Protocol):
    def name(self, *, english: bool = False) -> str: ...


def _english() -> bool:
    return get_language() == "en"


@register.simple_tag
def post_name(one: _Named) -> str:
    """What a post is called in its unit."""
    return one.name(english=_english())


@register.simple_tag
def catalogue_name(row: Any) -> str:
    """A row of the catalogue."""
    return str(row.name_en if _english() else row.name)


@register.simple_tag
def finding_words(finding: Finding) -> str:
    """A finding with where its rule stands."""
    words = finding.sentence.translated(gettext)
    article = finding.article_en if _english() else finding.article
    return f"{words} ({article})" if article else words


@register.simple_tag
def limit_words(limit: Any) -> str:
    """Where a limit stands."""
    return str(limit.article_en if _english() else limit.article)


@register.simple_tag
def post_code_name(code: str, unit_kind: str) -> str:
    """What a kind of post is called in units of this kind."""
    return post_kinds()[code].called(unit_kind, english=_english())


@register.simple_tag
def runs_words(runs: tuple[object, ...]) -> SafeString:
    """A sentence whose figures stand out."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<b>{}</b>", run.text) if isinstance(run, Figure) else run,) for run in runs),
    )


@register.filter
def day_box(value: date) -> str:
    """A day as a box takes it, in either language of the screen."""
    return format_date(value)
