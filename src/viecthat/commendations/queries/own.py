"""What commendations hold about a person, for their own page (`VIECTHAT_OWN_DATA`) and their file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from viecthat.accounts.choices import Capability
from viecthat.commendations.models import Commendation, Nominee
from viecthat.commendations.queries.book import paper_number
from viecthat.commendations.rules import form_kinds
from viecthat.people.queries.beside import FilePart
from viecthat.people.queries.own import OwnSection
from viecthat.units.rules import may

if TYPE_CHECKING:
    from viecthat.accounts.models import Account
    from viecthat.people.models import Person


def given_to(person: int) -> list[Commendation]:
    """What the person was given, the newest first; withdrawn ones too. One query."""
    return list(Commendation.objects.filter(person=person).select_related("decision").order_by("-day", "-pk"))


def own_section(person: int, at: datetime) -> OwnSection:  # noqa: ARG001 - what every such part is asked with
    """What they were commended for and proposed for, with what was written of them."""
    heads = (gettext("Ngày"), gettext("Hình thức"), gettext("Tình trạng"), gettext("Số"), gettext("Nội dung"))
    known = form_kinds()
    given = tuple(
        (
            row.day, str(known.get(row.form, row.form)),
            _state(row),
            f"{row.decision.number}; {paper_number(row)}", f"{row.name}, {row.place}: {row.why}",
        )
        for row in given_to(person)
    )  # fmt: skip
    proposed = tuple(
        (
            row.dossier.opened_at.date(), str(known.get(row.form, row.form)), str(row.get_state_display()), "",
            f"{row.place}: {row.achievement}",
        )
        for row in Nominee.objects.filter(person=person).select_related("dossier").order_by("-pk")
    )  # fmt: skip
    return OwnSection("commendations", gettext("Khen thưởng"), heads, (*given, *proposed))


def _state(row: Commendation) -> str:
    if row.withdrawn_on is None:
        return gettext("đã khen thưởng")
    return gettext("đã thu hồi: {why}").format(why=row.withdrawn_why)


def file_part(person: Person, actor: Account, at: datetime) -> FilePart | None:
    """Commendations in the person's file, for who may read files of their unit; nothing when there are none."""
    if person.unit_id is None or not may(actor, Capability.FILES, person.unit_id, at):
        return None
    rows = [(row, form_kinds().get(row.form)) for row in given_to(person.pk)]
    return FilePart("commendations/parts/file.html", rows) if rows else None
