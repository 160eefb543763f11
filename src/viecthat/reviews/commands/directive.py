"""Write what a review says of a document it was held on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, Sentence, gettext_noop
from viecthat.kernel.names import normalise
from viecthat.reviews.models import DirectivePart, DirectiveWords, Review
from viecthat.reviews.rules import may_open_review

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

__all__ = ["LONGEST_WORDS", "DirectivePart", "PartSaid", "write_of_directive"]

LONGEST_WORDS = 8000


@dataclass(frozen=True, slots=True)
class PartSaid:
    """A part as it was typed, over the version that its writer had before them (0: none yet)."""

    words: str
    over: int


@transaction.atomic
def write_of_directive(
    *, review: Review, directive: int, said: Mapping[DirectivePart, PartSaid], actor: Account | None, at: datetime
) -> int:
    """Keep the written parts of a document's report; returns how many were changed. `actor` None: the installation.

    Raises Refused, and keeps nothing, when the actor may not, the review was not held on the document, a part is too
    long, or somebody else changed a part since it was read.
    """
    # One at a time: two people who save at once are told of each other.
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if actor is not None and not may_open_review(actor, review.unit_id, at):
        raise Refused(gettext_noop("Bạn chưa được giao quyền viết cho cuộc sơ kết, tổng kết này."))
    if not review.directives.filter(pk=directive).exists():
        raise Refused(gettext_noop("Cuộc này không sơ kết, tổng kết văn bản ấy."))
    kept = {row.part: row for row in DirectiveWords.objects.filter(review=review, directive=directive)}
    changed = 0
    for part, typed in said.items():
        words = "\n".join(normalise(line) for line in typed.words.replace("\r\n", "\n").strip().split("\n"))
        if len(words) > LONGEST_WORDS:
            raise Refused(gettext_noop("Viết nhiều nhất {most} ký tự."), field=part.value, most=LONGEST_WORDS)
        row = kept.get(part.value) or DirectiveWords(review=review, directive_id=directive, part=part, revision=0)
        if words == row.words:
            continue
        if row.revision != typed.over:
            raise Refused(
                gettext_noop("{who} vừa sửa phần này; chữ của bạn vẫn ở trong ô. Xem bản của họ bên dưới rồi lưu lại."),
                field=part.value,
                who=row.written_by or Sentence(gettext_noop("Người khác")),
            )
        row.words, row.revision = words, row.revision + 1
        row.written_by, row.written_at = actor, at
        save_checked(row)
        changed += 1
    return changed
