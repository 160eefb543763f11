"""Open the year-end review of an emulation bloc; what it sets for the next year."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.audit.rows import save_checked
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.names import fold, one_line
from viecthat.kernel.periods import Period
from viecthat.organisation.queries.bloc import members_of_bloc
from viecthat.plans.choices import CommandLine, TaskOrigin
from viecthat.plans.commands.task import TaskText, give_task
from viecthat.reviews.commands.review import open_review
from viecthat.reviews.models import BlocReviewTask, Review, ReviewKind
from viecthat.reviews.rules import may_open_bloc_review
from viecthat.reviews.tabs import BLOC_SLUG

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.units.models import Bloc

MOST_TASKS = 30
_LONGEST_TASK = 500
_BETWEEN = re.compile(r"[^a-z0-9]+")


@transaction.atomic
def open_bloc_review(
    *,
    bloc: Bloc,
    title: str,
    conference_on: date | None,
    source: str = "",
    actor: Account | None,
    at: datetime,
) -> Review:
    """The review of the bloc's year, held by the unit that leads it. `actor` None: the installation.

    Its short name begins with `BLOC_SLUG`. Raises Refused when the actor speaks neither for the head nor its deputy,
    the bloc has no head, was reviewed already, or the conference would be held before the year has begun.
    """
    roles = members_of_bloc(bloc.pk)
    head = next((unit for unit, role in roles if role == "head"), None)
    if head is None:
        raise Refused(gettext_noop("Khối chưa có khối trưởng nên chưa mở tổng kết được."))
    leaders = [unit for unit, role in roles if role != "member"]
    if actor is not None and not may_open_bloc_review(actor, leaders, at):
        raise Refused(gettext_noop("Chỉ khối trưởng, khối phó mở tổng kết của khối."))
    known = Review.objects.filter(bloc=bloc.pk).first()
    if known is not None:
        raise Refused(gettext_noop("Khối đã có cuộc “{title}”; mở cuộc ấy."), title=known.title)
    named = _BETWEEN.sub("-", fold(bloc.name)).strip("-")
    # Whether it may be opened is the bloc's rule, asked above, not that of a unit's own reviews.
    review = open_review(
        unit=head,
        slug=f"{BLOC_SLUG}{named}"[:74].rstrip("-") + f"-{bloc.year}",
        kind=ReviewKind.YEAR,
        title=title,
        period=Period.year(bloc.year),
        conference_on=conference_on,
        directives=[],
        source=source,
        actor=None,
        at=at,
    )
    review.bloc_id = bloc.pk
    save_checked(review)
    return review


@transaction.atomic
def set_next_tasks(
    *, review: Review, words: list[str], due: date | None, actor: Account | None, at: datetime
) -> list[BlocReviewTask]:
    """Tasks of the next year for the bloc, numbered on from those there are: each a task of the unit that leads, with
    the other members as partners. What was set already is passed over, so that sending twice does nothing.

    Raises Refused when the actor may not, there are none or too many, or the day lies before the review's last day.
    """
    locked = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.bloc_id is None:
        raise Refused(gettext_noop("Cuộc này không phải tổng kết của khối thi đua."))
    roles = members_of_bloc(locked.bloc_id)
    if actor is not None and not may_open_bloc_review(actor, [u for u, role in roles if role != "member"], at):
        raise Refused(gettext_noop("Chỉ khối trưởng, khối phó giao nhiệm vụ của khối."))
    if due is not None and due < locked.end:
        raise Refused(gettext_noop("Hạn phải sau kỳ được tổng kết; xem lại ngày."), field="due")
    known = list(BlocReviewTask.objects.filter(review=locked).select_related("task").order_by("position"))
    titles = {one.task.title for one in known}
    wanted = []
    for line in words:
        text = one_line(line, _LONGEST_TASK, field="words")
        if text and text not in titles:
            titles.add(text)
            wanted.append(text)
    if not wanted and not known:
        raise Refused(gettext_noop("Ghi ít nhất một nhiệm vụ, mỗi dòng một việc."), field="words")
    if len(known) + len(wanted) > MOST_TASKS:
        raise Refused(
            gettext_noop("Một cuộc tổng kết giao nhiều nhất {most} nhiệm vụ."), field="words", most=MOST_TASKS
        )
    others = [unit for unit, _role in roles if unit != locked.unit_id]
    made = []
    for position, text in enumerate(wanted, start=known[-1].position + 1 if known else 1):
        task = give_task(
            unit=locked.unit_id,
            text=TaskText(
                title=text, origin=TaskOrigin.CONCLUSION, origin_note=locked.title[:300], line=CommandLine.OWN
            ),
            due=due,
            partners=others,
            actor=actor,
            at=at,
        )
        row = BlocReviewTask(review=locked, position=position, task=task)
        save_checked(row)
        made.append(row)
    return made
