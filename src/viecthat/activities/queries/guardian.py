"""Guardians' consents: whose there are, and who may read them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext

from viecthat.activities.choices import AgeGroup, Minors
from viecthat.activities.models import Activity, GuardianConsent, Participation, PresentGroup, RollCall
from viecthat.activities.rules import may_record_activity
from viecthat.people.queries.own import OwnSection
from viecthat.people.rules.charter import age_on, years_later

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.activities.models import KindVersion
    from viecthat.people.models import Person

OF_AGE = 18


def is_minor(person: Person, day: date) -> bool:
    """Under eighteen on the day. A birth date not known is not guessed at."""
    return person.birth_date is not None and age_on(person.birth_date, day) < OF_AGE


def asks_guardians(version: KindVersion | None, *, asked: bool = False) -> bool:
    """Whether minors take part only with a guardian's consent: by the kind of work, or asked of this meeting."""
    return version is not None and (version.minors == Minors.CONSENT or (asked and version.minors != Minors.NO))


def consented_at(call: RollCall) -> set[int]:
    """Persons whose guardian agreed to this meeting, or to the work that it belongs to. One query."""
    return set(GuardianConsent.objects.filter(_of_call(call)).values_list("person", flat=True))


def consented_to(activity: Activity | None, calls: Collection[int] = ()) -> set[int]:
    """Persons whose guardian agreed to the work, at it or at one of its roll calls. One query."""
    which = Q(roll_call__in=list(calls))
    if activity is not None:
        which |= Q(activity=activity) | Q(roll_call__activity=activity)
    return set(GuardianConsent.objects.filter(which).values_list("person", flat=True))


def consents_at(call: RollCall) -> list[GuardianConsent]:
    """What guardians said of this meeting or its work, by name of the young person. One query."""
    return _listed(_of_call(call))


def consents_to(activity: Activity) -> list[GuardianConsent]:
    """What guardians said of this work or one of its roll calls. One query."""
    return _listed(Q(activity=activity) | Q(roll_call__activity=activity))


def minors_there(activity: Activity) -> bool:
    """Whether somebody under eighteen took part, by name or in a group of children. Two queries at most."""
    day = activity.day
    young = Q(person__birth_date__gt=years_later(day, -OF_AGE))
    if Participation.objects.filter(young, activity=activity).exists():
        return True
    return PresentGroup.objects.filter(roll_call__activity=activity, age_group=AgeGroup.CHILDREN).exists()


def consent_with_file(pk: int, actor: Account, at: datetime) -> GuardianConsent | None:
    """A consent on paper, for those who record the unit's work: nobody else reads a family's paper."""
    found = GuardianConsent.objects.select_related("file", "roll_call", "activity").filter(pk=pk, file__isnull=False)
    row = found.first()
    held = None if row is None else row.roll_call or row.activity
    return row if held is not None and may_record_activity(actor, held.unit_id, at) else None


def own_guardian_consents(person: int, _at: datetime) -> OwnSection:
    """What the person's guardians agreed to, for their own page and copy. One query."""
    found = GuardianConsent.objects.filter(person=person).select_related("roll_call", "activity")
    heads = (gettext("Ngày"), gettext("Việc"), gettext("Cha, mẹ, người giám hộ"), gettext("Bằng cách nào"))
    rows: tuple[tuple[str | int | date | None, ...], ...] = tuple(
        (one.given_on, str(one.roll_call or one.activity), one.guardian, str(one.get_way_display()))
        for one in found.order_by("-given_on", "-pk")
    )
    return OwnSection("guardian_consents", gettext("Cha mẹ đồng ý cho tham gia"), heads, rows)


def _of_call(call: RollCall) -> Q:
    same = Q(roll_call=call)
    if call.activity_id is not None:
        same |= Q(activity=call.activity_id) | Q(roll_call__activity=call.activity_id)
    return same


def _listed(which: Q) -> list[GuardianConsent]:
    found = GuardianConsent.objects.filter(which).select_related("person", "told_by")
    return list(found.order_by("person__sort_key", "pk"))
