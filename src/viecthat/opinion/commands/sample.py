"""The sample of a survey: drawn by stratum with a seed, its codes handed out. Nothing kept says whose code is whose."""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from viecthat.audit.rows import save_checked
from viecthat.kernel.dividing import divide
from viecthat.kernel.errors import Refused, gettext_noop
from viecthat.kernel.suppression import LEAST
from viecthat.opinion.choices import SurveyState, SurveyWay
from viecthat.opinion.commands.survey import locked_survey
from viecthat.opinion.models import Code, Invited, Stratum, Survey
from viecthat.opinion.queries.frame import REST, Someone, frame_of
from viecthat.opinion.rules import digest_of

if TYPE_CHECKING:
    from viecthat.accounts.models import Account

MOST_DRAWN = 5000
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
_LONG = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """A person and the code they get. Told once, to whoever hands the slips out; never kept."""

    person: int
    code: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stratum and who was drawn of it."""

    name: str
    population: int
    people: tuple[int, ...]


def draw(frame: Sequence[Someone], size: int, seed: str) -> list[Drawn]:
    """A sample of `size` people shared out over the strata in proportion to who is there, the same for the same seed.

    A stratum of which fewer than five would be drawn is put together with others like it, so that an answer is always
    one of at least five people's. Raises Refused when the register has too few.
    """
    if not LEAST <= size <= min(len(frame), MOST_DRAWN):
        raise Refused(
            gettext_noop("Chọn từ {least} đến {most} người; trong sổ có {n} người."),
            field="size", least=LEAST, most=min(len(frame), MOST_DRAWN), n=len(frame),
        )  # fmt: skip
    strata: dict[str, list[int]] = {}
    for one in frame:
        strata.setdefault(one.stratum, []).append(one.person)
    while True:
        names = sorted(strata)
        shares = divide(size, [len(strata[name]) for name in names])
        few = [name for name, n in zip(names, shares, strict=True) if n < LEAST]
        if not few or len(names) == 1:
            break
        if few == [REST]:
            few.append(min((name for name in names if name != REST), key=lambda name: (len(strata[name]), name)))
        gathered = [person for name in {*few, REST} for person in strata.pop(name, [])]
        strata[REST] = gathered
    chance = random.Random(f"{seed}/{size}")  # noqa: S311 - to be drawn again by whoever knows the seed
    return [
        Drawn(name, len(strata[name]), tuple(chance.sample(sorted(strata[name]), n)))
        for name, n in zip(names, shares, strict=True)
    ]


@transaction.atomic
def draw_sample(
    *, survey: Survey, size: int, by: Collection[str], seed: str, actor: Account, at: datetime
) -> list[Stratum]:
    """Draw who is asked; drawn again, the former sample is forgotten. Raises Refused."""
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.DRAFT or row.way != SurveyWay.SAMPLE:
        raise Refused(gettext_noop("Chỉ chọn mẫu cho khảo sát theo mẫu, trước khi mở."))
    row.seed = seed.strip()[:40] or secrets.token_hex(4)
    drawn = draw(frame_of(row.unit_id, set(by), localdate(at)), size, row.seed)
    row.drawn_on = localdate(at)
    row.strata.all().delete()
    save_checked(row)
    made = []
    for position, one in enumerate(drawn):
        stratum = Stratum(
            survey=row, position=position, name=one.name, population=one.population, drawn=len(one.people)
        )
        save_checked(stratum)
        Invited.objects.bulk_create(Invited(survey=row, stratum=stratum, person_id=person) for person in one.people)
        made.append(stratum)
    return made


@transaction.atomic
def hand_out_codes(*, survey: Survey, actor: Account, at: datetime) -> list[Slip]:
    """New codes for all who were drawn; former ones hold no longer. Told this once. Raises Refused once one was used:
    then it could not be known whom to give none any more, and nobody shall know.
    """
    row = locked_survey(survey, actor, at)
    if row.way != SurveyWay.SAMPLE or row.state not in {SurveyState.DRAFT, SurveyState.OPEN} or row.drawn_on is None:
        raise Refused(gettext_noop("Chọn mẫu rồi mới phát mã; khảo sát đã đóng thì thôi."))
    if row.codes.filter(used=True).exists():
        raise Refused(gettext_noop("Đã có người trả lời; phát mã lại thì có người trả lời hai lần."))
    row.codes.all().delete()
    slips, codes = [], []
    for person, stratum in Invited.objects.filter(survey=row).order_by("pk").values_list("person", "stratum"):
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LONG))
        slips.append(Slip(person, code))
        codes.append(Code(survey=row, stratum_id=stratum, digest=digest_of(code)))
    # Rows lie in the order they were written in: by digest, which says nothing of who is who.
    Code.objects.bulk_create(sorted(codes, key=lambda one: one.digest))
    return slips
