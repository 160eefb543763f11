"""Load the demonstration: one transaction for each dataset, each of them once and for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from viecthat.activities.commands import import_activities
from viecthat.audit.rows import check_references_at_once
from viecthat.demo import activities, registers
from viecthat.demo.accounts import open_demo_accounts
from viecthat.demo.cadres import settle_cadres
from viecthat.demo.calls import settle_calls
from viecthat.demo.chance import chance
from viecthat.demo.commendations import settle_commendations
from viecthat.demo.conferences import settle_conference
from viecthat.demo.congress import settle_congress
from viecthat.demo.contests import settle_contests
from viecthat.demo.courses import settle_courses
from viecthat.demo.dialogues import settle_dialogue
from viecthat.demo.extracts import settle_extracts
from viecthat.demo.grounds import TODAY, Ground, Spot
from viecthat.demo.held import settle_held
from viecthat.demo.ideas import settle_ideas
from viecthat.demo.learning import settle_learning
from viecthat.demo.limits import settle_limits
from viecthat.demo.members import found_branches, settle_members
from viecthat.demo.news import settle_news
from viecthat.demo.opinion import settle_opinion
from viecthat.demo.organisation import settle_organisation
from viecthat.demo.people import settle_people
from viecthat.demo.photos import Album
from viecthat.demo.plans import set_up
from viecthat.demo.presence import settle_presence
from viecthat.demo.programmes import settle_programmes
from viecthat.demo.proofs import mix_of
from viecthat.demo.published import DATASETS, Published, published
from viecthat.demo.reports import settle_reports
from viecthat.demo.residence import settle_residence
from viecthat.demo.rhythm import moment
from viecthat.demo.tables import settle_table
from viecthat.demo.tasks import settle_tasks
from viecthat.demo.this_year import load_this_year
from viecthat.demo.tree import HANOI, plant_tree
from viecthat.demo.undertakings import settle_undertakings
from viecthat.demo.words import settle_words
from viecthat.demo.works import settle_works
from viecthat.kernel.errors import gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, import_postings, open_dataset
from viecthat.ledger.queries import indicators
from viecthat.units.queries import unit_with_code

if TYPE_CHECKING:
    from viecthat.ledger.models import Dataset, Indicator

Report = Callable[[str, float], None]


@dataclass
class Loaded:
    """What came new with this load; nothing when all was there."""

    units: int = 0
    activities: int = 0
    postings: int = 0
    datasets: list[str] = field(default_factory=list)


# What is made up beside the datasets, in this order: a later one stands on those before.
_SETTLED: tuple[tuple[str, Callable[[datetime], object]], ...] = (
    ("members", settle_members),
    ("residence", settle_residence),
    ("cadres", settle_cadres),
    ("courses", settle_courses),
    ("organisation", settle_organisation),
    ("learning", settle_learning),
    ("undertakings", settle_undertakings),
    ("programmes", settle_programmes),
    ("works", settle_works),
    ("ideas", settle_ideas),
    ("contests", settle_contests),
    ("opinion", settle_opinion),
    ("tasks", settle_tasks),
    ("dialogues", settle_dialogue),
    ("presence", settle_presence),
    ("reports", settle_reports),
    ("report calls", settle_calls),
    ("table of figures", settle_table),
    ("reviews of other sources", settle_held),
    ("limits", settle_limits),
    ("words of a review", settle_words),
    ("conference", settle_conference),
    ("press extracts", settle_extracts),
    ("commendations", settle_commendations),
    ("news", settle_news),
    ("congress", settle_congress),
)


def load_demo(*, at: datetime, report: Report | None = None) -> Loaded:
    """Load whatever of the demonstration is not there yet, after `load_catalogue()`. Repeat at will.

    `report` is told each step, a msgid with what share of the whole is done before it.
    """
    loaded = Loaded()
    report = report or (lambda _step, _done: None)
    report(gettext_noop("Dựng cây tổ chức trên bản đồ trước và sau 01/07/2025"), 0)
    loaded.units = plant_tree() + found_branches(at)
    album, done = Album(at), 0.25
    for name in DATASETS:
        rows = published(name)
        report(rows.title, done)
        _load(rows, album, loaded, at)
        done += 0.3 if rows.works else 0.03
    report(gettext_noop("Việc của năm nay, minh hoạ"), done)
    if new := load_this_year(album, at):
        loaded.activities += new
        loaded.datasets.append("this_year")
    report(gettext_noop("Mở tài khoản dùng thử"), 0.95)
    open_demo_accounts(at=at)
    loaded.datasets += [name for name, settle in _SETTLED if settle(at)]
    report(gettext_noop("Xong"), 1)
    return loaded


@transaction.atomic
def _load(rows: Published, album: Album, loaded: Loaded, at: datetime) -> None:
    dataset, new = open_dataset(
        code=rows.code,
        title=rows.title,
        source=rows.source,
        source_date=rows.source_date,
        synthetic=rows.synthetic,
        note=rows.note,
        at=at,
    )
    if not new:
        return
    check_references_at_once()
    by_code = {indicator.code: indicator for indicator in indicators().values()}
    set_up(rows, by_code, at)
    drafts = list(_postings(rows, by_code))
    loaded.postings += len(import_postings(drafts=drafts, dataset=dataset, at=at)) if drafts else 0
    if rows.works:
        loaded.activities += _load_works(rows, album, dataset, by_code, at)
    loaded.datasets.append(rows.code)


def _load_works(rows: Published, album: Album, dataset: Dataset, by_code: dict[str, Indicator], at: datetime) -> int:
    ground = Ground(rows.period.last_day)
    team = settle_people(ground, Ground(TODAY))
    stage = activities.Stage(rows, ground, team, album, mix_of(ground.spots["district"]), by_code)
    drafts = [draft for works in rows.works for draft in activities.drafts_of(stage, works)]
    return import_activities(drafts=drafts, dataset=dataset, at=at)


def _postings(rows: Published, by_code: dict[str, Indicator]) -> Iterable[Draft]:
    if rows.posted_on:
        yield from _as_published(rows, by_code, rows.posted_on)
    if not rows.registers:
        return
    ground = Ground(rows.period.last_day)
    spots: dict[str, list[Spot]] = ground.spots if rows.unit == HANOI else {"province": ground.provinces}
    mix = mix_of(spots["district"] if rows.unit == HANOI else ground.provinces)
    for register in rows.registers:
        yield from registers.drafts_of(rows, register, spots, by_code[register.figure].pk, mix)


def _as_published(rows: Published, by_code: dict[str, Indicator], day: date) -> Iterable[Draft]:
    unit = unit_with_code(rows.unit, day)
    if unit is None:
        raise LookupError(f"no unit {rows.unit}")
    recorded = moment(day, chance(rows.code), 18 * 60, 22 * 60)
    for code, figure in rows.figures.items():
        line = Line(unit.id, by_code[code].pk, day, figure.value or 0, Grade.DECLARED)
        reason = f"Nguồn ghi: “{figure.said}”"
        yield Draft(unit.id, PostingKind.IMPORT, (line,), recorded, f"demo/{rows.code}/{code}", reason=reason)
