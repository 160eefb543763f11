"""Take over many bodies and posts at once, with their movements in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.catalogue.posts import post_kinds
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.ledger.choices import Grade, PostingKind
from viecthat.ledger.commands import Draft, Line, import_postings
from viecthat.ledger.queries import indicators
from viecthat.people.choices.post import Basis
from viecthat.people.commands.person import PersonDraft, register_people
from viecthat.people.commands.post_ledger import first_degrees, movements_of
from viecthat.people.models.body import Body
from viecthat.people.models.post import Post, PostMovement
from viecthat.people.models.qualification import Qualification
from viecthat.people.queries.post import brought_by
from viecthat.units.queries import units_by_id

if TYPE_CHECKING:
    from viecthat.ledger.models import Dataset


@dataclass(frozen=True)
class BodyDraft:
    """A body of a unit in force from `start` on."""

    unit: int
    kind: str
    start: date
    term: str = ""
    seats: int | None = None
    provisional: bool = False
    congress_by: date | None = None


@dataclass(frozen=True)
class CadreDraft:
    """A person and the posts they hold in one unit, with degrees as (level, day, number)."""

    person: PersonDraft
    unit: int
    kinds: tuple[str, ...]
    start: date
    basis: Basis = Basis.ELECTED
    full_time: bool = False
    learned: tuple[tuple[str, date, str], ...] = ()


@transaction.atomic
def import_cadres(
    *, bodies: Sequence[BodyDraft], cadres: Sequence[CadreDraft], dataset: Dataset, at: datetime
) -> list[int]:
    """Bodies, people, posts and what comes with them; returns the people's ids in order.

    No decision is known, so figures stand as declared. Constraints of the database hold; the rules on sizes and ages
    are not asked: what is taken over is what there is. Raises Refused for a post without a body.
    """
    made = Body.objects.bulk_create(
        [
            Body(
                unit_id=b.unit, kind=b.kind, start=b.start, term=b.term, seats=b.seats, provisional=b.provisional,
                congress_by=b.congress_by,
            )
            for b in bodies
        ]
    )  # fmt: skip
    known = {(body.unit_id, body.kind): body for body in made}
    people = register_people(drafts=[cadre.person for cadre in cadres])
    posts = [post for person, cadre in zip(people, cadres, strict=True) for post in _posts(person, cadre, known)]
    Post.objects.bulk_create(posts)
    Qualification.objects.bulk_create(
        [
            Qualification(person_id=person, level=level, day=day, proof=proof)
            for person, cadre in zip(people, cadres, strict=True)
            for level, day, proof in cadre.learned
        ]
    )
    _post_all(posts, dataset, at)
    return people


def _posts(person: int, cadre: CadreDraft, bodies: dict[tuple[int, str], Body]) -> list[Post]:
    kinds = dict.fromkeys(code for kind in cadre.kinds for code in brought_by(kind))
    found = []
    for code in kinds:
        rules = post_kinds()[code]
        body = bodies.get((cadre.unit, rules.body))
        if body is None:
            if code in cadre.kinds:
                raise Refused(gettext_noop("Chưa có cơ quan cho chức vụ này; lập cơ quan trước."), field="kind")
            continue
        found.append(
            Post(
                body=body, unit_id=cadre.unit, person_id=person, kind=code, sole=rules.seats == 1, start=cadre.start,
                basis=cadre.basis, full_time=cadre.full_time,
            )
        )  # fmt: skip
    return found


def _post_all(posts: Sequence[Post], dataset: Dataset, at: datetime) -> None:
    """One posting for each person in each unit, as `settle_posts` would make them."""
    codes = {indicator.code: indicator.pk for indicator in indicators().values()}
    degrees = first_degrees({post.person_id for post in posts})
    kinds = {unit: row.kind for unit, row in units_by_id({post.unit_id for post in posts}, localdate(at)).items()}
    pairs: dict[tuple[int, int], list[Post]] = {}
    for post in posts:
        pairs.setdefault((post.person_id, post.unit_id), []).append(post)
    drafts, owners = [], {}
    for (person, unit), mine in pairs.items():
        counted, _grades = movements_of(mine, degrees, {post.pk: kinds[unit] for post in mine}, codes)
        lines = tuple(
            Line(unit, indicator, day, count, Grade.DECLARED, person)
            for (indicator, day), count in sorted(counted.items())
            if count
        )
        if lines:
            key = f"posts/{dataset.code}/{unit}/{person}"
            owners[key] = (person, unit)
            drafts.append(Draft(unit, PostingKind.REGISTER, lines, at, key, reason="Sổ cán bộ"))
    PostMovement.objects.bulk_create(
        [
            PostMovement(posting_id=posting, person_id=owners[key][0], unit_id=owners[key][1])
            for key, posting in import_postings(drafts=drafts, dataset=dataset, at=at)
        ]
    )
