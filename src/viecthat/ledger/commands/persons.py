"""A person who stood twice becomes one in the ledger: nothing is changed, their postings are recorded anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import MeasureKind, PostingKind
from viecthat.ledger.commands.lines import Line
from viecthat.ledger.commands.postings import lines_of, post_entries, reverse_posting
from viecthat.ledger.models import Entry, Indicator, Posting

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def rename_person(*, old: int, new: int, reason: str, actor: Account, at: datetime) -> list[tuple[int, int]]:
    """Every standing posting that names `old` is reversed and recorded anew with `new`; who came twice is counted once.

    Returns (old posting, new posting). For the floor above, whose own rules have said yes; here the actor must be one
    who may correct at each posting's unit. Raises Refused.
    """
    named = Entry.objects.filter(person=old).values("posting")
    standing = Posting.objects.filter(pk__in=named, reversed_by=None).exclude(kind=PostingKind.REVERSAL)
    made = []
    for posting in standing.order_by("pk"):
        lines = _once([replace(line, person=new) if line.person == old else line for line in lines_of(posting)], new)
        made.append((posting.pk, _again(posting, lines, reason, actor, at)))
    _lead_to(dict(made))
    return made


@transaction.atomic
def restore_postings(*, made: Collection[tuple[int, int]], reason: str, actor: Account, at: datetime) -> None:
    """Take `rename_person` back. Raises Refused when one of the new postings was reversed or replaced since."""
    again = {}
    for old, new in made:
        posting = Posting.objects.get(pk=new)
        if Posting.objects.filter(reverses=posting).exists():
            raise Refused(gettext_noop("Sau đó số liệu của người này đã được đính chính; không tách lại được nữa."))
        again[new] = _again(posting, lines_of(Posting.objects.get(pk=old)), reason, actor, at)
    _lead_to(again)


def _again(posting: Posting, lines: list[Line], reason: str, actor: Account, at: datetime) -> int:
    reverse_posting(posting=posting, reason=reason, actor=actor, at=at)
    return post_entries(
        kind=PostingKind(posting.kind),
        unit=posting.unit_id,
        lines=lines,
        reason=posting.reason,
        dataset=posting.dataset,
        actor=actor,
        at=at,
        replaces=posting,
    ).pk


def _once(lines: list[Line], person: int) -> list[Line]:
    """Two equal attendances of the person are one: it was one person who came. Registers count what they hold."""
    heads = Indicator.objects.filter(measure__in=[MeasureKind.PEOPLE, MeasureKind.TURNS])
    counted = set(heads.values_list("pk", flat=True))
    seen: set[Line] = set()
    kept = []
    for line in lines:
        if line.person == person and line.indicator in counted and line in seen:
            continue
        seen.add(line)
        kept.append(line)
    return kept


def _lead_to(made: Mapping[int, int]) -> None:
    """Whatever names one of these postings names what came in its place; whichever floor it belongs to."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Posting and model._meta.app_label != "ledger":
                if hasattr(model, "pgh_tracked_model"):
                    continue
                for old, new in made.items():
                    model._default_manager.filter(**{field.name: old}).update(**{field.name: new})
