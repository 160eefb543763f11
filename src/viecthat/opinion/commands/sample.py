"""The sample of a survey: drawn by stratum with a seed, its codes handed out. Nothing kept says whose code is whose."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
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
from viecthat.opinion.queries.frame import REST, drawn_of, frame_of
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
class Wanted:
    """A stratum: the names of the frame that are put together in it, how many it has, how many are drawn of it."""

    name: str
    names: frozenset[str]
    population: int
    n: int


def strata_of(counts: Mapping[str, int], size: int) -> list[Wanted]:
    """How `size` people are shared out over the strata, in proportion to who is there.

    A stratum of which fewer than five would be drawn is put together with others like it, so that an answer is always
    one of at least five people's. Raises Refused when the register has too few.
    """
    whole = sum(counts.values())
    if not LEAST <= size <= min(whole, MOST_DRAWN):
        raise Refused(
            gettext_noop("Chọn từ {least} đến {most} người; trong sổ có {n} người."),
            field="size", least=LEAST, most=min(whole, MOST_DRAWN), n=whole,
        )  # fmt: skip
    strata = {name: (frozenset({name}), n) for name, n in counts.items()}
    while True:
        names = sorted(strata)
        shares = divide(size, [strata[name][1] for name in names])
        few = [name for name, n in zip(names, shares, strict=True) if n < LEAST]
        if not few or len(names) == 1:
            return [Wanted(name, *strata[name], n) for name, n in zip(names, shares, strict=True)]
        if few == [REST]:
            few.append(min((name for name in names if name != REST), key=lambda name: (strata[name][1], name)))
        gathered = [strata.pop(name) for name in sorted({*few, REST} & strata.keys())]
        strata[REST] = (frozenset().union(*(named for named, _n in gathered)), sum(n for _named, n in gathered))


@transaction.atomic
def draw_sample(
    *, survey: Survey, size: int, by: Collection[str], seed: str, actor: Account, at: datetime
) -> list[Stratum]:
    """Draw who is asked, by lot within each stratum; drawn again, the former sample is forgotten. Raises Refused."""
    row = locked_survey(survey, actor, at)
    if row.state != SurveyState.DRAFT or row.way != SurveyWay.SAMPLE:
        raise Refused(gettext_noop("Chỉ chọn mẫu cho khảo sát theo mẫu, trước khi mở."))
    row.seed = seed.strip()[:40] or secrets.token_hex(4)
    frame = frame_of(row.unit_id, set(by), localdate(at))
    wanted = strata_of(frame.counts, size)
    drawn = drawn_of(frame, {one.name: (one.names, one.n) for one in wanted}, row.seed)
    row.drawn_on = localdate(at)
    row.strata.all().delete()
    save_checked(row)
    made = []
    for position, one in enumerate(wanted):
        stratum = Stratum(
            survey=row, position=position, name=one.name, population=one.population, drawn=len(drawn[one.name])
        )
        save_checked(stratum)
        people = sorted(drawn[one.name])
        Invited.objects.bulk_create(Invited(survey=row, stratum=stratum, person_id=person) for person in people)
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
