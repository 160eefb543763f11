"""What residence adds to a person's page, to the yearly rating, to the member's own page and to recording work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext

from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.people.queries.beside import FilePart, RatingNote
from viecthat.people.queries.own import OwnSection
from viecthat.residence.choices import TAKEN_IN, RegistrationState
from viecthat.residence.models import Commendation, Registration, Remark, ResidentRequest
from viecthat.residence.queries.registration import registrations_of
from viecthat.residence.rules import Level, levels, near, setting
from viecthat.units.queries import UnitRow, units_by_id

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person
    from viecthat.units.queries.scope import UnitScope

WARNS, REFUSES = 1, 2


@dataclass(frozen=True)
class Stay:
    """A registration with its units named."""

    registration: Registration
    commune: UnitRow
    branch: UnitRow | None


@dataclass(frozen=True)
class ResidenceFile:
    """What a person's page shows of their residence: stays, confirmed remarks, commendations, newest first."""

    stays: list[Stay]
    remarks: list[tuple[Remark, Level | None]]
    commendations: list[tuple[Commendation, UnitRow]]
    open_requests: int = 0  # only told to those who may read them


def residence_file(person: int, today: date) -> ResidenceFile:
    """Everything for the home unit's eyes: remarks once the commune has confirmed them. Four queries at most."""
    rows = registrations_of(person)
    if not rows:
        return ResidenceFile([], [], [])
    remarks = list(Remark.objects.filter(person=person, confirmed_on__isnull=False).order_by("-year"))
    commended = Commendation.objects.filter(registration__person=person, undone_at__isnull=True)
    merits = list(commended.order_by("-day", "-pk"))
    ids = {unit for row in rows for unit in (row.commune_id, row.branch_id) if unit is not None}
    units = units_by_id(ids | {one.unit_id for one in merits}, today)
    known = levels(today)
    return ResidenceFile(
        [Stay(row, units[row.commune_id], units.get(row.branch_id or 0)) for row in rows],
        [(one, known.get(one.level)) for one in remarks],
        [(one, units[one.unit_id]) for one in merits],
    )


def file_part(person: Person, actor: Account, at: datetime) -> FilePart | None:
    """The part of a person's page (`VIECTHAT_FILE_PARTS`)."""
    told = residence_file(person.pk, localdate(at))
    if not told.stays:
        return None
    waiting = ResidentRequest.objects.filter(
        near(actor, at).of_requests(),
        registration__person=person.pk, answered_on__isnull=True, undone_at__isnull=True,
    ).count()  # fmt: skip
    return FilePart("residence/parts/file.html", replace(told, open_requests=waiting))


def rating_notes(people: Collection[int], year: int, day: date) -> dict[int, RatingNote]:
    """Remarks of a year beside the rating (`VIECTHAT_RATING_NOTES`), of those who were introduced or registered.

    Who was never introduced is not held to it: that is the unit's omission, not theirs. Two queries.
    """
    rule = setting("top_class_remark", day)
    if not rule:
        return {}
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    bound = Registration.objects.filter(
        person__in=list(people), state__in=[*TAKEN_IN, RegistrationState.WAITING]
    ).exclude(end__lte=begins)
    bound = bound.filter(Q(start__lt=ends) | Q(start__isnull=True, introduced_on__lt=ends))
    asked = set(bound.values_list("person_id", flat=True))
    known = levels(day)
    remarks = Remark.objects.filter(person__in=list(people), year=year, confirmed_on__isnull=False)
    given = {one.person_id: known[one.level] for one in remarks}
    notes: dict[int, RatingNote] = {}
    for person in asked | given.keys():
        level = given.get(person)
        if level is None:
            words = gettext("Nơi cư trú: chưa có nhận xét năm {year}").format(year=year)
            lacks = Refused(
                gettext_noop("Chưa có nhận xét nơi cư trú năm {year}, chưa xếp loại xuất sắc được."),
                field="given_class",
                year=year,
            )
        else:
            words = gettext("Nơi cư trú: {level}").format(level=level)
            lacks = Refused(
                gettext_noop("Đăng ký nơi cư trú nhưng không tham gia, chưa xếp loại xuất sắc được."),
                field="given_class",
            )
        fits = level is not None and level.took_part
        notes[person] = RatingNote(words, None if fits else lacks, forbids=rule == REFUSES)
    return notes


def own_section(person: int, at: datetime) -> OwnSection:
    """What the member reads on their own page (`VIECTHAT_OWN_DATA`)."""
    today = localdate(at)
    told = residence_file(person, today)
    heads = (gettext("Ngày"), gettext("Việc"), gettext("Đơn vị"), gettext("Nội dung"))
    stays = [
        (
            one.registration.start or one.registration.introduced_on,
            str(one.registration.get_state_display()),
            one.branch.name if one.branch else one.commune.name,
            one.registration.address or one.registration.answer,
        )
        for one in told.stays
    ]
    names = {one.registration.pk: one.branch.name for one in told.stays if one.branch}
    remarks = [
        (one.confirmed_on, str(level or one.level), names.get(one.registration_id, ""), one.words)
        for one, level in told.remarks
    ]
    merits = [(one.day, one.form, unit.name, one.merit) for one, unit in told.commendations]
    return OwnSection("residence", gettext("Sinh hoạt nơi cư trú"), heads, (*stays, *remarks, *merits))


def people_living_in(scope: UnitScope) -> Q:
    """Registered residents of these units, whom those may name in their work (`VIECTHAT_NAMEABLE`)."""
    living = Registration.objects.filter(scope.of("branch") | scope.of("commune"), state=RegistrationState.REGISTERED)
    return Q(pk__in=living.values("person"))
