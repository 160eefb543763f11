"""Two press extracts of Hà Nội's mid-term review: one in the news desk's hands, one still being written."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from viecthat.accounts.queries import account_named
from viecthat.demo.tree import HANOI
from viecthat.reviews.commands.extract import begin_extract, change_extract, release_extract
from viecthat.reviews.queries import review_held
from viecthat.reviews.queries.extracts import extracts_of
from viecthat.units.queries import unit_with_code

_TITLE = "Tuổi trẻ Thủ đô sau nửa nhiệm kỳ"
_LEAD = "Lời dẫn minh hoạ: những việc tuổi trẻ Thủ đô đã làm, mỗi con số mở được tới nơi làm ra nó."
_NEXT = "Bản trích soạn dở, minh hoạ"
_CHOSEN = ("trees_planted", "career_advised", "ideas_proposed")


@transaction.atomic
def settle_extracts(at: datetime) -> int:
    """How many extracts came new."""
    city = unit_with_code(HANOI, at.date())
    review = review_held(city.id, "giua-nhiem-ky-2017-2020") if city is not None else None
    actor = account_named("bi-thu-ha-noi")
    if review is None or actor is None or extracts_of(review, drafts=True).exists():
        return 0
    day_before = at - timedelta(days=1)
    extract = begin_extract(review=review, title=_TITLE, codes=_CHOSEN, actor=actor, at=day_before)
    extract = change_extract(
        extract=extract, title=_TITLE, lead=_LEAD, codes=extract.codes, actor=actor, at=day_before
    )  # fmt: skip
    release_extract(extract=extract, actor=actor, at=at)
    begin_extract(review=review, title=_NEXT, codes=_CHOSEN[:1], actor=actor, at=at)
    return 2
