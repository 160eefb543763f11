"""Who judges an idea, and what they found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.ideas.choices import IdeaState, Verdict
from viecthat.ideas.commands.shared import check_may_keep, locked, paragraphs
from viecthat.ideas.models import Idea, Review, Score
from viecthat.ideas.models.idea import MOST_POINTS
from viecthat.ideas.rules import criteria_on
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.plans.queries.task import people_at

if TYPE_CHECKING:
    from viecthat.accounts.models import Account


@transaction.atomic
def ask_reviewer(*, idea: Idea, reviewer: int, actor: Account, at: datetime) -> Review:
    """Somebody with a role at the unit is to judge the idea; not who sent it. Raises Refused."""
    row = locked(idea)
    check_may_keep(actor, row.unit_id, at)
    if row.state != IdeaState.ACCEPTED:
        raise Refused(gettext_noop("Chỉ mời chấm ý tưởng đã tiếp nhận và chưa quyết định."))
    if reviewer not in dict(people_at(row.unit_id, at)):
        raise Refused(gettext_noop("Chọn người có nhiệm vụ ở đơn vị này."), field="reviewer")
    if reviewer == row.account_id:
        raise Refused(gettext_noop("Không ai tự chấm ý tưởng của mình."), field="reviewer")
    review = Review(idea=row, reviewer_id=reviewer, asked_by=actor, asked_at=at)
    save_checked(review)
    return review


@transaction.atomic
def judge_idea(
    *, idea: Idea, points: Mapping[str, int], verdict: str, words: str = "", actor: Account, at: datetime
) -> Review:
    """The points of one who was asked, for every criterion of the day; given again, they replace those before."""
    row = locked(idea)
    review = row.reviews.select_for_update(of=("self",)).filter(reviewer=actor).first()
    if review is None:
        raise Refused(gettext_noop("Bạn không được mời chấm ý tưởng này."))
    if row.state != IdeaState.ACCEPTED:
        raise Refused(gettext_noop("Ý tưởng này đã có quyết định, không chấm nữa."))
    if verdict not in Verdict.values:
        raise Refused(gettext_noop("Chọn đề nghị."), field="verdict")
    wanted = criteria_on(localdate(at))
    for one in wanted:
        if one.code not in points or not 0 <= points[one.code] <= MOST_POINTS:
            raise Refused(gettext_noop("Chấm đủ các tiêu chí, mỗi tiêu chí từ 0 đến 10."), field=one.code)
    review.verdict, review.words, review.given_at = verdict, paragraphs(words), at
    save_checked(review)
    review.scores.all().delete()
    Score.objects.bulk_create(Score(review=review, criterion=one.code, points=points[one.code]) for one in wanted)
    return review
