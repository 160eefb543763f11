"""Kinds of work: what each asks for on a day, by its versions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from viecthat.activities.choices import PAPERS, EvidenceKind, FieldType
from viecthat.activities.models import ActivityKind, KindVersion
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade
from viecthat.ledger.queries import indicators
from viecthat.ledger.queries.own import open_for

if TYPE_CHECKING:
    from viecthat.activities.models import Evidence
    from viecthat.ledger.models import Indicator

# Results that any kind of work may have beside its own: whom it reached, what it cost, who paid.
EFFORT = ("people_served", "work_cost_state", "work_cost_social", "work_cost_partners", "work_cost_own")


@dataclass(frozen=True)
class KindField:
    """A box of a kind's own. `unit`: what a number counts; `choices`: what may be chosen."""

    code: str
    name: str
    type: FieldType
    name_en: str = ""
    required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> KindField:
        """A box as `KindVersion.fields` or the catalogue holds it."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in row.items() if name in known}
        return cls(**given | {"type": FieldType(row["type"]), "choices": tuple(row.get("choices", ()))})


@dataclass(frozen=True)
class Need:
    """What must be there for a grade: so many of each; any one of what is asked for, or `all` of it."""

    photos: int = 0
    names: int = 0
    papers: int = 0
    links: int = 0
    all: bool = False

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Need:
        """A need as `KindVersion.evidence` or the catalogue holds it."""
        return cls(**{field.name: row[field.name] for field in fields(cls) if field.name in row})

    @property
    def asked(self) -> dict[str, int]:
        """How many of what, of what is asked for at all."""
        amounts = {"photos": self.photos, "names": self.names, "papers": self.papers, "links": self.links}
        return {what: amount for what, amount in amounts.items() if amount}

    def met_by(self, proof: Proof) -> bool:
        """Whether this much proof is enough."""
        met = [getattr(proof, what) >= amount for what, amount in self.asked.items()]
        return (all(met) if self.all else any(met)) if met else True


@dataclass(frozen=True)
class Proof:
    """How much there is to show for a piece of work."""

    photos: int = 0
    names: int = 0
    papers: int = 0
    links: int = 0

    @classmethod
    def of(cls, evidence: Iterable[Evidence], names: int) -> Proof:
        """What these pieces of evidence and so many names come to."""
        kinds = [one.kind for one in evidence]
        papers = sum(kind in PAPERS for kind in kinds)
        return cls(kinds.count(EvidenceKind.PHOTO), names, papers, kinds.count(EvidenceKind.LINK))


USUAL = Need(photos=1, names=1, papers=1)


def need_of(version: KindVersion | None, grade: Grade) -> Need:
    """What work of this kind must show for a grade; a check by others asks for nothing more unless the kind does."""
    asked = version.evidence.get(grade.name.lower()) if version is not None else None
    if asked:
        return Need.read(asked)
    return USUAL if grade == Grade.EVIDENCED else Need()


def grade_earned(version: KindVersion | None, proof: Proof) -> Grade:
    """What so much proof makes of figures that nobody else has checked."""
    return Grade.EVIDENCED if need_of(version, Grade.EVIDENCED).met_by(proof) else Grade.DECLARED


def fields_of(version: KindVersion | None) -> list[KindField]:
    """The kind's own boxes, in their order."""
    return [KindField.read(row) for row in version.fields] if version is not None else []


class KindBook:
    """Every version of some kinds, to be asked by day."""

    def __init__(self, versions: Iterable[KindVersion]) -> None:
        self._by_kind: dict[str, list[KindVersion]] = {}
        for version in sorted(versions, key=lambda one: one.start):
            self._by_kind.setdefault(version.kind_id, []).append(version)

    def on(self, kind: str, day: date) -> KindVersion | None:
        """What the kind asks for on the day; None before its first version."""
        known = self._by_kind.get(kind, [])
        place = bisect_right(known, day, key=lambda one: one.start)
        return known[place - 1] if place else None

    def needed_on(self, kind: str, day: date) -> KindVersion:
        """As `on`; Refused where the kind is not used on the day."""
        version = self.on(kind, day)
        if version is None or not version.offered:
            raise Refused(
                gettext_noop("Loại việc này không dùng cho ngày {day}; chọn loại khác hoặc xem lại ngày."),
                field="kind",
                day=day,
            )
        return version

    def offered_on(self, day: date) -> list[KindVersion]:
        """Those that may be recorded for the day, as they are listed."""
        found = [version for kind in self._by_kind if (version := self.on(kind, day)) is not None and version.offered]
        return sorted(found, key=lambda one: (one.kind.position, one.kind.name))


def kind_book(codes: Collection[str] | None = None) -> KindBook:
    """The versions of these kinds, of all when none are given. One query."""
    found = KindVersion.objects.select_related("kind")
    return KindBook(found if codes is None else found.filter(kind__in=list(codes)))


def kinds() -> QuerySet[ActivityKind]:
    """Every kind of activity, in the order they are offered."""
    return ActivityKind.objects.order_by("position", "name")


def versions_of(kind: str) -> list[KindVersion]:
    """Every version of a kind, the newest first. One query."""
    return list(KindVersion.objects.filter(kind=kind).select_related("kind", "by").order_by("-start"))


def results_of(version: KindVersion, known: Mapping[str, Indicator]) -> list[Indicator]:
    """What the kind may yield, in its own order, of what is `known` by code; not what a register holds."""
    return [known[code] for code in version.indicators if code in known and not known[code].register]


def typed_indicators() -> dict[str, Indicator]:
    """Every indicator that an activity may add to, by its code. One query."""
    return {one.code: one for one in indicators().values() if not one.register and not one.is_share}


def own_of(known: Mapping[str, Indicator], unit: int | None, day: date) -> list[Indicator]:
    """What the unit counts of its own, and those above it: any work may add to it. One query where there are any."""
    own = [one for one in known.values() if one.unit_id is not None]
    return open_for(own, [unit], day) if own and unit is not None else []


def effort_of(known: Mapping[str, Indicator]) -> Sequence[Indicator]:
    """What any work may have cost and whom it reached, of what is `known` by code."""
    return [known[code] for code in EFFORT if code in known]
