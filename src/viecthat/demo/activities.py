"""Made-up activities behind published totals: who, when, where, with whom, shown by what, checked by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import get_default_timezone, make_aware

from viecthat.activities.commands import ActivityDraft, Check, ResultLine, ShownBy
from viecthat.demo.chance import chance
from viecthat.demo.grounds import Ground, Spot, neighbours
from viecthat.demo.people import Team
from viecthat.demo.photos import Album
from viecthat.demo.proofs import Mix, grade_all
from viecthat.demo.published import Published, Works
from viecthat.demo.rhythm import Rhythm, checked, written_down
from viecthat.demo.sizes import Part, quantities_of, slots_of
from viecthat.demo.tree import CENTRE, HANOI
from viecthat.demo.wording import Look, Words, look_of
from viecthat.kernel.names import fold
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade, MeasureKind

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

_TRIES = 60
_PARTNERED = 0.045
_PHOTOS_AND_NAMES, _PHOTOS_ONLY = 0.78, 0.92  # of those with proof; the rest only names people
_LONG = {"cadre_training": (1, 3), "swimming_class": (12, 24), "vocational_class": (0, 45)}
# In a class of this size or less those who were there are entered one by one: a person counted, not a head.
_ENTERED_BY_NAME = 40


@dataclass
class Stage:
    """What all activities of a dataset share."""

    published: Published
    ground: Ground
    team: Team
    album: Album
    mix: Mix
    indicators: Mapping[str, Indicator]

    def __post_init__(self) -> None:
        self.counted: set[tuple[int, str]] = set()  # each person counts once in an indicator of people
        self.codes = {spot.code: spot for level in self.ground.spots.values() for spot in level}
        self.by_id = {indicator.pk: indicator.code for indicator in self.indicators.values()}


def drafts_of(stage: Stage, works: Works) -> Iterator[ActivityDraft]:
    """Every activity of one kind of work; of figures given by year, year by year."""
    figures = [stage.published.figures[code] for code in works.figures]
    years = sorted({year for figure in figures for year in figure.years})
    for year in years or [0]:
        period = Period.year(year) if year else stage.published.period
        parts = [part for code in works.figures for part in _parts(stage, works, code, year)]
        yield from _Batch(stage, works, parts, period, f"{works.kind}-{year}" if year else works.kind).drafts()


def _parts(stage: Stage, works: Works, code: str, year: int) -> list[Part]:
    figure, indicator = stage.published.figures[code], stage.indicators[code]
    if works.counted:
        return [Part(works.counted, sum(rule["count"] * rule["each"] for rule in works.levels.values()))]
    if indicator.measure == MeasureKind.RATIO:
        n, of = (figure.years[year]["n"], figure.years[year]["of"]) if year else (figure.n, figure.of)
        whole, share = stage.by_id[indicator.denominator_id or 0], stage.by_id[indicator.numerator_id or 0]
        return [Part(whole, of or 0), Part(share, n or 0, within=whole)]
    return [Part(code, figure.value or 0)]


class _Batch:
    """The activities of one kind of work in one period."""

    def __init__(self, stage: Stage, works: Works, parts: Sequence[Part], period: Period, name: str) -> None:
        self.stage, self.works, self.period, self.name = stage, works, period, name
        self.look: Look = look_of(works.kind)
        self.random = chance(stage.published.code, name)
        self.rhythm = Rhythm(period, self.look.months, self.look.weekend, self.look.years)
        self.parts = parts
        # What tells how big an activity was: the part that counts most and is no denominator.
        denominators = {part.within for part in parts}
        self.main = max((p for p in parts if p.indicator not in denominators), key=lambda p: p.total).indicator
        self.seen: set[tuple[str, date, str]] = set()

    def drafts(self) -> Iterator[ActivityDraft]:
        """The pinned ones first, then as many as the levels say."""
        pinned = list(self.works.pinned)
        taken = sum(pin["quantity"] for pin in pinned)
        parts = [Part(p.indicator, p.total - (taken if p.indicator == self.main else 0), p.within) for p in self.parts]
        for number, pin in enumerate(pinned):
            yield self._pinned(pin, f"p{number}")
        slots = slots_of(self.works.levels, self.stage.ground.spots, self.look, self.random)
        quantities = quantities_of(parts, slots, self.look, self.random, self.works.step)
        sizes = [q or quantities[parts[0].indicator][i] for i, q in enumerate(quantities[self.main])]
        items = [(spot.district, size) for (spot, _), size in zip(slots, sizes, strict=True)]
        grades = grade_all(items, self.stage.mix)
        for number, ((spot, _), grade) in enumerate(zip(slots, grades, strict=True)):
            yield self._draft(spot, {code: q[number] for code, q in quantities.items()}, grade, str(number))

    def _draft(self, spot: Spot, quantities: Mapping[str, int], grade: Grade, number: str) -> ActivityDraft:
        random, look = self.random, self.look
        size = quantities[self.main] or max(quantities.values())
        words, title, place, day = self._title(spot, size)
        last = min(day + timedelta(days=random.randint(*_LONG.get(self.works.kind, (0, 0)))), self.period.last_day)
        recorded = written_down(last, self.stage.published.known_by, random)
        people = self._people(spot, grade)
        photos = () if grade == Grade.DECLARED else self._photos(people)
        there = sum(quantities[p.indicator] for p in self.parts if p.within) or size
        return ActivityDraft(
            key=self._key(number),
            unit=spot.unit,
            kind=self.works.kind,
            title=title,
            day=day,
            last_day=last,
            place=place,
            note=words.note(look),
            results=tuple(self._results(quantities, people)),
            head_count=look.head_count(there, random),
            grade=grade,
            recorded_at=recorded,
            people=tuple(pk for pk, _ in people),
            partners=self._partners(spot),
            photos=photos,
            check=self._check(spot, words, size, last, recorded) if grade == Grade.VERIFIED else None,
        )

    def _title(self, spot: Spot, size: int) -> tuple[Words, str, str, date]:
        for _ in range(_TRIES):
            words = Words(spot, self.stage.ground.spots["district"], self.random)
            day = self.rhythm.day(self.random)
            title, place = words.title_and_place(self.look, day, size)
            name = (spot.code, day, fold(title))
            if name not in self.seen:
                self.seen.add(name)
                return words, title, place, day
        raise ValueError(f"no title left for {self.works.kind} at {spot.code}: add some to data/kinds.yaml")

    def _people(self, spot: Spot, grade: Grade) -> list[tuple[int, str]]:
        if grade == Grade.DECLARED:
            return []
        here = self.stage.team.get(spot.unit, [])
        return self.random.sample(here, min(len(here), self.random.randint(2, 4)))

    def _photos(self, people: list[tuple[int, str]]) -> tuple[ShownBy, ...]:
        manner = self.random.random()
        if manner > _PHOTOS_ONLY and people:
            return ()
        if manner > _PHOTOS_AND_NAMES:
            people.clear()
        count = self.random.choices((1, 2, 3), (50, 35, 15))[0]
        files = self.random.sample(self.stage.album.photos(self.look.scene), count)
        return tuple(ShownBy(file, self.random.choice(self.look.captions)) for file in files)

    def _results(self, quantities: Mapping[str, int], people: Sequence[tuple[int, str]]) -> Iterator[ResultLine]:
        for code, quantity in quantities.items():
            indicator, heads = self.stage.indicators[code], quantity
            if indicator.measure == MeasureKind.PEOPLE and self.works.kind == "vocational_class":
                for pk, _ in people if quantity <= _ENTERED_BY_NAME else ():
                    if heads and (pk, code) not in self.stage.counted:
                        self.stage.counted.add((pk, code))
                        heads -= 1
                        yield ResultLine(indicator.pk, 1, pk)
            if heads:
                yield ResultLine(indicator.pk, heads)

    def _partners(self, spot: Spot) -> tuple[int, ...]:
        if spot.level != "commune" or self.random.random() > _PARTNERED:
            return ()
        near = neighbours(spot, self.stage.ground.spots["commune"])
        return tuple(other.unit for other in self.random.sample(near, min(len(near), self.random.randint(1, 2))))

    def _check(self, spot: Spot, words: Words, size: int, done: date, recorded: datetime) -> Check:
        above = {"commune": spot.district, "district": HANOI, "province": CENTRE}[spot.level]
        unit = self.stage.ground.unit(above)
        name = self.random.choice(self.stage.team[unit])[1]
        finding = words.finding(self.look, size)
        return Check(f"{name}, {self.stage.ground.name(above)}", checked(done, recorded, self.random), finding)

    def _pinned(self, pin: Mapping[str, Any], number: str) -> ActivityDraft:
        spot: Spot = self.stage.codes[pin["unit"]]
        self.seen.add((spot.code, pin["day"], fold(pin["title"])))
        recorded = make_aware(datetime.fromisoformat(pin["recorded_at"]), get_default_timezone())
        officer = self.stage.team[self.stage.ground.unit(spot.district)][0][1]
        photos = self.stage.album.photos(self.look.scene)[:2]
        return ActivityDraft(
            key=self._key(number),
            unit=spot.unit,
            kind=self.works.kind,
            title=pin["title"],
            day=pin["day"],
            place=pin["place"],
            results=(ResultLine(self.stage.indicators[self.main].pk, pin["quantity"]),),
            head_count=pin["head_count"],
            grade=Grade.VERIFIED,
            recorded_at=recorded,
            people=tuple(pk for pk, _ in self.stage.team[spot.unit][:3]),
            photos=tuple(ShownBy(file, text) for file, text in zip(photos, self.look.captions, strict=False)),
            check=Check(
                f"{officer}, {self.stage.ground.name(spot.district)}", recorded - timedelta(hours=6), pin["finding"]
            ),
        )

    def _key(self, number: str) -> str:
        return f"demo/{self.stage.published.code}/{self.name}/{number}"
