"""Agenda and papers of a congress."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.congress.commands.shared import add_last, file_values, kept
from viecthat.congress.models import AgendaItem, Congress, CongressPaper
from viecthat.kernel.errors import gettext_noop
from viecthat.kernel.names import needed, one_line

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.plans.commands.directive import SentFile


@transaction.atomic
def keep_agenda_item(
    *,
    congress: Congress,
    words: str,
    speaker: str = "",
    minutes: int = 0,
    row: AgendaItem | None = None,
    actor: Account | None,
    at: datetime,
) -> AgendaItem:
    """What is gone through, at the end of the agenda; or put `row` right."""
    of = kept(congress, actor, at)
    item = row or AgendaItem(congress=of)
    item.words = needed(words, 300, "words", gettext_noop("Ghi nội dung."))
    item.speaker, item.minutes = one_line(speaker, 200, field="speaker"), minutes
    if row is None:
        return add_last(item, AgendaItem.objects.filter(congress=of))
    save_checked(item)
    return item


@transaction.atomic
def keep_paper(
    *,
    congress: Congress,
    kind: str,
    title: str,
    author: str = "",
    file: SentFile | None = None,
    row: CongressPaper | None = None,
    actor: Account | None,
    at: datetime,
) -> CongressPaper:
    """A paper with its file (kept when none is sent), or put `row` right."""
    of = kept(congress, actor, at)
    paper = row or CongressPaper(congress=of)
    paper.kind = kind
    paper.title = needed(title, 300, "title", gettext_noop("Ghi tên văn kiện, tham luận."))
    paper.author = one_line(author, 200, field="author")
    for name, value in file_values(file, at).items():
        setattr(paper, name, value)
    if row is None:
        return add_last(paper, CongressPaper.objects.filter(congress=of))
    save_checked(paper)
    return paper


@transaction.atomic
def drop_row(*, row: AgendaItem | CongressPaper, actor: Account, at: datetime) -> None:
    """Take it out; the history keeps it."""
    kept(row.congress, actor, at)
    row.delete()


@transaction.atomic
def raise_row(*, row: AgendaItem | CongressPaper, actor: Account, at: datetime) -> None:
    """One place up; the first stays."""
    kept(row.congress, actor, at)
    before = type(row)._default_manager.filter(congress=row.congress_id, position__lt=row.position)
    other = before.order_by("-position").first()
    if other is not None:
        row.position, other.position = other.position, row.position
        save_checked(other)
        save_checked(row)
