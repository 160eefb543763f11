"""What the bank of ideas holds about a person, for their own page (`VIECTHAT_OWN_DATA`); what waits for an account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.ideas.choices import IdeaState
from viecthat.ideas.models import Idea, Initiative, Step
from viecthat.people.queries.own import OwnCell, OwnSection
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from viecthat.accounts.models import Account


def own_section(person: int, at: datetime) -> OwnSection:
    """Ideas they sent and initiatives they are an author of."""
    ideas = list(Idea.objects.filter(person=person).order_by("-sent_on", "-pk"))
    made = list(Initiative.objects.filter(person=person).order_by("-applied_on", "-pk"))
    ids = {one.unit_id for one in ideas} | {one.unit_id for one in made}
    units = units_by_id(ids, localdate(at)) if ids else {}
    heads = (gettext("Ngày"), gettext("Loại"), gettext("Đơn vị"), gettext("Tên"), gettext("Tình trạng"))
    rows: list[tuple[OwnCell, ...]] = [
        (one.sent_on, gettext("Ý tưởng"), units[one.unit_id].name, f"{one.title}: {one.text}", _state(one))
        for one in ideas
    ]
    rows += [(one.applied_on, gettext("Sáng kiến"), units[one.unit_id].name, one.title, _state(one)) for one in made]
    return OwnSection("ideas", gettext("Ý tưởng, sáng kiến"), heads, tuple(rows))


def own_ideas(actor: Account) -> QuerySet[Idea]:
    """The ideas this account sent, the newest first, each with the steps its sender reads (`told`)."""
    told = Step.objects.filter(undoes__isnull=True, undone_by__isnull=True).order_by("pk")
    found = Idea.objects.filter(account=actor).order_by("-sent_on", "-pk")
    return found.prefetch_related(Prefetch("steps", told, to_attr="told"))


def ideas_to_judge(actor: Account) -> QuerySet[Idea]:
    """Ideas this account was asked to judge and has not, the longest waiting first."""
    return Idea.objects.filter(
        reviews__reviewer=actor, reviews__given_at__isnull=True, state=IdeaState.ACCEPTED
    ).order_by("reviews__asked_at", "pk")


def _state(row: Idea | Initiative) -> str:
    return str(row.get_state_display())
