"""The year of loading: example targets in force and some example work, so that a workbench has something to show.

Nothing of it was published: goals, results and names are made up, and the dataset says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.activities.commands import ActivityDraft, Check, ResultLine, ShownBy, import_activities
from viecthat.demo.chance import chance, split_exactly
from viecthat.demo.grounds import BEFORE, TODAY, Ground, Spot
from viecthat.demo.people import Team, settle_people
from viecthat.demo.photos import Album
from viecthat.demo.rhythm import Rhythm, checked, written_down
from viecthat.demo.tree import HANOI, unit_code
from viecthat.demo.wording import Words, look_of
from viecthat.kernel.names import fold
from viecthat.kernel.periods import Period
from viecthat.ledger.choices import Grade
from viecthat.ledger.commands import open_dataset
from viecthat.ledger.queries import indicators as all_indicators
from viecthat.plans.commands import adopt_target

if TYPE_CHECKING:
    from viecthat.ledger.models import Indicator

SOURCE = "Mức đề ra và kết quả minh hoạ, không lấy từ văn bản nào"
EXAMPLE_COMMUNE = unit_code("09694")
FIRST_SHOWN = 45  # days into the year before there is anything to show


@dataclass(frozen=True)
class Work:
    """An indicator of the year: goals of the city and of the example commune, how fast it goes, how many activities."""

    indicator: str
    kind: str
    city_goal: int
    commune_goal: int
    speed: float
    activities: int


WORKS = (
    Work("trees_planted", "tree_planting", 90_000, 1_500, 1.05, 90),
    Work("career_advised", "career_advice", 120_000, 900, 0.85, 70),
    Work("needy_children_helped", "children_care", 12_000, 150, 0.6, 60),
)


@transaction.atomic
def load_this_year(album: Album, at: datetime) -> int:
    """Targets of the year of `at` and work until the day before; returns how many activities came new.

    Nothing in the first weeks of a year, and nothing the second time.
    """
    today = localdate(at)
    year = Period.year(today.year)
    if (today - year.start).days < FIRST_SHOWN:
        return 0
    dataset, new = open_dataset(
        code=f"minh-hoa-{today.year}",
        title=f"Việc của năm {today.year}, minh hoạ",
        source=SOURCE,
        source_date=None,
        synthetic=True,
        totals_published=False,
        note="Toàn bộ là minh hoạ: chỉ tiêu, kết quả, hoạt động và tên người do chương trình dựng để dùng thử.",
        at=at,
    )
    if not new:
        return 0
    indicators = {indicator.code: indicator for indicator in all_indicators().values()}
    ground, then = Ground(today), Ground(BEFORE)
    team = settle_people(then, Ground(TODAY))
    example = next(spot for spot in ground.spots["commune"] if spot.code == EXAMPLE_COMMUNE)
    for position, work in enumerate(WORKS):
        for unit, goal in ((ground.unit(HANOI), work.city_goal), (example.unit, work.commune_goal)):
            adopt_target(
                unit=unit,
                indicator=indicators[work.indicator].pk,
                period=year,
                goal=goal,
                position=position,
                illustrative=True,
                source=SOURCE,
                actor=None,
                at=at,
            )
    so_far = Period(year.start, today)
    drafts = [d for work in WORKS for d in _drafts(work, so_far, ground, then, team, album, indicators)]
    return import_activities(drafts=drafts, dataset=dataset, at=at)


def _drafts(
    work: Work,
    so_far: Period,
    ground: Ground,
    then: Ground,
    team: Team,
    album: Album,
    indicators: Mapping[str, Indicator],
) -> Iterator[ActivityDraft]:
    random = chance("this year", so_far.start.year, work.indicator)
    gone = Period.year(so_far.start.year).elapsed(so_far.end)
    look = look_of(work.kind)
    rhythm = Rhythm(so_far, look.months, look.weekend)
    checker = f"{team[ground.unit(HANOI)][0][1]}, {ground.name(HANOI)}"
    spots = _places(ground, work.activities)
    quantities = split_exactly(
        int(work.city_goal * work.speed * gone), [random.uniform(0.4, 2.0) for _ in spots], least=5
    )
    seen: set[tuple[int, date, str]] = set()
    for number, (spot, quantity) in enumerate(zip(spots, quantities, strict=True)):
        words = Words(spot, then.spots["district"], random)
        day = rhythm.day(random)
        title, place = words.title_and_place(look, day, quantity)
        if (spot.unit, day, fold(title)) in seen:
            title = f"{title}, đợt {number}"
        seen.add((spot.unit, day, fold(title)))
        recorded = written_down(day, so_far.last_day, random)
        here = team.get(spot.unit, [])
        grade = random.choices(list(Grade), (18, 37, 45))[0]
        shown = () if grade == Grade.DECLARED else tuple(album.photos(look.scene)[number % 4 : number % 4 + 2])
        check = Check(checker, checked(day, recorded, random), words.finding(look, quantity))
        yield ActivityDraft(
            key=f"demo/this-year/{so_far.start.year}/{work.indicator}/{number}",
            unit=spot.unit,
            kind=work.kind,
            title=title,
            day=day,
            place=place,
            results=(ResultLine(indicators[work.indicator].pk, quantity),),
            head_count=look.head_count(quantity, random),
            grade=grade,
            recorded_at=recorded,
            people=() if grade == Grade.DECLARED else tuple(pk for pk, _ in here[:2]),
            photos=tuple(ShownBy(file, look.captions[0]) for file in shown),
            check=check if grade == Grade.VERIFIED else None,
        )


def _places(ground: Ground, count: int) -> list[Spot]:
    """The example commune first and often, the others in turn by their weight."""
    communes = sorted(ground.spots["commune"], key=lambda spot: (spot.code != EXAMPLE_COMMUNE, -spot.size))
    return [communes[0] if n % 15 == 0 else communes[1 + n % (len(communes) - 1)] for n in range(count)]
