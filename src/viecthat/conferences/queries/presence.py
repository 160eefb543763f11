"""Who is asked and who came: listed, counted by kind of unit, held against the quorum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from viecthat.conferences.choices import Answer, InviteePart, Quorum
from viecthat.conferences.models import Conference, Invitee
from viecthat.conferences.queries.conference import folded, units_named
from viecthat.units.queries import kinds as unit_kinds

if TYPE_CHECKING:
    from viecthat.units.queries import UnitRow

STATES = {
    "cho": Q(answer=Answer.NONE, came_at=None),
    "se-du": Q(answer=Answer.CONFIRMED, came_at=None),
    "khong-du": Q(answer=Answer.DECLINED, came_at=None),
    "da-den": Q(came_at__isnull=False),
    "chua-den": Q(came_at=None),
    "chua-gui": Q(sent_at=None),
}


@dataclass(frozen=True)
class Listed:
    """An invitee with the unit as it was on the day of the conference."""

    row: Invitee
    unit: UnitRow | None

    @property
    def who(self) -> str:
        """The person, else the post of the unit or the body."""
        return self.row.name or self.row.post or self.place

    @property
    def place(self) -> str:
        """Where they come from."""
        return self.unit.name if self.unit is not None else self.row.body

    @property
    def state(self) -> str:
        """The furthest thing known: came, declined, confirmed, asked, not yet."""
        if self.row.came_at is not None:
            return "came"
        if self.row.answer:
            return str(self.row.answer)
        return "invited" if self.row.sent_at is not None else "listed"

    @property
    def state_words(self) -> str:
        """The same, said."""
        said = {
            "came": gettext("đã đến"),
            Answer.CONFIRMED.value: gettext("sẽ dự"),
            Answer.DECLINED.value: gettext("không dự được"),
            "invited": gettext("chưa trả lời"),
            "listed": gettext("chưa gửi giấy mời"),
        }
        return said[self.state]


@dataclass(frozen=True)
class KindTally:
    """Of one kind of unit (or guests): how many were called, confirmed, came; from how many units."""

    name: str
    called: int
    confirmed: int
    came: int
    units: int
    units_there: int

    @property
    def share(self) -> Fraction | None:
        """The part of those called that came."""
        return Fraction(self.came, self.called) if self.called else None


@dataclass(frozen=True)
class Attendance:
    """Those called by kind of unit, the guests apart, and whether enough are there."""

    kinds: tuple[KindTally, ...]
    whole: KindTally
    guests: KindTally
    rule: str

    @property
    def needed(self) -> int:
        """How many of those called must be there; 0 without a rule."""
        if self.rule == Quorum.TWO_THIRDS:
            return -(-2 * self.whole.called // 3)
        return self.whole.called // 2 + 1 if self.rule == Quorum.HALF and self.whole.called else 0

    @property
    def enough(self) -> bool:
        """Whether the conference may go on; without anybody called it may not."""
        return self.whole.called > 0 and self.whole.came >= self.needed

    @property
    def missing(self) -> int:
        """How many more must come."""
        return max(0, self.needed - self.whole.came)


def invitees_found(conference: Conference, *, text: str = "", state: str = "", part: str = "") -> QuerySet[Invitee]:
    """The list of invitees as asked for, in the order they were put on it; units are found by `text` too."""
    found = Invitee.objects.filter(conference=conference)
    for word in folded(text):
        found = found.filter(folded__contains=word)
    if state in STATES:
        found = found.filter(STATES[state])
    if part in InviteePart.values:
        found = found.filter(part=part)
    return found.order_by("part", "pk").select_related("conference")


def listed_invitees(rows: Iterable[Invitee], conference: Conference) -> list[Listed]:
    """With their units. One query."""
    rows = list(rows)
    units = units_named(rows, conference.held_on)
    return [Listed(row, units.get(row.unit_id or 0)) for row in rows]


def invitee_shown(pk: int, conference: Conference) -> Invitee | None:
    """One of a conference's invitees."""
    return Invitee.objects.filter(conference=conference, pk=pk).select_related("conference").first()


def invitee_behind(code: str) -> Invitee | None:
    """Whose letter has this code."""
    return Invitee.objects.filter(code=code).select_related("conference").first()


def conference_of_serial(serial: int) -> Conference | None:
    """The conference whose screen shows codes of this serial."""
    return Conference.objects.filter(serial=serial).first()


def invitee_of_person(conference: Conference, person: int) -> Invitee | None:
    """The person's own place in the list."""
    return Invitee.objects.filter(conference=conference, person=person).select_related("conference").first()


def attendance_of(conference: Conference) -> Attendance:
    """Counted anew with each question. Three queries, however many were asked."""
    rows = list(
        Invitee.objects.filter(conference=conference).values_list("part", "unit_id", "answer", "came_at", "body")
    )
    units = units_named([_At(unit) for _part, unit, *_rest in rows], conference.held_on)
    names = unit_kinds()
    delegates = [row for row in rows if row[0] == InviteePart.DELEGATE]
    by_kind: dict[str, list[tuple]] = {}
    for row in delegates:
        by_kind.setdefault(units[row[1]].kind if row[1] is not None else "", []).append(row)
    order = [code for code in names if code in by_kind] + ([""] if "" in by_kind else [])
    tallies = [_tally(str(names[code]) if code else gettext("cơ quan, tổ chức khác"), by_kind[code]) for code in order]
    guests = [row for row in rows if row[0] == InviteePart.GUEST]
    return Attendance(
        tuple(tallies),
        _tally(gettext("Tất cả người được triệu tập"), delegates),
        _tally(gettext("Khách mời"), guests),
        conference.quorum,
    )


@dataclass(frozen=True)
class _At:
    unit_id: int | None


def _tally(name: str, rows: list[tuple]) -> KindTally:
    places = {(unit, body) for _part, unit, _answer, _came, body in rows if unit is not None or body}
    there = {(unit, body) for _part, unit, _answer, came, body in rows if came and (unit is not None or body)}
    return KindTally(
        name,
        len(rows),
        sum(1 for row in rows if row[2] == Answer.CONFIRMED),
        sum(1 for row in rows if row[3] is not None),
        len(places),
        len(there),
    )
